"""Posters, contact sheets, waveforms and previews: made once for the bytes of a film, told and delivered for each place
that shows it."""

from __future__ import annotations

from pathlib import Path

import httpx
import msgspec
import pytest

from schemas.ids import CutId
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Role
from service.media.probe import probe
from service.settings import Settings
from service.videos import picturing
from service.videos.picturing import make_cut_poster, make_preview, make_stills, order_missing
from tests.conftest import House
from tests.media.films import film
from tests.studio import Caller, Json, colleague, events
from tests.videos.conftest import Films, Stage
from tests.videos.test_shots import damaged

PARTS = ("poster", "sheet", "waveform", "preview")


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store.from_url(settings.storage_url)


@pytest.fixture
def whole(db: Database, store: Store, house: House) -> Maker:
    return Maker(db, store, house)


class Maker:
    """A worker that makes everything of a film."""

    def __init__(self, db: Database, store: Store, house: House) -> None:
        self.place = (db, store, house.person.scope)

    async def __call__(self, film: Json) -> None:
        sha256 = bytes.fromhex(film["sha256"])
        await make_stills(*self.place, sha256)
        await make_preview(*self.place, sha256)


async def bytes_at(ada: Caller, href: str, **headers: str) -> httpx.Response:
    return await ada.http.get(href, headers=headers)


async def test_everything_there_is_to_show_of_a_source(
    ada: Caller, db: Database, house: House, stage: Stage, whole: Maker, tmp_path: Path
) -> None:
    address = f"/v1/sources/{stage.master['id']}/pictures"
    nothing = await ada.read(address)
    assert (nothing["state"], nothing["progress"], [nothing[part] for part in PARTS]) == ("waiting", 0, [None] * 4)
    assert (await ada.http.get(f"{address}/poster.webp")).status_code == 404
    await whole(stage.master)
    found = await ada.read(address)
    assert (found["state"], found["progress"], found["reason"]) == ("ready", 1, "")
    poster, sheet, waveform, preview = (found[part] for part in PARTS)
    assert (poster["width_px"], poster["height_px"]) == (180, 320)
    del sheet["href"]
    assert sheet == {
        **{"columns": 8, "rows": 1, "tile_width_px": 90, "tile_height_px": 160},
        **{"every_ms": 250, "count": 8},
    }
    peaks = msgspec.json.decode((await bytes_at(ada, waveform["href"])).content)
    assert (peaks["per_second"], len(peaks["peaks"]), waveform["count"]) == (50, 100, 100)
    light = tmp_path / "preview.mp4"
    light.write_bytes((await bytes_at(ada, preview["href"])).content)
    facts = await probe(light)
    assert (facts.frames, facts.duration_ms, facts.width_px) == (50, preview["duration_ms"], preview["width_px"])
    told = [one["data"] for one in await events(db, house, "source.pictures_made")]
    assert told == [{"part": part} for part in PARTS]
    assert len(await events(db, house, "source.pictures_ready")) == 1


async def test_bytes_are_delivered_by_range_and_kept_forever_under_their_version(
    ada: Caller, db: Database, store: Store, house: House, stage: Stage
) -> None:
    await make_stills(db, store, house.person.scope, bytes.fromhex(stage.master["sha256"]))
    href = (await ada.read(f"/v1/sources/{stage.master['id']}/pictures"))["poster"]["href"]
    whole = await bytes_at(ada, href)
    assert whole.content[:4] + whole.content[8:12] == b"RIFFWEBP"
    assert (whole.headers["content-type"], "immutable" in whole.headers["cache-control"]) == ("image/webp", True)
    part = await bytes_at(ada, href, range="bytes=8-11")
    assert (part.status_code, part.content) == (206, b"WEBP")
    known = await ada.http.get(href, headers={"if-none-match": whole.headers["etag"]})
    assert (known.status_code, known.content) == (304, b"")
    head = await ada.http.head(href)
    assert (head.headers["content-length"], head.content) == (str(len(whole.content)), b"")
    for other in (href.partition("?")[0], f"{href}0"):
        answer = await bytes_at(ada, other)
        assert (answer.content, "immutable" in answer.headers["cache-control"]) == (whole.content, False)
    assert (await bytes_at(ada, href.replace("poster.webp", "poster.png"))).status_code == 404


async def test_the_same_bytes_are_made_once_and_shown_wherever_they_are(
    ada: Caller, db: Database, house: House, stage: Stage, films: Films, whole: Maker
) -> None:
    elsewhere = await ada.source((await ada.video())["id"], films.master)
    assert elsewhere["sha256"] == stage.master["sha256"]
    await whole(stage.master)
    told = await events(db, house, "source.pictures_ready")
    assert {one["subject"] for one in told} == {stage.master["id"], elsewhere["id"]}
    await whole(elsewhere)
    assert await events(db, house, "source.pictures_ready") == told
    one, other = [await ada.read(f"/v1/sources/{source['id']}/pictures") for source in (stage.master, elsewhere)]
    assert [one[part]["href"].rpartition("/")[2] for part in PARTS] == [
        other[part]["href"].rpartition("/")[2] for part in PARTS
    ]


async def test_a_cut_shows_a_frame_of_itself_and_then_its_film(
    ada: Caller, db: Database, house: House, store: Store, stage: Stage, films: Films, whole: Maker
) -> None:
    segments = [
        {"layer": "picture", "source_id": stage.insert["id"], "in_frame": 10, "out_frame": 30},
        {"layer": "picture", "source_id": stage.master["id"], "in_frame": 0, "out_frame": 20},
    ]
    new = {"code": "C", "name": "The cut", "aspect": "9:16", "fps": {"num": 25}, "segments": segments}
    cut, twin = [await ada.make(stage.cuts, {**new, "code": code}) for code in ("C", "D")]
    address = f"/v1/cuts/{cut['id']}/pictures"
    assert (await ada.read(address))["state"] == "waiting"
    for _ in range(2):
        await make_cut_poster(db, store, house.person.scope, CutId.parse(cut["id"]))
    found = await ada.read(address)
    assert (found["state"], found["sheet"], found["preview"]) == ("ready", None, None)
    assert [one["subject"] for one in await events(db, house, "cut.pictures_made")] == [cut["id"]]
    begins = (await bytes_at(ada, found["poster"]["href"])).content
    of_twin = f"/v1/cuts/{twin['id']}/pictures"
    assert begins == (await bytes_at(ada, (await ada.read(of_twin))["poster"]["href"])).content
    edited = await ada.http.put(
        f"/v1/cuts/{twin['id']}/edit_list", json={"segments": segments[1:]}, headers={"if-match": '"r1"'}
    )
    assert edited.status_code == 200
    assert (await ada.read(of_twin))["poster"] is None
    uploaded = await ada.http.put(
        f"/v1/cuts/{cut['id']}/film", content=films.short.read_bytes(), headers={"content-type": "video/mp4"}
    )
    waiting = await ada.read(address)
    assert (waiting["state"], waiting["poster"]) == ("waiting", found["poster"])
    await whole(uploaded.json())
    filmed = await ada.read(address)
    assert filmed["poster"]["href"] != found["poster"]["href"]
    assert (filmed["state"], filmed["waveform"], filmed["preview"]["duration_ms"]) == ("ready", None, 400)
    assert [one["subject"] for one in await events(db, house, "cut.pictures_ready")] == [cut["id"]]


async def test_what_cannot_be_made_says_why_and_may_be_tried_again(
    ada: Caller, db: Database, house: House, whole: Maker, tmp_path: Path
) -> None:
    last_index = film(tmp_path / "film.mp4", seconds=1.0, faststart=False)
    source = await ada.source((await ada.video())["id"], damaged(last_index, tmp_path / "damaged.mp4"))
    address = f"/v1/sources/{source['id']}/pictures"
    await whole(source)
    found = await ada.read(address)
    assert found["state"] == "failed"
    assert "decoded" in found["reason"]
    (event,) = await events(db, house, "source.pictures_failed")
    assert event["data"] == {"reason": found["reason"]}
    again = await ada.http.post(f"{address}/retry")
    assert (again.status_code, again.json()["state"], again.json()["reason"]) == (200, "making", "")
    assert await jobs(db, picturing.STILLS_JOB) == [source["sha256"]]
    await whole(source)
    assert (await ada.read(address))["state"] == "failed"


async def test_films_that_came_before_are_caught_up_with(
    ada: Caller, db: Database, house: House, stage: Stage, store: Store, whole: Maker
) -> None:
    segments = [{"layer": "picture", "source_id": stage.insert["id"], "in_frame": 10, "out_frame": 30}]
    new = {"code": "C", "name": "The cut", "aspect": "9:16", "fps": {"num": 25}, "segments": segments}
    cut = await ada.make(stage.cuts, new)
    await whole(stage.insert)
    for _ in range(2):
        await order_missing(db)
    assert await jobs(db, picturing.STILLS_JOB) == [stage.master["sha256"]]
    assert await jobs(db, picturing.POSTER_JOB) == [cut["id"]]
    assert await jobs(db, "videos.find_shots") == sorted([stage.master["id"], stage.insert["id"]])


async def test_other_brands_neither_see_nor_retry(
    ada: Caller, db: Database, house: House, client: httpx.AsyncClient, stage: Stage, films: Films, whole: Maker
) -> None:
    """The same bytes in two brands are made once; who sees one brand sees them there and nowhere else."""
    await whole(stage.master)
    brand = await ada.brand()
    theirs = await ada.video((await ada.story((await ada.campaign(brand["id"]))["id"]))["id"])
    own = await ada.source(theirs["id"], films.master)
    eve = await colleague(db, house, client, (Role.EDITOR, brand["id"]))
    assert (await eve.read(f"/v1/sources/{own['id']}/pictures"))["state"] == "ready"
    for address in ("", "/poster.webp", "/preview.mp4"):
        assert (await eve.http.get(f"/v1/sources/{stage.master['id']}/pictures{address}")).status_code == 404
    assert (await eve.http.post(f"/v1/sources/{stage.master['id']}/pictures/retry")).status_code == 404


async def jobs(db: Database, kind: str) -> list[str]:
    """The subjects of the jobs of a kind that wait."""
    async with db.system() as tx:
        asked = "select headers ->> 'subject' as subject from jobs.pgqueuer where entrypoint = $1"
        rows = await tx.connection.fetch(asked, kind)
    return sorted(row["subject"] for row in rows)
