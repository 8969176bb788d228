"""Saying something of a cut: a comment on a frame, that one is done, and the client's word."""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from schemas.comments import Comment, NewComment, NewCutDecision
from schemas.ids import CampaignId, CommentId, CutId
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.videos import commenting, deciding
from service.videos.problems import CutMoved
from service.web import forms
from service.web.cuts import measures
from service.web.cuts.cut import find, page
from service.web.cuts.measures import NoPlace
from service.web.cuts.said import Typed
from service.web.cuts.words import rate_of
from service.web.notices import see_other
from service.web.once import once
from service.web.pages import Pages
from service.web.visit import visit_of

ROOM = "/c/{campaign_id:str}/cuts/{cut_id:str}"


@post(f"{ROOM}/comments", operation_id="web.comment", status_code=200)
async def comment(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Say something of a frame."""
    language, fields = visit_of(request).language, await forms.fields(request)
    async with db.reading(request.user.scope) as tx:
        cut = await find(tx, campaign_id, cut_id)
    wrong: dict[str, str] = {}
    try:
        frame = measures.place(fields.get("at", "") or "0", rate_of(cut.fps))
    except NoPlace:
        frame, wrong["at"] = 0, language.say("Write a time code, or minutes and seconds such as 0:02.5.")
    if frame >= cut.frames:
        wrong["at"] = language.say("The film ends at %(end)s.", end=measures.code(cut.frames, rate_of(cut.fps)))
    try:
        new = msgspec.convert({"frame": frame, "text": fields.get("text", "")}, NewComment)
    except msgspec.ValidationError:
        wrong.setdefault("text", language.say("Write a comment of at most 2,000 characters."))
    if wrong:
        return await page(request, db, pages, campaign_id, cut_id, comment=Typed(fields, wrong), status=422)
    await once(request, partial(_make, request, cut_id, new), lambda made: f"/{made.id}")
    return see_other(request, f"/c/{campaign_id}/cuts/{cut_id}#client", said=language.say("Your comment is there."))


@post("/c/{campaign_id:str}/comments/{comment_id:str}/{verb:str}", operation_id="web.comment_done", status_code=200)
async def settle(
    request: ApiRequest,
    db: NamedDependency[Database],
    campaign_id: FromPath[CampaignId],
    comment_id: FromPath[CommentId],
    verb: FromPath[str],
) -> Redirect:
    """Resolve a comment, or open it again."""
    language, fields = visit_of(request).language, await forms.fields(request)
    act = {"resolve": commenting.resolve, "reopen": commenting.reopen}.get(verb)
    if act is None:
        raise Missing
    seen = int(fields["seen"]) if fields.get("seen", "").isdecimal() else None
    try:
        async with db.transaction(request.user.scope) as tx:
            known = await commenting.find_comment(tx, comment_id)
            if known.campaign_id != campaign_id:
                raise Missing
            await act(tx, request.user, comment_id, seen)
        said = language.say("Done.") if verb == "resolve" else language.say("It is open again.")
    except PreconditionFailed as failed:
        current: Comment = failed.facts["current"]
        name = current.resolved_by_name
        said = (
            language.say("%(name)s did that meanwhile.", name=name)
            if name
            else language.say("Somebody opened it again meanwhile.")
        )
    return see_other(request, f"/c/{campaign_id}/cuts/{known.cut_id}#client", said=said)


@post(f"{ROOM}/decisions", operation_id="web.cut_decided", status_code=200)
async def decide(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    cut_id: FromPath[CutId],
) -> Response[str] | Redirect:
    """Ask the client, approve, or ask for changes, of the cut as it was on the page."""
    language, fields = visit_of(request).language, await forms.fields(request)
    address = f"/c/{campaign_id}/cuts/{cut_id}#client"
    sent: dict[str, Any] = {name: fields.get(name, "") for name in ("word", "note", "edit_sha256")}
    new = _word(sent | {"film_sha256": fields.get("film_sha256") or None})
    try:
        async with db.transaction(request.user.scope) as tx:
            await find(tx, campaign_id, cut_id)
            await deciding.decide(tx, request.user, cut_id, new)
    except CutMoved:
        return see_other(request, address, said=language.say("The cut was changed meanwhile. Look at it again."))
    except Invalid:
        wrong = {"note": language.say("Say what should be different.")}
        return await page(request, db, pages, campaign_id, cut_id, comment=Typed(fields, wrong), status=422)
    said = {
        "asked": language.say("The client is asked."),
        "approved": language.say("The cut is approved."),
        "changes_asked": language.say("The changes are asked for."),
    }[new.word]
    return see_other(request, address, said=said)


def _word(sent: dict[str, Any]) -> NewCutDecision:
    """What the form says; Invalid for one that was not made by our page."""
    try:
        return msgspec.convert(sent, NewCutDecision)
    except msgspec.ValidationError as error:
        raise Invalid(Fault("", "form", str(error))) from None


async def _make(request: ApiRequest, cut: CutId, new: NewComment, tx: Tx) -> Comment:
    return await commenting.comment(tx, request.user, cut, new)


handlers = [comment, settle, decide]
