"""The words of a brief and the client's word on it, over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.approvals import Brief, BriefWords, Decision, DecisionPage, NewDecision
from schemas.ids import CampaignId
from service.briefs import approving, records_words
from service.briefs.problems import BriefMoved, NothingToApprove
from service.briefs.records_words import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page


class Briefs(Controller):
    """What a campaign is to say, and whether its client agrees."""

    path = "/v1/campaigns/{campaign_id:str}/brief"
    tags = ["Briefs"]

    @get(operation_id="briefs.get", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def show(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[Brief]:
        """The words of a campaign's brief, and where the brief stands with the client."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await approving.shown(tx, campaign_id))

    @put(
        operation_id="briefs.write",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def write(
        self,
        request: ApiRequest,
        data: JSONBody[BriefWords],
        campaign_id: FromPath[CampaignId],
        if_match: IfMatch = None,
    ) -> Response[Brief]:
        """Write the brief's own words; `"r0"` says that there were none. An approval of others is stale."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            return answer(await approving.write(tx, request.user, campaign_id, revision, data))

    @get(
        "/decisions",
        operation_id="briefs.decisions",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def decisions(
        self, request: ApiRequest, listing: NamedDependency[Listing], campaign_id: FromPath[CampaignId]
    ) -> Response[DecisionPage]:
        """Every word that was said of the brief: asked, approved, changes asked."""
        parent = partial(records_words.get_words, campaign=campaign_id)
        return await page(request, listing, Decision, queries.list_decisions, campaign_id, parent=parent)

    @post(
        "/decisions",
        operation_id="briefs.decide",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, BriefMoved, NothingToApprove),
    )
    async def decide(
        self,
        request: ApiRequest,
        data: JSONBody[NewDecision],
        campaign_id: FromPath[CampaignId],
        key: OnceKey = None,
    ) -> Response[Decision]:
        """Ask for approval (`campaigns:write`), approve or ask for changes (`briefs:approve`), of what was read."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(approving.decide, tx, request.user, campaign_id, data)
            return await once(tx, request, key, act, location=_address)


def _address(decision: Decision) -> str:
    return f"/v1/campaigns/{decision.campaign_id}/brief/decisions"


handlers: list[Any] = [Briefs]
