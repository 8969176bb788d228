"""Stories over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.ids import CampaignId, StoryId
from schemas.stories import NewStory, Story, StoryChange, StoryPage
from service.db.queries import Sort
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import CHANGED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.problems import Missing
from service.stories import actions
from service.stories.problems import ShotInUse
from service.stories.records import get_story, queries

SORTS = NEWEST | CHANGED | {"title": Sort("title", "text")}


class Stories(Controller):
    """A campaign's own instances of archetypes."""

    path = "/v1/stories"
    tags = ["Stories"]

    @post(
        operation_id="stories.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewStory],
        key: OnceKey = None,
    ) -> Response[Story]:
        """Write a story for a campaign."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_story, tx, request.user, request.rulebook, data)
            return await once(tx, request, key, act, location=lambda story: f"/v1/stories/{story.id}")

    @get(operation_id="stories.list", opt=needs("campaigns:read"), responses=problems(401, 403, *OF_LIST))
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign: Annotated[CampaignId | None, QueryParameter(name="filter[campaign_id]")] = None,
    ) -> Response[StoryPage]:
        """The stories you may see."""
        return await page(request, listing, Story, queries.list_stories, campaign, sorts=SORTS)

    @get(
        "/{story_id:str}",
        operation_id="stories.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, story_id: FromPath[StoryId], fields: FieldNames = None
    ) -> Response[Story]:
        """One story with its beats."""
        async with request.db.reading(request.user.scope) as tx:
            story = await get_story(tx, story_id)
        if story is None:
            raise Missing
        return narrowed(story, fields)

    @patch(
        "/{story_id:str}",
        operation_id="stories.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH, ShotInUse),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[StoryChange],
        story_id: FromPath[StoryId],
        if_match: IfMatch = None,
    ) -> Response[Story]:
        """Change a story; its beats are replaced as a whole."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.change_story(tx, request.user, request.rulebook, story_id, revision, data))


handlers: list[Any] = [Stories]
