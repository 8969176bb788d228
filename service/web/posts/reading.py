"""Reading what the pages of posts show."""

from __future__ import annotations

from msgspec import Struct

from schemas.channels import Channel
from schemas.ids import CampaignId, CutId
from schemas.videos import CutFacts
from service.campaigns.records import get_campaign
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.posts.records_channels import list_channels_of_campaign
from service.problems import Missing
from service.videos.records import list_cuts_of_campaign
from service.web.frame import Head, head_of
from service.web.visit import Visit


class Room(Struct, frozen=True):
    """A campaign as its plan needs it: markets, cuts and the channels of its brand."""

    head: Head
    markets: list[str]
    cuts: list[CutFacts]
    channels: list[Channel]

    def cut(self, cut: CutId) -> CutFacts | None:
        """One of its cuts."""
        return next((one for one in self.cuts if one.id == cut), None)


async def room_of(tx: Tx, campaign: CampaignId) -> Room:
    """The campaign; Missing for one that the reader cannot see."""
    head, found = await head_of(tx, campaign), await get_campaign(tx, campaign)
    if found is None:
        raise Missing
    cuts, channels = await list_cuts_of_campaign(tx, campaign), await list_channels_of_campaign(tx, campaign)
    return Room(head, [one.market for one in found.markets], cuts, channels)


def titles_in(request: ApiRequest, visit: Visit) -> dict[str, str]:
    """What the items of checklists are called in the reader's language."""
    regions = request.rulebook.regions
    return {item: regions.told(visit.language.tag, item).title for item in regions.catalog}
