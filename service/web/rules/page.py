"""Rule packs: what each place, platform and language asks for, from where that is known, and counsel's word on it."""

from __future__ import annotations

import json
import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.rules import NewRuleConfirmation, Region, RegionItem
from service.accessibility import confirming
from service.accessibility.rule_problems import ConfirmedAlready, RuleChanged
from service.db.pool import Database, Tx
from service.decoding import decode
from service.exchange import ApiRequest
from service.identity import Person
from service.problems import Invalid, Missing
from service.web import fault_words
from service.web.forms import fields
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.rules.words import confidence_says, group_says, level_says, place_name, weight
from service.web.visit import visit_of
from service.web.words import Language

GROUPS = ("see_and_hear", "say_what_it_is", "judge_with_care")
CODE = re.compile(r"[A-Z]{2}|WCAG")


class Typed(Struct, frozen=True):
    """What stands in a form that was not taken, and why; `at` is the field that it is about."""

    pack: str = ""
    item: str = ""
    source_title: str = ""
    source_url: str = ""
    seen_on: str = ""
    note: str = ""
    refusal: str = ""
    at: str = ""


@get("/rules", operation_id="web.rules")
async def rules_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[str]:
    """Every pack at a glance."""
    visit, rulebook = visit_of(request, request.user), request.rulebook
    language = visit.language
    async with db.reading(request.user.scope) as tx:
        regions = await confirming.regions_of(tx, rulebook)
    named = sorted(((place_name(language, one.code), one) for one in regions[:-1]), key=lambda pair: pair[0])
    waiting = sum(one.waiting > 0 for one in regions)
    return pages.answer(
        visit,
        "rules/page.html",
        room="rules",
        regions=[*named, (place_name(language, regions[-1].code), regions[-1])],
        platforms=sorted(rulebook.platforms.values(), key=lambda one: one.name),
        languages_ruled=[(one, rulebook.pack(one.tag)) for one in rulebook.languages],
        sentence=language.plural(
            "In %(num)s place something waits for counsel.", "In %(num)s places something waits for counsel.", waiting
        ),
        place=lambda code: place_name(language, code),
        known=lambda confidence: confidence_says(language, confidence),
        day=language.day,
    )


@get("/rules/{code:str}", operation_id="web.rules_region")
async def region_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], code: FromPath[str]
) -> Response[str]:
    """One place with its items and laws."""
    async with db.reading(request.user.scope) as tx:
        return await _show(tx, request, pages, code)


@post("/rules/{code:str}/confirm", operation_id="web.rules_confirmed")
async def confirm(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], code: FromPath[str]
) -> Response[Any]:
    """Counsel's word for an item."""
    language, form = visit_of(request, request.user).language, await fields(request)
    texts = {name: form.get(name, "").strip() for name in Typed.__struct_fields__ if name not in ("refusal", "at")}
    try:
        body = json.dumps({**texts, "item_hash": form.get("item_hash", "")}).encode()
        new: NewRuleConfirmation = decode(body, NewRuleConfirmation)
        async with db.transaction(request.user.scope) as tx:
            await confirming.confirm(tx, request.user, request.rulebook, new)
    except (Invalid, RuleChanged, ConfirmedAlready) as problem:
        refusal, at = refused(language, problem)
        async with db.reading(request.user.scope) as tx:
            return await _show(tx, request, pages, code, Typed(**texts, refusal=refusal, at=at), 422)
    said = language.say("%(item)s is confirmed for %(place)s.", item=new.item, place=place_name(language, new.pack))
    return see_other(request, f"/rules/{code_of(code)}#{new.item}", said=said)


@post("/rules/{code:str}/withdraw", operation_id="web.rules_withdrawn")
async def withdraw(request: ApiRequest, db: NamedDependency[Database], code: FromPath[str]) -> Response[Any]:
    """Counsel takes a word back."""
    language, form = visit_of(request, request.user).language, await fields(request)
    pack, item = form.get("pack", ""), form.get("item", "")
    async with db.transaction(request.user.scope) as tx:
        await confirming.withdraw(tx, request.user, request.rulebook, pack, item)
    said = language.say("The confirmation of %(item)s is withdrawn. It only warns now.", item=item)
    return see_other(request, f"/rules/{code_of(code)}#{item}", said=said)


def refused(language: Language, problem: Exception) -> tuple[str, str]:
    """Why a confirmation was not taken, in words, and the field that it is about."""
    say = language.say
    if isinstance(problem, RuleChanged):
        return say("The pack says something else of this item now. Read it again, then confirm it."), ""
    if isinstance(problem, ConfirmedAlready):
        there = problem.facts["confirmation"]
        who = there.person if there else ""
        return say("%(name)s confirmed this before you. What they read stands below.", name=who), ""
    fault = problem.faults[0] if isinstance(problem, Invalid) else None
    told = fault.pointer if fault else str(problem)
    if fault and fault.code == "year_out_of_range":
        return fault_words.words(language, fault), told.strip("/")
    for field, why in (
        ("source_title", say("Say in one line what you read, in at most 200 characters.")),
        ("source_url", say("Give an address that begins with https://, or none.")),
        ("seen_on", say("Say the day on which you read it; it cannot be in the future.")),
        ("note", say("Keep the note within 2,000 characters.")),
    ):
        if field in told:
            return why, field
    return say("This pack says nothing of this item."), ""


def code_of(code: str) -> str:
    """A pack's code, and nothing else that an address may hold; Missing for what is none."""
    if not CODE.fullmatch(code):
        raise Missing
    return code


def may_confirm(person: Person) -> bool:
    return person.may("rules:confirm") and person.scope.brands is None


async def _show(
    tx: Tx, request: ApiRequest, pages: Pages, code: str, typed: Typed | None = None, status: int = 200
) -> Response[str]:
    visit, regions = visit_of(request, request.user), request.rulebook.regions
    language = visit.language
    region = await confirming.region_of(tx, request.rulebook, code)
    return pages.answer(
        visit,
        "rules/region.html",
        status=status,
        room="rules",
        region=region,
        groups=[(group_says(language, group), _of(region, group)) for group in GROUPS],
        typed=typed or Typed(),
        confirms=may_confirm(request.user),
        today=confirming.today().isoformat(),
        place=lambda pack: place_name(language, pack),
        told=lambda item: regions.told(language.tag, item),
        level=lambda one: level_says(language, one),
        known=lambda confidence: confidence_says(language, confidence),
        weight=lambda item: weight(language, item),
        day=language.day,
    )


def _of(region: Region, group: str) -> list[RegionItem]:
    """The items of a part of the checklist: what holds posts back first, then what would."""
    found = [one for one in region.items if one.group == group]
    return sorted(found, key=lambda one: (not one.blocks, not one.house_gate))


handlers: list[Any] = [rules_page, region_page, confirm, withdraw]
