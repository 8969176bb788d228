"""What a conversion loses: every feature of a document that the format it is written in cannot carry, by cue.

One table, no format's own code: a format says which features it carries, the cue's markup and settings say which it
has.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Literal, get_args

from msgspec import Struct

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
            found += [Loss(index, cue.id, *one) for one in _of_cue(cue) if one[0] not in carries]
    return found


def _of_file(document: Document) -> Iterator[tuple[Feature, str]]:
    if document.language:
        yield "language", document.language
    if document.header:
        yield "header", document.header
    for style in document.styles:
        yield "style", style
    for region in document.regions:
        yield "region", region.id
    for note in document.notes:
        yield "note", note.text


def _of_cue(cue: Cue) -> Iterator[tuple[Feature, str]]:
    if cue.id:
        yield "identifier", cue.id
