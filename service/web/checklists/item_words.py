"""The items of the checklists in the reader's language."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from schemas.checklists import ChecklistItem
from service.rulebook import Rulebook


class Listed(Struct, frozen=True):
    """An item of the catalog, to be chosen from."""

    id: str
    title: str
    group: str


def listed(rulebook: Rulebook, tag: str) -> list[Listed]:
    """The whole catalog, in its order."""
    regions = rulebook.regions
    return [Listed(key, regions.told(tag, key).title, one.group) for key, one in regions.catalog.items()]


def told(rulebook: Rulebook, tag: str, item: ChecklistItem) -> ChecklistItem:
    """An item as far as its words are known in the language."""
    words = rulebook.regions.told(tag, item.item)
    return replace(item, title=words.title, guidance=words.guidance)
