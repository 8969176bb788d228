"""One cut does something differently, over HTTP and with a real worker: its segment moves, and people decide.

The film, its captions and its three languages are those of the main job. Cut A is worked on, its neighbours are not:

    cut A, frames        0-100, 125-190: cues 1 and 2, and 3 at 4.000-6.400; B: 125-249 at double speed; C: 0-100
    cut A, moved         125-190, 0-100: cue 3 at 0.000-2.400, cue 1 at 3.100-4.600, cue 2 at 5.000-6.600
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.journeys.steps import approve, campaign_with_film, cut, made, released, translate
from tests.journeys.test_main_job import ARABIC, GERMAN, SOURCE

Json = dict[str, Any]

OVERRIDDEN = """WEBVTT

00:00:00.500 --> 00:00:02.000
Zwei Tassen.

00:00:02.400 --> 00:00:04.000
Gewohnheit.

00:00:04.100 --> 00:00:06.400
Meine Tasse?
"""
MOVED = """WEBVTT

00:00:00.100 --> 00:00:02.400
Meine Tasse?

00:00:03.100 --> 00:00:04.600
Zwei Tassen.

00:00:05.000 --> 00:00:06.600
Gewohnheit.
"""


class Campaign:
    """Three cuts, everything approved and released."""

    def __init__(self, client: httpx.AsyncClient, id: str, german: str, cuts: dict[str, str]) -> None:
        self.client, self.id, self.german, self.cuts = client, id, german, cuts

    async def states(self) -> dict[str, set[str]]:
        """The states of each cut's cells."""
        codes = {cut_id: code for code, cut_id in self.cuts.items()}
        found: dict[str, set[str]] = {code: set() for code in self.cuts}
        for cell in (await self.client.get(f"/v1/campaigns/{self.id}/matrix")).json()["data"]:
            found[codes[cell["cut_id"]]].add(cell["state"])
        return found

    async def cue(self, text: str, **track: str) -> Json:
        """The cue of cut A whose German text this is, in a track."""
        address = f"/v1/cuts/{self.cuts['A']}/cues"
        german = (await self.client.get(address, params={"locale": "de-DE"})).json()["cues"]
        (place,) = [(one["cue_id"], one["segment_id"]) for one in german if one["text"] == text]
        cues = (await self.client.get(address, params=track)).json()["cues"]
        (found,) = [one for one in cues if (one["cue_id"], one["segment_id"]) == place]
        return dict(found)

    async def override(self, cue: Json, **change: Any) -> None:
        """Change a cue in cut A alone."""
        address = f"/v1/cuts/{self.cuts['A']}/cues/{cue['cue_id']}/{cue['segment_id']}"
        query = {"locale": cue["locale"]} if cue["locale"] else None
        seen = {"if-match": f'"r{cue["revision"]}"'}
        await made(await self.client.patch(address, params=query, json=change, headers=seen), 200)

    async def looked_at(self, count: int) -> set[str]:
        """Wait until cut A has this many releases, and approve those that wait; their locales."""
        waiting = [
            one
            for one in await released(self.client, self.cuts["A"], count)
            if one["status"] == "in_review" and not one["stale"]
        ]
        for one in waiting:
            await made(await self.client.post(f"/v1/releases/{one['id']}/approve"), 200)
        return {one["locale"] for one in waiting}

    async def move_segments(self) -> None:
        """Cut A, its two segments in the other order."""
        address = f"/v1/cuts/{self.cuts['A']}"
        now = await self.client.get(address)
        segments = [
            {name: one[name] for name in ("id", "layer", "source_id", "in_frame", "out_frame")}
            for one in reversed(now.json()["segments"])
        ]
        edit = {"if-match": now.headers["etag"]}
        await made(await self.client.put(f"{address}/edit_list", json={"segments": segments}, headers=edit), 200)

    async def file(self) -> str:
        """Cut A's latest German file."""
        return (await self.client.get(f"/v1/cuts/{self.cuts['A']}/captions/DE/de-DE.vtt")).text


@pytest.fixture
async def campaign(there: httpx.AsyncClient, tmp_path: Path) -> Campaign:
    """With what the worker has made of it."""
    id, video, source = await campaign_with_film(there, tmp_path)
    cuts = {
        "A": await cut(there, video, source, "A", (0, 100, 1), (125, 190, 1)),
        "B": await cut(there, video, source, "B", (125, 249, 2)),
        "C": await cut(there, video, source, "C", (0, 100, 1)),
    }
    address = f"/v1/sources/{source}/captions/en-US"
    english = await made(await there.put(address, content=SOURCE, headers={"content-type": "text/vtt"}))
    german = await translate(there, source, "de-DE", GERMAN)
    await translate(there, source, "ar-AE", ARABIC)
    await approve(there, english["id"])
    for one in cuts.values():
        assert {release["status"] for release in await released(there, one, 3)} == {"approved"}
    return Campaign(there, id, german["id"], cuts)


async def test_a_cut_keeps_what_it_does_differently_until_what_it_was_written_over_changes(campaign: Campaign) -> None:
    await campaign.override(await campaign.cue("Ist das\nmeine Tasse?", locale="de-DE"), text="Meine Tasse?")
    assert await campaign.looked_at(4) == {"de-DE"}
    await campaign.override(await campaign.cue("Meine Tasse?"), begin_ms=4100)
    assert await campaign.looked_at(7) == {"en-US", "de-DE", "ar-AE"}
    assert await campaign.states() == {"A": {"approved"}, "B": {"approved"}, "C": {"approved"}}
    assert await campaign.file() == OVERRIDDEN
    await _a_moved_segment_keeps_the_text_and_contests_the_time(campaign)
    await _what_is_decided_is_released(campaign)
    await _a_text_that_comes_to_say_the_same_is_news_for_the_others_alone(campaign)


async def _a_moved_segment_keeps_the_text_and_contests_the_time(campaign: Campaign) -> None:
    await campaign.move_segments()
    for _ in range(100):
        if (await campaign.states())["A"] == {"blocked"}:
            break
        await asyncio.sleep(0.1)
    assert await campaign.states() == {"A": {"blocked"}, "B": {"approved"}, "C": {"approved"}}
    told = (await campaign.client.get(f"/v1/cuts/{campaign.cuts['A']}/overrides")).json()["data"]
    assert {one["field"]: one["state"] for one in told} == {"text": "kept", "begin_ms": "conflict"}
    body = {"market": "DE", "locale": "de-DE", "kind": "subtitles"}
    refused = await campaign.client.post(f"/v1/cuts/{campaign.cuts['A']}/releases", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "overrides-contested")
    assert [(one["base"], one["derived"], one["value"]) for one in refused.json()["conflicts"]] == [(4000, 0, 4100)]
    assert await campaign.file() == OVERRIDDEN, "what was approved stays"


async def _what_is_decided_is_released(campaign: Campaign) -> None:
    await campaign.override(await campaign.cue("Meine Tasse?"), begin_ms=100)
    assert await campaign.looked_at(10) == {"en-US", "de-DE", "ar-AE"}
    assert await campaign.file() == MOVED
    assert await campaign.states() == {"A": {"approved"}, "B": {"approved"}, "C": {"approved"}}


async def _a_text_that_comes_to_say_the_same_is_news_for_the_others_alone(campaign: Campaign) -> None:
    cue = (await campaign.client.get(f"/v1/tracks/{campaign.german}/cues")).json()["data"][2]
    address = f"/v1/tracks/{campaign.german}/cues/{cue['id']}"
    seen = {"if-match": f'"r{cue["revision"]}"'}
    await made(await campaign.client.put(address, json={"text": "Meine Tasse?"}, headers=seen), 200)
    await approve(campaign.client, campaign.german)
    newest, *_ = await released(campaign.client, campaign.cuts["B"], 4)
    assert (newest["locale"], newest["status"]) == ("de-DE", "approved")
    assert len(await released(campaign.client, campaign.cuts["A"], 10)) == 10
    assert await campaign.states() == {"A": {"approved"}, "B": {"approved"}, "C": {"approved"}}
