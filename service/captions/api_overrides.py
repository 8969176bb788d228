"""The captions of one cut over HTTP, and what it does differently."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.bases import Locale, Market
from schemas.captions import KIND, TextOfCue
from schemas.ids import CueId, CutId, OverrideId, SegmentId
from schemas.imports import NewCue
from schemas.overrides import CutCue, CutCueChange, CutTrack, Override, OverridePage
from service.captions import cues, overridden, overriding, records
from service.captions.merging import StoredOverride
from service.captions.problems import Conforming, NoSourceCaptions
from service.captions.records_overrides import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page

OfLocale = Annotated[Locale | None, QueryParameter(name="locale", description="without: every cue, in no language")]
OfKind = Annotated[KIND | None, QueryParameter(name="kind", description="without: the first that the locale has")]
OfMarket = Annotated[Market | None, QueryParameter(name="market", description="write its facts out")]


class CutCues(Controller):
    """The captions of one cut, and its overrides."""

    path = "/v1"
    tags = ["Overrides"]

    @get(
        "/cuts/{cut_id:str}/cues",
        operation_id="cuts.cues",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def index(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        locale: OfLocale = None,
        kind: OfKind = None,
        market: OfMarket = None,
    ) -> Response[CutTrack]:
        """A cut's captions in a track: each cue as it is derived and as this cut shows it, with its overrides."""
        async with request.db.reading(request.user.scope) as tx:
            cut, wanted = await overridden.track_of(tx, request.rulebook, cut_id, locale, kind, market)
            return answer(await overridden.show_track(tx, cut, wanted, market))

    @post(
        "/cuts/{cut_id:str}/cues",
        operation_id="cuts.add_cue",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, NoSourceCaptions),
    )
    async def add_to_cut(
        self, request: ApiRequest, data: JSONBody[NewCue], cut_id: FromPath[CutId], key: OnceKey = None
    ) -> Response[TextOfCue]:
        """Add a cue to the captions that belong to one cut alone, in their own language and on the cut's time."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(cues.add_cue, tx, request.user, cut_id, data)
            return await once(tx, request, key, act, location=cues.address)

    @get(
        "/cuts/{cut_id:str}/cues/{cue_id:str}/{segment_id:str}",
        operation_id="cuts.cue",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        cut_id: FromPath[CutId],
        cue_id: FromPath[CueId],
        segment_id: FromPath[SegmentId],
        locale: OfLocale = None,
        kind: OfKind = None,
    ) -> Response[CutCue]:
        """A cue where it stands in a cut; a shot that is used twice has it twice."""
        async with request.db.reading(request.user.scope) as tx:
            _, wanted = await overridden.track_of(tx, request.rulebook, cut_id, locale, kind)
            return answer((await overridden.find_cue(tx, wanted, (cue_id, segment_id)))[1])

    @patch(
        "/cuts/{cut_id:str}/cues/{cue_id:str}/{segment_id:str}",
        operation_id="cuts.override",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, Conforming),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[CutCueChange],
        cut_id: FromPath[CutId],
        cue_id: FromPath[CueId],
        segment_id: FromPath[SegmentId],
        locale: OfLocale = None,
        kind: OfKind = None,
        if_match: IfMatch = None,
    ) -> Response[CutCue]:
        """Override fields of a cue in this cut alone: without `locale` in every language, with it in that track.

        `If-Match` says what was seen, derived and overridden: that is what the override is merged with from now on.
        In a conflict, the value again keeps the override, and null takes what is derived.
        """
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            cut, wanted = await overridden.track_of(tx, request.rulebook, cut_id, locale, kind)
            place = (cue_id, segment_id)
            return answer(await overriding.override(tx, request.user, cut, wanted, place, revision, data))

    @get(
        "/cuts/{cut_id:str}/overrides",
        operation_id="overrides.list",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def overrides(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        cut_id: FromPath[CutId],
        locale: Annotated[str | None, QueryParameter(name="filter[locale]")] = None,
    ) -> Response[OverridePage]:
        """Everything that a cut does differently, each with its state; parked ones come back with their segment."""
        found = (StoredOverride, queries.list_cut_overrides, cut_id, locale)
        parent = partial(records.get_cut, cut=cut_id)
        return await page(request, listing, *found, finish=overridden.show_overrides, parent=parent)

    @get(
        "/overrides/{override_id:str}",
        operation_id="overrides.get",
        opt=needs("tracks:read"),
        responses=problems(401, 403, 404),
    )
    async def override(self, request: ApiRequest, override_id: FromPath[OverrideId]) -> Response[Override]:
        """One override with its state."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await overridden.find_override(tx, override_id))

    @delete(
        "/overrides/{override_id:str}",
        operation_id="overrides.take_back",
        opt=needs("tracks:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def take_back(
        self,
        request: ApiRequest,
        override_id: FromPath[OverrideId],
        if_match: IfMatch = None,
    ) -> None:
        """Take what is derived instead. A parked override has no other way out."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            await overriding.take_back(tx, request.user, override_id, revision)


handlers: list[Any] = [CutCues]
