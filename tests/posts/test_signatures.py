"""A file is what its bytes say, whatever it is called."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.posts.signatures import SEEN_BYTES, kind_of
from tests.media.films import ffmpeg

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


def heic(*brands: bytes) -> bytes:
    """The first box of a file of these brands, and the beginning of the next."""
    first, *others = brands
    return (16 + 4 * len(others)).to_bytes(4) + b"ftyp" + first + bytes(4) + b"".join(others) + b"\x00\x00\x00\x08meta"


@pytest.mark.parametrize(("suffix", "kind"), [("png", "image/png"), ("jpg", "image/jpeg"), ("webp", "image/webp")])
def test_a_picture_is_known_by_its_bytes(suffix: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"picture.{suffix}"
    ffmpeg("-f", "lavfi", "-i", "testsrc=size=64x64", "-frames:v", "1", str(path))
    data = path.read_bytes()
    assert kind_of(data[:SEEN_BYTES], data[-SEEN_BYTES:]) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (heic(b"heic", b"mif1", b"heic"), "image/heic"),
        (heic(b"mif1", b"mif1", b"heix"), "image/heic"),
        (heic(b"avif", b"mif1", b"miaf"), None),
        (heic(b"isom", b"mp42"), None),
        (b"\xff\xff\xff\xffftypheic" + bytes(20), None),
        (PDF, "application/pdf"),
        (b"%PDF-1.4 x", None),
        (b"\n" + PDF, None),
        (PNG_HEAD, None),
        (PNG_HEAD + b"\x00\x00\x00\x0dIHDR", None),
        (b"\xff\xd8\xff", None),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", None),
        (b"PK\x03\x04" + bytes(60), None),
        (b"<!doctype html><script>alert(1)</script>", None),
        (b"", None),
    ],
)
def test_what_only_begins_like_it_or_is_something_else_is_not(data: bytes, kind: str | None) -> None:
    assert kind_of(data, data) == kind
