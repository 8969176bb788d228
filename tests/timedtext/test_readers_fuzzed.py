"""Whatever the bytes, a reader gives a document or says Unreadable; and what a writer wrote reads back the same."""

from __future__ import annotations

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.timedtext.formats import FORMATS, Format, take
from service.timedtext.model import Cue, Document, tidy
from service.timedtext.problems import Mode, Unreadable

FORMAT = st.sampled_from(list(FORMATS.values()))
PIECES = st.sampled_from(
    [
        "WEBVTT",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        " ",
        "\t",
        "1",
        "-->",
        " --> ",
        "00:00:01.000",
        "00:00:02,500",
        "00:00:01,000 --> 00:00:02,000\n",
        "00:00:01.000 --> 00:00:02.000",
        "99:59:59.999",
        "<i>",
        "</i>",
        "<v ",
        "<",
        ">",
        "&amp;",
        "&#10;",
        "&#0;",
        "&",
        "NOTE",
        "STYLE",
        "REGION",
        "id:a",
        "{\\an8}",
        "\ufeff",
        "\u2028",
        "\0",
        "\x85",
        "é",
        "قهوة",
        "line:-1%",
    ]
)
BYTES = st.one_of(
    st.binary(max_size=300),
    st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode()),
    st.lists(PIECES, max_size=30).map(lambda pieces: ("WEBVTT\n\n" + "".join(pieces)).encode()),
    st.tuples(st.lists(PIECES, max_size=20), st.binary(max_size=4)).map(
        lambda pair: "".join(pair[0]).encode() + pair[1]
    ),
)
VISIBLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40)
TEXT = st.lists(VISIBLE, min_size=1, max_size=4).map("\n".join).map(tidy).filter(bool)


def attempt(format: Format, data: bytes, mode: Mode = "strict") -> tuple[Document | None, Unreadable | None]:
    try:
        return take(format, data, mode), None
    except Unreadable as refused:
        return None, refused


@given(FORMAT, BYTES, st.sampled_from(["strict", "repair"]))
@example(FORMATS["vtt"], b"WEBVTT\n\nNOTE\n\n00:00:01.000 --> 00:00:02.000\n&#10;&#10;<\x00>", "strict")
@example(FORMATS["json"], b"0!", "strict")
@example(FORMATS["json"], b'{"segments":' + b"[" * 9000, "strict")
@example(FORMATS["json"], b'{"cues":[{"x":' + b"[" * 9000, "repair")
@settings(max_examples=600, deadline=None)
def test_a_reader_gives_ordered_cues_or_says_unreadable(format: Format, data: bytes, mode: Mode) -> None:
    document, refused = attempt(format, data, mode)
    if refused is not None:
        assert 1 <= refused.line <= data.count(b"\n") + data.count(b"\r") + 1
        assert refused.reason
    elif document is not None:
        assert list(document.cues) == sorted(document.cues, key=lambda cue: (cue.begin_ms, cue.end_ms))
        assert all(cue.begin_ms < cue.end_ms for cue in document.cues)
        assert all(cue.text == tidy(cue.text) for cue in document.cues)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    times = sorted(draw(st.lists(st.integers(0, 359_999_998), min_size=1, max_size=8, unique=True)))
    return Document(tuple(Cue("", at, at + draw(st.integers(1, 1)), draw(TEXT)) for at in times))


@given(documents())
@example(Document((Cue("", 0, 1, "one\n\u00a0\n7"),)))
@settings(max_examples=400, deadline=None)
def test_webvtt_reads_back_what_it_wrote(document: Document) -> None:
    written = FORMATS["vtt"].write(document)
    assert FORMATS["vtt"].read(written).cues == document.cues
    assert FORMATS["vtt"].write(FORMATS["vtt"].read(written)) == written


@given(documents())
@example(Document((Cue("", 0, 1, "one\n\u00a0\n7"),)))
@settings(max_examples=400, deadline=None)
def test_a_second_srt_round_changes_nothing(document: Document) -> None:
    plain = Document(
        tuple(Cue("", c.begin_ms, c.end_ms, c.text.replace("<", "(").replace("{", "(")) for c in document.cues)
    )
    once = FORMATS["srt"].write(plain)
    assert FORMATS["srt"].write(FORMATS["srt"].read(once)) == once


TAGS = ["<i>", "</i>", "<b>", "</b>", "<v Tom & Ann>", "</v>", "<c.x>", "</c>", "<ruby>", "<rt>", "</rt>", "</ruby>"]
MARKUP = st.lists(
    st.sampled_from(
        [*TAGS, "<font>", "<00:00:00.500>", "&", "&amp;", "&lt;", "&copy", "<", ">", "Hm.", " ", "\n", "é"]
    ),
    max_size=14,
).map("".join)
PLAIN = re.compile(r"(?:[^&<]|&(?:amp|lt|gt|lrm|rlm|nbsp);)*")
TAG = re.compile(r"</?(?:c|i|b|u|ruby|rt|v|lang)(?:\.[^\s.&<>]+)*(?: (?:[^&<>]|&(?:amp|lt|gt);)+)?>|<[0-9:.]+>")


@given(MARKUP)
@settings(max_examples=600, deadline=None)
def test_whatever_markup_came_in_what_goes_out_is_cue_text_as_the_standard_has_it(markup: str) -> None:
    """W3C WebVTT, section 6.4: text without bare ampersands, and tags that are known and pair up."""
    data = f"WEBVTT\n\n00:00.000 --> 00:01.000\n{markup}\n".encode()
    document, refused = attempt(FORMATS["vtt"], data)
    if document is None or not document.cues:
        assert refused is not None or not markup.strip() or (document is not None and document.left_out)
        return
    written = FORMATS["vtt"].write(document)
    text = written.decode().partition("00:00:01.000\n")[2]
    assert PLAIN.fullmatch(TAG.sub("", text)), text
    opened: list[str] = []
    for tag in re.findall(r"<(/?)(c|i|b|u|ruby|v)\b", text):
        if tag[0]:
            assert opened.pop() == tag[1], text
        else:
            opened.append(tag[1])
    assert opened in ([], ["v"]), text
    again = take(FORMATS["vtt"], written)
    assert [cue.text for cue in again.cues] == [cue.text for cue in document.cues]
    assert FORMATS["vtt"].write(FORMATS["vtt"].read(written)) == written
