"""TTML documents for tests: what is said about all of them once, and the visible text of a cue at a moment."""

from __future__ import annotations

from collections.abc import Iterable

from service.timedtext import cuetext, ttml
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Mode

NAMESPACES = (
    'xmlns="http://www.w3.org/ns/ttml" xmlns:ttp="http://www.w3.org/ns/ttml#parameter" '
    'xmlns:tts="http://www.w3.org/ns/ttml#styling" xmlns:ttm="http://www.w3.org/ns/ttml#metadata"'
)


def document(body: str, head: str = "", attributes: str = 'xml:lang="en"') -> bytes:
    """A document around the content of its `div`."""
    return f"<tt {NAMESPACES} {attributes}>\n<head>{head}</head>\n<body><div>{body}</div></body>\n</tt>\n".encode()


def read(body: str, head: str = "", attributes: str = 'xml:lang="en"', mode: Mode = "strict") -> Document:
    return ttml.read(document(body, head, attributes), mode)


def cues(
    body: str, head: str = "", attributes: str = 'xml:lang="en"', mode: Mode = "strict"
) -> list[tuple[int, int, str]]:
    """Begin, end, and cue text."""
    found = read(body, head, attributes, mode).cues
    return [(cue.begin_ms, cue.end_ms, cue.markup or cuetext.escape(cue.text)) for cue in found]


def seen(cue: Cue, at_ms: int) -> str:
    """The text of a cue that has come up by this moment, as `tidied` has it."""
    pieces: list[str] = []

    def walk(nodes: Iterable[cuetext.Node], *, up: bool) -> bool:
        for node in nodes:
            if node.kind == "time":
                up = node.ms <= at_ms
            elif node.kind != "text":
                up = walk(node.children, up=up)
            elif up:
                pieces.append(node.value)
        return up

    walk(cuetext.parse(cue.markup or cuetext.escape(cue.text)), up=True)
    return tidied("".join(pieces))


def tidied(text: str) -> str:
    lines = (" ".join(line.split(" ")).strip(" \t\r") for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
