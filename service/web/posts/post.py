"""One post: what it says and where that comes from, what keeps it, when it goes out, what became of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.ids import CampaignId, PostId
from schemas.post_history import PastStep
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost, PostChange
from service.db.pool import Database, Tx
from service.decoding import decode
from service.exchange import ApiRequest
from service.posts import planning, showing
from service.posts.history import history_of
from service.posts.mending import price_of
from service.posts.records import list_steps
from service.posts.tasks import tasks_of
from service.problems import Invalid, Missing, PreconditionFailed, Problem
from service.rulebook import Rulebook
from service.web import forms
from service.web.fault_words import Faults
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.posts import form, refusals, words
from service.web.posts.cards import card_of
from service.web.posts.limits import counts_of
from service.web.posts.reading import Room, room_of, titles_in
from service.web.posts.shown import LIVE, show
from service.web.posts.wanted import wants_of
from service.web.rows import Shown
from service.web.visit import Visit, visit_of
from service.web.words import Language

FORM_BYTES = 100_000
PAGE = "/c/{campaign_id:str}/posts/{post_id:str}"


class Asked(Struct, frozen=True):
    """What stands in the forms of the page: what was typed, what is wrong with it, why nothing was done."""

    typed: Mapping[str, str] = {}
    faults: Faults | None = None
    refusal: str = ""
    status: int = 200


class Found(Struct, frozen=True):
    """A post with everything that its page shows."""

    room: Room
    post: PlannedPost
    steps: list[PastStep]
    tasks: list[PostTask]


@get(PAGE, operation_id="web.post")
async def post_page(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    post_id: FromPath[PostId],
) -> Response[str]:
    """The post; `?own=text` opens a field to be written here."""
    async with db.reading(request.user.scope) as tx:
        found = await find(tx, request, campaign_id, post_id)
    return view(request, pages, visit_of(request, request.user), found)


@post(f"{PAGE}/says", operation_id="web.post_says", status_code=200, request_max_body_size=FORM_BYTES)
async def say(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    post_id: FromPath[PostId],
) -> Response[Any]:
    """Words of its own, or one given back to the wider level."""
    fields, visit = await forms.fields(request), visit_of(request, request.user)
    disclosed = await forms.chosen(request, "disclosure")
    try:
        change: PostChange = decode(json.dumps(form.change(fields, disclosed)).encode(), PostChange)
        async with db.transaction(request.user.scope) as tx:
            await find(tx, request, campaign_id, post_id)
            await planning.change_post(tx, request.user, post_id, seen_of(fields), change)
    except Problem as problem:
        typed = {**fields, "disclosure": " ".join(disclosed)}
        return await again(request, db, pages, campaign_id, post_id, typed, problem)
    return see_other(request, f"/c/{campaign_id}/posts/{post_id}#says", said=visit.language.say("It says so now."))


async def again(
    request: ApiRequest,
    db: Database,
    pages: Pages,
    campaign: CampaignId,
    post: PostId,
    typed: Mapping[str, str],
    problem: Problem,
) -> Response[str]:
    """The page as it is now, with what was typed and why nothing was done. Raises what no form can mend."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        found = await find(tx, request, campaign, post)
    if isinstance(problem, Invalid):
        asked = Asked(typed, Faults(visit.language, problem.faults), "", 422)
    else:
        said = refusals.words(visit.language, problem, found.post)
        if said is None:
            raise problem
        kept = {**typed, "seen": str(found.post.revision)} if isinstance(problem, PreconditionFailed) else typed
        asked = Asked(kept, None, said, problem.status)
    return view(request, pages, visit, found, asked)


async def find(tx: Tx, request: ApiRequest, campaign: CampaignId, post: PostId) -> Found:
    """The post of this campaign; Missing for one of another."""
    room = await room_of(tx, campaign)
    found = await showing.show_post(tx, request.rulebook, post)
    if found.campaign_id != campaign:
        raise Missing
    tasks = (await tasks_of(tx, request.rulebook, campaign)).data if found.status == "live" else []
    steps = history_of(await list_steps(tx, post))
    return Found(room, found, steps, [one for one in tasks if one.post_id == post])


def view(request: ApiRequest, pages: Pages, visit: Visit, found: Found, asked: Asked | None = None) -> Response[str]:
    """The page. Its fields are those that the post says itself, and those that the address opens."""
    asked, now = asked or Asked(), datetime.now(UTC)
    post = found.post
    own = {name for name in form.FIELDS if getattr(post.copy, name).level == "post"}
    own |= form.own_fields(dict(visit.query).get("own", ""), None, asked.typed)
    channel = next((one for one in found.room.channels if one.id == post.channel_id), None)
    zone = post.zone or (channel.zone if channel else "UTC")
    return show(
        pages,
        visit,
        found.room,
        "post",
        titles=titles_in(request, visit),
        status=asked.status,
        card=card_of(post, now, down=any(one.kind == "takedown_wanted" for one in found.tasks)),
        wants=wants_of(visit.language, found.room.head, found.tasks),
        post=post,
        cut=found.room.cut(post.cut_id),
        steps=found.steps,
        fields=form.shown(post.copy, own, asked.typed),
        counts=counts_of(request.rulebook, visit.language, post.platform),
        typed=Shown(asked.typed),
        faults=asked.faults or Faults(visit.language),
        refusal=asked.refusal,
        price=priced(request.rulebook, visit.language, post),
        zone=zone,
        now_there=now.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M"),
        twice=refusals.twice(asked.typed, zone),
        skipped=refusals.skipped(asked.typed, zone),
        live=LIVE,
    )


def priced(rulebook: Rulebook, language: Language, post: PlannedPost) -> str:
    """What it takes to mend the captions of one language; empty where nothing is known of the platform."""
    pack = rulebook.platforms.get(post.platform)
    price = price_of(pack, replaced=1) if pack else None
    return words.price(language, price) if price else ""


def seen_of(fields: Mapping[str, str]) -> int | None:
    """The revision that the form was made from."""
    return int(fields["seen"]) if fields.get("seen", "").isdecimal() else None


handlers: list[Any] = [post_page, say]
