"""Four eyes where a campaign asks for them, and the locales that its markets want."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from service.identity import Role
from tests.captions.workshop import Workshop, webvtt
from tests.studio import colleague


@pytest.fixture
async def grace(workshop: Workshop) -> httpx.AsyncClient:
    """Somebody else of the house, who reviews."""
    return (await colleague(workshop.db, workshop.house, workshop.api, (Role.REVIEWER, None))).http


async def ask_for_four_eyes(workshop: Workshop) -> None:
    address = f"/v1/campaigns/{workshop.campaign}"
    seen = {"if-match": (await workshop.api.get(address)).headers["etag"]}
    changed = await workshop.api.patch(address, json={"four_eyes": True}, headers=seen)
    assert changed.json()["four_eyes"] is True


async def test_who_wrote_a_locale_does_not_approve_it(
    workshop: Workshop, grace: httpx.AsyncClient, tmp_path: Path
) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    track = await workshop.translate("de-DE", "Zwei Tassen.")
    await ask_for_four_eyes(workshop)
    address, seen = f"/v1/tracks/{track['id']}/approve", {"if-match": f'"r{track["revision"]}"'}
    refused = await workshop.api.post(address, headers=seen)
    assert (refused.status_code, refused.json()["code"]) == (409, "four-eyes")
    assert (await workshop.read(f"/v1/tracks/{track['id']}"))["status"] == "draft"
    assert (await grace.post(address, headers=seen)).json()["status"] == "approved"


async def test_without_being_asked_for_a_writer_approves(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    track = await workshop.translate("de-DE", "Zwei Tassen.")
    assert (await workshop.approve(track["id"]))["status"] == "approved"


async def test_who_wrote_a_release_does_not_say_that_its_clipped_cue_is_right(
    workshop: Workshop, grace: httpx.AsyncClient, tmp_path: Path
) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    cut = await workshop.cut("A", (25, 75))
    track = await workshop.translate("de-DE", "Zwei Tassen.")
    await ask_for_four_eyes(workshop)
    seen = {"if-match": f'"r{track["revision"]}"'}
    await grace.post(f"/v1/tracks/{track['id']}/approve", headers=seen)
    await workshop.work(cut)
    (release,) = await workshop.releases(cut)
    assert release["status"] == "in_review"
    refused = await workshop.api.post(f"/v1/releases/{release['id']}/approve")
    assert (refused.status_code, refused.json()["code"]) == (409, "four-eyes")
    assert (await grace.post(f"/v1/releases/{release['id']}/approve")).json()["status"] == "approved"


async def test_the_locales_of_the_markets_are_opened_at_once_and_only_once(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(
        tmp_path, {"US": ["en-US", "es-US"], "CH": ["de-CH", "fr-CH"], "MX": ["es-MX"], "DE": ["de-DE"]}
    )
    await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    await workshop.translate("de-DE", "Zwei Tassen.")
    address = f"/v1/sources/{workshop.source}/open_locales"
    opened = (await workshop.api.post(address)).json()["opened"]
    assert [one["locale"] for one in opened] == ["de-CH", "es-MX", "es-US", "fr-CH"]
    assert {(one["status"], one["done"], one["total"], one["kind"]) for one in opened} == {("draft", 0, 1, "subtitles")}
    assert (await workshop.api.post(address)).json() == {"opened": []}
    told = await workshop.read("/v1/events", types="track.opened")
    assert [event["facts"]["locale"] for event in told["data"]] == ["de-DE", "de-CH", "es-MX", "es-US", "fr-CH"]


async def test_locales_are_opened_on_captions(workshop: Workshop, tmp_path: Path) -> None:
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    answer = await workshop.api.post(f"/v1/sources/{workshop.source}/open_locales")
    assert (answer.status_code, answer.json()["code"]) == (409, "no-source-captions")
