"""Where the work in hand comes from: the request that asked for it, and the address it came from.

The edge says so (`manners.py`), the outbox writes it beside each change (`events/actions.py`). What the system does by
itself has no origin.
"""

from __future__ import annotations

from contextvars import ContextVar
from ipaddress import ip_address


class Origin:
    """A request: its id, and who it came from. (Made for every request, so it works out nothing before it is asked.)"""

    __slots__ = ("forwarded", "peer", "request_id")

    def __init__(self, request_id: str, peer: str, forwarded: str | None) -> None:
        self.request_id = request_id
        self.peer = peer
        self.forwarded = forwarded

    @property
    def address(self) -> str:
        """The caller's address, and no more of what a header says."""
        return caller(self.peer, self.forwarded)[:64]


ORIGIN: ContextVar[Origin | None] = ContextVar("origin", default=None)


def caller(peer: str, forwarded: str | None) -> str:
    """Where a request comes from: the peer, or what a proxy beside us says of it (the last of `X-Forwarded-For`).

    Only a peer on a private network is believed. One that lies escapes the limits of an address, not those of an
    account.
    """
    named = (forwarded or "").rpartition(",")[2].strip()
    try:
        return named if named and not ip_address(peer).is_global else peer
    except ValueError:
        return peer
