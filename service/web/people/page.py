"""The people of an organization: who works here with which roles, who is invited, and an invitation to make."""

from __future__ import annotations

import re
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.ids import InvitationId
from schemas.invitations import MadeInvitation, NewInvitation
from schemas.people import Account
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.identity import Person, Role
from service.people import invitations
from service.people.actions import require_to_read_people
from service.people.link_records import get_invitation
from service.people.problems import EmailTaken
from service.people.records import get_account, list_accounts
from service.problems import Forbidden, Invalid
from service.web.forms import fields
from service.web.notices import see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.people.reading import Choices, InvitationRow, RoleRow, asked_grant, choices_of, named, waiting
from service.web.people.words import role_name, role_says
from service.web.visit import Visit, visit_of
from service.web.words import Language

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


class AccountRow(Struct, frozen=True):
    """Somebody, as the list has them."""

    account: Account
    roles: list[RoleRow]


class Typed(Struct, frozen=True):
    """What stands in a form that was not taken, and why."""

    email: str = ""
    name: str = ""
    role: str = "localizer"
    brand: str = ""
    market: str = ""
    refusal: str = ""


class Everybody(Struct, frozen=True):
    """What the page is made of. `limited`: the reader works with nobody here, and sees only themselves."""

    accounts: list[AccountRow]
    invited: list[InvitationRow]
    choices: Choices
    limited: bool
    manages: bool


@get("/people", operation_id="web.people")
async def people_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[str]:
    """Everybody whom the reader may know."""
    visit = visit_of(request, request.user)
    async with db.reading(request.user.scope) as tx:
        return show(pages, visit, await read(tx, visit.language, request.user))


@post("/people", operation_id="web.people_invited")
async def invite(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[Any]:
    """An invitation. Its link is on the page that answers, and nowhere else."""
    visit, form = visit_of(request, request.user), await fields(request)
    texts = {name: form.get(name, "").strip() for name in ("email", "name", "role", "brand", "market")}
    grant, refusal = asked_grant(form), wrong(visit.language, texts["email"], texts["name"])
    if not refusal and grant is None:
        refusal = visit.language.say("Choose a role.")
    if grant is not None and not refusal:
        new = NewInvitation(email=texts["email"], name=texts["name"], grants=[grant])
        try:
            made, path = await once(
                request,
                lambda tx: invitations.invite(tx, request.user, new, request.settings.public_url),
                lambda _: "/people",
            )
            if made is None:
                return made_already(request, path)
            async with db.reading(request.user.scope) as tx:
                return show(pages, visit, await read(tx, visit.language, request.user), made=made, status=201)
        except (EmailTaken, Forbidden, Invalid) as problem:
            refusal = refused(visit.language, problem)
    async with db.reading(request.user.scope) as tx:
        everybody = await read(tx, visit.language, request.user)
    return show(pages, visit, everybody, typed=Typed(**texts, refusal=refusal), status=422)


@post("/people/invitations/{invitation_id:str}/withdraw", operation_id="web.people_uninvited")
async def withdraw_invitation(
    request: ApiRequest, db: NamedDependency[Database], invitation_id: FromPath[InvitationId]
) -> Redirect:
    """Its link lets nobody in any more."""
    async with db.transaction(request.user.scope) as tx:
        found = await get_invitation(tx, invitation_id)
        await invitations.revoke(tx, request.user, invitation_id)
    say = visit_of(request, request.user).language.say
    return see_other(
        request, "/people", said=say("The invitation of %(name)s is withdrawn.", name=found.name if found else "")
    )


async def read(tx: Tx, language: Language, reader: Person) -> Everybody:
    """Everybody whom the reader may know."""
    manages = reader.may("people:manage")
    try:
        require_to_read_people(reader)
        accounts, limited = await list_accounts(tx), False
    except Forbidden:
        own = await get_account(tx, reader.id)
        accounts, limited = [own] if own else [], True
    choices = await choices_of(tx)
    rows = [AccountRow(one, named(language, one.grants, choices.brands)) for one in accounts]
    invited = await waiting(tx, language, reader, choices.brands) if manages else []
    return Everybody(rows, invited, choices, limited, manages)


def wrong(language: Language, email: str, name: str) -> str:
    """Why nobody is invited with this address and name; empty when somebody can be."""
    if not EMAIL.fullmatch(email) or len(email) > 254:
        return language.say("Say an email address, such as eva@agency.example.")
    if not 1 <= len(name) <= 200 or not name.isprintable():
        return language.say("Say the name in one line, in at most 200 characters.")
    return ""


def refused(language: Language, problem: EmailTaken | Forbidden | Invalid) -> str:
    """What an action would not do, in words."""
    if isinstance(problem, EmailTaken):
        return language.say("Somebody here signs in with this address. Give that person a role instead.")
    if isinstance(problem, Forbidden):
        return language.say("You may only give roles that you hold yourself, on your brands and markets.")
    return language.say("This brand or market is not there.")


def show(
    pages: Pages,
    visit: Visit,
    everybody: Everybody,
    *,
    typed: Typed | None = None,
    made: MadeInvitation | None = None,
    status: int = 200,
) -> Response[str]:
    """The page. `made` is the invitation that was made just now: its link is shown this once."""
    language = visit.language
    answer = pages.answer(
        visit,
        "people/page.html",
        status=status,
        room="people",
        everybody=everybody,
        typed=typed or Typed(),
        made=made,
        sentence=sentence(language, everybody),
        roles=roles(language),
        day=language.day,
    )
    if made is not None:
        answer.headers["cache-control"] = "no-store"
    return answer


def roles(language: Language) -> list[tuple[str, str, str]]:
    """Every role: its word, its name, and what it can do."""
    return [(role.value, role_name(language, role), role_says(language, role)) for role in Role]


def sentence(language: Language, everybody: Everybody) -> str:
    """How many people there are, in one line."""
    said = language.plural("%(num)s person.", "%(num)s people.", len(everybody.accounts))
    if not everybody.invited:
        return said
    invited = len(everybody.invited)
    return f"{said} " + language.plural("%(num)s invitation waits.", "%(num)s invitations wait.", invited)


handlers: list[Any] = [people_page, invite, withdraw_invitation]
