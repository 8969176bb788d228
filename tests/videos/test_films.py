"""The films of cuts over HTTP, and what a worker finds when it holds them against their edit lists."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from schemas.ids import CutId
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Role
from service.settings import Settings
from service.videos.filming import compare_film
from tests.conftest import House
from tests.media.films import Shot, cut_from, ffmpeg, scenes
from tests.studio import Caller, Json, colleague, events

MP4 = {"content-type": "video/mp4"}


class Bench:
    """A video with a master of four shots, each of 50 frames at 25/1 with speech-like sound; and the worker at hand."""

    def __init__(self, ada: Caller, db: Database, house: House, settings: Settings, master: Path, directory: Path):
        self.ada, self.db, self.house, self.settings = ada, db, house, settings
        self.master, self.directory = master, directory
        self.source: Json = {}
        self.video = ""

    async def open(self) -> None:
        self.video = (await self.ada.video())["id"]
        self.source = await self.ada.source(self.video, self.master)

    async def cut(self, *shots: Shot, sound: bool = False, **facts: Any) -> Json:
        """A cut of stretches of the master."""
        segments = [
            {
                "layer": layer,
                "source_id": self.source["id"],
                "in_frame": one.begin,
                "out_frame": one.end,
                "speed": {"num": one.speed, "den": 1},
            }
            for layer in (("picture", "sound") if sound else ("picture",))
            for one in shots
        ]
        new = {"code": "C", "name": "The cut", "aspect": "16:9", "fps": {"num": 25}, "segments": segments, **facts}
        return await self.ada.make(f"/v1/videos/{self.video}/cuts", new)

    def film(self, *shots: Shot, **how: Any) -> Path:
        """What an editor would export for these stretches."""
        return cut_from(self.master, self.directory / f"{len(list(self.directory.iterdir()))}.mp4", *shots, **how)

    async def send(self, cut: Json, film: Path | bytes, status: int = 201) -> Json:
        """PUT of a film."""
        data = film if isinstance(film, bytes) else film.read_bytes()
        answer = await self.ada.http.put(f"/v1/cuts/{cut['id']}/film", content=data, headers=MP4)
        assert answer.status_code == status, answer.text
        found: Json = answer.json()
        return found

    async def compared(self, cut: Json) -> Json:
        """The film after the worker looked at it."""
        store = Store.from_url(self.settings.storage_url)
        await compare_film(self.db, store, self.house.person.scope, CutId.parse(cut["id"]))
        return await self.ada.read(f"/v1/cuts/{cut['id']}/film")

    async def judged(self, cut: Json, film: Path) -> Json:
        """A film sent and looked at."""
        await self.send(cut, film)
        return await self.compared(cut)


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scenes(tmp_path_factory.mktemp("scenes") / "master.mp4")


@pytest.fixture
async def bench(ada: Caller, db: Database, house: House, settings: Settings, master: Path, tmp_path: Path) -> Bench:
    directory = tmp_path / "films"
    directory.mkdir()
    made = Bench(ada, db, house, settings, master, directory)
    await made.open()
    return made


def kinds(film: Json) -> list[str]:
    return [one["kind"] for one in film["findings"]]


FIRST, THIRD = Shot(5, 45), Shot(110, 150)


async def test_a_film_is_measured_kept_and_told(db: Database, house: House, bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    data = bench.film(FIRST, THIRD).read_bytes()
    answer = await bench.ada.http.put(f"/v1/cuts/{cut['id']}/film", content=data, headers=MP4)
    film = answer.json()
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/cuts/{cut['id']}/film")
    told = ("sha256", "size_bytes", "frames", "fps", "duration_ms", "width_px", "height_px", "state", "held", "number")
    assert [film[name] for name in told] == [
        *(hashlib.sha256(data).hexdigest(), len(data), 80, {"num": 25, "den": 1}, 3200, 640, 360, "pending", True, 1)
    ]
    assert film == await bench.ada.read(f"/v1/cuts/{cut['id']}/film")
    (event,) = await events(db, house, "cut.filmed")
    assert (event["subject"], event["data"]) == (cut["id"], {"number": 1, "sha256": film["sha256"]})
    assert (await bench.ada.http.get(f"/v1/cuts/{cut['id']}/film/media")).content == data
    again = await bench.ada.http.put(f"/v1/cuts/{cut['id']}/film", content=data, headers=MP4)
    assert (again.status_code, again.json()) == (200, film)
    assert len(await events(db, house, "cut.filmed")) == 1


async def test_the_film_of_its_edit_list_matches(db: Database, house: House, bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD, sound=True)
    film = await bench.judged(cut, bench.film(FIRST, THIRD))
    assert (film["state"], film["held"], film["findings"]) == ("matching", False, [])
    assert (film["pictures"], film["sounds"]) == (4, 2)
    (event,) = await events(db, house, "cut.film_compared")
    assert event["data"] == {"number": 1, "edit_revision": 1, "state": "matching"}
    assert await bench.compared(cut) == film
    assert len(await events(db, house, "cut.film_compared")) == 1


@pytest.mark.parametrize(
    "how",
    [
        {"extra": ("-crf", "40")},
        {"extra": ("-b:v", "60k"), "picture": "scale=160:90"},
        {"picture": "eq=contrast=1.15:brightness=0.04:gamma=1.1"},
        {"sound": "volume=0.3", "extra": ("-b:a", "24k")},
    ],
    ids=["coarse", "small", "graded", "quiet"],
)
async def test_an_honest_encoding_matches(how: dict[str, Any], bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, THIRD, **how))
    assert (film["state"], film["findings"], film["pictures"], film["sounds"]) == ("matching", [], 4, 2)


async def test_another_shot_is_found_where_it_is(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, Shot(60, 100)))
    assert film["state"] == "mismatching"
    assert [(one["kind"], one["cut_frame"], one["expected"], one["measured"]) for one in film["findings"]] == [
        ("picture", 40, 110.0, None),
        ("picture", 79, 149.0, None),
        ("sound", 40, 1.0, film["findings"][2]["measured"]),
    ]
    assert {one["segment_id"] for one in film["findings"]} == {cut["segments"][1]["id"]}
    assert film["findings"][0]["detail"] == (
        "the cut's frame 40 should show frame 110 of the source and shows something else"
    )


async def test_a_shot_that_slipped_is_found_with_the_frame_it_shows(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, Shot(114, 154)))
    pictures = [one for one in film["findings"] if one["kind"] == "picture"]
    assert [(one["cut_frame"], one["expected"], one["measured"]) for one in pictures] == [
        (40, 110.0, 114.0),
        (79, 149.0, pictures[1]["measured"]),
    ]
    (sound,) = [one for one in film["findings"] if one["kind"] == "sound_offset"]
    assert sound["measured"] == pytest.approx(-160, abs=20)


async def test_one_frame_is_tolerated_and_three_are_not(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    one_late = await bench.judged(cut, bench.film(Shot(5, 46), Shot(111, 150)))
    assert (one_late["state"], one_late["findings"]) == ("matching", [])
    three_late = await bench.judged(cut, bench.film(Shot(5, 48), Shot(113, 150)))
    assert three_late["state"] == "mismatching"
    late = next(one for one in three_late["findings"] if one["cut_frame"] == 40)
    assert late["kind"] == "picture"


@pytest.mark.parametrize(("frames", "state"), [(80, "matching"), (81, "matching"), (83, "mismatching")])
async def test_the_length_is_right_within_a_frame(frames: int, state: str, bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, Shot(110, 110 + frames - 40)))
    assert film["state"] == state
    lengths = [one for one in film["findings"] if one["kind"] == "duration"]
    assert [(one["measured"], one["expected"], one["tolerance"]) for one in lengths] == [
        (frames * 40.0, 3200.0, 40.0) for _ in range(state == "mismatching")
    ]


async def test_a_shot_at_twice_its_speed_matches(bench: Bench) -> None:
    shots = (FIRST, Shot(102, 142, speed=2))
    cut = await bench.cut(*shots)
    assert cut["frames"] == 60
    film = await bench.judged(cut, bench.film(*shots))
    assert (film["state"], film["findings"], film["pictures"]) == ("matching", [], 4)
    wrong = await bench.judged(cut, bench.film(FIRST, Shot(122, 142)))
    assert "picture" in kinds(wrong)


@pytest.mark.parametrize(("offset_ms", "found"), [(0, []), (30, []), (120, [120.0, 120.0]), (-200, [-200.0, -200.0])])
async def test_late_and_early_sound_is_found(offset_ms: int, found: list[float], bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, THIRD, late_ms=offset_ms))
    assert set(kinds(film)) <= {"sound_offset"}
    assert [one["measured"] for one in film["findings"]] == [pytest.approx(one, abs=10) for one in found]
    assert {one["tolerance"] for one in film["findings"]} <= {40.0}


async def test_a_silent_film_is_found(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, THIRD, sound="volume=0"))
    assert kinds(film) == ["sound", "sound"]


@pytest.mark.parametrize(
    ("aspect", "picture"),
    [
        ("9:16", "crop=202:360"),
        ("9:16", "crop=202:360:60:0,scale=270:480"),
        ("9:16", "scale=202:114,pad=202:360:0:123"),
    ],
    ids=["centre", "left", "bars"],
)
async def test_a_cut_of_another_shape_is_compared_as_a_part_or_between_bars(
    aspect: str, picture: str, bench: Bench
) -> None:
    cut = await bench.cut(FIRST, THIRD, aspect=aspect)
    film = await bench.judged(cut, bench.film(FIRST, THIRD, picture=picture))
    assert (film["state"], film["findings"], film["pictures"]) == ("matching", [], 4)
    wrong = await bench.judged(cut, bench.film(Shot(155, 195), THIRD, picture=picture))
    assert {one["cut_frame"] for one in wrong["findings"] if one["kind"] in ("framing", "picture")} == {0, 39}


async def test_a_picture_that_was_zoomed_into_is_said_to_be_not_comparable(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD, aspect="9:16")
    film = await bench.judged(cut, bench.film(FIRST, THIRD, picture="crop=136:240:40:100"))
    assert "framing" in kinds(film)


async def test_a_film_of_another_shape_than_the_cut_is_found(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD, aspect="1:1")
    film = await bench.judged(cut, bench.film(FIRST, THIRD))
    assert kinds(film) == ["aspect"]


async def test_a_film_at_another_rate_is_compared_by_time(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    film = await bench.judged(cut, bench.film(FIRST, THIRD, extra=("-r", "30")))
    assert (film["fps"], film["state"], film["findings"]) == ({"num": 30, "den": 1}, "matching", [])


async def test_a_new_edit_list_is_compared_anew(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    before = await bench.judged(cut, bench.film(FIRST, THIRD))
    segments = [cut["segments"][0], {**cut["segments"][1], "in_frame": 70, "out_frame": 110}]
    address = f"/v1/cuts/{cut['id']}/edit_list"
    edited = await bench.ada.http.put(address, json={"segments": segments}, headers={"if-match": '"r1"'})
    assert edited.status_code == 200, edited.text
    pending = await bench.ada.read(f"/v1/cuts/{cut['id']}/film")
    assert (pending["state"], pending["edit_revision"], pending["revision"]) == ("pending", 2, before["revision"] + 1)
    assert (await bench.compared(cut))["state"] == "mismatching"
    back = await bench.ada.http.put(address, json={"segments": cut["segments"]}, headers={"if-match": '"r2"'})
    assert back.status_code == 200, back.text
    assert (await bench.compared(cut))["state"] == "matching"


async def test_a_film_is_accepted_by_who_may_approve_and_with_a_reason(
    db: Database, house: House, bench: Bench, client: Any
) -> None:
    cut = await bench.cut(FIRST, THIRD)
    address = f"/v1/cuts/{cut['id']}/film"
    await bench.send(cut, bench.film(FIRST, Shot(60, 100)))
    early = await bench.ada.http.post(f"{address}/accept", json={"reason": "x"}, headers={"if-match": "*"})
    assert (early.status_code, early.json()["code"]) == (409, "film-has-nothing-to-accept")
    film = await bench.compared(cut)
    seen = {"if-match": f'"r{film["revision"]}"'}
    editor = await colleague(db, house, client, (Role.EDITOR, None))
    refused = await editor.http.post(f"{address}/accept", json={"reason": "It is fine."}, headers=seen)
    assert (refused.status_code, refused.json()["required_scope"]) == (403, "tracks:approve")
    for empty in ("", "  "):
        assert (await bench.ada.http.post(f"{address}/accept", json={"reason": empty}, headers=seen)).status_code == 422
    old = {"if-match": f'"r{film["revision"] - 1}"'}
    assert (await bench.ada.http.post(f"{address}/accept", json={"reason": "Fine."}, headers=old)).status_code == 412
    accepted = await bench.ada.http.post(f"{address}/accept", json={"reason": "The client wants it."}, headers=seen)
    assert accepted.status_code == 200, accepted.text
    told = accepted.json()
    assert (told["state"], told["held"], len(told["findings"])) == ("mismatching", False, len(film["findings"]))
    assert (told["accepted"]["by"], told["accepted"]["reason"]) == (str(house.person.id), "The client wants it.")
    (event,) = await events(db, house, "cut.film_accepted")
    assert event["data"] == {"number": 1, "edit_revision": 1, "reason": "The client wants it."}
    again = await bench.ada.http.post(f"{address}/accept", json={"reason": "Again."}, headers={"if-match": "*"})
    assert again.status_code == 409


async def test_a_film_that_cannot_be_decoded_throughout_is_unreadable(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    data = bytearray(bench.film(FIRST, THIRD, extra=("-g", "5")).read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = bytes(20_000)
    film = await bench.send(cut, bytes(data))
    film = await bench.compared(cut)
    assert (film["state"], film["held"]) in {("unreadable", True), ("mismatching", True)}


async def test_a_film_is_taken_back_and_stays_in_the_log(db: Database, house: House, bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    address = f"/v1/cuts/{cut['id']}/film"
    film = await bench.send(cut, bench.film(FIRST, THIRD))
    assert (await bench.ada.http.delete(address)).status_code == 428
    gone = await bench.ada.http.delete(address, headers={"if-match": f'"r{film["revision"]}"'})
    assert (gone.status_code, (await bench.ada.http.get(address)).status_code) == (204, 404)
    assert [one["data"] for one in await events(db, house, "cut.film_withdrawn")] == [{"number": 1}]
    second = await bench.send(cut, bench.film(FIRST, THIRD, extra=("-crf", "30")))
    assert (second["number"], second["revision"] > film["revision"]) == (2, True)


async def test_a_film_turned_on_its_side_is_compared_as_it_is_shown(bench: Bench) -> None:
    cut = await bench.cut(FIRST, THIRD)
    sideways = bench.film(FIRST, THIRD, picture="transpose=clock")
    upright = bench.directory / "upright.mp4"
    ffmpeg("-display_rotation", "90", "-i", str(sideways), "-c", "copy", str(upright))
    film = await bench.judged(cut, upright)
    assert (film["width_px"], film["height_px"], film["state"], film["findings"]) == (640, 360, "matching", [])
