"""A post that somebody thinks of, and the packs that it is held to, as they go over the wire."""

from __future__ import annotations

import pytest
from msgspec import json, to_builtins

from schemas.platforms import FilmToCheck, PlatformPack, PlatformTable, PostToCheck
from schemas.videos import FrameRate
from service.posts.checking import check_post
from service.posts.platform_rules import pack_of, summary_of
from service.posts.problems import UnknownPlatform
from service.rulebook import load
from service.rulebook.platforms import Stated

PLATFORMS = load().platforms


def shown(key: str) -> PlatformPack:
    pack = pack_of(key, load())
    assert pack is not None
    return pack


def test_every_value_of_every_pack_is_shown_once_with_its_source() -> None:
    for key, pack in PLATFORMS.items():
        tables: dict[str, PlatformTable] = {table.part: table for table in shown(key).tables}
        for part in pack.__struct_fields__:
            table = getattr(pack, part)
            if isinstance(table, Stated):
                assert tables[part].note == table.note
                assert all(rule.source.title and rule.confidence for rule in tables[part].rules)
        assert len(tables) == sum(isinstance(getattr(pack, part), Stated) for part in pack.__struct_fields__)
        assert [one.name for one in shown(key).quotas] == list(pack.quotas)
        assert shown(key).rules == sum(len(one.rules) for one in tables.values()) + len(pack.quotas)


def test_a_rule_says_its_unit_and_whether_it_binds() -> None:
    film = next(table for table in shown("tiktok").tables if table.part == "film")
    rules = {rule.rule: rule for rule in film.rules}
    assert (rules["max_ms"].value, rules["max_ms"].unit, rules["max_ms"].binds) == (600_000, "ms", True)
    assert (rules["max_bytes"].binds, rules["max_bytes"].disputed) == (False, "later documents of others say 10 GB")
    assert (rules["min_ms"].binds, rules["min_ms"].confidence) == (False, "secondary_source_text")
    assert rules["containers"].value == ["mp4", "webm", "mov"]
    assert {rule.rule: rule.unit for rule in film.rules} == {
        "containers": "",
        "video_codecs": "",
        "min_fps": "fps",
        "max_fps": "fps",
        "min_side": "px",
        "max_side": "px",
        "min_ms": "ms",
        "max_ms": "ms",
        "max_bytes": "bytes",
    }


@pytest.mark.parametrize(
    ("key", "part", "rule", "value", "unit"),
    [
        ("tiktok", "text", "max", 2200, "utf16_units"),
        ("youtube", "text", "max", 5000, "utf8_bytes"),
        ("youtube", "title", "required", True, ""),
        ("youtube", "tags", "max", 500, "characters"),
        ("instagram_reels", "hashtags", "max", 30, "count"),
        ("instagram_reels", "hashtags", "in_app", 5, "count"),
        ("instagram_reels", "film", "max_video_bitrate", 25_000_000, "bits_per_second"),
        ("instagram_reels", "film", "max_audio_rate", 48_000, "hz"),
        ("instagram_reels", "film", "max_aspect", "10:1", "aspect"),
        ("youtube", "captions", "max_bytes", 104_857_600, "bytes"),
    ],
)
def test_limits_are_shown_in_the_platforms_unit(key: str, part: str, rule: str, value: object, unit: str) -> None:
    (found,) = [one for table in shown(key).tables if table.part == part for one in table.rules if one.rule == rule]
    assert (found.value, found.unit) == (value, unit)


def test_a_platform_that_nobody_knows_shows_that() -> None:
    kuaishou = summary_of(PLATFORMS["kuaishou"], PLATFORMS)
    assert (kuaishou.api, kuaishou.rules, kuaishou.doubtful) == (False, 1, 1)
    assert kuaishou.unknown == ["text", "film", "disclosure", "audience"]
    assert pack_of("myspace", load()) is None


def test_what_the_app_covers_is_part_of_its_pack() -> None:
    zone = shown("tiktok").safe_zone
    assert zone is not None
    assert (zone.top, zone.right, zone.bottom, zone.left, zone.confidence) == (130, 164, 350, 60, "assumed")
    assert shown("youtube").safe_zone is None


def test_a_post_is_held_to_the_pack_with_counts_and_reasons() -> None:
    asked = PostToCheck(
        platform="tiktok",
        text="😀" * 1100,
        hashtags=["tea"],
        disclosure=["third_party_paid"],
        visibility="private",
        film=FilmToCheck(fps=FrameRate(num=25), duration_ms=2000),
    )
    verdict = check_post(PLATFORMS, asked)
    assert not verdict.passes
    assert [(one.part, one.rule, one.severity, one.way_out) for one in verdict.breaches] == [
        ("text", "max", "error", "shorten"),
        ("audience", "paid_not", "error", "choose_other_audience"),
        ("film", "min_ms", "warning", "lengthen_film"),
    ]
    assert verdict.breaches[0].detail == "The text has 2,205 UTF-16 units; TikTok takes at most 2,200 UTF-16 units."
    assert verdict.breaches[0].source is not None
    assert verdict.breaches[0].source.address.startswith("https://developers.tiktok.com/")
    assert {one.part: (one.taken, one.limit) for one in verdict.counts} == {
        "text": (2205, 2200),
        "hashtags": (1, 5),
        "mentions": (0, None),
    }
    assert json.decode(json.encode(verdict)) == to_builtins(verdict)


def test_only_errors_hold_a_post_back() -> None:
    assert check_post(PLATFORMS, PostToCheck(platform="kuaishou", text="a" * 9000)).passes
    assert not check_post(PLATFORMS, PostToCheck(platform="youtube")).passes


@pytest.mark.parametrize(("key", "said"), [("tik_tok", "tiktok"), ("instagram_reel", "instagram_reels"), ("zzz", None)])
def test_a_platform_that_is_none_is_refused_with_the_nearest(key: str, said: str | None) -> None:
    with pytest.raises(UnknownPlatform) as caught:
        check_post(PLATFORMS, PostToCheck(platform=key))
    (fault,) = caught.value.facts["errors"]
    assert fault.pointer == "/platform"
    assert ("mean" in fault.detail) == (said is not None)
    assert said is None or said in fault.detail
