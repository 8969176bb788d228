"""Confirmations of rules as stored."""

from __future__ import annotations

from schemas.ids import PersonId, RuleConfirmationId
from schemas.rules import NewRuleConfirmation, RuleConfirmation
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


async def list_standing(tx: Tx) -> list[RuleConfirmation]:
    """All that are not withdrawn, by pack and item."""
    return await tx.all(RuleConfirmation, queries.list_standing_confirmations)


async def get_standing(tx: Tx, pack: str, item: str) -> RuleConfirmation | None:
    """What stands confirmed of a pack's item."""
    return await tx.one(RuleConfirmation, queries.get_standing_confirmation, pack, item)


async def insert_confirmation(tx: Tx, new: NewRuleConfirmation, by: PersonId) -> RuleConfirmationId | None:
    """None when the pack's item is confirmed already; whoever does the same at this moment is waited for."""
    source = (new.source_title, new.source_url, new.seen_on, new.note.strip())
    made = await tx.value(queries.insert_confirmation, new.pack, new.item, new.item_hash, *source, by)
    return None if made is None else RuleConfirmationId(made)


async def withdraw_confirmation(tx: Tx, confirmation: RuleConfirmationId, by: PersonId) -> bool:
    """Whether it was standing."""
    return await tx.do(queries.withdraw_confirmation, confirmation, by) == 1
