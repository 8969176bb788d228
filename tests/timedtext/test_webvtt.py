"""WebVTT: what is taken, what is refused and where, and which bytes are written."""

from __future__ import annotations

import pytest

from service.timedtext import webvtt
from service.timedtext.formats import FORMATS, take
from service.timedtext.losses import losses
from service.timedtext.model import Cue, Document, in_time
from service.timedtext.problems import Unreadable

TWO = b"""WEBVTT

00:00.480 --> 00:00:02.240
Two cups. Habit.

second
00:00:03.600 --> 00:00:05.800 line:90% align:center
You always pour
the second one.
"""


def refusal(data: bytes) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        take(FORMATS["vtt"], data)
    return caught.value


def test_cues_are_read_with_times_names_settings_and_lines() -> None:
    assert webvtt.read(TWO).cues == (
        Cue("", 480, 2240, "Two cups. Habit."),
        Cue("second", 3600, 5800, "You always pour\nthe second one.", settings="line:90% align:center"),
    )


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b"\r"])
def test_every_line_ending_and_a_byte_order_mark_read_alike(ending: bytes) -> None:
    assert webvtt.read(b"\xef\xbb\xbf" + TWO.replace(b"\n", ending)) == webvtt.read(TWO)


def test_writing_gives_exactly_these_bytes() -> None:
    assert webvtt.write(webvtt.read(TWO)) == (
        b"WEBVTT\n\n"
        b"00:00:00.480 --> 00:00:02.240\nTwo cups. Habit.\n\n"
        b"second\n00:00:03.600 --> 00:00:05.800 line:90% align:center\nYou always pour\nthe second one.\n"
    )


def test_a_document_without_cues_is_a_legal_file() -> None:
    assert webvtt.write(Document(())) == b"WEBVTT\n"
    assert webvtt.read(b"WEBVTT") == Document(())


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<v Mary>No <i>way</i>!</v>", "No way!"),
        ("Salt &amp; pepper, 1 &lt; 2&nbsp;&gt; 0", "Salt & pepper, 1 < 2\xa0> 0"),
        ("&amp;lt;", "&lt;"),
        ("<c.yellow>One</c><00:00:00.500> two", "One two"),
        ("<ruby>漢<rt>かん</rt></ruby>", "漢かん"),
    ],
)
def test_tags_vanish_their_content_stays_and_entities_are_decoded(markup: str, seen: str) -> None:
    document = webvtt.read(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{markup}\n".encode())
    assert document.cues[0].text == seen
    assert webvtt.read(webvtt.write(document)).cues == document.cues


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ("<i>R&D</i>", "<i>R&amp;D</i>"),
        ("<i>Salt & pepper &amp; 5 > 3</i>", "<i>Salt &amp; pepper &amp; 5 &gt; 3</i>"),
        ("<v Tom & Ann>Hm.", "<v Tom &amp; Ann>Hm.</v>"),
        ("<c.loud.red>Hm.</c> <font color=red>Ha.</font>", "<c.loud.red>Hm.</c> Ha."),
        ("<lang en-GB>Hm.</lang><00:00:00.500>!", "<lang en-GB>Hm.</lang><00:00:00.500>!"),
        ("<b>5 &copy 2024</b>", "<b>5 © 2024</b>"),
    ],
)
def test_markup_is_written_as_the_standard_has_it(given: str, written: str) -> None:
    document = webvtt.read(f"WEBVTT\n\n00:00.000 --> 00:01.000\n{given}\n".encode())
    assert webvtt.write(document).decode().endswith(f"\n{written}\n")
    stored = Document((Cue("", 0, 1000, document.cues[0].text, markup=given),))
    assert webvtt.write(stored) == webvtt.write(document)


def test_markup_that_does_not_pair_up_is_closed() -> None:
    cue = Cue("", 0, 1000, "You & me", markup="<i>You & me")
    assert webvtt.write(Document((cue,))).endswith(b"\n<i>You &amp; me</i>\n")


def test_markup_is_written_back_only_while_it_still_says_the_text() -> None:
    cue = Cue("", 0, 1000, "No way!", markup="<v Mary>No way!</v>")
    changed = Cue("", 0, 1000, "Yes & no", markup="<v Mary>No way!</v>")
    assert b"<v Mary>No way!</v>" in webvtt.write(Document((cue,)))
    assert webvtt.write(Document((changed,))).endswith(b"\nYes &amp; no\n")


def test_right_to_left_text_is_left_as_written() -> None:
    text = "قهوة 24.50 د.إ.\u200f\nحتى 30 نوفمبر."
    data = webvtt.write(Document((Cue("", 0, 1000, text),)))
    assert text.encode() in data
    assert webvtt.read(data).cues[0].text == text


def test_an_arrow_or_an_empty_line_in_the_text_cannot_break_the_file() -> None:
    cue = Cue("", 0, 1000, "one\n\n00:00:05.000 --> 00:00:06.000\ntwo")
    assert webvtt.read(webvtt.write(Document((cue,)))).cues == (
        Cue("", 0, 1000, "one\n00:00:05.000 --> 00:00:06.000\ntwo"),
    )


def test_line_separators_that_are_not_webvtts_stay_in_their_line() -> None:
    document = webvtt.read("WEBVTT\n\n00:00.000 --> 00:01.000\none\u2028still one\n".encode())
    assert document.cues[0].text == "one\u2028still one"


def test_what_is_left_out_is_named() -> None:
    data = (
        b"WEBVTT\nLanguage: en\n\nSTYLE\n::cue { color: red }\n\nNOTE one\n\nNOTE two\n\n00:00.000 --> 00:01.000\nHm.\n"
    )
    document = take(FORMATS["vtt"], data)
    assert document.left_out == ("1 STYLE block", "2 NOTEs")
    assert document.language == "en"


def test_cues_come_in_order_of_time() -> None:
    data = b"WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\n00:01.000 --> 00:02.000\na\n"
    assert [cue.text for cue in in_time(webvtt.read(data)).cues] == ["a", "b"]


REFUSED = {
    "no signature": (b"1\n00:00:01,000 --> 00:00:02,000\nHm.\n", 1, "WEBVTT"),
    "bad signature": (b"WEBVTT-\n\n00:01.000 --> 00:02.000\nHm.\n", 1, "WEBVTT"),
    "empty file": (b"", 1, "empty"),
    "only blank lines": (b"\xef\xbb\xbf \r\n\n", 1, "empty"),
    "negative": (b"WEBVTT\n\n-00:00:01.000 --> 00:00:02.000\nHm.\n", 3, "negative"),
    "negative end": (b"WEBVTT\n\n00:00:01.000 --> -00:00:02.000\nHm.\n", 3, "negative"),
    "never closed": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nYou\n<i>always pour\n", 5, "`<i>` is never closed"),
    "closes nothing": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHm.</b>\n", 4, "closes nothing"),
    "crossed": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n<i><b>Hm.</i></b>\n", 4, "Close the inner tag first"),
    "comma in the time": (b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHm.\n", 3, "time line"),
    "seconds past 59": (b"WEBVTT\n\n00:00:61.000 --> 00:01:02.000\nHm.\n", 3, "time line"),
    "short milliseconds": (b"WEBVTT\n\n00:01.00 --> 00:02.00\nHm.\n", 3, "time line"),
    "foreign digits": ("WEBVTT\n\n00:0١.000 --> 00:02.000\nHm.\n".encode(), 3, "time line"),
    "reversed": (b"WEBVTT\n\n00:02.000 --> 00:01.000\nHm.\n", 3, "does not end after it begins"),
    "no duration": (b"WEBVTT\n\n00:02.000 --> 00:02.000\nHm.\n", 3, "does not end after it begins"),
    "past a hundred hours": (b"WEBVTT\n\n99:59:59.000 --> 100:00:00.000\nHm.\n", 3, "99:59:59.999"),
    "absurd hours": (b"WEBVTT\n\n00:00.000 --> " + b"9" * 500 + b":00:00.000\nHm.\n", 3, "time line"),
    "no blank line before a cue": (
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nHm.\n00:03.000 --> 00:04.000\nHa.\n",
        5,
        "blank line is missing",
    ),
    "two time lines in a row": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n00:03.000 --> 00:04.000\n", 4, "blank line"),
    "cue in the header": (b"WEBVTT\n00:01.000 --> 00:02.000\nHm.\n", 2, "blank line is missing"),
    "blank line inside a cue": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHm.\n\nlost\n", 6, "no time line"),
    "tag that never closes": (b"WEBVTT\n\nid\n00:01.000 --> 00:02.000\nI\n<3 you\n", 6, "never closes"),
    "control character": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nHm\x1b.\n", 4, "U+001B"),
    "very long line": (b"WEBVTT\n\n00:01.000 --> 00:02.000\n" + b"x" * 10_001 + b"\n", 4, "10,001"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_doubtful_file_is_refused_with_its_line(name: str) -> None:
    data, line, reason = REFUSED[name]
    refused = refusal(data)
    assert refused.line == line
    assert reason in refused.reason


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "utf-16"])
def test_a_file_that_is_not_utf8_is_refused_with_the_way_out(encoding: str) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n" + ("Привет\n" if encoding == "cp1251" else "Olé, café\n")
    assert "Save the file as UTF-8" in refusal(text.encode(encoding)).reason


def test_the_first_byte_that_is_not_utf8_is_named() -> None:
    refused = refusal("WEBVTT\n\n00:01.000 --> 00:02.000\nOlé".encode("latin-1"))
    assert refused.line == 4
    assert "0xE9 at byte 35, line 4, character 3" in refused.reason


def test_a_file_beyond_the_limits_is_refused() -> None:
    cue = b"\n00:01.000 --> 00:02.000\n.\n"
    assert "20,000 cues" in refusal(b"WEBVTT\n" + cue * 20_001).reason
    assert "bytes" in refusal(b"WEBVTT\n\n" + b"NOTE x\n" * 700_000).reason


def test_a_time_below_zero_is_never_written() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        webvtt.write(Document((Cue("", -1, 1000, "."),)))


OUT_OF_ORDER = b"WEBVTT\n\n00:05.000 --> 00:06.000\nb\n\nNOTE of a\n\n00:01.000 --> 00:02.000\na\n"


def test_cues_out_of_order_are_named_put_in_order_by_repair_and_by_formats_that_only_know_order() -> None:
    strict = webvtt.read(OUT_OF_ORDER)
    assert [cue.text for cue in strict.cues] == ["b", "a"]
    assert [(one.line, one.code) for one in strict.problems] == [(8, "out_of_order")]
    mended = webvtt.read(OUT_OF_ORDER, "repair")
    assert [(one.text, line) for one, line in zip(mended.cues, mended.lines, strict=True)] == [("a", 8), ("b", 3)]
    assert [note.before for note in mended.notes] == [0]
    for name in ("srt", "sbv"):
        assert FORMATS[name].write(strict).split(b"\n").index(b"a") < FORMATS[name].write(strict).split(b"\n").index(
            b"b"
        )


def test_a_cue_that_is_named_by_its_number_loses_nothing_where_cues_are_numbered() -> None:
    document = Document((Cue("1", 0, 1000, "a"), Cue("3", 1000, 2000, "b")))
    assert [(loss.cue, loss.feature) for loss in losses(document, FORMATS["srt"].carries)] == [(1, "identifier")]
