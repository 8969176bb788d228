"""Stories behind both walls: the other side's real identifiers name nothing."""

from __future__ import annotations

import asyncpg
import httpx
import pytest

from schemas.ids import StoryId
from service.db.pool import Database
from service.identity import Role
from tests.conftest import House, build_house
from tests.studio import Caller, caller, colleague


@pytest.fixture(params=["organization", "brand"])
async def outsider(
    request: pytest.FixtureRequest, db: Database, house: House, client: httpx.AsyncClient, ada: Caller
) -> Caller:
    """Somebody on the other side of a wall, with every right on their own side."""
    if request.param == "brand":
        return await colleague(db, house, client, (Role.PRODUCER, (await ada.brand())["id"]))
    other = await build_house(db, "Otherwise")
    return caller(client, other.person, other.api_key)


async def test_a_story_behind_a_wall_is_not_there(ada: Caller, outsider: Caller) -> None:
    story = await ada.story()
    address = f"/v1/stories/{story['id']}"
    assert (await outsider.http.get(address)).status_code == 404
    change = await outsider.http.patch(address, json={"title": "Mine"}, headers={"if-match": '"r1"'})
    assert change.status_code == 404
    assert (await outsider.read("/v1/stories"))["data"] == []
    assert (await outsider.read(f"/v1/stories?filter[campaign_id]={story['campaign_id']}"))["data"] == []
    assert await ada.read(address) == story


async def test_a_campaign_behind_a_wall_takes_no_story(ada: Caller, outsider: Caller) -> None:
    campaign = await ada.campaign()
    told = {"campaign_id": campaign["id"], "title": "Mine", "archetype": "slice_of_life"}
    answer = await outsider.http.post("/v1/stories", json=told)
    assert answer.status_code == 422
    assert [(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]] == [("/campaign_id", "not_found")]


async def test_beats_and_shots_behind_a_wall_cannot_be_drawn_over(
    client: httpx.AsyncClient, stranger: House, ada: Caller
) -> None:
    shot = {"size": "wide", "movement": "still", "planned_ms": 500}
    story = await ada.story(beats=[{"kind": "hook", "title": "A", "begin_ms": 0, "end_ms": 1, "shots": [shot]}])
    rival = caller(client, stranger.person, stranger.api_key)
    own = await rival.story()
    answer = await rival.http.patch(
        f"/v1/stories/{own['id']}", json={"beats": story["beats"]}, headers={"if-match": '"r1"'}
    )
    assert answer.status_code == 422
    assert [fault["pointer"] for fault in answer.json()["errors"]] == ["/beats/0/id", "/beats/0/shots/0/id"]


async def test_who_only_reads_cannot_write(db: Database, house: House, client: httpx.AsyncClient, ada: Caller) -> None:
    story = await ada.story()
    roles = (Role.VIEWER, story["brand_id"]), (Role.PRODUCER, (await ada.brand())["id"])
    viewer = await colleague(db, house, client, *roles)
    assert (await viewer.read(f"/v1/stories/{story['id']}"))["id"] == story["id"]
    change = await viewer.http.patch(f"/v1/stories/{story['id']}", json={"title": "Mine"}, headers={"if-match": '"r1"'})
    assert change.status_code == 403
    assert change.json()["required_scope"] == "campaigns:write"


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("update story set archetype = 'mine', own_archetype = 'mine' where id = $1", "story_own_archetype"),
        ("update story set own_archetype = 'mine' where id = $1", "story_own_archetype_named"),
        (
            "insert into episode (org, series_id, campaign_id, story_id, position)"
            " select s.org, r.id, r.campaign_id, s.id, 0 from story s, series r where s.id = $1",
            "episode_story",
        ),
    ],
)
async def test_what_no_action_does_the_database_does_not_take_either(
    ada: Caller, db: Database, house: House, change: str, constraint: str
) -> None:
    """An archetype that is not there, one under two names, an episode of another campaign's story."""
    story = await ada.story()
    await ada.make("/v1/series", {"campaign_id": (await ada.campaign())["id"], "title": "Other"})
    async with db.reading(house.person.scope) as tx:
        with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
            await tx.connection.execute(change, StoryId.parse(story["id"]))
    assert refused.value.constraint_name == constraint
