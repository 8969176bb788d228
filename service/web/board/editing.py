"""Making a campaign, and its settings: forms that keep what was typed, whatever is wrong with it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from schemas.campaigns import Brand, Campaign, CampaignChange, NewBrand, NewCampaign
from schemas.ids import CampaignId
from service.campaigns import actions
from service.campaigns.problems import BrandNameTaken, MarketInUse
from service.campaigns.records import get_campaign, queries
from service.db.pool import Database, Tx
from service.db.queries import Slice, Sort
from service.decoding import decode
from service.exchange import ApiRequest
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.web import forms, notices
from service.web.board.form import MOST_MARKETS, body, chosen, countries, filled, offered, typed
from service.web.fault_words import Faults
from service.web.frame import Head, head_of
from service.web.notices import Undo
from service.web.once import once
from service.web.pages import Pages
from service.web.rows import Tree, flat, shown
from service.web.visit import Visit, visit_of
from service.web.words import Language

MOST_BRANDS = 1000
MOST_NAMED = 5
NEW_BRAND = "new"
NOBODYS = "brd_00000000000000000000000000"  # where a brand is missing and the rest is looked at


@get("/campaigns/new", operation_id="web.new_campaign")
async def new_campaign_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[str]:
    """An empty form."""
    async with db.reading(request.user.scope) as tx:
        brands = await _brands(tx, request.user)
    tree: Tree = {"brand": str(brands[0].id) if len(brands) == 1 else "" if brands else NEW_BRAND}
    return _show_new(request, pages, brands, tree, Faults(visit_of(request).language))


@post("/campaigns/new", operation_id="web.new_campaign_sent", status_code=200)
async def new_campaign(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[Any]:
    """A campaign made, and its board; or the form again."""
    language = visit_of(request).language
    tree, focus = typed(await forms.fields(request), request.rulebook)
    if not focus:
        try:
            done = await once(request, lambda tx: _make(tx, request, tree), lambda made: f"/c/{made.id}")
            said = language.say("%(name)s is there.", name=done.made.name) if done.made else ""
            return notices.see_other(request, done.path, said)
        except Invalid as invalid:
            faults = Faults(language, invalid.faults)
        except BrandNameTaken:
            faults = Faults(language)
            faults.add("brand_name", language.say("There is a brand with this name. Choose it above."))
    else:
        faults = Faults(language)
    async with db.reading(request.user.scope) as tx:
        brands = await _brands(tx, request.user)
    return _show_new(request, pages, brands, tree, faults, focus)


@get("/c/{campaign_id:str}/settings", operation_id="web.campaign_settings")
async def settings_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """A campaign's form as it is."""
    async with db.reading(request.user.scope) as tx:
        head, campaign = await _to_change(tx, request.user, campaign_id)
    return _show_settings(request, pages, head, filled(campaign), Faults(visit_of(request).language))


@post("/c/{campaign_id:str}/settings", operation_id="web.campaign_settings_sent", status_code=200)
async def settings(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[Any]:
    """Saved, and the board; or the form again, with what somebody else changed meanwhile."""
    language = visit_of(request).language
    async with db.reading(request.user.scope) as tx:
        head, before = await _to_change(tx, request.user, campaign_id)
    tree, focus = typed(await forms.fields(request), request.rulebook)
    if focus:
        return _show_settings(request, pages, head, tree, Faults(language), focus)
    seen = tree.get("seen", "")
    try:
        change = decode(json.dumps(body(tree)).encode(), CampaignChange)
        number = int(seen) if isinstance(seen, str) and seen.isdecimal() else 0
        async with db.transaction(request.user.scope) as tx:
            done = await actions.change_campaign(tx, request.user, request.rulebook, campaign_id, number, change)
    except Invalid as invalid:
        return _show_settings(request, pages, head, tree, Faults(language, invalid.faults))
    except MarketInUse as problem:
        return _show_settings(request, pages, head, tree, _kept(language, before, tree, problem))
    except PreconditionFailed as conflict:
        theirs: Campaign = conflict.facts["current"]
        tree["seen"] = str(theirs.revision)
        different = _differences(language, theirs, tree)
        if not different:
            return notices.see_other(request, f"/c/{campaign_id}", language.say("The campaign is saved."))
        return _show_settings(request, pages, head, tree, Faults(language), "conflict", different)
    undo = Undo(head.room("settings"), {**flat(filled(before)), "seen": str(done.revision)})
    return notices.see_other(request, f"/c/{campaign_id}", language.say("The campaign is saved."), undo)


async def _make(tx: Tx, request: ApiRequest, tree: Tree) -> Campaign:
    """The campaign, and its brand where that is new. Invalid with everything that is wrong at once."""
    faults: list[Fault] = []
    brand = _text(tree.get("brand"))
    if brand == NEW_BRAND:
        try:
            named: NewBrand = decode(json.dumps({"name": _text(tree.get("brand_name"))}).encode(), NewBrand)
            brand = str((await actions.create_brand(tx, request.user, named)).id)
        except Invalid as invalid:
            faults += [Fault("/brand_name", one.code, one.detail) for one in invalid.faults]
    elif not brand:
        faults.append(Fault("/brand_id", "missing", "choose a brand"))
    if faults:
        brand = NOBODYS
    try:
        new: NewCampaign = decode(json.dumps({**body(tree), "brand_id": brand}).encode(), NewCampaign)
    except Invalid as invalid:
        faults += invalid.faults
    if faults:
        raise Invalid(*faults)
    return await actions.create_campaign(tx, request.user, request.rulebook, new)


async def _brands(tx: Tx, person: Person) -> list[Brand]:
    """The brands for which the person may make a campaign; Forbidden for those who may make none at all."""
    found = await tx.page(Brand, queries.list_brands, Slice(Sort("name", "text"), None, MOST_BRANDS))
    mine = [one for one in found[:MOST_BRANDS] if person.may("campaigns:write", one.id)]
    if not mine and not makes_brands(person):
        raise Forbidden("this needs campaigns:write", required_scope="campaigns:write")
    return mine


def makes_brands(person: Person | None) -> bool:
    """Whether somebody may make a brand: only who works for every brand."""
    return person is not None and person.scope.brands is None and person.may("campaigns:write")


async def _to_change(tx: Tx, person: Person, campaign_id: CampaignId) -> tuple[Head, Campaign]:
    """The campaign, if the person may change it."""
    head, campaign = await head_of(tx, campaign_id), await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    actions.require(person, "campaigns:write", head.brand_id)
    return head, campaign


def _show_new(
    request: ApiRequest, pages: Pages, brands: Sequence[Brand], tree: Tree, faults: Faults, focus: str = ""
) -> Response[str]:
    visit = visit_of(request, request.user)
    facts = {"room": "campaigns", "brands": brands, "makes_brands": makes_brands(request.user), "new_brand": NEW_BRAND}
    return _show(request, pages, visit, "board/new.html", tree, faults, focus, **facts)


def _show_settings(
    request: ApiRequest,
    pages: Pages,
    head: Head,
    tree: Tree,
    faults: Faults,
    focus: str = "",
    differences: Sequence[tuple[str, str, str]] = (),
) -> Response[str]:
    visit = visit_of(request, request.user)
    facts = {"room": "settings", "campaign": head, "differences": differences}
    return _show(request, pages, visit, "board/settings.html", tree, faults, focus, **facts)


def _show(
    request: ApiRequest,
    pages: Pages,
    visit: Visit,
    template: str,
    tree: Tree,
    faults: Faults,
    focus: str,
    **facts: object,
) -> Response[str]:
    """A form; 422 where something is wrong with it, 412 where somebody else was first."""
    rulebook = request.rulebook
    return pages.answer(
        visit,
        template,
        status=422 if faults else 412 if facts.get("differences") else 200,
        typed=shown(tree),
        faults=faults,
        focus=focus,
        countries=countries(visit.language, rulebook, chosen(tree)),
        offered=lambda code, row: offered(code, row, rulebook),
        most_markets=MOST_MARKETS,
        **facts,
    )


def _differences(language: Language, theirs: Campaign, tree: Tree) -> list[tuple[str, str, str]]:
    """Where what was typed is not what stands there now."""
    say, now, mine = language.say, filled(theirs), body(tree)
    yes, no = say("yes"), say("no")

    def markets(listed: Sequence[Any]) -> str:
        return language.listing([f"{one['market']} ({', '.join(one['locales'])})" for one in listed])

    pairs = [
        (say("Name"), now["name"], mine["name"]),
        (say("Begins"), now["starts_on"], mine["starts_on"] or ""),
        (say("Ends"), now["ends_on"], mine["ends_on"] or ""),
        (say("Four eyes"), yes if now["four_eyes"] else no, yes if mine["four_eyes"] else no),
        (say("Markets"), markets(body(now)["markets"]), markets(mine["markets"])),
    ]
    return [one for one in pairs if one[1] != one[2]]


def _kept(language: Language, before: Campaign, tree: Tree, problem: MarketInUse) -> Faults:
    """What keeps markets in the campaign, beside each; they stand in the form again."""
    faults, posts = Faults(language), problem.facts["posts"]
    for row in filled(before)["markets"]:
        named = [f"{one.cut} ({one.handle})" for one in posts if one.market == row["market"]]
        if named:
            tree["markets"].append(row)
            said = language.plural(
                "A post stands here: %(posts)s. Take it down if it is live, else take it out of the plan.",
                "%(num)s posts stand here: %(posts)s. Take down those that are live, take the others out of the plan.",
                len(named),
                posts=language.listing(named[:MOST_NAMED] + (["…"] if len(named) > MOST_NAMED else [])),
            )
            faults.add(f"markets.{len(tree['markets']) - 1}.market", said)
    return faults


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


handlers = [new_campaign_page, new_campaign, settings_page, settings]
