"""The palette finds what was meant, by the beginnings of words, and the nearest first."""

from __future__ import annotations

import re

import httpx
import pytest
from msgspec import convert
from msgspec.structs import replace

from schemas.videos import CutFacts
from service.decoding import from_text
from service.web.palette.things import Thing, captions, ranked, rooms, verbs
from service.web.words import languages
from tests.web.samples import HEAD

KNOWN = [
    Thing("captions", "15 A · de-DE", "/1", "The empty chair", "German (Germany) Captions"),
    Thing("captions", "15 A · fr-FR", "/2", "The empty chair", "French (France) Captions"),
    Thing("captions", "60 V · de-DE", "/3", "Full story", "German (Germany) Captions"),
    Thing("campaigns", "Café Décembre", "/4"),
    Thing("campaigns", "The Empty House", "/5"),
    Thing("up", "Import captions", "/6"),
]
MADE_FOR = {"15 A": None, "15 DE": "DE"}
FACTS = {
    "id": "cut_01kd3v6m2rfa8t4y9n5qk7w1xe",
    "brand_id": "brd_01kd3v6m2rfa8t4y9n5qk7w1xe",
    "video_id": "vid_01kd3v6m2rfa8t4y9n5qk7w1xe",
    "name": "The empty chair",
    "aspect": "9:16",
    "purpose": "organic",
    "platform": None,
    "fps": {"num": 25, "den": 1},
    "frames": 375,
    "duration_ms": 15_000,
    "parent_cut_id": None,
    "edit_revision": 1,
    "revision": 1,
    "created_at": "2026-11-18T14:33:00Z",
    "updated_at": "2026-11-18T14:33:00Z",
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("de 15", ["/1"]),
        ("15 de", ["/1"]),
        ("german", ["/1", "/3"]),
        ("cafe dec", ["/4"]),
        ("CAFÉ", ["/4"]),
        ("de-DE", ["/1", "/3", "/4"]),
        ("import", ["/6"]),
        ("captions", ["/6", "/1", "/2", "/3"]),
        ("empty", ["/5", "/1", "/2"]),
        ("a", ["/1", "/2"]),
        ("nothing", []),
        ("", ["/1", "/2", "/3", "/4", "/5", "/6"]),
    ],
)
def test_what_is_asked_is_found(asked: str, found: list[str]) -> None:
    assert [one.href for one in ranked(asked, KNOWN)] == found


def test_the_list_is_short() -> None:
    many = [replace(KNOWN[0], href=f"/{number}") for number in range(100)]
    assert [one.href for one in ranked("15", many)] == [f"/{number}" for number in range(12)]


async def test_every_room_of_the_rail_is_found(client: httpx.AsyncClient) -> None:
    page = (await client.get(HEAD.href)).text
    rail = re.search(r'<nav class="rail".*?</nav>', page, re.DOTALL)
    assert rail
    linked = {href for href in re.findall(r'href="(/[^"?]*)"', rail[0]) if href != "/palette"}
    english = languages()["en"]
    assert linked <= {one.href for one in (*rooms(english, HEAD), *verbs(english, HEAD))}


def test_rooms_and_verbs_speak_the_readers_language() -> None:
    german = languages()["de"]
    assert "Untertitel" in [one.name for one in rooms(german, HEAD)]
    assert HEAD.room("import") in [one.href for one in verbs(german, HEAD)]
    assert HEAD.room("import") not in [one.href for one in verbs(german, None)]


def test_a_cut_of_one_market_is_offered_in_the_languages_of_that_market() -> None:
    shown = {
        name: convert(FACTS | {"code": name, "market": market}, CutFacts, dec_hook=from_text)
        for name, market in MADE_FOR.items()
    }
    markets = {"DE": ["de-DE"], "AT": ["de-DE"], "FR": ["fr-FR"]}
    found = [one.name for one in captions(languages()["en"], HEAD, list(shown.values()), [], markets)]
    assert found == ["15 A · de-DE", "15 DE · de-DE", "15 A · fr-FR"]
