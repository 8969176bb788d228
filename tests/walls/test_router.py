"""Every route and method, asked by those who may not: another organization, another brand, nobody."""

from __future__ import annotations

import pytest
from litestar import Litestar

from service.app import create_app
from service.settings import Settings
from tests.walls.attack import attack, reaches, send
from tests.walls.entries import ENTRIES, OPEN
from tests.walls.operations import Operation, operations
from tests.walls.sides import World


def _place(operation: Operation) -> tuple[str, str]:
    return operation.name, operation.method


def _app() -> Litestar:
    environment = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "CUTDOWN_SECRET": "5e" * 32}
    return create_app(Settings.from_environment(environment))


ROUTES: list[Operation] = sorted(operations(_app()), key=_place)
ALL = pytest.mark.parametrize("operation", ROUTES, ids=lambda one: f"{one.method} {one.name}")
ATTACKERS = pytest.mark.parametrize("attacker", ["stranger", "rival"])


def test_every_route_has_an_entry_that_shows_where_it_takes_identifiers(world: World) -> None:
    assert {one.name for one in ROUTES} == set(ENTRIES)
    assert {one.name for one in operations(world.app)} == set(ENTRIES)
    for operation in ROUTES:
        list(reaches(operation, world.rival, world.victim))


@ALL
@ATTACKERS
async def test_nothing_crosses_a_wall(world: World, operation: Operation, attacker: str) -> None:
    await attack(world, getattr(world, attacker), world.victim, operation)


@ALL
async def test_nobody_is_let_in(world: World, operation: Operation) -> None:
    for reach, _ in reaches(operation, world.victim, world.victim):
        answer = await send(world.http, operation, reach)
        leaked = [secret for secret in world.victim.secrets if secret in answer.text and secret not in reach.path]
        assert leaked == []
        _is_refused(operation, answer.status_code, answer.headers.get("location", ""))
    plain = await world.http.request(operation.method, operation.path)
    _is_refused(operation, plain.status_code, plain.headers.get("location", ""))


def _is_refused(operation: Operation, status: int, location: str) -> None:
    if operation.name in OPEN:
        assert status != 401
    elif operation.is_page:
        assert status == 401 or (status == 303 and location.startswith("/signin"))
    else:
        assert status == 401


async def test_the_walk_reaches_everything_that_a_side_has(world: World) -> None:
    reached = set()
    for operation in ROUTES:
        kinds = [*operation.in_path.values(), *operation.in_query.values(), *operation.in_body.values()]
        reached |= {kind.prefix for kind in kinds if kind is not None}
        reached |= {"fil"} if "file_key" in operation.in_path else set()
    assert reached == set(world.victim.ids)
    assert set(world.victim.ids) == set(world.rival.ids) == set(world.stranger.ids)


@ATTACKERS
async def test_the_lists_hand_out_real_cursors_to_be_tried(world: World, attacker: str) -> None:
    tried = [operation.name for operation in ROUTES if operation.is_list and await _has_cursor(world, operation)]
    assert {"campaigns.list", "cuts.list", "cues.list", "tracks.list", "releases.list", "keys.list"} <= set(tried)


async def _has_cursor(world: World, operation: Operation) -> bool:
    path = operation.path
    for name, kind in operation.in_path.items():
        path = path.replace(f"{{{name}}}", world.victim.words[name] if kind is None else world.victim.of(kind))
    page = (await world.victim.caller.http.get(path, params={"limit": "1"})).json()["page"]
    return page["next_cursor"] is not None
