"""Strangers' XML: nothing expands, nothing is fetched, nothing hangs, and every refusal names a line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.timedtext import ttml
from service.timedtext.model import Document
from service.timedtext.problems import Mode, Unreadable
from tests.timedtext.ttml_samples import NAMESPACES, cues, document

HM = '<p begin="1s" end="2s">Hm.</p>'
BOMB = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "ha"}">\n' for n in range(12))


def refused(data: bytes, mode: Mode = "strict") -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        ttml.read(data, mode)
    return caught.value


def attempt(data: bytes, mode: Mode) -> tuple[Document | None, Unreadable | None]:
    try:
        return ttml.read(data, mode), None
    except Unreadable as caught:
        return None, caught


@pytest.mark.parametrize("mode", ["strict", "repair"])
def test_entities_that_expand_or_read_files_are_refused(mode: Mode, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    for subset in (BOMB, f'<!ENTITY a11 SYSTEM "{secret.as_uri()}">', f'<!ENTITY % x SYSTEM "{secret.as_uri()}"> %x;'):
        data = f"<?xml version='1.0'?>\n<!DOCTYPE tt [\n{subset}]>\n".encode() + document(HM).replace(b"Hm.", b"&a11;")
        caught = refused(data, mode)
        assert caught.line == 2
        assert "DOCTYPE" in caught.reason


def test_a_document_type_alone_is_refused_or_left_aside() -> None:
    data = b'<!DOCTYPE tt PUBLIC "-//W3C//DTD"\n "http://127.0.0.1:9/a.dtd">\n' + document(HM)
    assert refused(data).line == 1
    found = ttml.read(data, "repair")
    assert [(one.line, one.code, one.repaired) for one in found.problems] == [(1, "doctype", True)]
    assert found.lines == (5,)


@pytest.mark.parametrize("mode", ["strict", "repair"])
def test_a_document_type_cannot_be_smuggled_in(mode: Mode) -> None:
    for before in (b"x", b"<!-- ", b"<?x", b"\x01", b"<tt/>", b"<!DOC\x01TYPE x>"):
        data = before + b'<!DOCTYPE tt [<!ENTITY a "leak">]>' + document(HM).replace(b"Hm.", b"&a;")
        try:
            found = ttml.read(data, mode)
        except Unreadable:
            continue
        assert "leak" not in str(found)


@pytest.mark.parametrize("mode", ["strict", "repair"])
@pytest.mark.parametrize(
    "deep", ["<div>", "<span>", '<span tts:ruby="container">', "<metadata>", "<div timeContainer='seq'>"]
)
def test_depth_ends(mode: Mode, deep: str) -> None:
    name = deep.strip("<>").split()[0]
    for depth in (120, 3000, 100_000):
        inner = deep * depth + HM + f"</{name}>" * depth
        data = document(inner if name != "span" else f'<p begin="1s" end="2s">{inner}</p>')
        found, caught = attempt(data, mode)
        assert caught is not None or depth == 120 or (found is not None and found.problems)


def test_sizes_end() -> None:
    assert "bytes" in refused(document(HM + " " * 4_200_000)).reason
    assert "characters" in refused(document(f'<p begin="1s" end="2s">{"x" * 4_000_000}</p>')).reason
    assert "20,000 cues" in refused(document(HM * 20_001)).reason
    spans = "".join(f'<span begin="{n}ms" end="{n + 1}ms">x</span>' for n in range(5000))
    assert "too often" in refused(document(f'<p end="9s">{spans}</p>')).reason
    many = " ".join(f'a{n}=">"' for n in range(200_000))
    assert "attributes" in refused(document(f'<p end="9s" {many}>x</p>')).reason
    sets = '<set tts:display="none" begin="1s"/>' * 200
    assert "animations" in refused(document(f'<p end="9s">{sets}x</p>')).reason
    long = "".join(f'<p end="9s">{"word " * 300}<span begin="1s" end="2s">x</span></p>' for _ in range(2000))
    assert "too often" in refused(document(long)).reason


def test_what_is_large_and_ordinary_is_read() -> None:
    styles = "".join(f'<style xml:id="s{n}" style="s{n - 1}" tts:color="red"/>' for n in range(5000))
    assert cues('<p begin="1s" end="2s" style="s4999">Hm.</p>', f"<styling>{styles}</styling>") == [
        (1000, 2000, "<c.red>Hm.</c>")
    ]
    many = "".join(f'<p begin="{n}s" end="{n + 1}s">{"<br/>" * 20}Hm.</p>' for n in range(10_000))
    assert len(cues(many)) == 10_000


@pytest.mark.parametrize(
    ("data", "line", "word"),
    [
        (b"", 1, "empty"),
        (b" \n", 1, "empty"),
        (b"WEBVTT\n", 1, "XML"),
        (b"<tt>\n<p>", 2, "XML"),
        (b"<tt>\n<p></q></tt>", 2, "XML"),
        (b"<tt>&nbsp;</tt>", 1, "XML"),
        (b"<tt/>", 1, "namespace"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", 1, "not TTML"),
        (b"<?xml version='1.0' encoding='zlib'?><tt/>", 1, "encoding"),
        (b"<?xml version='1.0' encoding='utf-16'?><tt/>", 1, "UTF-16"),
        (b"<tt>\n\xff</tt>", 2, "UTF-8"),
        (b"\n<?xml version='1.0'?><tt/>", 2, "XML"),
        (b"<tt>\0</tt>", 1, "XML"),
        (b"\xff\xfe<", 1, "UTF-16"),
    ],
)
def test_a_refusal_names_its_line_and_its_reason(data: bytes, line: int, word: str) -> None:
    caught = refused(data)
    assert (caught.line, word in caught.reason) == (line, True), caught


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"]
)
def test_the_declared_encoding_is_the_one(encoding: str) -> None:
    name = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16"}.get(encoding, encoding)
    text = f'<?xml version="1.0" encoding="{name}"?>' + document(HM).decode().replace("Hm.", "Café")
    assert [cue.text for cue in ttml.read(text.encode(encoding)).cues] == ["Café"]


@pytest.mark.parametrize(
    ("data", "text", "codes"),
    [
        (document(HM).replace(b"Hm.", b"Caf\xe9"), "Café", ["encoding"]),
        (b"<?xml version='1.0' encoding='utf-16'?>" + document(HM), "Hm.", ["encoding"]),
        (b"<?xml version='1.0' encoding='zlib'?>" + document(HM), "Hm.", ["encoding"]),
        (b"\n\n<?xml version='1.0'?>\n" + document(HM), "Hm.", ["xml"]),
        (
            document(HM).replace(b"Hm.", b"A &nbsp;&eacute; & b &amp; &unknown;"),
            "A \xa0é & b & &unknown;",
            ["ampersand"],
        ),
        (document(HM).replace(b"Hm.", b"H\x01m."), "Hm.", ["control_character"]),
        (document(HM).replace(NAMESPACES.encode(), b""), "Hm.", ["namespace"]),
        (
            document('<p begin="1s" end="2s" tts:color="red">Hm.</p>').replace(b"xmlns:tts", b"xmlns:x"),
            "Hm.",
            ["namespace"],
        ),
        (document(HM).replace(b"</p>", b""), "Hm.", ["xml"]),
        (document(HM)[:-15], "Hm.", ["xml"]),
    ],
)
def test_repair_takes_what_is_broken_and_names_it(data: bytes, text: str, codes: list[str]) -> None:
    assert refused(data).line >= 1
    found = ttml.read(data, "repair")
    assert [cue.text for cue in found.cues] == [text]
    assert [one.code for one in found.problems] == codes


PIECES = [
    "<p begin='1s' end='2s'>",
    "</p>",
    "<span>",
    "</span>",
    "<br/>",
    "&amp;",
    "&",
    "<",
    ">",
    "]]>",
    "<![CDATA[",
    "\0",
]
WORDS = [
    "begin='1s'",
    "end='2f'",
    "dur='-'",
    "tts:ruby='container'",
    "tts:ruby='text'",
    "region='r'",
    "style='s'",
    "\n",
]
SOUP = st.lists(
    st.sampled_from([*PIECES, *WORDS, "Hm.", " ", "é", "<set tts:display='none'/>", "<div>", "</div>"]), max_size=30
)


def check(data: bytes, mode: Mode) -> None:
    found, caught = attempt(data, mode)
    if caught is not None:
        assert 1 <= caught.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert caught.reason
    if found is not None:
        assert len(found.lines) == len(found.cues)
        assert all(cue.begin_ms < cue.end_ms for cue in found.cues)
        assert len(ttml.read(ttml.write(found)).cues) <= len(found.cues)


@given(SOUP, st.sampled_from(["strict", "repair"]))
@settings(max_examples=400, deadline=None)
def test_any_soup_gives_a_document_or_a_refusal(soup: list[str], mode: Mode) -> None:
    check(document("".join(soup)), mode)


HEAD = (
    '<layout><region xml:id="r" tts:displayAlign="after"/></layout>'
    '<styling><style xml:id="s" tts:color="red"/></styling>'
)
WHOLE = document(f'{HM}<p begin="0.5s" dur="10f" region="r">A<br/><span begin="1s" style="s">b</span></p>', HEAD)


@given(st.data(), st.sampled_from(["strict", "repair"]))
@settings(max_examples=400, deadline=None)
def test_any_change_to_a_document_gives_a_document_or_a_refusal(data: st.DataObject, mode: Mode) -> None:
    changed = bytearray(WHOLE)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(changed) - 1))
        changed[at : at + data.draw(st.integers(0, 12))] = data.draw(st.binary(max_size=4))
    check(bytes(changed), mode)
