"""What a market asks of a film: the packs that hold there, general before specific, joined item by item."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Collection
from pathlib import Path

import msgspec
from msgspec import Struct

from service.rulebook.markets import Markets
from service.rulebook.region_words import ItemWords, RegionWords, read_region_words
from service.rulebook.regions import (
    BASELINE,
    FOLDER,
    UNION,
    AnsweredBy,
    Asked,
    CatalogItem,
    Group,
    Known,
    LabelRule,
    Law,
    Level,
    RegionPack,
    Seen,
    Subject,
    Topic,
    read_catalog,
    read_region_packs,
)


class Confirmation(Struct, frozen=True):
    """Somebody's word that a pack's item rests on law that they read. Of another `item_hash` it says nothing."""

    pack: str
    item: str
    item_hash: str


class Basis(Struct, frozen=True):
    """A law that an item rests on in a market. `confirmed`: its text was seen, or counsel confirmed it."""

    pack: str
    id: str
    law: str
    binds: str
    confirmed: bool
    by_counsel: bool
    in_force: bool
    valid_from: datetime.date | None
    source: Seen
    confidence: Known
    note: str
    labels: tuple[str, ...] = ()
    placement: str = ""


class PackItem(Struct, frozen=True):
    """An item as one pack has it: what counsel confirms. `item_hash` is the sha256 of everything that defines it."""

    pack: str
    item_hash: str
    confirmed: bool = False


class MarketItem(Struct, frozen=True):
    """An item as it holds in a market. `blocks`: Cutdown holds a post back for it, and its basis is confirmed and in
    force. `labels` are the words that a law asks for, in all languages; `packs` are those that speak of the item."""

    id: str
    title: str
    guidance: str
    group: Group
    topic: Topic
    level: Level
    subject: Subject
    answered_by: AnsweredBy
    metric: str
    threshold: str
    origin: str
    wcag: dict[str, str]
    en301549: tuple[str, ...]
    house_gate: bool
    blocks: bool
    why: str
    basis: tuple[Basis, ...]
    labels: tuple[str, ...]
    packs: tuple[PackItem, ...]
    item_hash: str


class Regions:
    """The packs by code. What no pack is written for has the pack of its union, or the baseline."""

    def __init__(
        self, catalog: dict[str, CatalogItem], packs: list[RegionPack], words: dict[str, RegionWords] | None = None
    ) -> None:
        self.catalog = catalog
        self.packs = {pack.code: pack for pack in packs}
        self.words = words or {}

    def told(self, tag: str, item: str) -> ItemWords:
        """An item's title and guidance in a language, in English where they are not known there; KeyError for none."""
        one, words = self.catalog[item], self.words.get(tag)
        known = words.items.get(item) if words else None
        return known or ItemWords(title=one.title, guidance=one.guidance)

    def packs_of(self, market: str) -> tuple[RegionPack, ...]:
        """Those that hold in a market, general before specific: DE has EU and DE, a market without one the baseline."""
        own = self.packs.get(market)
        union = self.packs[UNION]
        if own is not None:
            return (self.packs[own.follows], own) if own.follows else (own,)
        return (union,) if market in union.members else (self.packs[BASELINE],)

    def is_written_for(self, market: str) -> bool:
        """Whether the market has a pack of its own."""
        return market in self.packs

    def items_for(
        self, market: str, today: datetime.date, confirmed: Collection[Confirmation] = ()
    ) -> tuple[MarketItem, ...]:
        """Every item in the catalog's order, as it holds in the market on that day and with what counsel confirmed."""
        packs = self.packs_of(market)
        return tuple(self._joined(key, packs, today, confirmed) for key in self.catalog)

    def item_hash(self, pack: str, item: str) -> str:
        """What a confirmation of a pack's item is bound to; raises KeyError for an unknown pack or item."""
        of = self.packs[pack]
        return _hash(item, self.catalog[item], of.items.get(item), _laws(of, self.catalog[item]))

    def speaks_of(self, pack: str, item: str) -> bool:
        """Whether a pack asks for an item, or has a law on it."""
        of = self.packs[pack]
        return item in of.items or bool(_laws(of, self.catalog[item]))

    def _joined(
        self, key: str, packs: tuple[RegionPack, ...], today: datetime.date, confirmed: Collection[Confirmation]
    ) -> MarketItem:
        one = self.catalog[key]
        asked = next(pack.items[key] for pack in reversed(packs) if key in pack.items)
        spoken = [
            PackItem(pack.code, digest, Confirmation(pack.code, key, digest) in confirmed)
            for pack in packs
            if self.speaks_of(pack.code, key)
            for digest in (self.item_hash(pack.code, key),)
        ]
        counsel = {said.pack for said in spoken if said.confirmed}
        basis = [
            _basis(pack.code, law, today, by_counsel=pack.code in counsel) for pack in packs for law in _laws(pack, one)
        ]
        sure = any(law.confirmed and law.in_force for law in basis) if basis else bool(counsel)
        return MarketItem(
            id=key,
            title=one.title,
            guidance=one.guidance,
            group=one.group,
            topic=one.topic,
            level=asked.level,
            subject=one.subject,
            answered_by=one.answered_by,
            metric=one.metric,
            threshold=one.threshold,
            origin=one.origin,
            wcag=dict(one.wcag),
            en301549=one.en301549,
            house_gate=asked.house_gate,
            blocks=asked.house_gate and sure,
            why=asked.why,
            basis=tuple(basis),
            labels=tuple(dict.fromkeys(label for law in basis for label in law.labels)),
            packs=tuple(spoken),
            item_hash=_hash(key, one, asked, [law for pack in packs for law in _laws(pack, one)]),
        )


def read_regions(markets: Markets, folder: Path = FOLDER) -> Regions:
    """The region packs; raises BadRule."""
    catalog = read_catalog(folder)
    packs = read_region_packs(catalog, [market.code for market in markets], folder)
    return Regions(catalog, packs, read_region_words(catalog, folder / "words"))


def _laws(pack: RegionPack, item: CatalogItem) -> list[Law]:
    return [law for law in pack.laws() if item.topic in law.topics]


def _basis(pack: str, law: Law, today: datetime.date, *, by_counsel: bool) -> Basis:
    words = law if isinstance(law, LabelRule) else None
    return Basis(
        pack=pack,
        id=law.id,
        law=law.law,
        binds=law.binds,
        confirmed=by_counsel or law.confidence == "source_text",
        by_counsel=by_counsel,
        in_force=law.in_force(today),
        valid_from=law.valid_from,
        source=law.source,
        confidence=law.confidence,
        note=law.note,
        labels=tuple(words.every_label()) if words else (),
        placement=words.placement if words else "",
    )


def _hash(key: str, item: CatalogItem, asked: Asked | None, laws: list[Law]) -> str:
    """Over what is asked and by whom; not over notes, sources and confidence, which say how well that is known."""
    of_item = (item.title, item.guidance, item.subject, item.answered_by, item.metric, item.threshold, item.origin)
    of_laws = [
        (law.id, law.law, law.binds, law.valid_from, law.pending)
        + ((law.placement, law.every_label()) if isinstance(law, LabelRule) else ())
        for law in laws
    ]
    return hashlib.sha256(msgspec.json.encode((key, of_item, asked, of_laws))).hexdigest()
