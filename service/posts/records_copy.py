"""What posts say, as stored."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.ids import BrandId, CampaignId, PersonId, PostId
from schemas.post_copy import Copy
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


async def list_copy(tx: Tx, campaign: CampaignId, posts: Sequence[PostId]) -> list[Copy]:
    """What the levels of a campaign say, and what these posts say themselves."""
    return await tx.all(Copy, queries.list_copy, campaign, list(posts))


async def lock_copy(tx: Tx, campaign: CampaignId) -> bool:
    """Wait until nobody else says something for this campaign; False outside the walls."""
    return await tx.value(queries.lock_copy, campaign) is not None


async def put_copy(tx: Tx, brand: BrandId, said: Copy, by: PersonId) -> None:
    """What a level says from now on."""
    place = (said.campaign_id, said.platform, said.market, said.post_id)
    words = (said.text, said.title, said.hashtags, said.cover_ms, said.disclosure)
    await tx.do(queries.put_copy, brand, *place, *words, by)
