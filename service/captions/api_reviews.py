"""Reviews over HTTP: read, sent back, and what is done with many tracks in one request."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, cast

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.captions import Track
from schemas.ids import TrackId
from schemas.problems import ProblemDocument
from schemas.reviews import Remark, RemarkPage, Reviewed, SeenTracks, SendBack, TrackResult, TrackResults
from service.captions import actions, fixing, records, records_reviews, sending_back
from service.captions.problems import NotInReview
from service.captions.records_reviews import queries
from service.db.pool import Tx
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problem_document, problems
from service.listings import OF_LIST, Listing, page
from service.problems import Fault, Invalid, Problem

Act = Callable[[Tx, TrackId, int], Awaitable[object]]


class Reviews(Controller):
    """What a reviewer reads and says."""

    path = "/v1/tracks"
    tags = ["Tracks"]

    @get(
        "/{track_id:str}/review",
        operation_id="tracks.review",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def review(self, request: ApiRequest, track_id: FromPath[TrackId]) -> Response[Reviewed]:
        """A track as a reviewer reads it: each text beside its source and what was approved last, and its cuts."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await sending_back.read_for_review(tx, track_id))

    @get(
        "/{track_id:str}/remarks",
        operation_id="tracks.remarks",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def remarks(
        self, request: ApiRequest, listing: NamedDependency[Listing], track_id: FromPath[TrackId]
    ) -> Response[RemarkPage]:
        """What reviewers said of a track whenever it went back."""
        parent = partial(records.get_track, track=track_id)
        return await page(request, listing, Remark, queries.list_remarks, track_id, parent=parent)

    @post(
        "/{track_id:str}/send_back",
        operation_id="tracks.send_back",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, NotInReview),
    )
    async def send_back(
        self,
        request: ApiRequest,
        data: JSONBody[SendBack],
        track_id: FromPath[TrackId],
        if_match: IfMatch = None,
    ) -> Response[Track]:
        """Send a locale that waits for approval back, as it was seen, with the reasons. It is a draft again."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await sending_back.send_back(tx, request.user, track_id, revision, data))

    @post(
        "/submit_many",
        operation_id="tracks.submit_many",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, *OF_JSON),
    )
    async def submit_many(self, request: ApiRequest, data: JSONBody[SeenTracks]) -> Response[TrackResults]:
        """Ask for approval of many locales. The answer is 200 and says of each how it fared; each stands alone."""
        return answer(await _each(request, data, lambda tx, *one: actions.submit_locale(tx, request.user, *one)))

    @post(
        "/approve_many",
        operation_id="tracks.approve_many",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, *OF_JSON),
    )
    async def approve_many(self, request: ApiRequest, data: JSONBody[SeenTracks]) -> Response[TrackResults]:
        """Approve many locales, each as it was seen. One that still has errors keeps no other from it."""
        rules = request.rulebook
        return answer(
            await _each(request, data, lambda tx, *one: actions.approve_locale(tx, request.user, rules, *one))
        )

    @post(
        "/fix_many",
        operation_id="tracks.fix_many",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, *OF_JSON),
    )
    async def fix_many(self, request: ApiRequest, data: JSONBody[SeenTracks]) -> Response[TrackResults]:
        """Make every safe fix of many tracks."""
        rules = request.rulebook
        return answer(await _each(request, data, lambda tx, *one: fixing.fix_track(tx, request.user, rules, *one)))


async def _each(request: ApiRequest, asked: SeenTracks, act: Act) -> TrackResults:
    """Do it with each track in a transaction of its own. Invalid, before anything is done, for those not there."""
    async with request.db.reading(request.user.scope) as tx:
        there = await records_reviews.list_seen_tracks(tx, [one.id for one in asked.tracks])
    absent = [
        Fault(f"/tracks/{index}/id", "not_found", "there is no such track that you can see")
        for index, one in enumerate(asked.tracks)
        if one.id not in there
    ]
    if absent:
        raise Invalid(*absent)
    data = [await _one(request, one.id, one.revision, act) for one in asked.tracks]
    failed = sum(one.problem is not None for one in data)
    return TrackResults(data=data, succeeded=len(data) - failed, failed=failed)


async def _one(request: ApiRequest, track: TrackId, revision: int, act: Act) -> TrackResult:
    try:
        async with request.db.transaction(request.user.scope) as tx:
            await act(tx, track, revision)
            now = await actions.track_of(tx, track)
    except Problem as refused:
        told = cast(ProblemDocument, problem_document(request, refused))  # with the members that are the problem's own
        return TrackResult(track_id=track, status=refused.status, track=None, problem=told)
    return TrackResult(track_id=track, status=200, track=now, problem=None)


handlers: list[Any] = [Reviews]
