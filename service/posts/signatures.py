"""By its first bytes, and by the last of a document: whether a file is what it says. Nothing is decoded. Pure.

What is asked of each kind is what its own specification asks of every file of it.
"""

from __future__ import annotations

import re

SEEN_BYTES = 1024  # of either end; how far from the end readers look for the mark of a PDF
HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"})  # ISO/IEC 23008-12

HEADS = {
    # PNG (W3C, third edition), 5.2 and 5.6: the signature, IHDR with its 13 bytes, and another chunk.
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR.{17}.{4}[A-Za-z]{4}", re.DOTALL),
    # ITU-T T.81, B.2: the start of an image, then the marker of tables, an application, a comment or a frame.
    "image/jpeg": re.compile(rb"\xff\xd8\xff[\xc0-\xc2\xc4\xdb\xdd\xe0-\xef\xfe].{2}", re.DOTALL),
    # RFC 9649, 2.4 and 2.5.
    "image/webp": re.compile(rb"RIFF.{4}WEBPVP8[ LX].{4}", re.DOTALL),
    # ISO 32000-1, 7.5.2.
    "application/pdf": re.compile(rb"%PDF-[12]\.[0-9]"),
}
PDF_END = b"%%EOF"  # ISO 32000-1, 7.5.5


def kind_of(head: bytes, tail: bytes) -> str | None:
    """The media type of a file that begins and ends with these bytes (`SEEN_BYTES` of each, or all that there is); None
    for what is none of the kinds that prove a post."""
    if _is_heic(head):
        return "image/heic"
    found = next((kind for kind, form in HEADS.items() if form.match(head)), None)
    return None if found == "application/pdf" and PDF_END not in tail else found


def _is_heic(head: bytes) -> bool:
    """ISO/IEC 14496-12, 4.3: the file begins with a box that names its brands, the first of them before a version."""
    size = int.from_bytes(head[:4])
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, min(size, len(head)), 4))}
    return head[4:8] == b"ftyp" and 16 <= size < len(head) and bool(brands & HEIC_BRANDS)
