"""What becomes of a post: it is scheduled, posted by hand, doubted, taken down; by one person at a time."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from schemas.ids import PostId
from schemas.posts import PostRecord
from service import rulebook
from service.db.pool import Database
from service.db.problems import Unavailable
from service.posts import recording
from service.posts.evidencing import LIMIT_BYTES
from service.settings import Settings
from tests.posts.conftest import Room
from tests.studio import Json, events

POSTED = {"url": "https://video.example/1", "posted_at": "2026-11-20T18:01:00+01:00"}
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"
PDF = b"%PDF-1.7\n%%EOF\n"
DOUBT = {"note": "The app closed while it was sending.", "url": "https://video.example/1"}


async def test_a_post_goes_its_way_and_each_step_is_kept(room: Room) -> None:
    post = await room.ready(local_at="2027-01-20T18:00")
    post = await room.done(post, "schedule")
    post = await room.done(post, "doubt", DOUBT)
    assert (post["status"], post["url"], post["note"]) == ("unknown", DOUBT["url"], DOUBT["note"])
    post = await room.done(post, "not_arrived", {"note": "Looked at noon."})
    assert (post["status"], post["url"]) == ("planned", None)
    post = await room.done(post, "record", POSTED)
    assert (post["status"], post["posted_at"]) == ("live", "2026-11-20T17:01:00Z")
    post = await room.done(post, "correct", POSTED | {"url": "https://video.example/2"})
    post = await room.done(post, "take_down", {"note": "The music's rights ended."})
    assert (post["status"], post["url"]) == ("taken_down", "https://video.example/2")
    steps = (await room.ada.read(f"/v1/posts/{post['id']}/steps"))["data"]
    verbs = ["planned", "scheduled", "doubted", "not_arrived", "recorded", "corrected", "taken_down"]
    assert [one["verb"] for one in reversed(steps) if one["verb"] != "overridden"] == verbs
    assert steps[0]["note"] == "The music's rights ended."
    (told,) = await events(room.db, room.house, "post.recorded")
    assert (told["subject"], told["data"]["market"]) == (post["id"], "DE")


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        ({"posted_at": "2026-11-20T18:01:00"}, "/posted_at", "timezone"),
        ({"posted_at": "2026-11-20T18:01:00Z"}, "", "no_evidence"),
        (POSTED | {"posted_at": "2099-11-20T18:01:00Z"}, "/posted_at", "future"),
        (POSTED | {"posted_at": "0001-01-01T00:00:00+14:00"}, "/posted_at", "year_out_of_range"),
        (POSTED | {"posted_at": "9999-12-31T23:59:59-14:00"}, "/posted_at", "year_out_of_range"),
        (POSTED | {"url": "tiktok.com/1"}, "/url", "pattern"),
        (POSTED | {"url": "https://ada:secret@tiktok.com/1"}, "/url", "address"),
        (POSTED | {"evidence_sha256": "0" * 64}, "/evidence_sha256", "not_found"),
    ],
)
async def test_a_record_says_where_since_when_and_what_proves_it(
    room: Room, said: Json, pointer: str, code: str
) -> None:
    post = await room.ready()
    refused = await room.do(post, "record", said)
    assert refused.status_code == 422, refused.text
    assert [one["pointer"] for one in refused.json()["errors"]] == [pointer]
    assert code in {one["code"] for one in refused.json()["errors"]} or code in ("timezone", "pattern")
    assert (await room.show(post))["status"] == "planned"


async def test_what_was_sent_as_evidence_proves_a_post_until_another_does(room: Room) -> None:
    post = await room.ready()
    address, typed = f"/v1/posts/{post['id']}/evidence", {"content-type": "image/png"}
    sent = [await room.ada.http.put(address, content=PNG, headers=typed) for _ in range(2)]
    assert [one.json() for one in sent] == [
        {"evidence_sha256": sha256(PNG).hexdigest(), "size_bytes": len(PNG)},
    ] * 2
    live = await room.done(post, "record", POSTED | {"evidence_sha256": sent[0].json()["evidence_sha256"]})
    assert live["evidence_sha256"] == sent[0].json()["evidence_sha256"]
    other = (await room.ada.http.put(address, content=PDF, headers={"content-type": "application/pdf"})).json()
    proof = {"evidence_sha256": other["evidence_sha256"]}
    assert (await room.done(live, "take_down", {"note": "Ended."} | proof))["evidence_sha256"] == proof[
        "evidence_sha256"
    ]
    given = await room.ada.http.get(address)
    assert (given.status_code, given.content) == (200, PDF)
    assert {
        name: given.headers[name] for name in ("content-type", "content-disposition", "x-content-type-options")
    } == {
        "content-type": "application/pdf",
        "content-disposition": f'attachment; filename="evidence-{post["id"]}.pdf"',
        "x-content-type-options": "nosniff",
    }


async def test_what_proves_nothing_is_not_given(room: Room) -> None:
    """Neither where no file was sent, nor bytes that were kept as something else: their walls are others."""
    post = await room.ready()
    address = f"/v1/posts/{post['id']}/evidence"
    assert (await room.ada.http.get(address)).status_code == 404
    live = await room.done(post, "record", POSTED | {"evidence_sha256": room.source["sha256"]})
    assert live["evidence_sha256"] == room.source["sha256"]
    assert (await room.ada.http.get(address)).status_code == 404


@pytest.mark.parametrize(
    ("media_type", "data", "status", "code"),
    [
        ("video/mp4", b"film", 415, "unsupported-type"),
        ("application/pdf", b"", 422, "validation"),
        ("application/pdf", b"%PDF-1.4 x", 422, "validation"),
        ("application/pdf", PNG, 422, "validation"),
        ("image/png", b"PK\x03\x04" + bytes(60), 422, "validation"),
        ("image/png", b"<!doctype html>", 422, "validation"),
        ("image/png", PNG[:8], 422, "validation"),
        ("image/png", b" " * (LIMIT_BYTES + 1), 413, "too-large"),
    ],
)
async def test_evidence_is_a_picture_or_document_and_not_too_large(
    room: Room, media_type: str, data: bytes, status: int, code: str
) -> None:
    post = await room.planned()
    typed = {"content-type": media_type}
    refused = await room.ada.http.put(f"/v1/posts/{post['id']}/evidence", content=data, headers=typed)
    assert (refused.status_code, refused.json()["code"]) == (status, code)


@pytest.mark.parametrize("verb", ["doubt", "take_down"])
async def test_a_blank_reason_is_none(room: Room, verb: str) -> None:
    post = await room.ready()
    if verb == "take_down":
        post = await room.done(post, "record", POSTED)
    refused = await room.do(post, verb, {"note": "   "})
    assert refused.status_code == 422, refused.text
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/note", "unshowable")]
    assert (await room.show(post))["status"] == post["status"]


async def test_a_record_is_not_corrected_to_a_moment_that_has_not_come(room: Room) -> None:
    live = await room.done(await room.ready(), "record", POSTED)
    refused = await room.do(live, "correct", POSTED | {"posted_at": "2099-11-20T18:01:00Z"})
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/posted_at", "future")]
    assert (await room.show(live))["posted_at"] == live["posted_at"]


@pytest.mark.parametrize("local_at", ["0001-01-01T00:00", "1999-12-31T23:59", "2101-01-01T00:00", "9999-12-31T23:59"])
async def test_nobody_plans_beyond_the_years_that_clocks_are_known_for(room: Room, local_at: str) -> None:
    new = {"cuts": [room.cut["id"]], "channels": [room.channel["id"]], "local_at": local_at}
    refused = await room.ada.http.post(f"/v1/campaigns/{room.campaign['id']}/posts", json=new)
    assert refused.status_code == 422, refused.text
    assert [(one["pointer"], one["code"]) for one in refused.json()["errors"]] == [("/local_at", "year_out_of_range")]


async def test_an_address_is_on_record_once(room: Room) -> None:
    await room.done(await room.ready(), "record", POSTED)
    other = await room.ready(slot="again")
    refused = await room.do(other, "record", POSTED)
    assert (refused.status_code, refused.json()["code"]) == (409, "already-on-record")
    assert (await room.show(other))["status"] == "planned"


@pytest.mark.parametrize("verb", ["schedule", "record"])
async def test_of_ten_who_do_it_at_once_one_does_and_the_others_read_who_and_when(room: Room, verb: str) -> None:
    post = await room.ready(local_at="2027-01-20T18:00")
    body = POSTED if verb == "record" else {}
    answers = await asyncio.gather(*(room.do(post, verb, body) for _ in range(10)))
    assert sorted(one.status_code for one in answers) == [200] + [412] * 9
    for lost in (one.json() for one in answers if one.status_code == 412):
        assert lost["current"]["last"]["verb"] == {"schedule": "scheduled", "record": "recorded"}[verb]
        assert lost["current"]["last"]["name"] == room.house.person.name
        assert lost["current"]["last"]["at"]
    steps = (await room.ada.read(f"/v1/posts/{post['id']}/steps"))["data"]
    assert sum(one["verb"] in ("scheduled", "recorded") for one in steps) == 1


async def test_who_saw_the_newest_state_is_still_told_that_it_is_live(room: Room) -> None:
    live = await room.done(await room.ready(), "record", POSTED)
    refused = await room.do(live, "record", POSTED | {"url": "https://video.example/2"})
    assert (refused.status_code, refused.json()["code"]) == (409, "not-in-this-state")
    assert refused.json()["last"]["name"] == room.house.person.name
    assert room.house.person.name in refused.json()["detail"]
    assert (await room.show(live))["url"] == POSTED["url"]


async def test_a_post_of_unknown_outcome_is_not_posted_again(room: Room) -> None:
    post = await room.done(await room.ready(local_at="2027-01-20T18:00"), "doubt", DOUBT)
    for verb in ("schedule", "doubt"):
        assert (await room.do(post, verb, DOUBT if verb == "doubt" else {})).json()["code"] == "not-in-this-state"
    assert [one["id"] for one in (await room.plan())["there"]] == [post["id"]]
    live = await room.done(post, "record", POSTED)
    assert live["status"] == "live"


async def test_a_server_that_dies_between_the_steps_of_a_record_leaves_nothing_of_it(
    room: Room, settings: Settings
) -> None:
    """Everything of a record is one transaction: status, address, captions, history and event."""
    post = await room.ready()
    said = PostRecord(posted_at=datetime(2026, 11, 20, 17, 1, tzinfo=UTC), url=POSTED["url"])
    doomed = await Database.open(settings.database_url, size=1)
    with pytest.raises(Unavailable):
        async with doomed.transaction(room.house.person.scope) as tx:
            book, person, revision = rulebook.load(), room.house.person, int(post["revision"])
            live = await recording.record_post(tx, person, book, PostId.parse(post["id"]), revision, said)
            assert live.status == "live"
            tx.connection.terminate()
            await tx.connection.fetchval("select 1")
    await doomed.close()
    now = await room.show(post)
    assert (now["status"], now["url"], now["revision"]) == ("planned", None, post["revision"])
    assert await events(room.db, room.house, "post.recorded") == []
    assert (await room.done(now, "record", POSTED))["status"] == "live"
