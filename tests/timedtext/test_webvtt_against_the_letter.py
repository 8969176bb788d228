"""Whatever the bytes: our reader finds what the standard's own steps find, by cue, by setting and by node."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.timedtext import cue_settings, cuetext, webvtt
from service.timedtext.cuetext import Node
from service.timedtext.model import Document
from service.timedtext.problems import Unreadable
from tests.timedtext import webvtt_by_the_letter as letter

TIMES = ("00:01.000", "00:00:02.500", "1:00:00.000", "60:00.000", "00:60.000", "0:01.000", "000:00:01.000", "00:01.00")
BITS = (
    "00",
    "59",
    "60",
    "0",
    ":",
    ".",
    "000",
    "123",
    "-",
    "-->",
    "--",
    ">",
    " ",
    "\t",
    "\f",
    "\v",
    "\0",
    "\u00a0",
    "١",
)
NAMES = ("line", "position", "size", "align", "vertical", "region", "LINE", "id", "width", "lines", "regionanchor")
VALUES = (
    *(
        "0",
        "-1",
        "-0",
        "1.5",
        "1.",
        ".5",
        "1e2",
        "50%",
        "050%",
        "100.0%",
        "100.1%",
        "101%",
        "-0%",
        "%",
        "1%%",
        "+1",
        "9" * 320,
    ),
    *("0%,0%", "1%,end", "1%,", "1,start", "5,middle", "50%,line-left", "50%,center", "auto", "start", "end", "middle"),
    *("left", "rl", "lr", "up", "a", "b", "\v", "a:b", "", "٥٠%", "3", "0" * 30),
)
SETTING = st.builds(
    "{}{}{}".format, st.sampled_from(NAMES), st.sampled_from((":", ":", ":", " :", ": ", "")), st.sampled_from(VALUES)
)
SETTINGS = st.lists(SETTING, max_size=4).flatmap(
    lambda words: st.sampled_from((" ", "\t", "\f ")).map(lambda space: space.join(words))
)
TIME = st.one_of(st.sampled_from(TIMES), st.lists(st.sampled_from(BITS), max_size=6).map("".join))
SPACE = st.sampled_from(("", " ", "  ", "\t", "\f", "\v", "\u2003"))
TIME_LINE = st.builds(
    "{}{}{}{}{}{}{}{}".format,
    SPACE,
    TIME,
    SPACE,
    st.sampled_from(("-->",) * 4 + ("->", "--->")),
    SPACE,
    TIME,
    SPACE,
    SETTINGS,
)
GOOD_LINE = st.builds("00:01.000 --> 00:02.000 {}".format, SETTINGS)
MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<",
                ">",
                "</",
                "<c",
                "<c.",
                "<i>",
                "</i>",
                "<b>",
                "</b>",
                "<u>",
                "<v ",
                "<v.a",
                "<lang ",
                "</lang>",
                "</v>",
            ),
            *(
                "<ruby>",
                "<rt>",
                "</rt>",
                "</ruby>",
                "<00:01.000>",
                "<1:00:01.000",
                "<font>",
                ".",
                " ",
                "\t",
                "\f",
                "\n",
            ),
            *(
                "&",
                "&amp",
                "&amp;",
                "&#38;",
                "&#x26",
                "&#",
                "&#x",
                "&notit;",
                "&nbsp;",
                "&copy",
                "&#0;",
                "&#x80;",
                "&#129;",
            ),
            *("&#10;", "&lt;i&gt;", "&#32;", "&#xFFFE;", "&#x110000;", ";", "a", "x1", "é", "\ufffd", "\v", "-", "/"),
        ]
    ),
    max_size=16,
).map("".join)
BODY = st.builds("{}".format, MARKUP)
HEADS = st.sampled_from(
    (
        "STYLE",
        "STYLE ",
        "STYLE\t\f",
        "STYLE\u00a0",
        "STYLE x",
        "REGION",
        "REGION \t",
        "REGION:",
        "NOTE",
        "NOTE x",
        "id",
        " ",
        "-- >",
        "WEBVTT",
    )
)
LINE = st.one_of(
    st.just(""), st.just(""), st.just(""), GOOD_LINE, GOOD_LINE, TIME_LINE, HEADS, SETTINGS, BODY, st.just("id:a")
)
ENDS = st.sampled_from(("\n", "\n", "\n", "\r\n", "\r"))
FIRST = st.sampled_from(
    (
        "WEBVTT",
        "WEBVTT",
        "WEBVTT ",
        "WEBVTT\tx",
        "WEBVTT -->",
        "\ufeffWEBVTT",
        "WEBVTTx",
        "webvtt",
        "WEBVTT\f",
        "\ufeff\ufeffWEBVTT",
        " WEBVTT",
        "WEBVT",
        "WEBVTT\0",
    )
)
FILE = st.tuples(FIRST, st.lists(st.tuples(ENDS, LINE), max_size=24)).map(
    lambda given: (given[0] + "".join(end + line for end, line in given[1])).encode()
)


def as_letter(document: Document) -> dict[str, Any]:
    """A document in the shape of the standard's steps, but for the text."""
    ids = frozenset(region.id for region in document.regions)
    cues = []
    for cue in document.cues:
        parsed = cue_settings.parse(cue.settings, ids).settings
        fields = {name: getattr(parsed, name) for name in parsed.__struct_fields__}
        raw = cue.markup or cuetext.escape(cue.text)
        cues.append(
            {"id": cue.id, "begin": cue.begin_ms, "end": cue.end_ms, **fields, "text": tree(cuetext.parse(raw))}
        )
    regions = [
        {
            "id": region.id,
            "width": region.width,
            "lines": region.lines,
            "anchor": region.region_anchor,
            "viewport": region.viewport_anchor,
            "scroll": region.scroll,
        }
        for region in document.regions
    ]
    return {"cues": cues, "regions": regions, "styles": list(document.styles)}


def tree(nodes: tuple[Node, ...]) -> list[Any]:
    return [
        node.value
        if node.kind == "text"
        else node.ms
        if node.kind == "time"
        else [node.kind, list(node.classes), node.value, tree(node.children)]
        for node in nodes
    ]


def seen(nodes: list[Any]) -> str:
    return "".join(node if isinstance(node, str) else seen(node[3]) if isinstance(node, list) else "" for node in nodes)


@given(FILE)
@example(b"WEBVTT\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000 region:a region:b\nx")
@example(b"WEBVTT\n\nREGION\nid:a\n\n00:01.000 --> 00:02.000 vertical:rl region:a vertical:x\nx")
@example(b"WEBVTT\n\nREGION\nid:\x0b\n\n00:01.000 --> 00:02.000 region:\x0b\nx")
@example(b"WEBVTT\n\n00:01.000 --> 00:02.000 line:" + b"9" * 400)
@example(b"WEBVTT\n\nREGION\nlines:" + b"9" * 300)
@settings(max_examples=400, deadline=None)
def test_a_file_is_read_as_the_standard_reads_it(data: bytes) -> None:
    try:
        expected = letter.parse_file(data)
    except letter.Failure:
        with pytest.raises(Unreadable):
            webvtt.read(data)
        return
    document = webvtt.read(data)
    trees = [letter.parse_cue_text(cue["text"]) for cue in expected["cues"]]
    assert [cue.text for cue in document.cues] == [seen(nodes) for nodes in trees]
    cues = [cue | {"text": nodes} for cue, nodes in zip(expected["cues"], trees, strict=True)]
    assert as_letter(document) == {"cues": cues, "regions": expected["regions"], "styles": expected["styles"]}


@given(MARKUP)
@settings(max_examples=400, deadline=None)
def test_cue_text_is_the_tree_that_the_standard_builds(markup: str) -> None:
    assert tree(cuetext.parse(markup)) == letter.parse_cue_text(markup)
