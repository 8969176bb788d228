"""Identity over imports: what is kept when cues are shifted, put in, taken out and reworded, whatever the file."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from service.captions.align import Line, align, alike

WORDS = ["two", "cups", "same", "time", "light", "of", "morning", "chairs", "by", "window", "some", "things", "stay"]
texts = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)
plans = st.lists(st.tuples(st.integers(0, 900), st.integers(300, 3000)), max_size=25)


def stood(plan: Sequence[tuple[int, int]], said: Sequence[str]) -> list[Line]:
    """Cues one after another, each after a pause."""
    lines, at = [], 0
    for (pause, lasts), text in zip(plan, said, strict=False):
        lines.append(Line(at + pause, at + pause + lasts, text))
        at += pause + lasts
    return lines


@st.composite
def scripts(draw: st.DrawFn) -> list[Line]:
    """Cues of which no two say the same."""
    said = draw(st.lists(texts, max_size=25))
    return stood(draw(plans), [f"{text} {number * 7919:06d}" for number, text in enumerate(said)])


@st.composite
def repetitive(draw: st.DrawFn) -> list[Line]:
    """Cues of which many say the same."""
    return stood(
        draw(plans), draw(st.lists(st.sampled_from(["Music", "Yes.", "No, two cups.", "Two cups."]), max_size=25))
    )


def in_time(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (line.begin_ms, line.end_ms))


@given(repetitive() | scripts(), repetitive() | scripts(), repetitive() | scripts())
def test_nothing_is_taken_twice_and_the_same_text_is_never_passed_over(
    living: list[Line], withdrawn: list[Line], incoming: list[Line]
) -> None:
    found = align(living, withdrawn, incoming)
    taken = [at for at in found if at is not None]
    assert len(found) == len(incoming)
    assert len(set(taken)) == len(taken)
    assert all(0 <= at < len(living) + len(withdrawn) for at in taken)
    free = [*living, *withdrawn]
    left = {line.text for at, line in enumerate(free) if at not in set(taken)}
    assert not [line for line, at in zip(incoming, found, strict=True) if at is None and line.text in left]
    assert found == align(living, withdrawn, incoming)


@given(repetitive() | scripts())
def test_the_same_file_again_is_the_same_cues(lines: list[Line]) -> None:
    assert align(lines, [], lines) == list(range(len(lines)))


@given(scripts(), st.integers(-60_000, 3_600_000))
def test_a_shifted_film_keeps_every_cue(lines: list[Line], by: int) -> None:
    shifted = [Line(line.begin_ms + by, line.end_ms + by, line.text) for line in lines]
    assert align(lines, [], shifted) == list(range(len(lines)))


@given(scripts(), st.data())
def test_cues_put_in_and_taken_out_leave_the_others_themselves(lines: list[Line], data: st.DataObject) -> None:
    kept = data.draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    new = [
        Line(line.begin_ms, line.end_ms, f"unseen {number} {number * 104729}")
        for number, line in enumerate(lines)
        if data.draw(st.booleans())
    ]
    there = [(line, at) for at, line in enumerate(lines) if kept[at]]
    incoming = in_time([*(line for line, _ in there), *new])
    found = align(lines, [], incoming)
    assert all(found[incoming.index(line)] == at for line, at in there)


@given(scripts(), st.data(), st.integers(0, 10_000))
def test_reworded_cues_keep_their_identity_also_where_the_film_was_shifted(
    lines: list[Line], data: st.DataObject, by: int
) -> None:
    """As long as one in three is as it was: without any, nothing tells a shift from another film."""
    changed = [number % 3 > 0 and data.draw(st.booleans()) for number in range(len(lines))]
    incoming = [
        Line(line.begin_ms + by, line.end_ms + by, f"{line.text}, really" if new else line.text)
        for line, new in zip(lines, changed, strict=True)
    ]
    assert align(lines, [], incoming) == list(range(len(lines)))


@given(scripts(), st.data())
def test_withdrawn_cues_come_back_as_themselves(lines: list[Line], data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(lines))))) if lines else set()
    living = [line for at, line in enumerate(lines) if at not in gone]
    withdrawn = [lines[at] for at in sorted(gone)]
    every = [*living, *withdrawn]
    assert [every[at or 0] for at in align(living, withdrawn, lines)] == lines


@given(scripts())
def test_what_was_moved_past_others_is_still_itself(lines: list[Line]) -> None:
    if len(lines) < 2:
        return
    end = lines[-1].end_ms
    first = Line(end + 100, end + 900, lines[0].text)
    assert align(lines, [], [*lines[1:], first]) == [*range(1, len(lines)), 0]


def test_a_split_cue_keeps_its_identity_in_the_part_that_says_most_of_it() -> None:
    whole = Line(1_000, 4_000, "Some things stay the same, and others are habit.")
    parts = [Line(1_000, 3_000, "Some things stay the same,"), Line(3_000, 4_000, "and others are habit.")]
    assert align([whole], [], parts) == [0, None]


def test_another_text_at_other_times_is_another_cue() -> None:
    assert align([Line(0, 2_000, "Two cups.")], [], [Line(500, 2_500, "Mind the gap.")]) == [None]
    assert align([Line(0, 2_000, "Two cups.")], [], [Line(0, 2_000, "Mind the gap.")]) == [0]


@given(texts, texts)
def test_likeness_is_symmetrical_and_between_nothing_and_all(one: str, other: str) -> None:
    assert 0 <= alike(one, other) == alike(other, one) <= 1
    assert alike(one, one.upper()) == 1


def test_the_largest_files_are_compared_in_seconds() -> None:
    """20,000 cues on either side, in the forms that could be slow: all alike, all reworded, nothing in common."""
    times = [(at * 2_000, at * 2_000 + 1_800) for at in range(20_000)]
    old = [Line(begin, end, f"{' '.join(WORDS[at % 7 :][:6])} {at}") for at, (begin, end) in enumerate(times)]
    forms = {
        "alike": ([Line(*time, "Music") for time in times], [Line(b + 777, e + 777, "Music") for b, e in times]),
        "reworded": (old, [Line(one.begin_ms + 40, one.end_ms + 40, f"{one.text} again") for one in old]),
        "other": (old, [Line(one.begin_ms + 700, one.end_ms + 700, f"{at * 31:x}") for at, one in enumerate(old)]),
    }
    for name, (known, incoming) in forms.items():
        begun = time.perf_counter()
        found = align(known, [], incoming)
        assert time.perf_counter() - begun < 60, name
        matched = [at for at in found if at is not None]
        assert all(one < other for one, other in pairwise(matched)), name
        assert len(matched) == (0 if name == "other" else 20_000), name
