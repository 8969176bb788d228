"""SRT as it is found: what repair makes of it, and how every repair is named."""

from __future__ import annotations

import pytest

from service.timedtext import srt
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Unreadable

TIME = "00:00:01,000 --> 00:00:02,000"
NEXT = "00:00:03,000 --> 00:00:04,000"
ONE, TWO = (1000, 2000, "One"), (3000, 4000, "Two")

# name: (file, cues, problems as line, code, repaired)
FILES: dict[str, tuple[str, list[tuple[int, int, str]], list[tuple[int, str, bool]]]] = {
    "nothing wrong": (f"1\n{TIME}\nOne\n\n2\n{NEXT}\nTwo\n", [ONE, TWO], []),
    "CR alone": (f"1\r{TIME}\rOne\r\r2\r{NEXT}\rTwo\r", [ONE, TWO], []),
    "no blank line": (f"1\n{TIME}\nOne\n2\n{NEXT}\nTwo", [ONE, TWO], [(5, "no_blank_line", True)]),
    "neither blank line nor number": (
        f"1\n{TIME}\nOne\n{NEXT}\nTwo",
        [ONE, TWO],
        [(4, "no_blank_line", True), (4, "number", True)],
    ),
    "no number": (f"{TIME}\nOne\n\n{NEXT}\nTwo", [ONE, TWO], [(1, "number", True), (4, "number", True)]),
    "the same number twice": (f"1\n{TIME}\nOne\n\n1\n{NEXT}\nTwo", [ONE, TWO], [(6, "number", True)]),
    "points": (f"1\n{TIME.replace(',', '.')}\nOne", [ONE], [(2, "decimal_point", True)]),
    "short times": (
        "1\n0:0:1,5 --> 00:00:02\nOne\n\n2\n00:03.000 -> 0:0:4\nTwo",
        [(1500, 2000, "One"), TWO],
        [(2, "time", True), (6, "time", True)],
    ),
    "spaces in times": ("1\n00: 00: 01, 000 -- > 00: 00: 02, 000\nOne", [ONE], [(2, "time", True)]),
    "other arrows": (
        f"1\n{TIME.replace('-->', '→')}\nOne\n\n2\n{NEXT.replace('-->', '--&gt;')}\nTwo",
        [ONE, TWO],
        [(2, "time", True), (6, "time", True)],
    ),
    "minutes past 59": ("1\n00:60:01,000 --> 00:60:02,000\nOne", [(3601000, 3602000, "One")], [(2, "time", True)]),
    "below zero": ("1\n-00:00:01,000 --> 00:00:02,000\nOne", [(0, 2000, "One")], [(2, "time", False)]),
    "past 99 hours": (
        f"1\n{TIME}\nOne\n\n2\n100:00:00,000 --> 100:00:01,000\nTwo",
        [ONE],
        [(6, "time", False)],
    ),
    "reversed": ("1\n00:00:02,000 --> 00:00:01,000\nOne", [ONE], [(2, "reversed", True)]),
    "no time at all": (
        "1\n00:00:01,000 --> 00:00:01,000\nOne\n\n2\n00:00:01,400 --> 00:00:02,000\nTwo",
        [(1000, 1400, "One"), (1400, 2000, "Two")],
        [(2, "no_duration", True)],
    ),
    "overlapping": (
        f"1\n00:00:01,000 --> 00:00:03,500\nOne\n\n2\n{NEXT}\nTwo",
        [(1000, 3000, "One"), TWO],
        [(2, "overlap", True)],
    ),
    "at once": (
        f"1\n{TIME}\nOne\n\n2\n{TIME}\n<i>Two</i>\n\n3\n{TIME}\nOne",
        [(1000, 2000, "One\nTwo")],
        [(6, "overlap", True), (10, "overlap", True)],
    ),
    "out of order": (f"1\n{NEXT}\nTwo\n\n2\n{TIME}\nOne", [ONE, TWO], []),
    "blank line within": (
        f"1\n{TIME}\nOne\n\nhalf\n\n2\n{NEXT}\nTwo",
        [(1000, 2000, "One\nhalf"), TWO],
        [(5, "blank_line", True)],
    ),
    "blank lines everywhere": (
        f"1\n\n{TIME}\n\nOne\n\n2\n\n{NEXT}\n\nTwo\n\n",
        [ONE, TWO],
        [(1, "number", True), (5, "blank_line", True), (7, "number", True), (11, "blank_line", True)],
    ),
    "a number without a cue": (f"1\n{TIME}\nOne\n\n2\n", [ONE], [(5, "number", True)]),
    "lost times": (
        f"1\n{TIME}\nOne\n\n2\n00:00:0x,000 --> 00:00:04,000\nTwo",
        [(1000, 2000, "One\n2\nTwo")],
        [(5, "blank_line", True), (5, "time", False)],
    ),
    "an arrow that is text": (f"1\n{TIME}\nLeft --> right", [(1000, 2000, "Left --> right")], []),
    "text before": (f"Film, 2025\n\n1\n{TIME}\nOne", [ONE], [(1, "before_first_cue", False)]),
    "text on the time line": (f"1\n{TIME} One\nmore", [(1000, 2000, "One\nmore")], [(2, "text_on_time_line", True)]),
    "settings of WebVTT": (f"1\n{TIME} line:0\nOne", [ONE], [(2, "settings", True)]),
    "coordinates": (f"1\n{TIME} X1:100 X2:200 Y1:1 Y2:20\nOne", [ONE], [(1, "left_out", False)]),
    "byte order mark within": (f"1\n{TIME}\n\ufeffOne", [ONE], [(3, "control_character", True)]),
    "WebVTT": ("WEBVTT\n\n00:01.000 --> 00:02.000\nOne", [ONE], [(1, "format", True)]),
}  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_repair_takes_the_file_and_names_every_repair(name: str) -> None:
    text, cues, problems = FILES[name]
    document = srt.read(text.encode(), "repair")
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues] == cues
    assert [(one.line, one.code, one.repaired) for one in document.problems] == problems
    again = srt.read(srt.write(document), "repair")
    assert ([(cue.begin_ms, cue.end_ms, cue.text) for cue in again.cues], again.problems) == (cues, ())


TAKEN_TO_THE_LETTER = {
    "nothing wrong",
    "CR alone",
    "no number",
    "the same number twice",
    "points",
    "out of order",
    "at once",
}


@pytest.mark.parametrize("name", FILES)
def test_strict_refuses_where_it_would_guess(name: str) -> None:
    data = FILES[name][0].encode()
    if name in TAKEN_TO_THE_LETTER | {"overlapping", "coordinates", "settings of WebVTT", "byte order mark within"}:
        assert srt.read(data).cues
        return
    with pytest.raises(Unreadable) as caught:
        srt.read(data)
    assert caught.value.reason


TEXTS = {  # SRT text: (what is seen, markup, settings, codes of what was repaired)
    "{\\an8}Top": ("Top", "", "line:0", []),
    "{\\a6}Top": ("Top", "", "line:0", []),
    "{\\an1}Left": ("Left", "", "align:left", []),
    "{\\i1}So{\\i0} it {\\b1}goes": ("So it goes", "<i>So</i> it <b>goes</b>", "", []),
    "{i}So{/i} it goes": ("So it goes", "<i>So</i> it goes", "", []),
    "{\\c&H00FFFF&}So{\\c} it": ("So it", "<c.yellow>So</c> it", "", []),
    "<font color=yellow>So</font> it": ("So it", "<c.yellow>So</c> it", "", []),
    '<font color="#00FF00"><b>So</b></font>': ("So", "<c.lime><b>So</b></c>", "", []),
    '<font face="Arial" color="#123456">So</font>': ("So", "", "", []),
    "<I>So</I>": ("So", "<i>So</i>", "", []),
    "<i>So": ("So", "<i>So</i>", "", ["open_tag"]),
    "So</i>": ("So", "", "", ["stray_tag"]),
    "<i>a<b>b</i>c</b>": ("abc", "<i>a<b>b</b></i><b>c</b>", "", ["misnested_tag"]),
    "<em>So</em> <span class=x>it</span>": ("So it", "<i>So</i> it", "", ["stray_tag"] * 4),
    "So<br/>it": ("So\nit", "", "", ["stray_tag"]),
    "So\\Nit": ("So\nit", "", "", ["ass_space"]),
    "Salt &amp; pepper &#9834; R&B": ("Salt & pepper ♪ R&B", "", "", ["entity"]),
    "1 < 2 > 0, a <3 and <laughs>": ("1 < 2 > 0, a <3 and <laughs>", "", "", []),
    "{not a code} {y:i}": ("{not a code} {y:i}", "", "", []),
    "<i> spaced </i>\n<i></i>": ("spaced", "<i>spaced</i>\n<i></i>", "", []),
}  # fmt: skip


@pytest.mark.parametrize("raw", TEXTS)
def test_tags_and_codes_become_cue_text(raw: str) -> None:
    seen, markup, settings, codes = TEXTS[raw]
    document = srt.read(f"1\n{TIME}\n{raw}\n".encode(), "repair")
    (cue,) = document.cues
    assert (cue.text, cue.settings) == (seen, settings)
    assert cue.markup in (markup, markup.removesuffix("\n<i></i>"))
    assert [one.code for one in document.problems if one.code != "left_out"] == codes


@pytest.mark.parametrize(
    "text", ["<b>typed</b>", "{\\an8}typed", "<font color=red>", "a --> b", "<\u2060b>", "{i}", "</i", "-\u2060>"]
)
def test_what_somebody_typed_is_no_tag_to_any_reader(text: str) -> None:
    """SRT has no escapes: an invisible word joiner parts the sign from what follows, and reading takes it out."""
    document = Document((Cue("1", 1000, 2000, text),))
    for mode in ("strict", "repair"):
        assert srt.read(srt.write(document), mode).cues == document.cues
