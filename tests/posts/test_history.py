"""What a post's history says that changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from schemas.ids import PersonId
from schemas.post_history import PastStep, StepChange
from service.decoding import decode
from service.posts.history import history_of
from service.posts.model import StoredStep
from service.web.posts.past import Told, told
from service.web.words import languages
from tests.posts.conftest import Room
from tests.studio import Json

NOW = datetime(2027, 1, 1, tzinfo=UTC)
POSTED = {"url": "https://video.example/1", "posted_at": "2026-11-20T18:01:00+01:00"}


async def change(room: Room, post: Json, **what: object) -> Json:
    """The post after a change."""
    changed = await room.ada.http.patch(
        f"/v1/posts/{post['id']}", json=what, headers={"if-match": f'"r{post["revision"]}"'}
    )
    assert changed.status_code == 200, changed.text
    return await room.show(post)


async def history(room: Room, post: Json) -> list[Json]:
    """Its steps, the oldest first."""
    return list(reversed((await room.ada.read(f"/v1/posts/{post['id']}/steps"))["data"]))


def changes(step: Json) -> dict[str, Any]:
    return {one["field"]: (one["was"], one["now"]) for one in step["changes"]}


async def test_a_time_is_told_from_and_to_and_words_by_their_names(room: Room) -> None:
    post = await room.planned(local_at="2027-01-20T18:00")
    post = await change(room, post, local_at="2027-10-31T02:30", fold="second", media="paid_social")
    post = await change(room, post, zone="Asia/Tokyo", text="The chair by the window.", hashtags=["kaffee"])
    post = await change(room, post, text="Another chair.", local_at=None)
    planned, moved, said, again = await history(room, post)
    assert (planned["local_at"], planned["zone"], planned["changes"]) == ("2027-01-20T18:00", "Europe/Berlin", [])
    assert changes(moved) == {
        "media": ("organic_social", "paid_social"),
        "local_at": ("2027-01-20T18:00", "2027-10-31T02:30"),
        "fold": (None, "second"),
    }
    assert changes(said) == {
        "zone": ("Europe/Berlin", "Asia/Tokyo"),
        "fold": ("second", None),
        "text": (None, None),
        "hashtags": (None, None),
    }
    assert changes(again)["local_at"] == ("2027-10-31T02:30", None)
    assert set(changes(again)) == {"local_at", "zone", "text"}


async def test_what_was_opened_scheduled_and_recorded_is_told(room: Room) -> None:
    post = await room.ready(local_at="2027-01-20T18:00")
    address = f"/v1/posts/{post['id']}/overrides/brief"
    assert (await room.ada.http.delete(address)).status_code in (200, 404)
    post = await room.let_pass(await room.show(post))
    post = await room.done(post, "schedule", {"local_at": "2027-01-20T19:30"})
    post = await room.done(await room.done(post, "unschedule"), "record", POSTED)
    post = await room.done(post, "correct", POSTED | {"url": "https://video.example/2"})
    post = await room.done(post, "take_down", {"note": "The music's rights ended."})
    steps = await history(room, post)
    opened = [one for one in steps if one["verb"] == "overridden"]
    assert {one["gate"] for one in opened} >= {"brief", "captions"}
    assert {one["note"] for one in opened} == {"Said so."}
    assert [one["gate"] for one in steps if one["verb"] == "override_ended"] == ["brief"]
    scheduled, unscheduled, recorded, corrected, down = steps[-5:]
    assert changes(scheduled) == {"local_at": ("2027-01-20T18:00", "2027-01-20T19:30")}
    assert (unscheduled["changes"], unscheduled["local_at"]) == ([], "2027-01-20T19:30")
    assert changes(recorded) == {"url": (None, POSTED["url"]), "posted_at": (None, "2026-11-20T17:01:00Z")}
    assert changes(corrected) == {"url": (POSTED["url"], "https://video.example/2")}
    assert (down["verb"], down["changes"]) == ("taken_down", [])


def test_a_step_from_before_this_was_kept_says_only_that_it_happened() -> None:
    def step(number: int, media: str | None, local_at: str | None) -> StoredStep:
        return StoredStep(
            number=number,
            verb="changed",
            note="",
            by=PersonId(UUID(int=1)),
            name="Ada",
            at=NOW,
            gate=None,
            touched=[],
            media=media,
            local_at=local_at,
            zone="Europe/Berlin" if local_at else None,
            fold=None,
            url=None,
            posted_at=None,
            evidence_sha256=None,
        )

    plain = "organic_social"
    steps = [step(3, plain, "2027-01-22T18:00"), step(2, plain, "2027-01-21T18:00"), step(1, None, None)]
    second, first, old = history_of(steps)
    assert (old.changes, first.changes) == ([], [])
    assert second.changes == [StepChange(field="local_at", was="2027-01-21T18:00", now="2027-01-22T18:00")]


async def test_the_page_says_it_in_the_readers_words(room: Room) -> None:
    post = await room.planned(local_at="2027-01-20T18:00")
    post = await change(room, post, local_at="2027-01-20T19:30", text="The chair.", cover_ms=1200)
    planned, moved = [decode(msgspec.json.encode(one), PastStep) for one in await history(room, post)]
    assert plain(told(languages()["en"], NOW, planned)) == [("Day and time", "", "Wed, Jan 20, 18:00 CET")]
    assert plain(told(languages()["de"], NOW, moved)) == [
        ("Tag und Zeit", "Mi., 20. Jan., 18:00 CET", "Mi., 20. Jan., 19:30 CET"),
        ("Was der Post sagt", "", "Text und Titelbild"),
    ]


def plain(lines: list[Told]) -> list[tuple[str, ...]]:
    """What a page shows of them, without its markup."""
    return [tuple(re.sub("<[^>]+>", "", part) for part in (one.label, one.was, one.now)) for one in lines]
