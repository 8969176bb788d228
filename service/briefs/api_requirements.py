"""Requirements and claims over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.ids import CampaignId, ClaimId, RequirementId
from schemas.requirements import (
    Claim,
    ClaimChange,
    ClaimPage,
    NewClaim,
    NewRequirement,
    Requirement,
    RequirementChange,
    RequirementPage,
)
from service.briefs import kinds, parts, records_words
from service.briefs.problems import BriefFull
from service.briefs.records_parts import queries
from service.exchange import OF_IF_MATCH, OF_KEY, ApiRequest, IfMatch, OnceKey, answer, once, seen
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page


class Requirements(Controller):
    """What the films of a campaign must show, say or leave out."""

    path = "/v1"
    tags = ["Briefs"]

    @get(
        "/campaigns/{campaign_id:str}/requirements",
        operation_id="requirements.list",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], campaign_id: FromPath[CampaignId]
    ) -> Response[RequirementPage]:
        """What the films of a campaign must show, say or leave out."""
        parent = partial(records_words.get_words, campaign=campaign_id)
        return await page(request, listing, Requirement, queries.list_requirements, campaign_id, parent=parent)

    @post(
        "/campaigns/{campaign_id:str}/requirements",
        operation_id="requirements.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, BriefFull),
    )
    async def create(
        self,
        request: ApiRequest,
        data: JSONBody[NewRequirement],
        campaign_id: FromPath[CampaignId],
        key: OnceKey = None,
    ) -> Response[Requirement]:
        """Write one more requirement. It makes an approval of the brief stale, as every change does."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(parts.write, kinds.REQUIREMENTS, tx, request.user, request.rulebook, campaign_id, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/requirements/{made.id}")

    @get(
        "/requirements/{requirement_id:str}",
        operation_id="requirements.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, requirement_id: FromPath[RequirementId]) -> Response[Requirement]:
        """One requirement."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await parts.find(kinds.REQUIREMENTS, tx, requirement_id))

    @patch(
        "/requirements/{requirement_id:str}",
        operation_id="requirements.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[RequirementChange],
        requirement_id: FromPath[RequirementId],
        if_match: IfMatch = None,
    ) -> Response[Requirement]:
        """Change a requirement. Where it is met in the films is computed anew."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            return answer(
                await parts.change(kinds.REQUIREMENTS, tx, request.user, rules, requirement_id, revision, data)
            )

    @delete(
        "/requirements/{requirement_id:str}",
        operation_id="requirements.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, requirement_id: FromPath[RequirementId]) -> None:
        """Withdraw a requirement: the films need not heed it any more."""
        async with request.db.transaction(request.user.scope) as tx:
            await parts.withdraw(kinds.REQUIREMENTS, tx, request.user, requirement_id)


class Claims(Controller):
    """What the brand says of its product, and what it rests on."""

    path = "/v1"
    tags = ["Briefs"]

    @get(
        "/campaigns/{campaign_id:str}/claims",
        operation_id="claims.list",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], campaign_id: FromPath[CampaignId]
    ) -> Response[ClaimPage]:
        """What the brand says of its product, each with what it rests on."""
        parent = partial(records_words.get_words, campaign=campaign_id)
        return await page(request, listing, Claim, queries.list_claims, campaign_id, parent=parent)

    @post(
        "/campaigns/{campaign_id:str}/claims",
        operation_id="claims.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, BriefFull),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewClaim], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[Claim]:
        """Write one more claim. What is substantiated says by what."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(parts.write, kinds.CLAIMS, tx, request.user, request.rulebook, campaign_id, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/claims/{made.id}")

    @get(
        "/claims/{claim_id:str}",
        operation_id="claims.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, claim_id: FromPath[ClaimId]) -> Response[Claim]:
        """One claim."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await parts.find(kinds.CLAIMS, tx, claim_id))

    @patch(
        "/claims/{claim_id:str}",
        operation_id="claims.change",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_IF_MATCH),
    )
    async def change(
        self,
        request: ApiRequest,
        data: JSONBody[ClaimChange],
        claim_id: FromPath[ClaimId],
        if_match: IfMatch = None,
    ) -> Response[Claim]:
        """Change a claim."""
        revision = seen(request, if_match)
        async with request.db.transaction(request.user.scope) as tx:
            rules = request.rulebook
            return answer(await parts.change(kinds.CLAIMS, tx, request.user, rules, claim_id, revision, data))

    @delete(
        "/claims/{claim_id:str}",
        operation_id="claims.withdraw",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, claim_id: FromPath[ClaimId]) -> None:
        """Withdraw a claim: nobody makes it any more."""
        async with request.db.transaction(request.user.scope) as tx:
            await parts.withdraw(kinds.CLAIMS, tx, request.user, claim_id)


handlers: list[Any] = [Requirements, Claims]
