"""Rights windows and links over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.ids import BriefLinkId, CampaignId, RightsId
from schemas.rights import (
    BriefLink,
    BriefLinkChange,
    BriefLinkPage,
    NewBriefLink,
    NewRights,
    Rights,
    RightsChange,
    RightsPage,
)
from service.briefs import kinds, parts, records_words
from service.briefs.problems import BriefFull
from service.briefs.records_parts import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page


class RightsWindows(Controller):
    """Where, in which media and how long something may be used."""

    path = "/v1"
    tags = ["Briefs"]

    @get(
        "/campaigns/{campaign_id:str}/rights",
        operation_id="rights.list",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], campaign_id: FromPath[CampaignId]
    ) -> Response[RightsPage]:
        """The rights windows of a campaign: talent, music, footage, fonts."""
        parent = partial(records_words.get_words, campaign=campaign_id)
        return await page(request, listing, Rights, queries.list_rights, campaign_id, parent=parent)

    @post(
        "/campaigns/{campaign_id:str}/rights",
        operation_id="rights.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, BriefFull),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewRights], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[Rights]:
        """Write one more window. Days are those of the place where something is used."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(parts.write, kinds.RIGHTS, tx, request.user, request.rulebook, campaign_id, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/rights/{made.id}")

    @get(
        "/rights/{rights_id:str}",
        operation_id="rights.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, rights_id: FromPath[RightsId]) -> Response[Rights]:
        """One rights window."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await parts.find(kinds.RIGHTS, tx, rights_id))

    @patch(
        "/rights/{rights_id:str}",
        operation_id="rights.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[RightsChange],
        rights_id: FromPath[RightsId],
        if_match: IfMatch = None,
    ) -> Response[Rights]:
        """Change a window, as when it was prolonged."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            return answer(await parts.change(kinds.RIGHTS, tx, request.user, rules, rights_id, revision, data))

    @delete(
        "/rights/{rights_id:str}",
        operation_id="rights.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, rights_id: FromPath[RightsId]) -> None:
        """Withdraw a window: nothing may be used by it any more."""
        async with request.db.transaction(request.user.scope) as tx:
            await parts.withdraw(kinds.RIGHTS, tx, request.user, rights_id)


class BriefLinks(Controller):
    """Where the markets of a campaign send people."""

    path = "/v1"
    tags = ["Briefs"]

    @get(
        "/campaigns/{campaign_id:str}/brief_links",
        operation_id="destinations.list",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], campaign_id: FromPath[CampaignId]
    ) -> Response[BriefLinkPage]:
        """Where the markets of a campaign send people."""
        parent = partial(records_words.get_words, campaign=campaign_id)
        return await page(request, listing, BriefLink, queries.list_brief_links, campaign_id, parent=parent)

    @post(
        "/campaigns/{campaign_id:str}/brief_links",
        operation_id="destinations.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, BriefFull),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewBriefLink], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[BriefLink]:
        """Write one more link, for a market or for all."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(parts.write, kinds.LINKS, tx, request.user, request.rulebook, campaign_id, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/brief_links/{made.id}")

    @get(
        "/brief_links/{link_id:str}",
        operation_id="destinations.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, link_id: FromPath[BriefLinkId]) -> Response[BriefLink]:
        """One link."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await parts.find(kinds.LINKS, tx, link_id))

    @patch(
        "/brief_links/{link_id:str}",
        operation_id="destinations.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[BriefLinkChange],
        link_id: FromPath[BriefLinkId],
        if_match: IfMatch = None,
    ) -> Response[BriefLink]:
        """Change a link."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            return answer(await parts.change(kinds.LINKS, tx, request.user, rules, link_id, revision, data))

    @delete(
        "/brief_links/{link_id:str}",
        operation_id="destinations.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, link_id: FromPath[BriefLinkId]) -> None:
        """Withdraw a link: nobody is sent there any more."""
        async with request.db.transaction(request.user.scope) as tx:
            await parts.withdraw(kinds.LINKS, tx, request.user, link_id)


handlers: list[Any] = [RightsWindows, BriefLinks]
