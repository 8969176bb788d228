"""The palette finds what was meant, by the beginnings of words, and the nearest first."""

from __future__ import annotations

import re

import httpx
import pytest
from msgspec.structs import replace

from service.web.palette.things import Thing, ranked, rooms, verbs
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
