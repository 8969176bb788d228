"""Closed rows as they were drawn before: a page has 1,500 of them, and a save changes one."""

from __future__ import annotations

from collections.abc import Callable

from markupsafe import Markup

from service.web.editor.view import Row, View
from service.web.words import Language

MOST = 8_000  # rows, of about a kilobyte
_drawn: dict[tuple[object, ...], Markup] = {}


def closed(language: Language, view: View, draw: Callable[[View, Row], Markup], row: Row, own: bool) -> Markup:
    """A closed row, by the macro `draw` if nobody has seen it like that; `own`: the reader wrote it. Forms, which carry
    the reader's token, stand in rows with findings or changes: those are always drawn."""
    if row.findings or row.changed:
        return draw(view, row)
    key = (language.tag, view.sheet.locale, view.show, own, row)
    known = _drawn.get(key)
    if known is None:
        while len(_drawn) >= MOST:
            del _drawn[next(iter(_drawn))]
        known = _drawn[key] = draw(view, row)
    return known
