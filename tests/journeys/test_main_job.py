"""The main job over HTTP: a film and its captions go in; a caption file in another language and cut comes out.

The film has 25 frames a second, so a frame is 40 ms and the expected files below could be worked out by hand:

    source cues          1: 0.500-2.000   2: 2.400-4.000   3: 5.000-7.400   4: 8.000-9.600
    cut A, frames        0-100, 125-190 (0-4 s and 5-7.6 s): cues 1, 2, and 3 one second earlier, all whole
    cut B, frames        125-249 at double speed (5-9.96 s in 2.48 s): cue 3 at 0.000-1.200, cue 4 at 1.500-2.300
    cut C, frames        0-75 (0-3 s): cue 1 whole, cue 2 clipped to 2.400-3.000
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx

from tests.journeys.steps import approve, campaign_with_film, cut, made, released, stale_releases, translate

SOURCE = """WEBVTT

00:00:00.500 --> 00:00:02.000
Two cups.

00:00:02.400 --> 00:00:04.000
Habit.

00:00:05.000 --> 00:00:07.400
Is this my cup?

00:00:08.000 --> 00:00:09.800
It always was.
"""
GERMAN = ["Zwei Tassen.", "Gewohnheit.", "Ist das\nmeine Tasse?", "Das war sie immer."]
ARABIC = ["كوبان.", "عادة.", "هل هذا كوبي؟", "كان كذلك دائمًا."]

GERMAN_A = """WEBVTT

00:00:00.500 --> 00:00:02.000
Zwei Tassen.

00:00:02.400 --> 00:00:04.000
Gewohnheit.

00:00:04.000 --> 00:00:06.400
Ist das
meine Tasse?
"""
GERMAN_B_SRT = """1
00:00:00,000 --> 00:00:01,200
Ist das
meine Tasse?

2
00:00:01,500 --> 00:00:02,400
Das war sie immer.
"""
ARABIC_B = """WEBVTT

00:00:00.000 --> 00:00:01.200
هل هذا كوبي؟

00:00:01.500 --> 00:00:02.400
كان كذلك دائمًا.
"""
GERMAN_C_CLIPPED = """WEBVTT

00:00:00.500 --> 00:00:02.000
Zwei Tassen.

00:00:02.400 --> 00:00:03.000
Gewohnheit.
"""


async def test_the_main_job(there: httpx.AsyncClient, tmp_path: Path) -> None:
    campaign, video, source = await campaign_with_film(there, tmp_path)
    cut_a = await cut(there, video, source, "A", (0, 100, 1), (125, 190, 1))
    cut_b = await cut(there, video, source, "B", (125, 249, 2))
    cut_c = await cut(there, video, source, "C", (0, 75, 1))

    address = f"/v1/sources/{source}/captions/en-US"
    imported = await there.put(address, content=SOURCE, headers={"content-type": "text/vtt; charset=utf-8"})
    english = await made(imported)
    assert (english["added"], english["is_source"]) == (4, True)
    again = await there.put(address, content=SOURCE, headers={"content-type": "text/vtt"})
    assert (again.status_code, again.json()["id"]) == (200, english["id"])

    latest = f"/v1/cuts/{cut_b}/captions/DE/de-DE.srt"
    refused = await there.get(latest)
    assert (refused.status_code, refused.json()["code"]) == (409, "release-incomplete")

    german = await translate(there, source, "de-DE", GERMAN)
    await translate(there, source, "ar-AE", ARABIC)
    await approve(there, english["id"])
    for one in (cut_a, cut_b):
        assert {release["status"] for release in await released(there, one, 3)} == {"approved"}
    await _files_are_as_worked_out_by_hand(there, cut_a, cut_b)
    await _clipped_captions_wait_for_a_person(there, cut_c)
    await _a_changed_cue_makes_exactly_its_releases_stale(there, (cut_a, cut_b, cut_c), english, german)

    cells = (await there.get(f"/v1/campaigns/{campaign}/matrix")).json()["data"]
    assert len(cells) == 9


async def _files_are_as_worked_out_by_hand(client: httpx.AsyncClient, cut_a: str, cut_b: str) -> None:
    vtt = await client.get(f"/v1/cuts/{cut_a}/captions/DE/de-DE.vtt")
    assert vtt.text == GERMAN_A
    assert vtt.headers["content-type"] == "text/vtt; charset=utf-8"
    assert vtt.headers["cutdown-completeness"] == "3/3"
    assert vtt.headers["content-language"] == "de-DE"
    assert vtt.headers["cache-control"] == "private, no-cache"
    fixed = await client.get(vtt.headers["content-location"])
    assert fixed.content == vtt.content
    assert fixed.headers["etag"] == vtt.headers["etag"]
    assert fixed.headers["cache-control"] == "private, max-age=31536000, immutable"
    unchanged = await client.get(vtt.headers["content-location"], headers={"if-none-match": vtt.headers["etag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    part = await client.get(vtt.headers["content-location"], headers={"range": "bytes=0-5"})
    assert (part.status_code, part.text) == (206, "WEBVTT")
    head = await client.head(vtt.headers["content-location"])
    assert (head.headers["content-length"], head.content) == (str(len(vtt.content)), b"")
    assert (await client.get(f"/v1/cuts/{cut_b}/captions/DE/de-DE.srt")).text == GERMAN_B_SRT
    assert (await client.get(f"/v1/cuts/{cut_b}/captions/AE/ar-AE.vtt")).text == ARABIC_B


async def _clipped_captions_wait_for_a_person(client: httpx.AsyncClient, cut_c: str) -> None:
    (release,) = await released(client, cut_c, 1, locale="de-DE")
    assert release["status"] == "in_review"
    assert (await client.get(f"/v1/cuts/{cut_c}/captions/DE/de-DE.vtt")).status_code == 409
    approved = await made(await client.post(f"/v1/releases/{release['id']}/approve"), 200)
    assert approved["status"] == "approved"
    assert (await client.get(f"/v1/cuts/{cut_c}/captions/DE/de-DE.vtt")).text == GERMAN_C_CLIPPED


async def _a_changed_cue_makes_exactly_its_releases_stale(
    client: httpx.AsyncClient, cuts: tuple[str, str, str], english: dict[str, Any], german: dict[str, Any]
) -> None:
    cue = (await client.get(f"/v1/tracks/{english['id']}/cues")).json()["data"][3]
    assert cue["source_text"] == "It always was."
    address = f"/v1/tracks/{english['id']}/cues/{cue['id']}"
    changed = await client.put(address, json={"text": "It was, always."}, headers={"if-match": '"r1"'})
    assert changed.status_code == 200
    coded = dict(zip("ABC", cuts, strict=True))
    assert await stale_releases(client, coded) == {("B", "en-US"), ("B", "de-DE"), ("B", "ar-AE")}

    theirs = (await client.get(f"/v1/tracks/{german['id']}/cues", params={"filter[status]": "stale"})).json()["data"]
    assert [(one["id"], one["source_text"], one["translated_from"]) for one in theirs] == [
        (cue["id"], "It was, always.", "It always was.")
    ]
    reverted = await client.put(address, json={"text": "It always was."}, headers={"if-match": changed.headers["etag"]})
    assert reverted.status_code == 200
    assert await stale_releases(client, coded) == set()
