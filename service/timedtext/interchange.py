"""JSON: one object per file, for programs.

`{"file", "format", "language", "cues": [{"id", "begin_ms", "end_ms", "text", "markup", "settings", "layout_region"}],
"problems"}`: `text` is what a reader sees, `markup` the cue text as WebVTT writes it, and settings that are not given
have the standard's defaults. What speech recognition writes is JSON too; `asr` reads that.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import replace

from service.timedtext import asr, cue_settings, cuetext, decoding
from service.timedtext.cue_settings import Settings
from service.timedtext.losses import EVERY
from service.timedtext.model import Cue, Document
from service.timedtext.problems import Mode, Problem, Unreadable

CARRIES = EVERY - {"note", "style", "header"}

_WANTED = 'This is no caption file in JSON. It is an object with "cues", each with "begin_ms", "end_ms" and "text".'


class WrittenSettings(Struct):
    """Settings by their names in the object; `region` stands beside them, as `layout_region`."""

    vertical: str = ""
    line: float | str = "auto"
    snap_to_lines: bool = True
    line_align: str = "start"
    position: float | str = "auto"
    position_align: str = "auto"
    size: float = 100
    align: str = "center"


class WrittenCue(Struct):
    """A cue as the object has it."""

    begin_ms: int
    end_ms: int
    text: str | UnsetType = UNSET
    id: str = ""
    markup: str = ""
    settings: WrittenSettings = msgspec.field(default_factory=WrittenSettings)
    layout_region: str | None = None


class WrittenFile(Struct):
    """The object. `file` and `format` say where it came from."""

    cues: list[WrittenCue]
    file: str = ""
    format: str = "json"
    language: str | None = None
    problems: list[Problem] = []


def read(data: bytes, mode: Mode = "strict") -> Document:
    """The document of a file in JSON; raises Unreadable."""
    lines, problems = decoding.decode(data, mode)
    given = "\n".join(lines)
    try:
        found = _decoded(given)
    except msgspec.DecodeError as error:
        raise Unreadable(_line_of(str(error), given), f"This is not JSON: {error}.") from None
    except RecursionError:
        raise Unreadable(1, f"{_WANTED} (It is nested too deep.)") from None
    if not isinstance(found, WrittenFile):
        document = asr.document(found, mode)
        return replace(document, problems=(*problems, *document.problems))
    decoding.check_count(1, len(found.cues))
    for at, cue in enumerate(found.cues):
        if not 0 <= cue.begin_ms < cue.end_ms <= decoding.MAX_MS:
            raise Unreadable(1, f"cues[{at}] does not end after it begins, within 100 hours. Correct its times.")
    return Document(tuple(map(_cue, found.cues)), found.language, problems=problems)


def _decoded(text: str) -> Any:
    """Our object, or what a speech recogniser wrote; raises Unreadable for anything else in JSON."""
    try:
        return msgspec.json.decode(text, type=WrittenFile)
    except msgspec.ValidationError as error:
        other = msgspec.json.decode(text)
        if asr.recognised(other):
            return other
        raise Unreadable(1, f"{_WANTED} ({error})") from None


def write(document: Document) -> bytes:
    """The object, without the name of a file."""
    return written(document)


def written(document: Document, file: str = "", format: str = "json") -> bytes:
    """The object of a document that was read from this file and format, on one line."""
    regions = frozenset(region.id for region in document.regions)
    cues = [_written(cue, regions) for cue in document.cues]
    return msgspec.json.encode(WrittenFile(cues, file, format, document.language, list(document.problems))) + b"\n"


def _written(cue: Cue, regions: frozenset[str]) -> WrittenCue:
    given = cue_settings.parse(cue.settings, regions).settings if cue.settings else _USUAL
    settings = WrittenSettings(*(getattr(given, name) for name in WrittenSettings.__struct_fields__))
    markup = cue.markup or cuetext.escape(cue.text)
    return WrittenCue(cue.begin_ms, cue.end_ms, cue.text, cue.id, markup, settings, given.region)


def _cue(given: WrittenCue) -> Cue:
    plain = cuetext.plain(cuetext.parse(given.markup)) if given.markup else ""
    text = plain if given.text is UNSET else given.text
    markup = given.markup if plain == text and cuetext.escape(text) != given.markup else ""
    settings = Settings(**_fields(given.settings), region=given.layout_region)
    return Cue(given.id, given.begin_ms, given.end_ms, text, cue_settings.words(settings), markup)


def _fields(settings: WrittenSettings) -> dict[str, Any]:
    return {name: getattr(settings, name) for name in WrittenSettings.__struct_fields__}


def _line_of(error: str, text: str) -> int:
    """The line of a fault that the decoder names by its byte."""
    place = error.rpartition("(byte ")[2].rstrip(")")
    return text.encode()[: int(place)].count(b"\n") + 1 if place.isdigit() else 1


_USUAL = Settings()
