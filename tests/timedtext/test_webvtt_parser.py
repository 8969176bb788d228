"""The WebVTT parser, clause by clause (W3C WebVTT, section 6): what must be refused, and what every odd file holds."""

from __future__ import annotations

import pytest

from service.timedtext import webvtt
from service.timedtext.model import Note, Region
from service.timedtext.problems import Unreadable

TIMES = "00:01.000 --> 00:02.000"


def cues(text: str) -> list[tuple[str, int, int, str]]:
    return [(cue.id, cue.begin_ms, cue.end_ms, cue.text) for cue in webvtt.read(text.encode()).cues]


def texts(text: str) -> list[str]:
    return [cue.text for cue in webvtt.read(text.encode()).cues]


MALFORMED = (
    *("", "\n", "\ufeff", "W", "WEBVT", "webvtt", "WebVTT", "WEBVTTx", "WEBVTT-", "WEBVTT:", "WEBVTT\f", "WEBVTT\v"),
    *("WEBVTT\0", "WEBVTT\u00a0x", "WEBVTT\u2028", "WEBVTTWEBVTT", " WEBVTT", "\tWEBVTT", "\nWEBVTT", "\r\nWEBVTT"),
    *(
        "\ufeff\ufeffWEBVTT",
        "\0WEBVTT",
        "WEB VTT",
        "WEBVTT\ufeff",
        "\u200bWEBVTT",
        "WEBSRT",
        "1",
        "NOTE",
        "FOO\nWEBVTT",
    ),
    *("\ufffdWEBVTT", "WEBVT\ufffd", "<WEBVTT>", "WEBVTT\x1a", "WEBVTT\x85"),
)


@pytest.mark.parametrize("first", MALFORMED)
@pytest.mark.parametrize("rest", ["", f"\n\n{TIMES}\nHm.\n"])
def test_signature_anything_else_is_refused(first: str, rest: str) -> None:
    with pytest.raises(Unreadable) as caught:
        webvtt.read((first + rest).encode())
    assert caught.value.line == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7"])
def test_decode_only_utf_8_has_the_signature(encoding: str) -> None:
    with pytest.raises(Unreadable):
        webvtt.read(f"{'+' if encoding == 'utf-7' else ''}WEBVTT\n\n{TIMES}\nHm.\n".encode(encoding))


@pytest.mark.parametrize(
    "first", ["WEBVTT", "\ufeffWEBVTT", "WEBVTT ", "WEBVTT\t", "WEBVTT x", "WEBVTT\tx --> y", "WEBVTT  \u00e9"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_signature_what_is_taken(first: str, end: str) -> None:
    assert cues(first) == cues(first + end) == cues(first + end * 3) == []
    assert texts(f"{first}{end}{end}{TIMES}{end}Hm.") == ["Hm."]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(f"WEBVTT\n{TIMES}\na", [("", 1000, 2000, "a")], id="header: times end it"),
        pytest.param(f"WEBVTT\nid\n{TIMES}\na", [("", 1000, 2000, "a")], id="header: the line above is no identifier"),
        pytest.param(f"WEBVTT\nKind: x\n\n\n\nid\n{TIMES}\na", [("id", 1000, 2000, "a")], id="header: lines"),
        pytest.param(f"WEBVTT\n-->\n{TIMES}\na", [("", 1000, 2000, "a")], id="header: an arrow ends it"),
        pytest.param(f"WEBVTT\n \nx\n{TIMES}\na", [("", 1000, 2000, "a")], id="header: a space is no blank line"),
        pytest.param(f"WEBVTT\n\n{TIMES}", [("", 1000, 2000, "")], id="block: the file ends after the times"),
        pytest.param(f"WEBVTT\n\n{TIMES}\n", [("", 1000, 2000, "")], id="block: no text"),
        pytest.param("WEBVTT\n\n00:01.000 -->", [], id="block: the file ends within the times"),
        pytest.param("WEBVTT\n\n00:01.000 --> 00:02.00", [], id="block: the file ends within a time"),
        pytest.param(f"WEBVTT\n\na b\n{TIMES}\nx", [("a b", 1000, 2000, "x")], id="identifier"),
        pytest.param(f"WEBVTT\n\n  a \n{TIMES}\nx", [("  a ", 1000, 2000, "x")], id="identifier: spaces stay"),
        pytest.param(f"WEBVTT\n\n\t\n{TIMES}\nx", [("\t", 1000, 2000, "x")], id="identifier: of spaces"),
        pytest.param(f"WEBVTT\n\n-- >\n{TIMES}\nx", [("-- >", 1000, 2000, "x")], id="identifier: not quite an arrow"),
        pytest.param(f"WEBVTT\n\none\ntwo\n{TIMES}\nx", [("", 1000, 2000, "x")], id="identifier: not of two lines"),
        pytest.param(f"WEBVTT\n\na-->\n{TIMES}\nx", [("", 1000, 2000, "x")], id="identifier: not with an arrow"),
        pytest.param(f"WEBVTT\n\nNOTE a\n{TIMES}\nx", [("NOTE a", 1000, 2000, "x")], id="identifier: NOTE"),
        pytest.param(f"WEBVTT\n\nSTYLE\n{TIMES}\nx", [("STYLE", 1000, 2000, "x")], id="identifier: STYLE"),
        pytest.param(f"WEBVTT\n\nREGION\n{TIMES}\nx", [("REGION", 1000, 2000, "x")], id="identifier: REGION"),
        pytest.param(
            f"WEBVTT\n\n{TIMES}\na\n{TIMES}\nb",
            [("", 1000, 2000, "a"), ("", 1000, 2000, "b")],
            id="text: times end it, and the line above stays text",
        ),
        pytest.param(f"WEBVTT\n\n{TIMES}\na\nb --> c\nd\n", [("", 1000, 2000, "a")], id="text: any arrow ends it"),
        pytest.param(
            f"WEBVTT\n\n{TIMES}\na\n \n\tb \n\nc", [("", 1000, 2000, "a\n \n\tb ")], id="text: white space stays"
        ),
        pytest.param(f"WEBVTT\n\n{TIMES}\nNOTE a\nSTYLE", [("", 1000, 2000, "NOTE a\nSTYLE")], id="text: no keyword"),
        pytest.param(
            f"WEBVTT\n\n{TIMES}\na\u2028b\x85c\vd", [("", 1000, 2000, "a\u2028b\x85c\vd")], id="text: one line"
        ),
        pytest.param(f"WEBVTT\r\rid\r{TIMES}\ra\r\rb", [("id", 1000, 2000, "a")], id="lines: CR"),
        pytest.param(f"WEBVTT\r\n\nid\n{TIMES}\ra\n\rb", [("id", 1000, 2000, "a")], id="lines: mixed"),
        pytest.param(f"WEBVTT\n\n\0\n{TIMES}\na\0b", [("\ufffd", 1000, 2000, "a\ufffdb")], id="NUL: shown as U+FFFD"),
        pytest.param(f"WEBVTT\n\0\nx\n{TIMES}\na", [("", 1000, 2000, "a")], id="NUL: no blank line"),
        pytest.param(
            f"WEBVTT\n\nNOTE\n{TIMES} x\n\nNOTE\nb -->", [("NOTE", 1000, 2000, "")], id="NOTE: an arrow in it"
        ),
        pytest.param(f"WEBVTT\n\nNOTE\na\n{TIMES}\nx", [("", 1000, 2000, "x")], id="NOTE: times end it"),
        pytest.param(f"WEBVTT\n\nSTYLE\na\n{TIMES}\nx", [("", 1000, 2000, "x")], id="STYLE: times end it"),
    ],
)
def test_collect_a_block(text: str, found: list[tuple[str, int, int, str]]) -> None:
    assert cues(text) == found


@pytest.mark.parametrize(
    ("line", "begin", "end"),
    [
        ("00:00.000-->00:01.000", 0, 1000),
        ("\t\f 00:00.000 \t-->\f00:01.000\t\f", 0, 1000),
        ("00:00:00.000 --> 00:01.000", 0, 1000),
        ("00:00.000 --> 00:00:01.000", 0, 1000),
        ("0:00:00.000 --> 1:00:00.000", 0, 3_600_000),
        ("000:00:00.000 --> 0001:00:00.000", 0, 3_600_000),
        ("0" * 60 + ":00:00.000 --> 00:01.000", 0, 1000),
        ("59:59.999 --> 60:00:00.000", 3_599_999, 216_000_000),
        ("1000:00:00.000 --> 123456789:59:59.999", 3_600_000_000, 444_444_443_999_999),
        ("00:02.000 --> 00:01.000", 2000, 1000),
        ("00:01.000 --> 00:01.000", 1000, 1000),
        ("00:00.000 --> 00:01.000x", 0, 1000),
        ("00:00.000 --> 00:01.000align:end", 0, 1000),
        ("00:00.000 --> 00:01.000.5", 0, 1000),
        ("00:00.000 --> 00:01.000 --> 00:02.000", 0, 1000),
        ("00:00.000 --> 00:01.000-->", 0, 1000),
    ],
)
def test_timings_what_is_taken(line: str, begin: int, end: int) -> None:
    assert cues(f"WEBVTT\n\n{line}\nx") == [("", begin, end, "x")]


@pytest.mark.parametrize(
    "time",
    [
        *(
            "0:01.000",
            "000:01.000",
            "00:1.000",
            "00:001.000",
            "00:01.00",
            "00:01.0000",
            "00:01,000",
            "00:01:000",
            "00:01",
        ),
        *(
            "60:00.000",
            "00:60.000",
            "00:60:00.000",
            "00:00:60.000",
            "99:99.999",
            "1:2:3.000",
            "00:00:0.000",
            "00:0:00.000",
        ),
        *(
            "::.",
            ":00:01.000",
            "00::01.000",
            "00:01..000",
            ".000",
            "00.000",
            "1.000",
            "-00:01.000",
            "+00:01.000",
            "x00:01.000",
        ),
        *(
            "00:01.x00",
            "00 :01.000",
            "00: 01.000",
            "00:01 .000",
            "00:01. 000",
            "00:0١.000",
            "\v00:01.000",
            "\u00a000:01.000",
        ),
        *("00:01.000\u2003", "", "00:00:00:01.000", "00\0:01.000", "\uff10\uff10:01.000"),
    ],
)
def test_timings_what_drops_the_cue(time: str) -> None:
    """A bad end may go on as settings do; then the end itself has to be bad."""
    assert texts(f"WEBVTT\n\n{time} --> 99:00:00.000\nlost\n\n{TIMES}\nkept") == ["kept"]
    if time != "00:01.000\u2003":
        assert texts(f"WEBVTT\n\n00:00.000 --> {time}\nlost\n\n{TIMES}\nkept") == ["kept"]


@pytest.mark.parametrize("arrow", ["->", "- ->", "-- >", "--", "→", "—>", "--->", "-a->", "-->-->", "==>"])
def test_timings_there_is_one_arrow(arrow: str) -> None:
    assert texts(f"WEBVTT\n\n00:00.000 {arrow} 00:01.000\nlost\n\n{TIMES}\nkept") == ["kept"]


def test_style_blocks_before_the_first_cue() -> None:
    document = webvtt.read(
        b"WEBVTT\nSTYLE\nno, the header\n\nSTYLE\n::cue { color: red }\n\nSTYLE \t\f\na\nb\n\nSTYLE\n\nSTYLE x\nno\n\n"
        b" STYLE\nno\n\nNOTE\nSTYLE\nno\n\nSTYLE\nc\nno -->\nno\n\nlost -->\n\nSTYLE\nstill\n\n"
        b"00:01.000 --> 00:02.000\nx\n\nSTYLE\nlate\n"
    )
    assert document.styles == ("::cue { color: red }", "a\nb", "c", "still")
    assert [cue.text for cue in document.cues] == ["x"]
    assert {problem.code for problem in document.problems} == {"stray_text", "bad_times", "late_block"}


def test_region_blocks_before_the_first_cue() -> None:
    document = webvtt.read(
        b"WEBVTT\n\nREGION\nid:a width:40%\n\nREGION\t\nid:b\nlines:2\nid:c\n\nREGION:\nid:no\n\n"
        b"REGION\nid:a\nscroll:up\n\nREGION\nid\n\nREGION\nlines:10000000000000000000000000000000000\n\n"
        b"00:01.000 --> 00:02.000 region:c\nx\n\nREGION\nid:late\n"
    )
    assert document.regions == (
        Region("a", width=40),
        Region("c", lines=2),
        Region("a", scroll=True),
        Region(""),
        Region("", lines=10**34),
    )
    assert [problem.code for problem in document.problems] == ["stray_text", "late_block"]


def test_notes_are_kept_with_their_places() -> None:
    document = webvtt.read(
        f"WEBVTT\n\nNOTE\n\nNOTE one\n\nNOTE\ntwo\nlines\n\n{TIMES}\nx\n\nNOTE\tthree\n\nNOTES no\n\nNOTE".encode()
    )
    assert document.notes == (Note(0, ""), Note(0, "one"), Note(0, "two\nlines"), Note(1, "three"), Note(1, ""))


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<ruby>a<rt>b</rt>c</ruby>d", "abcd"),
        ("<ruby>a<rt><b>b</rt></ruby>c", "abc"),
        ("<v Ann &amp; Bo>a</v>", "a"),
        ("a\n<b>b\nc</b>", "a\nb\nc"),
        ("a<b\nc", "a"),
        ("1 < 2 > 1", "1  1"),
        ("&lt;b>&#60;/b&gt;", "<b></b>"),
        ("&ampcopy;", "&copy;"),
        ("a & b &", "a & b &"),
        ("&\n;", "&\n;"),
        ("a&#10;&#10;b", "a\n\nb"),
        ("<00:01.500>a<0:01.5>b", "ab"),
    ],
)
def test_text_is_what_a_reader_sees(markup: str, seen: str) -> None:
    assert texts(f"WEBVTT\n\n{TIMES}\n{markup}\n") == [seen]
