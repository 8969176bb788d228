"""What stands in a market's way: grouped, named, the most urgent first."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.ids import CampaignId, CutId, PersonId, PostId, VideoId
from schemas.posts import PlannedPost
from service.board.model import Given, Times
from service.board.obstacles import caption_obstacles, checklist_obstacles, ordered, post_obstacles

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
VIDEO, CUT, OTHER = VideoId(uuid4()), CutId(uuid4()), CutId(uuid4())
MARIE = PersonId(uuid4())


def cell(state: str, cut: CutId = CUT, locale: str = "de-DE") -> Cell:
    facts: dict[str, Any] = dict.fromkeys(
        ("release_id", "release_number", "approved_at", "errors", "warnings", "pack"), None
    )
    return Cell(
        cut_id=cut,
        market="DE",
        locale=locale,
        kind="subtitles",
        state=state,  # type: ignore[arg-type]
        done=1,
        total=2,
        because=f"it is {state}",
        files=[],
        **facts,
    )


def of_captions(*cells: Cell, given: tuple[Given, ...] = ()) -> list[Any]:
    times = [Times(VIDEO, "de-DE", NOW - timedelta(days=3), NOW - timedelta(days=2), NOW - timedelta(days=1))]
    return caption_obstacles(cells, {CUT: VIDEO, OTHER: VIDEO}, given, times)


@pytest.mark.parametrize(
    ("state", "days"), [("in_review", 2), ("stale", 1), ("missing", 1), ("draft", 3), ("blocked", 3)]
)
def test_captions_say_since_when_they_wait(state: str, days: int) -> None:
    [found] = of_captions(cell(state), cell(state, OTHER), cell("approved"))
    assert (found.room, found.state, found.count, found.cuts) == ("captions", state, 2, [CUT, OTHER])
    assert found.since == NOW - timedelta(days=days)
    assert found.who == []


def test_captions_say_who_has_them_and_until_when() -> None:
    review = Given(VIDEO, "de-DE", "review", MARIE, "Marie", date(2026, 11, 27))
    waiting, draft = of_captions(cell("in_review"), cell("draft", OTHER), given=(review,))
    assert [(one.id, one.name) for one in waiting.who] == [(MARIE, "Marie")]
    assert waiting.due_on == date(2026, 11, 27)
    assert draft.who == []


def standing(cut: CutId, *blocking: tuple[str, str], since: datetime | None = NOW) -> Standing:
    rows = [{"item": item, "title": item, "state": state, "reason": None, "since": since} for item, state in blocking]
    facts = {"cut_id": str(cut), "market": "DE", "holds": 1, "total": 3, "states": {}, "waiting_on": ["person"]}
    return msgspec.convert(facts | {"blocking": rows, "warning": rows}, Standing, dec_hook=_id)


def _id(kind: type, value: object) -> object:
    return kind.parse(value)  # type: ignore[attr-defined]


def test_checklists_stand_together_by_item_and_state() -> None:
    found = checklist_obstacles(
        [
            standing(CUT, ("CAP-01", "fails"), ("REP-01", "open")),
            standing(OTHER, ("REP-01", "open"), ("CAP-01", "stale")),
        ]
    )
    assert [(one.code, one.state, one.cuts) for one in ordered(found)] == [
        ("CAP-01", "blocked", [CUT]),
        ("CAP-01", "stale", [OTHER]),
        ("REP-01", "open", [CUT, OTHER]),
    ]


def test_checklists_say_since_when_and_whose_work_they_are() -> None:
    before = NOW - timedelta(days=4)
    [found] = checklist_obstacles(
        [
            standing(CUT, ("REP-01", "open")),
            standing(OTHER, ("REP-01", "open"), since=before),
            standing(OTHER, ("REP-01", "open"), since=None),
        ]
    )
    assert (found.since, found.who, found.roles) == (before, [], ["producer", "reviewer", "marketer", "counsel"])
    [unknown] = checklist_obstacles([standing(CUT, ("CAP-01", "fails"), since=None)])
    assert (unknown.since, unknown.roles) == (None, [])  # what fails is mended where it is made


def gate(kind: str, state: str, days: int = 0) -> dict[str, Any]:
    reason: dict[str, Any] = {
        "code": "x",
        "severity": "blocks",
        "facts": {},
        "detail": f"{kind} is closed",
        "way_out": None,
        "since": NOW - timedelta(days=days),
    }
    return {"kind": kind, "state": state, "reasons": [reason], "override": None}


def post(status: str, due_at: datetime | None, *gates: dict[str, Any]) -> PlannedPost:
    facts: dict[str, Any] = {
        name: None for name in PlannedPost.__struct_fields__ if name not in ("market", "slot", "media", "note")
    }
    step = {"number": 1, "verb": "doubted", "note": "", "by": str(MARIE), "name": "Marie", "at": NOW}
    said = {"value": None, "level": None}
    copy = dict.fromkeys(("text", "title", "hashtags", "cover_ms", "disclosure"), said)
    facts |= {
        "id": str(PostId(uuid4())),
        "brand_id": "brd_00000000000000000000000000",
        "campaign_id": str(CampaignId(uuid4())),
    }
    facts |= {"cut_id": str(CUT), "cut": "15 A", "video_id": str(VIDEO), "channel_id": "chn_00000000000000000000000000"}
    facts |= {
        "platform": "tiktok",
        "handle": "@a",
        "market": "DE",
        "slot": "launch",
        "media": "organic_social",
        "note": "",
    }
    facts |= {"status": status, "due_at": due_at, "last": step, "revision": 1, "created_at": NOW, "updated_at": NOW}
    return msgspec.convert(
        facts | {"copy": copy, "open": True, "gates": list(gates), "captions": []}, PlannedPost, dec_hook=_id
    )


def told(*posts: PlannedPost) -> list[tuple[str, str, int]]:
    return [(one.code, one.state, one.count) for one in ordered(post_obstacles(posts, [], NOW))]


def test_a_post_nobody_knows_of_comes_before_one_that_is_late_and_one_that_is_refused() -> None:
    refused = post("planned", NOW + timedelta(days=1), gate("rights", "blocks"), gate("brief", "warns"))
    late = post("scheduled", NOW - timedelta(minutes=1))
    assert told(refused, late, post("unknown", NOW)) == [
        ("outcome_unknown", "unknown", 1),
        ("overdue", "overdue", 1),
        ("rights", "blocked", 1),
    ]


def test_what_another_room_says_is_not_said_twice_and_what_is_out_keeps_nothing_back() -> None:
    closed = [gate("captions", "blocks"), gate("checklist", "blocks"), gate("film", "overridden")]
    assert told(post("planned", None, *closed), post("live", NOW), post("taken_down", NOW)) == []


def test_a_closed_gate_says_since_when_it_is_closed() -> None:
    [found] = post_obstacles(
        [post("planned", NOW, gate("brief", "blocks", days=2)), post("planned", NOW, gate("brief", "blocks", days=5))],
        [],
        NOW,
    )
    assert (found.code, found.since, found.roles) == ("brief", NOW - timedelta(days=5), [])


def test_captions_that_nobody_has_say_whose_work_they_are() -> None:
    review = Given(VIDEO, "de-DE", "review", MARIE, "Marie", None)
    [waits], [given] = of_captions(cell("in_review")), of_captions(cell("in_review"), given=(review,))
    assert (waits.roles, given.roles) == (["producer", "reviewer"], [])
