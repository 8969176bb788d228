"""Who acts in the tests of videos, and the films they send."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from msgspec import Struct

from tests.conftest import House
from tests.media.films import audio_only, film, truncated
from tests.studio import Caller, Json, caller


class Films(Struct, frozen=True):
    """Little films on the disk: 50 frames at 25/1, 48 at 24000/1001, 20 at 25/1 in WebM, and two that are none."""

    master: Path
    ntsc: Path
    webm: Path
    short: Path
    truncated: Path
    audio: Path


class Stage(Struct, frozen=True):
    """A video with its master of 50 frames at 25/1 and an insert of 48 frames at 24000/1001."""

    video: Json
    master: Json
    insert: Json

    @property
    def cuts(self) -> str:
        """Where its cuts are made and listed."""
        return f"/v1/videos/{self.video['id']}/cuts"


@pytest.fixture(scope="session")
def films(tmp_path_factory: pytest.TempPathFactory) -> Films:
    """Made once for the run."""
    place = tmp_path_factory.mktemp("films")
    master = film(place / "master.mp4")
    ntsc = film(place / "ntsc.mov", rate="24000/1001", seconds=2.002)
    webm = film(place / "end.webm", size="160x160", seconds=0.8)
    short = film(place / "short.mp4", seconds=0.4, sound=False)
    return Films(master, ntsc, webm, short, truncated(master), audio_only(place / "voice.m4a"))


@pytest.fixture
def ada(client: httpx.AsyncClient, house: House) -> Caller:
    """The administrator."""
    return caller(client, house.person, house.api_key)


@pytest.fixture
async def stage(ada: Caller, films: Films) -> Stage:
    """A video with two sources."""
    video = await ada.video()
    master = await ada.source(video["id"], films.master)
    return Stage(video, master, await ada.source(video["id"], films.ntsc, "insert"))
