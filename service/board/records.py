"""What the board reads for itself: who has what, and since when."""

from __future__ import annotations

from collections.abc import Collection

from schemas.ids import CampaignId, PostId
from service.board.model import Given, PressingPost, Times
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


async def list_given(tx: Tx, campaign: CampaignId) -> list[Given]:
    """Who looks after which locale."""
    return await tx.all(Given, queries.list_given, campaign)


async def list_times(tx: Tx, campaign: CampaignId) -> list[Times]:
    """When the texts of each locale moved last."""
    return await tx.all(Times, queries.list_times, campaign)


async def list_pressing_posts(tx: Tx, down: Collection[PostId]) -> list[PressingPost]:
    """Posts that somebody must look after now, in every campaign: those that must come `down`, then the longest
    waiting first."""
    return await tx.all(PressingPost, queries.list_pressing_posts, list(down))
