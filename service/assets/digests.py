"""Digest fields of HTTP (RFC 9530): `Repr-Digest: sha-256=:<base64>:`."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping

from service.problems import Unreadable

_SHA256 = re.compile(r"(?:^|,)\s*sha-256=:([A-Za-z0-9+/]{43}=):\s*(?=,|;|$)")
_NAMED = re.compile(r"(?:^|,)\s*sha-256\s*(?==|,|;|$)", re.IGNORECASE)


def expected_sha256(headers: Mapping[str, str]) -> str | None:
    """The hash, in hexadecimal, that a request announces for its body; None when it announces none.

    Other algorithms are passed over (RFC 9530, section 5). Raises Unreadable for a sha-256 that is not one.
    """
    for name in ("repr-digest", "content-digest"):
        value = headers.get(name, "")
        found = _SHA256.search(value)
        if found:
            return base64.b64decode(found[1]).hex()
        if _NAMED.search(value):
            raise Unreadable(f"{name} takes sha-256=:<44 characters of base64>: (RFC 9530)")
    return None


def repr_digest(sha256: bytes) -> str:
    """The value of `Repr-Digest` for a whole file."""
    return f"sha-256=:{base64.b64encode(sha256).decode()}:"
