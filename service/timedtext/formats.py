"""The formats Cutdown speaks. To add one: write its module with `read` and `write`, add a line here and its corpus."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from service.timedtext import srt, webvtt
from service.timedtext.model import Document


class Format(Struct, frozen=True):
    """`suffix` carries its dot; `read` raises Unreadable; `write` gives the same bytes for the same document."""

    name: str
    title: str
    media_type: str
    suffix: str
    read: Callable[[bytes], Document]
    write: Callable[[Document], bytes]


FORMATS: dict[str, Format] = {
    "vtt": Format("vtt", "WebVTT", "text/vtt", ".vtt", webvtt.read, webvtt.write),
    "srt": Format("srt", "SRT", "application/x-subrip", ".srt", srt.read, srt.write),
}


def for_media_type(content_type: str) -> Format | None:
    """The format of a Content-Type header; its parameters do not matter, since every format is UTF-8 here."""
    bare = content_type.partition(";")[0].strip().lower()
    return next((format for format in FORMATS.values() if format.media_type == bare), None)


def for_suffix(file_name: str) -> Format | None:
    """The format that a file's name ends with."""
    return next((format for format in FORMATS.values() if file_name.lower().endswith(format.suffix)), None)
