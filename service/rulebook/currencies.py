"""Currencies: the codes of ISO 4217 that Unicode CLDR names, today's and those of the past."""

from __future__ import annotations

from babel import Locale
from babel.core import get_global
from msgspec import Struct

from service.rulebook.problems import UnknownCurrency

_NO_MONEY = frozenset(["XTS", "XXX"])  # the codes for tests and for no currency


class Currencies(Struct, frozen=True):
    """The `known` codes, and those that are `tender` somewhere today, which are what somebody may have meant."""

    known: frozenset[str]
    tender: frozenset[str]

    def canonical(self, given: str) -> str:
        """The code as it stands. Raises UnknownCurrency, with a suggestion: `EUX` suggests `EUR`."""
        if given in self.known:
            return given
        of_country = sorted(code for code in self.tender if code[:2] == given[:2])
        raise UnknownCurrency(given, of_country[0] if of_country else None)


def iso_currencies() -> Currencies:
    """All of them."""
    known = frozenset(map(str, Locale("en").currencies)) - _NO_MONEY
    histories = get_global("territory_currencies").values()
    tender = {str(code) for history in histories for code, _, end, is_tender in history if is_tender and end is None}
    return Currencies(known, known & tender)
