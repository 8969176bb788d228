"""Market facts in captions: written out as a locale writes them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from service.briefs.model import Facts, names, resolved
from service.captions.model import Projected
from service.timedtext.cuetext import escape


def with_facts(rows: Sequence[Projected], facts: Facts, locale: str) -> tuple[list[Projected], set[str]]:
    """The rows with every market fact written as the locale writes it, and the facts that have no value or no words.

    What is hidden names nothing.
    """
    missing: set[str] = set()
    written = []
    for row in rows:
        both = "" if row.hidden else f"{row.text}{row.source_text}"
        if "{" in both and (names(row.text or "") or names(row.source_text) or "{{" in both):
            text, unknown = resolved(row.text or "", facts, locale)
            missing |= unknown
            row = replace(
                row,
                text=None if row.text is None else text,
                markup=resolved(row.markup or "", facts, locale, escape)[0],
                source_text=resolved(row.source_text, facts, locale)[0],
                source_markup=resolved(row.source_markup, facts, locale, escape)[0],
            )
        written.append(row)
    return written, missing
