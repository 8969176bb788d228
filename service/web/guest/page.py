"""What is behind a guest's link: the brief and what may be said of it, and the cuts of the campaign."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.approvals import Brief, DecisionWord
from schemas.comments import CutStanding
from schemas.ids import CutId
from schemas.pictures import Poster
from schemas.requirements import Claim, Requirement
from schemas.videos import CutFacts
from service.briefs import approving, records_parts
from service.briefs.guests import note_opening
from service.briefs.model import OpenedGuestLink
from service.briefs.problems import BriefMoved, NothingToApprove
from service.exchange import ApiRequest
from service.problems import Invalid
from service.videos.deciding import cut_standings
from service.videos.pictures import cut_posters
from service.videos.records import list_cuts_of_campaign
from service.web.brief.asking import decision, said, why_not
from service.web.brief.page import Words
from service.web.forms import fields
from service.web.guest.opening import lead_back, name_of, opened
from service.web.guest.words import brief_state, cut_state
from service.web.market.opening import CLOSED, OPEN, unsaid
from service.web.market.strangers import Strangers
from service.web.pages import Pages
from service.web.rows import Shown
from service.web.visit import Visit

WORDS: dict[str, DecisionWord] = {"approved": "approved", "changes_asked": "changes_asked"}


class Read(Struct, frozen=True):
    """What a guest sees of a campaign."""

    link: OpenedGuestLink
    brief: Brief
    requirements: list[Requirement]
    claims: list[Claim]
    cuts: list[CutFacts]
    standings: dict[CutId, CutStanding]
    posters: dict[CutId, Poster]


@get("/b/{token:str}", operation_id="web.guest", opt=OPEN, exception_handlers=CLOSED)
async def guest_page(
    request: ApiRequest,
    token: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[str]:
    """The brief, and every cut."""
    visit, link = await opened(request, pages, strangers, token)
    await note_opening(request.db, link)
    return await show(request, pages, visit, link, {"name": name_of(request)})


@post(
    "/b/{token:str}/decisions",
    operation_id="web.guest_decided",
    opt=OPEN,
    exception_handlers=CLOSED,
    status_code=200,
)
async def guest_decided(
    request: ApiRequest,
    token: FromPath[str],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The guest's word on the brief as they read it."""
    visit, link = await opened(request, pages, strangers, token)
    form = await fields(request)
    word = WORDS.get(form.get("word", ""), "changes_asked")
    try:
        name = approving.guest_name(form.get("name", ""))
        async with request.db.transaction(link.scope) as tx:
            await approving.decide_as_guest(tx, link, name, decision(word, form))
    except (BriefMoved, NothingToApprove, Invalid) as refused:
        why = why_not(visit.language, refused)
        return await show(request, pages, visit, link, form, why, refused.status)
    return lead_back(request, f"/b/{token}#word", said(visit.language, word), name)


async def show(
    request: ApiRequest,
    pages: Pages,
    visit: Visit,
    link: OpenedGuestLink,
    typed: dict[str, str],
    refusal: str = "",
    status: int = 200,
) -> Response[str]:
    """The page, with what was typed and not taken."""
    async with request.db.reading(link.scope) as tx:
        cuts = await list_cuts_of_campaign(tx, link.campaign_id)
        ids = [one.id for one in cuts]
        read = Read(
            link,
            await approving.shown(tx, link.campaign_id),
            await records_parts.list_requirements(tx, link.campaign_id),
            await records_parts.list_claims(tx, link.campaign_id),
            cuts,
            await cut_standings(tx, ids),
            await cut_posters(tx, ids),
        )
    answer = pages.answer(
        visit,
        "guest/page.html",
        status=status,
        link=link,
        read=read,
        brief=read.brief,
        standing=read.brief.standing,
        standing_words=brief_state(visit.language, read.brief.standing),
        cut_state=lambda standing: cut_state(visit.language, standing),
        typed=Shown(typed),
        refusal=refusal,
        home=f"/b/{visit.path.split('/')[2]}",
        say=Words(visit.language),
    )
    return unsaid(answer)


handlers: list[Any] = [guest_page, guest_decided]
