"""The profile: what belongs to one person, and follows them to every browser."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import UNSET

from schemas.ids import SessionId
from schemas.people import Me, MeChange, NewPassword, Session
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.people import actions, own
from service.people.passwords import LONGEST, SHORTEST
from service.people.problems import TooManyAttempts, WrongPassword
from service.problems import Invalid
from service.web.forms import fields
from service.web.links import rule, wrong
from service.web.me.agents import device
from service.web.notices import see_other
from service.web.pages import Pages
from service.web.people.reading import choices_of, named
from service.web.signin import patience
from service.web.visit import LANGUAGE, THEME, THEMES, choice, local_path, visit_of
from service.web.words import languages

LONGEST_NAME = 200


@get("/me", operation_id="web.me")
async def me_page(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[str]:
    """Everything of one's own account."""
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages)


@post("/me/name", operation_id="web.me_renamed")
async def rename(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[Any]:
    """Another name."""
    say, name = visit_of(request, request.user).language.say, (await fields(request)).get("name", "").strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        async with db.reading(request.user.scope) as tx:
            refusal = {"name": say("Say your name, in at most 200 characters.")}
            return await _page(tx, request, pages, refusal=refusal, typed={"name": name}, status=422)
    async with db.transaction(request.user.scope) as tx:
        await own.change_me(tx, request.user, MeChange(name=name))
    request.app.state.recognition.forget(request.user.id)
    return see_other(request, "/me", said=say("Your name is changed."))


@post("/me/looks", operation_id="web.me_looks")
async def looks(request: ApiRequest, db: NamedDependency[Database]) -> Redirect:
    """Language, appearance and keys, in every browser. What the form leaves out stays."""
    form = await fields(request)
    language, theme, keys = form.get("language"), form.get("theme"), form.get("shortcuts")
    change = MeChange(
        language=UNSET if language is None else language if language in languages() else None,
        theme=UNSET if theme is None else "dark" if theme == "dark" else "light" if theme == "light" else None,
        shortcuts=UNSET if keys is None else keys == "on",
    )
    async with db.transaction(request.user.scope) as tx:
        await own.change_me(tx, request.user, change)
    request.app.state.recognition.forget(request.user.id)
    answer = see_other(request, local_path(form.get("back", "/me")))
    secure = request.url.scheme == "https"
    if language in languages():
        answer.cookies.append(choice(LANGUAGE, language, secure))
    if theme is not None:
        answer.cookies.append(choice(THEME, theme if theme in THEMES else "system", secure))
    return answer


@post("/me/password", operation_id="web.me_password")
async def set_password(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[Any]:
    """Another password; every other session ends."""
    language, form = visit_of(request, request.user).language, await fields(request)
    current, password = form.get("current", ""), form.get("password", "")
    refusal = {"password": said} if (said := wrong(language, password)) else {}
    if not refusal:
        try:
            new = NewPassword(password=password, current=current)
            await actions.set_password(request.db, request.user, request.user.id, new)
        except WrongPassword:
            refusal = {"current": language.say("This is not your current password.")}
        except TooManyAttempts as problem:
            refusal = {"current": patience(language, int(problem.headers.get("Retry-After", "60")))}
        except Invalid:
            refusal = {"password": language.say("This cannot be a password. Choose another one.")}
    if refusal:
        async with db.reading(request.user.scope) as tx:
            return await _page(tx, request, pages, refusal=refusal, status=422)
    request.app.state.recognition.forget(request.user.id)
    return see_other(request, "/me", said=language.say("Your password is changed. Every other browser is signed out."))


@post("/me/sessions/{session_id:str}/end", operation_id="web.me_session_ended")
async def end_session(request: ApiRequest, db: NamedDependency[Database], session_id: FromPath[SessionId]) -> Redirect:
    """Sign out there."""
    async with db.transaction(request.user.scope) as tx:
        await own.end_session(tx, request.user, session_id)
    request.app.state.recognition.forget(session_id)
    return see_other(request, "/me#sessions", said=visit_of(request, request.user).language.say("Signed out there."))


@post("/me/sessions/end", operation_id="web.me_sessions_ended")
async def end_others(request: ApiRequest, db: NamedDependency[Database]) -> Redirect:
    """Sign out everywhere but here."""
    async with db.transaction(request.user.scope) as tx:
        await own.end_other_sessions(tx, request.user)
    request.app.state.recognition.forget(request.user.id)
    said = visit_of(request, request.user).language.say("Signed out everywhere else.")
    return see_other(request, "/me#sessions", said=said)


async def _page(
    tx: Tx,
    request: ApiRequest,
    pages: Pages,
    *,
    refusal: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response[str]:
    visit = visit_of(request, request.user)
    me: Me = await actions.describe(tx, request.user)
    sessions: list[Session] = await own.sessions_of(tx, request.user)
    choices = await choices_of(tx)
    return pages.answer(
        visit,
        "me/page.html",
        status=status,
        room="me",
        me=me,
        sessions=[(one, device(one.agent)) for one in sessions],
        roles=named(visit.language, me.grants, choices.brands),
        refusal=refusal or {},
        typed={"name": me.name} | (typed or {}),
        rule=rule(visit.language),
        shortest=SHORTEST,
        longest=LONGEST,
        day=visit.language.day,
    )


handlers: list[Any] = [me_page, rename, looks, set_password, end_session, end_others]
