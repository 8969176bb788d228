"""Keyset cursors: where a page ended, signed, and bound to the question that was asked.

A cursor is opaque to clients. One that was altered, or that belongs to another filter or order, is refused.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

import msgspec

from service.problems import Problem

_SIGNATURE_BYTES = 12


class BadCursor(Problem):
    """The `cursor` was altered, or it belongs to a list with another filter or order.

    Take `page.next_cursor` from the answer and change nothing else in the address; or leave `cursor` out to start
    from the beginning.
    """

    status, slug, title = 400, "bad-cursor", "This cursor does not fit"


def _sign(secret: bytes, question: str, payload: bytes) -> bytes:
    keyed = hmac.new(secret, question.encode() + b"\0" + payload, hashlib.sha256)
    return keyed.digest()[:_SIGNATURE_BYTES]


def make(secret: bytes, question: str, key: str, id_: str) -> str:
    """A cursor after the row with this sort key and identifier."""
    payload = msgspec.json.encode([key, id_])
    return base64.urlsafe_b64encode(_sign(secret, question, payload) + payload).decode().rstrip("=")


def read(secret: bytes, question: str, cursor: str) -> tuple[str, str]:
    """The sort key and identifier of a cursor; BadCursor when it was not made for this question."""
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    except (binascii.Error, ValueError):
        raise BadCursor("the cursor is not one of ours") from None
    signature, payload = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
    if not hmac.compare_digest(signature, _sign(secret, question, payload)):
        raise BadCursor("the cursor was altered, or belongs to another list, filter or order")
    key, id_ = msgspec.json.decode(payload, type=tuple[str, str])
    return key, id_
