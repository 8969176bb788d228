"""ZIP archives written as they are sent (APPNOTE 6.3.3), the same bytes each time.

Members are stored as they are, so the size of the whole is known before the first byte and no version of a compressor
is part of it. A member is read twice, piece by piece: once for its checksum, which stands before its bytes, and once
for them. (The standard library writes the checksum behind the bytes when it cannot go back; readers that read along
refuse that for stored members.)
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from datetime import UTC, datetime

from msgspec import Struct

Open = Callable[[], Awaitable[AsyncIterator[bytes]]]

MEDIA_TYPE = "application/zip"
MOST_BYTES = 0xFFFFFFFF
MOST_MEMBERS = 0xFFFF
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION, _UTF_8, _STORED = 20, 0x0800, 0
_PLAIN_FILE = 0o100644 << 16
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')


class Member(Struct, frozen=True):
    """A file of the archive. `name` is its path with slashes; `at` the time it carries."""

    name: str
    size_bytes: int
    at: datetime
    open: Open


class Archive(Struct, frozen=True):
    """An archive, before a byte of it is read."""

    name: str
    etag: str
    size_bytes: int
    members: list[Member]

    def headers(self) -> dict[str, str]:
        """What its answer says."""
        return {
            "content-type": MEDIA_TYPE,
            "content-length": str(self.size_bytes),
            "content-disposition": f'attachment; filename="{self.name}"',
            "etag": self.etag,
            "cache-control": "private, no-cache",
            "vary": "authorization, cookie",
        }

    def stream(self) -> AsyncIterator[bytes]:
        """Its bytes."""
        return archive(self.members)


def held(name: str, data: bytes, at: datetime) -> Member:
    """A file of bytes that are there already."""

    async def pieces() -> AsyncIterator[bytes]:
        yield data

    async def opened() -> AsyncIterator[bytes]:
        return pieces()

    return Member(name, len(data), at, opened)


def safe_name(name: str) -> str:
    """A file's name that every system can write: Windows keeps some signs, some words and the last dot for itself."""
    kept = _FORBIDDEN.sub("-", name).strip(" .")[:120].rstrip(" .")
    return f"_{kept}" if not kept or _DEVICES.match(kept) else kept


def unique_names(names: Iterable[str]) -> list[str]:
    """The names, each once also where upper and lower case are the same; a second one counts before its ending."""
    taken: set[str] = set()
    found = []
    for name in names:
        stem, dot, ending = name.rpartition(".")
        number, one = 1, name
        while one.lower() in taken:
            number += 1
            one = f"{stem or ending}-{number}{dot if stem else ''}{ending if stem else ''}"
        taken.add(one.lower())
        found.append(one)
    return found


def size_of(members: Sequence[Member]) -> int:
    """The bytes of the whole archive. Raises ValueError where the plain format ends: 4 GiB, or 65,535 members."""
    names = sum(len(member.name.encode()) for member in members)
    heads = (_LOCAL.size + _CENTRAL.size) * len(members) + 2 * names + _END.size
    total = heads + sum(member.size_bytes for member in members)
    if total > MOST_BYTES or len(members) > MOST_MEMBERS:
        raise ValueError("the archive is larger than a plain ZIP can be")
    return total


async def archive(members: Sequence[Member]) -> AsyncIterator[bytes]:
    """The bytes, piece by piece. Raises whatever a member's `open` raises, and ValueError when its size is another."""
    offset, directory = 0, []
    for member in members:
        checksum = await _checksum(member)
        name = member.name.encode()
        facts = (_UTF_8, _STORED, *_dos(member.at), checksum, member.size_bytes, member.size_bytes, len(name), 0)
        directory.append(
            _CENTRAL.pack(b"PK\x01\x02", 3 << 8 | _VERSION, _VERSION, *facts, 0, 0, 0, _PLAIN_FILE, offset) + name
        )
        yield _LOCAL.pack(b"PK\x03\x04", _VERSION, *facts) + name
        async for piece in await member.open():
            yield piece
        offset += _LOCAL.size + len(name) + member.size_bytes
    listed = b"".join(directory)
    count = len(members)
    yield listed + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), offset, 0)


async def _checksum(member: Member) -> int:
    checksum = size = 0
    async for piece in await member.open():
        checksum, size = zlib.crc32(piece, checksum), size + len(piece)
    if size != member.size_bytes:
        raise ValueError(f"{member.name} has {size} bytes, not {member.size_bytes}")
    return checksum


def _dos(at: datetime) -> tuple[int, int]:
    """Time and date as MS-DOS counted them: two-second steps from 1980, here in UTC."""
    at = at.astimezone(UTC)
    date = max(at.year - 1980, 0) << 9 | at.month << 5 | at.day
    return at.hour << 11 | at.minute << 5 | at.second // 2, date
