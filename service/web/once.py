"""A form that makes something makes it once, however often it is sent: Enter pressed twice, or an answer loaded again.

Such a form carries a value of its own (`visit.once_field`). What it made is kept beside its effect, with the answers of
the API's Idempotency-Key: the same value with the same fields leads to the same place and makes nothing. A form that
somebody went back to and changed is another one. Without the value, a post is taken as it comes.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from typing import Generic, NamedTuple, TypeVar

from litestar.datastructures import UploadFile
from litestar.response import Redirect

from service.db.pool import Tx
from service.exchange import ApiRequest
from service.identity import Scope
from service.people.idempotency import remember, remembered
from service.people.model import Actor, Answer
from service.people.problems import IdempotencyInProgress
from service.web.forms import ONCE, TOKEN
from service.web.notices import see_other
from service.web.visit import visit_of

T = TypeVar("T")

LONGEST = 100  # characters of a value
TRIES, PAUSE_S = 40, 0.25  # a twin is waited for, not refused


class Sender(NamedTuple):
    """Who sends a form without an account: the walls behind which they stand, and the link by which they came."""

    scope: Scope
    actor: Actor


class Once(NamedTuple, Generic[T]):
    """What was made just now, None where this very form made it before; and the path that it leads to."""

    made: T | None
    path: str


async def once(
    request: ApiRequest, make: Callable[[Tx], Awaitable[T]], leads: Callable[[T], str], sender: Sender | None = None
) -> Once[T]:
    """Make it in one transaction. Raises what `make` raises, and IdempotencyInProgress when a twin takes 10 s.

    `sender` is somebody without an account. What `leads` says is stored: never let it hold a secret.
    """
    value, form = await _sent(request)
    sender = sender or Sender(request.user.scope, request.user.actor)
    if not value:
        async with request.db.transaction(sender.scope) as tx:
            made = await make(tx)
        return Once(made, leads(made))
    for _ in range(TRIES - 1):
        try:
            return await _first(request, sender, f"web:{value}:{form.hex()}", form, make, leads)
        except IdempotencyInProgress:
            await asyncio.sleep(PAUSE_S)
    return await _first(request, sender, f"web:{value}:{form.hex()}", form, make, leads)


def made_already(request: ApiRequest, path: str) -> Redirect:
    """The way back to where a secret was shown, which is said once."""
    said = visit_of(request, request.user).language.say("It was made already. Its secret is shown once only.")
    return see_other(request, path, said=said)


async def _first(
    request: ApiRequest,
    sender: Sender,
    key: str,
    form: bytes,
    make: Callable[[Tx], Awaitable[T]],
    leads: Callable[[T], str],
) -> Once[T]:
    async with request.db.transaction(sender.scope) as tx:
        known = await remembered(tx, sender.actor, key, form)
        if known is not None:
            return Once(None, known.headers["location"])
        made = await make(tx)
        path = leads(made)
        await remember(tx, sender.actor, key, form, Answer(303, {"location": path}, b""))
    return Once(made, path)


async def _sent(request: ApiRequest) -> tuple[str, bytes]:
    """The form's own value, and the hash of its address with everything else that stands in it."""
    value, hashed = "", hashlib.sha256(request.url.path.encode())
    for name, given in (await request.form()).multi_items():
        if name == ONCE and isinstance(given, str):
            value = given
        elif isinstance(given, UploadFile):
            await given.seek(0)
            hashed.update(repr((name, given.filename, hashlib.sha256(await given.read()).digest())).encode())
        elif name != TOKEN:
            hashed.update(repr((name, given)).encode())
    return value if value.isascii() and value.isprintable() and len(value) <= LONGEST else "", hashed.digest()
