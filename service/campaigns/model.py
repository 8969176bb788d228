"""The pure types of this room."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import BrandId, CampaignId, MarketLinkId, OrganizationId, PostId
from service.identity import Scope


class OpenedLink(Struct, frozen=True):
    """What a link leads to. One that has ended (`works` is false) only says whom to ask for another."""

    org: OrganizationId
    id: MarketLinkId
    brand_id: BrandId
    campaign_id: CampaignId
    market: str
    locales: tuple[str, ...]
    campaign: str
    brand: str
    organization: str
    maker: str
    works: bool

    @property
    def scope(self) -> Scope:
        """The walls behind which its files are read."""
        return Scope(self.org, (self.brand_id,))


class StandingPost(Struct, frozen=True):
    """A post that is planned, live, or of which nobody knows, in a market."""

    post_id: PostId
    market: str
    cut: str
    platform: str
    handle: str
    status: str
