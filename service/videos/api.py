"""Videos and cuts over HTTP; sources have `api_sources.py`."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.ids import CampaignId, CutId, StoryId, VideoId
from schemas.videos import (
    Cut,
    CutChange,
    CutFacts,
    CutPage,
    EditList,
    NewCut,
    NewVideo,
    Video,
    VideoChange,
    VideoPage,
)
from service.db.queries import Sort
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import CHANGED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.problems import Missing
from service.videos import actions
from service.videos.problems import CutCodeTaken, ShotsPlaced
from service.videos.records import get_cut, get_video, queries

SORTS = NEWEST | CHANGED | {"title": Sort("title", "text")}
CUT_SORTS = NEWEST | CHANGED | {"code": Sort("code", "text"), "name": Sort("name", "text")}


class Videos(Controller):
    """The films of stories."""

    path = "/v1/videos"
    tags = ["Videos"]

    @post(
        operation_id="videos.create",
        opt=needs("videos:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY),
    )
    async def create(self, request: ApiRequest, data: JSONBody[NewVideo], key: OnceKey = None) -> Response[Video]:
        """Make a video of a story."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_video, tx, request.user, data)
            return await once(tx, request, key, act, location=lambda video: f"/v1/videos/{video.id}")

    @get(operation_id="videos.list", opt=needs("videos:read"), responses=problems(401, 403, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign: Annotated[CampaignId | None, QueryParameter(name="filter[campaign_id]")] = None,
        story: Annotated[StoryId | None, QueryParameter(name="filter[story_id]")] = None,
    ) -> Response[VideoPage]:
        """The videos you may see."""
        return await page(request, listing, Video, queries.list_videos, campaign, story, sorts=SORTS)

    @get(
        "/{video_id:str}",
        operation_id="videos.get",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, video_id: FromPath[VideoId], fields: FieldNames = None
    ) -> Response[Video]:
        """One video."""
        async with request.db.reading(request.user.scope) as tx:
            video = await get_video(tx, video_id)
        if video is None:
            raise Missing
        return narrowed(video, fields)

    @patch(
        "/{video_id:str}",
        operation_id="videos.change",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, ShotsPlaced),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[VideoChange],
        video_id: FromPath[VideoId],
        if_match: IfMatch = None,
    ) -> Response[Video]:
        """Change a video's title or story."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.change_video(tx, request.user, video_id, revision, data))


class Cuts(Controller):
    """The variants of videos."""

    path = "/v1"
    tags = ["Cuts"]

    @post(
        "/videos/{video_id:str}/cuts",
        operation_id="cuts.create",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, CutCodeTaken),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewCut],
        video_id: FromPath[VideoId],
        key: OnceKey = None,
    ) -> Response[Cut]:
        """Make a cut with its edit list."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_cut, tx, request.user, request.rulebook, video_id, data)
            return await once(tx, request, key, act, location=lambda cut: f"/v1/cuts/{cut.id}")

    @get(
        "/videos/{video_id:str}/cuts",
        operation_id="cuts.list",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        video_id: FromPath[VideoId],
    ) -> Response[CutPage]:
        """The cuts of a video, without their segments."""
        async with request.db.reading(request.user.scope) as tx:
            await actions.find_video(tx, video_id)
        return await page(request, listing, CutFacts, queries.list_cuts, video_id, sorts=CUT_SORTS)

    @get(
        "/cuts/{cut_id:str}",
        operation_id="cuts.get",
        opt=needs("videos:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(self, request: ApiRequest, cut_id: FromPath[CutId], fields: FieldNames = None) -> Response[Cut]:
        """One cut with its edit list in force."""
        async with request.db.reading(request.user.scope) as tx:
            cut = await get_cut(tx, cut_id)
        if cut is None:
            raise Missing
        return narrowed(cut, fields)

    @patch(
        "/cuts/{cut_id:str}",
        operation_id="cuts.change",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, CutCodeTaken),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[CutChange],
        cut_id: FromPath[CutId],
        if_match: IfMatch = None,
    ) -> Response[Cut]:
        """Change a cut's facts."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.change_cut(tx, request.user, request.rulebook, cut_id, revision, data))

    @put(
        "/cuts/{cut_id:str}/edit_list",
        operation_id="cuts.edit",
        opt=needs("videos:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def edit(
        self,
        request: ApiRequest,
        data: JSONBody[EditList],
        cut_id: FromPath[CutId],
        if_match: IfMatch = None,
    ) -> Response[Cut]:
        """Give a cut a new edit list."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.replace_edit_list(tx, request.user, cut_id, revision, data))


handlers: list[Any] = [Videos, Cuts]
