"""Sign-in: an email address and a password, as a plain form, beside a wall of captions. And sign-out."""

from __future__ import annotations

from math import ceil
from typing import Any

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import URLEncodedBody
from litestar.response import Redirect
from msgspec import Struct

from service import origin
from service.db.pool import Database
from service.exchange import ApiRequest
from service.people import actions
from service.people.problems import TooManyAttempts, WrongPassword
from service.settings import Settings
from service.web.pages import Pages
from service.web.visit import AnyRequest, Visit, local_path, reader, visit_of
from service.web.words import Language

# One line of the demonstration film, said in eight languages over eight frames of it.
WALL = (
    ("en-US", "Two cups. Habit.", "01-chair"),
    ("de-DE", "Zwei Tassen. Gewohnheit.", "02-pour"),
    ("ja-JP", "カップを二つ。癖ね。", "05-night"),
    ("pt-BR", "Duas xícaras. Costume.", "04-tile"),
    ("ar-AE", "كوبان. بحكم العادة.", "06-chip"),
    ("fr-FR", "Deux tasses. L’habitude.", "03-train"),
    ("ko-KR", "컵 두 개. 습관이야.", "07-call"),
    ("es-MX", "Dos tazas. Por costumbre.", "08-end"),
)


class SignInForm(Struct, frozen=True):
    """What the form sends; a field that is missing is empty, and so belongs to nobody."""

    email: str = ""
    password: str = ""
    next: str = ""


@get("/signin", operation_id="web.signin", opt={"optional_auth": True}, sync_to_thread=False)
def sign_in_page(request: ApiRequest, pages: NamedDependency[Pages]) -> Response[Any]:
    """The form; who is signed in already goes on."""
    asked = local_path(request.query_params.get("next", ""))
    if reader(request):
        return Redirect(asked, status_code=303)
    return show(pages, visit_of(request), asked, lost="lost" in request.query_params)


@post("/signin", operation_id="web.signin_sent", opt={"exclude_from_auth": True})
async def sign_in(
    request: ApiRequest,
    data: URLEncodedBody[SignInForm],
    db: NamedDependency[Database],
    settings: NamedDependency[Settings],
    pages: NamedDependency[Pages],
) -> Response[Any]:
    """Start a session and go where the reader wanted to go; or say why not."""
    visit, asked = visit_of(request), local_path(data.next)
    try:
        token, _ = await actions.sign_in(db, data.email, data.password, origin.address(), agent=agent_of(request))
    except WrongPassword:
        return show(pages, visit, asked, data.email, refusal(visit.language), status=422)
    except TooManyAttempts as problem:
        words = patience(visit.language, int(problem.headers.get("Retry-After", "60")))
        answer = show(pages, visit, asked, data.email, words, status=429)
        answer.headers.update(problem.headers)
        return answer
    return Redirect(asked, status_code=303, cookies=[session_cookie(settings, token)])


@post("/signout", operation_id="web.signout", opt={"optional_auth": True})
async def sign_out(request: ApiRequest, db: NamedDependency[Database], settings: NamedDependency[Settings]) -> Redirect:
    """End the session. Who has none is signed out already."""
    person = reader(request)
    if person and person.session:
        async with db.transaction(person.scope) as tx:
            ended = await actions.sign_out(tx, person)
        request.app.state.recognition.forget(ended)
    return Redirect("/signin", status_code=303, cookies=[session_cookie(settings, "", max_age=0)])


def show(
    pages: Pages,
    visit: Visit,
    next_address: str,
    email: str = "",
    refusal: str = "",
    status: int = 200,
    *,
    lost: bool = False,
) -> Response[str]:
    """The page. After a refusal the address stays typed and the reason stands above the form. `lost`: what was sent
    without a session was not saved."""
    told = {"next": next_address, "email": email, "refusal": refusal, "lost": lost, "wall": WALL}
    return pages.answer(visit, "signin/page.html", status=status, **told)


def refusal(language: Language) -> str:
    """Why nobody was signed in. It does not say whether the address is known."""
    return language.say("Email address and password do not belong together. Check both and try again.")


def patience(language: Language, seconds: int) -> str:
    """How long to wait after too many failures."""
    return language.plural(
        "There were too many attempts. Try again in %(num)s minute.",
        "There were too many attempts. Try again in %(num)s minutes.",
        ceil(seconds / 60),
    )


def agent_of(request: AnyRequest) -> str:
    """What the browser calls itself."""
    return request.headers.get("user-agent", "")


def session_cookie(settings: Settings, token: str, max_age: int | None = None) -> Cookie:
    """The cookie of a session: this host only, out of reach of scripts, not sent along from other sites' forms."""
    https = settings.public_url.startswith("https:")
    return Cookie(
        key="__Host-cutdown" if https else "cutdown",
        value=token,
        path="/",
        max_age=int(actions.SESSION_LASTS.total_seconds()) if max_age is None else max_age,
        secure=https,
        httponly=True,
        samesite="lax",
    )
