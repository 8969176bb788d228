"""What must come down, in every campaign at once: by the same word as the tasks of a campaign."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

from schemas.ids import CampaignId, RightsId
from schemas.post_tasks import PostTask
from schemas.rights import Rights
from service.briefs.actions import rights_of
from service.db.pool import Tx
from service.posts import records, records_channels
from service.posts.gathering import day_of
from service.posts.ground import Footing
from service.posts.tasks import takedowns
from service.videos.contents import contents_of


async def takedowns_everywhere(tx: Tx) -> list[PostTask]:
    """Why live posts must not be live any more, over all campaigns within the walls. One query where none is in doubt,
    nine at most."""
    posts, now = await records.list_in_doubt(tx), datetime.now(UTC)
    if not posts:
        return []
    contents = await contents_of(tx, list({one.cut_id for one in posts}))
    zones = await records_channels.list_zones(tx, list({one.channel_id for one in posts}))
    windows: dict[CampaignId, dict[RightsId, Rights]] = defaultdict(dict)
    for window in await rights_of(tx, *{one.campaign_id for one in posts}):
        windows[window.campaign_id][window.id] = window
    found = list[PostTask]()
    for one in posts:
        zone = one.zone or zones.get(one.channel_id, "UTC")
        here = windows[one.campaign_id]
        found += takedowns(
            Footing(post=one, day=day_of(one, zone, now), windows=here, contents=contents.get(one.cut_id), zone=zone)
        )
    return found
