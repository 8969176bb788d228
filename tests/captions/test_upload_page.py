"""The page that takes caption files: it looks first, says what is wrong by line, and imports when told to."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from tests.captions.workshop import Workshop, webvtt

ENGLISH = webvtt(("0.5 2", "Two cups."), ("3 4.5", "Same time."))


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A master of ten seconds, without captions."""
    await workshop.open(tmp_path, {"US": ["en-US"], "DE": ["de-DE"]})
    return workshop


async def look(room: Workshop, text: str | bytes, name: str = "en.vtt", **said: str) -> httpx.Response:
    """Choose a file on the page and send it."""
    page = await room.api.get(f"/c/{room.campaign}/import")
    assert page.status_code == 200, page.text
    form = {"place": room.source, "locale": "en-US", "kind": "", "act": "look", **said}
    return await room.api.post(
        f"/c/{room.campaign}/import", data=form, files={"file": (name, text)}, headers=own(room.api)
    )


def own(api: httpx.AsyncClient) -> dict[str, str]:
    return {"sec-fetch-site": "same-origin", "x-cutdown-form": api.cookies["cutdown-form"]}


async def take(room: Workshop, page: httpx.Response, **changed: str) -> httpx.Response:
    """Press the button that imports."""
    _, _, rest = page.text.partition('name="act" value="take"')
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', rest.partition("</form>")[0]))
    form = {"place": room.source, "locale": "en-US", "kind": "", "act": "take"}
    form |= {name: unescape(value) for name, value in fields.items()} | changed
    return await room.api.post(f"/c/{room.campaign}/import", data=form, headers=own(room.api))


async def cues(room: Workshop) -> list[str]:
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return [one["text"] for track in tracks for one in (await room.read(f"/v1/tracks/{track['id']}/cues"))["data"]]


async def test_a_file_is_looked_at_and_then_imported(room: Workshop) -> None:
    page = await look(room, ENGLISH)
    assert page.status_code == 200
    assert "Nothing is changed yet." in page.text
    assert "2 cues" in page.text
    assert await cues(room) == []
    told = await take(room, page)
    assert (told.status_code, "The file is imported." in told.text) == (200, True)
    assert await cues(room) == ["Two cups.", "Same time."]
    assert "The file changes nothing." in (await look(room, ENGLISH)).text


async def test_a_changed_file_needs_what_was_seen(room: Workshop) -> None:
    await take(room, await look(room, ENGLISH))
    page = await look(room, ENGLISH.replace("cups", "mugs"))
    assert "<del>Two cups.</del>" in page.text
    await room.send(ENGLISH.replace("cups", "cans"), seen=1)
    told = await take(room, page)
    assert (told.status_code, "Somebody changed these captions meanwhile." in told.text) == (422, True)
    assert await cues(room) == ["Two cans.", "Same time."]
    await take(room, told)
    assert await cues(room) == ["Two mugs.", "Same time."]


async def test_every_fault_of_a_file_has_its_line(room: Workshop) -> None:
    page = await look(room, webvtt(("9 11", "Late."), ("12 13", "Later.")))
    assert page.status_code == 422
    assert re.findall(r"line (\d+): it ends after the source", page.text) == ["3", "6"]
    assert await cues(room) == []


async def test_a_file_that_cannot_be_read_shows_where(room: Workshop) -> None:
    page = await look(room, b"WEBVTT\n")
    assert page.status_code == 422
    assert 'name="act" value="take"' not in page.text
    assert "The file cannot be read" in page.text


async def test_what_the_form_lacks_is_said_in_words(room: Workshop) -> None:
    for said, words in (
        ({"place": "src_none"}, "Choose the film or the cut"),
        ({"locale": ""}, "Say which language"),
        ({"locale": "de-DR"}, "de-DE"),
        ({"name": "film.mp4"}, "This is not a caption file"),
    ):
        page = await look(room, ENGLISH, **said)
        assert (page.status_code, words in page.text) == (422, True), said
    assert await cues(room) == []


async def test_bytes_that_somebody_else_sent_cannot_be_named(room: Workshop) -> None:
    page = await look(room, ENGLISH)
    for forged in ({"seal": "0" * 64}, {"sha256": "00" * 32}, {"sha256": "nonsense"}, {"sha256": ""}):
        told = await take(room, page, **forged)
        assert (told.status_code, "Choose a caption file." in told.text) == (422, True)
    assert await cues(room) == []
