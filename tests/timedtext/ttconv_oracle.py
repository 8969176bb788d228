"""What ttconv says is on screen, moment by moment: the truth that our cues are held against.

ttconv makes an intermediate synchronic document for every time at which something changes (TTML2, section 11.3.1.4).
"""

from __future__ import annotations

import logging
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

import ttconv.imsc.reader
from ttconv import model
from ttconv.isd import ISD
from ttconv.style_properties import StyleProperties, VisibilityType

from service.timedtext.decoding import MAX_MS
from service.timedtext.model import Document
from tests.timedtext.ttml_samples import seen, tidied

logging.getLogger("ttconv").setLevel(logging.CRITICAL)

Moments = list[tuple[Fraction, list[str]]]


def both(data: bytes, ours: Document) -> tuple[Moments, Moments]:
    """In the middle of each stretch in which neither sees a change, in ms: the texts of the paragraphs shown, sorted.

    Theirs first. Its own list of the times that matter lacks those of animations, so ours are added.
    """
    document = ttconv.imsc.reader.to_model(ET.ElementTree(ET.fromstring(data)))  # noqa: S314
    assert document is not None
    significant = ISD.significant_times(document)
    times = {time * 1000 for time in significant}
    for cue in ours.cues:
        times |= {Fraction(cue.begin_ms), Fraction(cue.end_ms)}
    last = max((time for time in times if time < MAX_MS), default=Fraction(0)) + 2000
    theirs: Moments = []
    for begin, end in pairwise(sorted({*times, last})):
        if end - begin >= 2 and end <= MAX_MS:
            at = (begin + end) / 2
            shown = ISD.from_model(document, at / 1000, significant)
            theirs.append((at, sorted(texts(shown))))
    return theirs, [(at, _ours(ours, at)) for at, _ in theirs]


def texts(shown: ISD) -> list[str]:
    """Of every paragraph in a document of one moment."""
    found = (tidied("".join(_text(p))) for region in shown.iter_regions() for p in _paragraphs(region))
    return [text for text in found if text]


def _ours(document: Document, at: Fraction) -> list[str]:
    shown = (seen(cue, int(at)) for cue in document.cues if cue.begin_ms <= at < cue.end_ms)
    return sorted(text for text in shown if text)


def _paragraphs(element: model.ContentElement) -> Iterator[model.ContentElement]:
    for child in element:
        if isinstance(child, model.P):
            yield child
        else:
            yield from _paragraphs(child)


def _text(element: model.ContentElement) -> Iterator[str]:
    for child in element:
        if isinstance(child, model.Br):
            yield "\n"
        elif isinstance(child, model.Text):
            hidden = element.get_style(StyleProperties.Visibility) is VisibilityType.hidden
            yield "" if hidden else child.get_text()
        elif not isinstance(child, model.Rp):
            yield from _text(child)
