"""API keys: make one with the scopes it needs, see when it was used, put another in its place, revoke it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect
from msgspec import Struct

from schemas.ids import BrandId, KeyId
from schemas.people import Key, MadeKey, ModeWord, NewKey
from service.db.pool import Database, Tx
from service.exchange import ApiRequest
from service.identity import Person
from service.people import keys
from service.people.problems import TwoKeysActive
from service.people.records import list_keys, list_names
from service.problems import Forbidden, Invalid
from service.web.forms import chosen, fields
from service.web.keys.words import SCOPES, scope_says
from service.web.notices import see_other
from service.web.once import made_already, once
from service.web.pages import Pages
from service.web.people.reading import Choices, choices_of
from service.web.visit import AnyRequest, Visit, visit_of
from service.web.words import Language

LASTS = ("30", "90", "365", "")  # days; empty: until it is revoked
FIRST = ("files:read", "tracks:read")  # what most programs need


class KeyRow(Struct, frozen=True):
    """A key as the list has it. `mine`: only its maker puts another in its place."""

    key: Key
    maker: str
    mine: bool
    state: str
    brands: list[str]


class Typed(Struct, frozen=True):
    """What stands in a form that was not taken, and why."""

    name: str = ""
    mode: str = "live"
    lasts: str = "90"
    scopes: tuple[str, ...] = FIRST
    brands: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    refusal: str = ""


@get("/keys", operation_id="web.keys")
async def keys_page(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[str]:
    """The keys that the reader may know of."""
    async with db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages)


@post("/keys", operation_id="web.keys_made")
async def make(request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages]) -> Response[Any]:
    """A new key. Its secret is on the page that answers, and nowhere else."""
    language, typed = visit_of(request, request.user).language, await _typed(request)
    new, refusal = read_form(language, typed)
    if new is not None:
        try:
            asked = new
            return await _once(request, pages, lambda tx: keys.make_key(tx, request.user, asked))
        except TwoKeysActive:
            refusal = language.say("Two keys of this name work already. Revoke one, or choose another name.")
        except (Forbidden, Invalid):
            refusal = language.say("A key cannot do more than you, on brands and markets that are not yours.")
    async with db.reading(request.user.scope) as tx:
        facts = {name: getattr(typed, name) for name in typed.__struct_fields__ if name != "refusal"}
        return await _page(tx, request, pages, typed=Typed(**facts, refusal=refusal), status=422)


@post("/keys/{key_id:str}/rotate", operation_id="web.keys_rotated")
async def rotate(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], key_id: FromPath[KeyId]
) -> Response[Any]:
    """A second key like this one; both work until the first is revoked."""
    say = visit_of(request, request.user).language.say
    try:
        return await _once(request, pages, lambda tx: keys.rotate_key(tx, request.user, key_id))
    except TwoKeysActive:
        return see_other(request, "/keys", said=say("Two keys of this name work already. Revoke the old one first."))


@post("/keys/{key_id:str}/revoke", operation_id="web.keys_revoked")
async def revoke(request: ApiRequest, db: NamedDependency[Database], key_id: FromPath[KeyId]) -> Redirect:
    """It works nowhere any more."""
    async with db.transaction(request.user.scope) as tx:
        found = await keys.visible(tx, request.user, key_id)
        await keys.revoke_key(tx, request.user, key_id)
    request.app.state.recognition.forget(key_id)
    said = visit_of(request, request.user).language.say("%(name)s is revoked. It works nowhere now.", name=found.name)
    return see_other(request, "/keys", said=said)


async def _once(request: ApiRequest, pages: Pages, make: Callable[[Tx], Awaitable[MadeKey]]) -> Response[Any]:
    """The page with the secret; without it where the same form was sent before."""
    made, path = await once(request, make, lambda _: "/keys")
    if made is None:
        return made_already(request, path)
    async with request.db.reading(request.user.scope) as tx:
        return await _page(tx, request, pages, made=made, status=201)


async def _typed(request: AnyRequest) -> Typed:
    form = await fields(request)
    scopes, brands, markets = [tuple(await chosen(request, name)) for name in ("scopes", "brands", "markets")]
    return Typed(form.get("name", "").strip(), form.get("mode", ""), form.get("lasts", ""), scopes, brands, markets)


def read_form(language: Language, typed: Typed) -> tuple[NewKey | None, str]:
    """The key that a form asks for, or why there is none."""
    scopes = [scope for scope in SCOPES if scope in typed.scopes]
    if not 1 <= len(typed.name) <= 100 or not typed.name.isprintable():
        return None, language.say("Say in one line what the key is for, in at most 100 characters.")
    if not scopes:
        return None, language.say("Tick at least one thing that the key may do.")
    if typed.lasts not in LASTS or typed.mode not in get_args(ModeWord):
        return None, language.say("Choose how long the key works.")
    try:
        brands = [BrandId.parse(one) for one in typed.brands]
    except ValueError:
        return None, language.say("This brand or market is not there.")
    ends = datetime.now(UTC) + timedelta(days=int(typed.lasts)) if typed.lasts else None
    mode: ModeWord = "test" if typed.mode == "test" else "live"
    new = NewKey(
        name=typed.name,
        scopes=scopes,
        mode=mode,
        brands=brands or None,
        markets=list(typed.markets) or None,
        expires_at=ends,
    )
    return new, ""


async def _page(
    tx: Tx,
    request: ApiRequest,
    pages: Pages,
    *,
    typed: Typed | None = None,
    made: MadeKey | None = None,
    status: int = 200,
) -> Response[str]:
    visit, reader = visit_of(request, request.user), request.user
    choices = await choices_of(tx)
    rows = await _rows(tx, reader, choices)
    return show(pages, visit, rows, choices, typed or Typed(), made, status, request.settings.public_url)


async def _rows(tx: Tx, reader: Person, choices: Choices) -> list[KeyRow]:
    """Keys that work first, then the others, the newest first in each."""
    found, now = await list_keys(tx, *await keys.listed(tx, reader)), datetime.now(UTC)
    names = await list_names(tx, (key.person_id for key in found))
    rows = []
    for key in found:
        expired = key.expires_at is not None and key.expires_at <= now
        state = "revoked" if key.revoked_at else "expired" if expired else "works"
        brands = [choices.brands.get(str(one), str(one)) for one in key.brands or []]
        rows.append(KeyRow(key, names.get(key.person_id, ""), key.person_id == reader.id, state, brands))
    return sorted(rows, key=lambda row: row.state != "works")


def show(
    pages: Pages,
    visit: Visit,
    rows: list[KeyRow],
    choices: Choices,
    typed: Typed,
    made: MadeKey | None,
    status: int,
    public_url: str,
) -> Response[str]:
    """The page. `made` is the key that was made just now: its secret is shown this once."""
    language, person = visit.language, visit.person
    working = sum(row.state == "works" for row in rows)
    answer = pages.answer(
        visit,
        "keys/page.html",
        status=status,
        room="keys",
        rows=rows,
        choices=choices,
        typed=typed,
        made=made,
        lasts=LASTS,
        scopes=[(one, scope_says(language, one)) for one in SCOPES if person is None or person.may(one)],
        says=lambda scope: scope_says(language, scope),
        sentence=language.plural("%(num)s key works.", "%(num)s keys work.", working),
        recipe=f'curl {public_url}/v1/me -H "Authorization: Bearer {made.secret}"' if made else "",
        day=language.day,
    )
    if made is not None:
        answer.headers["cache-control"] = "no-store"
    return answer


handlers: list[Any] = [keys_page, make, rotate, revoke]
