"""Every change that can happen to what an answer was given for, against an answer to each kind of subject.

Exactly the dependent answers become stale, with the reason; and when the change is taken back, they hold again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct, structs

from schemas.ids import CutId
from service import rulebook
from service.accessibility.actions import checklist_of
from service.rulebook.market_items import Regions
from tests.accessibility.conftest import Ward
from tests.captions.desk import Desk
from tests.captions.workshop import Json
from tests.media.films import film

SIGNED = {"cut": "REP-01", "rendition": "VIS-01", "release": "CAP-06"}  # an item of each subject that a person signs
Do = Callable[["Scene"], Awaitable[None]]


class Scene(Struct):
    """A cut with film and captions, in Germany with a price; everything that people can judge there is signed."""

    ward: Ward
    film: Path
    other: Path
    before: Json = {}

    @property
    def desk(self) -> Desk:
        return Desk(self.ward.room, self.ward.cut, self.ward.german)

    @property
    def address(self) -> str:
        return f"/v1/cuts/{self.ward.cut}"

    async def stale(self, market: str = "DE") -> dict[str, str]:
        """What is stale in a market, by subject, with the code of its reason and of what changed under captions."""
        found = {}
        for subject, item in SIGNED.items():
            one = await self.ward.item(item, market)
            if one["state"] != "signed":
                assert one["state"] == "stale", one
                changes = one["reason"]["facts"].get("changes", [])
                found[subject] = " ".join([one["reason"]["code"], *sorted({change["code"] for change in changes})])
        return found


@pytest.fixture
async def scene(ward: Ward, tmp_path: Path, short_film: Path) -> Scene:
    other = film(tmp_path / "other.mp4", size="90x160", seconds=5.0, extra=("-metadata", "comment=other"))
    made = Scene(ward, short_film, other)
    await fact(made, "4.90", 0)
    await ward.say(1, "Nur {price}.")
    await ward.release()
    await ward.upload(short_film)
    for market in ("US", "DE"):
        for item in SIGNED.values():
            await ward.answer(item, market=market)
    made.before = await ward.room.read(made.address)
    return made


async def fact(scene: Scene, amount: str, seen: int) -> None:
    address = f"/v1/campaigns/{scene.ward.room.campaign}/facts/price/DE"
    body = {"value": {"kind": "money", "amount": amount, "currency": "EUR"}}
    answer = await scene.ward.room.api.put(address, json=body, headers={"if-match": f'"r{seen}"'})
    assert answer.status_code == 200, answer.text


async def edit(scene: Scene, frames: int) -> None:
    segments = [one | {"out_frame": frames} for one in scene.before["segments"]]
    known = ("id", "layer", "source_id", "in_frame", "out_frame")
    await scene.desk.edit(*({name: one[name] for name in known} for one in segments))


async def mark(scene: Scene) -> None:
    made = {"kind": "text", "text": "4,90 €", "role": "price"}
    await scene.ward.room.make(f"{scene.address}/marks", what=made, in_frame=100, out_frame=125)


async def unmark(scene: Scene) -> None:
    for one in (await scene.ward.room.read(f"{scene.address}/marks"))["marks"]:
        assert (await scene.ward.room.api.delete(f"/v1/marks/{one['id']}")).status_code == 204


async def withdraw_film(scene: Scene) -> None:
    seen = (await scene.ward.room.api.get(f"{scene.address}/film")).headers["etag"]
    gone = await scene.ward.room.api.delete(f"{scene.address}/film", headers={"if-match": seen})
    assert gone.status_code == 204, gone.text


async def move(scene: Scene, end_ms: int) -> None:
    cue = (await scene.ward.room.read(f"/v1/tracks/{scene.ward.english}/cues"))["data"][0]
    at = f"/v1/cues/{cue['id']}/timing"
    seen = (await scene.ward.room.api.get(at)).headers["etag"]
    body = {"begin_ms": cue["begin_ms"], "end_ms": end_ms}
    moved = await scene.ward.room.api.put(at, json=body, headers={"if-match": seen})
    assert moved.status_code == 200, moved.text
    await scene.ward.room.conform(scene.ward.cut)


class Change(Struct, frozen=True):
    """What is done, what undoes it, and what is stale in between."""

    name: str
    do: Do
    undo: Do
    germany: dict[str, str]
    america: dict[str, str] = {}


def says(cue: int, text: str, *, english: bool = False) -> Do:
    async def do(scene: Scene) -> None:
        await scene.ward.say(cue, text, scene.ward.english if english else scene.ward.german)

    return do


def doing(act: Callable[..., Awaitable[Any]], *more: Any) -> Do:
    async def do(scene: Scene) -> None:
        await act(scene, *more)

    return do


def overrides(text: str | None) -> Do:
    async def do(scene: Scene) -> None:
        await scene.desk.set(0, text=text)

    return do


def films(*, other: bool) -> Do:
    async def do(scene: Scene) -> None:
        await scene.ward.upload(scene.other if other else scene.film)

    return do


CHANGES = [
    Change("text", says(0, "Zwei Becher."), says(0, "Zwei Tassen."), {"release": "release_stale cue"}),
    Change(
        "source text",
        says(0, "Two mugs.", english=True),
        says(0, "Two cups.", english=True),
        {"release": "release_stale cue"},
        {"release": "release_stale cue"},
    ),
    Change("fact", doing(fact, "5.20", 1), doing(fact, "4.90", 2), {"release": "release_stale fact"}),
    Change(
        "timing",
        doing(move, 1800),
        doing(move, 2000),
        {"release": "release_stale timing"},
        {"release": "release_stale timing"},
    ),
    Change("override", overrides("Zwei Krüge."), overrides(None), {"release": "release_stale override"}),
    Change(
        "edit list",
        doing(edit, 100),
        doing(edit, 125),
        {"cut": "edit_changed", "release": "release_stale edit"},
        {"cut": "edit_changed", "release": "release_stale edit"},
    ),
    Change("text on screen", doing(mark), doing(unmark), {"cut": "contents_changed"}, {"cut": "contents_changed"}),
    Change(
        "film bytes",
        films(other=True),
        films(other=False),
        {"rendition": "film_changed"},
        {"rendition": "film_changed"},
    ),
    Change(
        "film taken back",
        doing(withdraw_film),
        films(other=False),
        {"rendition": "film_withdrawn"},
        {"rendition": "film_withdrawn"},
    ),
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.name)
async def test_exactly_the_dependent_answers_become_stale(scene: Scene, change: Change) -> None:
    assert (await scene.stale("DE"), await scene.stale("US")) == ({}, {})
    await change.do(scene)
    assert (await scene.stale("DE"), await scene.stale("US")) == (change.germany, change.america)
    await change.undo(scene)
    assert (await scene.stale("DE"), await scene.stale("US")) == ({}, {})


async def test_the_next_release_names_what_changed_since_the_answer(scene: Scene) -> None:
    await withdraw_film(scene)  # which nobody has compared, so releases would wait for it
    await scene.ward.say(0, "Zwei Becher.")
    await scene.ward.release()
    reason = (await scene.ward.item("CAP-06"))["reason"]
    assert reason["facts"] == {
        "locale": "de-DE",
        "kind": "subtitles",
        "then": 2,
        "now": 3,
        "changes": [{"code": "cue", "text": "Zwei Becher.", "begin_ms": 500}],
    }
    assert reason["detail"] == (
        "It was answered for release 2 in de-DE; now it is release 3. A text has changed: “Zwei Becher.”."
    )
    await scene.ward.answer("CAP-06")
    assert await scene.stale("DE") == {"rendition": "film_withdrawn"}


async def test_a_withdrawn_release_takes_its_answers_along(scene: Scene) -> None:
    release = next(one for one in await scene.ward.room.releases(scene.ward.cut) if one["locale"] == "de-DE")
    assert (await scene.ward.room.api.post(f"/v1/releases/{release['id']}/withdraw")).status_code == 200
    assert (await scene.stale("DE"), await scene.stale("US")) == ({"release": "release_withdrawn"}, {})


async def test_a_rule_that_changes_makes_the_answers_to_it_stale_and_no_others(scene: Scene) -> None:
    book = rulebook.load()
    changed = structs.replace(book.regions.catalog["REP-01"], threshold="two named reviewers, dated")
    regions = Regions(book.regions.catalog | {"REP-01": changed}, list(book.regions.packs.values()))
    cut = CutId.parse(scene.ward.cut)
    async with scene.ward.room.db.reading(scene.ward.room.house.person.scope) as tx:
        now = await checklist_of(tx, structs.replace(book, regions=regions), cut, "DE")
        before = await checklist_of(tx, book, cut, "DE")
    of = {one.item: one for one in now.items}
    assert {item: of[item].state for item in SIGNED.values()} == {
        "REP-01": "stale",
        "VIS-01": "signed",
        "CAP-06": "signed",
    }
    assert of["REP-01"].reason is not None
    assert of["REP-01"].reason.code == "pack_changed"
    assert next(one for one in before.items if one.item == "REP-01").state == "signed"


async def test_an_answer_falls_with_the_confirmation_that_it_was_given_under(scene: Scene) -> None:
    room = scene.ward.room
    word = {
        "pack": "DE",
        "item": "CAP-06",
        "item_hash": rulebook.load().regions.item_hash("DE", "CAP-06"),
        "source_title": "BFSG",
        "seen_on": "2026-11-20",
    }
    await room.make("/v1/rules/confirmations", **word)
    assert await scene.stale("DE") == {}
    await scene.ward.answer("CAP-06", seen=1)
    gone = await room.api.delete("/v1/rules/regions/DE/items/CAP-06/confirmation")
    assert gone.status_code == 204, gone.text
    assert (await scene.stale("DE"), await scene.stale("US")) == ({"release": "confirmation_withdrawn"}, {})
    await room.make("/v1/rules/confirmations", **word)
    assert await scene.stale("DE") == {}
