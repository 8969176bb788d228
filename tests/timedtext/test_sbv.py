"""SBV: what is taken, what is mended and named, and which bytes are written."""

from __future__ import annotations

import pytest

from service.timedtext import sbv
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Unreadable

TWO = b"""0:00:00.480,0:00:02.240
Two cups. Habit.

0:00:03.600,0:00:05.800
You always pour
the second one.
"""


def test_cues_are_read_and_written_to_exactly_these_bytes() -> None:
    document = sbv.read(TWO)
    assert document.cues == (
        Cue("", 480, 2240, "Two cups. Habit."),
        Cue("", 3600, 5800, "You always pour\nthe second one."),
    )
    assert document.lines == (1, 4)
    assert sbv.write(document) == TWO


def test_br_ends_a_line() -> None:
    assert sbv.read(b"0:00:01.000,0:00:02.000\nYou always pour[br]the second one.").cues[0].text.count("\n") == 1


def test_there_is_no_markup_in_it() -> None:
    text = "<b>bold?</b> &amp; {\\an8}"
    assert sbv.read(f"0:00:01.000,0:00:02.000\n{text}\n".encode()).cues == (Cue("", 1000, 2000, text),)
    marked = Document(
        (Cue("", 0, 1000, "I said so.\n漢字かんじ", markup="<i>I</i> said so.\n<ruby>漢字<rt>かんじ</rt></ruby>"),)
    )
    assert sbv.write(marked).decode() == "0:00:00.000,0:00:01.000\nI said so.\n漢字(かんじ)\n"


@pytest.mark.parametrize("text", ["0:00:01.000,0:00:02.000", "one[br]two", "[BR]", "[\u2060br]", "1,\u20602"])
def test_text_that_looks_like_the_format_comes_back_as_text(text: str) -> None:
    document = Document((Cue("", 0, 1000, text), Cue("", 1000, 2000, "Hm.")))
    assert sbv.read(sbv.write(document)).cues == document.cues


REFUSED = {
    "no cue": (b"Hm.\n", 1, "Expected a time line"),
    "short time": (b"0:00:01.5,0:00:02.000\nHm.\n", 1, "no time line"),
    "comma": (b"0:00:01,500,0:00:02,000\nHm.\n", 1, "no time line"),
    "reversed": (b"0:00:02.000,0:00:01.000\nHm.\n", 1, "does not end after it begins"),
    "no blank line": (b"0:00:01.000,0:00:02.000\nHm.\n0:00:03.000,0:00:04.000\nHa.\n", 3, "blank line is missing"),
    "blank line inside": (b"0:00:01.000,0:00:02.000\nHm.\n\nHa.\n", 2, "blank line"),
    "too late": (b"0:00:01.000,100:00:02.000\nHm.\n", 1, "99:59:59.999"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_strict_refuses_with_the_line(name: str) -> None:
    data, line, reason = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        sbv.read(data)
    assert (caught.value.line, reason in caught.value.reason) == (line, True), caught.value.reason


def test_repair_takes_the_same_files_and_names_every_repair() -> None:
    data = (
        b"0:00:01.5,0:02\r<i>One</i> &amp; a\r\rhalf\r0:00:02.500,0:00:02.000\rTwo\r\r0:00:02.400,100:00:00.000\rGone"
    )
    document = sbv.read(data, "repair")
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == [
        (1500, 2000, "One & a\nhalf"),
        (2000, 2500, "Two"),
    ]
    assert document.cues[0].markup == "<i>One</i> &amp; a\nhalf"
    assert [(one.line, one.code, one.repaired) for one in document.problems] == [
        (1, "time", True),
        (2, "blank_line", True),
        (2, "entity", True),
        (5, "no_blank_line", True),
        (5, "reversed", True),
        (8, "time", False),
    ]
