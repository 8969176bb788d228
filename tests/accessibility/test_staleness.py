"""Every change that can happen to what an answer was given for, against an answer to each kind of subject.

Exactly the dependent answers become stale, with the reason; and when the change is taken back, they hold again.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

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
