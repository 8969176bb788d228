"""The items of checklists in other languages: `locales/regions/words/<language>.toml`, in step with `items.toml`."""

from __future__ import annotations

from collections.abc import Container
from pathlib import Path
from typing import Literal

from service.rulebook.reading import RuleFile, Written
from service.rulebook.regions import Text


class ItemWords(RuleFile, frozen=True):
    """What an item is called, and what a person looks for."""

    title: Text
    guidance: Text


class RegionWords(RuleFile, frozen=True):
    """All items in one language. `origin` says who translated them."""

    origin: Literal["written", "machine"]
    items: dict[str, ItemWords]


def read_region_words(catalog: Container[str], folder: Path) -> dict[str, RegionWords]:
    """Every translation by its language tag; raises BadRule for an item that there is not."""
    found = {}
    for path in sorted(folder.glob("*.toml")):
        written = Written(path)
        for key in written.keys("items"):
            if key not in catalog:
                raise written.bad(f"`items.{key}` is no item of items.toml", "items", key)
            written.take(ItemWords, "items", key)
        found[path.stem] = written.take(RegionWords)
    return found
