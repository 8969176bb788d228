"""A film in three locales and three cuts, laid out so that its caption files can be worked out by hand.

25 frames a second, so a frame is 40 ms. Every change makes a state that never was before: a cue only moves later, a
cut only begins later. Two releases with the same inputs are therefore one release too many.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from tests.faults.caller import Caller, Ledger
from tests.media.films import film

FRAME_MS = 40
FRAMES = 250
SOURCE, TARGETS = "en-US", ("de-DE", "ar-AE")
MARKETS = {"US": "en-US", "DE": "de-DE", "AT": "de-DE", "AE": "ar-AE"}
BEGINS = (3000, 4700, 6400, 8100)
LASTS_MS = 1400
MOST_MOVES = 250  # of a millisecond each: then a cue would come near the next one
MOST_EDITS = 70  # of a frame each: then a cut would clip the first cue
CLIPPING = 80

encode = msgspec.json.encode


class Film(Struct, frozen=True):
    """What the load works on. `cuts` keep every cue whole; `clipped` begins within the first one."""

    campaign: str
    source: str
    tracks: dict[str, str]
    cues: list[str]
    cuts: list[str]
    clipped: str


def bytes_of_film(directory: Path) -> bytes:
    """Ten seconds."""
    return film(directory / "film.mp4", seconds=FRAMES / 25).read_bytes()


def variant(data: bytes, number: int) -> bytes:
    """The same film in other bytes: MP4 may have a free box at its end."""
    words = b"%d" % number
    return data + (8 + len(words)).to_bytes(4) + b"free" + words


def stamp(ms: int) -> str:
    """A time as WebVTT writes it."""
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def webvtt(cues: list[tuple[int, str]]) -> str:
    """A caption file, by hand."""
    blocks = [f"{stamp(begin)} --> {stamp(begin + LASTS_MS)}\n{text}\n" for begin, text in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def edit_list(source: str, first_frame: int) -> dict[str, Any]:
    """The source from a frame to its end."""
    segment = {"layer": "picture", "source_id": source, "in_frame": first_frame, "out_frame": FRAMES}
    return {"segments": [segment]}


def expected_file(ledger: Ledger, film: Film, cut: str, locale: str) -> str:
    """The captions of a cut, from what was acknowledged alone."""
    first_ms = ledger.edits[cut][-1] * FRAME_MS
    begins = [(ledger.timings[cue] or [begin])[-1] for cue, begin in zip(film.cues, BEGINS, strict=True)]
    mark = "\N{RIGHT-TO-LEFT MARK}" if locale.startswith("ar") else ""  # before lines that begin with Latin letters
    texts = [mark + ledger.texts[film.tracks[locale], cue][-1] for cue in film.cues]
    return webvtt([(begin - first_ms, text) for begin, text in zip(begins, texts, strict=True)])


async def make_story(caller: Caller, name: str) -> tuple[str, str]:
    """A brand, a campaign in four markets, and a story; the last two."""
    brand = await caller.make("/v1/brands", encode({"name": name}))
    markets = [{"market": market, "locales": [locale]} for market, locale in MARKETS.items()]
    campaign = await caller.make("/v1/campaigns", encode({"brand_id": brand["id"], "name": name, "markets": markets}))
    story = await caller.make(
        "/v1/stories", encode({"campaign_id": campaign["id"], "title": name, "archetype": "slice_of_life"})
    )
    return campaign["id"], story["id"]


async def make_source(caller: Caller, story: str, name: str, data: bytes) -> tuple[str, str]:
    """A video with its master and captions: the source, and the track of its own language."""
    video = await caller.make("/v1/videos", encode({"story_id": story, "title": name}))
    address = f"/v1/videos/{video['id']}/sources?role=master&name=Master"
    source = await caller.make(address, data, "video/mp4")
    captions = webvtt([(begin, f"as imported {number}") for number, begin in enumerate(BEGINS)]).encode()
    track = await caller.bring_in(f"/v1/sources/{source['id']}/captions/{SOURCE}", captions)
    caller.ledger.imported[source["id"]] = track["id"]
    return source["id"], track["id"]


async def open_locale(caller: Caller, source: str, locale: str) -> str:
    """A track to be translated."""
    track: str = (await caller.make(f"/v1/sources/{source}/tracks", encode({"locale": locale})))["id"]
    return track


async def make_cut(caller: Caller, video: str, source: str, code: str, first_frame: int) -> str:
    """A cut from a frame to the end."""
    new = {"code": code, "name": code, "aspect": "9:16", "fps": {"num": 25}, **edit_list(source, first_frame)}
    cut: str = (await caller.make(f"/v1/videos/{video}/cuts", encode(new)))["id"]
    caller.ledger.edits[cut].append(first_frame)
    return cut


async def make_film(caller: Caller, name: str, data: bytes) -> Film:
    """Everything the load needs, with nothing translated yet."""
    campaign, story = await make_story(caller, name)
    source, original = await make_source(caller, story, name, data)
    tracks = {SOURCE: original} | {locale: await open_locale(caller, source, locale) for locale in TARGETS}
    cues = [cue["id"] for cue in (await caller.get(f"/v1/tracks/{original}/cues"))["data"]]
    for number, cue in enumerate(cues):
        caller.ledger.texts[original, cue].append(f"as imported {number}")
    video = (await caller.get(f"/v1/sources/{source}"))["video_id"]
    cuts = [await make_cut(caller, video, source, code, 0) for code in "AB"]
    clipped = await make_cut(caller, video, source, "C", CLIPPING)
    return Film(campaign, source, tracks, cues, cuts, clipped)
