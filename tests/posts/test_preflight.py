"""Every boundary of words and declarations: what is just allowed breaks nothing, and one more names its rule."""

from __future__ import annotations

from fractions import Fraction

import pytest
from msgspec.structs import replace

from service.posts.breaches import sentence
from service.posts.draft import Draft, FilmFacts
from service.posts.preflight import preflight
from service.rulebook import load
from tests.posts.drafts import FILM, GOOD, only, platform

FAMILY = "\N{MAN}\N{ZERO WIDTH JOINER}\N{WOMAN}\N{ZERO WIDTH JOINER}\N{GIRL}"
CUP, THAI, ARABIC = "\N{HOT BEVERAGE}", "ก็", "قهوة "


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
