"""The shot list of a story over HTTP, as JSON and as a table."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from schemas.ids import StoryId
from schemas.shot_lists import ShotList
from service.bodies import tells
from service.captions.shot_list import as_csv, shot_list_of
from service.exchange import PRIVATE, ApiRequest
from service.guards import needs
from service.http_problems import problems
from service.listings import FieldNames, narrowed

CSV = "text/csv"


class ShotLists(Controller):
    """What is planned, where it stands in the film, what is said in it."""

    path = "/v1/stories/{story_id:str}"
    tags = ["Stories"]

    @get(
        "/shot_list",
        operation_id="stories.shot_list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, story_id: FromPath[StoryId], fields: FieldNames = None
    ) -> Response[ShotList]:
        """Every shot of a story with its beat, size, movement and length, its places in the films, and what the
        source captions say there.
        """
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await shot_list_of(tx, story_id), fields)

    @get(
        "/shot_list.csv",
        operation_id="stories.shot_list_csv",
        opt=needs("tracks:read"),
        responses=tells(CSV) | problems(401, 403, 404),
    )
    async def table(self, request: ApiRequest, story_id: FromPath[StoryId]) -> Response[bytes]:
        """The same for a spreadsheet: a row for each place of each shot, one for a shot that stands nowhere yet.

        UTF-8 with a byte order mark; a cell that would be taken for a formula begins with an apostrophe.
        """
        async with request.db.reading(request.user.scope) as tx:
            shots = await shot_list_of(tx, story_id)
        name = f"shot-list-{shots.story_id}-r{shots.story_revision}.csv"
        headers = {**PRIVATE, "content-disposition": f'attachment; filename="{name}"'}
        return Response(as_csv(shots), media_type=CSV, headers=headers)


handlers: list[Any] = [ShotLists]
