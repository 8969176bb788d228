"""Where the work in hand comes from: the request that asked for it, and the address it came from.

The edge says so (`manners.py`), the outbox writes it beside each change (`events/actions.py`). What the system does by
itself has no origin.
"""

from __future__ import annotations

from contextvars import ContextVar
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

Networks = tuple[IPv4Network | IPv6Network, ...]
LOOPBACK = "127.0.0.0/8, ::1"


def networks(text: str) -> Networks:
    """Addresses and networks, separated by commas. Raises ValueError."""
    return tuple(ip_network(one.strip()) for one in text.split(",") if one.strip())


class Origin:
    """A request: its id, and who it came from. (Made for every request, so it works out nothing before it is asked.)"""

    __slots__ = ("forwarded", "peer", "proxies", "request_id")

    def __init__(self, request_id: str, peer: str, forwarded: str | None, proxies: Networks) -> None:
        self.request_id = request_id
        self.peer = peer
        self.forwarded = forwarded
        self.proxies = proxies

    @property
    def address(self) -> str:
        """The caller's address, and no more of what a header says."""
        return caller(self.peer, self.forwarded, self.proxies)[:64]


ORIGIN: ContextVar[Origin | None] = ContextVar("origin", default=None)


def address() -> str:
    """Where the request in hand comes from; nothing when there is none."""
    origin = ORIGIN.get()
    return "" if origin is None else origin.address


def caller(peer: str, forwarded: str | None, proxies: Networks) -> str:
    """Where a request comes from: the peer, or what a proxy of ours says (the last of `X-Forwarded-For`)."""
    named = (forwarded or "").rpartition(",")[2].strip()
    return named if named and _among(peer, proxies) else peer


@lru_cache(maxsize=1024)
def _among(peer: str, proxies: Networks) -> bool:
    try:
        found = ip_address(peer)
    except ValueError:
        return False
    return any(found in one for one in proxies if one.version == found.version)
