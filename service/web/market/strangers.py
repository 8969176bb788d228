"""Links that nobody ever made, counted by where they are tried from.

A token has 256 random bits, so this is no lock; it keeps somebody who tries many from asking the database for each.
Counted in each process by itself; every limit ends after `WINDOW_S`.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from service.people.throttle import REMEMBERED, WINDOW_S, network

MOST_WRONG = 100


class Strangers:
    """Who tried wrong links in the last quarter of an hour. `clock` is monotonic."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._wrong: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def wait_s(self, address: str) -> int:
        """How long somebody there has to wait; 0 when they may try."""
        began, count = self._of(network(address))
        return 0 if count < MOST_WRONG else math.ceil(began + WINDOW_S - self._clock())

    def was_wrong(self, address: str) -> None:
        """Count one that was tried."""
        place = network(address)
        began, count = self._of(place)
        self._wrong[place] = (began, count + 1)
        self._wrong.move_to_end(place)
        while len(self._wrong) > REMEMBERED:
            self._wrong.popitem(last=False)

    def _of(self, place: str) -> tuple[float, int]:
        now = self._clock()
        began, count = self._wrong.get(place, (now, 0))
        return (began, count) if now - began < WINDOW_S else (now, 0)
