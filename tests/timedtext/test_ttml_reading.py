"""TTML to cues: containers of time, styles, regions, space, ruby, and what is never shown."""

from __future__ import annotations

import pytest

from service.timedtext import ttml
from service.timedtext.formats import FORMATS, take
from service.timedtext.model import Cue
from service.timedtext.problems import LEFT_OUT, Unreadable
from tests.timedtext.ttml_samples import cues, document, read

REGIONS = """<layout>
<region xml:id="foot" tts:origin="10% 80%" tts:extent="80% 10%" tts:displayAlign="after" tts:textAlign="center"/>
<region xml:id="head" tts:origin="10% 10%" tts:extent="80% 20%" tts:textAlign="center" tts:fontStyle="italic"/>
<region xml:id="side" tts:origin="5% 0%" tts:extent="40% 100%" tts:displayAlign="center" tts:textAlign="left"/>
<region xml:id="rl" tts:writingMode="tbrl" tts:origin="70% 10%" tts:extent="20% 80%" tts:textAlign="left"/>
<region xml:id="late" begin="5s" end="6s" tts:displayAlign="after" tts:textAlign="center"/>
</layout>"""
STYLES = """<metadata>
<ttm:agent xml:id="m" type="person"><ttm:name type="full">Mary &amp; Co</ttm:name></ttm:agent>
</metadata><styling>
<initial tts:fontWeight="bold"/>
<style xml:id="i" tts:fontStyle="italic"/>
<style xml:id="y" style="i" tts:color="#ffff00ff"/>
<style xml:id="loop" style="pool"/><style xml:id="pool" style="loop" tts:textDecoration="underline"/>
</styling>"""
P = '<p begin="1s" end="2s"'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("begin='1s' end='3s'", (1000, 3000)),
        ("begin='1s' dur='3s'", (1000, 4000)),
        ("begin='1s' end='3s' dur='1s'", (1000, 2000)),
        ("end='3s'", (0, 3000)),
        ("dur='3s'", (0, 3000)),
    ],
)
def test_begin_end_and_duration(body: str, expected: tuple[int, int]) -> None:
    assert cues(f"<p {body}>Hm.</p>") == [(*expected, "Hm.")]


def test_times_count_from_the_container_and_end_with_it() -> None:
    found = cues('<div begin="10s" end="20s"><p begin="1s" end="3s">One.</p><p begin="8s" end="30s">Two.</p></div>')
    assert found == [(11_000, 13_000, "One."), (18_000, 20_000, "Two.")]


def test_in_a_sequence_each_begins_when_the_one_before_ends() -> None:
    body = '<p dur="2s">One.</p><p begin="1s" dur="2s">Two.</p><div dur="4s"/><p dur="1s">Four.</p>'
    assert cues(f'<div timeContainer="seq">{body}</div>') == [
        (0, 2000, "One."),
        (3000, 5000, "Two."),
        (9000, 10_000, "Four."),
    ]


def test_in_a_sequence_nothing_follows_what_has_no_end() -> None:
    """Section 12.4: the implicit duration of text in a parallel container is indefinite, in a sequence zero."""
    found = read('<div timeContainer="seq" end="9s"><p>One.</p><p dur="2s">Never.</p></div>')
    assert [(cue.begin_ms, cue.end_ms, cue.text) for cue in found.cues] == [(0, 9000, "One.")]
    assert [(one.code, one.detail) for one in found.problems] == [
        (LEFT_OUT, "styling that captions do not keep: text that is never shown")
    ]
    assert cues('<p timeContainer="seq" begin="1s" end="2s">Never.</p>') == []


def test_spans_in_a_sequence_follow_each_other() -> None:
    body = '<p timeContainer="seq" begin="1s" end="9s"><span dur="2s">One</span> lost <span dur="2s">two</span></p>'
    assert cues(body) == [(1000, 3000, "One"), (3000, 5000, "two")]


def test_text_that_only_grows_is_one_cue_with_timestamps() -> None:
    body = '<p begin="1s" end="9s">One <span begin="1s">two<br/>three</span> <span begin="2.5s">four</span></p>'
    assert cues(body) == [(1000, 9000, "One <00:00:02.000>two\nthree <00:00:03.500>four")]


def test_text_that_changes_is_a_cue_for_each_time() -> None:
    body = '<p begin="0s" end="9s"><span end="2s">One</span> <span begin="1s" end="3s">two</span></p>'
    assert cues(body) == [(0, 1000, "One"), (1000, 2000, "One two"), (2000, 3000, "two")]


def test_the_same_text_on_end_is_one_cue() -> None:
    assert cues('<p><span end="2s">One</span><span begin="2s" end="3s">One</span></p>') == [(0, 3000, "One")]


def test_space_is_collapsed_unless_it_is_preserved() -> None:
    assert cues(f"{P}>\n  One \t two\n<br/>\n  <span> three </span> four \n</p>") == [
        (1000, 2000, "One two\nthree four")
    ]
    assert cues(f'{P} xml:space="preserve">One  two\n  <span xml:space="default"> a  b </span>\n\n</p>') == [
        (1000, 2000, "One  two\na b")
    ]
    assert cues(f"{P}>\u00a0One\u3000 two\u00a0</p>") == [(1000, 2000, "\u00a0One\u3000 two\u00a0")]
    assert cues(f"{P}>{' ' * 100_000}One</p>") == [(1000, 2000, "One")]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('<span tts:fontStyle="italic">a</span>', "<i>a</i>"),
        ('<span tts:fontStyle="oblique">a <span tts:fontStyle="normal">b</span></span>', "<i>a </i>b"),
        ('<span tts:fontWeight="bold" tts:textDecoration="underline">a</span>', "<b><u>a</u></b>"),
        ('<span tts:textDecoration="underline">a<span tts:textDecoration="noUnderline">b</span></span>', "<u>a</u>b"),
        ('<span tts:color="red">a<span tts:color="white">b</span></span>', "<c.red>a</c>b"),
        ('<span tts:color="#00FF00">a</span><span tts:color="rgb(0,255,255)">b</span>', "<c.lime>a</c><c.cyan>b</c>"),
        ('<span tts:color="rgba(255,0,255,255)"><span tts:color="aqua">b</span></span>', "<c.cyan>b</c>"),
        ('<span xml:lang="fr">a <span xml:lang="fr">b</span></span>', "<lang fr>a b</lang>"),
        ("a &lt; <span>b &amp; c</span>", "a &lt; b &amp; c"),
        ("a<metadata><ttm:desc>not this</ttm:desc></metadata>b", "ab"),
        ('a<x:y xmlns:x="urn:x">not this</x:y>b', "ab"),
        ("<![CDATA[a < b]]>", "a &lt; b"),
        ("a<!-- not this -->b<?nor this?>c", "abc"),
    ],
)
def test_inline_content_is_cue_text(inner: str, expected: str) -> None:
    assert cues(f"{P}>{inner}</p>") == [(1000, 2000, expected)]


def test_styles_come_by_reference_by_initial_values_and_from_the_speaker() -> None:
    body = f'{P} style="y" tts:fontWeight="normal">a</p>{P} ttm:agent="m" style="i" tts:fontStyle="normal">b</p>'
    found = read(f'{body}{P} tts:fontWeight="normal" style="loop none">c</p>', STYLES)
    assert [cue.markup for cue in found.cues] == [
        "<i><c.yellow>a</c></i>",
        "<b><v Mary &amp; Co>b</v></b>",
        "<u>c</u>",
    ]
    assert found.left_out == ("styling that captions do not keep: style 'none', which is not declared",)


def test_ruby_is_ruby() -> None:
    def span(role: str, inner: str) -> str:
        return f'<span tts:ruby="{role}">{inner}</span>'

    one = span(
        "container", span("base", "紅") + span("delimiter", "(") + span("text", " べに ") + span("delimiter", ")")
    )
    assert cues(f"{P}>口{one} を</p>") == [(1000, 2000, "口<ruby>紅<rt>べに</rt></ruby> を")]
    bases = span("baseContainer", span("base", "東") + " " + span("base", "京"))
    texts = span("textContainer", span("text", "とう") + span("text", "きょう"))
    two = span("container", bases + texts)
    assert cues(f"{P}>{two}</p>") == [(1000, 2000, "<ruby>東<rt>とう</rt>京<rt>きょう</rt></ruby>")]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('tts:display="none"', []),
        ('tts:visibility="hidden"', []),
        ('tts:opacity="0"', []),
        ('tts:visibility="hidden"><span tts:visibility="visible">Seen.</span', [(1000, 2000, "Seen.")]),
        ('tts:display="none"><span tts:display="auto">Never.</span', []),
        ('><set begin="0.5s" tts:visibility="hidden"/', [(1000, 1500, "Hm.")]),
        ('tts:display="none"><set end="0.5s" tts:display="auto"/', [(1000, 1500, "Hm.")]),
        ('><set begin="0.2s" dur="0.3s" tts:display="none"/', [(1000, 1200, "Hm."), (1500, 2000, "Hm.")]),
        ('><set tts:color="red"/', [(1000, 2000, "Hm.")]),
    ],
)
def test_only_what_is_seen_is_read(said: str, expected: list[tuple[int, int, str]]) -> None:
    assert cues(f"{P} {said}>Hm.</p>" if "span" not in said else f"{P} {said}></p>") == expected


@pytest.mark.parametrize(
    ("region", "settings"),
    [
        ("foot", ""),
        ("head", "line:10% size:80%"),
        ("side", "line:50%,center position:5%,line-left size:40% align:left"),
        ("rl", "vertical:rl line:10% position:10%,line-left size:80% align:left"),
        ("late", ""),
    ],
)
def test_a_region_becomes_cue_settings(region: str, settings: str) -> None:
    found = read(f'<p begin="1s" end="9s" region="{region}">Hm.</p>', REGIONS).cues
    assert [cue.settings for cue in found] == [settings]
    assert (found[0].markup == "<i>Hm.</i>") == (region == "head")
    assert (found[0].begin_ms, found[0].end_ms) == ((5000, 6000) if region == "late" else (1000, 9000))


@pytest.mark.parametrize(
    ("region", "settings"),
    [
        ('tts:origin="64px 540px" tts:extent="1152px 90px" tts:textAlign="center"', "line:75% size:90%"),
        ('tts:origin="0c 3c" tts:extent="32c 3c" tts:textAlign="right"', "line:20% align:right"),
        ('tts:position="center" tts:extent="50% 20%" tts:textAlign="center"', "line:40% size:50%"),
        (
            'tts:position="right 10% top 25%" tts:extent="50% 20%"',
            "line:20% position:45%,line-left size:50% align:start",
        ),
        ('tts:position="bottom" tts:extent="100% 10%" tts:displayAlign="after" tts:textAlign="center"', ""),
        ('tts:origin="1em 1em" tts:extent="x y" tts:textAlign="center"', "line:0%"),
    ],
)
def test_lengths_of_every_kind(region: str, settings: str) -> None:
    head = f'<layout><region xml:id="r" {region}/></layout>'
    attributes = 'tts:extent="1280px 720px" xml:lang="en"'
    assert [cue.settings for cue in read(f'{P} region="r">Hm.</p>', head, attributes).cues] == [settings]


def test_text_in_no_region_is_not_shown_and_named_or_taken_in_repair() -> None:
    body = f'{P}>Nowhere.</p>{P} region="head"><span region="foot">Elsewhere.</span></p>{P} region="gone">Gone.</p>'
    strict = read(body, REGIONS)
    assert strict.cues == ()
    assert [one.code for one in strict.problems if one.code != LEFT_OUT] == ["region", "region"]
    assert [cue.text for cue in read(body, REGIONS, mode="repair").cues] == ["Nowhere.", "Gone."]


def test_spans_of_one_paragraph_in_two_regions_are_two_cues() -> None:
    """Section 11.3.1.3: text between them is in neither."""
    found = read(f'{P}><span region="head">Up</span><span region="foot">Down</span></p>', REGIONS)
    assert [(cue.text, cue.settings) for cue in found.cues] == [("Up", "line:10% size:80%"), ("Down", "")]


def test_pictures_are_named_one_by_one() -> None:
    smpte = 'xmlns:s="http://www.smpte-ra.org/schemas/2052-1/2010/smpte-tt"'
    body = f'<image src="a.png"/>\n<p begin="1s" end="2s"/>\n<div {smpte} s:backgroundImage="#b"/>'
    found = read(body)
    assert found.cues == ()
    assert [(one.line, one.code) for one in found.problems] == [(3, "image"), (5, "image")]


def test_a_text_without_end_stays_to_the_end_and_is_named() -> None:
    found = read('<p begin="1s">Hm.</p>')
    assert [(cue.begin_ms, cue.end_ms) for cue in found.cues] == [(1000, 359_999_999)]
    assert [(one.line, one.code) for one in found.problems] == [(3, "open_end")]
    with pytest.raises(Unreadable):
        take(FORMATS["ttml"], document('<p begin="1s">Hm.</p>'))


def test_cues_are_in_the_order_of_time_with_their_lines_ids_and_language() -> None:
    found = read(
        '\n<p xml:id="b" begin="5s" end="6s">B</p>\n<p begin="1s" end="2s">A</p>', attributes='xml:lang="pt-BR"'
    )
    assert found.cues == (Cue("", 1000, 2000, "A"), Cue("b", 5000, 6000, "B"))
    assert found.lines == (5, 4)
    assert found.language == "pt-BR"


def test_the_names_of_2006_are_known() -> None:
    data = document(f'{P} tts:color="yellow">Hm.</p>').replace(b"/ns/ttml#styling", b"/2006/10/ttaf1#style")
    data = data.replace(b"/ns/ttml#", b"/2006/10/ttaf1#").replace(b"/ns/ttml", b"/2006/10/ttaf1")
    assert [cue.markup for cue in ttml.read(data).cues] == ["<c.yellow>Hm.</c>"]


def test_a_file_is_known_by_its_root_element() -> None:
    assert ttml.looks_like(document(""))
    assert ttml.looks_like(b"\xef\xbb\xbf<?xml version='1.0'?><!-- tt --><?a?>\n<tt:tt xmlns:tt='x'>")
    assert ttml.looks_like("\ufeff<?xml version='1.0'?><tt>".encode("utf-16-le"))
    assert ttml.looks_like(b"<!DOCTYPE tt PUBLIC 'a' 'b'>\n<tt>")
    assert not ttml.looks_like(b"<html><tt>")
    assert not ttml.looks_like(b"<!--" * 1000)
    assert not ttml.looks_like(b"WEBVTT\n\n<tt>")


def test_a_plain_paragraph_and_one_with_an_empty_span_mean_the_same() -> None:
    """The short way of plain paragraphs leads where the long one does."""
    for attributes in ("", ' region="head"', ' region="side" tts:color="red"', ' region="late"', ' tts:display="none"'):
        for text in (" One\n two<br/><br/> three ", "\u00a0", " ", "<br/>", "One\u3000<br/>\u2028two"):
            plain = read(f'<p begin="1s" end="9s"{attributes}>{text}</p>', REGIONS, mode="repair")
            long = read(f'<p begin="1s" end="9s"{attributes}><span>{text}</span><span/></p>', REGIONS, mode="repair")
            assert plain.cues == long.cues
