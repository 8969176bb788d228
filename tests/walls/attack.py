"""One side reaches for the other's things through one operation, in every way that the operation offers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any
from urllib.parse import quote, urlsplit
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from schemas.ids import Id
from tests.walls.entries import ENTRIES, OPEN
from tests.walls.operations import Operation
from tests.walls.sides import KINDS, ONCE, Side, World, planted, rows_of

FILE_KEY = "file_key"
STRONGEST = '"r1"', "*"


class Breach(AssertionError):
    """The wall did not hold."""


class Reach(Struct, frozen=True):
    """One request at the other side, the same with an identifier that names nothing, and what must be answered."""

    what: str
    path: str
    query: dict[str, str]
    body: Any
    headers: dict[str, str]
    pointer: str = ""  # of the body: where the answer must say that there is no such thing
    statuses: frozenset[int] = frozenset({404})


async def attack(world: World, attacker: Side, victim: Side, operation: Operation) -> int:
    """Every reach of an operation; how many there were. Raises Breach."""
    whole = attacker.organization != victim.organization
    before = await rows_of(world, victim, whole=whole)
    assert before, "the other side has nothing that could be lost"
    count = 0
    for theirs, nothing in reaches(operation, attacker, victim):
        answer = await send(attacker.caller.http, operation, theirs)
        reference = await send(attacker.caller.http, operation, nothing)
        _judge(operation, theirs, answer, victim)
        if _gist(answer, theirs) != _gist(reference, nothing):
            raise Breach(
                f"{operation.name}, {theirs.what}: what is there is answered {answer.status_code} {answer.text[:300]}, "
                f"what is not {reference.status_code} {reference.text[:300]}"
            )
        count += 1
    for reach in [*_as_it_is(operation, attacker), *await _cursors(operation, attacker, victim)]:
        answer = await send(attacker.caller.http, operation, reach)
        _judge(operation, reach, answer, victim)
        count += 1
    if operation.takes_key:
        await _same_key(operation, attacker, victim)
        count += 1
    after = await rows_of(world, victim, whole=whole)
    if before != after:
        raise Breach(f"{operation.name} changed the other side: {sorted(before ^ after)[:4]}")
    return count


def reaches(operation: Operation, attacker: Side, victim: Side) -> Iterator[tuple[Reach, Reach]]:
    """With something of the victim's in the path, the query or the body; and each with something that never was."""
    aims = [name for name, kind in operation.in_path.items() if kind is not None or name == FILE_KEY]
    for number in range(1, len(aims) + 1):
        for chosen in combinations(aims, number):
            for tag in STRONGEST:
                yield (
                    _reach(operation, attacker, victim, f"{', '.join(chosen)} in the path", chosen, tag),
                    _reach(operation, attacker, None, "nothing in the path", chosen, tag),
                )
    entry = ENTRIES[operation.name]
    own = _address(operation, attacker, attacker, ())
    for name, kind in operation.in_query.items():
        yield tuple(  # type: ignore[misc]
            Reach(f"{name} in the query", own, {**entry.query, name: value}, None, {}, "", frozenset({200, 404, 422}))
            for value in (victim.of(kind), fresh(kind))
        )
    body = entry.body(attacker) if entry.body else None
    for pointer, kind in operation.in_body.items():
        yield tuple(  # type: ignore[misc]
            Reach(
                f"{pointer} in the body",
                own,
                entry.query,
                planted(body, pointer, value),
                {"if-match": "*"},
                pointer,
                frozenset({404, 422}),
            )
            for value in (victim.of(kind), fresh(kind))
        )


def _reach(
    operation: Operation, attacker: Side, victim: Side | None, what: str, chosen: tuple[str, ...], tag: str
) -> Reach:
    entry = ENTRIES[operation.name]
    body = entry.body(attacker) if entry.body else None
    statuses = frozenset({404, 303} if operation.is_page else {404})  # a page that only leads to another page
    return Reach(
        what, _address(operation, attacker, victim, chosen), entry.query, body, {"if-match": tag}, "", statuses
    )


def _address(operation: Operation, attacker: Side, victim: Side | None, chosen: tuple[str, ...]) -> str:
    """The path with the attacker's own things, but for those that are chosen: the victim's, or (None) nobody's."""
    entry, path = ENTRIES[operation.name], operation.path
    for name, kind in operation.in_path.items():
        side = victim if name in chosen or (name == "name" and FILE_KEY in chosen) else attacker
        if kind is not None:
            value = side.of(kind) if side else fresh(kind)
        elif name in entry.words:
            value = entry.words[name]
        else:
            value = side.words[name] if side else uuid4().hex if name == FILE_KEY else attacker.words[name]
        path = path.replace(f"{{{name}}}", quote(value))
    return path


def fresh(kind: type[Id]) -> str:
    """An identifier that names nothing."""
    return str(kind(UUID(int=uuid4().int & ~(0xF << 76) | 7 << 76)))


def _as_it_is(operation: Operation, attacker: Side) -> Iterator[Reach]:
    """Reading one's own, as much as there is: nothing of the other side is among it."""
    if operation.method in ("GET", "HEAD"):
        every = {"limit": "1000", "count": "exact"} if operation.is_list else {}
        own = _address(operation, attacker, attacker, ())
        yield Reach(
            "one's own", own, {**ENTRIES[operation.name].query, **every}, None, {}, "", frozenset(range(200, 500))
        )


async def _cursors(operation: Operation, attacker: Side, victim: Side) -> list[Reach]:
    """A cursor that the victim was given, on the victim's list and on one's own."""
    if not operation.is_list:
        return []
    theirs, own = (
        _address(operation, attacker, victim, tuple(operation.in_path)),
        _address(operation, attacker, attacker, ()),
    )
    page = (await victim.caller.http.get(theirs, params={"limit": "1"})).json()["page"]
    if page["next_cursor"] is None:
        return []
    query = {"limit": "1000", "cursor": page["next_cursor"]}
    allowed = frozenset({200, 400, 404})
    return [Reach("the cursor", path, query, None, {}, "", allowed) for path in {theirs, own}]


async def _same_key(operation: Operation, attacker: Side, victim: Side) -> None:
    """What the victim sends with an Idempotency-Key is sent again by the other side: it is not the same request."""
    entry = ENTRIES[operation.name]
    body = entry.body(victim) if entry.body else None
    theirs = Reach(
        "the Idempotency-Key",
        _address(operation, attacker, victim, tuple(operation.in_path)),
        entry.query,
        body,
        {"idempotency-key": ONCE, "if-match": "*"},
        "",
        frozenset({201, 403, 404, 409, 422}),
    )
    answer = await send(attacker.caller.http, operation, theirs)
    _judge(operation, theirs, answer, victim)
    if "idempotency-replayed" in answer.headers:
        raise Breach(f"{operation.name}: the other side's answer was replayed")


async def send(http: httpx.AsyncClient, operation: Operation, reach: Reach) -> httpx.Response:
    """The request."""
    entry = ENTRIES[operation.name]
    more: dict[str, Any] = {"params": reach.query, "headers": {**entry.headers, **reach.headers}}
    if entry.content is not None:
        more["content"] = entry.content
        more["headers"]["content-type"] = entry.media_type
    elif entry.form is not None:
        more["data"] = entry.form
        if operation.name not in OPEN or any(operation.in_path.values()):
            more["headers"] |= await _own_form(http)
    elif reach.body is not None:
        more["json"] = reach.body
    return await http.request(operation.method, reach.path, **more)


async def _own_form(http: httpx.AsyncClient) -> dict[str, str]:
    """The headers of a form on a page of ours: its sender comes to the wall, not only to the guard before it."""
    if "cutdown-form" not in http.cookies:
        await http.get("/invitation/none")
    return {"sec-fetch-site": "same-origin", "x-cutdown-form": http.cookies["cutdown-form"]}


def _judge(operation: Operation, reach: Reach, answer: httpx.Response, victim: Side) -> None:
    told = f"{operation.name}, {reach.what}: {answer.status_code} {answer.text[:500]}"
    asked = f"{reach.path} {reach.query} {reach.body}"
    spoken = f"{answer.text} {dict(answer.headers)}"
    leaked = sorted(secret for secret in victim.secrets if secret in spoken and secret not in asked)
    if leaked:
        raise Breach(f"{told} tells {leaked}")
    if answer.status_code not in reach.statuses:
        raise Breach(told)
    if reach.pointer and answer.status_code == 422:
        faults = answer.json()["errors"]
        if [fault["pointer"] for fault in faults] != [reach.pointer]:
            raise Breach(f"{told} does not name {reach.pointer}")


def _gist(answer: httpx.Response, reach: Reach) -> tuple[int, str]:
    """An answer without what was asked and what differs from request to request."""
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return answer.status_code, "" if "html" in answer.headers.get("content-type", "") else answer.text
    problem = {key: value for key, value in answer.json().items() if key not in ("instance", "request_id")}
    text = str(problem)
    for value in [*urlsplit(reach.path).path.split("/"), *reach.query.values(), *_ids(reach.body)]:
        text = text.replace(value, "") if len(value) > 20 else text
    return answer.status_code, text


def _ids(body: Any) -> list[str]:
    if isinstance(body, dict):
        return [one for value in body.values() for one in _ids(value)]
    if isinstance(body, list):
        return [one for value in body for one in _ids(value)]
    return [body] if isinstance(body, str) and body[:3] in KINDS and body[3:4] == "_" else []
