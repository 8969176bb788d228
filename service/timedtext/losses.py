"""What a conversion loses: every feature of a document that the format it is written in cannot carry, by cue.

One table, no format's own code: a format says which features it carries, the cue's markup and settings say which it
has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from functools import lru_cache
from typing import Literal, get_args

from msgspec import Struct

from service.timedtext import cue_settings, cuetext
from service.timedtext.model import Cue, Document

Feature = Literal[
    "identifier",
    "bold",
    "italics",
    "underline",
    "class",
    "voice",
    "language_span",
    "ruby",
    "timestamp",
    "position",
    "alignment",
    "size",
    "vertical",
    "region",
    "note",
    "style",
    "header",
    "language",
]

EVERY: frozenset[Feature] = frozenset(get_args(Feature))
_OF_TAG: dict[str, Feature] = {
    "b": "bold",
    "i": "italics",
    "u": "underline",
    "c": "class",
    "v": "voice",
    "lang": "language_span",
    "ruby": "ruby",
    "time": "timestamp",
}

Has = tuple[Feature, str]


class Loss(Struct, frozen=True):
    """One feature that one cue loses. `cue` is its index in the document; None for what belongs to the whole file."""

    cue: int | None
    cue_id: str
    feature: Feature
    detail: str


def losses(document: Document, carries: Set[Feature]) -> list[Loss]:
    """What writing the document in a format with these features leaves behind, in the order of the cues."""
    found = [Loss(None, "", *one) for one in _of_file(document) if one[0] not in carries]
    for index, cue in enumerate(document.cues):
        if cue.markup or cue.settings or cue.id:
            counts = cue.id == str(index + 1)  # a number that only counts is as good as written by the place
            lost = (one for one in features(cue) if one[0] not in carries and not (counts and one[0] == "identifier"))
            found += [Loss(index, cue.id, *one) for one in lost]
    return found


def features(cue: Cue) -> list[Has]:
    """What a cue has besides times and text, each with what it says: a voice with who speaks."""
    found: list[Has] = [("identifier", cue.id)] if cue.id else []
    if cue.settings:
        found += _of_settings(cue.settings)
    return [*found, *_of_markup(cue.markup)] if cue.markup else found


def _of_file(document: Document) -> Iterator[Has]:
    if document.language and f"Language: {document.language}" not in document.header:
        yield "language", document.language
    if document.header:
        yield "header", document.header
    for style in document.styles:
        yield "style", style
    for region in document.regions:
        yield "region", region.id
    for note in document.notes:
        yield "note", note.text


@lru_cache(maxsize=4096)
def _of_markup(markup: str) -> tuple[Has, ...]:
    return tuple(dict.fromkeys(_of_nodes(cuetext.parse(markup))))


def _of_nodes(nodes: Iterable[cuetext.Node]) -> Iterator[Has]:
    for node in nodes:
        if node.kind in _OF_TAG:
            yield _OF_TAG[node.kind], node.value or ".".join(node.classes)
        if node.classes and node.kind != "c":
            yield "class", ".".join(node.classes)
        yield from _of_nodes(node.children)


@lru_cache(maxsize=4096)
def _of_settings(text: str) -> tuple[Has, ...]:
    """The settings that differ from what holds without them."""
    named = frozenset(word[7:] for word in text.split() if word.startswith("region:"))
    given = cue_settings.parse(text, named).settings
    usual = cue_settings.Settings()
    has: list[Has] = []
    if given.region is not None:
        has.append(("region", given.region))
    if (given.line, given.position) != (usual.line, usual.position):
        has.append(("position", f"line {given.line}, position {given.position}"))
    if given.align != usual.align:
        has.append(("alignment", given.align))
    if given.size != usual.size:
        has.append(("size", f"{given.size:g}%"))
    if given.vertical:
        has.append(("vertical", given.vertical))
    return tuple(has)
