"""WebVTT cue text, to the letter: markup to a tree of nodes, and a tree to markup.

Source: W3C WebVTT, sections 6.3 "WebVTT cue text tokenizer" and 6.4 "WebVTT cue text parsing rules"; character
references as HTML has them in text. Nothing is refused: what the rules do not know vanishes, what is open at the end
closes there. Cost: one sweep.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable

from msgspec import Struct

Kind = str  # "text" "time", or the name of a tag: c i b u ruby rt v lang

TAGS = frozenset({"c", "i", "b", "u", "ruby", "rt", "v", "lang"})
SPACES = "\t\n\f\r "
MOST_NESTED = 64  # a tag deeper than this vanishes; nothing that people write comes near it

_TOKEN = re.compile(r"<([^>]*)>?|([^<]+)")
_START = re.compile(r"([^\t\n\f .]*)((?:\.[^\t\n\f .]*)*)(?:[\t\n\f ](.*))?", re.DOTALL)
_MOMENT = re.compile(r"(?:0*([0-9]{1,15}):)?([0-5][0-9]):([0-5][0-9])\.([0-9]{3})")
_REFERENCE = re.compile(r"&(?:#([0-9]+);?|#[xX]([0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]{0,31};?)")
_BLANKS = re.compile(r"[\t\n\f\r ]+")


class Node(Struct, frozen=True):
    """A piece of cue text. `kind` is the name of a tag, `"text"` or `"time"`; `value` is the text, or the annotation
    of a tag (who speaks, which language); `ms` the moment of a time."""

    kind: Kind
    value: str = ""
    classes: tuple[str, ...] = ()
    children: tuple[Node, ...] = ()
    ms: int = 0


class _Open(Struct):
    """A tag that is not closed yet."""

    kind: Kind
    value: str
    classes: tuple[str, ...]
    children: list[Node]

    def closed(self) -> Node:
        return Node(self.kind, self.value, self.classes, tuple(self.children))


def parse(markup: str) -> tuple[Node, ...]:
    """The nodes of cue text (section 6.4)."""
    if "<" not in markup:
        return (Node("text", unescape(markup)),) if markup else ()
    path = [_Open("", "", (), [])]
    for tag, text in _TOKEN.findall(markup):
        if text:
            path[-1].children.append(Node("text", unescape(text)))
        elif tag[:1] == "/":
            _close(path, tag[1:])
        elif tag[:1].isdigit() and tag[:1].isascii():
            if (ms := moment(tag)) is not None:
                path[-1].children.append(Node("time", ms=ms))
        else:
            _open(path, tag)
    while len(path) > 1:
        _leave(path)
    return tuple(path[0].children)


def write(nodes: Iterable[Node]) -> str:
    """The nodes as cue text that conforms to the standard: every tag closed, every reference needed written."""
    return "".join(map(_written, nodes))


def plain(nodes: Iterable[Node]) -> str:
    """What a reader sees: the text of all nodes, ruby with its annotations."""
    return "".join([node.value if node.kind == "text" else plain(node.children) for node in nodes])


def unescape(text: str) -> str:
    """Text with its character references resolved, as HTML does outside attributes."""
    return _REFERENCE.sub(_resolved, text) if "&" in text else text


def escape(text: str) -> str:
    """Plain text as WebVTT cue text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(ms: int, separator: str = ".") -> str:
    """`hh:mm:ss.mmm`, with more digits of hours where they are needed; raises ValueError below zero."""
    if ms < 0:
        raise ValueError(f"{ms} ms cannot be written as a caption time")
    clock = (ms // 3_600_000, ms // 60_000 % 60, ms // 1000 % 60, separator, ms % 1000)
    return "%02d:%02d:%02d%s%03d" % clock  # noqa: UP031  in little more than half the time of an f-string


def moment(text: str) -> int | None:
    """A cue's inner timestamp in ms (section 6.3, "collect a WebVTT timestamp"); None for one that is none."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return None
    hours, minutes, seconds, ms = found.groups(default="0")
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(ms)


def _written(node: Node) -> str:
    if node.kind == "text":
        return escape(node.value)
    if node.kind == "time":
        return f"<{stamp(node.ms)}>"
    classes = "".join(f".{one}" for one in node.classes if "&" not in one and "<" not in one)  # which none may have
    said = f" {escape(node.value)}" if node.value else ""
    head = f"<{node.kind}{classes}{said}"
    if head.endswith("--"):  # which `>` would make an arrow; a space at the end of a tag says nothing
        head += " "
    return f"{head}>{write(node.children)}</{node.kind}>"


def _open(path: list[_Open], tag: str) -> None:
    found = _START.fullmatch(tag)
    if found is None or len(path) > MOST_NESTED:
        return
    name, classes, annotation = found.groups()
    if name not in TAGS or (name == "rt" and path[-1].kind != "ruby"):
        return
    value = _BLANKS.sub(" ", unescape(annotation)).strip(SPACES) if annotation and name in ("v", "lang") else ""
    path.append(_Open(name, value, tuple(filter(None, classes.split("."))), []))


def _close(path: list[_Open], name: str) -> None:
    if name == "ruby" and path[-1].kind == "rt":
        _leave(path)
        _leave(path)
    elif len(path) > 1 and path[-1].kind == name:
        _leave(path)


def _leave(path: list[_Open]) -> None:
    node = path.pop().closed()
    path[-1].children.append(node)


def _resolved(reference: re.Match[str]) -> str:
    decimal, hexadecimal = reference.groups()
    if decimal is None and hexadecimal is None:
        return html.unescape(reference.group())
    digits = (decimal or hexadecimal).lstrip("0")
    code = int(digits or "0", 10 if decimal else 16) if len(digits) < 8 else 0x110000
    if code == 0 or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return "\N{REPLACEMENT CHARACTER}"
    return html.unescape(f"&#{code};") if 0x80 <= code <= 0x9F else chr(code)
