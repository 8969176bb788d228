"""One cut as a guest watches it: the film in the monitor, what was said of its frames, and the guest's word on it."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.approvals import DecisionWord
from schemas.checks import shown
from schemas.comments import Comment, CutStanding, NewComment, NewCutDecision
from schemas.ids import CutId
from schemas.videos import Cut
from service.briefs.approving import guest_name
from service.briefs.model import OpenedGuestLink
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.problems import Fault, Invalid
from service.videos import actions, commenting, deciding, records_films
from service.videos.pictures import find_of_cut
from service.videos.problems import CutMoved
from service.videos.records_comments import list_comments
from service.web.brief.page import Words
from service.web.cuts import player
from service.web.cuts.words import rate_of
from service.web.forms import fields
from service.web.guest.media import behind
from service.web.guest.opening import lead_back, name_of, opened
from service.web.guest.words import cut_state, why_not
from service.web.market.opening import CLOSED, OPEN, unsaid
from service.web.market.strangers import Strangers
from service.web.monitor import Island
from service.web.once import Sender, once
from service.web.pages import Pages
from service.web.rows import Shown
from service.web.visit import Visit

LONGEST = 2000
WORDS: dict[str, DecisionWord] = {"approved": "approved", "changes_asked": "changes_asked"}
_CLOCK = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5}(?:[.,]\d{1,3})?)")


class Watched(Struct, frozen=True):
    """A cut with what was said of it."""

    cut: Cut
    island: Island
    comments: list[Comment]
    standing: CutStanding


@get("/b/{token:str}/{cut_id:str}", operation_id="web.guest_cut", opt=OPEN, exception_handlers=CLOSED)
async def guest_cut(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[str]:
    """A cut in motion."""
    visit, link = await opened(request, pages, strangers, token)
    return await _show(request, pages, visit, link, cut_id, {"name": name_of(request)})


@post(
    "/b/{token:str}/{cut_id:str}/comments",
    operation_id="web.guest_commented",
    opt=OPEN,
    exception_handlers=CLOSED,
    status_code=200,
)
async def guest_commented(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """Something said of a frame."""
    visit, link = await opened(request, pages, strangers, token)
    form = await fields(request)
    try:
        name = guest_name(form.get("name", ""))
        make = partial(_make, link, name, cut_id, form)
        await once(request, make, lambda made: f"/{made.id}", Sender(link.scope, link.id))
    except Invalid as refused:
        why = why_not(visit.language, refused)
        return await _show(request, pages, visit, link, cut_id, {**form, "act": "comment"}, why, 422)
    at = form.get("at", "").strip()
    return lead_back(
        request, f"/b/{token}/{cut_id}#comments", visit.language.say("It is said, at %(at)s.", at=at), name
    )


@post(
    "/b/{token:str}/{cut_id:str}/decisions",
    operation_id="web.guest_cut_decided",
    opt=OPEN,
    exception_handlers=CLOSED,
    status_code=200,
)
async def guest_cut_decided(
    request: ApiRequest,
    token: FromPath[str],
    cut_id: FromPath[CutId],
    pages: NamedDependency[Pages],
    strangers: NamedDependency[Strangers],
) -> Response[Any]:
    """The guest's word on the cut as they watched it."""
    visit, link = await opened(request, pages, strangers, token)
    form, say = await fields(request), visit.language.say
    word = WORDS.get(form.get("word", ""), "changes_asked")
    note = form.get("note", "").replace("\r\n", "\n")[:LONGEST]
    new = NewCutDecision(word=word, edit_sha256=form.get("edit", ""), film_sha256=form.get("film") or None, note=note)
    try:
        name = guest_name(form.get("name", ""))
        async with request.db.transaction(link.scope) as tx:
            await deciding.decide_as_guest(tx, link, name, cut_id, new)
    except (CutMoved, Invalid) as refused:
        why = why_not(visit.language, refused)
        return await _show(request, pages, visit, link, cut_id, {**form, "act": "decide"}, why, refused.status)
    told = say("The cut is approved.") if word == "approved" else say("The changes are asked for.")
    return lead_back(request, f"/b/{token}/{cut_id}#word", told, name)


def frame_at(typed: str, cut: Cut) -> int:
    """The frame of a time as typed: seconds, or minutes and seconds, as 1:03.5. Invalid for anything else."""
    found = _CLOCK.fullmatch(typed.strip())
    if found is None:
        raise Invalid(Fault("/frame", "time", "write seconds, as 3.5, or minutes and seconds, as 1:03.5"))
    hours, minutes, rest = found.groups()
    whole = float(rest.replace(",", ".")) + 60 * int(minutes or 0) + 3600 * int(hours or 0)
    rate = rate_of(cut.fps)
    return int((whole * 1000 + 0.5) / float(rate.frame_ms))


def _comment(form: dict[str, str], cut: Cut) -> NewComment:
    text = form.get("text", "").replace("\r\n", "\n").strip()
    if not 1 <= len(text) <= LONGEST or shown(text):
        raise Invalid(Fault("/text", "length", "say something, in at most 2000 characters"))
    return NewComment(frame=frame_at(form.get("at", ""), cut), text=text)


async def _make(link: OpenedGuestLink, name: str, cut_id: CutId, form: dict[str, str], tx: Tx) -> Comment:
    cut = (await commenting.guest_cut(tx, link, cut_id)).id
    new = _comment(form, await actions.find_cut(tx, cut))
    return await commenting.comment_as_guest(tx, link, name, cut_id, new)


async def _watch(tx: Tx, request: ApiRequest, visit: Visit, link: OpenedGuestLink, cut_id: CutId) -> Watched:
    await commenting.guest_cut(tx, link, cut_id)
    cut = await actions.find_cut(tx, cut_id)
    film = await records_films.get_film(tx, cut_id)
    if film is not None:
        island = player.of_film(cut, film.shown(), await find_of_cut(tx, cut_id))
    else:
        island = await player.of_cut(tx, request.rulebook, visit.language, cut, None)
    comments = sorted(await list_comments(tx, cut_id), key=lambda one: (one.frame, one.at))
    standing = await deciding.find_standing(tx, cut_id)
    return Watched(cut, behind(island, f"/b/{visit.path.split('/')[2]}"), comments, standing)


async def _show(
    request: ApiRequest,
    pages: Pages,
    visit: Visit,
    link: OpenedGuestLink,
    cut_id: CutId,
    typed: dict[str, str],
    refusal: str = "",
    status: int = 200,
) -> Response[str]:
    async with request.db.reading(link.scope) as tx:
        watched = await _watch(tx, request, visit, link, cut_id)
    home = f"/b/{visit.path.split('/')[2]}"
    answer = pages.answer(
        visit,
        "guest/cut.html",
        status=status,
        link=link,
        cut=watched.cut,
        island=watched.island,
        shape=player.shape(watched.island),
        comments=watched.comments,
        standing=watched.standing,
        state_words=cut_state(visit.language, watched.standing),
        typed=Shown(typed),
        refusal=refusal,
        home=home,
        here=f"{home}/{cut_id}",
        clock=clock,
        say=Words(visit.language),
    )
    return unsaid(answer)


def clock(ms: int) -> str:
    """A time of the film: minutes, seconds and milliseconds."""
    return f"{ms // 60_000:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


handlers: list[Any] = [guest_cut, guest_commented, guest_cut_decided]
