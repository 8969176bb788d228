"""The forms of the brief room that ask: for the client's word, and by which link a guest gives it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from schemas.approvals import DecisionWord, NewDecision, NewGuestLink
from schemas.ids import CampaignId, GuestLinkId
from service.briefs import approving, guests
from service.briefs.problems import BriefMoved, NothingToApprove
from service.exchange import ApiRequest
from service.problems import Invalid
from service.web.brief.page import LASTS, Told, show
from service.web.brief.reading import read_brief
from service.web.forms import fields
from service.web.notices import see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.visit import visit_of
from service.web.words import Language

LONGEST_LABEL, LONGEST_NOTE = 100, 2000
WORDS: dict[str, DecisionWord] = {"asked": "asked", "approved": "approved", "changes_asked": "changes_asked"}


@post("/c/{campaign_id:str}/brief/decisions", operation_id="web.brief_decided", status_code=200)
async def decided(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """A word on the brief as it was read."""
    form, language = await fields(request), visit_of(request, request.user).language
    word, refusal, status = WORDS.get(form.get("word", ""), "asked"), "", 422
    try:
        new = decision(word, form)
        async with request.db.transaction(request.user.scope) as tx:
            await approving.decide(tx, request.user, campaign_id, new)
        return see_other(request, f"/c/{campaign_id}/brief#standing", said(language, word))
    except (BriefMoved, NothingToApprove, Invalid) as refused:
        refusal, status = why_not(language, refused), refused.status
    async with request.db.reading(request.user.scope) as tx:
        read = await read_brief(tx, request.user, campaign_id)
    told = Told(refusal=refusal, typed=form, status=status)
    return show(pages, visit_of(request, request.user), read, told=told)


def decision(word: DecisionWord, form: dict[str, str]) -> NewDecision:
    """The word that a form says, with the state that was read."""
    note = form.get("note", "").replace("\r\n", "\n")[:LONGEST_NOTE]
    return NewDecision(word=word, content_sha256=form.get("content", ""), note=note)


def said(language: Language, word: DecisionWord) -> str:
    """What was done."""
    match word:
        case "asked":
            return language.say("The client is asked. Hand over a guest's link if they have no account.")
        case "approved":
            return language.say("The brief is approved.")
    return language.say("The changes are asked for.")


def why_not(language: Language, refused: BriefMoved | NothingToApprove | Invalid) -> str:
    """Why a word was not taken, and the way out."""
    match refused:
        case BriefMoved():
            return language.say("The brief was changed while you read it. Read it as it is now, then say it again.")
        case NothingToApprove():
            return language.say("The brief is empty. Write what the product does in the story first.")
    if any(one.pointer == "/name" for one in refused.faults):
        return language.say("Type your name, so that people know who said it.")
    return language.say("Say what should be different.")


@post("/c/{campaign_id:str}/brief/guests", operation_id="web.guest_link_made", status_code=201)
async def make_link(
    request: ApiRequest, pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """A new link for a guest. Its address is on the page that answers, and nowhere else."""
    form, visit = await fields(request), visit_of(request, request.user)
    label, lasts = form.get("label", "").strip(), form.get("lasts", "")
    refusal = _wrong(visit.language, label, lasts)
    told = Told(link_refusal=refusal, typed=form, status=422)
    if not refusal:
        ends = datetime.now(UTC) + timedelta(days=int(lasts)) if lasts else None
        new = NewGuestLink(label=label, expires_at=ends)
        done = await once(
            request,
            lambda tx: guests.make(tx, request.user, campaign_id, new, request.settings.public_url),
            lambda _: f"/c/{campaign_id}/brief#guests",
        )
        if done.made is None:
            return made_already(request, done.path)
        told = Told(made=done.made, status=201)
    async with request.db.reading(request.user.scope) as tx:
        read = await read_brief(tx, request.user, campaign_id)
    return show(pages, visit, read, told=told)


@post("/c/{campaign_id:str}/brief/guests/{link_id:str}/revoke", operation_id="web.guest_link_revoked")
async def revoke_link(
    request: ApiRequest, campaign_id: FromPath[CampaignId], link_id: FromPath[GuestLinkId]
) -> Redirect:
    """It opens nothing any more."""
    async with request.db.transaction(request.user.scope) as tx:
        link = await guests.revoke(tx, request.user, campaign_id, link_id)
    told = visit_of(request, request.user).language.say("%(label)s is revoked. It opens nothing now.", label=link.label)
    return see_other(request, f"/c/{campaign_id}/brief#guests", told)


def _wrong(language: Language, label: str, lasts: str) -> str:
    """Why this link is not made; empty when it can be."""
    if not label or len(label) > LONGEST_LABEL or not label.isprintable():
        return language.say("Say in one line who gets the link, in at most 100 characters.")
    return "" if lasts in LASTS else language.say("Choose how long the link works.")


handlers = [decided, make_link, revoke_link]
