"""What the next page says about what was just done, and the form that takes it back.

A form is answered with a redirect; the words travel in a cookie that the next page reads once. The cookie holds what
this very browser is about to be told, nothing else; it is escaped like everything on a page.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures import Cookie
from litestar.response import Redirect
from msgspec import Struct

AnyConnection = ASGIConnection[Any, Any, Any, Any]

NAME = "cutdown-notice"
LASTS_S = 60
LONGEST = 3_000  # characters of the cookie; a browser keeps 4,096


class Undo(Struct, frozen=True):
    """The form that takes something back: where it is posted, and its fields."""

    action: str
    fields: dict[str, str] = {}


class Notice(Struct, frozen=True):
    """One sentence in the reader's language, and how to take back what it tells."""

    said: str
    undo: Undo | None = None


def see_other(request: AnyConnection, path: str, said: str = "", undo: Undo | None = None) -> Redirect:
    """Lead to a page of ours after a form was taken; the page says what was done."""
    secure = request.url.scheme == "https"
    cookies = [_cookie(_packed(Notice(said, undo)), LASTS_S, secure)] if said else []
    return Redirect(path, status_code=303, cookies=cookies)


def read(cookies: Mapping[str, str]) -> Notice | None:
    """The notice that waits in a browser's cookies; None where there is none, or none of ours."""
    try:
        notice = msgspec.json.decode(urlsafe_b64decode(cookies.get(NAME, "").encode()), type=Notice)
    except (ValueError, msgspec.DecodeError):
        return None
    return Notice(notice.said) if notice.undo and not notice.undo.action.startswith("/") else notice


def taken(secure: bool) -> Cookie:
    """The cookie that ends a notice which a page has shown."""
    return _cookie("", 0, secure)


def _packed(notice: Notice) -> str:
    packed = urlsafe_b64encode(msgspec.json.encode(notice)).decode()
    return packed if len(packed) <= LONGEST else _packed(Notice(notice.said[:200]))


def _cookie(value: str, max_age: int, secure: bool) -> Cookie:
    return Cookie(key=NAME, value=value, path="/", max_age=max_age, secure=secure, httponly=True, samesite="lax")
