"""Who acts in the tests of stories, and a film that shows a planned shot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from tests.conftest import House
from tests.media.films import film
from tests.studio import Caller, Json, caller

FilmOf = Callable[[Json], Awaitable[Json]]


@pytest.fixture
def ada(client: httpx.AsyncClient, house: House) -> Caller:
    """The administrator."""
    return caller(client, house.person, house.api_key)


@pytest.fixture
def film_of(ada: Caller, tmp_path: Path) -> FilmOf:
    """Put a story's first shot into a film; where it stands, as a refusal names it."""

    async def place(story: Json) -> Json:
        video = await ada.video(story["id"])
        source = await ada.source(video["id"], film(tmp_path / "master.mp4"))
        placed = {"shot_id": story["beats"][0]["shots"][0]["id"], "in_frame": 5, "out_frame": 25}
        address = f"/v1/sources/{source['id']}/placements"
        answer = await ada.http.put(address, json={"placements": [placed]}, headers={"if-match": '"r0"'})
        assert answer.status_code == 200, answer.text
        return {**placed, "video_id": video["id"], "source_id": source["id"]}

    return place
