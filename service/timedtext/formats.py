"""The formats Cutdown speaks. To add one: write its module with `read`, `write` or both, add it here, and its corpus.

A reader takes bytes and a mode. `strict` follows the format's specification; `repair` takes what exists in the wild and
names every repair. Both name what they met in `Document.problems` and raise Unreadable where there is nothing to read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from service.timedtext import ass, interchange, sbv, scc, srt, transcript, ttml, webvtt
from service.timedtext.decoding import MAX_MS
from service.timedtext.losses import Feature
from service.timedtext.model import Document, in_time
from service.timedtext.problems import ASIDE, LEFT_OUT, Mode, Problem, Unreadable


class Reader(Protocol):
    def __call__(self, data: bytes, mode: Mode = "strict", /) -> Document: ...


Writer = Callable[[Document], bytes]


def _not_read(_data: bytes, _mode: Mode = "strict") -> Document:
    raise Unreadable(1, "This format can be written, not read. Send WebVTT, SRT or TTML.")


def _not_written(_document: Document) -> bytes:
    raise ValueError("this format can be read, not written")


class Format(Struct, frozen=True, kw_only=True):
    """`suffix` carries its dot; `read` raises Unreadable; `write` gives the same bytes for the same document.

    `carries` are the features that a written file keeps; `losses.losses` names the others.
    """

    name: str
    title: str
    media_type: str
    suffix: str
    read: Reader = _not_read
    write: Writer = _not_written
    carries: frozenset[Feature] = frozenset()

    @property
    def readable(self) -> bool:
        return self.read is not _not_read

    @property
    def writable(self) -> bool:
        return self.write is not _not_written


def written(format: Format, document: Document, aspect: str | None) -> bytes:
    """The document in a format; where that format knows the size of the picture, for one of this shape."""
    if format.name == "ass" and aspect:
        width, height = ass.SIZES[aspect]
        return ass.write(document, width=width, height=height)
    return format.write(document)


FORMATS: dict[str, Format] = {
    "vtt": Format(
        name="vtt",
        title="WebVTT",
        media_type="text/vtt",
        suffix=".vtt",
        read=webvtt.read,
        write=webvtt.write,
        carries=webvtt.CARRIES,
    ),
    "srt": Format(
        name="srt",
        title="SRT",
        media_type="application/x-subrip",
        suffix=".srt",
        read=srt.read,
        write=srt.write,
        carries=srt.CARRIES,
    ),
    "sbv": Format(
        name="sbv",
        title="SBV",
        media_type="text/x-sbv",
        suffix=".sbv",
        read=sbv.read,
        write=sbv.write,
        carries=sbv.CARRIES,
    ),
    "scc": Format(
        name="scc",
        title="Scenarist Closed Captions",
        media_type="text/x-scc",
        suffix=".scc",
        read=scc.read,
    ),
    "ass": Format(
        name="ass",
        title="Advanced SubStation Alpha",
        media_type="text/x-ssa",
        suffix=".ass",
        write=ass.write,
        carries=ass.CARRIES,
    ),
    "txt": Format(
        name="txt",
        title="Transcript",
        media_type="text/plain",
        suffix=".txt",
        write=transcript.write,
        carries=transcript.CARRIES,
    ),
    "json": Format(
        name="json",
        title="JSON",
        media_type="application/json",
        suffix=".json",
        read=interchange.read,
        write=interchange.write,
        carries=interchange.CARRIES,
    ),
    "ttml": Format(
        name="ttml",
        title="TTML",
        media_type="application/ttml+xml",
        suffix=".ttml",
        read=ttml.read,
        write=ttml.write,
        carries=ttml.CARRIES,
    ),
}


_SAMPLE = 4096
_SIGNS = (
    ("vtt", re.compile(rb"WEBVTT\b")),
    ("scc", re.compile(rb"Scenarist_SCC")),
    ("ttml", re.compile(rb"<\?xml|<(?:\w+:)?tt[\s>]")),
    ("json", re.compile(rb"[{\[]")),
    ("sbv", re.compile(rb"\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+")),
    ("srt", re.compile(rb"(?:\d+\s+)?\d+:\d+:\d+[,.]\d+\s*-+>")),
)


def take(format: Format, data: bytes, mode: Mode = "strict") -> Document:
    """A file as the rooms keep it: its cues by time, tidied; what else it had is left out and named.

    In strict mode nothing is lost unseen: a file with problems is refused with all of them; raises Unreadable.
    """
    document = format.read(data, mode)
    late = next((line for cue, line in zip(document.cues, document.lines, strict=False) if cue.end_ms > MAX_MS), None)
    if late is not None:
        raise Unreadable(late, "The cue ends after 99:59:59.999. Correct its times.")
    faults = tuple(problem for problem in document.problems if problem.code not in ASIDE)
    if mode == "strict" and faults:
        raise Unreadable(faults[0].line, faults[0].detail, faults)
    return in_time(_cues_alone(document))


def _cues_alone(document: Document) -> Document:
    counts = {
        "STYLE block": len(document.styles),
        "REGION block": len(document.regions),
        "NOTE": len(document.notes),
    }
    left_out = (f"{count} {name}{'s' if count > 1 else ''}" for name, count in counts.items() if count)
    problems = document.problems + tuple(Problem(1, LEFT_OUT, one) for one in left_out)
    return replace(document, header="", styles=(), regions=(), notes=(), problems=problems)


def for_media_type(content_type: str) -> Format | None:
    """The format of a Content-Type header that can be read, whatever its parameters say."""
    bare = content_type.partition(";")[0].strip().lower()
    return next((format for format in FORMATS.values() if format.readable and format.media_type == bare), None)


def for_suffix(file_name: str) -> Format | None:
    """The format that a file's name ends with."""
    return next((format for format in FORMATS.values() if file_name.lower().endswith(format.suffix)), None)


def recognise(data: bytes, file_name: str, mode: Mode = "strict") -> Format | None:
    """The format of a file: as its name says, or, where that says nothing or lies, as its first bytes do.

    In strict mode the name stands, so that a file which is not what it is called is refused.
    """
    named = for_suffix(file_name)
    if named is not None and mode == "strict":
        return named
    start = data[:_SAMPLE].removeprefix(codecs.BOM_UTF8).replace(b"\0", b"").removeprefix(b"\xff\xfe").lstrip()
    told = next((name for name, sign in _SIGNS if sign.match(start)), None)
    return FORMATS.get(told or "", named)
