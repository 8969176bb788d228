"""Work that is given out: to whom it can go, when it is done, and what it makes of the list of what waits."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schemas.ids import CutId
from service import rulebook
from service.captions.checking import check_cut
from service.identity import Role
from tests.captions.desk import Desk
from tests.captions.workshop import Json, Workshop, webvtt
from tests.studio import Caller, colleague


@pytest.fixture
async def marie(workshop: Workshop) -> Caller:
    """Somebody who localizes."""
    return await colleague(workshop.db, workshop.house, workshop.api, (Role.LOCALIZER, None))


@pytest.fixture
async def aiko(workshop: Workshop) -> Caller:
    """Somebody who reviews."""
    return await colleague(workshop.db, workshop.house, workshop.api, (Role.REVIEWER, None))


@pytest.fixture
async def captioned(workshop: Workshop, tmp_path: Path) -> Workshop:
    """Two cues, wanted in German and French."""
    await workshop.open(tmp_path, {"DE": ["de-DE"], "FR": ["fr-FR"]})
    await workshop.captions(webvtt(("0.500 2.000", "Two cups."), ("3.000 5.000", "Habit.")))
    return workshop


async def give(room: Workshop, who: Caller, role: str, locale: str = "de-DE", **facts: str) -> Json:
    body = {"locale": locale, "role": role, "person_id": str(who.person.id), **facts}
    return await room.make(f"/v1/videos/{room.video}/assignments", **body)


async def wants(who: Caller) -> list[tuple[str, str]]:
    return [(one["kind"], one["locale"]) for one in (await who.read("/v1/me/wants"))["data"]]


async def test_a_locale_is_done_when_its_texts_are_written_and_submitted(
    captioned: Workshop, marie: Caller, aiko: Caller
) -> None:
    writing, review = await give(captioned, marie, "localize"), await give(captioned, aiko, "review")
    assert (writing["done"], writing["total"], writing["is_done"]) == (0, 2, False)
    track = await captioned.translate("de-DE", "Zwei Tassen.", "Gewohnheit.")
    now = await marie.read(f"/v1/assignments/{writing['id']}")
    assert (now["done"], now["submitted"], now["is_done"]) == (2, False, False)
    seen = {"if-match": f'"r{track["revision"]}"'}
    await marie.http.post(f"/v1/tracks/{track['id']}/submit", headers=seen)
    assert (await marie.read(f"/v1/assignments/{writing['id']}"))["is_done"] is True
    waiting = await aiko.read(f"/v1/assignments/{review['id']}")
    assert (waiting["waiting"], waiting["is_done"]) == ([track["id"]], False)
    await aiko.http.post(f"/v1/tracks/{track['id']}/approve", headers=seen)
    assert (await aiko.read(f"/v1/assignments/{review['id']}"))["is_done"] is True


async def test_work_goes_only_to_who_can_do_it(captioned: Workshop, marie: Caller, aiko: Caller) -> None:
    address = f"/v1/videos/{captioned.video}/assignments"
    body = {"locale": "de-DE", "role": "review", "person_id": str(marie.person.id)}
    refused = await captioned.api.post(address, json=body)
    assert refused.json()["errors"][0]["pointer"] == "/person_id"
    foreign = await captioned.api.post(address, json=body | {"role": "localize", "locale": "ja-JP"})
    assert foreign.json()["errors"][0]["code"] == "not_planned"
    may = {one["id"]: one["roles"] for one in (await aiko.read(address.replace("ments", "able")))["data"]}
    assert (may[str(marie.person.id)], may[str(aiko.person.id)]) == (["localize"], ["localize", "review"])


async def test_who_writes_takes_work_and_gives_none_away(captioned: Workshop, marie: Caller, aiko: Caller) -> None:
    address = f"/v1/videos/{captioned.video}/assignments"
    body = {"locale": "de-DE", "role": "localize"}
    assert (await marie.http.post(address, json=body | {"person_id": str(aiko.person.id)})).status_code == 403
    mine = await marie.http.post(address, json=body | {"person_id": str(marie.person.id)})
    assert mine.status_code == 201
    taken = await aiko.http.post(address, json=body | {"person_id": str(aiko.person.id)})
    assert taken.json()["code"] == "already-assigned"
    one, seen = f"/v1/assignments/{mine.json()['id']}", {"if-match": '"r1"'}
    given = await aiko.http.patch(one, json={"person_id": str(aiko.person.id)}, headers=seen)
    assert (given.json()["person"], given.json()["revision"]) == (aiko.person.name, 2)
    assert (await marie.http.delete(one)).status_code == 403
    assert (await aiko.http.delete(one)).status_code == 204
    assert (await aiko.http.get(one)).status_code == 404
    told = await captioned.read("/v1/events", types="assignment")
    assert [event["type"].partition(".")[2] for event in told["data"]] == ["made", "changed", "withdrawn"]


async def test_each_wants_what_only_they_can_move(captioned: Workshop, marie: Caller, aiko: Caller) -> None:
    today = datetime.now(UTC).date()
    await give(captioned, marie, "localize", "fr-FR")
    await give(captioned, marie, "localize", due_on=str(today - timedelta(days=1)), note="Short.")
    first, second = (await marie.read("/v1/me/wants"))["data"]
    assert (first["locale"], first["overdue"], first["missing"], first["note"]) == ("de-DE", True, 2, "Short.")
    assert (second["locale"], second["overdue"], second["total"]) == ("fr-FR", False, 2)
    assert await wants(aiko) == []
    track = await captioned.translate("de-DE", "Zwei Tassen.", "Gewohnheit.")
    await captioned.api.post(f"/v1/tracks/{track['id']}/submit", headers={"if-match": f'"r{track["revision"]}"'})
    assert await wants(marie) == [("localize", "fr-FR")]
    assert await wants(aiko) == [("review", "de-DE")]
    await give(captioned, await colleague_like(captioned), "review")
    assert await wants(aiko) == []


async def colleague_like(room: Workshop) -> Caller:
    """Another reviewer."""
    return await colleague(room.db, room.house, room.api, (Role.REVIEWER, None))


async def test_who_wrote_it_is_not_asked_to_review_it(captioned: Workshop, aiko: Caller) -> None:
    campaign = f"/v1/campaigns/{captioned.campaign}"
    seen = {"if-match": (await captioned.api.get(campaign)).headers["etag"]}
    await captioned.api.patch(campaign, json={"four_eyes": True}, headers=seen)
    track = await captioned.translate("de-DE", "Zwei Tassen.", "Gewohnheit.")
    await captioned.api.post(f"/v1/tracks/{track['id']}/submit", headers={"if-match": f'"r{track["revision"]}"'})
    me = await captioned.read("/v1/me/wants")
    assert me["data"] == []
    assert await wants(aiko) == [("review", "de-DE")]


async def test_conflicts_and_clipped_cuts_want_whoever_can_decide(desk: Desk, marie: Caller, aiko: Caller) -> None:
    await desk.set(0, text="Anders.")
    await desk.room.work(desk.cut)
    assert await wants(aiko) == [("release", "de-DE")] * 2  # in Germany and in Austria
    await desk.rewrite(0, "Neu.")
    await check_cut(desk.room.db, rulebook.load(), desk.room.house.person.scope, CutId.parse(desk.cut))
    assert await wants(marie) == [("conflict", "de-DE")]


async def test_nobody_owes_a_text_for_the_end_card_of_another_market(
    captioned: Workshop, marie: Caller, tmp_path: Path
) -> None:
    card = await captioned.add_source(tmp_path, "insert", 2.0)
    said = webvtt(("0.200 1.800", "Ab morgen."))
    (await captioned.send(said, "de-DE", on=f"/v1/sources/{card}")).raise_for_status()
    segment = {"layer": "picture", "source_id": card, "in_frame": 0, "out_frame": 50}
    cut = {"code": "DE", "name": "Offer", "aspect": "9:16", "market": "DE", "fps": {"num": 25}, "segments": [segment]}
    await captioned.make(f"/v1/videos/{captioned.video}/cuts", **cut)
    german = await give(captioned, marie, "localize")
    french = await give(captioned, marie, "localize", "fr-FR")
    assert (german["total"], french["total"]) == (3, 2)


async def test_what_went_back_wants_who_wrote_it_until_it_is_submitted_again(
    captioned: Workshop, marie: Caller, aiko: Caller
) -> None:
    track = await captioned.translate("de-DE", "Zwei Tassen.", "Gewohnheit.")
    address, seen = f"/v1/tracks/{track['id']}", {"if-match": f'"r{track["revision"]}"'}
    await captioned.api.post(f"{address}/submit", headers=seen)
    await aiko.http.post(f"{address}/send_back", json={"reason": "Too formal."}, headers=seen)
    (mine,) = (await captioned.read("/v1/me/wants"))["data"]
    assert (mine["kind"], mine["track_id"], mine["note"]) == ("sent_back", track["id"], "Too formal.")
    given = await give(captioned, marie, "localize")
    assert ((await captioned.read("/v1/me/wants"))["data"], await wants(marie)) == ([], [("sent_back", "de-DE")])
    await captioned.api.post(f"{address}/submit", headers=seen)
    assert (await wants(marie), (await marie.read(f"/v1/assignments/{given['id']}"))["is_done"]) == ([], True)
