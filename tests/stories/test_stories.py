"""Stories over HTTP, with their beats and shots."""

from __future__ import annotations

from typing import Any

from service.db.pool import Database
from tests.conftest import House
from tests.stories.conftest import FilmOf
from tests.studio import Caller, events

SHOT = {"size": "close", "movement": "push_in", "planned_ms": 1200, "dialogue": "Sit down."}


def beat(begin_ms: int, end_ms: int, title: str = "Hook", **facts: Any) -> dict[str, Any]:
    return {"kind": "hook", "title": title, "begin_ms": begin_ms, "end_ms": end_ms, **facts}


async def test_the_archetypes_are_listed_with_their_beats(ada: Caller) -> None:
    listed = await ada.read("/v1/archetypes")
    assert {one["key"] for one in listed["data"]} == {
        "heros_journey",
        "slice_of_life",
        "mini_documentary",
        "fantasy_abstract",
    }
    assert listed["page"] == {"next_cursor": None, "has_more": False, "count": 4}
    one = await ada.read("/v1/archetypes/slice_of_life")
    assert one in listed["data"]
    assert [part["kind"] for part in one["beats"]] == ["hook", "escalation", "climax", "resolution"]
    assert (await ada.http.get("/v1/archetypes/hero")).status_code == 404


async def test_a_story_without_beats_gets_those_of_its_archetype(ada: Caller) -> None:
    story = await ada.story(premise="What if nobody sat there?")
    pattern = await ada.read("/v1/archetypes/slice_of_life")
    assert [(b["kind"], b["title"], b["begin_ms"], b["end_ms"], b["shots"]) for b in story["beats"]] == [
        (b["kind"], b["name"], b["begin_ms"], b["end_ms"], []) for b in pattern["beats"]
    ]
    assert story["treatment"] == "cinematic"
    assert story["premise"] == "What if nobody sat there?"
    assert story == await ada.read(f"/v1/stories/{story['id']}")


async def test_an_unknown_archetype_is_refused_with_the_nearest_one(ada: Caller) -> None:
    campaign = await ada.campaign()
    told = {"campaign_id": campaign["id"], "title": "A chair", "archetype": "Heros Journy"}
    answer = await ada.http.post("/v1/stories", json=told)
    assert answer.status_code == 422
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["code"]) == ("/archetype", "unknown_archetype")
    assert fault["detail"] == "'Heros Journy' is not an archetype; did you mean heros_journey?"


async def test_a_story_made_again_with_its_key_is_made_once(db: Database, house: House, ada: Caller) -> None:
    campaign = await ada.campaign()
    told = {"campaign_id": campaign["id"], "title": "A chair", "archetype": "slice_of_life"}
    first = await ada.http.post("/v1/stories", json=told, headers={"idempotency-key": "k1"})
    again = await ada.http.post("/v1/stories", json=told, headers={"idempotency-key": "k1"})
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    assert again.headers["idempotency-replayed"] == "true"
    assert first.headers["location"] == f"/v1/stories/{first.json()['id']}"
    assert [one["subject"] for one in await events(db, house, "story.created")] == [first.json()["id"]]


async def test_beats_and_shots_that_are_sent_back_keep_their_ids(db: Database, house: House, ada: Caller) -> None:
    beats = [beat(0, 3000, shots=[SHOT, {**SHOT, "size": "wide"}]), beat(4000, 9000, "Turn", shots=[SHOT])]
    story = await ada.story(beats=beats)
    first, second = story["beats"]
    moved = [
        {**second, "begin_ms": 0, "end_ms": 2000, "shots": [first["shots"][1], *second["shots"]]},
        beat(2000, 3000, "New"),
        {**first, "begin_ms": 3000, "end_ms": 5000, "title": "Hook, later", "shots": []},
    ]
    answer = await ada.http.patch(
        f"/v1/stories/{story['id']}", json={"beats": moved, "emotion": "longing"}, headers={"if-match": '"r1"'}
    )
    assert answer.status_code == 200, answer.text
    changed = answer.json()
    assert answer.headers["etag"] == '"r2"'
    assert changed["emotion"] == "longing"
    assert changed["title"] == story["title"]
    assert [one["id"] for one in changed["beats"]] == [second["id"], changed["beats"][1]["id"], first["id"]]
    assert changed["beats"][1]["id"] not in {first["id"], second["id"]}
    assert changed["beats"][0]["shots"] == [first["shots"][1], *second["shots"]]
    assert changed["beats"][2] == moved[2]
    assert changed == await ada.read(f"/v1/stories/{story['id']}")
    assert [one["subject"] for one in await events(db, house, "story.updated")] == [story["id"]]


async def test_beats_that_are_not_sent_back_are_gone(ada: Caller) -> None:
    story = await ada.story(beats=[beat(0, 3000, shots=[SHOT]), beat(4000, 9000, "Turn")])
    for beats in ([story["beats"][1]], []):
        answer = await ada.http.patch(
            f"/v1/stories/{story['id']}", json={"beats": beats}, headers={"if-match": f'"r{story["revision"]}"'}
        )
        story = answer.json()
        assert story["beats"] == beats


async def test_every_fault_of_the_beats_is_told_at_once(ada: Caller) -> None:
    story = await ada.story(beats=[beat(0, 3000, shots=[SHOT])])
    other = await ada.story()
    kept = story["beats"][0]
    beats = [
        kept,
        {**kept, "begin_ms": 2000, "end_ms": 4000},
        beat(5000, 5000),
        {**other["beats"][0], "begin_ms": 6000, "end_ms": 7000},
    ]
    address = f"/v1/stories/{story['id']}"
    changes = {"beats": beats, "archetype": "slice"}
    answer = await ada.http.patch(address, json=changes, headers={"if-match": '"r1"'})
    assert answer.status_code == 422
    assert {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]} == {
        ("/archetype", "unknown_archetype"),
        ("/beats/1/begin_ms", "overlap"),
        ("/beats/1/id", "twice"),
        ("/beats/1/shots/0/id", "twice"),
        ("/beats/2/end_ms", "end_before_begin"),
        ("/beats/3/id", "not_found"),
    }
    assert await ada.read(address) == story


async def test_a_shot_that_a_film_shows_cannot_be_taken_away(ada: Caller, film_of: FilmOf) -> None:
    story = await ada.story(beats=[beat(0, 3000, shots=[SHOT, SHOT]), beat(3000, 4000, "Turn")])
    placed = await film_of(story)
    first, second = story["beats"]
    without = {**first, "shots": first["shots"][1:]}
    for beats in ([], [second], [without, second]):
        answer = await ada.change(f"/v1/stories/{story['id']}", {"beats": beats})
        assert (answer.status_code, answer.json()["code"]) == (409, "shot-in-use")
        assert answer.json()["placements"] == [placed]
        assert await ada.read(f"/v1/stories/{story['id']}") == story


async def test_a_placed_shot_may_move_to_another_beat_and_a_shot_that_no_film_shows_may_go(
    ada: Caller, film_of: FilmOf
) -> None:
    story = await ada.story(beats=[beat(0, 3000, shots=[SHOT, SHOT]), beat(3000, 4000, "Turn")])
    placed = await film_of(story)
    first, second = story["beats"]
    moved = [{**second, "begin_ms": 0, "shots": [{**first["shots"][0], "planned_ms": 900}]}]
    answer = await ada.change(f"/v1/stories/{story['id']}", {"beats": moved})
    assert answer.status_code == 200, answer.text
    assert answer.json()["beats"] == moved
    (stands,) = (await ada.read(f"/v1/sources/{placed['source_id']}/placements"))["placements"]
    assert (stands["shot_id"], stands["beat_id"]) == (placed["shot_id"], second["id"])


async def test_a_change_names_the_revision_it_saw(ada: Caller) -> None:
    story = await ada.story()
    address = f"/v1/stories/{story['id']}"
    assert (await ada.http.patch(address, json={"title": "B"})).status_code == 428
    assert (await ada.http.patch(address, json={"title": "B"}, headers={"if-match": '"r1"'})).status_code == 200
    stale = await ada.http.patch(address, json={"title": "C"}, headers={"if-match": '"r1"'})
    assert stale.status_code == 412
    assert stale.json()["current"] == await ada.read(address)
    assert stale.json()["current_etag"] == '"r2"'
    assert (await ada.http.get(address, headers={"if-none-match": '"r2"'})).status_code == 304


async def test_stories_are_listed_by_campaign(ada: Caller) -> None:
    one, other = await ada.campaign(), await ada.campaign()
    told = [await ada.story(one["id"], title=title) for title in ("A", "B", "C")]
    await ada.story(other["id"])
    first = await ada.read(f"/v1/stories?filter[campaign_id]={one['id']}&limit=2&sort=title")
    assert first["data"] == told[:2]
    cursor = first["page"]["next_cursor"]
    rest = await ada.read(f"/v1/stories?filter[campaign_id]={one['id']}&limit=2&sort=title&cursor={cursor}")
    assert rest["data"] == told[2:]
    assert len((await ada.read("/v1/stories"))["data"]) == 4
