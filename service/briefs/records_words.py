"""What a brief says, who may read it as a guest, and what was said of it, as stored."""

from __future__ import annotations

from datetime import datetime

from schemas.approvals import BriefWords, ChangedPart, Decision, GuestLink, NewGuestLink
from schemas.ids import BrandId, CampaignId, DecisionId, GuestLinkId, PersonId
from service.briefs.model import OpenedGuestLink, Said, StoredWords
from service.db.pool import Tx
from service.db.queries import Slice, Sort, load

queries = load(__package__)
NEWEST = Slice(Sort("id", "uuid", descending=True), None, 1000)


async def get_words(tx: Tx, campaign: CampaignId) -> StoredWords | None:
    """The words in force, empty at revision 0 before the first; None outside the walls."""
    return await tx.one(StoredWords, queries.get_brief, campaign)


async def replace_words(
    tx: Tx, brand: BrandId, campaign: CampaignId, revision: int, words: BriefWords, by: PersonId
) -> None:
    """Other words from now on, at this revision."""
    await tx.do(queries.retire_text, campaign)
    await tx.do(queries.insert_text, brand, campaign, revision, words.product_role, words.note, by)


async def insert_decision(
    tx: Tx, brand: BrandId, campaign: CampaignId, said: Said, by: PersonId | None, guest: tuple[GuestLinkId, str] | None
) -> DecisionId:
    """A word on the brief, by a person or by a guest under a typed name."""
    link, name = guest or (None, None)
    args = (brand, campaign, said.word, bytes.fromhex(said.content_sha256), said.note, by, link, name)
    return DecisionId(await tx.value(queries.insert_decision, *args))


async def get_newest_decision(tx: Tx, campaign: CampaignId) -> Decision | None:
    return await tx.one(Decision, queries.newest_decision, campaign)


async def list_decisions(tx: Tx, campaign: CampaignId) -> list[Decision]:
    """The newest thousand words on the brief, the newest first."""
    return await tx.page(Decision, queries.list_decisions, NEWEST, campaign)


async def list_changed_parts(tx: Tx, campaign: CampaignId, since: datetime) -> list[ChangedPart]:
    """What was written, changed or withdrawn after a moment."""
    return await tx.all(ChangedPart, queries.list_changed_parts, campaign, since)


async def insert_guest_link(
    tx: Tx, campaign: CampaignId, new: NewGuestLink, token_sha256: bytes, maker: PersonId
) -> GuestLink | None:
    """A new link; None when there is no such campaign."""
    return await tx.one(GuestLink, queries.insert_guest_link, campaign, new.label, token_sha256, maker, new.expires_at)


async def get_guest_link(tx: Tx, campaign: CampaignId, link: GuestLinkId) -> GuestLink | None:
    return await tx.one(GuestLink, queries.get_guest_link, campaign, link)


async def list_guest_links(tx: Tx, campaign: CampaignId) -> list[GuestLink]:
    """The newest thousand, the newest first."""
    return await tx.page(GuestLink, queries.list_guest_links, NEWEST, campaign)


async def revoke_guest_link(tx: Tx, link: GuestLinkId) -> bool:
    """Whether it worked until now."""
    return await tx.do(queries.revoke_guest_link, link) == 1


async def find_guest_link(tx: Tx, token_sha256: bytes) -> OpenedGuestLink | None:
    """What a token opens, in whatever organization, working or ended."""
    return await tx.one(OpenedGuestLink, queries.find_guest_link, token_sha256)


async def open_guest_link(tx: Tx, link: GuestLinkId) -> None:
    """Remember that somebody opened it."""
    await tx.do(queries.open_guest_link, link)
