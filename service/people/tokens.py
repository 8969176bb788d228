"""Secrets that stand for somebody: how they are made, what they look like, and the fingerprint that is stored.

They carry 256 random bits, so one SHA-256 is enough: there is nothing to guess and nothing to slow down.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import string
from typing import Literal

from schemas.ids import KeyId, encode

Mode = Literal["live", "test"]

KEY_PREFIX = "cut_"
_BASE62 = string.digits + string.ascii_letters
_SECRET_DIGITS = 43  # 62 ** 43 > 2 ** 256
_KEY = re.compile(rf"cut_(live|test)_[0-9a-hjkmnp-tv-z]{{26}}_[0-9A-Za-z]{{{_SECRET_DIGITS}}}")
_URL_SAFE = re.compile(r"[0-9A-Za-z_-]{43}")


def new_key_secret(mode: Mode, key: KeyId) -> str:
    """`cut_live_<26 characters of the key's identifier>_<43 base-62 digits>`, shown once and never stored."""
    return f"{KEY_PREFIX}{mode}_{encode(key.uuid)}_{''.join(secrets.choice(_BASE62) for _ in range(_SECRET_DIGITS))}"


def new_session_token() -> str:
    """What the session cookie carries."""
    return secrets.token_urlsafe(32)


def new_link_token() -> str:
    """The last part of an invitation's or a reset's address."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> bytes:
    """What is stored in place of a secret."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def looks_like_key(token: str) -> bool:
    """Whether it has the form of an API key; anything else needs no look into the database."""
    return _KEY.fullmatch(token) is not None


def looks_like_session(token: str) -> bool:
    """Whether it has the form of a session token."""
    return _URL_SAFE.fullmatch(token) is not None


def looks_like_link(token: str) -> bool:
    """Whether it has the form of a link's token."""
    return _URL_SAFE.fullmatch(token) is not None
