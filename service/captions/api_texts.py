"""One text at a time over HTTP: what it was before, and what would be wrong with another one."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.captions import TextChange
from schemas.findings import CheckedText
from schemas.history import PastText, PastTextPage
from schemas.ids import CueId, TrackId
from service.captions import finding
from service.captions.records import get_cue_text
from service.captions.records_sheets import queries
from service.db.queries import Sort
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page

BY_REVISION = {"revision": Sort("revision", "int")}


class Texts(Controller):
    """The text of a cue in a track."""

    path = "/v1"
    tags = ["Cues"]

    @get(
        "/tracks/{track_id:str}/cues/{cue_id:str}/history",
        operation_id="cues.history",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def history(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        track_id: FromPath[TrackId],
        cue_id: FromPath[CueId],
    ) -> Response[PastTextPage]:
        """Every text that a cue had here, newest first: who wrote it, and when. Nothing is ever taken out."""
        found = (PastText, queries.list_past_texts, track_id, cue_id)
        parent = partial(get_cue_text, track=track_id, cue=cue_id)
        return await page(request, listing, *found, sorts=BY_REVISION, default="-revision", parent=parent)

    @post(
        "/tracks/{track_id:str}/cues/{cue_id:str}/check",
        operation_id="cues.check",
        opt=needs("tracks:read"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_JSON),
    )
    async def check(
        self,
        request: ApiRequest,
        data: JSONBody[TextChange],
        track_id: FromPath[TrackId],
        cue_id: FromPath[CueId],
    ) -> Response[CheckedText]:
        """What would be wrong with a cue if it said this, among the others as they are. Nothing is written."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await finding.of_draft(tx, request.rulebook, track_id, cue_id, data.text))


handlers: list[Any] = [Texts]
