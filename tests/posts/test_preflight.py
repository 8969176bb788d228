"""Every boundary of every limit: what is just allowed breaks nothing; one more names field, rule, measure and limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from service.posts.breaches import Breach, sentence
from service.posts.draft import Draft, FilmFacts
from service.posts.preflight import preflight
from service.rulebook import load
from service.rulebook.platforms import Platform

FILM = FilmFacts(
    container="mp4",
    video_codec="h264",
    audio_codec="aac",
    width=1080,
    height=1920,
    fps=Fraction(30000, 1001),
    duration_ms=15_000,
    size_bytes=12_000_000,
    video_bitrate=6_000_000,
    audio_rate=48_000,
    audio_channels=2,
    faststart=True,
)
GOOD = Draft(text="The empty chair.", title="The empty chair")
FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
CUP, THAI, ARABIC = "\N{HOT BEVERAGE}", "ก็", "قهوة "


def platform(key: str) -> Platform:
    return load().platforms[key]


def only(key: str, draft: Draft, film: FilmFacts | None = FILM) -> Breach:
    (found,) = preflight(platform(key), draft, film)
    return found


@pytest.mark.parametrize("key", ["tiktok", "youtube", "youtube_shorts", "instagram_reels"])
def test_a_plain_post_goes_out_everywhere(key: str) -> None:
    assert preflight(platform(key), GOOD, FILM) == []
    assert preflight(platform(key), GOOD) == []
    assert preflight(platform(key), GOOD, FilmFacts()) == []


@pytest.mark.parametrize(
    ("key", "field", "allowed", "over", "measured", "unit"),
    [
        ("tiktok", "text", "a" * 2200, "a" * 2201, 2201, "utf16_units"),
        ("tiktok", "text", "😀" * 1100, "😀" * 1100 + "!", 2201, "utf16_units"),
        ("tiktok", "text", CUP * 2200, CUP * 2201, 2201, "utf16_units"),
        ("tiktok", "text", FAMILY * 275, FAMILY * 276, 2208, "utf16_units"),
        ("tiktok", "text", THAI * 1100, THAI * 1100 + "ก", 2201, "utf16_units"),
        ("youtube", "text", "a" * 5000, "a" * 5001, 5001, "utf8_bytes"),
        ("youtube", "text", THAI * 833 + "ab", THAI * 833 + "abc", 5001, "utf8_bytes"),
        ("youtube", "text", ARABIC * 555 + "abcde", ARABIC * 555 + "abcdef", 5001, "utf8_bytes"),
        ("youtube", "text", "😀" * 1250, "😀" * 1250 + "!", 5001, "utf8_bytes"),
        ("youtube_shorts", "text", "é" * 2500, "é" * 2500 + "e", 5001, "utf8_bytes"),
        ("youtube", "title", "a" * 100, "a" * 101, 101, "characters"),
        ("youtube_shorts", "title", "😀" * 100, "😀" * 101, 101, "characters"),
        ("youtube", "title", THAI * 50, THAI * 50 + "ก", 101, "characters"),
        ("instagram_reels", "text", "a" * 2200, "a" * 2201, 2201, "characters"),
        ("instagram_reels", "text", "😀" * 2200, "😀" * 2201, 2201, "characters"),
        ("instagram_reels", "text", ARABIC * 440, ARABIC * 440 + "ق", 2201, "characters"),
    ],
)
def test_words_are_as_long_as_the_platform_counts_them(
    key: str, field: str, allowed: str, over: str, measured: int, unit: str
) -> None:
    assert preflight(platform(key), replace(GOOD, **{field: allowed}), FILM) == []
    found = only(key, replace(GOOD, **{field: over}))
    assert (found.field, found.rule, found.severity, found.way_out) == (field, "max", "error", "shorten")
    assert (found.measured, found.limit, found.unit) == (measured, measured // 100 * 100, unit)


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


def many(sign: str, count: int) -> str:
    return " ".join(f"{sign}tag{number}" for number in range(count))


@pytest.mark.parametrize(
    ("field", "allowed", "over", "limit"),
    [
        ("hashtags", Draft(text=many("#", 30)), Draft(text=many("#", 31)), 30),
        (
            "hashtags",
            Draft(text=many("#", 20), hashtags=tuple(f"t{n}" for n in range(10))),
            Draft(text=many("#", 20), hashtags=tuple(f"#t{n}" for n in range(11))),
            30,
        ),
        ("mentions", Draft(text=many("@", 20)), Draft(text=many("@", 21)), 20),
        (
            "mentions",
            Draft(text=f"{many('@', 20)} or write to hello@aldermoor.example"),
            Draft(text=f"{many('@', 20)} or (@aldermoor)"),
            20,
        ),
    ],
)
def test_a_reel_has_so_many_hashtags_and_mentions(field: str, allowed: Draft, over: Draft, limit: int) -> None:
    assert [one for one in preflight(platform("instagram_reels"), allowed, FILM) if one.severity == "error"] == []
    found = only("instagram_reels", over)
    assert (found.field, found.rule, found.severity, found.way_out) == (field, "max", "error", "use_fewer")
    assert (found.measured, found.limit) == (limit + 1, limit)
    assert [one for one in preflight(platform("tiktok"), over, FILM) if one.severity == "error"] == []


@pytest.mark.parametrize(
    ("key", "allowed", "rule", "source"),
    [
        ("tiktok", 5, "in_app", "tiktok_five"),
        ("instagram_reels", 5, "in_app", "instagram_five"),
        ("instagram", 5, "in_app", "instagram_five"),
        ("youtube", 60, "max", "youtube_sixty"),
    ],
)
def test_what_others_say_of_hashtags_only_warns(key: str, allowed: int, rule: str, source: str) -> None:
    assert preflight(platform(key), replace(GOOD, text=many("#", allowed)), FILM) == []
    found = only(key, replace(GOOD, text=many("#", allowed + 1)))
    assert (found.field, found.rule, found.severity, found.source) == ("hashtags", rule, "warning", source)
    assert (found.measured, found.limit, found.confidence) == (allowed + 1, allowed, "secondary_source_text")


def test_hashtags_that_follow_the_text_are_part_of_it() -> None:
    draft = Draft(text="a" * 2195, hashtags=("tea",))
    assert draft.posted_text.endswith("a\n#tea")
    assert preflight(platform("tiktok"), draft, FILM) == []
    found = only("tiktok", replace(draft, hashtags=("#teas",)))
    assert (found.field, found.measured, found.limit) == ("text", 2201, 2200)


@pytest.mark.parametrize(
    ("tags", "measured"),
    [
        (("a" * 500,), None),
        (("a" * 501,), 501),
        (("a" * 249, "b" * 250), None),
        (("a" * 250, "b" * 250), 501),
        (("a" * 249 + " " + "b" * 248,), None),
        (("a" * 249 + " " + "b" * 249,), 501),
        (("ก็" * 250,), None),
    ],
)
def test_tags_are_counted_with_their_commas_and_quotes(tags: tuple[str, ...], measured: int | None) -> None:
    found = preflight(platform("youtube"), replace(GOOD, tags=tags), FILM)
    assert [(one.field, one.measured, one.limit) for one in found] == ([("tags", measured, 500)] if measured else [])


@pytest.mark.parametrize("title", ["", "  \n"])
def test_youtube_wants_a_title_and_the_others_have_none(title: str) -> None:
    found = only("youtube", replace(GOOD, title=title))
    assert (found.field, found.rule, found.way_out) == ("title", "required", "write")
    assert sentence(found, "YouTube") == "YouTube wants a title."
    for key in ("tiktok", "instagram_reels"):
        assert preflight(platform(key), replace(GOOD, title=title), FILM) == []


@pytest.mark.parametrize(("field", "words", "there"), [("title", "a < b", "<"), ("text", "<b>Now</b>", "< >")])
def test_youtube_takes_no_angle_brackets(field: str, words: str, there: str) -> None:
    found = only("youtube_shorts", replace(GOOD, **{field: words}))
    assert (found.field, found.rule, found.measured, found.way_out) == (field, "forbidden", there, "remove_characters")
    assert preflight(platform("tiktok"), replace(GOOD, **{field: words}), FILM) == []


def test_what_somebody_paid_for_is_not_private_on_tiktok() -> None:
    paid = replace(GOOD, disclosure=frozenset({"third_party_paid"}), visibility="private")
    found = only("tiktok", paid)
    assert (found.field, found.rule, found.severity) == ("audience", "paid_not", "error")
    assert preflight(platform("tiktok"), replace(paid, disclosure=frozenset({"own_brand"})), FILM) == []
    assert preflight(platform("tiktok"), replace(paid, visibility="public"), FILM) == []
    assert preflight(platform("youtube"), paid, FILM) == []


def test_an_audience_is_one_that_the_platform_has() -> None:
    found = only("tiktok", replace(GOOD, visibility="unlisted"))
    assert (found.rule, found.limit) == ("choices", "public, friends, followers, private")
    assert preflight(platform("youtube"), replace(GOOD, visibility="unlisted"), FILM) == []


@pytest.mark.parametrize("word", ["third_party_paid", "own_brand", "synthetic"])
def test_what_has_a_switch_everywhere_is_declared_there(word: str) -> None:
    for key in ("tiktok", "youtube", "youtube_shorts", "instagram_reels"):
        assert preflight(platform(key), replace(GOOD, disclosure=frozenset({word})), FILM) == []


@pytest.mark.parametrize(("key", "severity"), [("instagram_reels", "error"), ("tiktok", "warning")])
def test_a_cover_is_a_time_of_the_film(key: str, severity: str) -> None:
    assert preflight(platform(key), replace(GOOD, cover_ms=14_999), FILM) == []
    assert preflight(platform(key), replace(GOOD, cover_ms=15_000)) == []
    found = only(key, replace(GOOD, cover_ms=15_000))
    assert (found.field, found.measured, found.limit, found.severity) == ("cover", 15_000, 15_000, severity)
    assert preflight(platform("youtube"), replace(GOOD, cover_ms=15_000), FILM) == []


def test_a_platform_of_which_nothing_is_known_says_so() -> None:
    found = preflight(platform("kuaishou"), replace(GOOD, disclosure=frozenset({"synthetic"})), FILM)
    assert [(one.field, one.rule, one.severity, one.way_out) for one in found] == [
        ("text", "unknown", "warning", "ask_platform"),
        ("disclosure", "unknown", "warning", "ask_platform"),
        ("film", "unknown", "warning", "ask_platform"),
    ]
    assert "is not known" in sentence(found[0], "Kuaishou")


def test_every_breach_is_a_sentence_with_what_was_measured_and_the_limit() -> None:
    bad = Draft(text="<" + "a" * 5001, title="b" * 101, tags=("c" * 501,), cover_ms=900_001)
    film = replace(
        FILM,
        container="avi",
        width=2000,
        height=10,
        fps=Fraction(120),
        duration_ms=900_001,
        size_bytes=2**39,
        video_bitrate=90_000_000,
        faststart=False,
    )
    for pack in load().platforms.values():
        for found in preflight(pack, bad, film):
            said = sentence(found, pack.name)
            assert pack.name in said or found.field == "cover"
            numbers = [value for value in (found.measured, found.limit) if isinstance(value, int)]
            assert found.rule == "required" or all(f"{value:,}" in said for value in numbers)
    assert "The text has 5,002 UTF-16 units; TikTok takes at most 2,200 UTF-16 units." in [
        sentence(one, "TikTok") for one in preflight(platform("tiktok"), bad, film)
    ]
