"""Planning many posts at once: which cuts on which channels for which markets, looked at first, then planned."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.ids import CampaignId
from schemas.posts import NewPosts, PlannedPosts
from service.db.pool import Database
from service.decoding import decode
from service.exchange import ApiRequest
from service.posts import planning
from service.problems import Invalid
from service.web import forms
from service.web.fault_words import Faults
from service.web.once import once
from service.web.pages import Pages
from service.web.posts import form, refusals, words
from service.web.posts.reading import Room, room_of
from service.web.posts.shown import show
from service.web.rows import Shown
from service.web.visit import Visit, visit_of

FORM_BYTES = 100_000
PAGE = "/c/{campaign_id:str}/posts/plan"
MANY = ("cuts", "channels", "markets")


class Typed(Struct, frozen=True):
    """What stands in the form: what was ticked, and the fields."""

    ticked: Mapping[str, Sequence[str]]
    fields: Mapping[str, str] = {}

    def has(self, name: str, value: object) -> bool:
        """Whether this is ticked."""
        return str(value) in self.ticked.get(name, ())


class _Look(Exception):  # nothing is wrong: the transaction only ends here
    """What would be planned."""

    def __init__(self, found: PlannedPosts) -> None:
        super().__init__()
        self.found = found


@get(PAGE, operation_id="web.posts_plan")
async def plan_form(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The form; `?cut=…&market=DE` begins with these."""
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
    visit = visit_of(request, request.user)
    asked: dict[str, list[str]] = {"cuts": [], "channels": [], "markets": []}
    for name, value in visit.query:
        if f"{name}s" in asked:
            asked[f"{name}s"].append(value)
    return view(pages, visit, room, Typed(asked))


@post(PAGE, operation_id="web.posts_planned", status_code=200, request_max_body_size=FORM_BYTES)
async def plan(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """What would be planned, or what was; each with what is there already and what fits nowhere."""
    visit, fields = visit_of(request, request.user), await forms.fields(request)
    ticked = {name: await forms.chosen(request, name) for name in MANY}
    if "take" in fields:  # one of the nearest times, where the clock skips the one that was typed
        fields |= {"local_at": fields["take"], "act": fields.get("doing", "look")}
    typed = Typed(ticked, fields)
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
    try:
        new: NewPosts = decode(json.dumps(_body(typed)).encode(), NewPosts)
        if fields.get("act") == "look":
            try:
                async with db.transaction(request.user.scope) as tx:
                    raise _Look(await planning.plan(tx, request.user, campaign_id, new))
            except _Look as look:
                return view(pages, visit, room, typed, looked=look.found)
        done = await once(
            request,
            lambda tx: planning.plan(tx, request.user, campaign_id, new),
            lambda _: f"/c/{campaign_id}/posts",
        )
    except Invalid as invalid:
        return view(pages, visit, room, typed, faults=Faults(visit.language, invalid.faults))
    return view(pages, visit, room, typed, done=done.made)


def _body(typed: Typed) -> dict[str, Any]:
    fields, local = typed.fields, form.local_time(typed.fields.get("local_at", ""))
    body: dict[str, Any] = {name: list(typed.ticked[name]) for name in MANY if name != "markets" or typed.ticked[name]}
    body |= {name: fields[name].strip() for name in ("slot", "media", "fold") if fields.get(name, "").strip()}
    return body | ({"local_at": local} if local else {})


def view(
    pages: Pages,
    visit: Visit,
    room: Room,
    typed: Typed,
    *,
    looked: PlannedPosts | None = None,
    done: PlannedPosts | None = None,
    faults: Faults | None = None,
) -> Response[str]:
    """The page."""
    found, language = done or looked, visit.language
    zones = [one.zone for one in room.channels if typed.has("channels", one.id)]
    codes, handles = {one.id: one.code for one in room.cuts}, {one.id: one for one in room.channels}
    return show(
        pages,
        visit,
        room,
        "plan",
        status=422 if faults else 200,
        typed=Shown(typed.fields),
        ticked=typed.has,
        all_markets=not typed.ticked.get("markets"),
        faults=faults or Faults(language),
        twice=next((zone for zone in zones if refusals.twice(typed.fields, zone)), None),
        skipped=next((one for one in (refusals.skipped(typed.fields, zone) for zone in zones) if one), None),
        found=found,
        looked=looked is not None,
        cut_code=lambda cut: codes.get(cut, ""),
        channel_of=lambda channel: handles.get(channel),
        why_out=lambda one: words.left_out(language, one, codes.get(one.cut_id, ""), handles.get(one.channel_id)),
    )


handlers: list[Any] = [plan_form, plan]
