"""One visit to a page: who reads, in which language and appearance, from which address, with which form token."""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Request
from litestar.datastructures import Cookie
from litestar.utils.scope.state import ScopeState
from markupsafe import Markup
from msgspec import Struct

from service.identity import Person, Preferences
from service.web import notices
from service.web.notices import Notice
from service.web.words import Language, languages, negotiate

AnyRequest = Request[Any, Any, Any]

LANGUAGE, THEME = "cutdown-language", "cutdown-theme"
THEMES = ("light", "dark")
LIVE = "x-cutdown-live"  # a page that refreshes a part of itself reads no notice
A_YEAR = 365 * 24 * 3600


class Visit(Struct, frozen=True, kw_only=True):
    """What every page needs to know about its reader. `remember` are choices that the answer stores in cookies."""

    language: Language
    theme: str | None
    path: str
    query: tuple[tuple[str, str], ...] = ()
    token: str = ""
    person: Person | None = None
    notice: Notice | None = None
    remember: tuple[Cookie, ...] = ()

    @property
    def name(self) -> str:
        """The reader's name; empty before sign-in."""
        return self.person.name if self.person else ""

    @property
    def initials(self) -> str:
        """One or two letters that stand for the reader."""
        return initials(self.name)

    @property
    def shortcuts(self) -> bool:
        """Whether single letters act as keys."""
        return self.person is None or self.person.preferences.shortcuts

    @property
    def token_field(self) -> Markup:
        """The hidden field that every form carries."""
        return Markup('<input type="hidden" name="_csrf_token" value="{}">').format(self.token)

    @property
    def once_field(self) -> Markup:
        """The hidden field of a form that makes something: another value each time (`once.py`)."""
        return Markup('<input type="hidden" name="once" value="{}">').format(token_urlsafe(16))

    def with_query(self, **changes: str | None) -> str:
        """This page's address with some of its query replaced; None takes a part out."""
        kept = [(name, value) for name, value in self.query if name not in changes]
        query = urlencode(kept + [(name, value) for name, value in changes.items() if value is not None])
        return f"{self.path}?{query}" if query else self.path

    @property
    def address(self) -> str:
        """This page's own address, without the choices of language and appearance, which are remembered."""
        return self.with_query(lang=None, theme=None)


def initials(name: str) -> str:
    """One or two letters that stand for somebody."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper()


def visit_of(request: AnyRequest, person: Person | None = None) -> Visit:
    """Read the visit from a request. `?lang=` and `?theme=` win over what the account says, that over the cookies."""
    query = tuple(parse_qsl(request.url.query or "", keep_blank_values=True))
    asked = dict(query)
    wanted = person.preferences if person else Preferences()
    remembered = wanted.language if wanted.language in languages() else request.cookies.get(LANGUAGE)
    language = negotiate(asked.get("lang"), remembered, request.headers.get("accept-language", ""))
    theme = asked.get("theme", wanted.theme or request.cookies.get(THEME))
    secure = request.url.scheme == "https"
    remember = []
    if asked.get("lang") in languages():
        remember.append(choice(LANGUAGE, language.tag, secure))
    if asked.get("theme") in (*THEMES, "system"):
        remember.append(choice(THEME, asked["theme"], secure))
    notice = None if LIVE in request.headers else notices.read(request.cookies)
    if notice:
        remember.append(notices.taken(secure))
    token = ScopeState.from_scope(request.scope).csrf_token
    return Visit(
        language=language,
        theme=theme if theme in THEMES else None,
        path=request.url.path,
        query=query,
        token=token if isinstance(token, str) else "",
        person=person,
        notice=notice,
        remember=tuple(remember),
    )


def reader(request: AnyRequest) -> Person | None:
    """Who reads a page that is open to everybody."""
    person: Person | None = request.scope["user"]
    return person


def local_path(address: str) -> str:
    """The address if it leads to a page of ours, else the home page: a redirect must not lead away."""
    inside = address.startswith("/") and not address.startswith(("//", "/\\")) and "\\" not in address
    return address if inside and address.isprintable() else "/wants"


def choice(name: str, value: str, secure: bool) -> Cookie:
    """The cookie that remembers how a browser shows the pages."""
    return Cookie(key=name, value=value, path="/", max_age=A_YEAR, secure=secure, httponly=True, samesite="lax")
