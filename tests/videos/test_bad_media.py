"""Bad media in every place that takes a film: master, insert, dub, the film of a cut. Refused, and nothing changes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from service.assets.store import Store
from service.db.pool import Database
from service.db.provision import Access
from service.media.problems import ADVICE
from service.settings import Settings
from tests.assets.sending import VERSION, composed, create, send
from tests.conftest import House
from tests.media.bombs import endless, lying, uneven, wide
from tests.media.films import audio_only, film, truncated
from tests.running import running
from tests.studio import Caller, Json
from tests.videos.conftest import Stage
from tests.videos.test_cuts import new_cut

HTML = b"<!doctype html><title>Sign in</title><p>Your session has ended.</p>" * 200
MP4 = {"content-type": "video/mp4"}
BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "truncated": ("truncated", lambda place: truncated(film(place / "a.mp4"))),
    "no index": ("truncated", lambda place: truncated(film(place / "a.mp4", faststart=False))),
    "sound alone": ("audio_only", lambda place: audio_only(place / "a.mp4")),
    "a page": ("not_media", lambda place: _file(place / "a.mp4", HTML)),
    "nothing": ("not_media", lambda place: _file(place / "a.mp4", b"")),
    "a picture of 16,000 pixels": ("too_much", lambda place: wide(place / "a.mkv")),
    "the same under another size": ("too_much", lambda place: lying(place / "a.mkv")),
    "ten million frames": ("truncated", lambda place: endless(place / "a.mp4", 10_000_000)),
    "four thousand million frames": ("truncated", lambda place: endless(place / "a.mp4", 4_000_000_000)),
    "uneven frames": ("uneven_rate", lambda place: uneven(place / "a.mp4")),
}
WAYS_OUT = {code: way_out for code, (_, way_out) in ADVICE.items()} | {"uneven_rate": "send that file."}
PLACES = ["master", "insert", "dub", "film"]


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every bad file, made once."""
    return {name: make(tmp_path_factory.mktemp("bad")).read_bytes() for name, (_, make) in BAD.items()}


async def state(db: Database, house: House) -> list[int]:
    """How much there is of everything that an upload could change."""
    async with db.reading(house.person.scope) as tx:
        return list(
            await tx.connection.fetchrow(
                "select (select count(*) from source), (select count(*) from film), (select count(*) from film_check),"
                " (select count(*) from outbox), (select count(*) from asset), (select count(sha256) from cut)"
            )
        )


class Target:
    """One place that takes a film."""

    def __init__(self, place: str, video: str, cut: str) -> None:
        self.method = "PUT" if place == "film" else "POST"
        self.address = (
            f"/v1/cuts/{cut}/film" if place == "film" else f"/v1/videos/{video}/sources?role={place}&name=the%20film"
        )

    def of_upload(self, upload: str) -> str:
        """The address with a finished upload instead of a body."""
        return f"{self.address}{'&' if '?' in self.address else '?'}upload={upload.rpartition('/')[2]}"


@pytest.fixture(params=PLACES)
async def target(request: pytest.FixtureRequest, ada: Caller, stage: Stage) -> Target:
    """The master goes to another video: this one has its own."""
    cut = await ada.make(stage.cuts, new_cut(stage))
    video = (await ada.video())["id"] if request.param == "master" else stage.video["id"]
    return Target(request.param, video, cut["id"])


async def test_bad_media_is_refused_with_its_reason_and_changes_nothing(
    target: Target, bad: dict[str, bytes], ada: Caller, db: Database, house: House
) -> None:
    before = await state(db, house)
    for name, (reason, _) in BAD.items():
        begun = time.monotonic()
        answer = await ada.http.request(target.method, target.address, content=bad[name], headers=MP4)
        problem: Json = answer.json()
        assert (answer.status_code, problem["code"], problem.get("reason")) == (422, "not-a-film", reason), name
        assert problem["detail"].endswith(WAYS_OUT[reason])
        assert time.monotonic() - begun < 10
        assert await state(db, house) == before


async def test_an_upload_of_nothing_or_of_bad_media_is_refused_too(
    target: Target, bad: dict[str, bytes], ada: Caller, db: Database, house: House, settings: Settings
) -> None:
    store = Store.from_url(settings.storage_url)
    for name in ("nothing", "truncated"):
        address = await create(ada.http, len(bad[name]))
        if bad[name]:
            assert (await send(ada.http, address, 0, bad[name])).status_code == 204
        await composed(db, house.person.scope, store, address)
        before = await state(db, house)
        answer = await ada.http.request(target.method, target.of_upload(address))
        assert (answer.status_code, answer.json()["reason"]) == (422, BAD[name][0])
        assert await state(db, house) == before


async def test_an_upload_of_four_gigabytes_of_which_one_megabyte_came_is_not_used(
    target: Target, ada: Caller, db: Database, house: House, settings: Settings
) -> None:
    before = await state(db, house)
    address = await create(ada.http, settings.upload_limit_bytes)
    assert (await send(ada.http, address, 0, bytes(1_000_000))).status_code == 204
    answer = await ada.http.request(target.method, target.of_upload(address))
    problem: Json = answer.json()
    assert (answer.status_code, problem["code"], problem["state"]) == (409, "upload-not-ready", "receiving")
    assert problem["detail"] == f"{settings.upload_limit_bytes - 1_000_000} bytes are missing"
    assert await state(db, house) == before
    over = await ada.http.post(
        "/v1/uploads", headers={**VERSION, "upload-length": str(settings.upload_limit_bytes + 1)}
    )
    assert over.status_code == 413


@pytest.fixture
async def there(access: Access, house: House, tmp_path: Path) -> AsyncIterator[tuple[str, httpx.AsyncClient]]:
    """A real server, and a client with the house's key."""
    async with (
        running(access.app_url, tmp_path) as (base_url, _server, _worker),
        httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=30) as client,
    ):
        yield base_url, client


async def test_a_connection_that_announces_four_gigabytes_and_ends_after_one_megabyte_leaves_nothing(
    there: tuple[str, httpx.AsyncClient], ada: Caller, stage: Stage, db: Database, house: House, tmp_path: Path
) -> None:
    base_url, _ = there
    cut = await ada.make(stage.cuts, new_cut(stage))
    before = _of_films(await state(db, house))
    for target in (Target("insert", stage.video["id"], cut["id"]), Target("film", stage.video["id"], cut["id"])):
        assert await _broken_off(base_url, target, house.api_key, 1 << 40, bytes(1_000_000)) in (413, None)  # or reset
        assert await _broken_off(base_url, target, house.api_key, 4 << 30, bytes(1_000_000)) in (None, 400)
    for _ in range(50):
        if not _files(tmp_path / "assets" / house.organization.uuid.hex / "drafts"):
            break
        await asyncio.sleep(0.1)
    assert _files(tmp_path / "assets" / house.organization.uuid.hex / "drafts") == []
    assert _of_films(await state(db, house)) == before


def _of_films(counted: list[int]) -> list[int]:
    """Without events and assets: the worker beside makes some of its own."""
    return [*counted[:3], counted[-1]]


async def _broken_off(base_url: str, target: Target, key: str, announced: int, data: bytes) -> int | None:
    """The status that came back, if anything did, to a body that ends before its announced length."""
    host, _, port = base_url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    head = f"{target.method} {target.address} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {key}\r\n"
    writer.write(f"{head}Content-Type: video/mp4\r\nContent-Length: {announced}\r\n\r\n".encode() + data)
    try:
        await writer.drain()
        writer.write_eof()
        line = await asyncio.wait_for(reader.readline(), 15)
    except OSError:
        line = b""
    writer.close()
    return int(line.split()[1]) if line else None


def _files(directory: Path) -> list[Path]:
    return [path for path in directory.rglob("*") if path.is_file()] if directory.is_dir() else []
