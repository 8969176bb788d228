"""How often somebody may fail to sign in.

Counted in each process by itself: with n server processes the limits are n times as high, which a guesser of
passwords does not feel, and no request waits for a table. Every limit ends by itself after `WINDOW_S`, and an address
from which the account was entered before is only held to its own failures: no stranger can lock an account out.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

from service.people.problems import TooManyAttempts

WINDOW_S = 15 * 60
FAILURES_OF_ACCOUNT_FROM_ADDRESS = 10
FAILURES_FROM_ADDRESS = 50
FAILURES_OF_ACCOUNT = 100
REMEMBERED = 20_000

UNKNOWN = "unknown"  # stands for many callers, who must not be held to each other's failures

Bucket = tuple[str, str]


class Throttle:
    """Failures of the last quarter of an hour, and the addresses that are known to belong to an account."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[Bucket, tuple[float, int]] = OrderedDict()
        self._known: OrderedDict[Bucket, None] = OrderedDict()

    def admit(self, account: str, address: str) -> None:
        """Count one more try, before it is known how it ends; TooManyAttempts when there were too many."""
        limits = self._limits(account.strip().casefold(), network(address))
        now = self._clock()
        counted = [(bucket, *self._of(bucket, now), most) for bucket, most in limits]
        wait_s = max((began + WINDOW_S - now for _, began, count, most in counted if count >= most), default=0)
        if wait_s > 0:
            minutes = math.ceil(wait_s / 60)
            raise TooManyAttempts(
                f"Try again in {minutes} minute{'s' if minutes > 1 else ''}.",
                headers={"Retry-After": str(math.ceil(wait_s))},
            )
        for bucket, began, count, _ in counted:
            self._failures[bucket] = (began, count + 1)
            self._failures.move_to_end(bucket)
        while len(self._failures) > REMEMBERED:
            self._failures.popitem(last=False)

    def succeeded(self, account: str, address: str) -> None:
        """The try was none of the failures, and its address belongs to the account from now on."""
        account, address = account.strip().casefold(), network(address)
        now = self._clock()
        for bucket, _ in self._limits(account, address):
            began, count = self._of(bucket, now)
            if count:
                self._failures[bucket] = (began, count - 1)
        self._failures.pop((account, address), None)
        self._known[account, address] = None
        self._known.move_to_end((account, address))
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    def _limits(self, account: str, address: str) -> list[tuple[Bucket, int]]:
        limits = [((account, address), FAILURES_OF_ACCOUNT_FROM_ADDRESS)]
        if address != UNKNOWN:
            limits.append((("", address), FAILURES_FROM_ADDRESS))
        if (account, address) not in self._known:
            limits.append(((account, ""), FAILURES_OF_ACCOUNT))
        return limits

    def _of(self, bucket: Bucket, now: float) -> tuple[float, int]:
        began, count = self._failures.get(bucket, (now, 0))
        return (began, count) if now - began < WINDOW_S else (now, 0)


def network(address: str) -> str:
    """Who an address stands for: itself, or the /64 that one IPv6 customer is given."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address or UNKNOWN
    if isinstance(parsed, IPv6Address):
        return str(parsed.ipv4_mapped or ip_network((parsed, 64), strict=False))
    return str(parsed)
