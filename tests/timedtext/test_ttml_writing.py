"""TTML that is written: its bytes, what IMSC 1.1 asks of them, and that reading gives back what was there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from service.timedtext import cue_settings, cuetext, ttml
from service.timedtext.cuetext import Node
from service.timedtext.losses import EVERY
from service.timedtext.model import Cue, Document, Region
from service.timedtext.ttml_places import box_for
from service.timedtext.ttml_writing import PROFILE
from tests.timedtext.ttml_samples import tidied

TT = "{http://www.w3.org/ns/ttml}"
TTS = "{http://www.w3.org/ns/ttml#styling}"
XML = "{http://www.w3.org/XML/1998/namespace}"
EXACT = b"""<?xml version="1.0" encoding="UTF-8"?>
<tt xmlns="http://www.w3.org/ns/ttml" xmlns:ttm="http://www.w3.org/ns/ttml#metadata" \
xmlns:ttp="http://www.w3.org/ns/ttml#parameter" xmlns:tts="http://www.w3.org/ns/ttml#styling" \
ttp:contentProfiles="http://www.w3.org/ns/ttml/profile/imsc1.1/text" ttp:timeBase="media" xml:lang="en-GB">
<head>
<metadata>
<ttm:agent xml:id="_agent1" type="character"><ttm:name type="full">Mary</ttm:name></ttm:agent>
</metadata>
<styling>
<style xml:id="_text" tts:color="white" tts:fontFamily="proportionalSansSerif" tts:fontSize="80%"/>
</styling>
<layout>
<region xml:id="_place1" tts:origin="10% 10%" tts:extent="80% 80%" tts:displayAlign="after" tts:textAlign="center"/>
<region xml:id="_place2" tts:origin="0% 10%" tts:extent="100% 90%" tts:displayAlign="before" tts:textAlign="center"/>
</layout>
</head>
<body style="_text">
<div>
<p begin="00:00:00.480" end="00:00:02.240" region="_place1">Two cups &amp;<br/>a &lt;habit&gt;.</p>
<p begin="00:00:03.600" end="00:00:05.800" region="_place2" xml:id="a"><span ttm:agent="_agent1">You \
<span tts:fontStyle="italic">always</span> <span begin="00:00:00.400">pour</span></span></p>
</div>
</body>
</tt>
"""
DOCUMENT = Document(
    (
        Cue("", 480, 2240, "Two cups &\na <habit>."),
        Cue("a", 3600, 5800, "You always pour", "line:10%", "<v Mary>You <i>always</i> <00:00:04.000>pour</v>"),
    ),
    "en-GB",
)


def written(*cues: Cue, regions: tuple[Region, ...] = ()) -> etree._Element:
    data = ttml.write(Document(cues, "en", regions=regions))
    root = etree.fromstring(data)
    assert root.tag == f"{TT}tt"
    return root


def test_the_bytes_are_exactly_these_and_say_the_same_when_read() -> None:
    assert ttml.write(DOCUMENT) == EXACT
    found = ttml.read(EXACT)
    assert found.cues == DOCUMENT.cues
    assert found.language == "en-GB"
    assert ttml.write(found) == EXACT


def test_what_imsc_asks_of_a_document() -> None:
    """IMSC 1.1, sections 5.5 (profile), 7.7.3 (times), 7.10 (regions within the picture)."""
    root = written(Cue("1", 0, 1, "a", "line:-1 position:90%,line-right size:200%"), Cue("1", 1, 2, "b", "vertical:lr"))
    assert root.get("{http://www.w3.org/ns/ttml#parameter}contentProfiles") == PROFILE
    assert root.get("{http://www.w3.org/ns/ttml#parameter}timeBase") == "media"
    identifiers = [one.get(f"{XML}id") for one in root.iter() if one.get(f"{XML}id")]
    assert len(identifiers) == len(set(identifiers))
    declared = {one.get(f"{XML}id") for one in root.iter(f"{TT}region")}
    assert {one.get("region") for one in root.iter(f"{TT}p")} == declared
    for region in root.iter(f"{TT}region"):
        origin, extent = (
            [float(one.rstrip("%")) for one in region.get(TTS + name, "").split()] for name in ("origin", "extent")
        )
        assert all(
            start >= 0 and size > 0 and start + size <= 100.001 for start, size in zip(origin, extent, strict=True)
        )


def test_an_empty_document_is_one() -> None:
    found = ttml.read(ttml.write(Document(())))
    assert (found.cues, found.language) == ((), None)


def test_what_xml_cannot_have_is_replaced() -> None:
    (cue,) = ttml.read(ttml.write(Document((Cue("\x01 \U0001f600:", 0, 9, "a\x00b\ufffe\ud800c"),)))).cues
    assert cue.text == "a\ufffdb\ufffd\ufffdc"
    assert cue.id == "\x01 \U0001f600:"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Café.", [None]),
        ("قهوة؟", ["rtl"]),
        ("123 قهوة!", ["rtl"]),
        ("قهوة\nCafé.", ["rtl", "ltr"]),
        ("Café قهوة\nقهوة.", [None, "rtl"]),
    ],
)
def test_text_from_right_to_left_says_so(text: str, expected: list[str | None]) -> None:
    """WebVTT gives each line the direction of its first strong letter; TTML a paragraph what it says."""
    (p,) = written(Cue("", 0, 1, text)).iter(f"{TT}p")
    spans = (span.get(f"{TTS}direction") for span in p if span.tag == f"{TT}span")
    assert [p.get(f"{TTS}direction"), *spans] == expected
    assert ttml.read(ttml.write(Document((Cue("", 0, 1, text),)))).cues == (Cue("", 0, 1, text),)


def test_cues_in_webvtt_regions_stand_where_the_region_is() -> None:
    region = Region("fred", width=40, lines=3, region_anchor=(0, 100), viewport_anchor=(10, 90))
    root = written(Cue("", 0, 1, "a", "region:fred align:left"), regions=(region,))
    (found,) = root.iter(f"{TT}region")
    assert (found.get(f"{TTS}origin"), found.get(f"{TTS}extent")) == ("10% 70%", "40% 20%")


WORD = st.text(st.sampled_from("abé&<>\"'漢ش. \n\u00a0"), min_size=1, max_size=6)
CLASSES = st.lists(st.sampled_from(["loud", "yellow", "white", "red", "a_b", "é", "x-1"]), max_size=2, unique=True).map(
    tuple
)


def tag(children: st.SearchStrategy[tuple[Node, ...]]) -> st.SearchStrategy[Node]:
    named = st.sampled_from(
        [("c", ""), ("b", ""), ("i", ""), ("u", ""), ("v", "Mary & Co"), ("v", "B"), ("lang", "fr")]
    )
    return st.builds(lambda one, classes, inner: Node(one[0], one[1], classes, inner), named, CLASSES, children)


def ruby(children: st.SearchStrategy[tuple[Node, ...]]) -> st.SearchStrategy[Node]:
    pair = st.tuples(children, st.tuples(CLASSES, children))
    return st.lists(pair, min_size=1, max_size=2).map(
        lambda pairs: Node(
            "ruby",
            children=tuple(node for base, (classes, text) in pairs for node in (*base, Node("rt", "", classes, text))),
        )
    )


TEXT = WORD.map(lambda text: Node("text", text))
MOMENT = st.integers(0, 12).map(lambda seconds: Node("time", ms=seconds * 1000))
PLAIN = st.text(st.sampled_from("aé&<漢"), min_size=1, max_size=6).map(lambda text: (Node("text", text),))
NODES = st.recursive(
    st.lists(TEXT | MOMENT, max_size=3).map(tuple),
    lambda inner: st.lists(TEXT | tag(inner), max_size=3).map(tuple),
    max_leaves=6,
)
MARKUP = st.tuples(NODES, st.lists(ruby(PLAIN), max_size=1).map(tuple), NODES).map(
    lambda parts: cuetext.write(sum(parts, ()))
)


def letters(cue: Cue) -> list[tuple[str, frozenset[str], int]]:
    """Every visible character with all that is said of it, and when it comes up."""
    found: list[tuple[str, frozenset[str], int]] = []
    at = cue.begin_ms

    def walk(nodes: Iterable[Node], around: frozenset[str]) -> Iterator[tuple[str, frozenset[str], int]]:
        nonlocal at
        for node in nodes:
            if node.kind == "time":
                at = node.ms if at < node.ms < cue.end_ms else at
            elif node.kind == "text":
                yield from ((char, around, at) for char in node.value if char not in " \n")
            else:
                own = {f"{node.kind} {node.value}"} if node.kind != "c" else set()
                yield from walk(node.children, around | own | {f".{one}" for one in node.classes})

    found += walk(cuetext.parse(cue.markup or cuetext.escape(cue.text)), frozenset())
    return found


@given(st.lists(MARKUP, min_size=1, max_size=3))
@settings(max_examples=300, deadline=None)
def test_cue_text_comes_back_as_it_was(markups: list[str]) -> None:
    """All that `CARRIES` promises of cue text: every letter, its tags, its classes, its time."""
    cues = tuple(
        Cue(str(index), 0, 10_000, cuetext.plain(cuetext.parse(one)), "", one if "<" in one else "")
        for index, one in enumerate(markups)
    )
    assume(all(tidied(cue.text) and letters(cue)[0][2] == 0 for cue in cues))
    found = ttml.read(ttml.write(Document(cues, "en"))).cues
    assert [tidied(cue.text) for cue in found] == [tidied(cue.text) for cue in cues]
    assert list(map(letters, found)) == list(map(letters, cues))
    assert [cue.id for cue in found] == [cue.id for cue in cues]
    again = ttml.write(Document(found, "en"))
    assert ttml.write(ttml.read(again)) == again


PERCENT = st.integers(0, 100)
LINE = st.builds("line:{}%{}".format, st.integers(1, 70), st.sampled_from(["", ",start", ",center", ",end"]))
POSITION = st.builds(
    "position:{}%{}".format, st.integers(5, 95), st.sampled_from(["", ",line-left", ",center", ",line-right"])
)
SIZE = st.builds("size:{}%".format, st.integers(1, 100))
ALIGN = st.sampled_from(["start", "center", "end", "left", "right"]).map("align:{}".format)
VERTICAL = st.sampled_from(["vertical:rl", "vertical:lr"])
SETTINGS = st.tuples(LINE, *(one | st.just("") for one in (POSITION, SIZE, ALIGN, VERTICAL))).map(" ".join)


@given(SETTINGS)
@settings(max_examples=300, deadline=None)
def test_a_place_comes_back_as_the_same_box(said: str) -> None:
    (cue,) = ttml.read(ttml.write(Document((Cue("", 0, 1, "a", said),)))).cues
    boxes = [box_for(cue_settings.parse(one).settings, {}, from_right=False) for one in (said, cue.settings)]
    for name in ("x", "y", "width", "height"):
        assert getattr(boxes[0], name) == pytest.approx(getattr(boxes[1], name), abs=0.1)
    assert (boxes[0].vertical, boxes[0].block, boxes[0].inline) == (boxes[1].vertical, boxes[1].block, boxes[1].inline)


def test_what_is_not_carried_is_said() -> None:
    assert {"region", "note", "style", "header"} == EVERY - ttml.CARRIES
