"""Releases wait for the film of their cut: while it is compared, and while it differs from the edit list."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from schemas.ids import CutId
from service.assets.store import Store
from service.videos.filming import compare_film
from tests.captions.workshop import Json, Workshop, webvtt
from tests.media.films import Shot, cut_from

RIGHT, WRONG = (Shot(0, 100), Shot(125, 200)), (Shot(0, 100), Shot(150, 225))
ASKED = {"market": "DE", "locale": "de-DE"}


class Filmed:
    """A cut whose German captions are approved and placed, and its films."""

    def __init__(self, workshop: Workshop, cut: str, directory: Path) -> None:
        self.workshop, self.cut, self.directory = workshop, cut, directory
        self.address = f"/v1/cuts/{cut}/film"

    async def send(self, shots: tuple[Shot, ...]) -> Json:
        """PUT of a film of these stretches of the master."""
        film = cut_from(self.directory / "master.mp4", self.directory / "cut.mp4", *shots)
        headers = {"content-type": "video/mp4"}
        answer = await self.workshop.api.put(self.address, content=film.read_bytes(), headers=headers)
        assert answer.status_code == 201, answer.text
        sent: Json = answer.json()
        return sent

    async def compare(self) -> Json:
        """What the worker does, and then releases."""
        store = Store.from_url(self.workshop.settings.storage_url)
        await compare_film(self.workshop.db, store, self.workshop.house.person.scope, CutId.parse(self.cut))
        await self.workshop.work(self.cut)
        return await self.workshop.read(self.address)

    async def ask(self) -> httpx.Response:
        """A release, asked for by a person."""
        return await self.workshop.api.post(f"/v1/cuts/{self.cut}/releases", json=ASKED)

    async def cell(self) -> tuple[str, str]:
        """State and reason of the German cell."""
        cells = (await self.workshop.read(f"/v1/campaigns/{self.workshop.campaign}/matrix"))["data"]
        (found,) = [one for one in cells if one["locale"] == "de-DE"]
        return found["state"], found["because"]

    async def released(self) -> list[str]:
        """The status of each German release."""
        return [one["status"] for one in await self.workshop.releases(self.cut) if one["locale"] == "de-DE"]


@pytest.fixture
async def filmed(workshop: Workshop, tmp_path: Path) -> Filmed:
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    cut = await workshop.cut("A", (0, 100), (125, 200))
    await workshop.captions(webvtt(("0.5 2.0", "Two cups."), ("5.2 6.8", "Habit.")))
    track = await workshop.translate("de-DE", "Zwei Tassen.", "Gewohnheit.")
    await workshop.approve(track["id"])
    await workshop.conform(cut)
    return Filmed(workshop, cut, tmp_path)


async def test_a_release_waits_while_the_film_is_compared_and_then_makes_itself(filmed: Filmed) -> None:
    await filmed.send(RIGHT)
    await filmed.workshop.work(filmed.cut)
    assert await filmed.released() == []
    asked = await filmed.ask()
    assert (asked.status_code, asked.json()["code"], asked.headers["retry-after"]) == (409, "cut-film-pending", "5")
    assert await filmed.cell() == ("draft", "the uploaded film is being compared with the edit list")
    assert (await filmed.compare())["state"] == "matching"
    assert await filmed.released() == ["approved"]
    assert await filmed.cell() == ("approved", "")


async def test_a_film_that_differs_blocks_every_way_to_a_release(filmed: Filmed) -> None:
    await filmed.send(WRONG)
    film = await filmed.compare()
    assert film["state"] == "mismatching"
    assert await filmed.released() == []
    asked = await filmed.ask()
    problem = asked.json()
    assert (asked.status_code, problem["code"], problem["state"]) == (409, "cut-film-mismatch", "mismatching")
    assert problem["findings"] == film["findings"]
    count = len(film["findings"])
    differs = f"the uploaded film differs from the edit list in {count} place{'s' * (count != 1)}"
    assert (problem["detail"], await filmed.cell()) == (differs, ("blocked", differs))
    assert "film/accept" in (await filmed.workshop.api.get(problem["type"], headers={"accept": "text/html"})).text


async def test_the_right_film_lets_the_releases_go_on(filmed: Filmed) -> None:
    await filmed.send(WRONG)
    await filmed.compare()
    await filmed.send(RIGHT)
    await filmed.compare()
    assert await filmed.released() == ["approved"]


async def test_a_corrected_edit_list_lets_the_releases_go_on(filmed: Filmed) -> None:
    await filmed.send((Shot(0, 100), Shot(130, 205)))
    assert (await filmed.compare())["state"] == "mismatching"
    cut = await filmed.workshop.read(f"/v1/cuts/{filmed.cut}")
    segments = [cut["segments"][0], {**cut["segments"][1], "in_frame": 130, "out_frame": 205}]
    address, seen = f"/v1/cuts/{filmed.cut}/edit_list", {"if-match": f'"r{cut["revision"]}"'}
    assert (await filmed.workshop.api.put(address, json={"segments": segments}, headers=seen)).status_code == 200
    assert (await filmed.compare())["state"] == "matching"
    assert await filmed.released() == ["approved"]


async def test_an_accepted_film_lets_the_releases_go_on(filmed: Filmed) -> None:
    await filmed.send(WRONG)
    film = await filmed.compare()
    accepted = await filmed.workshop.api.post(
        f"{filmed.address}/accept",
        json={"reason": "A dissolve, as the client asked."},
        headers={"if-match": f'"r{film["revision"]}"'},
    )
    assert accepted.status_code == 200, accepted.text
    await filmed.workshop.work(filmed.cut)
    assert await filmed.released() == ["approved"]
    assert await filmed.cell() == ("approved", "")


async def test_without_its_film_a_cut_is_released_as_before(filmed: Filmed) -> None:
    film = await filmed.send(WRONG)
    gone = await filmed.workshop.api.delete(filmed.address, headers={"if-match": f'"r{film["revision"]}"'})
    assert gone.status_code == 204
    await filmed.workshop.work(filmed.cut)
    assert await filmed.released() == ["approved"]


async def test_a_waiting_release_is_not_approved_against_its_film(filmed: Filmed) -> None:
    clipped = await filmed.workshop.cut("B", (0, 40), (125, 200))
    await filmed.workshop.work(clipped)
    (waiting,) = [one for one in await filmed.workshop.releases(clipped) if one["locale"] == "de-DE"]
    assert waiting["status"] == "in_review"
    other = Filmed(filmed.workshop, clipped, filmed.directory)
    await other.send(WRONG)
    address = f"/v1/releases/{waiting['id']}/approve"
    assert (await filmed.workshop.api.post(address)).json()["code"] == "cut-film-pending"
    await other.compare()
    refused = await filmed.workshop.api.post(address)
    assert (refused.status_code, refused.json()["code"]) == (409, "cut-film-mismatch")
    assert await other.released() == ["in_review"]
