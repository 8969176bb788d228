"""Layout of cues: the text is laid out, and its markup gets the same line ends.

Only spaces and line ends of the markup change, and only inside its text: tags, classes, times stay as and where they
are. The same for cutting a cue's text in two, where every tag that is open at the cut is closed and opened again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from service.timedtext import cuetext
from service.timedtext.breaking import Words
from service.timedtext.cuetext import Node
from service.timedtext.layout import PLAIN, lay_out, same_but_for_breaks
from service.timedtext.model import Cue
from service.timedtext.rules import Limits
from service.timedtext.segmentation import BLANKS

_PIECE = re.compile(f"[{BLANKS}]+|[^{BLANKS}]")
_GAP = re.compile(f"([{BLANKS}]*)(?:[^{BLANKS}]|\\Z)")


def lay_out_cue(cue: Cue, limits: Limits, words: Words = PLAIN) -> Cue:
    """The cue in lines, as `layout.lay_out` has them."""
    text = lay_out(cue.text, limits, words)
    if text == cue.text:
        return cue
    return replace(cue, text=text, markup=respaced(cue.markup, text) if cue.markup else "")


def respaced(markup: str, text: str) -> str:
    """The markup with the blanks of `text`, which differs from what it shows in nothing but blanks."""
    return cuetext.write(_Respacer(iter(_GAP.findall(text))).all(cuetext.parse(markup)))


def only_rebroken(text: str, markup: str, cue: Cue) -> bool:
    """Whether a text, with its markup, is what the cue says, in other lines at most."""
    if (text, markup) == (cue.text, cue.markup):
        return True
    if bool(markup) != bool(cue.markup) or not same_but_for_breaks(text, cue.text):
        return False
    return not markup or respaced(markup, cue.text) == respaced(cue.markup, cue.text)


class _Respacer:
    """Takes the visible characters of a tree one by one and puts the next gap before each."""

    def __init__(self, gaps: Iterator[str]) -> None:
        self._gaps = gaps
        self._owed: str | None = next(gaps, "")  # before the next visible character; None: given already

    def all(self, nodes: Iterable[Node]) -> tuple[Node, ...]:
        return tuple(self._one(node) for node in nodes)

    def _one(self, node: Node) -> Node:
        if node.kind == "text":
            return replace(node, value="".join(map(self._piece, _PIECE.findall(node.value))))
        return replace(node, children=self.all(node.children)) if node.children else node

    def _piece(self, piece: str) -> str:
        given, self._owed = self._owed or "", None
        if piece[0] in BLANKS:
            return given
        self._owed = next(self._gaps, "")
        return given + piece


def divided(markup: str, visible: int) -> tuple[str, str]:
    """The markup before and from a character on; `visible` counts characters that are no blanks."""
    left, right, _ = _divided(cuetext.parse(markup), visible)
    return cuetext.write(left), cuetext.write(right)


def _divided(nodes: Sequence[Node], visible: int) -> tuple[tuple[Node, ...], tuple[Node, ...], int]:
    """Both halves, and how many characters are still to come on the left."""
    for at, node in enumerate(nodes):
        if visible == 0:
            return tuple(nodes[:at]), tuple(nodes[at:]), 0
        if node.kind == "text":
            place = _place(node.value, visible)
            visible -= _visible(node.value[:place])
            halves = (node.value[:place].rstrip(BLANKS), node.value[place:].lstrip(BLANKS))
            parted = [replace(node, value=half) for half in halves]
        else:
            left, right, visible = _divided(node.children, visible)
            halves = (left, right)  # type: ignore[assignment]
            parted = [replace(node, children=half) for half in (left, right)]
        if halves[1]:
            return (*nodes[:at], parted[0]), (parted[1], *nodes[at + 1 :]), 0
    return tuple(nodes), (), visible


def _visible(text: str) -> int:
    return len(text) - sum(map(text.count, BLANKS))


def _place(text: str, visible: int) -> int:
    """Where so many visible characters of the text are past."""
    for at, char in enumerate(text):
        if visible == 0:
            return at
        visible -= char not in BLANKS
    return len(text)
