"""The lines of a review are drawn once, and anew as soon as anything in them is another."""

from __future__ import annotations

from uuid import UUID

from markupsafe import Markup

from schemas.ids import CueId
from schemas.reviews import ReviewedCue
from service.web.review.drawn import drawn
from service.web.review.sheet import Line, sheet
from service.web.words import languages

CUE = CueId(UUID(int=7))


def a_line(text: str, typed: str = "") -> Line:
    """The one line of a review."""
    cue = ReviewedCue(CUE, 0, 1000, "Two cups.", text, None, None, 1)
    return sheet(
        languages()["en"], [cue], [], [], approved_before=False, typed={f"cue-{CUE}": typed} if typed else {}
    ).lines[0]


def test_a_line_is_drawn_once_for_each_way_in_which_it_is_shown() -> None:
    times: list[str] = []

    def draw(line: Line, locale: str, asks: bool) -> Markup:
        times.append(line.cue.text or "")
        return Markup("{} {} {}").format(line.cue.text, locale, asks)

    english, german = languages()["en"], languages()["de"]
    first = drawn(english, "de-DE", True, draw, a_line("Zwei Tassen."))
    assert drawn(english, "de-DE", True, draw, a_line("Zwei Tassen.")) == first == "Zwei Tassen. de-DE True"
    assert len(times) == 1
    assert drawn(english, "de-DE", False, draw, a_line("Zwei Tassen.")) == "Zwei Tassen. de-DE False"
    assert drawn(english, "de-AT", True, draw, a_line("Zwei Tassen.")) == "Zwei Tassen. de-AT True"
    assert drawn(english, "de-DE", True, draw, a_line("Zwei Becher.")) == "Zwei Becher. de-DE True"
    drawn(german, "de-DE", True, draw, a_line("Zwei Tassen."))
    assert len(times) == 5
    for _ in range(2):
        drawn(english, "de-DE", True, draw, a_line("Zwei Tassen.", "Say it shorter."))
    assert len(times) == 7
