"""The facts room: every fact in every market, said in its place."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.bases import KEY_PATTERN
from schemas.briefs import Fact, FactChange
from schemas.campaigns import Campaign
from schemas.ids import CampaignId, PersonId
from service.briefs import actions
from service.briefs.records import list_facts
from service.campaigns.records import get_campaign
from service.db.pool import Database, Tx
from service.decoding import decode
from service.exchange import ApiRequest
from service.people.records import list_names
from service.problems import Invalid, Missing, PreconditionFailed
from service.web import forms, notices
from service.web.facts.form import KINDS, UNITS, body, empty, filled, word_fields
from service.web.facts.table import Column, Table, table
from service.web.facts.words import kind_name, unit_name
from service.web.fault_words import Faults
from service.web.frame import Head, head_of
from service.web.notices import Undo
from service.web.pages import Pages
from service.web.rows import Shown
from service.web.visit import Visit, visit_of

LIVE = "fact campaign"


class Read(Struct, frozen=True):
    """A campaign's facts, and the names of who said them."""

    head: Head
    campaign: Campaign
    facts: list[Fact]
    names: dict[PersonId, str]


class Opened(Struct, frozen=True):
    """The place that is being written: its fields as typed, what is wrong with them, what somebody else said."""

    id: str
    fields: Mapping[str, str]
    faults: Faults
    theirs: Fact | None = None


@get("/c/{campaign_id:str}/facts", operation_id="web.facts")
async def facts_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The table; `?edit=price.DE` opens a place, `?key=price&kind=money` begins a fact."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        read = await _read(tx, campaign_id)
    asked = dict(visit.query)
    new = _begun(asked)
    listed = table(read.facts, read.campaign.markets, read.names, new)
    first = f"{new.key}.{listed.rows[0].market}" if new and listed.rows else ""
    return show(pages, visit, read, listed, _opened(visit, listed, asked.get("edit") or first), asked)


@post("/c/{campaign_id:str}/facts/{key:str}/{market:str}", operation_id="web.fact_sent", status_code=200)
async def say_fact(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    campaign_id: FromPath[CampaignId],
    key: FromPath[str],
    market: FromPath[str],
) -> Response[Any]:
    """A value said, and the table; or its place again, with what is wrong."""
    visit, fields = visit_of(request, request.user), await forms.fields(request)
    async with db.reading(request.user.scope) as tx:
        read = await _read(tx, campaign_id)
    before = next((one for one in read.facts if (one.key, one.market) == (key, market)), None)
    if not re.fullmatch(KEY_PATTERN, key) or market not in {one.market for one in read.campaign.markets}:
        raise Missing
    faults, theirs = Faults(visit.language), None
    try:
        change: FactChange = decode(json.dumps(body(fields)).encode(), FactChange)
        seen = int(fields["seen"]) if fields.get("seen", "").isdecimal() else 0
        async with db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            done = await actions.say(tx, request.user, rules, campaign_id, key, market, seen, change)
        at = f"{read.head.room('facts')}#{key}.{market}"
        said = visit.language.say(
            "%(fact)s is said for %(market)s.", fact=f"{{{key}}}", market=visit.language.market(market)
        )
        return notices.see_other(request, at, said, _undo(read.head, before, done))
    except Invalid as invalid:
        faults = Faults(visit.language, invalid.faults)
    except PreconditionFailed as conflict:
        theirs = conflict.facts.get("current")
        fields = {**fields, "seen": str(theirs.revision) if theirs else "0"}
    new = Column(key, fields.get("kind", "text"))
    listed = table(read.facts, read.campaign.markets, read.names, new)
    return show(pages, visit, read, listed, Opened(f"{key}.{market}", fields, faults, theirs), {})


def show(
    pages: Pages, visit: Visit, read: Read, listed: Table, opened: Opened | None, asked: Mapping[str, str]
) -> Response[str]:
    """The page; 422 where something is wrong with what was typed, 412 where somebody else was first."""
    person, language = visit.person, visit.language
    key = asked.get("key", "")
    return pages.answer(
        visit,
        "facts/page.html",
        status=422 if opened and opened.faults else 412 if opened and opened.theirs else 200,
        room="facts",
        campaign=read.head,
        table=listed,
        opened=opened,
        typed=Shown(opened.fields) if opened else Shown(),
        may_say=lambda market: person is not None and person.may("campaigns:write", read.head.brand_id, market),
        may_write=person is not None and person.may("campaigns:write", read.head.brand_id),
        may_confirm=lambda market: person is not None and person.may("checklists:sign", read.head.brand_id, market),
        kinds=KINDS,
        units=UNITS,
        kind_name=lambda kind: kind_name(language, kind),
        unit_name=lambda unit: unit_name(language, unit),
        word_fields=word_fields,
        key_asked=key,
        key_wrong=bool(key) and not re.fullmatch(KEY_PATTERN, key),
        live=LIVE,
    )


def _begun(asked: Mapping[str, str]) -> Column | None:
    """The fact that an address begins."""
    key, kind = asked.get("key", ""), asked.get("kind", "")
    return Column(key, kind if kind in KINDS else "text") if re.fullmatch(KEY_PATTERN, key) else None


def _opened(visit: Visit, listed: Table, asked: str) -> Opened | None:
    """The place that an address opens, as it is."""
    kinds = {column.key: column.kind for column in listed.columns}
    for row in listed.rows:
        for slot in row.slots:
            if slot.id == asked:
                fields = filled(slot.fact.value) if slot.fact else empty(kinds[slot.key], row.market)
                seen = str(slot.fact.revision) if slot.fact else "0"
                return Opened(asked, {**fields, "seen": seen}, Faults(visit.language))
    return None


def _undo(head: Head, before: Fact | None, done: Fact) -> Undo | None:
    """The form that says what was said before; the first value of a fact stays."""
    if before is None:
        return None
    fields = {**filled(before.value), "seen": str(done.revision)}
    return Undo(f"{head.room('facts')}/{done.key}/{done.market}", fields)


async def _read(tx: Tx, campaign_id: CampaignId) -> Read:
    head, campaign = await head_of(tx, campaign_id), await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    facts = [actions.shown(one) for one in await list_facts(tx, campaign_id, None)]
    people = {one.by for one in facts} | {one.confirmed_by for one in facts if one.confirmed_by}
    return Read(head, campaign, facts, await list_names(tx, people))


@post("/c/{campaign_id:str}/facts/{key:str}/{market:str}/confirm", operation_id="web.fact_confirmed")
async def confirm_fact(
    request: ApiRequest,
    db: NamedDependency[Database],
    campaign_id: FromPath[CampaignId],
    key: FromPath[str],
    market: FromPath[str],
) -> Redirect:
    """Stand for a value as it was shown; nothing is confirmed that somebody changed meanwhile."""
    language, fields = visit_of(request, request.user).language, await forms.fields(request)
    seen = int(fields["seen"]) if fields.get("seen", "").isdecimal() else 0
    at = f"/c/{campaign_id}/facts#{key}.{market}"
    try:
        async with db.transaction(request.user.scope) as tx:
            await actions.confirm(tx, request.user, campaign_id, key, market, seen)
    except PreconditionFailed:
        return notices.see_other(request, at, language.say("The value was changed meanwhile. Look at it as it is now."))
    said = language.say("%(fact)s is confirmed for %(market)s.", fact=f"{{{key}}}", market=language.market(market))
    return notices.see_other(request, at, said)


handlers = [facts_page, say_fact, confirm_fact]
