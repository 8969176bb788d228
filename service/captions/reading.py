"""Caption files as they come in: to the letter, or mended with a list of what was mended."""

from __future__ import annotations

from service.captions.problems import UnreadableCaptions
from service.timedtext.directions import undirect
from service.timedtext.formats import FORMATS, Format, take
from service.timedtext.model import Document
from service.timedtext.problems import LEFT_OUT, Mode, Problem, Unreadable

READABLE = [format for format in FORMATS.values() if format.readable]
TYPES = list(dict.fromkeys(format.media_type for format in READABLE))
SUFFIXES = list(dict.fromkeys(format.suffix for format in READABLE))
MOST_PROBLEMS = 1_000


def read(format: Format, data: bytes, mode: Mode = "strict") -> Document:
    """The cues of a caption file; UnreadableCaptions with every problem when it breaks its format's rules.

    A file that is refused in strict mode is tried in repair mode at once, so that the answer can say whether that is a
    way out. Marks that only tell a player the direction of a line are left out; `directions.direct` writes them.
    """
    try:
        document = take(format, data, mode)
    except Unreadable as error:
        raise _refused(error, _mended(format, data) if mode == "strict" else None) from None
    document = undirect(document)
    if not document.cues:
        raise _refused(Unreadable(1, "The file has no cue. Send the file that has the captions."), None)
    return document


def problems_of(document: Document) -> list[Problem]:
    """What was met in a file besides what its captions can do without; of very many the first."""
    return [one for one in document.problems if one.code != LEFT_OUT][:MOST_PROBLEMS]


def _mended(format: Format, data: bytes) -> Document | None:
    """The same file in repair mode; None where that finds nothing either."""
    try:
        document = take(format, data, "repair")
    except Unreadable:
        return None
    return document if document.cues else None


def _refused(error: Unreadable, mended: Document | None) -> UnreadableCaptions:
    found = list(error.problems)[:MOST_PROBLEMS]
    if not found and mended is not None:
        found = problems_of(mended)
    found = found or [Problem(error.line, "unreadable", error.reason)]
    more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
    way_out = "; ?mode=repair imports what it can and says what it did" if mended is not None else ""
    return UnreadableCaptions(
        f"{error}{more}{way_out}", line=error.line, reason=error.reason, problems=found, repairable=mended is not None
    )
