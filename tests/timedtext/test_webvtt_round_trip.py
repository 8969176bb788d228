"""WebVTT to WebVTT keeps all of it; and whatever came in, what repair gives is written without a fault."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.timedtext import cue_settings, cuetext, webvtt
from service.timedtext.cue_settings import Settings
from service.timedtext.cuetext import Node
from service.timedtext.model import Cue, Document, Note, Region
from service.timedtext.problems import LEFT_OUT, Unreadable
from tests.timedtext.test_webvtt_against_the_letter import FILE

SHOWN = st.characters(exclude_categories=["Cs", "Cc"])
LINE = st.text(SHOWN, min_size=1, max_size=12)
NO_ARROW = LINE.filter(lambda line: "-->" not in line)
BLOCK = st.lists(NO_ARROW, min_size=1, max_size=3).map("\n".join)
PERCENT = st.floats(0, 100, width=32) | st.integers(0, 100)
REGION = st.builds(
    Region,
    st.text("ab:.é%", max_size=3),
    PERCENT,
    st.integers(0, 10**20),
    st.tuples(PERCENT, PERCENT),
    st.tuples(PERCENT, PERCENT),
    st.booleans(),
)
SETTINGS = st.builds(
    Settings,
    vertical=st.sampled_from(("", "rl", "lr")),
    line=st.just("auto") | st.integers(-20, 20) | st.floats(-1e300, 1e300),
    line_align=st.sampled_from(("start", "center", "end")),
    position=st.just("auto") | PERCENT,
    position_align=st.sampled_from(("line-left", "center", "line-right")),
    size=PERCENT,
    align=st.sampled_from(("start", "center", "end", "left", "right")),
).map(cue_settings.words)
TEXTS = st.builds(Node, st.just("text"), st.lists(LINE, min_size=1, max_size=2).map("\n".join))
STAMPS = st.builds(Node, st.just("time"), ms=st.integers(0, 10**9))
CLASSES = st.lists(st.text("ab-_é", min_size=1, max_size=3), max_size=2).map(tuple)
SAID = st.sampled_from(("", "Ann", "Ann & Bo", "a > b", "en-GB"))


def spans(inside: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    children = st.lists(inside, max_size=3).map(tuple)
    named = st.builds(Node, st.sampled_from(("v", "lang")), SAID, CLASSES, children)
    ruby = st.builds(lambda base, said: Node("ruby", children=(base, Node("rt", children=(said,)))), TEXTS, TEXTS)
    return ruby | named | st.builds(Node, st.sampled_from("cibu"), st.just(""), CLASSES, children)


MARKUP = st.lists(st.recursive(TEXTS | STAMPS, spans, max_leaves=5), min_size=1, max_size=3).map(cuetext.write)


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    raw = draw(MARKUP.filter(lambda raw: "\n\n" not in raw and raw.strip("\n") == raw))
    text = cuetext.plain(cuetext.parse(raw))
    kept = "" if cuetext.escape(text) == raw else raw
    begin = draw(st.integers(0, 360_000_000))
    return Cue(draw(st.just("") | NO_ARROW), begin, begin + draw(st.integers(1, 9999)), text, draw(SETTINGS), kept)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    shown = tuple(draw(st.lists(cues(), max_size=4)))
    places = sorted(draw(st.lists(st.integers(0, len(shown)), max_size=3)))
    return Document(
        shown,
        header=draw(st.sampled_from(("", "a title", "\nKind: captions", "x --> y\nlast"))),
        regions=tuple(draw(st.lists(REGION, max_size=2))),
        styles=tuple(draw(st.lists(BLOCK, max_size=2))),
        notes=tuple(Note(place, draw(BLOCK)) for place in places),
    )


def content(document: Document) -> tuple[object, ...]:
    return document.cues, document.header, document.regions, document.styles, document.notes


@given(documents())
@example(Document((Cue(" a ", 0, 1, "x", "line:1"),), header="\nKind: x", notes=(Note(1, "a"), Note(1, "b"))))
@settings(max_examples=100, deadline=None)
def test_everything_is_kept(document: Document) -> None:
    assert content(webvtt.read(webvtt.write(document))) == content(document)


@given(FILE)
@settings(max_examples=100, deadline=None)
def test_a_second_round_changes_nothing(data: bytes) -> None:
    try:
        document = webvtt.read(data)
    except Unreadable:
        return
    written = webvtt.write(document)
    assert webvtt.write(webvtt.read(written)) == written


WILD = st.lists(
    st.sampled_from(
        [
            *(
                "WEBVTT",
                "webvtt",
                "WEBVTT - x",
                "\ufeff",
                "\n",
                "\n\n",
                "\r",
                "\r\n",
                " ",
                "\t",
                "\u00a0",
                "\0",
                "\x1a",
            ),
            *(
                "1\n",
                "00:00:01,000 --> 00:00:02,000\n",
                "1:2.3 -> 1:4\n",
                "00:01.000–>00:02.000 position:5\n",
                "{\\an8}",
            ),
            *("00:00:05.000 --> 00:00:01.000\n", "99:00:00.5 → 100:99:99:99\n", "00:01.000 --> 00:01.000 line:0\n"),
            *(
                "REGION\nid:a\n\n",
                "STYLE\n",
                "NOTE",
                "-->",
                "--> x",
                "{\\i1}",
                "{\\",
                "}",
                "<i>",
                "</i>",
                "<b",
                "<v A&B>",
            ),
            *(
                "<font color='red'>",
                "</font>",
                "&",
                "&amp;",
                "&#10;&#10;",
                "&nbsp",
                "a",
                "é",
                "ß\n",
                "Hm.\n",
                "region:a",
            ),
        ]
    ),
    max_size=30,
).map("".join)
ENCODED = st.tuples(WILD, st.sampled_from(("utf-8", "utf-16", "utf-16-le", "cp1252", "cp1251", "shift_jis", "gb18030")))


@given(ENCODED.map(lambda given: given[0].encode(given[1], "replace")) | st.binary(max_size=200) | FILE)
@example(b"0:0->0:0\n<u.&")
@example(b"WEBVTT\n\n00:01.000 --> 00:02.000\n{\\an8}<i>a&#10;&#10;b -- > c --> d\n00:02 --> 00:03\n&")
@settings(max_examples=200, deadline=None)
def test_what_was_repaired_is_written_without_a_fault(data: bytes) -> None:
    try:
        document = webvtt.read(data, "repair")
    except Unreadable:
        return
    assert all(cue.begin_ms < cue.end_ms for cue in document.cues)
    again = webvtt.read(webvtt.write(document))
    assert [problem for problem in again.problems if problem.code != LEFT_OUT] == []
    assert [(cue.begin_ms, cue.end_ms) for cue in again.cues] == [(cue.begin_ms, cue.end_ms) for cue in document.cues]


@pytest.mark.parametrize("data", [b"Hm.\n", b"\x00\x01\x02\xff" * 50, b"<html>\n<p>no</p>\n", b"webvtt\n"])
def test_repair_finds_no_captions_where_there_are_none(data: bytes) -> None:
    with pytest.raises(Unreadable):
        webvtt.read(data, "repair")


@pytest.mark.parametrize(
    ("encoding", "said"), [("cp1252", "Windows-1252"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16"), ("utf-8-sig", "")]
)
def test_the_encoding_is_found_and_named(encoding: str, said: str) -> None:
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\nÀ côté du café, où l’été s’achève – déjà\n"
    document = webvtt.read(text.encode(encoding), "repair")
    assert document.cues[0].text == "À côté du café, où l’été s’achève – déjà"
    named = [problem.detail for problem in document.problems if problem.code == "encoding"]
    assert [said.lower() in detail.lower() for detail in named] == ([True] if said else [])
