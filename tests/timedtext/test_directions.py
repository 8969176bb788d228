"""Direction at writing: a mark or an isolate where a player would turn a line around, and nothing anywhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.timedtext import cuetext
from service.timedtext.counting import length
from service.timedtext.directions import direct, directed, undirect, undirected
from service.timedtext.formats import FORMATS, take
from service.timedtext.model import Cue, Document
from service.timedtext.rules import Direction

RLM, LRM, RLI, PDI = "\u200f", "\u200e", "\u2067", "\u2069"
LINES = st.text(st.sampled_from("אבגمرحبا abcXYZ 0129 .,!?()-%€«»"), max_size=14)
TEXTS = st.lists(LINES, min_size=1, max_size=3).map("\n".join)
DIRECTIONS: st.SearchStrategy[Direction] = st.sampled_from(["ltr", "rtl"])


@pytest.mark.parametrize(
    ("line", "direction", "written"),
    [
        ("مرحبا بكم.", "rtl", "مرحبا بكم."),
        ("- مرحبا بكم.", "rtl", "- مرحبا بكم."),
        ("iPhone هو الأفضل.", "rtl", f"{RLM}iPhone هو الأفضل."),
        ("50% فقط!", "rtl", "50% فقط!"),
        ("2026!", "rtl", f"{RLM}2026!"),
        ("OK.", "rtl", f"{RLM}OK."),
        ("The word שלום means peace.", "ltr", "The word שלום means peace."),
        ("שלום means peace.", "ltr", f"{LRM}שלום means peace."),
        ("Só isto.", "ltr", "Só isto."),
        ("…", "ltr", "…"),
    ],
)
def test_a_line_gets_a_mark_where_its_first_letter_says_otherwise(
    line: str, direction: Direction, written: str
) -> None:
    assert directed(line, direction) == written


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("مرحبا بكم", "مرحبا بكم"),
        ("مرحبا بكم.", f"{RLI}مرحبا بكم.{PDI}"),
        ("اشتريت iPhone أمس", f"{RLI}اشتريت iPhone أمس{PDI}"),
        ("- نعم\n- لا", f"{RLI}- نعم{PDI}\n{RLI}- لا{PDI}"),
    ],
)
def test_where_players_know_left_to_right_alone_a_line_is_isolated(line: str, written: str) -> None:
    assert directed(line, "rtl", alone=True) == written
    assert directed(line, "ltr", alone=True) == line


@given(TEXTS, DIRECTIONS, st.booleans())
def test_directing_again_changes_nothing_and_it_can_be_taken_away(text: str, direction: Direction, alone: bool) -> None:
    once = directed(text, direction, alone=alone)
    assert directed(once, direction, alone=alone) == once
    assert directed(once, direction, alone=not alone) == directed(text, direction, alone=not alone)
    assert undirected(once) == text
    assert [length(line) for line in once.split("\n")] == [length(line) for line in text.split("\n")]


@given(TEXTS, DIRECTIONS, st.booleans())
def test_markup_is_directed_line_by_line_as_its_text_is(text: str, direction: Direction, alone: bool) -> None:
    markup = "\n".join(f"<i>{cuetext.escape(line)}</i>" for line in text.split("\n"))
    given_cue = Cue("a", 0, 1000, text, "", markup)
    format = "srt" if alone else "vtt"
    document = direct(Document((given_cue,)), direction, format)
    assert document.cues[0].text == directed(text, direction, alone=alone)
    assert cuetext.plain(cuetext.parse(document.cues[0].markup)) == document.cues[0].text
    assert direct(document, direction, format) == document
    assert undirect(document).cues == (given_cue,)


@pytest.mark.parametrize(("name", "mark"), [("vtt", RLM), ("srt", RLI), ("ttml", RLM)])
def test_a_file_is_written_with_it_and_read_again_without_loss(name: str, mark: str) -> None:
    text = "iPhone هو الأفضل.\nمرحبا"
    format = FORMATS[name]
    data = format.write(direct(Document((Cue("a", 0, 1000, text),), "ar"), "rtl", name))
    assert data.decode().count(mark) == 1
    (cue,) = take(format, data).cues
    assert undirected(cue.text) == text


def test_a_ttml_paragraph_that_begins_with_a_brand_runs_from_right_to_left() -> None:
    text = "iPhone هو الأفضل."
    assert b'tts:direction="rtl"' not in FORMATS["ttml"].write(Document((Cue("a", 0, 1000, text),)))
    assert b'tts:direction="rtl"' in FORMATS["ttml"].write(direct(Document((Cue("a", 0, 1000, text),)), "rtl", "ttml"))
