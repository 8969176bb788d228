"""What posts say, level by level: the whole campaign, a platform, a market, a market on a platform."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.ids import CampaignId
from schemas.post_copy import Copy, CopyChange
from service.db.pool import Database
from service.decoding import decode
from service.exchange import ApiRequest
from service.people.records import list_names
from service.posts import wording
from service.posts.inheritance import inherited
from service.problems import Invalid, PreconditionFailed
from service.web import forms
from service.web.fault_words import Faults
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.posts import cards, form, words
from service.web.posts.limits import counts_of
from service.web.posts.reading import Room, room_of
from service.web.posts.shown import LIVE, show
from service.web.visit import Visit, visit_of
from service.web.words import Language

FORM_BYTES = 100_000
ALL = "all"
PAGE = "/c/{campaign_id:str}/posts/copy"


class Read(Struct, frozen=True):
    """A campaign, what its levels say, and the one that is opened, with the name of who spoke there last."""

    room: Room
    said: list[Copy]
    here: Copy
    who: str


@get(PAGE, operation_id="web.post_copy")
async def copy_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """Every level that says something; `?platform=tiktok&market=DE` opens one, else the whole campaign."""
    visit = visit_of(request, request.user)
    read = await _read(request, db, campaign_id, dict(visit.query))
    return view(request, pages, visit, read)


@post(PAGE, operation_id="web.post_copy_said", status_code=200, request_max_body_size=FORM_BYTES)
async def say(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """Say something at a level, or give it back."""
    fields, visit = await forms.fields(request), visit_of(request, request.user)
    disclosed = await forms.chosen(request, "disclosure")
    typed = {**fields, "disclosure": " ".join(disclosed)}
    read = await _read(request, db, campaign_id, fields)
    here = read.here
    seen = int(fields["seen"]) if fields.get("seen", "").isdecimal() else 0
    try:
        change: CopyChange = decode(json.dumps(form.change(fields, disclosed)).encode(), CopyChange)
        async with db.transaction(request.user.scope) as tx:
            await wording.say(tx, request.user, campaign_id, (here.platform, here.market), seen, change)
    except Invalid as invalid:
        return view(request, pages, visit, read, typed, Faults(visit.language, invalid.faults))
    except PreconditionFailed:
        now = await _read(request, db, campaign_id, fields)
        if apart_of(visit.language, now.here, typed):
            return view(request, pages, visit, now, typed, clashing=True)
    return see_other(request, address(read.room, here), said=visit.language.say("Every narrower level says so now."))


def address(room: Room, level: Copy) -> str:
    """Where a level is opened."""
    return f"{room.head.room('posts')}/copy?platform={level.platform or ALL}&market={level.market or ALL}#says"


def view(
    request: ApiRequest,
    pages: Pages,
    visit: Visit,
    read: Read,
    typed: Mapping[str, str] | None = None,
    faults: Faults | None = None,
    clashing: bool = False,
) -> Response[str]:
    """The page; 412 where somebody else said something there meanwhile."""
    here, language, room = read.here, visit.language, read.room
    own = form.own_fields(dict(visit.query).get("own", ""), here, typed)
    platforms = list(dict.fromkeys([*(one.platform for one in room.channels), *request.rulebook.platforms]))
    return show(
        pages,
        visit,
        room,
        "copy",
        status=422 if faults else 412 if clashing else 200,
        said=read.said,
        here=here,
        here_said=words.level(language, here.level, here.platform, here.market),
        apart=apart_of(language, here, typed or {}) if clashing else [],
        who=read.who,
        fields=form.shown(inherited(read.said, here.platform or "", here.market or "", None), own, typed),
        faults=faults or Faults(language),
        counts=counts_of(request.rulebook, language, here.platform) if here.platform else {},
        platforms=sorted(platforms, key=cards.platform_name),
        address=lambda one: address(room, one),
        plain=form.plain,
        live=LIVE,
    )


def apart_of(language: Language, there: Copy, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Where what was typed is not what stands there now: the field, theirs, mine."""
    written = [name for name in form.FIELDS if f"own.{name}" in typed]
    pairs = [(name, form.plain(name, getattr(there, name)), typed.get(name, "").strip()) for name in written]
    return [
        (words.field(language, name), _in_words(language, name, theirs), _in_words(language, name, mine))
        for name, theirs, mine in pairs
        if theirs.split() != mine.split()
    ]


def _in_words(language: Language, name: str, value: str) -> str:
    if name != "disclosure":
        return value
    return language.listing([words.disclosure(language, one) for one in value.split()])


async def _read(request: ApiRequest, db: Database, campaign: CampaignId, asked: Mapping[str, str]) -> Read:
    platform, market = (asked.get(name) if asked.get(name) != ALL else None for name in ("platform", "market"))
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign)
        said = (await wording.list_copy(tx, campaign)).data
        here = await wording.find_copy(tx, campaign, platform or None, market or None)
        names = await list_names(tx, [here.by] if here.by else [])
    return Read(room, said, here, next(iter(names.values()), ""))


handlers: list[Any] = [copy_page, say]
