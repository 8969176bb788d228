"""A load of the demo that is cut off, wherever, goes on from there: nothing is made twice, nothing is left out."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest

from service.db.provision import Access
from service.demo.client import Ledger
from service.demo.content import content
from service.demo.film import render
from service.demo.load import Told, load
from service.settings import Settings
from tests.running import environment, running

DEMO = content().small(360, 640)
Names = set[str]


class PowerCut(Exception):
    """What ends a load between an answer and the note of it."""


@pytest.fixture
async def place(access: Access, tmp_path: Path) -> AsyncIterator[Settings]:
    """The settings of a running Cutdown on an empty database."""
    async with running(access.app_url, tmp_path) as (address, _server, _worker):
        port = int(address.rpartition(":")[2])
        yield Settings.from_environment(environment(access.app_url, tmp_path, port))


@asynccontextmanager
async def looking(settings: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """The API with the key that the demo tells."""
    told = msgspec.json.decode((settings.data_dir / "demo.json").read_bytes())
    headers = {"authorization": f"Bearer {told['api_key']}"}
    async with httpx.AsyncClient(base_url=f"http://{settings.authority}", headers=headers, timeout=30) as api:
        yield api


async def listed(api: httpx.AsyncClient, path: str) -> list[dict[str, Any]]:
    """Everything of a list."""
    found: list[dict[str, Any]] = (await api.get(path, params={"limit": 100})).raise_for_status().json()["data"]
    return found


async def cells_when(api: httpx.AsyncClient, expected: dict[str, Counter[str]]) -> dict[str, Counter[str]]:
    """How many cuts of a locale are in which state, when the worker has done its part."""
    [campaign] = await listed(api, "/v1/campaigns")
    counted: dict[str, Counter[str]] = {}
    for _ in range(150):
        cells = (await api.get(f"/v1/campaigns/{campaign['id']}/matrix")).json()["data"]
        counted = {one["locale"]: Counter[str]() for one in cells}
        for one in cells:
            counted[one["locale"]][one["state"]] += 1
        if counted == expected:
            break
        await asyncio.sleep(0.2)
    return counted


def cut_off_everywhere(monkeypatch: pytest.MonkeyPatch) -> Names:
    """The first note of every kind of step is lost; the kinds as they are met."""
    lost: Names = set()
    keep, say = Ledger.keep, Told.say

    def lose(kind: str) -> None:
        if kind not in lost:
            lost.add(kind)
            raise PowerCut(kind)

    def keep_later(ledger: Ledger, name: str, made: Any) -> None:
        lose(name.split()[0] + (" again" if name.endswith("again") else ""))
        keep(ledger, name, made)

    def say_later(told: Told, **facts: Any) -> None:
        lose("told " + " ".join(facts))
        say(told, **facts)

    monkeypatch.setattr(Ledger, "keep", keep_later)
    monkeypatch.setattr(Told, "say", say_later)
    return lost


async def everybody_gets_in(settings: Settings) -> None:
    """What the demo tells is for its visitor's eyes only, and lets every person sign in."""
    told_at, password_at = settings.data_dir / "demo.json", settings.data_dir / "demo.password"
    assert [path.stat().st_mode & 0o777 for path in (told_at, password_at)] == [0o600, 0o600]
    told = msgspec.json.decode(told_at.read_bytes())
    assert password_at.read_text().strip() == told["password"]
    for person in (told, *told["people"]):
        async with httpx.AsyncClient(base_url=f"http://{settings.authority}") as visitor:
            [token] = re.findall(r'name="_csrf_token" value="([^"]+)"', (await visitor.get("/signin")).text)[:1]
            form = {"email": person["email"], "password": told["password"], "_csrf_token": token}
            answer = await visitor.post("/signin", data=form, headers={"sec-fetch-site": "same-origin"})
            assert answer.status_code == 303, person["email"]  # a refusal is the form again


async def test_a_load_that_is_cut_off_at_every_kind_of_step_makes_nothing_twice(
    place: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (place.data_dir / "demo").mkdir()
    await asyncio.to_thread(render, DEMO.master, DEMO.speakers, place.data_dir / "demo")
    lost, loads, lines = cut_off_everywhere(monkeypatch), 0, [""]
    while lines[-1] != "The demo is ready":
        loads, lines = loads + 1, [""]
        try:
            await load(place, lines.append, DEMO)
        except PowerCut:
            assert len(lost) == loads
    numbers = [line.split("/")[0].strip() for line in lines if "/" in line[:4]]
    assert numbers == [str(number) for number in range(1, len(numbers) + 1)]
    assert loads > 20

    await everybody_gets_in(place)
    async with looking(place) as api:
        told = msgspec.json.decode((place.data_dir / "demo.json").read_bytes())
        assert "Zwei Tassen. Gewohnheit." in (await api.get(told["file_url"])).text
        for path in ("/v1/brands", "/v1/campaigns", "/v1/stories"):
            assert len(await listed(api, path)) == 1, path
        [video] = await listed(api, "/v1/videos")
        assert [one["role"] for one in await listed(api, f"/v1/videos/{video['id']}/sources")] == ["insert", "master"]
        cuts = await listed(api, f"/v1/videos/{video['id']}/cuts")
        assert sorted(one["code"] for one in cuts) == sorted(cut.key for cut in DEMO.cuts)
        people = {one["email"]: one for one in await listed(api, "/v1/people")}
        assert len(people) == len(DEMO.people) + 1
        keys = [one for one in await listed(api, "/v1/keys") if one["revoked_at"] is None]
        assert Counter(one["person_id"] for one in keys if one["name"] == "demo") == Counter(
            one["id"] for one in people.values()
        )
        [campaign] = await listed(api, "/v1/campaigns")
        links = await listed(api, f"/v1/campaigns/{campaign['id']}/market_links")
        assert sorted(one["market"] for one in links if one["revoked_at"] is None) == sorted(told["markets"])
        duties = await listed(api, f"/v1/videos/{video['id']}/assignments")
        assert sorted(one["locale"] for one in duties) == sorted(duty.locale for duty in DEMO.duties)
        released = [one for cut in cuts for one in await listed(api, f"/v1/cuts/{cut['id']}/releases")]
        names = Counter((one["cut_id"], one["market"], one["locale"], one["number"]) for one in released)
        assert set(names.values()) == {1}

        whole, one_waits = len(DEMO.cuts) - 1, {"approved": len(DEMO.cuts) - 2, "in_review": 1}
        assert await cells_when(api, expected := {
            "en-US": Counter(approved=whole),
            "de-DE": Counter(approved=2 * (whole - 1) + 1, in_review=2),
            "it-IT": Counter(approved=whole - 3, stale=2, in_review=1),
            "pl-PL": Counter(draft=whole),
            **{locale: Counter(in_review=whole) for locale in ("fr-FR", "ko-KR")},
            **{locale: Counter(one_waits) for locale in ("pt-BR", "ja-JP", "es-MX", "ar-AE")},
        }) == expected  # fmt: skip


async def test_a_load_that_is_stopped_stops_its_render_too(place: Settings) -> None:
    filming, loop = asyncio.Event(), asyncio.get_running_loop()

    def tell(line: str) -> None:
        if "Filming  1" in line:  # said by the thread that renders; a film of full size is far from done then
            loop.call_soon_threadsafe(filming.set)

    loading = asyncio.create_task(load(place, tell))
    await filming.wait()
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert [path.name for path in (place.data_dir / "demo").iterdir() if path.suffix != ".json"] == []
