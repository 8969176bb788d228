"""Splitting, merging and pacing: nothing said is lost, nothing overlaps, nothing leaves its shot."""

from __future__ import annotations

from bisect import bisect_left
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.rulebook.breaking import words_of
from service.timedtext import cuetext
from service.timedtext.cue_layout import lay_out_cue
from service.timedtext.layout import holds
from service.timedtext.model import Cue
from service.timedtext.pacing import pace
from service.timedtext.readability import merge_short, split_long
from service.timedtext.rules import Gap, Limits, Rules
from service.timedtext.timing import Rate

RULES = Rules(limits=Limits(42, 2), min_ms=833, max_ms=7000, gap=Gap(2, 500))
NARROW = Rules(limits=Limits(12, 2), min_ms=200, max_ms=7000, gap=Gap(2, 500))
RATE = Rate(24)
EN = words_of("en")
LONG = (
    "When she came home that evening, the house was quiet and every window stood open. "
    "She put her keys on the table, called his name, and waited for an answer that never came."
)


def words_in(cues: list[Cue]) -> list[str]:
    return [word for cue in cues for word in cue.text.split()]


def test_a_long_cue_is_split_at_the_end_of_its_sentence_and_the_time_is_shared_by_length() -> None:
    parts, changes = split_long([Cue("a", 1000, 11_000, LONG)], RULES, EN)
    assert [part.text for part in parts] == [
        "When she came home that evening, the house\nwas quiet and every window stood open.",
        "She put her keys on the table,\ncalled his name,",
        "and waited for an answer that never came.",
    ]
    assert parts[0].end_ms == parts[1].begin_ms == 1000 + round(10_000 * 81 / 170)
    assert [part.id for part in parts] == ["a", "a-2", "a-3"]
    assert [(change.index, change.how) for change in changes] == [(0, "split")]


def test_speakers_are_parted_from_each_other_first() -> None:
    cue = Cue("a", 0, 6000, "- Where have you been?\n- At the bank.\n- All day long, in this weather?")
    parts, _ = split_long([cue], RULES, EN)
    assert [part.text for part in parts] == [
        "- Where have you been?\n- At the bank.",
        "- All day long, in this weather?",
    ]


def test_a_cue_that_would_leave_parts_too_short_to_read_stays_and_is_named() -> None:
    cue = Cue("a", 0, 1200, LONG)
    assert split_long([cue], RULES, EN)[0] == [cue]
    assert [change.how for change in split_long([cue], RULES, EN)[1]] == ["left"]


def test_a_new_name_is_taken_by_nobody() -> None:
    parts, _ = split_long([Cue("a", 0, 12_000, LONG), Cue("a-2", 12_000, 13_000, "Oh.")], RULES, EN)
    assert len({part.id for part in parts}) == len(parts)


def test_markup_is_parted_and_every_tag_closed() -> None:
    text = "one two, three four five six. seven eight nine ten."
    markup = "<v Ann>one two, <i>three four five six. seven</i> eight nine ten.</v>"
    parts, _ = split_long([Cue("a", 0, 8000, text, "", markup)], NARROW, EN)
    assert len(parts) > 1
    for part in parts:
        assert cuetext.plain(cuetext.parse(part.markup)) == part.text
        assert part.markup.startswith("<v Ann>")
        assert part.markup.count("<i>") == part.markup.count("</i>")


def test_a_short_cue_joins_the_one_before_it() -> None:
    cues = [Cue("a", 0, 1500, "I looked for you"), Cue("b", 1600, 2000, "everywhere.")]
    merged, changes = merge_short(cues, RULES, EN)
    assert merged == [Cue("a", 0, 2000, "I looked for you everywhere.")]
    assert [(change.index, change.cue_id, change.how) for change in changes] == [(1, "b", "merged")]


def test_markup_of_both_is_kept() -> None:
    cues = [Cue("a", 0, 600, "Tom & I", "", "<i>Tom</i> &amp; I"), Cue("b", 600, 1900, "left.")]
    assert merge_short(cues, RULES, EN)[0][0].markup == "<i>Tom</i> &amp; I left."


@pytest.mark.parametrize(
    "after",
    [
        Cue("b", 2100, 2500, "too late."),
        Cue("b", 1500, 1900, "- Someone else."),
        Cue("b", 1500, 1900, "elsewhere", "line:0"),
        Cue("b", 1500, 1900, "Bob", "", "<v Bob>Bob</v>"),
        Cue("b", 1500, 1900, "of far more words than two lines have room for, whoever breaks them, alas."),
        Cue("b", 1500, 2400, "long enough."),
    ],
)
def test_cues_that_belong_apart_stay_apart(after: Cue) -> None:
    cues = [Cue("a", 0, 1500, "I looked for you"), after]
    assert merge_short(cues, RULES, EN) == (cues, [])


def test_no_cue_is_merged_over_a_shot_change() -> None:
    cues = [Cue("a", 0, 1500, "I looked for you"), Cue("b", 1600, 2000, "everywhere.")]
    assert merge_short(cues, RULES, EN, shots_ms=[1550])[0] == cues


@pytest.mark.parametrize(
    ("cue", "after", "shots", "end_ms", "how"),
    [
        (Cue("a", 0, 500, "Oh."), None, [], 833, "longer"),
        (Cue("a", 0, 500, "Oh."), Cue("b", 5000, 6000, "No."), [], 833, "longer"),
        (Cue("a", 0, 500, "Oh."), Cue("b", 700, 6000, "No."), [], 617, "chained"),
        (Cue("a", 0, 500, "Oh."), None, [750], 667, "longer"),
        (Cue("a", 0, 500, "Oh."), None, [510], 500, None),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 2400, 3000, "No."), [], 2317, "chained"),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 2400, 3000, "No."), [2200], 2000, None),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 2500, 3000, "No."), [], 2000, None),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 2010, 3000, "No."), [], 1927, "shorter"),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 1500, 3000, "No."), [], 1417, "shorter"),
        (Cue("a", 0, 2000, "Oh."), Cue("b", 50, 3000, "No."), [], 2000, "left"),
    ],
)
def test_an_end_moves_as_the_rules_say(
    cue: Cue, after: Cue | None, shots: list[int], end_ms: int, how: str | None
) -> None:
    paced, changes = pace([cue, after] if after else [cue], RULES, RATE, shots)
    assert paced[0].end_ms == end_ms
    assert [change.how for change in changes if change.index == 0] == ([how] if how else [])


WORDS = st.sampled_from(["so", "and", "the", "house", "Anna", "well,", "gone.", "40", "km", "- No.", "who"])
TEXTS = st.lists(WORDS, min_size=1, max_size=30).map(" ".join)


@st.composite
def tracks(draw: st.DrawFn) -> list[Cue]:
    """Cues that follow each other, some touching, some overlapping."""
    at = 0
    cues: list[Cue] = []
    for number in range(draw(st.integers(1, 8))):
        begin = max(0, at + draw(st.integers(-300, 900)))
        begin = max(begin, cues[-1].begin_ms if cues else 0)
        at = begin + draw(st.integers(1, 9000))
        cues.append(Cue(f"c{number}", begin, at, draw(TEXTS)))
    return cues


@given(tracks(), st.sampled_from([RULES, NARROW]))
@settings(deadline=None)
def test_splitting_and_merging_lose_no_word_and_no_time(cues: list[Cue], rules: Rules) -> None:
    parts, _ = split_long(cues, rules, EN)
    assert words_in(parts) == words_in(cues)
    for part in parts:
        assert part.begin_ms < part.end_ms
    assert {cue.begin_ms for cue in cues} <= {part.begin_ms for part in parts}
    assert {cue.end_ms for cue in cues} <= {part.end_ms for part in parts}
    merged, changes = merge_short(parts, rules, EN)
    assert words_in(merged) == words_in(cues)
    assert len(merged) == len(parts) - len(changes)
    for cue in merged:
        if cue not in parts:
            assert holds(cue.text, rules.limits)
            assert cue.end_ms - cue.begin_ms <= rules.max_ms


@given(tracks(), st.lists(st.integers(0, 60_000), max_size=12, unique=True).map(sorted), st.sampled_from([24, 25, 60]))
@settings(deadline=None, max_examples=200)
def test_pacing_never_overlaps_more_and_never_passes_a_shot(cues: list[Cue], shots: list[int], fps: int) -> None:
    rate = Rate(fps)
    paced, changes = pace(cues, RULES, rate, shots, media_ms=70_000)
    left = {change.index for change in changes if change.how == "left"}
    for index, (given_cue, cue) in enumerate(zip(cues, paced, strict=True)):
        assert (given_cue.id, given_cue.begin_ms, given_cue.text) == (cue.id, cue.begin_ms, cue.text)
        assert cue.begin_ms < cue.end_ms
        if cue.end_ms > given_cue.end_ms:
            assert bisect_left(shots, cue.end_ms) == bisect_left(shots, given_cue.end_ms)
            assert cue.end_ms - cue.begin_ms <= RULES.max_ms
        assert index in left or cue.end_ms <= 70_000
    for index, (cue, after) in enumerate(pairwise(paced)):
        assert index in left or after.begin_ms - cue.end_ms >= rate.ms(2)
    assert pace(paced, RULES, rate, shots, media_ms=70_000)[0] == paced


MARKED = st.recursive(
    st.lists(st.sampled_from(["so ", "we", " &amp; ", "go", "\n", "一", "二三", " "]), min_size=1, max_size=5).map(
        "".join
    ),
    lambda inner: st.lists(
        st.one_of(inner, inner.map("<i>{}</i>".format), inner.map("<v Ann>{}</v>".format), st.just("<00:01.000>")),
        min_size=1,
        max_size=4,
    ).map("".join),
    max_leaves=8,
)


@given(MARKED, st.integers(3, 20))
@settings(deadline=None, max_examples=200)
def test_the_markup_of_a_laid_out_cue_shows_its_text(markup: str, width: int) -> None:
    text = cuetext.plain(cuetext.parse(markup))
    laid = lay_out_cue(Cue("a", 0, 1000, text, "", markup), Limits(width, 2), EN)
    assert cuetext.plain(cuetext.parse(laid.markup)) == laid.text
    assert laid.text == lay_out_cue(Cue("a", 0, 1000, text), Limits(width, 2), EN).text
    for tag in ("<i>", "</i>", "<v Ann>", "</v>", "<00:00:01.000>"):
        assert cuetext.write(cuetext.parse(laid.markup)).count(tag) == cuetext.write(cuetext.parse(markup)).count(tag)


def test_only_blanks_of_the_markup_change() -> None:
    cue = Cue("a", 0, 1, "Ann & I met in the\nlong summer", "", "<i>Ann &amp; I</i> met <b>in the\nlong</b> summer")
    laid = lay_out_cue(cue, Limits(16, 2), EN)
    assert laid.markup == "<i>Ann &amp; I</i> met <b>in\nthe long</b> summer"
    assert lay_out_cue(laid, Limits(16, 2), EN) == laid
