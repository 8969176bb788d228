"""One HTTP exchange by the API's manners: strict bodies, revisions as ETags, effects that happen once.

Handlers stay at four lines: take, open a transaction, act, answer with one of the functions here.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.datastructures import State
from litestar.params import HeaderParameter
from litestar.types import HTTPResponseStartEvent, Receive, Scope, Send
from msgspec import Struct

from service.assets.store import Store
from service.db.pool import Database, Tx
from service.decoding import decode, to_text
from service.identity import Person
from service.people.idempotency import remember, remembered
from service.people.model import Answer
from service.people.problems import IdempotencyInProgress, IdempotencyKeyReused
from service.problems import (
    Fault,
    Forbidden,
    Invalid,
    PreconditionFailed,
    PreconditionRequired,
    Problem,
    TooLarge,
    Unreadable,
    UnsupportedType,
)
from service.rulebook import Rulebook
from service.settings import Settings

S = TypeVar("S", bound=Struct)

IfMatch = Annotated[
    str | None, HeaderParameter(name="If-Match", description='the ETag you saw, as `"r3"`', required=False)
]
OnceKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        description="1 to 255 characters; the same key with the same request has one effect, for 7 days",
        required=False,
    ),
]

# The problems of every operation that takes an Idempotency-Key, or an If-Match.
OF_KEY: tuple[type[Problem], ...] = (IdempotencyInProgress, TooLarge, Invalid, IdempotencyKeyReused)
OF_IF_MATCH: tuple[type[Problem], ...] = (Unreadable, PreconditionFailed, PreconditionRequired)

JSON = "application/json"
encode = msgspec.json.Encoder(enc_hook=to_text).encode
_TAG = re.compile(r'^"r(\d{1,9})"$')
_MAX_KEY = 255
PRIVATE = {"cache-control": "private, no-cache", "vary": "authorization, cookie"}


class ApiRequest(Request[Person, Any, State]):
    """A request with what its handler works with, and a body that is decoded strictly, with every fault at once.

    (One object with four attributes: resolving them as dependencies costs as much as the query.)
    """

    @property
    def db(self) -> Database:
        """The pool."""
        return self.app.state.db  # type: ignore[no-any-return]

    @property
    def store(self) -> Store:
        """All bytes."""
        return self.app.state.store  # type: ignore[no-any-return]

    @property
    def rulebook(self) -> Rulebook:
        """Words and rules."""
        return self.app.state.rulebook  # type: ignore[no-any-return]

    @property
    def settings(self) -> Settings:
        """The settings of this process."""
        return self.app.state.settings  # type: ignore[no-any-return]

    @property
    def asked(self) -> str:
        """The method that was asked for: a HEAD comes to its handler as a GET (`manners`)."""
        return "HEAD" if self.scope.get("state", {}).get("head") else self.method

    async def json(self) -> Any:
        """The body as the handler's Struct."""
        given = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if given != JSON and not given.endswith("+json"):
            raise UnsupportedType(f"this operation reads {JSON}", accepted=[JSON])
        field = self.route_handler.parsed_data_field
        return decode(await self.body(), field.annotation if field else Any)


class Ready(Response[S]):
    """An answer whose bytes are ready: it is sent as it stands. (The framework's own response costs as much again as
    the query does, for cookies, background tasks and encodings that no answer of the API has.)
    """

    def __init__(self, body: bytes, status: int, headers: Mapping[str, str]) -> None:
        self.content = body  # type: ignore[assignment]
        self.status_code = status
        self.headers = dict(headers)

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """Itself."""
        return self

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it."""
        body: bytes = self.content  # type: ignore[assignment]
        fields = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in self.headers.items()]
        fields += [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
        start: HTTPResponseStartEvent = {
            "type": "http.response.start",
            "status": self.status_code or 200,
            "headers": fields,
        }
        await send(start)
        await send({"type": "http.response.body", "body": body, "more_body": False})


def etag(revision: int) -> str:
    """The strong validator of a revision."""
    return f'"r{revision}"'


def seen(request: Request[Person, Any, State], if_match: str | None) -> int | None:
    """The revision that `If-Match` names; None for `*`, which needs the scope `force`.

    Raises PreconditionRequired without the header, Unreadable when it is not one of our ETags, Forbidden for `*`.
    """
    if if_match is None:
        raise PreconditionRequired("send If-Match with the ETag of what you changed")
    if if_match.strip() == "*":
        if not request.user.may("force"):
            raise Forbidden("If-Match: * needs force; send the ETag of what you changed", required_scope="force")
        return None
    found = _TAG.match(if_match.strip())
    if found is None:
        raise Unreadable('If-Match takes one ETag as it was sent, such as "r3"')
    return int(found[1])


def answer(item: S, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Response[S]:
    """A resource; with its revision as ETag when it has one."""
    all_headers = {**PRIVATE, **(headers or {})}
    revision = getattr(item, "revision", None)
    if revision is not None:
        all_headers["etag"] = etag(revision)
    return Ready(encode(item), status, all_headers)


async def once(
    tx: Tx,
    request: Request[Person, Any, State],
    key: str | None,
    act: Callable[[], Awaitable[S]],
    *,
    location: Callable[[S], str] | None,
    status: int = 201,
    body_sha256: bytes | None = None,
    kept: Callable[[S], S] | None = None,
) -> Response[S]:
    """Do `act` and answer 201; with an Idempotency-Key, only the first time, and the same bytes ever after.

    `location` says where what was made is; None: nothing was. `body_sha256` stands for a body that was streamed away
    and is not in memory. `kept` makes what is said again from what is said the first time, where that holds a secret
    that may not be stored.
    """
    if key is None:
        return _created(await act(), location, status)
    fingerprint = _fingerprint(request, await request.body() if body_sha256 is None else body_sha256)
    known = await _known(tx, request, key, fingerprint)
    if known is not None:
        return known
    item = await act()
    response = _created(item, location, status)
    later = response if kept is None else _created(kept(item), location, status)
    body: bytes = later.content  # type: ignore[assignment]
    await remember(tx, request.user.actor, key, fingerprint, Answer(status, later.headers, body))
    return response


async def again(request: ApiRequest, key: str | None, body_sha256: bytes | None = None) -> Response[Any] | None:
    """The answer of the first time, for an operation that looks at the state before its transaction; else None."""
    if key is None:
        return None
    async with request.db.transaction(request.user.scope) as tx:
        body = await request.body() if body_sha256 is None else body_sha256
        return await _known(tx, request, key, _fingerprint(request, body))


async def _known(tx: Tx, request: Request[Person, Any, State], key: str, fingerprint: bytes) -> Response[Any] | None:
    if not 1 <= len(key) <= _MAX_KEY:
        raise Invalid(Fault("", "length", f"Idempotency-Key has 1 to {_MAX_KEY} characters", "header:Idempotency-Key"))
    known = await remembered(tx, request.user.actor, key, fingerprint)
    if known is None:
        return None
    return Ready(known.body, known.status, {**known.headers, "idempotency-replayed": "true"})


def _created(item: S, location: Callable[[S], str] | None, status: int) -> Response[S]:
    return answer(item, status=status, headers={"location": location(item)} if location else {})


def _fingerprint(request: Request[Any, Any, Any], body: bytes) -> bytes:
    """What makes two requests the same: method, path, query and body (or the hash of a streamed one)."""
    scope = request.scope
    hashed = hashlib.sha256(f"{scope['method']} {scope['path']}?".encode() + scope.get("query_string", b"") + b"\n")
    hashed.update(body)
    return hashed.digest()
