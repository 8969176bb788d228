"""Where shots begin: found by a worker, told for a source and for its cuts."""

from __future__ import annotations

from pathlib import Path

import pytest

from schemas.ids import SourceId
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Person
from service.settings import Settings
from service.videos.shot_changes import find_shots
from tests.conftest import House
from tests.media.films import scenes
from tests.studio import Caller, Json, events


@pytest.fixture(scope="session")
def four_shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four shots of 50 frames at 25/1."""
    return scenes(tmp_path_factory.mktemp("shots") / "master.mp4", size="160x90")


async def looked(db: Database, settings: Settings, person: Person, source: Json) -> None:
    await find_shots(db, Store.from_url(settings.storage_url), person.scope, SourceId.parse(source["id"]))


async def test_the_shots_of_a_source_and_of_a_cut_of_it(
    ada: Caller, db: Database, house: House, settings: Settings, four_shots: Path
) -> None:
    video = (await ada.video())["id"]
    source = await ada.source(video, four_shots)
    stretches = [(25, 75, 1), (75, 125, 1), (10, 30, 2)]
    segments = [
        {"layer": "picture", "source_id": source["id"], "in_frame": a, "out_frame": b, "speed": {"num": speed}}
        for a, b, speed in stretches
    ]
    new = {"code": "C", "name": "The cut", "aspect": "16:9", "fps": {"num": 25}, "segments": segments}
    cut = await ada.make(f"/v1/videos/{video}/cuts", new)
    of_source, of_cut = f"/v1/sources/{source['id']}/shots", f"/v1/cuts/{cut['id']}/shots"
    assert (await ada.read(of_source))["state"] == "pending"
    # Before the source is looked at, only its seams are known: the second segment goes on where the first stops.
    assert await ada.read(of_cut) == {"cut_id": cut["id"], "state": "pending", "shots_ms": [4000]}
    for _ in range(2):
        await looked(db, settings, house.person, source)
    found = await ada.read(of_source)
    assert [(one["frame"], one["begin_ms"]) for one in found["changes"]] == [(50, 2000), (100, 4000), (150, 6000)]
    assert (found["state"], found["fps"], found["reason"]) == ("found", {"num": 25, "den": 1}, "")
    assert (await ada.read(of_cut))["shots_ms"] == [1000, 3000, 4000]
    assert (await ada.read(of_cut))["state"] == "found"
    (event,) = await events(db, house, "source.shots_found")
    assert event["data"] == {"state": "found", "changes": 3}


def damaged(film: Path, path: Path) -> Path:
    """The film with the bytes of its latter half of pictures overwritten; its index still names every packet."""
    data = bytearray(film.read_bytes())
    begin, end = len(data) // 2, data.rindex(b"moov") - 4
    data[begin:end] = b"\xff" * (end - begin)
    path.write_bytes(data)
    return path


async def test_a_source_that_cannot_be_decoded_says_so(
    ada: Caller, db: Database, house: House, settings: Settings, four_shots: Path, tmp_path: Path
) -> None:
    """The probe reads every packet and decodes one frame; that all of them decode is found out here."""
    source = await ada.source((await ada.video())["id"], damaged(four_shots, tmp_path / "damaged.mp4"))
    await looked(db, settings, house.person, source)
    found = await ada.read(f"/v1/sources/{source['id']}/shots")
    assert (found["state"], found["changes"]) == ("unreadable", [])
    assert found["reason"]
