"""What is shown of a film: a poster, a contact sheet, a waveform, a light preview. Each is made in a child process with
limits, to an open file that nothing else refers to, so that nothing is left over however it ends.

The same film gives the same bytes, with the same versions of the libraries.
"""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from service.media.child import Limits, Tell, make

STILLS = Path(__file__).with_name("stills_child.py")
WAVEFORM = Path(__file__).with_name("waveform_child.py")
PREVIEW = Path(__file__).with_name("preview_child.py")

_MEGABYTE = 1 << 20
PREVIEW_BYTES_PER_S = 200_000  # twice what its rate comes to, and room for the index of many frames


class PosterFacts(Struct, frozen=True):
    """One picture as WebP, as shown, at most 640 pixels high."""

    width_px: int
    height_px: int


class SheetFacts(Struct, frozen=True):
    """Pictures side by side in one WebP, row by row, one every `every_ms` from the first frame on; at most 120."""

    columns: int
    rows: int
    tile_width_px: int
    tile_height_px: int
    every_ms: int
    count: int


class WaveformFacts(Struct, frozen=True):
    """JSON with the loudest sample (0 to 255) of each part of a second; nothing is written where `count` is 0: the film
    has no sound."""

    per_second: int
    count: int


class PreviewFacts(Struct, frozen=True):
    """H.264 and AAC in MP4 with every frame of the film at its time."""

    width_px: int
    height_px: int
    duration_ms: int


def limits(duration_ms: int, times: float, made_bytes: int, least_s: int = 60) -> Limits:
    """What making a part of a film may take: processor time in proportion to how long the film is."""
    processor_s = least_s + int(times * duration_ms / 1000)
    return Limits(processor_s=processor_s, wall_s=3.0 * processor_s, made_bytes=made_bytes)


async def poster(film: Path, target: BinaryIO, duration_ms: int, frame: int | None = None) -> PosterFacts:
    """The poster of a film: the frame of that number, or one that stands for the whole. Like the others it raises
    UnreadableMedia, and OSError where the file itself cannot be opened or there is no room for what is made."""
    allowed = limits(duration_ms, 1, 8 * _MEGABYTE)
    return await make(STILLS, film, allowed, PosterFacts, {"poster": frame}, target, None)


async def sheet(film: Path, target: BinaryIO, duration_ms: int, tell: Tell | None = None) -> SheetFacts:
    """The contact sheet of a film."""
    allowed = limits(duration_ms, 3, 32 * _MEGABYTE)
    asked = {"sheet": True, "duration_ms": duration_ms}
    return await make(STILLS, film, allowed, SheetFacts, asked, target, tell)


async def waveform(film: Path, target: BinaryIO, duration_ms: int, tell: Tell | None = None) -> WaveformFacts:
    """The waveform of a film, of its first 4 hours."""
    allowed = limits(duration_ms, 0.5, 8 * _MEGABYTE)
    return await make(WAVEFORM, film, allowed, WaveformFacts, {"duration_ms": duration_ms}, target, tell)


async def preview(film: Path, target: BinaryIO, duration_ms: int, tell: Tell | None = None) -> PreviewFacts:
    """The light preview of a film."""
    allowed = limits(duration_ms, 8, 8 * _MEGABYTE + PREVIEW_BYTES_PER_S * duration_ms // 1000, least_s=120)
    return await make(PREVIEW, film, allowed, PreviewFacts, {"duration_ms": duration_ms}, target, tell)
