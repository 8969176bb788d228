"""The words of a brief, and the client's word on it.

A word is bound to what the brief said when it was read: who approves says which state they saw, and what is changed
afterwards is not approved. A guest has no account; they type a name, and their link stands for them.
"""

from __future__ import annotations

from schemas.approvals import Brief, BriefWords, Decision, NewDecision
from schemas.ids import CampaignId, DecisionId, GuestLinkId
from service.briefs import records
from service.briefs import records_words as stored
from service.briefs.actions import content_of, open_for, standing_of
from service.briefs.model import Content, OpenedGuestLink, Said
from service.briefs.problems import BriefMoved, NothingToApprove
from service.campaigns.actions import require_throughout
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed

NAME_LENGTH = 100


async def write(tx: Tx, person: Person, campaign: CampaignId, seen: int | None, words: BriefWords) -> Brief:
    """The brief's own words from now on, if nobody changed them since `seen` (0: there were none)."""
    brief = await open_for(tx, person, campaign)
    now = (await content_of(tx, campaign)).words
    if seen is not None and seen != now.revision:
        raise PreconditionFailed.on(await shown(tx, campaign))
    words = BriefWords(product_role=words.product_role.strip(), note=words.note.strip())
    if (words.product_role, words.note) != (now.product_role, now.note):
        await stored.replace_words(tx, brief.brand_id, campaign, now.revision + 1, words, person.id)
        await record(tx, person, "brief.changed", campaign, brief.brand_id, {"revision": now.revision + 1})
    return await shown(tx, campaign)


async def shown(tx: Tx, campaign: CampaignId) -> Brief:
    """The brief and where it stands; Missing outside the walls."""
    content = await content_of(tx, campaign)
    words = content.words
    return Brief(
        campaign_id=words.campaign_id,
        brand_id=words.brand_id,
        product_role=words.product_role,
        note=words.note,
        by=words.by,
        at=words.at,
        content_sha256=content.sha256,
        standing=await standing_of(tx, content),
        revision=words.revision,
    )


async def decide(tx: Tx, person: Person, campaign: CampaignId, new: NewDecision) -> Decision:
    """A person's word: asking needs campaigns:write, the others briefs:approve; each in every
    market. Raises BriefMoved, NothingToApprove."""
    brief = await records.open_brief(tx, campaign)
    if brief is None:
        raise Missing
    permission = "campaigns:write" if new.word == "asked" else "briefs:approve"
    require_throughout(person, permission, brief.brand_id)
    content = await content_of(tx, campaign)
    said = _checked(content, new)
    made = await stored.insert_decision(tx, brief.brand_id, campaign, said, person.id, None)
    await _tell(tx, person, content, made, new)
    return await _decision(tx, campaign)


async def decide_as_guest(tx: Tx, guest: OpenedGuestLink, name: str, new: NewDecision) -> Decision:
    """A guest's word, under the name they typed. Whoever has the link may approve and ask for changes, nothing else."""
    brief = await records.open_brief(tx, guest.campaign_id)
    if brief is None or not guest.works:
        raise Missing
    if new.word == "asked":
        raise Forbidden("a guest is asked, and asks nobody")
    name = guest_name(name)
    content = await content_of(tx, guest.campaign_id)
    said = _checked(content, new)
    made = await stored.insert_decision(tx, brief.brand_id, guest.campaign_id, said, None, (guest.id, name))
    await _tell(tx, None, content, made, new, guest.id)
    return await _decision(tx, guest.campaign_id)


def guest_name(typed: str) -> str:
    """The name under which a guest speaks, on one line; Invalid without one."""
    name = " ".join(typed.split())
    if not name.isprintable() or not 1 <= len(name) <= NAME_LENGTH:
        raise Invalid(Fault("/name", "needed", f"say who you are, in 1 to {NAME_LENGTH} characters"))
    return name


def _checked(content: Content, new: NewDecision) -> Said:
    if content.empty:
        raise NothingToApprove("the brief is empty; write what the product does in the story first")
    if content.sha256 != new.content_sha256:
        detail = "the brief was changed since it was read; read it again"
        raise BriefMoved(detail, content_sha256=content.sha256)
    note = new.note.strip()
    if new.word == "changes_asked" and not note:
        raise Invalid(Fault("/note", "missing", "say what should be different"))
    return Said(new.word, content.sha256, note)


async def _tell(
    tx: Tx,
    who: Person | None,
    content: Content,
    decision: DecisionId,
    new: NewDecision,
    guest: GuestLinkId | None = None,
) -> None:
    """`brief.asked`, `brief.approved`, `brief.changes_asked`."""
    data = {"decision_id": str(decision), "content_sha256": content.sha256}
    if guest is not None:
        data["guest_link_id"] = str(guest)
    await record(tx, who, f"brief.{new.word}", content.words.campaign_id, content.words.brand_id, data)


async def _decision(tx: Tx, campaign: CampaignId) -> Decision:
    """The word just said: writers stand in line at the brief, so it is the newest."""
    found = await stored.get_newest_decision(tx, campaign)
    if found is None:
        raise LookupError("a word that was just said is not there")
    return found
