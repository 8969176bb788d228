"""The words of tus, the protocol of resumable uploads (https://tus.io/protocols/resumable-upload, version 1.0.0).

Pure: headers in, facts out, problems for what the protocol does not allow. Extensions: creation, termination, checksum,
expiration.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

from msgspec import Struct

from service.assets.problems import UnsupportedTusVersion
from service.problems import TooLarge, Unreadable, UnsupportedType

VERSION = "1.0.0"
EXTENSIONS = "creation,termination,checksum,expiration"
ALGORITHMS = {"sha1": 20, "sha256": 32}
PART_TYPE = "application/offset+octet-stream"
MOST_METADATA = 4096

_NUMBER = re.compile(r"^\d{1,18}$")
_PAIR = re.compile(r"^[!-+\--~]+(?: [A-Za-z0-9+/]*={0,2})?$")  # ASCII without space and comma, then base64


class Checksum(Struct, frozen=True):
    """What the bytes of one request must come to."""

    algorithm: str
    digest: bytes

    def hashing(self) -> Any:
        """A hash of this kind that has seen nothing yet."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def capabilities(limit_bytes: int) -> dict[str, str]:
    """What OPTIONS tells."""
    return {
        "Tus-Version": VERSION,
        "Tus-Extension": EXTENSIONS,
        "Tus-Max-Size": str(limit_bytes),
        "Tus-Checksum-Algorithm": ",".join(ALGORITHMS),
    }


def require_version(given: str | None) -> None:
    """Raises UnsupportedTusVersion unless the request speaks ours."""
    if given != VERSION:
        said = "it says nothing" if given is None else f"it says {given[:20]}"
        raise UnsupportedTusVersion(f"send Tus-Resumable: {VERSION}; {said}", headers={"Tus-Version": VERSION})


def read_length(headers: Mapping[str, str], limit_bytes: int) -> int:
    """The size of the whole file. Raises Unreadable and TooLarge."""
    if "upload-defer-length" in headers:
        raise Unreadable("Upload-Defer-Length is not offered; send Upload-Length")
    length = _number(headers, "Upload-Length")
    if length > limit_bytes:
        raise TooLarge(f"the file is larger than {limit_bytes} bytes", limit_bytes=limit_bytes)
    return length


def read_offset(headers: Mapping[str, str]) -> int:
    """Where the bytes of a PATCH belong. Raises UnsupportedType and Unreadable."""
    if headers.get("content-type", "").partition(";")[0].strip().lower() != PART_TYPE:
        raise UnsupportedType(f"the parts of an upload are sent as {PART_TYPE}", accepted=[PART_TYPE])
    return _number(headers, "Upload-Offset")


def read_metadata(headers: Mapping[str, str]) -> str:
    """`Upload-Metadata` as it came: pairs of a key and base64, parted by commas. Raises Unreadable."""
    given = headers.get("upload-metadata", "").strip()
    if len(given) > MOST_METADATA:
        raise Unreadable(f"Upload-Metadata has at most {MOST_METADATA} characters")
    pairs = [pair.strip(" ") for pair in given.split(",")] if given else []
    for pair in pairs:
        if not _PAIR.match(pair) or not _is_base64(pair.partition(" ")[2]):
            raise Unreadable("Upload-Metadata takes pairs parted by commas: a key, a space, and its value in base64")
    keys = [pair.partition(" ")[0] for pair in pairs]
    if len(set(keys)) < len(keys):
        raise Unreadable("Upload-Metadata has a key twice")
    return given


def read_checksum(headers: Mapping[str, str]) -> Checksum | None:
    """What the bytes must come to, when the request says so. Raises Unreadable, for an unknown algorithm too."""
    given = headers.get("upload-checksum")
    if given is None:
        return None
    algorithm, _, encoded = given.strip().partition(" ")
    size = ALGORITHMS.get(algorithm.lower())
    if size is None:
        raise Unreadable(f"Upload-Checksum takes {' or '.join(ALGORITHMS)}")
    digest = base64.b64decode(encoded) if _is_base64(encoded) else b""
    if len(digest) != size:
        raise Unreadable(f"Upload-Checksum takes {algorithm.lower()}, a space, and {size} bytes in base64")
    return Checksum(algorithm.lower(), digest)


def http_date(moment: datetime) -> str:
    """A moment as `Upload-Expires` has it (RFC 9110)."""
    return format_datetime(moment, usegmt=True)


def _number(headers: Mapping[str, str], name: str) -> int:
    given = headers.get(name.lower(), "").strip()
    if not _NUMBER.match(given):
        raise Unreadable(f"{name} takes a number of bytes, 0 or more")
    return int(given)


def _is_base64(text: str) -> bool:
    try:
        base64.b64decode(text, validate=True)
    except binascii.Error:
        return False
    return True
