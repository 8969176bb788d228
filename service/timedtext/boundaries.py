"""Where Unicode lets a line end: UAX #14, by ICU, with its dictionaries for the scripts that have no spaces."""

from __future__ import annotations

from icu4py.breakers import LineBreaker


def boundaries(text: str, language: str) -> list[int]:
    """The characters that a next line may begin with, in order; the rules are the strict ones of the language."""
    breaker = LineBreaker(text, f"{language.partition('-')[0]}-u-lb-strict")
    return [end for _, end in breaker.segments()][:-1]
