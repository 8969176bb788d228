"""With public delivery on in one market, nobody is let in anywhere but to the files of that market's releases."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.walls.attack import reaches, send
from tests.walls.operations import Operation
from tests.walls.sides import Side, World
from tests.walls.test_router import ALL, ATTACKERS, _is_refused

FILES = {"files.get", "files.latest"}
# What an answer for anybody says besides what every answer says.
TOLD = {
    "accept-ranges",
    "access-control-allow-origin",
    "access-control-expose-headers",
    "cache-control",
    "content-disposition",
    "content-language",
    "content-length",
    "content-location",
    "content-type",
    "cutdown-completeness",
    "cutdown-release",
    "etag",
    "last-modified",
    "repr-digest",
    "vary",
}


async def _switch(world: World, side: Side, on: bool) -> None:
    address = f"/v1/campaigns/{side.ids['cmp']}"
    now = await side.caller.http.get(address)
    markets = [one | {"public_delivery": on and one["market"] == "DE"} for one in now.json()["markets"]]
    done = await side.caller.http.patch(address, json={"markets": markets}, headers={"if-match": now.headers["etag"]})
    assert done.status_code == 200, done.text
    world.app.state.deliveries.forget_all()


@pytest.fixture(scope="module")
async def opened(world: World) -> AsyncIterator[World]:
    """The victim delivers its files for Germany to anybody."""
    await _switch(world, world.victim, on=True)
    yield world
    await _switch(world, world.victim, on=False)


@ALL
async def test_nobody_is_let_in_anywhere_else(opened: World, operation: Operation) -> None:
    for reach, _ in reaches(operation, opened.victim, opened.victim):
        answer = await send(opened.http, operation, reach)
        if operation.name in FILES:
            assert answer.status_code == 200
            continue
        leaked = [secret for secret in opened.victim.secrets if secret in answer.text and secret not in reach.path]
        assert leaked == []
        _is_refused(operation, answer.status_code, answer.headers.get("location", ""))


@ATTACKERS
async def test_another_side_gets_what_anybody_gets(opened: World, attacker: str) -> None:
    side: Side = getattr(opened, attacker)
    words = opened.victim.words
    plain = set((await opened.http.get("/healthz")).headers)
    for address in (
        f"/f/{words['file_key']}/{words['name']}",
        f"/v1/cuts/{opened.victim.ids['cut']}/captions/DE/de-DE.vtt",
    ):
        theirs, anybodys = await side.caller.http.get(address), await opened.http.get(address)
        assert (theirs.status_code, theirs.content) == (200, anybodys.content)
        assert set(theirs.headers) == set(anybodys.headers)
        assert set(theirs.headers) - plain <= TOLD


async def test_the_same_side_delivers_no_other_market(opened: World) -> None:
    cut = opened.victim.ids["cut"]
    assert (await opened.victim.caller.http.get(f"/v1/cuts/{cut}/captions/US/en-US.vtt")).status_code == 200
    assert (await opened.http.get(f"/v1/cuts/{cut}/captions/US/en-US.vtt")).status_code == 401
    other = opened.rival.words
    assert (await opened.http.get(f"/f/{other['file_key']}/{other['name']}")).status_code == 401
