"""The pages behind links: an invitation becomes an account, a lost password becomes a new one.

Their address is a secret. It is sent along to nobody (`Referrer-Policy: no-referrer`), kept in no cache, and hidden in
the log (`logs.py`). A page that was only opened has changed nothing, for programs open links too.
"""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from schemas.invitations import Acceptance, PasswordReset
from service import origin
from service.db.pool import Database
from service.exchange import ApiRequest
from service.people import actions, invitations, passwords, resets
from service.people.model import OpenInvitation, OpenReset
from service.people.problems import EmailTaken, LinkEnded, TooManyAttempts, WrongPassword
from service.problems import Invalid
from service.settings import Settings
from service.web.forms import SECRET_ADDRESS
from service.web.pages import Pages
from service.web.signin import WALL, agent_of, session_cookie
from service.web.visit import Visit, visit_of
from service.web.words import Language

OPEN = {"exclude_from_auth": True, SECRET_ADDRESS: True}
LONGEST_NAME = 200


class LinkForm(Struct, frozen=True):
    """What the form sends; a field that is missing is empty."""

    password: str = ""
    name: str = ""


@get("/invitation/{token:str}", operation_id="web.invitation", opt=OPEN)
async def invitation_page(
    request: ApiRequest, token: FromPath[str], db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[str]:
    """Who invites, and a form for a name and a password."""
    visit = visit_of(request)
    try:
        found = await invitations.find(db, token)
    except LinkEnded:
        return show_ended(pages, visit)
    return show_invitation(pages, visit, found, found.name)


@post("/invitation/{token:str}", operation_id="web.invitation_sent", opt=OPEN)
async def accept_invitation(
    request: ApiRequest,
    data: URLEncodedBody[LinkForm],
    token: FromPath[str],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
) -> Response[Any]:
    """Make the account and sign in; or say why not."""
    visit, name = visit_of(request), data.name.strip()
    try:
        found = await invitations.find(db, token)
        refusal = wrong(visit.language, data.password) or wrong_name(visit.language, name)
        if refusal:
            return show_invitation(pages, visit, found, name, refusal, 422)
        await invitations.accept(db, Acceptance(token=token, password=data.password, name=name))
    except LinkEnded:
        return show_ended(pages, visit)
    except EmailTaken:
        refusal = visit.language.say("Somebody already signs in with this email address. Sign in with it instead.")
        return show_invitation(pages, visit, found, name, refusal, 409)
    except Invalid:
        return show_invitation(pages, visit, found, name, unreadable(visit.language), 422)
    return await _enter(request, db, settings, found.email, data.password)


@get("/reset/{token:str}", operation_id="web.reset", opt=OPEN)
async def reset_page(
    request: ApiRequest, token: FromPath[str], db: NamedDependency[Database], pages: NamedDependency[Pages]
) -> Response[str]:
    """A form for a new password."""
    visit = visit_of(request)
    try:
        return show_reset(pages, visit, await resets.find(db, token))
    except LinkEnded:
        return show_ended(pages, visit)


@post("/reset/{token:str}", operation_id="web.reset_sent", opt=OPEN)
async def reset_password(
    request: ApiRequest,
    data: URLEncodedBody[LinkForm],
    token: FromPath[str],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
) -> Response[Any]:
    """Set the password, end every session, and begin a new one; or say why not."""
    visit = visit_of(request)
    try:
        found = await resets.find(db, token)
        refusal = wrong(visit.language, data.password)
        if refusal:
            return show_reset(pages, visit, found, refusal, 422)
        await resets.reset_password(db, PasswordReset(token=token, password=data.password))
    except LinkEnded:
        return show_ended(pages, visit)
    request.app.state.recognition.forget(found.person_id)
    return await _enter(request, db, settings, found.email, data.password)


async def _enter(request: ApiRequest, db: Database, settings: Settings, email: str, password: str) -> Response[Any]:
    """Signed in; or at the sign-in page, where somebody else's failures from this address stand in the way."""
    try:
        token, _ = await actions.sign_in(db, email, password, origin.address(), agent=agent_of(request))
    except (TooManyAttempts, WrongPassword):
        return Redirect("/signin", status_code=303)
    return Redirect("/wants", status_code=303, cookies=[session_cookie(settings, token)])


def show_invitation(
    pages: Pages, visit: Visit, found: OpenInvitation, name: str, refusal: str = "", status: int = 200
) -> Response[str]:
    """The page. After a refusal the name stays typed and the reason stands above the form."""
    say = visit.language.say
    heading = say("Join %(organization)s", organization=found.organization)
    advice = say("You are invited. Check your name and choose a password.")
    return _show(
        *(pages, visit, heading, advice, refusal, status), email=found.email, name=name, action=say("Join and sign in")
    )


def show_reset(pages: Pages, visit: Visit, found: OpenReset, refusal: str = "", status: int = 200) -> Response[str]:
    """The page. After a refusal the reason stands above the form."""
    say = visit.language.say
    advice = say("Whoever is signed in with this account anywhere will be signed out.")
    return _show(
        *(pages, visit, say("Choose a new password"), advice, refusal, status),
        email=found.email,
        name=None,
        action=say("Save and sign in"),
    )


def _show(
    pages: Pages, visit: Visit, heading: str, advice: str, refusal: str, status: int, **facts: str | None
) -> Response[str]:
    limits = {"shortest": passwords.SHORTEST, "longest": passwords.LONGEST}
    words = {"heading": heading, "advice": advice, "refusal": refusal, "rule": rule(visit.language)}
    return _unsaid(pages.answer(visit, "links/page.html", status=status, wall=WALL, **words, **limits, **facts))


def show_ended(pages: Pages, visit: Visit) -> Response[str]:
    """The link lets nobody in; it does not say whether it was mistyped, late or used."""
    say = visit.language.say
    heading = say("This link does not work any more")
    advice = say(
        "A link works once and only for a while. Ask the person who gave it to you for a new one. If you have a"
        " password already, sign in."
    )
    return _unsaid(pages.answer(visit, "links/ended.html", status=404, wall=WALL, heading=heading, advice=advice))


def _unsaid(answer: Response[str]) -> Response[str]:
    answer.headers.update({"referrer-policy": "no-referrer", "cache-control": "no-store"})
    return answer


def rule(language: Language) -> str:
    """The only rule that a password must keep."""
    return language.plural(
        "%(num)s character at least. Several words are easier to remember than signs.",
        "%(num)s characters at least. Several words are easier to remember than signs.",
        passwords.SHORTEST,
    )


def wrong(language: Language, password: str) -> str:
    """Why this password is not taken; empty when it is."""
    if len(password) < passwords.SHORTEST:
        return language.say("The password is too short. Choose a longer one.")
    if len(password) > passwords.LONGEST:
        return language.say("The password is too long. Choose a shorter one.")
    return ""


def wrong_name(language: Language, name: str) -> str:
    """Why this name is not taken; empty when it is."""
    return "" if 1 <= len(name) <= LONGEST_NAME else unreadable(language)


def unreadable(language: Language) -> str:
    """What is left to say of a name."""
    return language.say("Say your name, in at most 200 characters.")
