"""Videos, sources and cuts behind both walls: the other side's real identifiers name nothing."""

from __future__ import annotations

import httpx
import pytest

from service.db.pool import Database
from service.identity import Role
from tests.conftest import House, build_house
from tests.studio import Caller, caller, colleague
from tests.videos.conftest import Films, Stage
from tests.videos.test_cuts import new_cut, stretch

SEEN = {"if-match": '"r1"'}


@pytest.fixture(params=["organization", "brand"])
async def outsider(
    request: pytest.FixtureRequest, db: Database, house: House, client: httpx.AsyncClient, ada: Caller
) -> Caller:
    """Somebody on the other side of a wall, with every right on their own side."""
    if request.param == "brand":
        return await colleague(db, house, client, (Role.PRODUCER, (await ada.brand())["id"]))
    other = await build_house(db, "Otherwise")
    return caller(client, other.person, other.api_key)


async def test_nothing_behind_a_wall_is_there(ada: Caller, outsider: Caller, stage: Stage, films: Films) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage))
    video, source = f"/v1/videos/{stage.video['id']}", f"/v1/sources/{stage.master['id']}"
    call = outsider.http
    answers = [
        await call.get(video),
        await call.patch(video, json={"title": "Mine"}, headers=SEEN),
        await call.get(f"{video}/sources"),
        await call.get(f"{video}/cuts"),
        await outsider.upload(stage.video["id"], films.short, "insert"),
        await outsider.upload(stage.video["id"], films.short, "insert", idempotency_key="k"),
        await call.get(source),
        await call.get(f"{source}/media"),
        await call.head(f"{source}/media"),
        await call.get(f"{source}/media", headers={"if-none-match": f'"{stage.master["sha256"]}"'}),
        await call.post(stage.cuts, json=new_cut(stage, code="X")),
        await call.get(f"/v1/cuts/{cut['id']}"),
        await call.patch(f"/v1/cuts/{cut['id']}", json={"name": "Mine"}, headers=SEEN),
        await call.put(f"/v1/cuts/{cut['id']}/edit_list", json={"segments": cut["segments"]}, headers=SEEN),
    ]
    assert [answer.status_code for answer in answers] == [404] * len(answers)
    for asked in (
        "",
        f"filter[campaign_id]={stage.video['campaign_id']}",
        f"filter[story_id]={stage.video['story_id']}",
    ):
        assert (await outsider.read(f"/v1/videos?{asked}"))["data"] == []
    assert len((await ada.read(f"{video}/sources"))["data"]) == 2
    assert await ada.read(f"/v1/cuts/{cut['id']}") == cut


async def test_nothing_behind_a_wall_can_be_referenced(
    ada: Caller, outsider: Caller, stage: Stage, films: Films
) -> None:
    hers = await ada.make(stage.cuts, new_cut(stage))
    brand = outsider.person.scope.brands
    campaign = await outsider.campaign(str(brand[0]) if brand else None)
    own = await outsider.video((await outsider.story(campaign["id"]))["id"])
    source = await outsider.source(own["id"], films.short)
    address = f"/v1/videos/{own['id']}"

    made = await outsider.http.post("/v1/videos", json={"story_id": stage.video["story_id"], "title": "Mine"})
    moved = await outsider.change(address, {"story_id": stage.video["story_id"]})
    borrowed = new_cut(stage, stretch(stage.master, 0, 5), parent_cut_id=hers["id"])
    borrowing = await outsider.http.post(f"{address}/cuts", json=borrowed)
    cut = await outsider.make(f"{address}/cuts", new_cut(stage, stretch(source, 0, 5)))
    adopted = await outsider.change(f"/v1/cuts/{cut['id']}", {"parent_cut_id": hers["id"]})
    segment = {**cut["segments"][0], "id": hers["segments"][0]["id"]}
    drawn = await outsider.http.put(f"/v1/cuts/{cut['id']}/edit_list", json={"segments": [segment]}, headers=SEEN)

    told = [
        [(answer.status_code, fault["pointer"], fault["code"]) for fault in answer.json()["errors"]]
        for answer in (made, moved, borrowing, adopted, drawn)
    ]
    assert told == [
        [(422, "/story_id", "not_found")],
        [(422, "/story_id", "not_found")],
        [(422, "/parent_cut_id", "not_found"), (422, "/segments/0/source_id", "not_found")],
        [(422, "/parent_cut_id", "not_found")],
        [(422, "/segments/0/id", "not_found")],
    ]


async def test_who_only_reads_changes_nothing(
    db: Database, house: House, client: httpx.AsyncClient, ada: Caller, stage: Stage, films: Films
) -> None:
    cut = await ada.make(stage.cuts, new_cut(stage))
    roles = (Role.VIEWER, stage.video["brand_id"]), (Role.EDITOR, (await ada.brand())["id"])
    viewer = await colleague(db, house, client, *roles)
    assert await viewer.read(f"/v1/cuts/{cut['id']}") == cut
    answers = [
        await viewer.change(f"/v1/videos/{stage.video['id']}", {"title": "Mine"}),
        await viewer.upload(stage.video["id"], films.short, "insert"),
        await viewer.http.post(stage.cuts, json=new_cut(stage, code="X")),
        await viewer.change(f"/v1/cuts/{cut['id']}", {"name": "Mine"}),
        await viewer.http.put(f"/v1/cuts/{cut['id']}/edit_list", json={"segments": cut["segments"]}, headers=SEEN),
    ]
    assert [(one.status_code, one.json()["required_scope"]) for one in answers] == [(403, "videos:write")] * 5
