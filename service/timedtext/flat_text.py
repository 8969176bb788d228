"""Cue text for formats that know fewer tags than WebVTT, or none: one walk that they share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from service.timedtext.cuetext import Node

Tags = Mapping[str, tuple[str, str]]  # by kind of node: what stands before and after it


def flat(nodes: Iterable[Node], tags: Tags, escape: Callable[[str], str]) -> str:
    """The text of the nodes with these tags alone. The annotation of ruby stands behind its base in parentheses, as
    where no ruby can be shown; without them a reader would see the word twice."""
    return "".join(_one(node, tags, escape) for node in nodes)


def _one(node: Node, tags: Tags, escape: Callable[[str], str]) -> str:
    if node.kind == "text":
        return escape(node.value)
    text = flat(node.children, tags, escape)
    if node.kind == "rt":
        return f"({text})" if text.strip() else ""
    before, after = tags.get(node.kind, ("", ""))
    return f"{before}{text}{after}" if text else ""
