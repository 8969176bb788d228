"""What can be wrong with the rules, and with a tag or code that somebody asks about."""

from __future__ import annotations


class BadRule(Exception):
    """A file of `locales/` that breaks its own form. The message names the file, the line where it is known, and the
    key."""

    def __init__(self, file: str, reason: str, line: int | None = None) -> None:
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


class Unknown(Exception):
    """A word that is not in the rulebook, with the nearest one that is."""

    what = "word"

    def __init__(self, given: str, suggestion: str | None) -> None:
        self.given = given
        self.suggestion = suggestion
        hint = f" Did you mean {suggestion}?" if suggestion else ""
        super().__init__(f"{given[:40]!r} is not a {self.what}.{hint}")


class UnknownLocale(Unknown):
    """Not a locale that Cutdown knows."""

    what = "locale that Cutdown knows"


class UnknownProfile(Unknown):
    """Not a profile of timed-text rules."""

    what = "profile of caption rules"


class UnknownMarket(Unknown):
    """Not a country or territory of ISO 3166-1."""

    what = "market (ISO 3166-1, two letters)"


class UnknownCurrency(Unknown):
    """Not a currency of ISO 4217."""

    what = "currency (ISO 4217, three letters)"
