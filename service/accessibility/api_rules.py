"""The rule packs of regions over HTTP, and counsel's confirmation of what they say."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from schemas.rules import NewRuleConfirmation, Region, RegionSummaries, RuleConfirmation, RuleConfirmationPage
from service.accessibility import confirming
from service.accessibility.records_confirmations import queries
from service.accessibility.rule_problems import ConfirmedAlready, RuleChanged
from service.exchange import OF_KEY, ApiRequest, OnceKey, answer, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page

Code = Annotated[str, PathParameter(description="a market, `EU` or `WCAG`")]
Item = Annotated[str, PathParameter(description="an item of the catalog, such as CAP-01")]
OfPack = Annotated[str | None, QueryParameter(name="filter[pack]", description="a market, `EU` or `WCAG`")]


class Rules(Controller):
    """What places ask for, by whose law, and how well that is known."""

    path = "/v1/rules"
    tags = ["Rules"]

    @get("/regions", operation_id="rules.regions", opt=needs("campaigns:read"), responses=problems(401, 403))
    async def regions(self, request: ApiRequest) -> Response[RegionSummaries]:
        """Every region pack at a glance."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(RegionSummaries(data=await confirming.regions_of(tx, request.rulebook)))

    @get(
        "/regions/{code:str}",
        operation_id="rules.region",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def region(self, request: ApiRequest, code: Code) -> Response[Region]:
        """One pack with every item as it holds in that place, its laws, and who confirmed what."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await confirming.region_of(tx, request.rulebook, code))

    @get(
        "/confirmations",
        operation_id="rules.confirmations",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, *OF_LIST),
    )
    async def index(
        self, request: ApiRequest, listing: NamedDependency[Listing], pack: OfPack = None
    ) -> Response[RuleConfirmationPage]:
        """Everything that was ever confirmed, also what was withdrawn."""
        return await page(request, listing, RuleConfirmation, queries.list_confirmations, pack)

    @post(
        "/confirmations",
        operation_id="rules.confirm",
        opt=needs("rules:confirm"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY, ConfirmedAlready, RuleChanged),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewRuleConfirmation], key: OnceKey = None
    ) -> Response[RuleConfirmation]:
        """Confirm that a pack's item rests on law that you read. What warned until now holds posts back from here on.

        The confirmation holds while the pack says the same of the item.
        """
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(confirming.confirm, tx, request.user, request.rulebook, data)
            return await once(tx, request, key, act, location=lambda made: f"/v1/rules/regions/{made.pack}")

    @delete(
        "/regions/{code:str}/items/{item:str}/confirmation",
        operation_id="rules.withdraw",
        opt=needs("rules:confirm"),
        responses=problems(401, 403, 404),
    )
    async def withdraw(self, request: ApiRequest, code: Code, item: Item) -> None:
        """Withdraw what stands confirmed. The item warns again, and what was answered while it held is stale."""
        async with request.db.transaction(request.user.scope) as tx:
            await confirming.withdraw(tx, request.user, request.rulebook, code, item)


handlers: list[Any] = [Rules]
