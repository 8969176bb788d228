"""Which lanes a checklist has. Pure."""

from __future__ import annotations

from service.web.checklists import lanes
from service.web.checklists.evidence import Evidence
from service.web.checklists.lanes import Lane
from service.web.checklists.words import ai_words, text_roles
from service.web.words import Language

OF_SPEED, OF_TEXT, OF_AI, OF_SOUND = "CAP-04", "DIS-01", "AI-01", "AUD-01"


def lanes_of(language: Language, found: Evidence) -> list[Lane]:
    """Everything that is known over the time of the cut, in the order of the catalog."""
    items = {one.item: one for one in found.sheet.items}
    whole = found.sheet.duration_ms
    first = [lanes.captions(language, found.locale, found.lines, whole)] if found.lines else []
    rest = (
        lanes.speed(language, found.lines, found.speed, items.get(OF_SPEED), whole),
        lanes.loudness(language, items.get(OF_SOUND), found.sound, whole),
        lanes.texts(language, found.texts, items.get(OF_TEXT), text_roles(language), whole),
        lanes.ai(language, found.ai, items.get(OF_AI), ai_words(language), whole),
    )
    return [*first, *(one for one in rest if one), *lanes.places(language, found.sheet.items, whole)]
