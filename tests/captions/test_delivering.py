"""Files that are remembered: handed out without a query, as the application would, and no longer than five seconds."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
from litestar import Litestar

from schemas.ids import KeyId
from service.assets.store import Store
from service.captions import delivering as module
from service.captions import records
from service.captions.delivering import LONGEST_S, Deliveries
from service.db.pool import Database
from service.db.problems import Unavailable
from service.people.keys import revoke_key
from tests.captions.published import Published
from tests.conftest import Cluster, House
from tests.studio import database_name

LISTENERS = ("cutdown delivery", "cutdown access")
# A header that the hatch leaves to the application, and that means nothing to it.
THE_LONG_WAY = {"if-range": "nothing"}


@pytest.fixture
async def public(published: Published) -> Published:
    """With the market's switch on."""
    await published.deliver_publicly()
    return published


def app_of(published: Published) -> Litestar:
    app: Litestar = published.workshop.api._transport.app  # type: ignore[attr-defined]
    return app


def said(answer: httpx.Response) -> tuple[int, dict[str, str], bytes]:
    return answer.status_code, {k: v for k, v in answer.headers.items() if k != "x-request-id"}, answer.content


class NoDatabase:
    """The ways to the database, of which each is an error."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for way in ("reading", "transaction", "system"):
            monkeypatch.setattr(Database, way, self._refuse)

    @staticmethod
    def _refuse(*_: object) -> None:
        raise AssertionError("the database was asked")


# As the application would, and without a query


@pytest.mark.parametrize("latest", [False, True])
@pytest.mark.parametrize("known", [{}, {"if-none-match": "the tag"}, {"if-none-match": '"other"'}])
async def test_what_is_handed_out_is_what_the_application_answers(
    public: Published, latest: bool, known: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    address = public.latest if latest else await public.file()
    for client in (public.workshop.api, public.nobody):
        tag = (await client.get(address)).headers["etag"]
        sent = {name: tag if value == "the tag" else value for name, value in known.items()}
        long_way = await client.get(address, headers=sent | THE_LONG_WAY)
        with monkeypatch.context() as patched:
            if known != {"if-none-match": '"other"'}:
                patched.setattr(app_of(public).asgi_handler, "app", None)  # nothing is behind the hatch
            NoDatabase(patched)
            handed = await client.get(address, headers=sent)
        assert said(handed) == said(long_way)


@pytest.mark.parametrize("headers", [THE_LONG_WAY, {"range": "bytes=1-3"}, {"if-none-match": "*"}, {}])
async def test_what_is_remembered_needs_no_query_on_either_way(
    public: Published, headers: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [
        (client, method, address)
        for client in (public.workshop.api, public.nobody)
        for method in ("GET", "HEAD", "OPTIONS")
        for address in (public.latest, await public.file("vtt"), await public.file("srt"))
    ]
    first = [await client.request(method, address, headers=headers) for client, method, address in asked]
    NoDatabase(monkeypatch)
    again = [await client.request(method, address, headers=headers) for client, method, address in asked]
    assert [said(one) for one in again] == [said(one) for one in first]
    assert {one.status_code for one in first} <= {200, 204, 206, 304}


async def test_what_is_handed_out_has_the_callers_request_id(public: Published) -> None:
    for client in (public.workshop.api, public.nobody):
        await client.get(public.latest)
        answer = await client.get(public.latest, headers={"x-request-id": "from-the-client.1"})
        assert answer.headers["x-request-id"] == "from-the-client.1"
        ids = {(await client.get(public.latest)).headers["x-request-id"] for _ in range(5)}
        assert len(ids) == 5


async def test_a_misspelt_parameter_is_a_fault_whatever_is_remembered(public: Published) -> None:
    await public.workshop.api.get(public.latest)
    assert (await public.workshop.api.get(f"{public.latest}?nonsense=1")).status_code == 422


async def test_other_addresses_of_a_cut_are_none_of_its_business(
    public: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Deliveries, "known", None)
    monkeypatch.setattr(Deliveries, "find", None)
    for address in ("", "/releases", "/conform"):
        assert (await public.workshop.api.get(f"/v1/cuts/{public.cut}{address}")).status_code == 200


async def test_a_large_file_is_streamed_and_not_kept(public: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    small = await public.nobody.get(public.latest)
    public.workshop.forget()
    monkeypatch.setattr(module, "SMALL_BYTES", 1)
    large = [await public.nobody.get(public.latest) for _ in range(2)]
    assert [said(one) for one in large] == [said(small)] * 2
    delivery = app_of(public).state.deliveries.known(public.latest, None)
    assert delivery is not None
    assert delivery.body is None


async def test_bytes_that_did_not_change_are_not_read_again(public: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    reads = 0
    real = Store.read_bytes

    async def counting(*args: object) -> bytes:
        nonlocal reads
        reads += 1
        return await real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(Store, "read_bytes", counting)
    now = 0.0
    deliveries = Deliveries(public.workshop.db, app_of(public).state.store, clock=lambda: now)
    first = await deliveries.find(public.latest, None)
    now = LONGEST_S
    second = await deliveries.find(public.latest, None)
    assert first is not second
    assert first is not None
    assert second is not None
    assert (first.body is second.body, reads) == (True, 1)


async def test_a_flood_of_strangers_leaves_connections_to_others(
    public: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = most = 0
    real = records.find_public_file

    async def slow(*args: object) -> object:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1
        return await real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(records, "find_public_file", slow)
    flood = [public.nobody.get(f"/f/{number:032x}/hero.en-US.vtt") for number in range(20)]
    assert {answer.status_code for answer in await asyncio.gather(*flood)} == {401}
    assert most == module.STRANGERS_AT_ONCE


# What is remembered is not what the walls hide


async def test_what_one_may_see_is_not_shown_to_another(public: Published, stranger: House) -> None:
    await public.deliver_publicly(on=False)
    address = await public.file()
    assert (await public.workshop.api.get(address)).status_code == 200
    assert (await public.nobody.get(address)).status_code == 401
    assert (await public.nobody.get(address, headers=stranger.headers)).status_code == 404


# Withdrawn, switched off, revoked


async def until(condition: Callable[[], Awaitable[bool]]) -> float:
    """How long it took."""
    begin = time.monotonic()
    while not await condition():  # noqa: ASYNC110  the condition is another task's private affair
        await asyncio.sleep(0.01)
    return time.monotonic() - begin


@asynccontextmanager
async def deaf(cluster: Cluster, database_url: str) -> AsyncIterator[None]:
    """What the database tells its listeners does not arrive: their connections are there, and nothing comes of them."""
    watcher = await asyncpg.connect(cluster.administrator(database_name(database_url)))
    rows = await watcher.fetch(
        "select pid from pg_stat_activity where datname = current_database() and application_name = any($1)", LISTENERS
    )
    stopped = [row["pid"] for row in rows]
    assert len(stopped) == len(LISTENERS)
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in stopped:
            os.kill(pid, signal.SIGCONT)
        await watcher.close()


async def _change_everything(public: Published, key: KeyId) -> None:
    """Withdraw the release, turn the switch off and revoke the key, by the statements of another process."""
    person = public.workshop.house.person
    async with public.workshop.db.transaction(person.scope) as tx:
        await tx.connection.execute("update release set withdrawn_at = now()")
        await tx.connection.execute("update campaign_market set public_delivery = false")
        await revoke_key(tx, person, key)


async def _a_key(public: Published) -> tuple[KeyId, dict[str, str]]:
    made = await public.workshop.make("/v1/keys", name="CMS", scopes=["files:read"])
    return KeyId.parse(made["id"]), {"authorization": f"Bearer {made['secret']}"}


async def test_withdrawal_switch_and_revocation_work_within_five_seconds_when_nobody_hears_of_them(
    public: Published, cluster: Cluster, database_url: str
) -> None:
    key, bearer = await _a_key(public)
    file, api, nobody = await public.file(), public.workshop.api, public.nobody
    asked = [(api, {}), (nobody, {}), (nobody, bearer)]

    async def statuses() -> list[int]:
        return [(await one.get(file, headers=headers)).status_code for one, headers in asked]

    assert await statuses() == [200, 200, 200]
    async with deaf(cluster, database_url):
        await _change_everything(public, key)
        assert await statuses() == [200, 200, 200], "this process heard of it, so the test shows nothing"
        took = await until(lambda: _are(statuses, [410, 401, 401]))
        assert took < 5
        assert (await nobody.get(public.latest)).status_code == 401


async def _are(statuses: Callable[[], Awaitable[list[int]]], wanted: list[int]) -> bool:
    return await statuses() == wanted


@asynccontextmanager
async def hearing(public: Published) -> AsyncIterator[Deliveries]:
    """Deliveries for which the time stands still, so that only a notification ends what they remember."""
    deliveries = Deliveries(public.workshop.db, app_of(public).state.store, clock=lambda: 0.0)
    listening = asyncio.create_task(deliveries.listener.run())
    await deliveries.listener.listening.wait()
    try:
        yield deliveries
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


CHANGES = {
    "withdrawal": "update release set withdrawn_at = now()",
    "switch": "update campaign_market set public_delivery = false",
    "market": "delete from campaign_market",
    "approval": "update release set approved_at = now()",
}


@pytest.mark.parametrize("change", CHANGES)
async def test_a_change_that_is_heard_works_at_once(public: Published, change: str) -> None:
    async with hearing(public) as deliveries:
        assert await deliveries.find(public.latest, None) is not None
        async with public.workshop.db.transaction(public.workshop.house.person.scope) as tx:
            await tx.connection.execute(CHANGES[change])
        await until(lambda: _forgotten(deliveries, public.latest))


async def _forgotten(deliveries: Deliveries, path: str) -> bool:
    return deliveries.known(path, None) is None


async def test_a_change_elsewhere_forgets_nothing(public: Published) -> None:
    other = await public.workshop.cut("B", (0, 50))
    async with hearing(public) as deliveries:
        remembered = await deliveries.find(public.latest, None)
        await public.workshop.work(other)
        assert (await public.workshop.releases(other))[0]["status"] == "approved"
        await deliveries.find(f"/v1/cuts/{other}/captions/US/en-US.vtt", None)
        async with public.workshop.db.transaction(public.workshop.house.person.scope) as tx:
            await tx.connection.execute(
                "update release set withdrawn_at = now() where cut_id <> $1",
                remembered.file.cut_id,  # type: ignore[union-attr]
            )
        await until(lambda: _forgotten(deliveries, f"/v1/cuts/{other}/captions/US/en-US.vtt"))
        assert deliveries.known(public.latest, None) is remembered


async def test_after_a_gap_in_listening_everything_is_looked_at_again(
    public: Published, cluster: Cluster, database_url: str
) -> None:
    watcher = await asyncpg.connect(cluster.administrator(database_name(database_url)))
    async with hearing(public) as deliveries:
        await deliveries.find(public.latest, None)
        await watcher.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'cutdown delivery'"
            " and datname = current_database()"
        )
        await until(lambda: _forgotten(deliveries, public.latest))
    await watcher.close()


async def test_with_the_memory_off_a_change_that_nobody_hears_of_works_at_once(
    public: Published, cluster: Cluster, database_url: str
) -> None:
    app = app_of(public)
    forgetful = Deliveries(public.workshop.db, app.state.store, longest_s=0.0)
    app.state.hatch.open(forgetful, app.state.recognition)
    app.state.deliveries = forgetful
    file = await public.file()
    key, bearer = await _a_key(public)
    first = [await public.nobody.get(file, headers=sent) for sent in ({}, bearer, bearer)]
    assert [one.status_code for one in first] == [200, 200, 200]
    async with deaf(cluster, database_url):
        await _change_everything(public, key)
        assert (await public.workshop.api.get(file)).status_code == 410
        assert (await public.nobody.get(file)).status_code == 401


async def test_while_the_database_is_away_a_file_that_is_not_remembered_is_a_problem_with_the_callers_id(
    public: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: object) -> None:
        raise Unavailable("the database does not answer just now", headers={"retry-after": "2"})

    await public.workshop.read("/v1/me")
    public.workshop.forget()
    monkeypatch.setattr(Deliveries, "_look", away)
    for client in (public.workshop.api, public.nobody):
        answer = await client.get(public.latest, headers={"x-request-id": "from-the-client.1"})
        assert (answer.status_code, answer.json()["request_id"]) == (503, "from-the-client.1")
