"""Everything that the brief room shows, read once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec import Struct

from schemas.approvals import Brief, Decision, GuestLink
from schemas.campaigns import Campaign
from schemas.ids import CampaignId, PersonId
from schemas.requirements import Claim, Requirement
from schemas.rights import BriefLink, Rights
from service.briefs import approving, records_parts, records_words
from service.campaigns.records import get_campaign
from service.db.pool import Tx
from service.identity import Person
from service.people.records import list_names
from service.problems import Missing
from service.web.frame import Head, head_of

LATEST = 6  # words on the brief that are listed


class GuestRow(Struct, frozen=True):
    """A guest's link as the page lists it."""

    link: GuestLink
    maker: str
    ended: bool


class Read(Struct, frozen=True):
    """A campaign's brief with its parts, and what was said of it."""

    head: Head
    campaign: Campaign
    brief: Brief
    requirements: list[Requirement]
    claims: list[Claim]
    rights: list[Rights]
    links: list[BriefLink]
    decisions: list[Decision]
    guests: list[GuestRow]
    names: dict[PersonId, str]

    @property
    def parts(self) -> dict[str, Sequence[Requirement | Claim | Rights | BriefLink]]:
        """The parts by their sort, as addresses name it."""
        return {
            "requirements": self.requirements,
            "claims": self.claims,
            "rights": self.rights,
            "brief_links": self.links,
        }


async def read_brief(tx: Tx, person: Person, campaign_id: CampaignId) -> Read:
    """All of it; guests' links only for those who make them. Missing outside the walls."""
    head, campaign = await head_of(tx, campaign_id), await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    brief = await approving.shown(tx, campaign_id)
    manages = person.holds("campaigns:write", head.brand_id)
    guests = await records_words.list_guest_links(tx, campaign_id) if manages else []
    requirements = await records_parts.list_requirements(tx, campaign_id)
    claims = await records_parts.list_claims(tx, campaign_id)
    rights = await records_parts.list_rights(tx, [campaign_id])
    links = await records_parts.list_links(tx, campaign_id)
    people = {one.made_by for one in guests} | ({brief.by} if brief.by else set())
    names = await list_names(tx, people)
    return Read(
        head,
        campaign,
        brief,
        requirements,
        claims,
        rights,
        links,
        (await records_words.list_decisions(tx, campaign_id))[:LATEST],
        _rows(guests, names),
        names,
    )


def _rows(guests: list[GuestLink], names: dict[PersonId, str]) -> list[GuestRow]:
    now = datetime.now(UTC)
    rows = [
        GuestRow(
            one,
            names.get(one.made_by, ""),
            one.revoked_at is not None or (one.expires_at is not None and one.expires_at <= now),
        )
        for one in guests
    ]
    return sorted(rows, key=lambda row: row.ended)
