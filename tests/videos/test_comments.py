"""Comments on frames and the client's word on a cut: by people, by guests, and bound to what was watched."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from schemas.comments import NewComment, NewCutDecision
from schemas.ids import CutId
from service.briefs.guests import find
from service.briefs.model import OpenedGuestLink
from service.db.pool import Database
from service.identity import Role
from service.problems import Forbidden, Invalid, Missing
from service.videos.commenting import comment_as_guest
from service.videos.deciding import cut_standings, decide_as_guest
from tests.conftest import House
from tests.studio import Caller, Json, colleague, events
from tests.videos.conftest import Films, Stage
from tests.videos.test_contents import DISCLOSURE
from tests.videos.test_cuts import new_cut, stretch

UNFOCUSED = {"frame": 12, "text": " The cup is out of focus. "}


@pytest.fixture
async def cut(ada: Caller, stage: Stage) -> Json:
    """A cut of 50 frames at 25 a second."""
    return await ada.make(stage.cuts, new_cut(stage))


@pytest.fixture
async def guest(ada: Caller, stage: Stage, db: Database) -> OpenedGuestLink:
    """Whoever has the campaign's link."""
    made = await ada.make(f"/v1/campaigns/{stage.video['campaign_id']}/guest_links", {"label": "The client"})
    found = await find(db, made["url"].rpartition("/")[2])
    assert found is not None
    return found


async def client_of(ada: Caller, db: Database, house: House, client: httpx.AsyncClient, stage: Stage) -> Caller:
    """Somebody of the brand, with an account."""
    return await colleague(db, house, client, (Role.CLIENT, stage.video["brand_id"]))


async def standing(ada: Caller, cut: Json) -> Json:
    return await ada.read(f"/v1/cuts/{cut['id']}/standing")


async def say(ada: Caller, cut: Json, word: str, note: str = "") -> httpx.Response:
    """A word on the cut as it is now."""
    now = await standing(ada, cut)
    said = {"word": word, "note": note, "edit_sha256": now["edit_sha256"], "film_sha256": now["film_sha256"]}
    return await ada.http.post(f"/v1/cuts/{cut['id']}/decisions", json=said)


async def edit(ada: Caller, cut: Json, *segments: Json) -> Json:
    answer = await ada.http.put(
        f"/v1/cuts/{cut['id']}/edit_list", json={"segments": segments}, headers={"if-match": f'"r{cut["revision"]}"'}
    )
    assert answer.status_code == 200, answer.text
    changed: Json = answer.json()
    return changed


async def test_a_comment_is_of_a_frame_of_the_edit_list_that_was_watched(
    ada: Caller, cut: Json, stage: Stage, db: Database, house: House
) -> None:
    address = f"/v1/cuts/{cut['id']}/comments"
    made = await ada.make(address, UNFOCUSED)
    assert (made["text"], made["frame"], made["at_ms"], made["edit_revision"]) == (
        "The cup is out of focus.",
        12,
        480,
        1,
    )
    assert (made["by"], made["by_name"], made["resolved_at"]) == (str(ada.person.id), ada.person.name, None)
    cut = await edit(ada, cut, stretch(stage.master, 0, 20))
    assert (await ada.make(address, UNFOCUSED))["edit_revision"] == 2
    beyond = await ada.http.post(address, json={"frame": 20, "text": "After the end."})
    assert [(one["pointer"], one["code"]) for one in beyond.json()["errors"]] == [("/frame", "beyond_cut")]
    assert [one["edit_revision"] for one in (await ada.read(address))["data"]] == [2, 1]
    happened = await events(db, house, "comment.made")
    assert [one["data"] for one in happened] == [{"cut_id": cut["id"], "frame": 12}] * 2


async def test_two_who_resolve_a_comment_are_told_of_each_other(ada: Caller, cut: Json) -> None:
    made = await ada.make(f"/v1/cuts/{cut['id']}/comments", UNFOCUSED)
    address = f"/v1/comments/{made['id']}"
    first = await ada.http.post(f"{address}/resolve", headers={"if-match": '"r1"'})
    assert (first.status_code, first.json()["resolved_by_name"], first.json()["revision"]) == (200, ada.person.name, 2)
    late = await ada.http.post(f"{address}/resolve", headers={"if-match": '"r1"'})
    assert (late.status_code, late.json()["current"]["resolved_by_name"]) == (412, ada.person.name)
    assert (await standing(ada, cut))["open_comments"] == 0
    again = await ada.http.post(f"{address}/reopen", headers={"if-match": '"r2"'})
    assert (again.status_code, again.json()["resolved_at"]) == (200, None)
    assert (await standing(ada, cut))["open_comments"] == 1
    listed = (await ada.read(f"/v1/cuts/{cut['id']}/comments?filter[open]=false"))["data"]
    assert listed == []


async def test_whoever_commented_or_cuts_the_film_resolves_and_nobody_else(
    ada: Caller, cut: Json, stage: Stage, db: Database, house: House, client: httpx.AsyncClient
) -> None:
    brand = stage.video["brand_id"]
    speaker, other = await client_of(ada, db, house, client, stage), await client_of(ada, db, house, client, stage)
    viewer = await colleague(db, house, client, (Role.VIEWER, brand))
    address = f"/v1/cuts/{cut['id']}/comments"
    assert (await viewer.http.post(address, json=UNFOCUSED)).status_code == 403
    made = await speaker.make(address, UNFOCUSED)
    for who, status in ((other, 403), (viewer, 403), (speaker, 200)):
        done = await who.http.post(f"/v1/comments/{made['id']}/resolve", headers={"if-match": '"r1"'})
        assert done.status_code == status, done.text


async def test_approval_is_bound_to_what_was_watched(
    ada: Caller, cut: Json, stage: Stage, db: Database, house: House, client: httpx.AsyncClient
) -> None:
    approver = await client_of(ada, db, house, client, stage)
    assert (await standing(ada, cut))["state"] == "draft"
    assert (await say(approver, cut, "asked")).status_code == 403
    assert (await say(ada, cut, "asked")).status_code == 201
    assert (await standing(ada, cut))["state"] == "waiting"
    assert (await say(approver, cut, "approved")).status_code == 201
    approved = await standing(ada, cut)
    assert (approved["state"], approved["by_name"], approved["guest"]) == ("approved", approver.person.name, False)
    mark = await ada.make(f"/v1/cuts/{cut['id']}/marks", {"what": DISCLOSURE})
    assert [(await standing(ada, cut))[key] for key in ("state", "changed")] == ["stale", "edit"]
    await ada.http.delete(f"/v1/marks/{mark['id']}")
    assert (await standing(ada, cut))["state"] == "approved"
    first = cut["segments"]
    cut = await edit(ada, cut, stretch(stage.master, 0, 49))
    assert (await standing(ada, cut))["state"] == "stale"
    cut = await edit(ada, cut, *first)
    assert (await standing(ada, cut))["state"] == "approved"
    data = (await ada.http.get(f"/v1/sources/{stage.master['id']}/media")).content
    sent = await ada.http.put(f"/v1/cuts/{cut['id']}/film", content=data, headers={"content-type": "video/mp4"})
    assert sent.status_code == 201
    assert [(await standing(ada, cut))[key] for key in ("state", "changed")] == ["stale", "film"]
    assert [one["type"] for one in await types_of(db, house, cut)] == ["cut.asked", "cut.approved"]
    words = [one["word"] for one in (await ada.read(f"/v1/cuts/{cut['id']}/decisions"))["data"]]
    assert words == ["approved", "asked"]


async def types_of(db: Database, house: House, cut: Json) -> list[Json]:
    """The words on a cut, as events."""
    found = []
    for type in ("cut.asked", "cut.approved", "cut.changes_asked"):
        found += [{"type": type, **one} for one in await events(db, house, type) if one["subject"] == cut["id"]]
    return found


async def test_a_word_on_what_is_not_there_any_more_is_refused_with_what_is(
    ada: Caller, cut: Json, stage: Stage
) -> None:
    seen = await standing(ada, cut)
    await edit(ada, cut, stretch(stage.master, 0, 20))
    said = {"word": "approved", "edit_sha256": seen["edit_sha256"]}
    late = await ada.http.post(f"/v1/cuts/{cut['id']}/decisions", json=said)
    assert (late.status_code, late.json()["code"]) == (409, "cut-moved")
    assert late.json()["edit_sha256"] == (await standing(ada, cut))["edit_sha256"]
    assert (await standing(ada, cut))["state"] == "draft"


async def test_changes_that_were_made_leave_a_draft(ada: Caller, cut: Json, stage: Stage) -> None:
    unsaid = await say(ada, cut, "changes_asked")
    assert [(one["pointer"], one["code"]) for one in unsaid.json()["errors"]] == [("/note", "missing")]
    assert (await say(ada, cut, "changes_asked", "Warmer, please.")).status_code == 201
    told = await standing(ada, cut)
    assert (told["state"], told["note"]) == ("changes_asked", "Warmer, please.")
    await edit(ada, cut, stretch(stage.master, 0, 20))
    assert (await standing(ada, cut))["state"] == "draft"


async def test_a_guest_comments_and_approves_under_a_typed_name(
    ada: Caller, cut: Json, guest: OpenedGuestLink, db: Database, house: House
) -> None:
    now, at = await standing(ada, cut), CutId.parse(cut["id"])
    word = NewCutDecision(word="approved", edit_sha256=now["edit_sha256"])
    async with db.transaction(guest.scope) as tx:
        said = await comment_as_guest(tx, guest, " Jonas  Keller ", at, NewComment(frame=3, text="Lovely."))
        await decide_as_guest(tx, guest, "Jonas Keller", at, word)
    assert (said.by, said.by_name, said.guest_link_id) == (None, "Jonas Keller", guest.id)
    told = await standing(ada, cut)
    assert (told["state"], told["by_name"], told["guest"]) == ("approved", "Jonas Keller", True)
    (event,) = await events(db, house, "comment.made")
    assert event["data"] == {"cut_id": cut["id"], "frame": 3, "guest_link_id": str(guest.id)}


async def test_a_guest_reaches_the_cuts_of_their_campaign_and_asks_nobody(
    ada: Caller, cut: Json, guest: OpenedGuestLink, stage: Stage, db: Database, films: Films
) -> None:
    campaign = await ada.campaign(stage.video["brand_id"])
    story = await ada.story(campaign["id"])
    video = await ada.make("/v1/videos", {"story_id": story["id"], "title": "Another film"})
    other = Stage(video, await ada.source(video["id"], films.short), stage.insert)
    elsewhere = await ada.make(other.cuts, new_cut(other, stretch(other.master, 0, 5)))
    new, at = NewComment(frame=0, text="Mine."), CutId.parse(cut["id"])
    word = NewCutDecision(word="asked", edit_sha256="0" * 64)
    refused: list[tuple[type[Exception], Any]] = [
        (Missing, lambda tx: comment_as_guest(tx, guest, "Jonas", CutId.parse(elsewhere["id"]), new)),
        (Forbidden, lambda tx: decide_as_guest(tx, guest, "Jonas", at, word)),
        (Invalid, lambda tx: comment_as_guest(tx, guest, "  ", at, new)),
    ]
    for kind, act in refused:
        with pytest.raises(kind):
            async with db.transaction(guest.scope) as tx:
                await act(tx)
    assert (await ada.read(f"/v1/cuts/{cut['id']}/comments"))["data"] == []


async def test_many_standings_are_asked_for_together(ada: Caller, cut: Json, stage: Stage, db: Database) -> None:
    cuts = [CutId.parse(cut["id"])]
    cuts += [CutId.parse((await ada.make(stage.cuts, new_cut(stage, code=code)))["id"]) for code in ("A", "B", "C")]
    await say(ada, cut, "asked")
    async with db.reading(ada.person.scope) as tx:
        found = await cut_standings(tx, cuts)
    assert [found[one].state for one in cuts] == ["waiting", "draft", "draft", "draft"]
