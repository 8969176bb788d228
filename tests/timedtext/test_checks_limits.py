"""Every number of a rule pack at its edge: one below, at it, one above."""

from __future__ import annotations

import pytest

from service.rulebook import load
from service.rulebook.timed_text import Audience, Kind
from service.timedtext.checks import check
from service.timedtext.findings import Finding
from service.timedtext.model import Cue
from service.timedtext.rules import Rule, Rules
from service.timedtext.timing import Rate


def of_rule(rule: Rule, *findings: Finding) -> list[Finding]:
    return [one for one in findings if one.rule == rule]


def rules(locale: str, kind: Kind = "subtitles", profile: str = "house", audience: Audience = "adult") -> Rules:
    return load().rules(locale, kind, audience, profile)


@pytest.mark.parametrize(
    ("locale", "kind", "one", "most"),
    [
        ("en-US", "subtitles", "x", 42),
        ("th-TH", "subtitles", "ก", 35),
        ("ja-JP", "subtitles", "祖", 13),
        ("ja-JP", "captions", "祖", 16),
        ("zh-Hant-TW", "captions", "父", 16),
        ("ko-KR", "subtitles", "컵", 16),
        ("hi-IN", "subtitles", "क्ष", 42),
        ("ar-EG", "captions", "دّ", 42),
    ],
)
def test_a_line_may_be_as_long_as_the_pack_says(locale: str, kind: Kind, one: str, most: int) -> None:
    held_to = rules(locale, kind)
    for count in (most - 1, most):
        assert of_rule("chars_per_line", *check([Cue("a", 0, 7000, one * count)], held_to)) == []
    (finding,) = of_rule("chars_per_line", *check([Cue("a", 0, 7000, f"{one}\n{one * (most + 1)}")], held_to))
    assert (finding.measured, finding.limit, finding.severity) == (most + 1, most, "error")


def test_half_a_unit_too_many_is_too_many() -> None:
    (finding,) = of_rule("chars_per_line", *check([Cue("a", 0, 7000, "祖" * 13 + " ")], rules("ja-JP")))
    assert finding.measured == 13.5


def test_two_lines_and_no_third() -> None:
    held_to = rules("de-DE")
    assert of_rule("lines", *check([Cue("a", 0, 7000, "x\ny")], held_to)) == []
    (finding,) = of_rule("lines", *check([Cue("a", 0, 7000, "x\ny\nz")], held_to))
    assert (finding.measured, finding.limit, finding.severity) == (3, 2, "error")
    upright = load().rules("de-DE", aspect="9:16")
    assert of_rule("lines", *check([Cue("a", 0, 7000, "x\ny\nz")], upright)) == []


@pytest.mark.parametrize(
    ("locale", "kind", "audience", "speed"),
    [
        ("en-US", "subtitles", "adult", 20),
        ("fr-FR", "subtitles", "adult", 17),
        ("fr-FR", "captions", "children", 17),
        ("hi-IN", "subtitles", "adult", 22),
        ("ar-SA", "captions", "adult", 23),
    ],
)
def test_reading_speed_warns_above_the_target(locale: str, kind: Kind, audience: Audience, speed: int) -> None:
    held_to = rules(locale, kind, audience=audience)
    for count in (2 * speed - 1, 2 * speed):
        assert of_rule("reading_speed", *check([Cue("a", 0, 2000, "x" * count)], held_to)) == []
    (finding,) = of_rule("reading_speed", *check([Cue("a", 0, 2000, "x" * (2 * speed + 1))], held_to))
    assert (finding.measured, finding.limit, finding.severity) == (speed + 0.5, speed, "warning")


@pytest.mark.parametrize(
    ("locale", "letter", "speed"), [("ja-JP", "祖", 4), ("ko-KR", "컵", 12), ("zh-Hans-CN", "杯", 9)]
)
def test_reading_speed_is_counted_as_the_pack_counts(locale: str, letter: str, speed: int) -> None:
    held_to = rules(locale)
    assert of_rule("reading_speed", *check([Cue("a", 0, 2000, letter * 2 * speed)], held_to)) == []
    text = letter * speed + "\n" + letter * speed + "a"
    (finding,) = of_rule("reading_speed", *check([Cue("a", 0, 2000, text)], held_to))
    assert finding.measured == speed + 0.2 or finding.measured == speed + 0.3


def test_a_profile_may_make_reading_speed_binding_or_give_its_own() -> None:
    fast = [Cue("a", 0, 1000, "x" * 19)]
    (netflix,) = check(fast, rules("fr-FR", profile="netflix"))
    (marketing,) = check(fast, rules("fr-FR", profile="netflix_marketing"))
    assert (netflix.rule, netflix.severity, netflix.limit) == ("reading_speed_maximum", "error", 17)
    assert (marketing.rule, marketing.severity) == ("reading_speed", "warning")
    assert check(fast, rules("fr-FR", profile="ted")) == []
    (bbc,) = of_rule("reading_speed_maximum", *check(fast, rules("en-GB", profile="bbc")))
    assert (bbc.limit, bbc.severity) == (18, "warning")
    assert [one.rule for one in check([Cue("a", 0, 1000, "x" * 17)], rules("en-GB", profile="bbc"))] == [
        "reading_speed"
    ]


def test_words_need_their_time_where_the_profile_says_so() -> None:
    held_to = rules("en-GB", profile="bbc")
    assert of_rule("word_time", *check([Cue("a", 0, 1200, "I am on it")], held_to)) == []
    (finding,) = of_rule("word_time", *check([Cue("a", 0, 1199, "I am on it")], held_to))
    assert (finding.measured, finding.limit) == (1199, 1200)


@pytest.mark.parametrize(
    ("duration", "rule"),
    [(832, "minimum_duration"), (833, None), (834, None), (6999, None), (7000, None), (7001, "maximum_duration")],
)
def test_a_cue_stands_from_five_sixths_of_a_second_to_seven(duration: int, rule: Rule | None) -> None:
    found = check([Cue("a", 0, duration, "Hm.")], rules("en-US"))
    assert [(one.rule, one.severity) for one in found] == ([(rule, "error")] if rule else [])


def test_a_cue_of_twenty_frames_is_long_enough_at_every_place_and_rate() -> None:
    for rate in (Rate(24), Rate(24000, 1001)):
        for begin in range(60):
            cue = Cue("a", rate.ms(begin), rate.ms(begin + 20), "Hm.")
            assert of_rule("minimum_duration", *check([cue], rules("en-US"), rate=rate)) == []


@pytest.mark.parametrize("rate", [Rate(24), Rate(24000, 1001), Rate(25), Rate(30000, 1001), Rate(50)])
def test_gaps_are_two_frames_or_half_a_second(rate: Rate) -> None:
    half_a_second = round(rate.num / rate.den) // 2
    held_to = rules("de-DE", profile="netflix")
    for begin in (48, 49, 55):
        for gap in range(half_a_second + 3):
            cues = [
                Cue("a", 0, rate.ms(begin), "Hm."),
                Cue("b", rate.ms(begin + gap), rate.ms(begin + gap + 60), "Ja."),
            ]
            found = [(one.cue_id, one.rule, one.measured) for one in check(cues, held_to, rate=rate)]
            expected: Rule | None = "gap" if gap < 2 else "chaining" if 2 < gap < half_a_second else None
            assert found == ([("a", expected, gap)] if expected else [])


def test_gaps_only_warn_in_house_and_are_left_open_in_japanese() -> None:
    cues = [Cue("a", 0, 2000, "Hm."), Cue("b", 2250, 4000, "Ja.")]
    assert [(one.rule, one.severity) for one in check(cues, rules("de-DE"))] == [("chaining", "warning")]
    assert check([Cue("a", 0, 2000, "祖父"), Cue("b", 2250, 4000, "父")], rules("ja-JP")) == []


def test_for_the_bbc_cues_meet_or_stand_a_second_apart() -> None:
    held_to, rate = rules("en-GB", profile="bbc"), Rate(25)
    for gap_ms, rule in ((0, None), (40, "chaining"), (960, "chaining"), (1000, None)):
        cues = [Cue("a", 0, 2000, "Hm."), Cue("b", 2000 + gap_ms, 5000, "Yes.")]
        assert [one.rule for one in check(cues, held_to, rate=rate)] == ([rule] if rule else [])
