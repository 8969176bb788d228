"""What the monitor and the timeline of the editor show: pictures, sound, and the captions on them."""

from __future__ import annotations

from typing import Any

from service.captions.sheets import Sheet
from service.db.pool import Tx


async def monitor_of(tx: Tx, sheet: Sheet) -> dict[str, Any]:
    """What their templates know as `monitor`."""
    return {}
