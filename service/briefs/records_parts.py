"""The parts of a brief: requirements, claims, rights windows, links. None: withdrawn, or outside the walls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from schemas.ids import BriefLinkId, CampaignId, ClaimId, PersonId, RequirementId, RightsId
from schemas.requirements import Claim, NewClaim, NewRequirement, Requirement
from schemas.rights import BriefLink, NewBriefLink, NewRights, Rights
from service.briefs.model import MOST_PARTS
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


def _of(new: Struct, *names: str) -> tuple[Any, ...]:
    values = asdict(new)
    return tuple(values[name] for name in names)


def _requirement(new: NewRequirement) -> tuple[Any, ...]:
    return _of(new, "kind", "level", "title", "phrases", "markets", "minimum_ms")


def _claim(new: NewClaim) -> tuple[Any, ...]:
    return _of(new, "text", "state", "source", "document")


def _rights(new: NewRights) -> tuple[Any, ...]:
    return _of(new, "what", "name", "territories", "media", "starts_on", "ends_on", "contract")


def _link(new: NewBriefLink) -> tuple[Any, ...]:
    return _of(new, "kind", "market", "label", "url")


async def insert_requirement(tx: Tx, campaign: CampaignId, new: NewRequirement, by: PersonId) -> Requirement | None:
    """None when the brief has as many as it may have."""
    values = _requirement(new)
    return await tx.one(Requirement, queries.insert_requirement, campaign, *values, by, MOST_PARTS)


async def get_requirement(tx: Tx, requirement: RequirementId) -> Requirement | None:
    return await tx.one(Requirement, queries.get_requirement, requirement)


async def list_requirements(tx: Tx, campaign: CampaignId) -> list[Requirement]:
    """Every one, in the order of writing."""
    return await tx.all(Requirement, queries.list_all_requirements, campaign)


async def update_requirement(
    tx: Tx, requirement: RequirementId, seen: int, new: NewRequirement, by: PersonId
) -> Requirement | None:
    """None when it was not at the revision seen."""
    return await tx.one(Requirement, queries.update_requirement, requirement, seen, *_requirement(new), by)


async def withdraw_requirement(tx: Tx, requirement: RequirementId) -> bool:
    return await tx.do(queries.withdraw_requirement, requirement) == 1


async def insert_claim(tx: Tx, campaign: CampaignId, new: NewClaim, by: PersonId) -> Claim | None:
    """None when the brief has as many as it may have."""
    return await tx.one(Claim, queries.insert_claim, campaign, *_claim(new), by, MOST_PARTS)


async def get_claim(tx: Tx, claim: ClaimId) -> Claim | None:
    return await tx.one(Claim, queries.get_claim, claim)


async def list_claims(tx: Tx, campaign: CampaignId) -> list[Claim]:
    """Every one, in the order of writing."""
    return await tx.all(Claim, queries.list_all_claims, campaign)


async def update_claim(tx: Tx, claim: ClaimId, seen: int, new: NewClaim, by: PersonId) -> Claim | None:
    """None when it was not at the revision seen."""
    return await tx.one(Claim, queries.update_claim, claim, seen, *_claim(new), by)


async def withdraw_claim(tx: Tx, claim: ClaimId) -> bool:
    return await tx.do(queries.withdraw_claim, claim) == 1


async def insert_rights(tx: Tx, campaign: CampaignId, new: NewRights, by: PersonId) -> Rights | None:
    """None when the brief has as many as it may have."""
    return await tx.one(Rights, queries.insert_rights, campaign, *_rights(new), by, MOST_PARTS)


async def get_rights(tx: Tx, rights: RightsId) -> Rights | None:
    return await tx.one(Rights, queries.get_rights, rights)


async def list_rights(tx: Tx, campaigns: Sequence[CampaignId]) -> list[Rights]:
    """Every one of these campaigns, in the order of writing."""
    return await tx.all(Rights, queries.list_all_rights, list(campaigns))


async def update_rights(tx: Tx, rights: RightsId, seen: int, new: NewRights, by: PersonId) -> Rights | None:
    """None when it was not at the revision seen."""
    return await tx.one(Rights, queries.update_rights, rights, seen, *_rights(new), by)


async def withdraw_rights(tx: Tx, rights: RightsId) -> bool:
    return await tx.do(queries.withdraw_rights, rights) == 1


async def insert_link(tx: Tx, campaign: CampaignId, new: NewBriefLink, by: PersonId) -> BriefLink | None:
    """None when the brief has as many as it may have."""
    return await tx.one(BriefLink, queries.insert_brief_link, campaign, *_link(new), by, MOST_PARTS)


async def get_link(tx: Tx, link: BriefLinkId) -> BriefLink | None:
    return await tx.one(BriefLink, queries.get_brief_link, link)


async def list_links(tx: Tx, campaign: CampaignId) -> list[BriefLink]:
    """Every one, in the order of writing."""
    return await tx.all(BriefLink, queries.list_all_brief_links, campaign)


async def update_link(tx: Tx, link: BriefLinkId, seen: int, new: NewBriefLink, by: PersonId) -> BriefLink | None:
    """None when it was not at the revision seen."""
    return await tx.one(BriefLink, queries.update_brief_link, link, seen, *_link(new), by)


async def withdraw_link(tx: Tx, link: BriefLinkId) -> bool:
    return await tx.do(queries.withdraw_brief_link, link) == 1
