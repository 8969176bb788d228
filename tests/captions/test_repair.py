"""Files as they are found in the wild: refused with every line, or mended with a list of what was done."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest

from tests.captions.workshop import Json, Workshop

BROKEN = (
    "1\r\n00:00:00,500 --> 00:00:02,000\r\nZwei St\xfcck.\r\n\r\n"
    "2\r\n00:00:03.000 --> 0:00:01,000\r\n<font color=red>Verkehrt.</font>\r\n\r\n"
    "3\r\n00:00:05,000 --> 00:00:07,000\r\nGanz normal.\r\n"
).encode("cp1252")
SBV = b"0:00:00.500,0:00:02.000\nTwo cups.\n"
WHISPER = {
    "text": " Two cups.",
    "segments": [{"id": 0, "start": 0.5, "end": 2.0, "text": " Two cups."}],
    "language": "en",
}


@pytest.fixture
async def room(workshop: Workshop, tmp_path: Path) -> Workshop:
    """A master of ten seconds, without captions."""
    await workshop.open(tmp_path, {"DE": ["de-DE"]})
    return workshop


async def send(room: Workshop, data: bytes, media_type: str = "application/x-subrip", **query: str) -> httpx.Response:
    address = f"/v1/sources/{room.source}/captions/de-DE"
    return await room.api.put(address, content=data, headers={"content-type": media_type}, params=query)


async def texts(room: Workshop) -> list[str]:
    tracks = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    return [one["text"] for track in tracks for one in (await room.read(f"/v1/tracks/{track['id']}/cues"))["data"]]


def lines(problems: list[Json]) -> set[int]:
    return {one["line"] for one in problems}


async def test_strict_refuses_with_every_line_and_names_the_way_out(room: Workshop) -> None:
    refused = await send(room, BROKEN)
    told = refused.json()
    assert (refused.status_code, told["code"], told["repairable"]) == (400, "unreadable-captions", True)
    assert {1, 6} <= lines(told["problems"]) or {3, 6} <= lines(told["problems"])
    assert "?mode=repair" in told["detail"]
    assert await texts(room) == []


async def test_repair_takes_what_strict_refuses_and_says_what_it_did(room: Workshop) -> None:
    looked = (await send(room, BROKEN, mode="repair", dry_run="true")).json()
    assert looked["applied"] is False
    assert await texts(room) == []
    taken = await send(room, BROKEN, mode="repair")
    assert taken.status_code == 201, taken.text
    assert taken.json()["problems"] == looked["problems"]
    assert 6 in lines(looked["problems"])
    assert (await texts(room))[0] == "Zwei Stück."
    assert "Ganz normal." in await texts(room)


async def test_many_files_are_mended_in_one_call(room: Workshop) -> None:
    items = json.dumps([{"file": "de", "source_id": room.source, "locale": "de-DE"}])
    for mode, status in (("strict", 400), ("repair", 201)):
        answer = await room.api.post(
            "/v1/imports", data={"items": items}, files=[("de", ("de.srt", BROKEN))], params={"mode": mode}
        )
        (one,) = answer.json()["data"]
        assert one["status"] == status, one
        assert (one["problem"] or one["imported"])["problems"]


@pytest.mark.parametrize(
    ("data", "media_type"), [(SBV, "text/x-sbv"), (json.dumps(WHISPER).encode(), "application/json")]
)
async def test_other_formats_come_in_by_their_type_and_are_drafts(room: Workshop, data: bytes, media_type: str) -> None:
    taken = await send(room, data, media_type)
    assert taken.status_code == 201, taken.text
    assert await texts(room) == ["Two cups."]
    (track,) = (await room.read(f"/v1/sources/{room.source}/tracks"))["data"]
    assert (track["status"], track["approved_by"]) == ("draft", None)
