"""Three-way merge: nobody's change is hidden by an override, and nobody decides twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.captions import Kind
from schemas.ids import CueId, CutId, OverrideId, PersonId, SegmentId
from service.captions.merging import TIMES, Field, Merged, StoredOverride, merge, shown, three_way
from service.captions.model import Projected, Wanted, document, input_hash, untouched

END = 10_000
CUT = CutId(UUID(int=1))
TRACK, ALL = Wanted(CUT, "de-DE", "subtitles"), Wanted(CUT, None, None)
WORDS = st.sampled_from(["a", "b", "c"])
MS = st.integers(0, END + 500)


def row(
    number: int = 1, begin_ms: int = 1000, end_ms: int = 2000, text: str | None = "a", markup: str = ""
) -> Projected:
    place = (CueId(UUID(int=number)), SegmentId(UUID(int=9)), begin_ms, end_ms, "whole", "")
    return Projected(*place, "said", "", text, markup, fresh=True, approved=True)  # type: ignore[arg-type]


def over(field: Field, base: Any, value: Any, locale: str | None = None, number: int = 1) -> StoredOverride:
    locale = "de-DE" if field == "text" else locale
    kind: Kind | None = "subtitles" if locale else None
    ids = (
        OverrideId(UUID(int=hash((field, locale, number)) & 0xFFFF)),
        CUT,
        CueId(UUID(int=number)),
        SegmentId(UUID(int=9)),
    )
    return StoredOverride(*ids, locale, kind, field, base, value, PersonId(UUID(int=3)), datetime.now(UTC), 1, END)


def one(*overrides: StoredOverride, of: Projected | None = None, wanted: Wanted = TRACK) -> Merged:
    (merged,) = merge([of or row()], overrides, wanted)
    return merged


@given(base=WORDS, theirs=WORDS, ours=WORDS)
def test_a_field_is_kept_void_or_in_conflict_and_a_conflict_is_only_what_both_changed(
    base: str, theirs: str, ours: str
) -> None:
    state = three_way(base, theirs, ours)
    assert (state == "conflict") == (base != theirs != ours)
    assert (state == "void") == (theirs == ours)
    assert three_way(theirs, theirs, ours) in ("kept", "void"), "what was just decided is no conflict"


@given(base=WORDS, theirs=WORDS, ours=WORDS)
def test_a_cut_shows_ours_when_it_is_kept_and_theirs_until_somebody_decides(base: str, theirs: str, ours: str) -> None:
    merged = one(over("text", base, ours), of=row(text=theirs))
    state = three_way(base, theirs, ours)
    assert merged.shown.text == (ours if state == "kept" else theirs)
    assert merged.shown.contested == (state == "conflict")
    assert merged.shown.overridden == (state == "kept")
    assert merged.derived == row(text=theirs)


@given(times=st.tuples(MS, MS), bases=st.tuples(MS, MS), begin=st.integers(0, 9000), length=st.integers(1, 1000))
def test_a_cue_never_ends_before_it_begins_nor_after_its_cut(
    times: tuple[int, int], bases: tuple[int, int], begin: int, length: int
) -> None:
    derived = row(begin_ms=begin, end_ms=begin + length)
    found = [over(field, base, time) for field, base, time in zip(TIMES, bases, times, strict=True)]
    for part in (found, found[:1], found[1:]):
        shown = one(*part, of=derived).shown
        assert 0 <= shown.begin_ms < shown.end_ms <= END


@given(st.lists(st.tuples(st.integers(0, 9000), st.integers(0, 8999)), min_size=1, max_size=8))
def test_delivered_cues_stay_in_the_order_of_time(places: list[tuple[int, int]]) -> None:
    rows = [row(number, begin, END) for number, (begin, _) in enumerate(sorted(places), 1)]
    moved = [over("begin_ms", rows[number].begin_ms, to, number=number + 1) for number, (_, to) in enumerate(places)]
    quick = shown(rows, moved, TRACK)
    assert quick == [merged.shown for merged in merge(rows, moved, TRACK)]
    assert len(quick) == len(rows)
    begins = [cue.begin_ms for cue in document(quick, "de-DE").cues]
    assert begins == sorted(begins)


@given(base=WORDS, theirs=WORDS, ours=WORDS, begin=st.integers(0, 1999))
def test_an_override_that_is_not_in_force_leaves_no_trace_in_the_hash(
    base: str, theirs: str, ours: str, begin: int
) -> None:
    derived = row(text=theirs)
    merged = one(over("text", base, ours), over("begin_ms", begin, 1000), of=derived)
    same = input_hash([merged.shown], "de-DE", "subtitles", "p") == input_hash([derived], "de-DE", "subtitles", "p")
    assert same == (not merged.shown.overridden)
    assert untouched([merged.shown]) == (not merged.shown.overridden)


def test_times_that_no_longer_fit_together_are_a_conflict() -> None:
    kept = one(over("begin_ms", 1000, 1900))
    assert (kept.shown.begin_ms, kept.shown.contested) == (1900, False)
    (verdict,) = one(over("begin_ms", 1000, 1900), of=row(end_ms=1800)).verdicts
    assert (verdict.state, verdict.derived) == ("conflict", 1000)
    assert one(over("begin_ms", 1000, 1900), of=row(end_ms=1800)).shown.begin_ms == 1000


def test_an_override_of_a_track_stands_on_those_of_every_language() -> None:
    everywhere, german = over("begin_ms", 1000, 1200), over("begin_ms", 1200, 1300, "de-DE")
    assert one(everywhere, german).shown.begin_ms == 1300
    assert one(everywhere, german, wanted=Wanted(CUT, "fr-FR", "subtitles")).shown.begin_ms == 1200
    assert one(everywhere, german, wanted=ALL).shown.begin_ms == 1200
    moved = one(over("begin_ms", 1000, 1250), german)
    assert [verdict.state for verdict in moved.verdicts] == ["kept", "conflict"]
    assert moved.shown.begin_ms == 1250


def test_a_language_may_show_what_the_others_hide() -> None:
    everywhere, german = over("hidden", False, True), over("hidden", True, False, "de-DE")
    assert not one(everywhere, german).shown.hidden
    hidden = one(everywhere, german, wanted=Wanted(CUT, "fr-FR", "subtitles")).shown
    assert hidden.hidden
    assert document([hidden], "fr-FR").cues == ()
    (alone,) = one(german).verdicts
    assert alone.state == "void"


def test_what_is_hidden_waits_for_no_decision() -> None:
    hidden = one(over("hidden", False, True), over("text", "old", "ours"))
    assert [verdict.state for verdict in hidden.verdicts] == ["kept", "conflict"]
    assert not hidden.shown.contested


@pytest.mark.parametrize(("text", "markup"), [("b", ""), ("a", "<i>a</i>")])
def test_an_overridden_text_is_plain(text: str, markup: str) -> None:
    assert one(over("text", "a", text), of=row(markup="<i>a</i>")).shown.markup == markup


def test_a_kind_of_its_own_has_texts_of_its_own() -> None:
    assert one(over("text", "a", "b"), wanted=Wanted(CUT, "de-DE", "forced")).verdicts == ()
