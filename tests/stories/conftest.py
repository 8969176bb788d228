"""Who acts in the tests of stories, and a film that shows a planned shot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from schemas.ids import ShotId, VideoId
from tests.conftest import Cluster, House
from tests.studio import Caller, Json, behind_the_walls, caller, database_name

FilmOf = Callable[[Json], Awaitable[None]]
_SHOWN = """
with bytes as (
    insert into asset (org, sha256, size_bytes, media_type)
    select org, sha256('a film'), 6, 'video/mp4' from video where id = $1 returning org, sha256),
film as (
    insert into source (org, brand_id, video_id, role, name, sha256, container, fps_num, fps_den, frames, duration_ms,
                        faststart)
    select v.org, v.brand_id, v.id, 'master', 'the film', b.sha256, 'mp4', 25, 1, 50, 2000, true
    from video v join bytes b on b.org = v.org where v.id = $1 returning org, id)
insert into shot_placement (org, source_id, in_frame, out_frame, shot_id) select org, id, 0, 25, $2 from film
"""


@pytest.fixture
def ada(client: httpx.AsyncClient, house: House) -> Caller:
    """The administrator."""
    return caller(client, house.person, house.api_key)


@pytest.fixture
def film_of(ada: Caller, database_url: str, cluster: Cluster) -> FilmOf:
    """Put a story's first shot into a film, as the room that places shots will."""

    async def place(story: Json) -> None:
        video = await ada.video(story["id"])
        shot = ShotId.parse(story["beats"][0]["shots"][0]["id"])
        administrator = cluster.administrator(database_name(database_url))
        await behind_the_walls(administrator, _SHOWN, VideoId.parse(video["id"]).uuid, shot.uuid)

    return place
