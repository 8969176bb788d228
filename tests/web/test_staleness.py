"""Why a release is stale is said cue by cue, and nothing is said of what stayed the same."""

from __future__ import annotations

from uuid import UUID

import pytest

from schemas.captions import TextOfCue
from schemas.ids import CueId, SegmentId, TrackId
from service.captions.model import Projected
from service.timedtext.model import Cue, Document
from service.web.staleness import Change, What, changes

TEXTS = ["Two cups.", "Habit.", "Is this my cup?"]


def row(number: int, text: str | None, *, begin_ms: int | None = None, fresh: bool = True) -> Projected:
    begin_ms = number * 1000 if begin_ms is None else begin_ms
    cue, segment = CueId(UUID(int=number)), SegmentId(UUID(int=99))
    return Projected(cue, segment, begin_ms, begin_ms + 900, "whole", "", f"source {number}", "", text, "", fresh, True)


def released(*texts: str) -> Document:
    return Document(tuple(Cue("", n * 1000, n * 1000 + 900, text) for n, text in enumerate(texts, 1)))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([row(1, "Two cups."), row(2, "Habit."), row(3, "Is this my cup?")], []),
        ([row(1, "Two  cups.\n"), row(2, "Habit."), row(3, "Is this\nmy cup?")], []),
        (
            [row(1, "Two cups."), row(2, "Habit."), row(3, "Is that my cup?")],
            [Change(What.TEXT, 3, "en-US", "Is this my cup?", "Is that my cup?")],
        ),
        (
            [row(1, "Two cups."), row(2, "Habit.", begin_ms=2040), row(3, "Is this my cup?")],
            [Change(What.TIMING, 2, "", "00:02.000 – 00:02.900", "00:02.040 – 00:02.940")],
        ),
        (
            [row(1, "Two cups."), row(3, "Is this my cup?")],
            [Change(What.REMOVED, 2, "en-US", old="Habit.")],
        ),
        (
            [row(1, "Two cups."), row(2, "Habit."), row(3, "Is this my cup?"), row(4, "It was.")],
            [Change(What.ADDED, 4, "en-US", new="It was.")],
        ),
    ],
)
def test_a_release_beside_what_there_is_now(rows: list[Projected], said: list[Change]) -> None:
    assert changes("en-US", rows, released(*TEXTS)) == said


def test_a_changed_source_is_said_in_its_own_language_and_the_old_translation_is_no_change() -> None:
    rows = [row(1, "Zwei Tassen."), row(2, "Gewohnheit.", fresh=False)]
    outdated = TextOfCue(
        id=rows[1].cue_id,
        track_id=TrackId(UUID(int=7)),
        begin_ms=2000,
        end_ms=2900,
        stream="speech",
        source_text="A habit.",
        text="Gewohnheit.",
        status="stale",
        translated_from="Habit.",
        origin="human",
        written_at=None,
        revision=1,
    )
    found = changes("de-DE", rows, released("Zwei Tassen.", "Gewohnheit."), [("en-US", outdated)])
    assert found == [Change(What.SOURCE, 2, "en-US", "Habit.", "A habit.")]


def test_a_cell_that_was_never_released_only_speaks_of_its_source() -> None:
    assert changes("de-DE", [row(1, "Zwei Tassen.")], None) == []
