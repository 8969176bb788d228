"""What people do with assets: have them noted."""

from __future__ import annotations

from service.assets import records
from service.assets.model import Kept
from service.db.pool import Tx


async def record(tx: Tx, kept: Kept, media_type: str) -> None:
    """Note that the organization has these bytes. Keep them first: a row promises that they are there.

    The same bytes again change nothing, and their first media type stays.
    """
    await records.insert_asset(tx, kept, media_type)
