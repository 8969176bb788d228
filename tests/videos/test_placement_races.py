"""Placements beside changes of the story and of the video: one of two gives way, and nothing dangles."""

from __future__ import annotations

import asyncio

import pytest

from tests.studio import Caller, Json
from tests.videos.conftest import Films

SHOT = {"size": "close", "movement": "still", "planned_ms": 1000}
BEAT = {"kind": "hook", "title": "Hook", "begin_ms": 0, "end_ms": 2000}


async def told(ada: Caller, films: Films) -> tuple[Json, Json, str]:
    """A story with one shot, its video, and where its placements are."""
    story = await ada.story(beats=[{**BEAT, "shots": [SHOT]}])
    video = await ada.video(story["id"])
    source = await ada.source(video["id"], films.short)
    return story, video, f"/v1/sources/{source['id']}/placements"


async def place(ada: Caller, address: str, story: Json) -> int:
    placed = {"shot_id": story["beats"][0]["shots"][0]["id"], "in_frame": 0, "out_frame": 5}
    return (await ada.http.put(address, json={"placements": [placed]}, headers={"if-match": '"r0"'})).status_code


@pytest.mark.parametrize("attempt", range(6))
async def test_a_shot_is_placed_or_taken_away_and_never_both(ada: Caller, films: Films, attempt: int) -> None:
    story, _, address = await told(ada, films)
    change = ada.change(f"/v1/stories/{story['id']}", {"beats": [{**BEAT, "id": story["beats"][0]["id"]}]})
    placing = place(ada, address, story)
    if attempt % 2:
        placed, taken = await asyncio.gather(placing, change)
    else:
        taken, placed = await asyncio.gather(change, placing)
    assert (placed, taken.status_code) in {(200, 409), (422, 200)}
    standing = (await ada.read(address))["placements"]
    shots = (await ada.read(f"/v1/stories/{story['id']}"))["beats"][0]["shots"]
    assert [one["shot_id"] for one in standing] == [shot["id"] for shot in shots]


@pytest.mark.parametrize("attempt", range(6))
async def test_a_video_takes_another_story_or_shows_a_shot_and_never_both(
    ada: Caller, films: Films, attempt: int
) -> None:
    story, video, address = await told(ada, films)
    other = await ada.story(story["campaign_id"])
    change = ada.change(f"/v1/videos/{video['id']}", {"story_id": other["id"]})
    placing = place(ada, address, story)
    if attempt % 2:
        placed, moved = await asyncio.gather(placing, change)
    else:
        moved, placed = await asyncio.gather(change, placing)
    assert (placed, moved.status_code) in {(200, 409), (422, 200), (503, 200)}
    assert len((await ada.read(address))["placements"]) == (placed == 200)
