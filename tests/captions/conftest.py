"""The workshop for tests of this room."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from service.db.pool import Database
from service.settings import Settings
from tests.captions.desk import MARKETS, Desk
from tests.captions.published import Published, publish
from tests.captions.workshop import Workshop, webvtt
from tests.conftest import House


@pytest.fixture
def workshop(api: httpx.AsyncClient, db: Database, house: House, settings: Settings) -> Workshop:
    """Empty so far; `open` it."""
    return Workshop(api, db, house, settings)


@pytest.fixture
async def desk(workshop: Workshop, tmp_path: Path) -> Desk:
    """Two segments of two seconds each with a cue, and a third cue that is in neither."""
    await workshop.open(tmp_path, MARKETS)
    cut = await workshop.cut("A", (0, 50), (75, 125))
    english = await workshop.captions(webvtt(("0.5 1.5", "One."), ("3.5 4.5", "Two."), ("6 8", "Three.")))
    german = await workshop.translate("de-DE", "Eins.", "Zwei.", "Drei.")
    french = await workshop.translate("fr-FR", "Un.", "Deux.", "Trois.")
    for track in (english, german, french):
        await workshop.approve(track["id"])
    await workshop.work(cut)
    return Desk(workshop, cut, german["id"])


@pytest.fixture
async def published(workshop: Workshop, tmp_path: Path) -> Published:
    """A cut that is released."""
    return await publish(workshop, tmp_path)
