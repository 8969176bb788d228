"""Briefs as stored."""

from __future__ import annotations

import msgspec

from schemas.briefs import Value
from schemas.ids import CampaignId, PersonId
from service.briefs.model import MarketFact, StoredBrief, StoredFact
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


async def open_brief(tx: Tx, campaign: CampaignId) -> StoredBrief | None:
    """The campaign's brief, locked until the end of the transaction; None outside the walls."""
    return await tx.one(StoredBrief, queries.open_brief, campaign)


async def runs_in(tx: Tx, campaign: CampaignId, market: str) -> bool:
    return bool(await tx.value(queries.runs_in, campaign, market))


async def list_planned(tx: Tx, campaign: CampaignId) -> list[str]:
    """The markets in which the campaign runs."""
    return [row[0] for row in await tx.rows(queries.list_planned, campaign)]


async def confirm_fact(tx: Tx, campaign: CampaignId, key: str, market: str, revision: int, by: PersonId) -> bool:
    """Whether nobody had confirmed this revision."""
    return await tx.do(queries.confirm_fact, campaign, key, market, revision, by) == 1


async def has_campaign(tx: Tx, campaign: CampaignId) -> bool:
    return bool(await tx.value(queries.has_campaign, campaign))


async def get_fact(tx: Tx, campaign: CampaignId, key: str, market: str) -> StoredFact | None:
    return await tx.one(StoredFact, queries.get_fact, campaign, key, market)


async def list_facts(tx: Tx, campaign: CampaignId, market: str | None) -> list[StoredFact]:
    return await tx.all(StoredFact, queries.list_facts, campaign, market)


async def replace_fact(tx: Tx, brief: StoredBrief, key: str, market: str, value: Value, by: PersonId) -> None:
    """A new value for a fact in a market; counts the change."""
    revision = brief.facts_revision + 1
    await tx.do(queries.count_change, brief.campaign_id, revision)
    await tx.do(queries.retire_fact, brief.campaign_id, key, market)
    await tx.do(queries.insert_fact, brief.campaign_id, key, market, revision, msgspec.to_builtins(value), by)


async def list_market_facts(tx: Tx, campaign: CampaignId) -> list[MarketFact]:
    return await tx.all(MarketFact, queries.list_market_facts, campaign)


async def get_facts_revision(tx: Tx, campaign: CampaignId) -> int:
    """0 before the first fact."""
    return int(await tx.value(queries.get_facts_revision, campaign) or 0)
