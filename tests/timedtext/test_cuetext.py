"""WebVTT cue text to the letter: W3C WebVTT, sections 6.3 and 6.4, a case for each of their branches."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.timedtext.cuetext import Node, escape, moment, parse, plain, stamp, write


def shape(nodes: tuple[Node, ...]) -> str:
    """The tree in one line: names, classes and annotations, text as it is."""
    pieces = []
    for node in nodes:
        if node.kind in ("text", "time"):
            pieces.append(node.value or f"@{node.ms}")
        else:
            said = f"={node.value}" if node.value else ""
            pieces.append(f"[{'.'.join((node.kind, *node.classes))}{said} {shape(node.children)}]")
    return "|".join(pieces)


@pytest.mark.parametrize(
    ("markup", "tree"),
    [
        ("", ""),
        ("text", "text"),
        ("<b>x</b>y", "[b x]|y"),
        ("<b>open", "[b open]"),
        ("<b", "[b ]"),
        ("<>text", "text"),
        ("<", ""),
        ("</>text", "text"),
        ("</b>text", "text"),
        ("<i><b>x</i>y</b>z", "[i [b x|y]|z]"),
        ("<c.a.b>x</c>", "[c.a.b x]"),
        ("<c..a...b.>x", "[c.a.b x]"),
        ("<c.a\tx>y", "[c.a y]"),
        ("<c.a\nb>y", "[c.a y]"),
        ("<.a>x", "x"),
        ("<b.>x", "[b x]"),
        ("<B>x", "x"),
        ("<font color=red>x</font>", "x"),
        ("<v>x", "[v x]"),
        ("<v Mary>x", "[v=Mary x]"),
        ("<v  Mary \n Ann >x", "[v=Mary Ann x]"),
        ("<v.loud Mary>x</v>y", "[v.loud=Mary x]|y"),
        ("<v Tom &amp; Ann>x", "[v=Tom & Ann x]"),
        ("<v A&gtB>x", "[v=A>B x]"),
        ("<b note>x", "[b x]"),
        ("<lang en-GB>x</lang>y", "[lang=en-GB x]|y"),
        ("<ruby>漢<rt>かん</rt></ruby>字", "[ruby 漢|[rt かん]]|字"),
        ("<ruby>漢<rt>かん</ruby>字", "[ruby 漢|[rt かん]]|字"),
        ("<rt>x</rt>", "x"),
        ("<ruby><b><rt>x", "[ruby [b x]]"),
        ("<00:01.000>x", "@1000|x"),
        ("<1:00:01.000>x", "@3601000|x"),
        ("<100:00:00.000>x", "@360000000|x"),
        ("<00:60.000>x", "x"),
        ("<00:01.00>x", "x"),
        ("<00:01.0000>x", "x"),
        ("<0:01.000>x", "x"),
        ("<00:01.000 >x", "x"),
        ("<00:01.000", "@1000"),
        ("a < b", "a "),
        ("<b a<b>x", "[b x]"),
    ],
)
def test_tags(markup: str, tree: str) -> None:
    assert shape(parse(markup)) == tree


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("&amp;&lt;&gt;&lrm;&rlm;&nbsp;", "&<>\u200e\u200f\xa0"),
        ("&amp", "&"),
        ("&ampx", "&x"),
        ("&notit;", "¬it;"),
        ("&notin;", "∉"),
        ("&", "&"),
        ("& &;", "& &;"),
        ("&#", "&#"),
        ("&#x;", "&#x;"),
        ("&#65;&#x41;&#65", "AAA"),
        ("&#0;&#xD800;&#x110000;&#9999999999;", "\ufffd\ufffd\ufffd\ufffd"),
        ("&#x80;", "€"),
        ("&#1;", "\x01"),
        ("&#38;amp;", "&amp;"),
        ("&amp;lt;", "&lt;"),
        ("&nosuch;", "&nosuch;"),
        ("&CounterClockwiseContourIntegral;", "∳"),
        ("&copy 2026", "© 2026"),
    ],
)
def test_character_references(markup: str, seen: str) -> None:
    assert plain(parse(markup)) == seen


def test_moments_are_read_as_the_standard_reads_timestamps() -> None:
    assert (moment("00:00.000"), moment("59:59.999"), moment("60:00.000")) == (0, 3599999, None)
    assert stamp(360_000_000) == "100:00:00.000"


@given(st.text(alphabet="<>/&;.bciuvrtlang# 0:1\nxé&", max_size=40))
def test_what_is_written_says_the_same_and_stays(markup: str) -> None:
    nodes = parse(markup)
    again = parse(write(nodes))
    assert plain(again) == plain(nodes)
    assert write(again) == write(nodes)


@given(st.text(max_size=40))
def test_escaped_text_is_that_text(text: str) -> None:
    assert plain(parse(escape(text))) == text


def test_cost_grows_with_the_text() -> None:
    for hostile in ("<", "&", "<b>", "</b>", "<c." + "." * 50, "&#x"):
        assert len(plain(parse(hostile * 20_000))) <= len(hostile) * 20_000
