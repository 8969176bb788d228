"""The plain transcript: what is said, without times. A paragraph ends where the speaker changes, or after a sentence
that a pause follows; the lines of captions become running text again.

Speakers are those of WebVTT voices, as `Name:`. Written only: the times cannot come back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.timedtext.cuetext import Node, parse
from service.timedtext.flat_text import flat
from service.timedtext.losses import Feature
from service.timedtext.model import Cue, Document, in_time

CARRIES: frozenset[Feature] = frozenset({"voice"})

_DASHES = ("-", "–", "—", "‐")  # which begin the line of another speaker
PAUSE_MS = 2_000  # from which on a sentence's end ends the paragraph
_SENTENCE_END = re.compile(r"[.!?…。！？｡؟۔।॥][\"'”’»)\]」』]*$")
_SPACES = re.compile(r"\s+")
_NO_SPACE = re.compile(  # scripts that put no space between words: a line's end within a sentence is none either
    r"(?<=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff9f]) "
    r"(?=[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uff00-\uff9f])"
)


def write(document: Document) -> bytes:
    """Paragraphs with a blank line between them."""
    paragraphs: list[tuple[str, list[str]]] = []
    ended, end_ms = True, 0
    for cue in in_time(document).cues:
        pause = cue.begin_ms - end_ms >= PAUSE_MS
        for voice, text in _said(cue):
            new = not paragraphs or (ended and pause) or voice != paragraphs[-1][0] or text[:1] in _DASHES
            if new:
                paragraphs.append((voice, []))
            paragraphs[-1][1].append(text)
            ended, pause = _SENTENCE_END.search(text) is not None, False
        end_ms = max(end_ms, cue.end_ms)
    return "\n".join(_paragraph(voice, texts) for voice, texts in paragraphs).encode()


def _paragraph(voice: str, texts: list[str]) -> str:
    text = _running(" ".join(texts))
    return f"{voice}: {text}\n" if voice else f"{text}\n"


def _said(cue: Cue) -> Iterator[tuple[str, str]]:
    """Who says what in a cue, in order; nobody in particular is an empty name."""
    if not cue.markup:
        lines = cue.text.split("\n")
        for text in lines if all(line[:1] in _DASHES for line in lines) else [cue.text]:
            yield "", _running(text)
        return
    said: list[tuple[str, list[Node]]] = []
    for node in parse(cue.markup):
        voice = node.value if node.kind == "v" else ""
        if not said or said[-1][0] != voice:
            said.append((voice, []))
        said[-1][1].append(node)
    for voice, nodes in said:
        text = _running(flat(nodes, {}, str))
        if text:
            yield voice, text


def _running(text: str) -> str:
    return _NO_SPACE.sub("", _SPACES.sub(" ", text)).strip()
