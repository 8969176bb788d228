"""Placements and beat coverage over HTTP: which shot stands where, and what each cut keeps of the story."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from msgspec import Struct

from service.db.pool import Database
from tests.conftest import House
from tests.studio import Caller, Json, events
from tests.videos.conftest import Films
from tests.videos.test_cuts import stretch

SHOT = {"size": "close", "movement": "push_in", "planned_ms": 1000, "dialogue": "Two cups."}
BEATS = [
    {"kind": "hook", "title": "Hook", "begin_ms": 0, "end_ms": 400, "shots": [SHOT, SHOT]},
    {"kind": "climax", "title": "Climax", "begin_ms": 400, "end_ms": 1600, "shots": [SHOT]},
    {"kind": "resolution", "title": "End", "begin_ms": 1600, "end_ms": 2000, "shots": [SHOT, SHOT]},
    {"kind": "other", "title": "Nothing yet", "begin_ms": 2000, "end_ms": 2400},
]
NOTHING = {"frames": 0, "trimmed_frames": 0, "duration_ms": 0, "trimmed_ms": 0, "on_screen_ms": 0}


class Told(Struct, frozen=True):
    """A story of five shots and its video: a master of 50 frames at 25/1, an insert of 48 at 24000/1001."""

    ada: Caller
    story: Json
    video: Json
    master: Json
    insert: Json

    @property
    def shots(self) -> list[str]:
        """All of them, in the order of the story."""
        return [shot["id"] for beat in self.story["beats"] for shot in beat["shots"]]

    def at(self, shot: int, in_frame: int, out_frame: int) -> Json:
        """A placement."""
        return {"shot_id": self.shots[shot], "in_frame": in_frame, "out_frame": out_frame}

    async def place(self, source: Json, *placements: Json, revision: int = 0) -> httpx.Response:
        """Say which shots stand in a source."""
        return await self.ada.http.put(
            f"/v1/sources/{source['id']}/placements",
            json={"placements": placements},
            headers={"if-match": f'"r{revision}"'},
        )

    async def cut(self, *segments: Json, **facts: Any) -> Json:
        """A cut of the video."""
        made = {"code": "C", "name": "Short", "aspect": "9:16", "fps": {"num": 25}, "segments": segments, **facts}
        return await self.ada.make(f"/v1/videos/{self.video['id']}/cuts", made)

    async def beats_of(self, cut: Json) -> list[Json]:
        """What a cut keeps of each beat."""
        return list((await self.ada.read(f"/v1/cuts/{cut['id']}/coverage"))["beats"])


@pytest.fixture
async def told(ada: Caller, films: Films) -> Told:
    """Placed so: shots 0 and 1 are the hook, 2 the climax; shot 3 is in the insert only, shot 4 nowhere."""
    story = await ada.story(beats=BEATS)
    video = await ada.video(story["id"])
    master = await ada.source(video["id"], films.master)
    told = Told(ada, story, video, master, await ada.source(video["id"], films.ntsc, "insert"))
    answer = await told.place(master, told.at(2, 10, 40), told.at(0, 0, 4), told.at(1, 4, 10))
    assert answer.status_code == 200, answer.text
    assert (await told.place(told.insert, told.at(3, 12, 36))).status_code == 200
    return told


def states(beats: list[Json]) -> list[str]:
    return [beat["state"] for beat in beats]


async def test_placements_are_told_in_the_order_of_the_frames_with_their_times(
    db: Database, house: House, told: Told
) -> None:
    found = await told.ada.read(f"/v1/sources/{told.master['id']}/placements")
    hook, climax = told.story["beats"][0]["id"], told.story["beats"][1]["id"]
    assert found == {
        "source_id": told.master["id"],
        "video_id": told.video["id"],
        "story_id": told.story["id"],
        "frames": 50,
        "placements": [
            {**told.at(0, 0, 4), "beat_id": hook, "begin_ms": 0, "end_ms": 160},
            {**told.at(1, 4, 10), "beat_id": hook, "begin_ms": 160, "end_ms": 400},
            {**told.at(2, 10, 40), "beat_id": climax, "begin_ms": 400, "end_ms": 1600},
        ],
        "revision": 1,
    }
    first, second = await events(db, house, "source.shots_placed")
    assert (first["subject"], second["subject"]) == (told.master["id"], told.insert["id"])
    assert first["data"] == {"placement_revision": 1, "video_id": told.video["id"]}


async def test_placements_are_replaced_as_a_whole_by_who_saw_them(told: Told) -> None:
    answer = await told.place(told.master, told.at(0, 20, 50), revision=1)
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"r2"'
    assert [one["in_frame"] for one in answer.json()["placements"]] == [20]
    stale = await told.place(told.master, revision=1)
    assert stale.status_code == 412
    assert stale.json()["current"] == answer.json()
    assert (await told.place(told.master, revision=2)).json()["placements"] == []
    address = f"/v1/sources/{told.master['id']}/placements"
    assert (await told.ada.http.put(address, json={"placements": []})).status_code == 428


async def test_every_fault_of_placements_is_told_at_once_and_changes_nothing(told: Told) -> None:
    other = await told.ada.story(beats=BEATS)
    before = await told.ada.read(f"/v1/sources/{told.master['id']}/placements")
    answer = await told.place(
        told.master,
        told.at(0, 0, 10),
        told.at(1, 20, 30),
        {**told.at(1, 40, 45), "shot_id": other["beats"][0]["shots"][0]["id"]},
        told.at(2, 9, 21),
        told.at(2, 46, 51),
        told.at(2, 48, 48),
        revision=1,
    )
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/placements/2/shot_id", "not_found"),
        ("/placements/4/out_frame", "beyond_source"),
        ("/placements/5/out_frame", "end_before_start"),
        ("/placements/3/in_frame", "overlap"),
        ("/placements/1/in_frame", "overlap"),
    ]
    assert "frame 9 shows the shot of placement 0 already, up to frame 10" in answer.json()["errors"][3]["detail"]
    assert await told.ada.read(f"/v1/sources/{told.master['id']}/placements") == before


async def test_a_cut_of_the_whole_film_keeps_what_is_placed_and_says_what_is_not(told: Told) -> None:
    cut = await told.cut(stretch(told.master, 0, 50), stretch(told.insert, 0, 48))
    beats = await told.beats_of(cut)
    assert states(beats) == ["present", "present", "present", "unplaced"]
    assert [beat["title"] for beat in beats] == ["Hook", "Climax", "End", "Nothing yet"]
    assert [beat["unplaced_shots"] for beat in beats] == [0, 0, 1, 0]
    assert [beat["share"] for beat in beats] == [1.0, 1.0, 1.0, None]
    assert states(beats[2]["shots"]) == ["present", "unplaced"]
    unplaced = beats[2]["shots"][1]
    assert {name: unplaced[name] for name in NOTHING} == NOTHING
    assert (unplaced["source_id"], unplaced["stretches"]) == (None, [])
    assert (beats[2]["shots"][0]["source_id"], beats[2]["frames"]) == (told.insert["id"], 24)
    assert beats[2]["duration_ms"] == 1001  # 24 frames at 24000/1001


async def test_what_a_cut_trims_is_told_in_frames_time_and_share(told: Told) -> None:
    """Frames 2 to 6 and 31 to 40 of the master: half of shot 0, a third of shot 1, 9 of the 30 frames of shot 2."""
    cut = await told.cut(stretch(told.master, 2, 6), stretch(told.master, 31, 40))
    hook, climax, end, _ = await told.beats_of(cut)
    assert (hook["state"], hook["frames"], hook["trimmed_frames"]) == ("trimmed", 10, 6)
    assert (hook["duration_ms"], hook["trimmed_ms"], hook["share"], hook["on_screen_ms"]) == (400, 240, 0.4, 160)
    assert states(hook["shots"]) == ["trimmed", "trimmed"]
    assert [shot["share"] for shot in hook["shots"]] == [0.5, pytest.approx(1 / 3)]
    assert (climax["state"], climax["trimmed_frames"], climax["trimmed_ms"], climax["share"]) == (
        *("trimmed", 21, 840, 0.3),
    )
    (piece,) = climax["shots"][0]["stretches"]
    assert piece == {
        "segment_id": cut["segments"][1]["id"],
        "source_id": told.master["id"],
        "in_frame": 31,
        "out_frame": 40,
        "begin_ms": 160,
        "end_ms": 520,
    }
    assert (end["state"], end["share"], end["trimmed_frames"], end["trimmed_ms"]) == ("absent", 0.0, 24, 1001)


async def test_speed_changes_how_long_a_beat_is_seen_and_not_how_much_of_it(told: Told) -> None:
    double = {"num": 2, "den": 1}
    cut = await told.cut(stretch(told.master, 0, 10), stretch(told.master, 10, 40, speed=double))
    _, climax, _, _ = await told.beats_of(cut)
    assert (climax["state"], climax["share"]) == ("present", 1.0)
    assert (climax["duration_ms"], climax["on_screen_ms"]) == (1200, 600)
    assert [(one["begin_ms"], one["end_ms"]) for one in climax["shots"][0]["stretches"]] == [(400, 1000)]


async def test_a_stretch_of_another_rate_fills_the_frames_that_its_edit_list_gives_it(told: Told) -> None:
    """24 frames at 24000/1001 are 25.025 frames at 25/1, and get 25: what lasts 1001 ms is seen for 1000 ms, from the
    11th frame of the cut. Its first half ends with half a frame."""
    cut = await told.cut(stretch(told.insert, 12, 36, cut_in_frame=10))
    end = (await told.beats_of(cut))[2]
    assert (end["state"], end["duration_ms"], end["on_screen_ms"]) == ("present", 1001, 1000)
    (piece,) = end["shots"][0]["stretches"]
    assert (piece["begin_ms"], piece["end_ms"]) == (400, 1400)
    assert (await told.place(told.insert, told.at(3, 12, 24), told.at(2, 24, 36), revision=1)).status_code == 200
    _, climax, end, _ = await told.beats_of(cut)
    assert [(one["begin_ms"], one["end_ms"]) for one in end["shots"][0]["stretches"]] == [(400, 900)]
    assert [(one["begin_ms"], one["end_ms"]) for one in climax["shots"][0]["stretches"]] == [(900, 1400)]
    assert (climax["state"], climax["shots"][0]["source_id"]) == ("present", told.insert["id"])


async def test_a_shot_used_twice_counts_once_and_tells_both_stretches(told: Told) -> None:
    """The climax opens the cut and comes back; together the two stretches hold frames 10 to 30."""
    cut = await told.cut(stretch(told.master, 10, 25), stretch(told.master, 0, 10), stretch(told.master, 20, 30))
    hook, climax, _, _ = await told.beats_of(cut)
    assert hook["state"] == "present"
    assert (climax["state"], climax["trimmed_frames"]) == ("trimmed", 10)
    assert climax["on_screen_ms"] == (15 + 10) * 40
    times = [(one["begin_ms"], one["end_ms"]) for one in climax["shots"][0]["stretches"]]
    assert times == [(0, 600), (1000, 1400)]


async def test_sound_shows_nothing(told: Told) -> None:
    cut = await told.cut(stretch(told.insert, 0, 12), stretch(told.master, 0, 50, layer="sound"))
    assert states(await told.beats_of(cut)) == ["absent", "absent", "absent", "unplaced"]


async def test_a_shot_in_two_sources_is_measured_where_the_cut_keeps_more(told: Told) -> None:
    """The climax has a take in the insert; a cut that shows all of that take keeps the climax."""
    assert (await told.place(told.insert, told.at(2, 0, 12), revision=1)).status_code == 200
    insert = await told.cut(stretch(told.insert, 0, 12), code="I")
    master = await told.cut(stretch(told.master, 10, 40), code="M")
    for cut, source in ((insert, told.insert), (master, told.master)):
        climax = (await told.beats_of(cut))[1]
        assert (climax["state"], climax["shots"][0]["source_id"]) == ("present", source["id"])


async def test_coverage_follows_the_newest_edit_list(told: Told) -> None:
    cut = await told.cut(stretch(told.master, 0, 10))
    assert states(await told.beats_of(cut)) == ["present", "absent", "absent", "unplaced"]
    body = {"segments": [stretch(told.master, 10, 40)]}
    edited = await told.ada.http.put(f"/v1/cuts/{cut['id']}/edit_list", json=body, headers={"if-match": '"r1"'})
    assert edited.status_code == 200
    coverage = await told.ada.read(f"/v1/cuts/{cut['id']}/coverage")
    assert states(coverage["beats"]) == ["absent", "present", "absent", "unplaced"]
    assert (coverage["edit_revision"], coverage["story_revision"], coverage["duration_ms"]) == (2, 1, 1200)


async def test_all_cuts_of_a_video_in_one_answer_as_each_by_itself(told: Told) -> None:
    short = await told.cut(stretch(told.master, 31, 40), stretch(told.master, 2, 6), code="02 S")
    long = await told.cut(stretch(told.master, 0, 50), stretch(told.insert, 12, 36), code="03 L")
    found = await told.ada.read(f"/v1/videos/{told.video['id']}/coverage")
    assert found["master"] == {"source_id": told.master["id"], "duration_ms": 2000}
    assert [one["on_master"] for one in found["beats"]] == [
        [{"begin_ms": 0, "end_ms": 400}],
        [{"begin_ms": 400, "end_ms": 1600}],
        [],
        [],
    ]
    assert [one["cut_id"] for one in found["cuts"]] == [long["id"], short["id"]]
    assert [one["on_master"] for one in found["cuts"]] == [
        [{"begin_ms": 0, "end_ms": 2000}],
        [{"begin_ms": 80, "end_ms": 240}, {"begin_ms": 1240, "end_ms": 1600}],
    ]
    for one in found["cuts"]:
        alone = await told.ada.read(f"/v1/cuts/{one['cut_id']}/coverage")
        assert (one["code"], one["edit_revision"], one["duration_ms"]) == (alone["code"], 1, alone["duration_ms"])
        assert one["beats"] == [{name: beat[name] for name in one["beats"][0]} for beat in alone["beats"]]
        assert [beat["beat_id"] for beat in one["beats"]] == [beat["beat_id"] for beat in found["beats"]]


async def test_a_video_without_a_film_says_what_its_story_plans(ada: Caller) -> None:
    story = await ada.story(beats=BEATS)
    video = await ada.video(story["id"])
    found = await ada.read(f"/v1/videos/{video['id']}/coverage")
    assert (found["master"], found["cuts"]) == (None, [])
    assert [one["title"] for one in found["beats"]] == [beat["title"] for beat in BEATS]


async def test_a_video_keeps_its_story_while_its_shots_are_placed(told: Told) -> None:
    other = await told.ada.story(told.story["campaign_id"])
    address = f"/v1/videos/{told.video['id']}"
    refused = await told.ada.change(address, {"story_id": other["id"]})
    assert (refused.status_code, refused.json()["code"]) == (409, "shots-placed")
    for source in (told.master, told.insert):
        assert (await told.place(source, revision=1)).status_code == 200
    assert (await told.ada.change(address, {"story_id": other["id"]})).status_code == 200
