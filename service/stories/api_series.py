"""Series and their episodes over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.ids import CampaignId, SeriesId, StoryId
from schemas.series import (
    EpisodeChange,
    EpisodeInSeries,
    InsertedEpisode,
    NewSeries,
    Series,
    SeriesChange,
    SeriesPage,
)
from service.db.queries import Sort
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import CHANGED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.stories import series
from service.stories.records import queries

SORTS = NEWEST | CHANGED | {"title": Sort("title", "text")}


class SeriesOfCampaigns(Controller):
    """A campaign's stories as episodes, in their order."""

    path = "/v1/series"
    tags = ["Series"]

    @post(
        operation_id="series.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY),
    )
    async def create(self, request: ApiRequest, data: JSONBody[NewSeries], key: OnceKey = None) -> Response[Series]:
        """Make a series of a campaign's stories."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(series.create_series, tx, request.user, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/series/{made.id}")

    @get(operation_id="series.list", opt=needs("campaigns:read"), responses=problems(401, 403, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign: Annotated[CampaignId | None, QueryParameter(name="filter[campaign_id]")] = None,
        story: Annotated[StoryId | None, QueryParameter(name="filter[story_id]")] = None,
    ) -> Response[SeriesPage]:
        """The series you may see."""
        return await page(request, listing, Series, queries.list_series, campaign, story, sorts=SORTS)

    @get(
        "/{series_id:str}",
        operation_id="series.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, series_id: FromPath[SeriesId], fields: FieldNames = None
    ) -> Response[Series]:
        """One series with its episodes."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await series.find_series(tx, series_id), fields)

    @patch(
        "/{series_id:str}",
        operation_id="series.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[SeriesChange],
        series_id: FromPath[SeriesId],
        if_match: IfMatch = None,
    ) -> Response[Series]:
        """Change a series; its episodes are replaced as a whole, which is how they are put in another order."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await series.change_series(tx, request.user, series_id, revision, data))

    @delete(
        "/{series_id:str}",
        operation_id="series.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def withdraw(self, request: ApiRequest, series_id: FromPath[SeriesId], if_match: IfMatch = None) -> None:
        """End a series. Its stories stay."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            await series.withdraw_series(tx, request.user, series_id, revision)


class Episodes(Controller):
    """One episode at a time."""

    path = "/v1/series/{series_id:str}/episodes"
    tags = ["Series"]

    @post(
        operation_id="episodes.insert",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def insert(
        self,
        request: ApiRequest,
        data: JSONBody[InsertedEpisode],
        series_id: FromPath[SeriesId],
        key: OnceKey = None,
    ) -> Response[EpisodeInSeries]:
        """Put a story into a series, at the end or before another episode."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(series.insert_episode, tx, request.user, series_id, data)
            return await once(
                *(tx, request, key, act),
                location=lambda made: f"/v1/series/{series_id}/episodes/{made.episode.story_id}",
            )

    @get(
        "/{story_id:str}",
        operation_id="episodes.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(
        self, request: ApiRequest, series_id: FromPath[SeriesId], story_id: FromPath[StoryId]
    ) -> Response[EpisodeInSeries]:
        """An episode with the one before it and the one after it."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await series.find_episode(tx, series_id, story_id))

    @patch(
        "/{story_id:str}",
        operation_id="episodes.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[EpisodeChange],
        series_id: FromPath[SeriesId],
        story_id: FromPath[StoryId],
        if_match: IfMatch = None,
    ) -> Response[EpisodeInSeries]:
        """Change what an episode says, or move it; `If-Match` takes the revision of the series."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await series.change_episode(tx, request.user, series_id, story_id, revision, data))

    @delete(
        "/{story_id:str}",
        operation_id="episodes.remove",
        status_code=200,
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def remove(
        self,
        request: ApiRequest,
        series_id: FromPath[SeriesId],
        story_id: FromPath[StoryId],
        if_match: IfMatch = None,
    ) -> Response[Series]:
        """Take a story out of a series, and see the series without it."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await series.remove_episode(tx, request.user, series_id, story_id, revision))


handlers: list[Any] = [SeriesOfCampaigns, Episodes]
