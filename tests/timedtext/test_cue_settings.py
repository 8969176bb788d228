"""Cue settings and regions to the letter: W3C WebVTT, sections 6.2 and 6.5, a case for each of their branches."""

from __future__ import annotations

import pytest

from service.timedtext.cue_settings import Settings, parse, region_of, written
from service.timedtext.model import Region

REGIONS = frozenset({"fred"})


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        ("", Settings()),
        ("line:0", Settings(line=0)),
        ("line:-3", Settings(line=-3)),
        ("line:1.5", Settings(line=1.5)),
        ("line:0%", Settings(line=0, snap_to_lines=False)),
        ("line:100%,end", Settings(line=100, snap_to_lines=False, line_align="end")),
        ("line:5,center", Settings(line=5, line_align="center")),
        ("position:50%", Settings(position=50)),
        ("position:33.3%,line-right", Settings(position=33.3, position_align="line-right")),
        ("size:0%", Settings(size=0)),
        ("align:start", Settings(align="start")),
        ("align:right", Settings(align="right")),
        ("vertical:rl", Settings(vertical="rl")),
        ("vertical:lr\tsize:50%", Settings(vertical="lr", size=50)),
        ("align:start align:end", Settings(align="end")),
        ("align:start align:middle", Settings(align="start")),
        ("region:fred", Settings(region="fred")),
        ("region:fred align:left", Settings(region="fred", align="left")),
        ("region:fred line:1", Settings(line=1)),
        ("region:fred size:50%", Settings(size=50)),
        ("region:fred size:100%", Settings(region="fred")),
        ("vertical:rl region:fred", Settings(vertical="rl", region="fred")),
        ("region:fred vertical:lr", Settings(vertical="lr")),
        ("region:fred vertical:no", Settings(region="fred")),
        ("region:fred line:x", Settings(region="fred")),
        ("region:fred region:bob", Settings()),
        ("region:bob region:fred", Settings(region="fred")),
        ("line:-0", Settings(line=0)),
        ("size:050%", Settings(size=50)),
        ("size:100.0%", Settings()),
    ],
)
def test_what_is_taken(text: str, settings: Settings) -> None:
    parsed = parse(text, REGIONS)
    assert parsed.settings == settings


@pytest.mark.parametrize(
    "setting",
    [
        *(
            "line",
            "line:",
            ":1",
            "line:x",
            "line:-",
            "line:1-",
            "line:--1",
            "line:1.",
            "line:.5",
            "line:1.2.3",
            "line:1e2",
        ),
        *(
            "line:101%",
            "line:-1%",
            "line:%",
            "line:1,",
            "line:1,middle",
            "line:1,start,end",
            "LINE:1",
            "line:1%%",
            "line:" + "9" * 309,
            "line:+1",
        ),
        *("position:50", "position:101%", "position:-1%", "position:50%,middle", "position:50%,", "position:auto"),
        *("size:50", "size:100.1%", "size:%", "align:middle", "align:", "align:Start", "vertical:tb", "region:bob"),
        *("unknown:1", "x", "position:1.%", "position:.1%", "size:1,1%", "line:١", "size:٥٠%"),
    ],
)
def test_what_does_nothing_is_named(setting: str) -> None:
    parsed = parse(setting, REGIONS)
    assert (parsed.settings, parsed.ignored) == (Settings(), (setting,))


def test_a_region_takes_what_is_right_and_leaves_the_rest() -> None:
    lines = ["id:fred width:40%", "lines:4\tregionanchor:0%,100%", "viewportanchor:10%,90% scroll:up width:x lines:-1"]
    region = Region("fred", 40, 4, (0, 100), (10, 90), scroll=True)
    assert region_of(lines) == region
    assert region_of(written(region)) == region
    assert region_of(["lines:1.5 regionanchor:10% scroll:down viewportanchor:1%,101%"]) == Region("")
