"""The room around a campaign's pages: what the rail and the breadcrumb say of it."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import BrandId, CampaignId
from service.campaigns.records import get_brand, get_campaign
from service.db.pool import Tx
from service.problems import Missing


class Head(Struct, frozen=True):
    """The campaign as every page of it names it."""

    id: str
    name: str
    brand: str
    brand_id: BrandId

    @property
    def href(self) -> str:
        """Its caption page."""
        return self.room("captions")

    def room(self, name: str) -> str:
        """The address of one of its rooms: `board`, `story`, `cuts`, `captions` …"""
        return f"/c/{self.id}" if name == "board" else f"/c/{self.id}/{name}"


async def head_of(tx: Tx, campaign_id: CampaignId) -> Head:
    """The head of a campaign; Missing for one that the reader cannot see."""
    campaign = await get_campaign(tx, campaign_id)
    brand = await get_brand(tx, campaign.brand_id) if campaign else None
    if campaign is None or brand is None:
        raise Missing
    return Head(str(campaign.id), campaign.name, brand.name, brand.id)
