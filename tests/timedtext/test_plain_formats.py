"""SRT and SBV by properties: what is written reads back as it was, and what was mended needs no mending again."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.timedtext import sbv, srt, transcript
from service.timedtext.formats import FORMATS, take
from service.timedtext.model import Cue, Document, tidy
from service.timedtext.problems import Unreadable

VISIBLE = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"), min_size=1, max_size=12)
SIGNS = st.sampled_from(
    [
        "<",
        ">",
        "<b>",
        "</b>",
        "{\\an8}",
        "{i}",
        "-->",
        "--",
        "\u2060",
        "[br]",
        "0:00:01.000,",
        "0:00:02.000",
        "7",
        "\\N",
        "&amp;",
    ]
)
LINE = st.lists(VISIBLE | SIGNS, min_size=1, max_size=5).map("".join)
TEXT = st.lists(LINE, min_size=1, max_size=3).map("\n".join).map(tidy).filter(bool)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    times = sorted(draw(st.lists(st.integers(0, 359_999_000), min_size=2, max_size=10, unique=True)))
    return Document(tuple(Cue("", begin, end, draw(TEXT)) for begin, end in zip(times[::2], times[1::2], strict=False)))


@given(documents())
@example(Document((Cue("", 0, 1, "a -\u2060-> b <\u2060b> 7\n7"),)))
@settings(max_examples=150, deadline=None)
def test_any_text_comes_back_from_srt_and_sbv(document: Document) -> None:
    said = [(cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues]
    for form in (srt, sbv):
        again = form.read(form.write(document))
        assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in again.cues] == said
        assert not any(cue.markup or cue.settings for cue in again.cues)
        assert form.write(again) == form.write(document)


MARKED = st.lists(
    st.sampled_from(["<i>", "</i>", "<b>", "</b>", "<u>", "</u>", "&lt;", "&amp;", "Hm", " ", "\n"]), max_size=12
)


@given(MARKED.map("".join))
@settings(max_examples=150, deadline=None)
def test_marked_text_comes_back_from_srt(markup: str) -> None:
    data = f"WEBVTT\n\n00:01.000 --> 00:02.000\n{markup}\n".encode()
    document = take(FORMATS["vtt"], data, "repair")
    if not document.cues:
        return
    again = srt.read(srt.write(document))
    assert [cue.text for cue in again.cues] == [cue.text for cue in document.cues]


PIECES = st.sampled_from(
    [
        *("1\n", "2\n", "7", "\n", "\n\n", "\r", "\r\n", " ", "-", "-->", " -> ", "→", ",", ".", ":", "\ufeff", "\0"),
        *("00:00:01,000 --> 00:00:02,000\n", "0:0:1,5 --> 0:0:2\n", "00:00:05.000 --> 00:00:04.000 X1:1 Y2:2\n"),
        *(
            "0:00:01.000,0:00:02.000\n",
            "0:1,0:2\n",
            "100:00:00,000 --> 999999:00:00,000\n",
            "-00:00:01,0 --> 1:2:3,4\n",
        ),
        *(
            "<i>",
            "</i>",
            "<b",
            "<font color='red'>",
            "</font>",
            "{\\an8}",
            "{\\i1}",
            "{\\r}",
            "{\\c}",
            "{\\c&H0&}",
            "{b}",
        ),
        *(
            "&amp;",
            "&#10;",
            "&#0;",
            "&#x110000;",
            "\\N",
            "\\h",
            "<br>",
            "Hm.",
            "é",
            "قهوة",
            "line:0",
            "[br]",
            "\u2060",
            "WEBVTT",
        ),
    ]
)


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from([srt, sbv]))
@settings(max_examples=300, deadline=None)
def test_what_was_mended_stays_mended(text: str, form: object) -> None:
    """Repair gives cues in order without overlap, and a file of it needs no repair."""
    read, write = form.read, form.write  # type: ignore[attr-defined]
    try:
        document = read(text.encode(), "repair")
    except Unreadable:
        return
    lines = [problem.line for problem in document.problems]
    assert all(1 <= line <= text.count("\n") + text.count("\r") + 1 for line in lines)
    if text.lstrip("\ufeff\0").startswith("WEBVTT"):
        return
    for one, after in zip(document.cues, document.cues[1:], strict=False):
        assert one.begin_ms < one.end_ms <= after.begin_ms
    again = read(write(document), "repair")
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in again.cues] == [
        (cue.begin_ms, cue.end_ms, cue.text) for cue in document.cues
    ]
    assert [problem.code for problem in again.problems if problem.code != "entity"] == []
    assert transcript.write(document) is not None
