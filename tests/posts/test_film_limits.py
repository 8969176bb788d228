"""Every boundary of what a platform takes of films."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from service.posts.breaches import sentence
from service.posts.draft import FilmFacts
from service.posts.preflight import preflight
from service.rulebook import load
from tests.posts.drafts import FILM, GOOD, only, platform


@pytest.mark.parametrize(
    ("key", "fact", "allowed", "over", "rule"),
    [
        ("tiktok", "container", "mp4 webm mov", "matroska", "containers"),
        ("tiktok", "video_codec", "h264 hevc vp8 vp9", "av1", "video_codecs"),
        ("instagram_reels", "container", "mp4 mov", "webm", "containers"),
        ("instagram_reels", "video_codec", "h264 hevc", "vp9", "video_codecs"),
        ("instagram_reels", "audio_codec", "aac", "opus", "audio_codecs"),
    ],
)
def test_a_film_is_of_a_kind_that_the_platform_reads(key: str, fact: str, allowed: str, over: str, rule: str) -> None:
    for one in allowed.split():
        assert preflight(platform(key), GOOD, replace(FILM, **{fact: one})) == []
    found = only(key, GOOD, replace(FILM, **{fact: over}))
    assert (found.field, found.rule, found.measured, found.severity) == ("film", rule, over, "error")


@pytest.mark.parametrize(
    ("key", "fact", "allowed", "over", "rule", "limit"),
    [
        ("youtube_shorts", "duration_ms", 60_000, 180_001, "max_ms", 180_000),
        ("tiktok", "duration_ms", 600_000, 600_001, "max_ms", 600_000),
        ("instagram_reels", "duration_ms", 900_000, 900_001, "max_ms", 900_000),
        ("instagram_reels", "duration_ms", 3000, 2999, "min_ms", 3000),
        ("instagram_reels", "size_bytes", 300_000_000, 300_000_001, "max_bytes", 300_000_000),
        ("youtube", "size_bytes", 2**38, 2**38 + 1, "max_bytes", 2**38),
        ("youtube_shorts", "size_bytes", 2**38, 2**38 + 1, "max_bytes", 2**38),
        ("instagram_reels", "video_bitrate", 25_000_000, 25_100_000, "max_video_bitrate", 25_000_000),
        ("instagram_reels", "video_bitrate", 25_000_000, 25_000_001, "max_video_bitrate", 25_000_000),
        ("instagram_reels", "audio_rate", 48_000, 96_000, "max_audio_rate", 48_000),
        ("instagram_reels", "audio_channels", 2, 6, "max_audio_channels", 2),
        ("tiktok", "fps", Fraction(23), Fraction(2299, 100), "min_fps", 23),
        ("tiktok", "fps", Fraction(60), Fraction(6001, 100), "max_fps", 60),
        ("tiktok", "fps", Fraction(24000, 1001), Fraction(22), "min_fps", 23),
        ("instagram_reels", "fps", Fraction(60000, 1001), Fraction(120), "max_fps", 60),
        ("instagram_reels", "fps", Fraction(23), Fraction(25, 2), "min_fps", 23),
    ],
)
def test_a_film_keeps_within_the_limits(key: str, fact: str, allowed: Any, over: Any, rule: str, limit: int) -> None:
    assert preflight(platform(key), GOOD, replace(FILM, **{fact: allowed})) == []
    found = {one.rule: one for one in preflight(platform(key), GOOD, replace(FILM, **{fact: over}))}[rule]
    assert (found.field, found.limit, found.severity) == ("film", limit, "error")
    assert str(found.measured) in (str(over), f"{float(over):g}")


def test_a_short_is_three_minutes_long_at_most() -> None:
    fits, longer = (
        preflight(platform("youtube_shorts"), GOOD, replace(FILM, duration_ms=ms)) for ms in (180_000, 180_100)
    )
    assert [one.rule for one in fits] == ["claimed_over_ms"]
    assert [(one.rule, one.measured) for one in longer] == [("max_ms", 180_100), ("claimed_over_ms", 180_100)]
    assert preflight(platform("youtube"), GOOD, replace(FILM, duration_ms=180_100)) == []


@pytest.mark.parametrize("ms", [60_001, 180_000])
def test_a_short_over_a_minute_is_warned_of_claims(ms: int) -> None:
    found = only("youtube_shorts", GOOD, replace(FILM, duration_ms=ms))
    assert (found.rule, found.limit, found.severity, found.way_out) == (
        "claimed_over_ms",
        60_000,
        "warning",
        "clear_claims",
    )
    assert "blocks it everywhere" in sentence(found, "YouTube Shorts")


@pytest.mark.parametrize(
    ("key", "sides", "rule"),
    [
        ("youtube_shorts", (1080, 1920), None),
        ("youtube_shorts", (1080, 1080), None),
        ("youtube_shorts", (1081, 1080), "max_aspect"),
        ("youtube_shorts", (1920, 1080), "max_aspect"),
        ("tiktok", (360, 640), None),
        ("tiktok", (359, 640), "min_side"),
        ("tiktok", (4096, 2160), None),
        ("tiktok", (4097, 2160), "max_side"),
        ("instagram_reels", (1920, 1080), None),
        ("instagram_reels", (1921, 1080), "max_width"),
        ("instagram_reels", (1920, 192), None),
        ("instagram_reels", (1920, 191), "max_aspect"),
        ("instagram_reels", (19, 1900), None),
        ("instagram_reels", (19, 1901), "min_aspect"),
    ],
)
def test_a_picture_has_sides_that_the_platform_takes(key: str, sides: tuple[int, int], rule: str | None) -> None:
    found = preflight(platform(key), GOOD, replace(FILM, width=sides[0], height=sides[1]))
    assert [(one.rule, one.severity) for one in found] == ([(rule, "error")] if rule else [])


def test_the_index_of_a_reel_comes_first() -> None:
    found = only("instagram_reels", GOOD, replace(FILM, faststart=False))
    assert (found.rule, found.severity, found.way_out) == ("faststart", "error", "convert_film")
    assert preflight(platform("tiktok"), GOOD, replace(FILM, faststart=False)) == []


@pytest.mark.parametrize(
    ("fact", "over", "rule", "said"),
    [
        ("size_bytes", 4_000_000_001, "max_bytes", "Sources disagree: later documents of others say 10 GB."),
        ("duration_ms", 2999, "min_ms", "The platform does not say so itself (secondary_source_text)."),
    ],
)
def test_what_the_platform_does_not_say_itself_only_warns(fact: str, over: int, rule: str, said: str) -> None:
    assert preflight(platform("tiktok"), GOOD, replace(FILM, **{fact: over + (1 if rule == "min_ms" else -1)})) == []
    found = only("tiktok", GOOD, replace(FILM, **{fact: over}))
    assert (found.rule, found.severity) == (rule, "warning")
    assert sentence(found, "TikTok").endswith(said)


FACTS = {
    "min_fps": "fps",
    "max_fps": "fps",
    "min_ms": "duration_ms",
    "max_ms": "duration_ms",
    "claimed_over_ms": "duration_ms",
    "max_width": "width",
    "max_bytes": "size_bytes",
    "max_video_bitrate": "video_bitrate",
    "max_audio_rate": "audio_rate",
    "max_audio_channels": "audio_channels",
}
LIMITS = [
    (key, rule, getattr(pack.film, rule))
    for key, pack in load().platforms.items()
    if pack.film is not None
    for rule in FACTS
    if getattr(pack.film, rule) is not None
]


@pytest.mark.parametrize(("key", "rule", "limit"), LIMITS)
def test_every_limit_of_every_film_is_the_last_that_is_allowed(key: str, rule: str, limit: int) -> None:
    step = Fraction(1, 1000) if FACTS[rule] == "fps" else 1
    over = limit - step if rule.startswith("min_") else limit + step
    fitting, broken = (replace(FilmFacts(), **{FACTS[rule]: value}) for value in (limit, over))
    assert rule not in [one.rule for one in preflight(platform(key), GOOD, fitting)]
    found = {one.rule: one for one in preflight(platform(key), GOOD, broken)}
    film = platform(key).film
    assert film is not None
    binds = film.binds(rule) and rule != "claimed_over_ms"
    assert (found[rule].limit, found[rule].severity) == (limit, "error" if binds else "warning")


@pytest.mark.parametrize(("fact", "taken", "over"), [("video_codec", "h264", "hevc"), ("audio_codec", "aac", "mp3")])
def test_what_patreon_converts_slowly_only_warns(fact: str, taken: str, over: str) -> None:
    def of_film(codec: str) -> list[tuple[str, str]]:
        found = preflight(platform("patreon"), GOOD, replace(FilmFacts(), **{fact: codec}))
        return [(one.rule, one.severity) for one in found if one.field == "film"]

    assert of_film(taken) == []
    assert of_film(over) == [(f"{fact}s", "warning")]
