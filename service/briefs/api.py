"""Market facts over HTTP."""

from __future__ import annotations

import re
from typing import Annotated, Any

from litestar import Controller, Response, get, post, put
from litestar.params import FromPath, JSONBody, QueryParameter

from schemas.bases import PageFacts
from schemas.briefs import Fact, FactChange, FactPage
from schemas.ids import CampaignId
from service.briefs import actions, api_brief, api_guests, api_requirements, api_rights, records
from service.exchange import OF_IF_MATCH, ApiRequest, IfMatch, answer, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.problems import Fault, Invalid, Missing

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")


class Facts(Controller):
    """What is true of a campaign in a market: prices, dates, amounts, words."""

    path = "/v1/campaigns/{campaign_id:str}/facts"
    tags = ["Facts"]

    @get(operation_id="facts.list", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def index(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        market: Annotated[str | None, QueryParameter(name="filter[market]")] = None,
    ) -> Response[FactPage]:
        """The facts of a campaign by key and market; all on one page."""
        async with request.db.reading(request.user.scope) as tx:
            if not await records.has_campaign(tx, campaign_id):
                raise Missing
            facts = [actions.shown(fact) for fact in await records.list_facts(tx, campaign_id, market)]
        return answer(FactPage(data=facts, page=PageFacts(next_cursor=None, has_more=False)))

    @get(
        "/{key:str}/{market:str}",
        operation_id="facts.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(
        self, request: ApiRequest, campaign_id: FromPath[CampaignId], key: FromPath[str], market: FromPath[str]
    ) -> Response[Fact]:
        """A fact in a market."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.find(tx, campaign_id, key, market))

    @put(
        "/{key:str}/{market:str}",
        operation_id="facts.say",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def say(
        self,
        request: ApiRequest,
        data: JSONBody[FactChange],
        campaign_id: FromPath[CampaignId],
        key: FromPath[str],
        market: FromPath[str],
        if_match: IfMatch = None,
    ) -> Response[Fact]:
        """Set a fact's value in a market; `"r0"` says that it had none. Captions write it as `{key}`."""
        revision = seen(request, if_match)
        if not _KEY.fullmatch(key):
            detail = "a fact's key has lower-case letters, digits and underscores, and starts with a letter"
            raise Invalid(Fault("", "format", detail, "path:key"))
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            return answer(await actions.say(tx, request.user, rules, campaign_id, key, market, revision, data))

    @post(
        "/{key:str}/{market:str}/confirm",
        operation_id="facts.confirm",
        opt=needs("checklists:sign"),
        status_code=200,
        responses=problems(401, 403, 404, *OF_IF_MATCH),
    )
    async def confirm(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        key: FromPath[str],
        market: FromPath[str],
        if_match: IfMatch = None,
    ) -> Response[Fact]:
        """Stand for a fact's value in a market. The next value is unconfirmed again."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await actions.confirm(tx, request.user, campaign_id, key, market, revision))


handlers: list[Any] = [
    Facts,
    *api_brief.handlers,
    *api_requirements.handlers,
    *api_rights.handlers,
    *api_guests.handlers,
]
