"""Series over HTTP: a campaign's stories as episodes, their order, their neighbours."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx
import pytest
from msgspec import Struct

from service.db.pool import Database
from tests.conftest import House
from tests.studio import Caller, Json, events


class Season(Struct):
    """A campaign with four stories, of which the first three are a series."""

    ada: Caller
    campaign: str
    stories: list[str]
    series: Json

    @property
    def address(self) -> str:
        """Of the series."""
        return f"/v1/series/{self.series['id']}"

    def episode(self, index: int) -> str:
        """The address of a story as an episode."""
        return f"{self.address}/episodes/{self.stories[index]}"

    async def order(self) -> list[int]:
        """Which story stands at which number; the numbers are told without gaps."""
        found = (await self.ada.read(self.address))["episodes"]
        assert [one["number"] for one in found] == list(range(1, len(found) + 1))
        return [self.stories.index(one["story_id"]) for one in found]

    async def remove(self, index: int, revision: int) -> httpx.Response:
        """Take one out."""
        return await self.ada.http.delete(self.episode(index), headers={"if-match": f'"r{revision}"'})


def episode(story: str, **texts: str) -> Json:
    return {"story_id": story, **texts}


@pytest.fixture
async def season(ada: Caller) -> Season:
    """Made over HTTP."""
    campaign = (await ada.campaign())["id"]
    stories = [(await ada.story(campaign, title=f"Story {number}"))["id"] for number in range(4)]
    told = [
        episode(stories[0], cliffhanger="Who poured the second cup?"),
        episode(stories[1], previously="A chair stayed empty.", cliffhanger="The chip."),
        episode(stories[2], previously="She saw the chip."),
    ]
    characters = [{"name": "The daughter", "about": "Pours two."}]
    body = {"campaign_id": campaign, "title": "Five kitchens", "premise": "What if?", "characters": characters}
    return Season(ada, campaign, stories, await ada.make("/v1/series", {**body, "episodes": told}))


async def test_a_series_is_told_in_its_order(db: Database, house: House, season: Season) -> None:
    assert [
        (one["number"], one["title"], one["previously"], one["cliffhanger"]) for one in season.series["episodes"]
    ] == [
        (1, "Story 0", "", "Who poured the second cup?"),
        (2, "Story 1", "A chair stayed empty.", "The chip."),
        (3, "Story 2", "She saw the chip.", ""),
    ]
    assert season.series["characters"] == [{"name": "The daughter", "about": "Pours two."}]
    assert season.series == await season.ada.read(season.address)
    assert [one["subject"] for one in await events(db, house, "series.created")] == [season.series["id"]]


async def test_an_episode_knows_its_neighbours(season: Season) -> None:
    first, second, third = season.series["episodes"]
    for index, (before, one, after) in enumerate(
        [(None, first, second), (first, second, third), (second, third, None)]
    ):
        found = await season.ada.read(season.episode(index))
        assert (found["before"], found["episode"], found["after"]) == (before, one, after)
        assert (found["series_title"], found["count"], found["revision"]) == ("Five kitchens", 3, 1)
    assert (await season.ada.http.get(season.episode(3))).status_code == 404


async def test_a_story_is_put_in_between(db: Database, house: House, season: Season) -> None:
    body = {"story_id": season.stories[3], "number": 2, "cliffhanger": "New."}
    answer = await season.ada.http.post(f"{season.address}/episodes", json=body, headers={"idempotency-key": "k"})
    assert answer.status_code == 201, answer.text
    assert answer.headers["location"] == season.episode(3)
    assert answer.headers["etag"] == '"r2"'
    assert await season.order() == [0, 3, 1, 2]
    again = await season.ada.http.post(f"{season.address}/episodes", json=body, headers={"idempotency-key": "k"})
    assert again.content == answer.content
    assert await season.order() == [0, 3, 1, 2]
    texts = [one["cliffhanger"] for one in (await season.ada.read(season.address))["episodes"]]
    assert texts == ["Who poured the second cup?", "New.", "The chip.", ""]
    assert len(await events(db, house, "series.updated")) == 1


@pytest.mark.parametrize(
    ("index", "number", "order"),
    [(0, 3, [1, 2, 0]), (2, 1, [2, 0, 1]), (1, 2, [0, 1, 2]), (1, 1, [1, 0, 2])],
)
async def test_an_episode_is_moved(season: Season, index: int, number: int, order: list[int]) -> None:
    answer = await season.ada.change(season.episode(index), {"number": number})
    assert answer.status_code == 200, answer.text
    moved = answer.json()
    assert moved["episode"]["number"] == number
    kept = season.series["episodes"][index]
    assert (moved["episode"]["previously"], moved["episode"]["cliffhanger"]) == (
        kept["previously"],
        kept["cliffhanger"],
    )
    assert await season.order() == order


async def test_all_episodes_are_put_in_another_order_at_once(season: Season) -> None:
    told = [episode(season.stories[index], cliffhanger=f"{index}?") for index in (3, 1, 0)]
    answer = await season.ada.change(season.address, {"episodes": told, "title": "Four kitchens"})
    assert answer.status_code == 200, answer.text
    assert (answer.json()["title"], answer.json()["premise"]) == ("Four kitchens", "What if?")
    assert [one["cliffhanger"] for one in answer.json()["episodes"]] == ["3?", "1?", "0?"]
    assert await season.order() == [3, 1, 0]


async def test_a_story_is_taken_out_and_may_join_another_series(season: Season) -> None:
    answer = await season.remove(1, 1)
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"r2"'
    assert await season.order() == [0, 2]
    other = await season.ada.make(
        "/v1/series", {"campaign_id": season.campaign, "title": "Other", "episodes": [episode(season.stories[1])]}
    )
    assert len(other["episodes"]) == 1
    assert (await season.remove(1, 2)).status_code == 404


async def test_every_story_that_cannot_be_an_episode_is_named(season: Season) -> None:
    elsewhere = await season.ada.story()
    told = [
        episode(season.stories[3]),
        episode(season.stories[3]),
        episode(elsewhere["id"]),
        episode(season.stories[0]),
    ]
    body: dict[str, Any] = {"campaign_id": season.campaign, "title": "Other", "episodes": told}
    answer = await season.ada.http.post("/v1/series", json=body)
    assert answer.status_code == 422
    assert [(one["pointer"], one["code"]) for one in answer.json()["errors"]] == [
        ("/episodes/1/story_id", "twice"),
        ("/episodes/2/story_id", "not_found"),
        ("/episodes/3/story_id", "in_another_series"),
    ]
    assert season.series["id"] in answer.json()["errors"][2]["detail"]
    for story, code in ((season.stories[0], "twice"), (elsewhere["id"], "not_found")):
        refused = await season.ada.http.post(f"{season.address}/episodes", json=episode(story))
        assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/story_id", code)]
    gap = await season.ada.http.post(f"{season.address}/episodes", json={"story_id": season.stories[3], "number": 5})
    assert [(one["pointer"], one["code"]) for one in gap.json()["errors"]] == [("/number", "range")]
    assert await season.ada.read(season.address) == season.series


async def test_a_change_names_the_revision_it_saw(season: Season) -> None:
    assert (await season.ada.http.patch(season.address, json={"title": "B"})).status_code == 428
    assert (await season.ada.change(season.address, {"title": "B"})).status_code == 200
    for stale in (
        await season.ada.change(season.address, {"title": "C"}),
        await season.ada.change(season.episode(0), {"number": 2}),
        await season.remove(0, 1),
        await season.ada.http.delete(season.address, headers={"if-match": '"r1"'}),
    ):
        assert stale.status_code == 412
        assert stale.json()["current"] == await season.ada.read(season.address)


async def test_ten_stories_put_in_at_once_are_all_there_in_one_order(season: Season) -> None:
    new = [(await season.ada.story(season.campaign))["id"] for _ in range(10)]
    season.stories += new
    answers = await asyncio.gather(
        *(season.ada.http.post(f"{season.address}/episodes", json={"story_id": one, "number": 1}) for one in new)
    )
    assert [one.status_code for one in answers] == [201] * 10
    order = await season.order()
    assert sorted(order) == [0, 1, 2, *range(4, 14)]
    assert order[-3:] == [0, 1, 2]


async def test_a_withdrawn_series_is_gone_and_its_stories_are_free(db: Database, house: House, season: Season) -> None:
    gone = await season.ada.http.delete(season.address, headers={"if-match": '"r1"'})
    assert gone.status_code == 204
    assert (await season.ada.http.get(season.address)).status_code == 404
    assert (await season.ada.read("/v1/series"))["data"] == []
    assert [one["subject"] for one in await events(db, house, "series.withdrawn")] == [season.series["id"]]
    body = {"campaign_id": season.campaign, "title": "Again", "episodes": [episode(season.stories[0])]}
    assert len((await season.ada.make("/v1/series", body))["episodes"]) == 1


async def test_series_are_listed_by_campaign_and_by_story(season: Season) -> None:
    other = await season.ada.make("/v1/series", {"campaign_id": (await season.ada.campaign())["id"], "title": "A"})
    assert (await season.ada.read("/v1/series?sort=title"))["data"] == [other, season.series]
    for question in (f"filter[campaign_id]={season.campaign}", f"filter[story_id]={season.stories[1]}"):
        assert (await season.ada.read(f"/v1/series?{question}"))["data"] == [season.series]
    assert (await season.ada.read(f"/v1/series?filter[story_id]={season.stories[3]}"))["data"] == []
