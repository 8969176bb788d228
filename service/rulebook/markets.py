"""Markets: the countries and territories of ISO 3166-1, two letters each, named as Unicode CLDR names them."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from babel import Locale
from babel.core import get_global
from msgspec import Struct

from service.rulebook.problems import UnknownMarket

# CLDR has these two-letter codes too; ISO 3166-1 reserves them or leaves them to their users.
_NOT_ISO = frozenset(["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"])


class Market(Struct, frozen=True):
    code: str
    name: str


class Markets:
    """The 249 markets by code. `markets[code]` takes what a person wrote, in any case; raises UnknownMarket."""

    def __init__(self, names: dict[str, str]) -> None:
        self._by_code = {code: Market(code, name) for code, name in sorted(names.items())}

    def __getitem__(self, given: str) -> Market:
        found = self._by_code.get(given.strip().upper())
        if found is None:
            raise UnknownMarket(given, self._nearest(given[:40].strip()))
        return found

    def __iter__(self) -> Iterator[Market]:
        return iter(self._by_code.values())

    def __len__(self) -> int:
        return len(self._by_code)

    def canonical(self, given: str) -> str:
        """The market's code: `de` is `DE`. Raises UnknownMarket, with a suggestion: `UK` suggests `GB`."""
        return self[given].code

    def _nearest(self, given: str) -> str | None:
        replaced = get_global("territory_aliases").get(given.upper(), ())
        if len(replaced) == 1 and replaced[0] in self._by_code:
            return str(replaced[0])
        names = {market.name.lower(): market.code for market in self}
        near = difflib.get_close_matches(given.lower(), list(names), n=1, cutoff=0.8)
        return names[near[0]] if near else None


def iso_markets() -> Markets:
    """All of them, named in English."""
    territories = Locale("en").territories
    names = {str(code): str(name) for code, name in territories.items()}
    return Markets({code: name for code, name in names.items() if len(code) == 2 and code not in _NOT_ISO})
