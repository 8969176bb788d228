"""What the organization's counsel confirms: that an item of a rule pack rests on law that they read themselves.

What no law is known for warns; with counsel's word it holds posts back too. The word is bound to the item as it was:
when the pack says something else, it falls, and the item warns again until somebody has read that.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from schemas.rules import (
    NewRuleConfirmation,
    PackItemState,
    Region,
    RegionItem,
    RegionSummary,
    RuleBasis,
    RuleConfirmation,
    RuleSource,
)
from service.accessibility import records_confirmations as records
from service.accessibility.rule_problems import ConfirmedAlready, RuleChanged
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing
from service.rulebook import Rulebook
from service.rulebook.market_items import Basis, Confirmation, MarketItem, PackItem
from service.rulebook.regions import RegionPack, Seen


async def confirmed_in(tx: Tx) -> frozenset[Confirmation]:
    """What stands confirmed in the organization, as the rulebook asks for it."""
    return _words_of(await records.list_standing(tx))


async def regions_of(tx: Tx, rulebook: Rulebook) -> list[RegionSummary]:
    """Every pack at a glance, by name; the one for markets without a pack is the last."""
    said = _words_of(await records.list_standing(tx))
    packs = sorted(rulebook.regions.packs.values(), key=lambda pack: (len(pack.code) > 2, pack.name))
    return [RegionSummary(**_glance(rulebook, pack, said)) for pack in packs]


async def region_of(tx: Tx, rulebook: Rulebook, code: str) -> Region:
    """One pack with its items; Missing for a code that none has."""
    pack = rulebook.regions.packs.get(code)
    if pack is None:
        raise Missing
    standing = await records.list_standing(tx)
    said = _words_of(standing)
    by_place = {(one.pack, one.item): one for one in standing}
    return Region(
        **_glance(rulebook, pack, said),
        note=pack.note,
        ratings=pack.content_warning.says,
        ratings_source=_source(pack.content_warning.source),
        ratings_confidence=pack.content_warning.confidence,
        items=[_item(one, by_place) for one in rulebook.regions.items_for(code, today(), said)],
    )


async def confirm(tx: Tx, person: Person, rulebook: Rulebook, new: NewRuleConfirmation) -> RuleConfirmation:
    """Counsel's word for a pack's item. Raises Invalid, Forbidden, RuleChanged, ConfirmedAlready.

    A word for the item as it was before takes its leave; one for the item as it is now stands already.
    """
    _require_house(person)
    if not _speaks(rulebook, new.pack, new.item):
        raise Invalid(Fault("/item", "not_found", f"the pack {new.pack} says nothing of {new.item}"))
    if new.seen_on > today():
        raise Invalid(Fault("/seen_on", "future", "this day has not come yet; name the day on which you read it"))
    current = rulebook.regions.item_hash(new.pack, new.item)
    if new.item_hash != current:
        raise RuleChanged("the pack says something else of this item now", item_hash=current)
    there = await records.get_standing(tx, new.pack, new.item)
    if there is not None and there.item_hash != current:
        await records.withdraw_confirmation(tx, there.id, person.id)
    made = await records.insert_confirmation(tx, new, person.id)
    standing = await records.get_standing(tx, new.pack, new.item)
    if made is None or standing is None:
        raise ConfirmedAlready.by(standing)
    await record(tx, person, "rule.confirmed", made, None, {"pack": new.pack, "item": new.item})
    return standing


async def withdraw(tx: Tx, person: Person, rulebook: Rulebook, pack: str, item: str) -> None:
    """Take the word back; the item warns again. Twice changes nothing; Missing for what no pack says."""
    _require_house(person)
    if not _speaks(rulebook, pack, item):
        raise Missing
    there = await records.get_standing(tx, pack, item)
    if there is not None and await records.withdraw_confirmation(tx, there.id, person.id):
        await record(tx, person, "rule.confirmation_withdrawn", there.id, None, {"pack": pack, "item": item})


def _speaks(rulebook: Rulebook, pack: str, item: str) -> bool:
    regions = rulebook.regions
    return pack in regions.packs and item in regions.catalog and regions.speaks_of(pack, item)


def today() -> datetime.date:
    return datetime.datetime.now(datetime.UTC).date()


def _require_house(person: Person) -> None:
    """A rule holds for every brand, so whoever confirms one speaks for all of them."""
    require(person, "rules:confirm")
    if person.scope.brands is not None:
        who = "a rule is confirmed by someone who works for every brand, because it holds for every brand"
        raise Forbidden(who, required_scope="rules:confirm")


def _words_of(standing: Sequence[RuleConfirmation]) -> frozenset[Confirmation]:
    return frozenset(Confirmation(one.pack, one.item, one.item_hash) for one in standing)


def _glance(rulebook: Rulebook, pack: RegionPack, said: frozenset[Confirmation]) -> dict[str, Any]:
    items = rulebook.regions.items_for(pack.code, today(), said)
    laws = list(pack.laws())
    return {
        "code": pack.code,
        "name": pack.name,
        "date": pack.date,
        "languages": list(pack.languages),
        "wcag_reference": pack.wcag_reference,
        "follows": pack.follows,
        "members": list(pack.members),
        "laws": len(laws),
        "unconfirmed": sum(law.confidence != "source_text" for law in laws),
        "gates": sum(one.blocks for one in items),
        "waiting": sum(one.house_gate and not one.blocks for one in items),
    }


def _item(one: MarketItem, standing: dict[tuple[str, str], RuleConfirmation]) -> RegionItem:
    return RegionItem(
        item=one.id,
        title=one.title,
        guidance=one.guidance,
        group=one.group,
        topic=one.topic,
        level=one.level,
        answered_by=one.answered_by,
        metric=one.metric,
        threshold=one.threshold,
        origin=one.origin,
        wcag=one.wcag,
        en301549=list(one.en301549),
        house_gate=one.house_gate,
        blocks=one.blocks,
        why=one.why,
        labels=list(one.labels),
        basis=[_basis(law) for law in one.basis],
        packs=[_state(pack, standing.get((pack.pack, one.id))) for pack in one.packs],
    )


def _state(pack: PackItem, confirmation: RuleConfirmation | None) -> PackItemState:
    return PackItemState(pack=pack.pack, item_hash=pack.item_hash, confirmation=confirmation, holds=pack.confirmed)


def _basis(law: Basis) -> RuleBasis:
    return RuleBasis(
        pack=law.pack,
        id=law.id,
        law=law.law,
        binds=law.binds,
        confirmed=law.confirmed,
        by_counsel=law.by_counsel,
        in_force=law.in_force,
        valid_from=law.valid_from,
        source=_source(law.source),
        confidence=law.confidence,
        note=law.note,
        labels=list(law.labels),
        placement=law.placement,
    )


def _source(seen: Seen) -> RuleSource:
    return RuleSource(title=seen.title, address=seen.address, read=seen.read)
