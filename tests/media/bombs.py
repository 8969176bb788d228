"""Small files that would be large or long if they were believed."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.media.films import ffmpeg, film

SIDE_PX = 16_000
_WIDTH, _HEIGHT = 0xB0, 0xBA  # PixelWidth and PixelHeight of a Matroska track, each as two bytes


def wide(path: Path) -> Path:
    """Three black frames of 16,000 × 16,000 pixels in less than 100 kB; the suffix is `.mkv`."""
    pixels = path.with_suffix(".raw")
    with pixels.open("wb") as file:
        file.truncate(3 * SIDE_PX * SIDE_PX // 8)
    ffmpeg(
        "-f", "rawvideo", "-pix_fmt", "monob", "-s", f"{SIDE_PX}x{SIDE_PX}", "-i", str(pixels), "-c:v", "png", str(path)
    )
    pixels.unlink()
    return path


def lying(path: Path) -> Path:
    """The same, and its container says that it has 320 × 240 pixels."""
    data = wide(path).read_bytes()
    for element, said in ((_WIDTH, 320), (_HEIGHT, 240)):
        true = struct.pack(">BBH", element, 0x82, SIDE_PX)
        assert data.count(true) == 1
        data = data.replace(true, struct.pack(">BBH", element, 0x82, said))
    path.write_bytes(data)
    return path


def endless(path: Path, frames: int) -> Path:
    """A film of one second whose index says that it has so many frames of one byte each; the suffix is `.mp4`."""
    data = bytearray(film(path, seconds=1.0, sound=False).read_bytes())
    for box, place, value in (("stsz", 8, 1), ("stsz", 12, frames), ("stts", 12, frames), ("stsc", 16, frames)):
        at = data.index(box.encode()) + place
        data[at : at + 4] = struct.pack(">I", value)
    path.write_bytes(data)
    return path


def uneven(path: Path) -> Path:
    """A film whose frames do not come evenly."""
    drop = ("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=2", "-vf", "select='gt(mod(n,7),2)'")
    ffmpeg(*drop, "-fps_mode", "vfr", "-c:v", "libx264", str(path))
    return path
