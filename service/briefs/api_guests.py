"""The links of a campaign's guests, over HTTP.

A link is made and revoked, never changed. Its address is in the first answer only; an answer that is said again to the
same Idempotency-Key has none. Whoever has a link needs no key: the page under /b serves a browser.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from schemas.approvals import GuestLink, GuestLinkPage, MadeGuestLink, NewGuestLink
from schemas.ids import CampaignId, GuestLinkId
from service.briefs import guests
from service.briefs.records_words import get_words, queries
from service.exchange import OF_KEY, ApiRequest, OnceKey, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, FieldNames, Listing, narrowed, page


class GuestLinks(Controller):
    """Links with which a client reads the brief, watches the cuts and approves, without an account."""

    path = "/v1/campaigns/{campaign_id:str}/guest_links"
    tags = ["Briefs"]

    @post(
        operation_id="guests.create",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewGuestLink], campaign_id: FromPath[CampaignId], key: OnceKey = None
    ) -> Response[MadeGuestLink]:
        """Make a link for a client. Its address is in this answer and nowhere else."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(guests.make, tx, request.user, campaign_id, data, request.settings.public_url)
            return await once(tx, request, key, act, location=_address, kept=_without_address)

    @get(
        operation_id="guests.list",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def index(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        campaign_id: FromPath[CampaignId],
    ) -> Response[GuestLinkPage]:
        """The links of a campaign's guests, revoked ones too, without their addresses."""
        parent = partial(get_words, campaign=campaign_id)
        return await page(request, listing, GuestLink, queries.list_guest_links, campaign_id, parent=parent)

    @get(
        "/{link_id:str}",
        operation_id="guests.get",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        link_id: FromPath[GuestLinkId],
        fields: FieldNames = None,
    ) -> Response[GuestLink]:
        """One link, without its address."""
        async with request.db.reading(request.user.scope) as tx:
            return narrowed(await guests.show(tx, campaign_id, link_id), fields)

    @delete(
        "/{link_id:str}",
        operation_id="guests.revoke",
        opt=needs("campaigns:write"),
        responses=problems(401, 403, 404),
    )
    async def revoke(
        self, request: ApiRequest, campaign_id: FromPath[CampaignId], link_id: FromPath[GuestLinkId]
    ) -> None:
        """Revoke a link: it opens nothing any more, at once."""
        async with request.db.transaction(request.user.scope) as tx:
            await guests.revoke(tx, request.user, campaign_id, link_id)


def _address(link: GuestLink) -> str:
    return f"/v1/campaigns/{link.campaign_id}/guest_links/{link.id}"


def _without_address(made: MadeGuestLink) -> MadeGuestLink:
    return replace(made, url=None)


handlers: list[Any] = [GuestLinks]
