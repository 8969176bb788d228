"""What becomes of uploads: composed once, used as sources, seen by one person, given up in time, with nothing left."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path

import httpx
import pytest

from schemas.ids import UploadId
from service.assets import uploading
from service.assets.jobs import clear_parts, tidy_uploads
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Role
from service.jobs.registry import Job
from service.settings import Settings
from tests.assets.sending import FILM, PART, VERSION, arrived, broken_off, checksum, code, composed, create, send
from tests.conftest import Cluster, House
from tests.media.films import film
from tests.studio import Caller, behind_the_walls, caller, colleague, database_name, events


@pytest.fixture
def shelf(settings: Settings) -> Store:
    """The storage of the application."""
    return Store.from_url(settings.storage_url)


@pytest.fixture
def ada(client: httpx.AsyncClient, house: House) -> Caller:
    """The administrator."""
    return caller(client, house.person, house.api_key)


def files(settings: Settings) -> list[Path]:
    """Everything in the storage."""
    return [path for path in (settings.data_dir / "assets").rglob("*") if path.is_file()]


async def test_a_received_upload_is_composed_and_its_parts_are_removed(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store, settings: Settings
) -> None:
    address = await create(api)
    for offset in (0, PART, 2 * PART):
        await send(api, address, offset, FILM[offset : offset + PART])
    assert await events(db, house, "upload.completed") == []
    await send(api, address, 3 * PART, FILM[3 * PART :])
    assert len(files(settings)) == 4
    (event,) = await events(db, house, "upload.completed")
    assert event["subject"] == address.rpartition("/")[2]
    for _ in range(2):  # a job may run twice
        await composed(db, house.person.scope, shelf, address)
    shown = (await api.get(address)).json()
    assert (shown["state"], shown["sha256"]) == ("composed", hashlib.sha256(FILM).hexdigest())
    assert await shelf.read_bytes(house.organization, bytes.fromhex(shown["sha256"])) == FILM
    assert len(files(settings)) == 1
    assert await arrived(api, address) == len(FILM)
    assert len(await events(db, house, "upload.composed")) == 1


async def test_an_empty_file_is_received_when_it_is_made(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store
) -> None:
    address = await create(api, 0)
    await composed(db, house.person.scope, shelf, address)
    assert (await api.get(address)).json()["sha256"] == hashlib.sha256(b"").hexdigest()


async def test_equal_files_of_an_organization_are_stored_once(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store, settings: Settings
) -> None:
    for cut in (PART, 2 * PART):
        address = await create(api)
        await send(api, address, 0, FILM[:cut])
        await send(api, address, cut, FILM[cut:])
        await composed(db, house.person.scope, shelf, address)
    assert len(files(settings)) == 1


async def test_a_long_body_becomes_parts_that_stay_one_by_one(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.assets.arriving.MOST_PART_BYTES", PART)

    async def pieces() -> object:
        for start in range(0, len(FILM), 30_000):
            yield FILM[start : start + 30_000]

    address = await create(api)
    assert (await send(api, address, 0, pieces())).headers["upload-offset"] == str(len(FILM))  # type: ignore[arg-type]
    async with db.reading(house.person.scope) as tx:
        assert await tx.connection.fetchval("select count(*) from upload_part") == 3
    await composed(db, house.person.scope, shelf, address)
    assert (await api.get(address)).json()["sha256"] == hashlib.sha256(FILM).hexdigest()


async def test_what_arrived_before_a_connection_ended_stays(
    api: httpx.AsyncClient, house: House, settings: Settings
) -> None:
    address = await create(api)
    await broken_off(api, address, 0, FILM[: PART + 1], house.headers)
    assert await arrived(api, address) == PART + 1
    await broken_off(api, address, PART + 1, FILM[PART + 1 : PART + 9], house.headers)  # too little to keep
    assert await arrived(api, address) == PART + 1
    assert len(files(settings)) == 1
    assert (await send(api, address, PART + 1, FILM[PART + 1 :])).status_code == 204


async def test_what_cannot_be_held_to_its_checksum_does_not_stay(
    api: httpx.AsyncClient, house: House, settings: Settings
) -> None:
    address = await create(api)
    told = {**house.headers, "upload-checksum": checksum("sha1", FILM)}
    assert await broken_off(api, address, 0, FILM[:PART], told) == 460
    assert await arrived(api, address) == 0
    assert files(settings) == []


async def test_parts_that_lost_leave_nothing(api: httpx.AsyncClient, settings: Settings) -> None:
    address = await create(api)
    await asyncio.gather(*(send(api, address, 0, bytes([n]) * PART) for n in range(4)))
    assert len(files(settings)) == 1


async def test_only_the_sender_and_administrators_see_an_upload(
    db: Database, house: House, client: httpx.AsyncClient, ada: Caller
) -> None:
    editor = await colleague(db, house, client, (Role.EDITOR, None))
    other = await colleague(db, house, client, (Role.PRODUCER, None))
    viewer = await colleague(db, house, client, (Role.VIEWER, None))
    of_a_brand = await colleague(db, house, client, (Role.ADMIN, (await ada.brand())["id"]))
    address = await create(editor.http)
    assert (await send(editor.http, address, 0, FILM[:PART])).status_code == 204
    video = await other.video()
    using = f"/v1/videos/{video['id']}/sources?role=insert&name=x&upload={address.rpartition('/')[2]}"
    for answer in (
        await other.http.get(address),
        await of_a_brand.http.get(address),
        await send(other.http, address, PART, FILM[PART:]),
        await other.http.delete(address, headers=VERSION),
        await other.http.post(using),
    ):
        assert code(answer) == (404, "not-found")
    assert (await other.http.head(address, headers=VERSION)).status_code == 404
    assert (await viewer.http.post("/v1/uploads", headers={**VERSION, "upload-length": "5"})).status_code == 403
    assert await arrived(ada.http, address) == PART
    assert await arrived(editor.http, address) == PART


async def test_another_organization_sees_nothing(
    client: httpx.AsyncClient, house: House, stranger: House, ada: Caller
) -> None:
    address = await create(ada.http)
    outsider = caller(client, stranger.person, stranger.api_key).http
    for answer in (
        await outsider.get(address),
        await send(outsider, address, 0, FILM),
        await outsider.delete(address, headers=VERSION),
    ):
        assert code(answer) == (404, "not-found")
    assert (await outsider.head(address, headers=VERSION)).status_code == 404
    assert await arrived(ada.http, address) == 0


async def test_a_person_has_at_most_so_many_unfinished_uploads(
    db: Database, house: House, client: httpx.AsyncClient, ada: Caller
) -> None:
    headers = {**VERSION, "upload-length": "5"}
    begun = await asyncio.gather(
        *(ada.http.post("/v1/uploads", headers=headers) for _ in range(uploading.MOST_OPEN + 3))
    )
    assert sorted(one.status_code for one in begun) == [201] * uploading.MOST_OPEN + [409] * 3
    refused = await ada.http.post("/v1/uploads", headers=headers)
    assert code(refused) == (409, "too-many-uploads")
    assert refused.json()["most"] == uploading.MOST_OPEN
    editor = await colleague(db, house, client, (Role.EDITOR, None))
    await create(editor.http)
    ended = next(one.headers["location"] for one in begun if one.status_code == 201)
    await ada.http.delete(ended, headers=VERSION)
    await create(ada.http)


async def test_a_finished_upload_becomes_a_source(
    ada: Caller, db: Database, house: House, shelf: Store, tmp_path: Path
) -> None:
    data = film(tmp_path / "master.mp4", size="320x180", seconds=4.0).read_bytes()
    video = await ada.video()
    address = await create(ada.http, len(data))
    using = f"/v1/videos/{video['id']}/sources?role=master&name=x&upload={address.rpartition('/')[2]}"
    receiving = await ada.http.post(using)
    assert code(receiving) == (409, "upload-not-ready")
    assert (receiving.json()["state"], "retry-after" in receiving.headers) == ("receiving", False)
    await send(ada.http, address, 0, data)
    waiting = await ada.http.post(using)
    assert code(waiting) == (409, "upload-not-ready")
    assert (waiting.json()["state"], waiting.headers["retry-after"]) == ("received", "2")
    await composed(db, house.person.scope, shelf, address)
    both = await ada.http.post(using, content=data, headers={"content-type": "video/mp4"})
    assert code(both) == (400, "unreadable")
    made = await ada.http.post(using, headers={"idempotency-key": "k"})
    assert made.status_code == 201, made.text
    assert made.json()["sha256"] == hashlib.sha256(data).hexdigest()
    assert made.json()["media_type"] == "video/mp4"
    again = await ada.http.post(using, headers={"idempotency-key": "k"})
    assert (again.content, again.headers["idempotency-replayed"]) == (made.content, "true")
    for wrong, status in (("upl_01kd3v6m2rfa8t4y9n5qk7w1xe", 404), ("nonsense", 422)):
        answer = await ada.http.post(f"/v1/videos/{video['id']}/sources?role=insert&name=x&upload={wrong}")
        assert answer.status_code == status


async def test_an_ended_upload_loses_its_parts(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store, settings: Settings
) -> None:
    address = await create(api)
    await send(api, address, 0, FILM[:PART])
    job = Job(1, "assets.clear", house.person.scope, address.rpartition("/")[2], "1", {}, 1, {Store: shelf})
    await clear_parts(db, job)  # of an upload that goes on, nothing
    assert len(files(settings)) == 1
    await api.delete(address, headers=VERSION)
    (event,) = await events(db, house, "upload.terminated")
    assert event["subject"] == job.subject
    await clear_parts(db, job)
    assert files(settings) == []


@pytest.fixture
def administrator(cluster: Cluster, database_url: str) -> str:
    """Who can change the time."""
    return cluster.administrator(database_name(database_url))


async def test_an_upload_expires_and_is_forgotten(
    api: httpx.AsyncClient, db: Database, house: House, shelf: Store, settings: Settings, administrator: str
) -> None:
    going_on, address = await create(api), await create(api)
    for one in (going_on, address):
        await send(api, one, 0, FILM[:PART])
    upload = UploadId.parse(address.rpartition("/")[2])
    await behind_the_walls(administrator, "update upload set expires_at = now() where id = $1", upload)
    assert code(await api.get(address)) == (410, "upload-gone")  # before anybody tidied
    assert code(await send(api, address, PART, FILM[PART:])) == (410, "upload-gone")
    assert await tidy_uploads(db, shelf) == 1
    assert len(await events(db, house, "upload.expired")) == 1
    assert await tidy_uploads(db, shelf) == 1  # its parts, had the job not come
    assert len(files(settings)) == 1
    assert code(await api.get(address)) == (410, "upload-gone")
    assert await tidy_uploads(db, shelf) == 0
    await behind_the_walls(administrator, "update upload set changed_at = changed_at - interval '8 days'")
    assert await tidy_uploads(db, shelf) == 1
    assert code(await api.get(address)) == (404, "not-found")
    assert await arrived(api, going_on) == PART


async def test_each_part_gives_the_upload_another_day(api: httpx.AsyncClient, administrator: str) -> None:
    address = await create(api)
    await behind_the_walls(administrator, "update upload set expires_at = now() + interval '1 minute'")
    before = (await api.get(address)).json()["expires_at"]
    await send(api, address, 0, FILM[:PART])
    assert (await api.get(address)).json()["expires_at"] > before
