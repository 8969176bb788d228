"""The forms of the brief room that write it: its words, and its parts."""

from __future__ import annotations

import json
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.approvals import BriefWords
from schemas.ids import BriefLinkId, CampaignId, ClaimId, Id, RequirementId, RightsId
from service.briefs import approving, parts
from service.decoding import decode
from service.exchange import ApiRequest
from service.problems import Invalid, Missing, PreconditionFailed
from service.web.brief import words
from service.web.brief.form import SORTS
from service.web.brief.page import Opened, show
from service.web.brief.reading import read_brief
from service.web.fault_words import Faults
from service.web.forms import fields as fields_of
from service.web.notices import Undo, see_other
from service.web.once import once
from service.web.pages import Pages
from service.web.visit import visit_of

Fields = dict[str, str]


@post("/c/{campaign_id:str}/brief", operation_id="web.brief_words", status_code=200)
async def words_sent(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """The brief's own words."""
    fields, language = await fields_of(request), visit_of(request, request.user).language
    try:
        body = {name: fields.get(name, "").replace("\r\n", "\n") for name in ("product_role", "note")}
        said: BriefWords = decode(json.dumps(body).encode(), BriefWords)
        async with request.db.transaction(request.user.scope) as tx:
            before = await approving.shown(tx, campaign_id)
            after = await approving.write(tx, request.user, campaign_id, _seen(fields), said)
    except (Invalid, PreconditionFailed) as refused:
        return await _again(request, pages, campaign_id, "words", "", fields, refused)
    old = {"product_role": before.product_role, "note": before.note, "seen": str(after.revision)}
    undo = Undo(f"/c/{campaign_id}/brief", old)
    return see_other(request, f"/c/{campaign_id}/brief#words", language.say("The words are saved."), undo)


@post("/c/{campaign_id:str}/brief/new/{things:str}", operation_id="web.brief_part_made", status_code=200)
async def part_made(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId], things: FromPath[str]
) -> Response[Any]:
    """One more requirement, claim, rights window or link."""
    sort = SORTS.get(things)
    if sort is None:
        raise Missing
    fields, language = await fields_of(request), visit_of(request, request.user).language
    try:
        new = decode(json.dumps(sort.body(fields)).encode(), sort.kind.new)
        done = await once(
            request,
            lambda tx: parts.write(sort.kind, tx, request.user, request.rulebook, campaign_id, new),
            lambda made: f"/c/{campaign_id}/brief#{made.id}",
        )
    except Invalid as refused:
        return await _again(request, pages, campaign_id, things, "", fields, refused)
    return see_other(request, done.path, words.saved(language, things))


@post("/c/{campaign_id:str}/brief/requirements/{part_id:str}", operation_id="web.requirement_sent", status_code=200)
async def requirement_sent(
    request: ApiRequest,
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    part_id: FromPath[RequirementId],
) -> Response[Any]:
    """A requirement changed, or withdrawn."""
    return await _sent(request, pages, campaign_id, "requirements", part_id)


@post("/c/{campaign_id:str}/brief/claims/{part_id:str}", operation_id="web.claim_sent", status_code=200)
async def claim_sent(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId], part_id: FromPath[ClaimId]
) -> Response[Any]:
    """A claim changed, or withdrawn."""
    return await _sent(request, pages, campaign_id, "claims", part_id)


@post("/c/{campaign_id:str}/brief/rights/{part_id:str}", operation_id="web.rights_sent", status_code=200)
async def rights_sent(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId], part_id: FromPath[RightsId]
) -> Response[Any]:
    """A rights window changed, or withdrawn."""
    return await _sent(request, pages, campaign_id, "rights", part_id)


@post("/c/{campaign_id:str}/brief/brief_links/{part_id:str}", operation_id="web.brief_link_sent", status_code=200)
async def brief_link_sent(
    request: ApiRequest,
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    part_id: FromPath[BriefLinkId],
) -> Response[Any]:
    """A link changed, or withdrawn."""
    return await _sent(request, pages, campaign_id, "brief_links", part_id)


async def _sent(request: ApiRequest, pages: Pages, campaign_id: CampaignId, things: str, part_id: Id) -> Response[Any]:
    """What a part says from now on; `act=withdraw`: that it holds no more."""
    sort, fields = SORTS[things], await fields_of(request)
    language = visit_of(request, request.user).language
    async with request.db.reading(request.user.scope) as tx:
        before = await parts.find(sort.kind, tx, part_id)
    if before.campaign_id != campaign_id:
        raise Missing
    if fields.get("act") == "withdraw":
        async with request.db.transaction(request.user.scope) as tx:
            await parts.withdraw(sort.kind, tx, request.user, part_id)
        return see_other(request, f"/c/{campaign_id}/brief#{things}", words.withdrawn(language, things))
    try:
        change = decode(json.dumps(sort.body(fields)).encode(), sort.change)
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            done = await parts.change(sort.kind, tx, request.user, rules, part_id, _seen(fields), change)
    except (Invalid, PreconditionFailed) as refused:
        return await _again(request, pages, campaign_id, things, str(part_id), fields, refused)
    undo = Undo(f"/c/{campaign_id}/brief/{things}/{part_id}", {**sort.filled(before), "seen": str(done.revision)})
    return see_other(request, f"/c/{campaign_id}/brief#{part_id}", words.saved(language, things), undo)


async def _again(
    request: ApiRequest,
    pages: Pages,
    campaign_id: CampaignId,
    things: str,
    part: str,
    fields: Fields,
    refused: Invalid | PreconditionFailed,
) -> Response[str]:
    """The page with the form as it was typed. After a conflict, saving it once more says it over the other's words."""
    visit = visit_of(request, request.user)
    async with request.db.reading(request.user.scope) as tx:
        read = await read_brief(tx, request.user, campaign_id)
    if isinstance(refused, Invalid):
        opened = Opened(things, part, fields, Faults(visit.language, refused.faults))
    else:
        now = str(refused.facts["current"].revision)
        opened = Opened(things, part, {**fields, "seen": now}, Faults(visit.language), conflict=True)
    return show(pages, visit, read, opened)


def _seen(fields: Fields) -> int:
    return int(fields["seen"]) if fields.get("seen", "").isdecimal() else 0


handlers = [words_sent, part_made, requirement_sent, claim_sent, rights_sent, brief_link_sent]
