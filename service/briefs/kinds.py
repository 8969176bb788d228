"""What makes a requirement, a claim, a rights window, a link right."""

from __future__ import annotations

from msgspec.structs import replace

from schemas.ids import BriefLinkId, CampaignId, ClaimId, RequirementId, RightsId
from schemas.requirements import Claim, NewClaim, NewRequirement, Requirement
from schemas.rights import BriefLink, NewBriefLink, NewRights, Rights
from service.briefs import actions
from service.briefs import records_parts as records
from service.briefs.parts import Kind
from service.db.pool import Tx
from service.problems import Fault, Invalid
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownMarket


async def _requirement(tx: Tx, _rulebook: Rulebook, campaign: CampaignId, new: NewRequirement) -> NewRequirement:
    """With each market and phrase once. A minimum belongs to what must be on screen, phrases to what is said or not."""
    new = replace(
        new,
        title=new.title.strip(),
        phrases=list(dict.fromkeys(text for phrase in new.phrases if (text := phrase.strip()))),
        markets=list(dict.fromkeys(new.markets)),
    )
    faults = []
    if new.kind == "on_screen" and not new.minimum_ms:
        faults.append(Fault("/minimum_ms", "missing", "say for how many milliseconds at least"))
    if new.kind != "on_screen" and new.minimum_ms is not None:
        faults.append(Fault("/minimum_ms", "unexpected", "only what must be on screen has a minimum"))
    if new.kind in ("say", "not_say") and not new.phrases:
        faults.append(Fault("/phrases", "missing", "say which words it is about"))
    if faults:
        raise Invalid(*faults)
    await actions.require_planned(tx, campaign, {market: f"/markets/{at}" for at, market in enumerate(new.markets)})
    return new


async def _claim(_tx: Tx, _rulebook: Rulebook, _campaign: CampaignId, new: NewClaim) -> NewClaim:
    """Without the spaces around it. What is substantiated says by what."""
    document = (new.document or "").strip() or None
    new = replace(new, text=new.text.strip(), source=new.source.strip(), document=document)
    if new.state == "substantiated" and not new.source:
        raise Invalid(Fault("/source", "missing", "say what it rests on: a study, an audit, a measurement"))
    return new


async def _rights(_tx: Tx, rulebook: Rulebook, _campaign: CampaignId, new: NewRights) -> NewRights:
    """With each territory and medium once, in order. Every territory is known, and no window ends before it starts."""
    faults = []
    for at, territory in enumerate(new.territories or []):
        try:
            rulebook.markets.canonical(territory)
        except UnknownMarket as error:
            faults.append(Fault(f"/territories/{at}", "unknown_market", str(error)))
    if new.ends_on is not None and new.ends_on < new.starts_on:
        faults.append(Fault("/ends_on", "end_before_start", "it would end before it starts"))
    if faults:
        raise Invalid(*faults)
    territories = None if new.territories is None else sorted(set(new.territories))
    media = sorted(set(new.media))
    return replace(new, name=new.name.strip(), territories=territories, media=media, contract=new.contract.strip())


async def _link(tx: Tx, _rulebook: Rulebook, campaign: CampaignId, new: NewBriefLink) -> NewBriefLink:
    """In a market where the campaign runs, or in every one."""
    if new.market is not None:
        await actions.require_planned(tx, campaign, {new.market: "/market"})
    return replace(new, label=new.label.strip())


REQUIREMENTS: Kind[RequirementId, NewRequirement, Requirement] = Kind(
    "requirement",
    "requirements",
    NewRequirement,
    records.insert_requirement,
    records.get_requirement,
    records.update_requirement,
    records.withdraw_requirement,
    _requirement,
    lambda one: one.markets or (None,),
)
CLAIMS: Kind[ClaimId, NewClaim, Claim] = Kind(
    "claim",
    "claims",
    NewClaim,
    records.insert_claim,
    records.get_claim,
    records.update_claim,
    records.withdraw_claim,
    _claim,
)
RIGHTS: Kind[RightsId, NewRights, Rights] = Kind(
    "rights",
    "rights windows",
    NewRights,
    records.insert_rights,
    records.get_rights,
    records.update_rights,
    records.withdraw_rights,
    _rights,
)
LINKS: Kind[BriefLinkId, NewBriefLink, BriefLink] = Kind(
    "brief_link",
    "links",
    NewBriefLink,
    records.insert_link,
    records.get_link,
    records.update_link,
    records.withdraw_link,
    _link,
    lambda one: (one.market,),
)
