"""What it takes to put newer captions in the place of those that are live. Pure.

Files beside the film are replaced by calls, which the platform counts; within the text they are edited by hand; what is
drawn into the film stays there until another film is posted.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from service.rulebook.platforms import Delivery, Platform

Way = Literal["replace_tracks", "edit_text", "post_new_film"]

UPDATE, INSERT = "captions.update", "captions.insert"
_WAYS: dict[Delivery, Way] = {"sidecar": "replace_tracks", "text": "edit_text", "burned": "post_new_film"}


class Price(Struct, frozen=True, kw_only=True):
    """How drift is mended. `units` of a day's `quota` that the calls take; None where no call does it, or where nobody
    knows what it costs."""

    way: Way
    units: int | None = None
    quota: int | None = None

    @property
    def days(self) -> int | None:
        """Days of quota, when nothing else takes of it."""
        if self.units is None or self.quota is None:
            return None
        return -(-self.units // self.quota)


def price_of(pack: Platform, replaced: int, added: int = 0) -> Price | None:
    """The price of so many tracks that take the place of others, and so many in languages that are not there yet; None
    where there is nothing to do."""
    if not replaced and not added:
        return None
    way = _WAYS[pack.delivery]
    update, insert = pack.price(UPDATE), pack.price(INSERT)
    if way != "replace_tracks" or update is None or insert is None:
        return Price(way=way)
    return Price(way=way, units=replaced * update[1] + added * insert[1], quota=update[0].units)


def words_of(price: Price) -> str:
    """The price in English."""
    if price.way == "post_new_film":
        return "a new film: captions are drawn into the picture"
    if price.way == "edit_text":
        return "an edit of the text"
    if price.units is None or price.quota is None:
        return "new caption files; the price is not known"
    return f"{price.units:,} of {price.quota:,} units a day"
