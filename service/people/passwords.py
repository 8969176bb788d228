"""Passwords: argon2id, in threads of their own, so that hashing never holds up the event loop.

Two hashes at a time and no more: each takes 64 MiB and every core it can get.
"""

from __future__ import annotations

import asyncio
import base64
import unicodedata
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.problems import Fault, Invalid

SHORTEST = 12
LONGEST = 256

_hasher = PasswordHasher()  # the second recommendation of RFC 9106
_threads = ThreadPoolExecutor(max_workers=2, thread_name_prefix="passwords")


def check(password: str, pointer: str = "/password") -> None:
    """The length is the only rule (NIST SP 800-63B, 3.1.1.2). Raises Invalid."""
    if not SHORTEST <= len(password) <= LONGEST:
        said = f"a password has {SHORTEST} to {LONGEST} characters; this one has {len(password)}"
        raise Invalid(Fault(pointer, "length", said))


async def hashed(password: str) -> str:
    """What is stored in place of a password."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hasher.hash, _plain(password))


async def verified(stored: str | None, password: str) -> bool:
    """Whether this is the password. With nothing stored it takes as long and says no."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _verify, stored or _nobodys(), _plain(password))


def outdated(stored: str) -> bool:
    """Whether it was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _plain(password: str) -> bytes:
    """The same bytes for the same characters, however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password[: LONGEST + 1]).encode("utf-8", "surrogatepass")


def _verify(stored: str, password: bytes) -> bool:
    try:
        return _hasher.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _nobodys() -> str:
    """A hash of today's cost that no password has."""
    salt, digest = (base64.b64encode(bytes(size)).decode().rstrip("=") for size in (_hasher.salt_len, _hasher.hash_len))
    cost = f"m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    return f"$argon2id$v=19${cost}${salt}${digest}"
