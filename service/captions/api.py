"""Tracks, cues, conform and releases over HTTP; files come in by `api_imports.py` and go out by `api_files.py`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.captions import (
    Conform,
    Matrix,
    NewRelease,
    NewTrack,
    OpenedTracks,
    Release,
    ReleasePage,
    TextChange,
    TextOfCue,
    TextOfCuePage,
    TextStatus,
    Timing,
    TimingChange,
    Track,
    TrackPage,
)
from schemas.ids import CampaignId, CueId, CutId, ReleaseId, SourceId, TrackId
from service.captions import actions, matrix, records, releasing
from service.captions.model import StoredRelease
from service.captions.problems import (
    Conforming,
    CutFilmMismatch,
    CutFilmPending,
    FourEyes,
    LocaleNotReady,
    NoSourceCaptions,
    NotApproved,
    NotWaiting,
    OverridesContested,
    ReleaseExists,
    ReleaseIncomplete,
    TrackExists,
    Withdrawn,
)
from service.captions.records import queries
from service.db.queries import Sort
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, again, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import NEWEST, OF_LIST, Listing, page
from service.problems import Missing

IN_TIME = {"begin_ms": Sort("begin_ms", "int")}
NUMBERED = NEWEST | {"number": Sort("number", "int")}
HELD = (CutFilmPending, CutFilmMismatch)
UNRELEASABLE = (Conforming, *HELD, ReleaseIncomplete, OverridesContested, NotApproved, ReleaseExists)


class Tracks(Controller):
    """The texts of a source in its locales."""

    path = "/v1"
    tags = ["Tracks"]

    @get(
        "/sources/{source_id:str}/tracks",
        operation_id="tracks.list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        source_id: FromPath[SourceId],
    ) -> Response[TrackPage]:
        """The tracks of a source."""
        parent = partial(records.get_home, home=source_id)
        return await page(request, listing, Track, queries.list_tracks, source_id, parent=parent)

    @post(
        "/sources/{source_id:str}/tracks",
        operation_id="tracks.open",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, NoSourceCaptions, TrackExists),
    )
    async def open_(
        self,
        request: ApiRequest,
        data: JSONBody[NewTrack],
        source_id: FromPath[SourceId],
        key: OnceKey = None,
    ) -> Response[Track]:
        """Open a locale on a source, to be translated."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.open_track, tx, request.user, request.rulebook, source_id, data)
            return await once(tx, request, key, act, location=lambda track: f"/v1/tracks/{track.id}")

    @post(
        "/sources/{source_id:str}/open_locales",
        operation_id="tracks.open_planned",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, 404, NoSourceCaptions, 422),
    )
    async def open_planned(self, request: ApiRequest, source_id: FromPath[SourceId]) -> Response[OpenedTracks]:
        """Open every locale that the campaign's markets need and this source lacks. Asking twice changes nothing."""
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.open_planned(tx, request.user, source_id))

    @get(
        "/tracks/{track_id:str}",
        operation_id="tracks.get",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, track_id: FromPath[TrackId]) -> Response[Track]:
        """One track and how far it is."""
        async with request.db.reading(request.user.scope) as tx:
            track = await records.get_track(tx, track_id)
        if track is None:
            raise Missing
        return answer(track)

    @post(
        "/tracks/{track_id:str}/submit",
        operation_id="tracks.submit",
        opt=needs("tracks:write"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def submit(
        self,
        request: ApiRequest,
        track_id: FromPath[TrackId],
        if_match: IfMatch = None,
    ) -> Response[Track]:
        """Ask for approval of a locale, as it was seen."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.submit_locale(tx, request.user, track_id, revision))

    @post(
        "/tracks/{track_id:str}/approve",
        operation_id="tracks.approve",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH, FourEyes, LocaleNotReady),
    )
    async def approve(
        self,
        request: ApiRequest,
        track_id: FromPath[TrackId],
        if_match: IfMatch = None,
    ) -> Response[Track]:
        """Approve every text of a locale, as it was seen. Cuts that keep every cue whole then release themselves."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.approve_locale(tx, request.user, request.rulebook, track_id, revision))


class Cues(Controller):
    """One timed unit at a time: its text in a locale, its time on the source, its place in a cut."""

    path = "/v1"
    tags = ["Cues"]

    @get(
        "/tracks/{track_id:str}/cues",
        operation_id="cues.list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        track_id: FromPath[TrackId],
        status: Annotated[TextStatus | None, QueryParameter(name="filter[status]")] = None,
    ) -> Response[TextOfCuePage]:
        """The cues of a track in order of time, each with its source text."""
        found = (TextOfCue, queries.list_cue_texts, track_id, status)
        parent = partial(records.get_track, track=track_id)
        return await page(request, listing, *found, sorts=IN_TIME, default="begin_ms", parent=parent)

    @get(
        "/tracks/{track_id:str}/cues/{cue_id:str}",
        operation_id="cues.get",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def show(
        self,
        request: ApiRequest,
        track_id: FromPath[TrackId],
        cue_id: FromPath[CueId],
    ) -> Response[TextOfCue]:
        """A cue's text in a track. The ETag `"r0"` says that there is none yet."""
        async with request.db.reading(request.user.scope) as tx:
            text = await records.get_cue_text(tx, track_id, cue_id)
        if text is None:
            raise Missing
        return answer(text)

    @put(
        "/tracks/{track_id:str}/cues/{cue_id:str}",
        operation_id="cues.write",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def write(
        self,
        request: ApiRequest,
        data: JSONBody[TextChange],
        track_id: FromPath[TrackId],
        cue_id: FromPath[CueId],
        if_match: IfMatch = None,
    ) -> Response[TextOfCue]:
        """Write a cue's text. `If-Match` is of this text alone, so writers of other cues never fail each other."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.write_text(tx, request.user, track_id, cue_id, revision, data))

    @get(
        "/cues/{cue_id:str}/timing",
        operation_id="cues.timing",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def timing(self, request: ApiRequest, cue_id: FromPath[CueId]) -> Response[Timing]:
        """When a cue stands on its source."""
        async with request.db.reading(request.user.scope) as tx:
            timing = await records.get_timing(tx, cue_id)
        if timing is None:
            raise Missing
        return answer(timing)

    @put(
        "/cues/{cue_id:str}/timing",
        operation_id="cues.move",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, Withdrawn),
    )
    async def move(
        self,
        request: ApiRequest,
        data: JSONBody[TimingChange],
        cue_id: FromPath[CueId],
        if_match: IfMatch = None,
    ) -> Response[Timing]:
        """Move a cue on its source or cut; its identity and its texts stay."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.move_cue(tx, request.user, cue_id, revision, data))

    @get(
        "/cuts/{cut_id:str}/conform",
        operation_id="cuts.conform",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def conform(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[Conform]:
        """Where the source cues stand in a cut; `current` says whether a worker has seen the newest edit list."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await matrix.conform_of(tx, cut_id))


class Releases(Controller):
    """The frozen captions of cuts."""

    path = "/v1"
    tags = ["Releases"]

    @post(
        "/cuts/{cut_id:str}/releases",
        operation_id="releases.create",
        opt=needs("tracks:approve"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, *UNRELEASABLE),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewRelease],
        cut_id: FromPath[CutId],
        key: OnceKey = None,
    ) -> Response[Release]:
        """Release a cut's captions now. Approved locales release themselves; this asks again, even if withdrawn."""
        known = await again(request, key)
        if known is not None:
            return known
        prepared = await releasing.make_release(request.db, request.store, request.rulebook, request.user, cut_id, data)
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(releasing.keep_release, tx, request.user, cut_id, prepared)
            return await once(tx, request, key, act, location=lambda release: f"/v1/releases/{release.id}")

    @get(
        "/cuts/{cut_id:str}/releases",
        operation_id="releases.list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        cut_id: FromPath[CutId],
        market: Annotated[str | None, QueryParameter(name="filter[market]")] = None,
        locale: Annotated[str | None, QueryParameter(name="filter[locale]")] = None,
    ) -> Response[ReleasePage]:
        """The releases of a cut, each with whether it is stale."""
        found = (StoredRelease, queries.list_releases, cut_id, market, locale)
        parent = partial(records.get_cut, cut=cut_id)
        return await page(request, listing, *found, sorts=NUMBERED, finish=matrix.show_releases, parent=parent)

    @get(
        "/releases/{release_id:str}",
        operation_id="releases.get",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, release_id: FromPath[ReleaseId]) -> Response[Release]:
        """One release with its files."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await releasing.shown(tx, release_id))

    @post(
        "/releases/{release_id:str}/approve",
        operation_id="releases.approve",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, 404, *HELD, FourEyes, NotWaiting, OverridesContested),
    )
    async def approve(self, request: ApiRequest, release_id: FromPath[ReleaseId]) -> Response[Release]:
        """Say that a release which waits for a person is right. What a release says never changes: no If-Match."""
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await releasing.approve(tx, request.user, release_id))

    @post(
        "/releases/{release_id:str}/withdraw",
        operation_id="releases.withdraw",
        opt=needs("tracks:approve"),
        status_code=200,
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, release_id: FromPath[ReleaseId]) -> Response[Release]:
        """Take a release back; its files answer 410 from then on. Doing it twice is harmless.

        If it was the newest approved one, the latest captions answer 409 until a newer one is approved. The same
        captions are made again by a person alone: `POST /v1/cuts/{id}/releases`.
        """
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await releasing.withdraw(tx, request.user, release_id))

    @get(
        "/campaigns/{campaign_id:str}/matrix",
        operation_id="campaigns.matrix",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def matrix(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[Matrix]:
        """Every cut of a campaign in every locale of its markets: what there is, and what is wanting."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await matrix.matrix_of(tx, campaign_id))


handlers: list[Any] = [Tracks, Cues, Releases]
