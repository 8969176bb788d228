"""Archetypes over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post
from litestar.params import FromPath, JSONBody, PathParameter

from schemas.archetypes import Archetype, ArchetypePage, NewArchetype, NewArchetypeVersion
from schemas.bases import PageFacts
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import FieldNames, narrowed
from service.stories import archetypes
from service.stories.problems import ArchetypeBuiltIn, ArchetypeKeyTaken, ArchetypeWithdrawn, TooManyArchetypes

Number = Annotated[int, PathParameter(ge=1, le=1_000_000_000)]


class Archetypes(Controller):
    """Reusable narrative patterns."""

    path = "/v1/archetypes"
    tags = ["Archetypes"]

    @get(operation_id="archetypes.list", opt=needs("campaigns:read"), responses=problems(401, 403))
    async def index(self, request: ApiRequest) -> Response[ArchetypePage]:
        """All archetypes in their newest versions: the built-in ones, and your own that are not withdrawn."""
        async with request.db.reading(request.user.scope) as tx:
            known = await archetypes.list_archetypes(tx, request.rulebook)
        return answer(ArchetypePage(data=known, page=PageFacts(next_cursor=None, has_more=False, count=len(known))))

    @post(
        operation_id="archetypes.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY, ArchetypeKeyTaken, TooManyArchetypes),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewArchetype], key: OnceKey = None
    ) -> Response[Archetype]:
        """Make an archetype of your organization's own."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(archetypes.create_archetype, tx, request.user, request.rulebook, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/archetypes/{made.key}")

    @get(
        "/{archetype:str}",
        operation_id="archetypes.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, archetype: FromPath[str], fields: FieldNames = None
    ) -> Response[Archetype]:
        """One archetype with its beats and guidance, in its newest version."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await archetypes.find_archetype(tx, request.rulebook, archetype), fields)

    @get(
        "/{archetype:str}/versions/{version:str}",
        operation_id="archetypes.get_version",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def show_version(
        self,
        request: ApiRequest,
        archetype: FromPath[str],
        version: Number,
        fields: FieldNames = None,
    ) -> Response[Archetype]:
        """One version of an archetype, as the stories that were told with it know it; also of a withdrawn one."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await archetypes.find_archetype(tx, request.rulebook, archetype, version), fields)

    @post(
        "/{archetype:str}/versions",
        operation_id="archetypes.add_version",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, *OF_IF_MATCH, ArchetypeBuiltIn, ArchetypeWithdrawn),
    )
    async def add_version(
        self,
        request: ApiRequest,
        data: JSONBody[NewArchetypeVersion],
        archetype: FromPath[str],
        if_match: IfMatch = None,
        key: OnceKey = None,
    ) -> Response[Archetype]:
        """Say one of your own archetypes anew. Stories keep the version they were told with."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(archetypes.add_version, tx, request.user, request.rulebook, archetype, revision, data)
            return await once(
                *(tx, request, key, act),
                location=lambda made: f"/v1/archetypes/{made.key}/versions/{made.version}",
            )

    @delete(
        "/{archetype:str}",
        operation_id="archetypes.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_IF_MATCH, ArchetypeBuiltIn, ArchetypeWithdrawn),
    )
    async def withdraw(self, request: ApiRequest, archetype: FromPath[str], if_match: IfMatch = None) -> None:
        """End one of your own archetypes: no new story is told with it."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            await archetypes.withdraw_archetype(tx, request.user, request.rulebook, archetype, revision)


handlers: list[Any] = [Archetypes]
