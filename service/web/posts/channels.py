"""The channels of the campaign's brand: added, changed, withdrawn."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.channels import ChannelChange, NewChannel
from schemas.ids import CampaignId, ChannelId
from service.db.pool import Database
from service.decoding import decode
from service.exchange import ApiRequest
from service.posts import channels
from service.posts.problems import ChannelInUse, ChannelTaken
from service.problems import Invalid, PreconditionFailed, Problem
from service.web import forms
from service.web.fault_words import Faults
from service.web.notices import see_other
from service.web.once import once
from service.web.pages import Pages
from service.web.posts import cards, times
from service.web.posts.reading import Room, room_of
from service.web.posts.shown import show
from service.web.rows import Shown
from service.web.visit import Visit, visit_of
from service.web.words import Language

PAGE = "/c/{campaign_id:str}/posts/channels"


@get(PAGE, operation_id="web.channels")
async def channels_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The channels; `?edit=…` opens one."""
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
    return view(request, pages, visit_of(request, request.user), room)


@post(PAGE, operation_id="web.channel_made", status_code=200)
async def make(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """A new channel."""
    fields, visit = await forms.fields(request), visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
    try:
        body = _body(fields) | {"brand_id": str(room.head.brand_id), "platform": fields.get("platform", "")}
        new: NewChannel = decode(json.dumps(body).encode(), NewChannel)
        here = f"{room.head.room('posts')}/channels"
        await once(
            request,
            lambda tx: channels.create_channel(tx, request.user, request.rulebook, new),
            lambda made: f"{here}#{made.id}",
        )
    except (Invalid, ChannelTaken) as problem:
        return view(request, pages, visit, room, fields, _faults(visit.language, problem))
    return see_other(request, here, said=visit.language.say("%(name)s is added. Plan posts on it.", name=new.handle))


@post(f"{PAGE}/{{channel_id:str}}", operation_id="web.channel_changed", status_code=200)
async def change(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    channel_id: FromPath[ChannelId],
) -> Response[Any]:
    """Another handle, name, zone or market; or the end of it."""
    fields, visit = await forms.fields(request), visit_of(request, request.user)
    language = visit.language
    try:
        async with db.transaction(request.user.scope) as tx:
            room = await room_of(tx, campaign_id)
            if fields.get("act") == "withdraw":
                await channels.withdraw_channel(tx, request.user, channel_id)
                said = language.say("Nothing is planned for it any more.")
            else:
                seen = int(fields["seen"]) if fields.get("seen", "").isdecimal() else None
                to: ChannelChange = decode(json.dumps(_body(fields)).encode(), ChannelChange)
                await channels.change_channel(tx, request.user, request.rulebook, channel_id, seen, to)
                said = language.say("The channel is changed. Posts that have their time keep it.")
    except (Invalid, ChannelTaken, ChannelInUse, PreconditionFailed) as problem:
        async with db.reading(request.user.scope) as tx:
            room = await room_of(tx, campaign_id)
        return view(request, pages, visit, room, fields, _faults(language, problem), str(channel_id))
    return see_other(request, f"{room.head.room('posts')}/channels", said=said)


def view(
    request: ApiRequest,
    pages: Pages,
    visit: Visit,
    room: Room,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    edited: str = "",
) -> Response[str]:
    """The page."""
    edited = edited or dict(visit.query).get("edit", "")
    return show(
        pages,
        visit,
        room,
        "channels",
        status=422 if faults else 200,
        typed=Shown(typed or {}),
        faults=faults or Faults(visit.language),
        edited=edited,
        platforms=sorted(request.rulebook.platforms, key=cards.platform_name),
        zones=times.zones_of(room.markets),
    )


def _body(fields: Mapping[str, str]) -> dict[str, str | None]:
    body: dict[str, str | None] = {name: fields.get(name, "").strip() for name in ("handle", "name", "zone")}
    return body | {"market": fields.get("market") or None}


def _faults(language: Language, problem: Problem) -> Faults:
    if isinstance(problem, Invalid):
        return Faults(language, problem.faults)
    faults, say = Faults(language), language.say
    match problem:
        case ChannelTaken():
            faults.add("handle", say("The brand has a channel of this handle on this platform."))
        case ChannelInUse():
            faults.add("", say("Posts wait on this channel. Withdraw them first, or plan them elsewhere."))
        case _:
            faults.add("", say("Somebody changed this channel before you. Nothing of yours was done; look again."))
    return faults


handlers: list[Any] = [channels_page, make, change]
