"""Lines as they were drawn before: a locale has 1,500 of them, and is read again after each remark."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from service.web.review.sheet import Line
from service.web.words import Language

MOST = 8_000  # lines, of about a kilobyte
_drawn: dict[tuple[object, ...], Markup] = {}


def drawn(language: Language, locale: str, asks: bool, draw: Callable[[Line, str, bool], Markup], line: Line) -> Markup:
    """A line by the macro `draw`, if nobody has seen it like that; `asks`: it has a field for a remark. A line in which
    somebody is writing one is always drawn."""
    if line.typed:
        return draw(line, locale, asks)
    key = (language.tag, locale, asks, line)
    known = _drawn.get(key)
    if known is None:
        while len(_drawn) >= MOST:
            del _drawn[next(iter(_drawn))]
        known = _drawn[key] = draw(line, locale, asks)
    return known
