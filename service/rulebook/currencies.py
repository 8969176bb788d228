"""Currencies: the codes of ISO 4217 that Unicode CLDR names, today's and those of the past."""

from __future__ import annotations

import difflib
from os.path import commonprefix

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
        near = difflib.get_close_matches(given[:40], sorted(self.tender), n=9, cutoff=0.6)
        raise UnknownCurrency(given, max(near, key=lambda code: len(commonprefix([code, given])), default=None))


def iso_currencies() -> Currencies:
    """All of them."""
    known = frozenset(map(str, Locale("en").currencies)) - _NO_MONEY
    histories = get_global("territory_currencies").values()
    tender = {str(code) for history in histories for code, _, end, is_tender in history if is_tender and end is None}
    return Currencies(known, known & tender)
