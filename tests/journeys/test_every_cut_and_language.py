"""From a master to caption files in every cut and language, over HTTP, with a real server and worker.

The film has 25 frames a second, so a frame is 40 ms and the expected files below could be worked out by hand:

    master cues            1: 0.500-2.000   2: 2.400-4.000   3: 5.000-7.400   4: 8.000-9.600
    end card's cue         5: 0.200-1.800
    cut CARD, 0-4 s of the master, then the end card     cues 1, 2, and 5 four seconds later, at 4.200-5.800
    cut FAST, frames 125-249 at double speed             cue 3 at 0.000-1.200, cue 4 at 1.500-2.300
    cut TAIL, frames 125-250                             cue 3 at 0.000-2.400, cue 4 at 3.000-4.600
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
from msgspec import Struct

from tests.journeys.steps import add_source, approve, campaign_with_film, cut, made, released, stale_releases
from tests.media.films import film

Json = dict[str, Any]
MARKETS = (("US", "en-US"), ("DE", "de-DE"), ("FR", "fr-FR"), ("MX", "es-MX"), ("JP", "ja-JP"), ("AE", "ar-AE"))
TEXTS = {
    "en-US": ["Two cups.", "Habit.", "Is this my cup?", "It always was.", "The same cup."],
    "de-DE": ["Zwei Tassen.", "Gewohnheit.", "Ist das\nmeine Tasse?", "Das war sie immer.", "Dieselbe Tasse."],
    "fr-FR": ["Deux tasses.", "L’habitude.", "C’est ma tasse\u202f?", "Depuis toujours.", "La même tasse."],
    "es-MX": ["Dos tazas.", "La costumbre.", "¿Es mi taza?", "Siempre lo fue.", "La misma taza."],
    "ja-JP": ["カップがふたつ", "いつもの癖", "これ 私のカップ？", "ずっと そう", "いつものカップ"],
    "ar-AE": ["كوبان.", "عادة.", "هل هذا كوبي؟", "كان كذلك دائمًا.", "الكوب نفسه."],
}
PLACES = {
    "CARD": [
        ("00:00:00.500", "00:00:02.000", 0),
        ("00:00:02.400", "00:00:04.000", 1),
        ("00:00:04.200", "00:00:05.800", 4),
    ],
    "FAST": [("00:00:00.000", "00:00:01.200", 2), ("00:00:01.500", "00:00:02.400", 3)],
    "TAIL": [("00:00:00.000", "00:00:02.400", 2), ("00:00:03.000", "00:00:04.800", 3)],
}
MASTER = "WEBVTT\n\n" + "\n".join(
    f"00:00:{begin} --> 00:00:{end}\n{text}\n"
    for (begin, end), text in zip(
        [("00.500", "02.000"), ("02.400", "04.000"), ("05.000", "07.400"), ("08.000", "09.800")],
        TEXTS["en-US"],
        strict=False,
    )
)
CARD = f"1\n00:00:00,200 --> 00:00:01,800\n{TEXTS['en-US'][4]}\n"


def webvtt(code: str, locale: str) -> str:
    """The file as worked out by hand."""
    cues = [f"{begin} --> {end}\n{TEXTS[locale][number]}\n" for begin, end, number in PLACES[code]]
    return "WEBVTT\n\n" + "\n".join(cues)


def srt(code: str, locale: str) -> str:
    """The same as SRT, whose players know no direction: a line of Arabic that ends in a full stop, which has none
    either, is an isolate of its own (UAX #9)."""
    text = [f"\u2067{one}\u2069" if locale == "ar-AE" and one.endswith(".") else one for one in TEXTS[locale]]
    cues = [
        f"{place}\n{begin.replace('.', ',')} --> {end.replace('.', ',')}\n{text[number]}\n"
        for place, (begin, end, number) in enumerate(PLACES[code], 1)
    ]
    return "\n".join(cues)


class Whole(Struct):
    """What the journey goes through."""

    client: httpx.AsyncClient
    campaign: str
    video: str
    master: str
    card: str
    cuts: dict[str, str]

    async def file(self, code: str, market: str, name: str) -> httpx.Response:
        """The latest approved captions."""
        return await self.client.get(f"/v1/cuts/{self.cuts[code]}/captions/{market}/{name}")

    async def tracks(self, source: str) -> dict[str, str]:
        """The tracks of a source by locale."""
        found = (await self.client.get(f"/v1/sources/{source}/tracks", params={"limit": 100})).json()["data"]
        return {one["locale"]: one["id"] for one in found}

    async def cell(self, code: str, locale: str) -> Json:
        """A cell of the matrix."""
        cells = (await self.client.get(f"/v1/campaigns/{self.campaign}/matrix")).json()["data"]
        (found,) = [one for one in cells if (one["cut_id"], one["locale"]) == (self.cuts[code], locale)]
        return dict(found)


async def prepared(client: httpx.AsyncClient, directory: Path) -> Whole:
    """Films, three cuts, captions on both sources, and every locale open."""
    campaign, video, master = await campaign_with_film(client, directory, MARKETS)
    card = (await add_source(client, video, film(directory / "card.mp4", seconds=2.0), "insert"))["id"]
    whole = Whole(client, campaign, video, master, card, {})
    segments = [
        {"layer": "picture", "source_id": master, "in_frame": 0, "out_frame": 100},
        {"layer": "picture", "source_id": card, "in_frame": 0, "out_frame": 50},
    ]
    new = {"code": "CARD", "name": "CARD", "aspect": "9:16", "fps": {"num": 25}, "segments": segments}
    whole.cuts["CARD"] = (await made(await client.post(f"/v1/videos/{video}/cuts", json=new)))["id"]
    whole.cuts["FAST"] = await cut(client, video, master, "FAST", (125, 249, 2))
    whole.cuts["TAIL"] = await cut(client, video, master, "TAIL", (125, 250, 1))
    for source, text, media_type in ((master, MASTER, "text/vtt"), (card, CARD, "application/x-subrip")):
        address, headers = f"/v1/sources/{source}/captions/en-US", {"content-type": media_type}
        await made(await client.put(address, content=text, headers=headers))
        opened = await made(await client.post(f"/v1/sources/{source}/open_locales"), 200)
        assert sorted(one["locale"] for one in opened["opened"]) == sorted(set(TEXTS) - {"en-US"})
    return whole


async def translate_everything(whole: Whole) -> None:
    """Every text of every locale on both sources, each approved."""
    for source, texts in ((whole.master, slice(0, 4)), (whole.card, slice(4, 5))):
        for locale, track in (await whole.tracks(source)).items():
            cues = (await whole.client.get(f"/v1/tracks/{track}/cues")).json()["data"]
            for cue, text in zip(cues, TEXTS[locale][texts], strict=True):
                if locale != "en-US":
                    address = f"/v1/tracks/{track}/cues/{cue['id']}"
                    await made(await whole.client.put(address, json={"text": text}, headers={"if-match": '"r0"'}), 200)
            await approve(whole.client, track)


async def test_from_a_master_to_files_in_every_cut_and_language(there: httpx.AsyncClient, tmp_path: Path) -> None:
    whole = await prepared(there, tmp_path)
    assert (await whole.file("CARD", "DE", "de-DE.vtt")).status_code == 409
    await translate_everything(whole)
    for code in PLACES:
        releases = await released(there, whole.cuts[code], len(MARKETS))
        assert {(one["status"], one["stale"]) for one in releases} == {("approved", False)}
    for code in PLACES:
        for market, locale in MARKETS:
            assert (await whole.file(code, market, f"{locale}.vtt")).text == webvtt(code, locale)
            assert (await whole.file(code, market, f"{locale}.srt")).text == srt(code, locale)
    await a_changed_cue_is_felt_exactly_where_it_stands(whole)
    await a_cut_does_something_of_its_own(whole)
    await a_moved_segment_is_merged_or_asks(whole)


async def a_changed_cue_is_felt_exactly_where_it_stands(whole: Whole) -> None:
    """Cue 2 stands in CARD alone; the end card's cue too; cue 4 in two cuts."""
    stands = {(whole.master, 1): {"CARD"}, (whole.card, 0): {"CARD"}, (whole.master, 3): {"FAST", "TAIL"}}
    for (source, place), codes in stands.items():
        track = (await whole.tracks(source))["en-US"]
        cue = (await whole.client.get(f"/v1/tracks/{track}/cues")).json()["data"][place]
        address = f"/v1/tracks/{track}/cues/{cue['id']}"
        seen = {"if-match": f'"r{cue["revision"]}"'}
        changed = await whole.client.put(address, json={"text": "Quite another."}, headers=seen)
        everywhere = {(code, locale) for code in codes for _, locale in MARKETS}
        assert await stale_releases(whole.client, whole.cuts) == everywhere
        seen = {"if-match": changed.headers["etag"]}
        await made(await whole.client.put(address, json={"text": cue["text"]}, headers=seen), 200)
        assert await stale_releases(whole.client, whole.cuts) == set()
        await approve(whole.client, track)


async def cues_of(whole: Whole, code: str, locale: str) -> list[Json]:
    """A cut's captions in a track."""
    found = await whole.client.get(f"/v1/cuts/{whole.cuts[code]}/cues", params={"locale": locale})
    cues: list[Json] = (await made(found, 200))["cues"]
    return cues


async def override(whole: Whole, cue: Json, *, locale: str | None, **fields: Any) -> Json:
    """Let a cut do something of its own with a cue as it was seen."""
    address = f"/v1/cuts/{cue['cut_id']}/cues/{cue['cue_id']}/{cue['segment_id']}"
    query = {"locale": locale} if locale else {}
    now = await whole.client.get(address, params=query)
    headers = {"if-match": now.headers["etag"]}
    return await made(await whole.client.patch(address, params=query, json=fields, headers=headers), 200)


async def a_cut_does_something_of_its_own(whole: Whole) -> None:
    """A shorter German text, and cue 4 a frame later in every language: only TAIL's releases wait for a person."""
    third, fourth = await cues_of(whole, "TAIL", "de-DE")
    await override(whole, third, locale="de-DE", text="Meine Tasse?")
    await override(whole, fourth, locale=None, begin_ms=3040)
    waiting = await eventually(lambda: in_review(whole, "TAIL"), len(MARKETS))
    for release in waiting.values():
        await made(await whole.client.post(f"/v1/releases/{release}/approve"), 200)
    german = webvtt("TAIL", "de-DE").replace("Ist das\nmeine Tasse?", "Meine Tasse?").replace("03.000", "03.040")
    assert (await whole.file("TAIL", "DE", "de-DE.vtt")).text == german
    assert (await whole.file("TAIL", "FR", "fr-FR.vtt")).text == webvtt("TAIL", "fr-FR").replace("03.000", "03.040")
    assert (await whole.file("FAST", "DE", "de-DE.vtt")).text == webvtt("FAST", "de-DE")
    assert await stale_releases(whole.client, whole.cuts) == set()


async def a_moved_segment_is_merged_or_asks(whole: Whole) -> None:
    """TAIL begins five frames earlier: the German text is kept, the place of cue 4 is in conflict until decided."""
    address = f"/v1/cuts/{whole.cuts['TAIL']}"
    now = await whole.client.get(address)
    (segment,) = now.json()["segments"]
    kept = {name: segment[name] for name in ("id", "layer", "source_id")}
    moved = {"segments": [{**kept, "in_frame": 120, "out_frame": 250}]}
    await made(
        await whole.client.put(f"{address}/edit_list", json=moved, headers={"if-match": now.headers["etag"]}), 200
    )
    await eventually(lambda: begins(whole, "TAIL"), [200, 3200])
    states = (await whole.client.get(f"{address}/overrides")).json()["data"]
    assert {(one["field"], one["state"], one["base"], one["derived"], one["value"]) for one in states} == {
        ("text", "kept", "Ist das\nmeine Tasse?", "Ist das\nmeine Tasse?", "Meine Tasse?"),
        ("begin_ms", "conflict", 3000, 3200, 3040),
    }
    refused = await whole.client.post(f"{address}/releases", json={"market": "DE", "locale": "de-DE"})
    assert refused.status_code == 409
    assert refused.json()["code"] == "overrides-contested"
    assert (await whole.cell("TAIL", "fr-FR"))["state"] == "blocked"
    assert (await whole.cell("FAST", "fr-FR"))["state"] == "approved"

    fourth = (await cues_of(whole, "TAIL", "de-DE"))[1]
    await override(whole, fourth, locale=None, begin_ms=None)
    latest = await eventually(lambda: newest(whole, "TAIL"), len(MARKETS))
    assert latest["fr-FR"]["number"] == 3
    expected = webvtt("TAIL", "fr-FR").replace("00.000", "00.200").replace("02.400", "02.600")
    expected = expected.replace("03.000", "03.200").replace("04.800", "05.000")
    assert (await whole.file("TAIL", "FR", "fr-FR.vtt")).text == expected


async def in_review(whole: Whole, code: str) -> dict[str, str]:
    """The releases of a cut that wait for a person, by locale."""
    found = await newest(whole, code)
    return {locale: one["id"] for locale, one in found.items() if one["status"] == "in_review"}


async def newest(whole: Whole, code: str) -> dict[str, Json]:
    """The newest releases of a cut that are not stale, by locale."""
    found = (await whole.client.get(f"/v1/cuts/{whole.cuts[code]}/releases", params={"limit": 200})).json()["data"]
    latest: dict[str, Json] = {}
    for one in found:
        latest.setdefault(one["locale"], one)
    return {locale: one for locale, one in latest.items() if not one["stale"]}


async def begins(whole: Whole, code: str) -> list[int]:
    """Where the cues of a cut begin."""
    return [cue["begin_ms"] for cue in await cues_of(whole, code, "de-DE")]


async def eventually(look: Callable[[], Awaitable[Any]], wanted: Any) -> Any:
    """Wait until what is seen is wanted, or is as many."""
    for _ in range(150):
        found = await look()
        if found == wanted or (isinstance(wanted, int) and len(found) == wanted):
            return found
        await asyncio.sleep(0.1)
    raise TimeoutError(f"{found} is not {wanted}")
