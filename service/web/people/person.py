"""One person: their roles, a link for a lost password, and the end of their account."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from schemas.ids import GrantId, PersonId
from schemas.invitations import MadeResetLink
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.people import actions, resets
from service.people.problems import LastAdmin
from service.people.records import get_account, get_grant, list_keys
from service.problems import Forbidden, Invalid, Missing
from service.web.forms import fields
from service.web.notices import Undo, see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.people.page import roles
from service.web.people.reading import asked_grant, choices_of, roles_of
from service.web.people.words import role_name
from service.web.visit import visit_of


@get("/people/{person_id:str}", operation_id="web.person")
async def person_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], person_id: FromPath[PersonId]
) -> Response[str]:
    """Somebody with their roles."""
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, person_id)


@post("/people/{person_id:str}/roles", operation_id="web.person_role_given")
async def give(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], person_id: FromPath[PersonId]
) -> Response[Any]:
    """Give a role."""
    say, form = visit_of(request, request.user).language.say, await fields(request)
    grant = asked_grant(form)
    refusal = "" if grant else say("Choose a role.")
    if grant:
        try:
            async with db.transaction(request.user.scope) as tx:
                given = await actions.grant_role(tx, request.user, person_id, grant)
            request.app.state.recognition.forget(person_id)
            undo = Undo(f"/people/{person_id}/roles/{given.id}/take")
            return see_other(request, f"/people/{person_id}", said=say("The role is given."), undo=undo)
        except Forbidden:
            refusal = say("You may only give roles that you hold yourself, on your brands and markets.")
        except Invalid:
            refusal = say("This brand or market is not there.")
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, person_id, refusal=refusal, typed=form, status=422)


@post("/people/{person_id:str}/roles/{grant_id:str}/take", operation_id="web.person_role_taken")
async def take(
    request: ApiRequest,
    db: NamedDependency[Database],
    pages: NamedDependency[Pages],
    person_id: FromPath[PersonId],
    grant_id: FromPath[GrantId],
) -> Response[Any]:
    """Take a role back; it can be given again."""
    language, here = visit_of(request, request.user).language, f"/people/{person_id}"
    try:
        async with db.transaction(request.user.scope) as tx:
            found = await get_grant(tx, person_id, grant_id)
            await actions.revoke_role(tx, request.user, person_id, grant_id)
    except LastAdmin:
        return see_other(request, here, said=only_admin(language.say))
    request.app.state.recognition.forget(person_id)
    if found is None:
        raise Missing
    brand, market = str(found.brand_id or ""), found.market or ""
    undo = Undo(f"{here}/roles", {"role": found.role, "brand": brand, "market": market})
    said = language.say("%(role)s is taken back.", role=role_name(language, found.role))
    return see_other(request, here, said=said, undo=undo)


@post("/people/{person_id:str}/reset", operation_id="web.person_reset")
async def reset(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], person_id: FromPath[PersonId]
) -> Response[Any]:
    """A link for a new password. It is on the page that answers, and nowhere else."""
    made, path = await once(
        request,
        lambda tx: resets.make_reset_link(tx, request.user, person_id, request.settings.public_url),
        lambda _: f"/people/{person_id}",
    )
    if made is None:
        return made_already(request, path)
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, person_id, made=made, status=201)


@post("/people/{person_id:str}/remove", operation_id="web.person_removed")
async def remove(request: ApiRequest, db: NamedDependency[Database], person_id: FromPath[PersonId]) -> Redirect:
    """The account ends, with its sessions and keys."""
    say = visit_of(request, request.user).language.say
    try:
        async with db.transaction(request.user.scope) as tx:
            account = await get_account(tx, person_id)
            await actions.withdraw_person(tx, request.user, person_id)
    except LastAdmin:
        return see_other(request, f"/people/{person_id}", said=only_admin(say))
    request.app.state.recognition.forget(person_id)
    said = say("%(name)s is removed: signed out everywhere, and without keys.", name=account.name if account else "")
    return see_other(request, "/people", said=said)


def only_admin(say: Any) -> str:
    """Why the last administrator stays."""
    said: str = say("The only administrator of everything. Give somebody else that role first.")
    return said


async def _page(
    tx: Tx,
    request: ApiRequest,
    pages: Pages,
    person_id: PersonId,
    *,
    refusal: str = "",
    typed: dict[str, str] | None = None,
    made: MadeResetLink | None = None,
    status: int = 200,
) -> Response[str]:
    visit, reader = visit_of(request, request.user), request.user
    if person_id != reader.id:
        actions.require_to_read_people(reader)
    account = await get_account(tx, person_id)
    if account is None:
        raise Missing
    choices = await choices_of(tx)
    rows = await roles_of(tx, visit.language, reader, account, choices.brands)
    ends = reader.holds("people:manage")
    keys = [key for key in await list_keys(tx, person_id, None) if key.revoked_at is None] if ends else []
    answer = pages.answer(
        visit,
        "people/person.html",
        status=status,
        room="people",
        account=account,
        rows=rows,
        choices=choices,
        roles=roles(visit.language),
        manages=reader.may("people:manage"),
        ends=ends,
        is_reader=person_id == reader.id,
        blocked=next((row.refusal for row in rows if row.refusal), ""),
        keys=len(keys),
        refusal=refusal,
        typed={"role": "localizer", "brand": "", "market": ""} | (typed or {}),
        made=made,
        day=visit.language.day,
    )
    if made is not None:
        answer.headers["cache-control"] = "no-store"
    return answer


handlers: list[Any] = [person_page, give, take, reset, remove]
