"""SRT: what is taken, what is refused and where, and which bytes are written."""

from __future__ import annotations

import pytest

from service.timedtext import formats, srt, webvtt
from service.timedtext.model import Cue, Document, in_time
from service.timedtext.problems import Unreadable

TWO = b"""1
00:00:00,480 --> 00:00:02,240
Two cups. Habit.

2
00:00:03,600 --> 00:00:05,800
You always pour
the second one.
"""


def test_cues_are_read_and_written_to_exactly_these_bytes() -> None:
    document = srt.read(TWO)
    assert document.cues == (
        Cue("1", 480, 2240, "Two cups. Habit."),
        Cue("2", 3600, 5800, "You always pour\nthe second one."),
    )
    assert srt.write(document) == TWO


def test_byte_order_mark_crlf_dots_missing_numbers_and_extra_blank_lines_are_taken() -> None:
    loose = b"\xef\xbb\xbf\r\n \r\n0:00:00.480-->0:00:02.240\r\nTwo cups. Habit.\r\n\r\n\r\n\r\n2\r\n" + (
        b"00:00:03,600  -->  00:00:05,800\r\nYou always pour\r\nthe second one."
    )
    assert srt.write(srt.read(loose)) == TWO


def test_italics_survive_the_way_to_webvtt_and_back() -> None:
    document = srt.read(b"1\n00:00:01,000 --> 00:00:02,000\n<I>Salt</I> & pepper < 3\n")
    assert document.cues[0].text == "Salt & pepper < 3"
    assert webvtt.write(document).endswith(b"\n<i>Salt</i> &amp; pepper &lt; 3\n")
    assert srt.write(webvtt.read(webvtt.write(document))).endswith(b"\n<i>Salt</i> & pepper < 3\n")


def test_fonts_and_positions_are_left_out_and_named() -> None:
    data = b'1\n00:00:01,000 --> 00:00:02,000 X1:10 X2:20\n{\\an8}<font color="red">Hm.</font>\n'
    document = srt.read(data)
    assert document.cues[0].text == "Hm."
    assert document.left_out == ("font or position codes of 1 cue",)


def test_an_arrow_in_the_text_cannot_break_the_file() -> None:
    document = Document((Cue("", 0, 1000, "00:00:05,000 --> 00:00:06,000"),))
    assert b"-->" not in srt.write(document).partition(b"01,000\n")[2]
    assert srt.read(srt.write(document)).cues[0].text == document.cues[0].text


def test_right_to_left_text_is_left_as_written() -> None:
    text = "صبّي لي واحدًا؟\nسأشربه من هنا."
    assert text.encode() in srt.write(Document((Cue("", 0, 1000, text),)))


REFUSED = {
    "WebVTT": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHm.\n", 1, "Send it as WebVTT"),
    "negative": (b"1\n-00:00:01,000 --> 00:00:02,000\nHm.\n", 2, "negative"),
    "never closed": (b"1\n00:00:01,000 --> 00:00:02,000\nYou\n<i>always pour\n", 4, "`<i>` is never closed"),
    "no cue": (b"\n\n", 1, "empty"),
    "no time line": (b"1\nHm.\n", 2, "Expected a time line"),
    "number alone": (b"1\n00:00:01,000 --> 00:00:02,000\nHm.\n\n2\n", 5, "the end of the cue"),
    "reversed": (b"1\n00:00:02,000 --> 00:00:01,000\nHm.\n", 2, "does not end after it begins"),
    "minutes past 59": (b"1\n00:60:02,000 --> 00:61:01,000\nHm.\n", 2, "Expected a time line"),
    "no blank line before a cue": (
        b"1\n00:00:01,000 --> 00:00:02,000\nHm.\n2\n00:00:03,000 --> 00:00:04,000\nHa.\n",
        5,
        "blank line is missing",
    ),
    "blank line inside a cue": (b"1\n00:00:01,000 --> 00:00:02,000\nHm.\n\nlost\n", 5, "Expected a time line"),
    "not UTF-8": (b"1\n00:00:01,000 --> 00:00:02,000\nOl\xe9\n", 3, "Save the file as UTF-8"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_doubtful_file_is_refused_with_its_line(name: str) -> None:
    data, line, reason = REFUSED[name]
    with pytest.raises(Unreadable) as caught:
        srt.read(data)
    assert caught.value.line == line
    assert reason in caught.value.reason


def test_a_format_is_found_by_media_type_and_by_file_name() -> None:
    assert formats.for_media_type("Text/VTT; charset=utf-8") is formats.FORMATS["vtt"]
    assert formats.for_media_type("text/plain") is None
    assert formats.for_suffix("Master.en-US.SRT") is formats.FORMATS["srt"]
    assert formats.for_suffix("captions.docx") is None


def test_cues_without_text_are_left_out_and_named() -> None:
    silent = "".join(f"{at}\n00:00:{at:02d},000 --> 00:00:{at:02d},500\n\n" for at in range(1, 25))
    document = in_time(srt.read(f"{silent}25\n00:00:25,000 --> 00:00:26,000\nHi.\n".encode()))
    assert [(cue.text, line) for cue, line in zip(document.cues, document.lines, strict=True)] == [("Hi.", 74)]
    (said,) = document.left_out
    assert said.startswith("24 cues without text (lines 2, 5, 8, ")
    assert said.endswith(" 59, …)")
