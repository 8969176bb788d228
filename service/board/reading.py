"""What the rooms say of a campaign, each asked once: what one has read is handed on to the next."""

from __future__ import annotations

from msgspec import Struct

from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.ids import CampaignId
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost
from schemas.videos import CutFacts
from service.accessibility.actions import checklists_of
from service.captions.matrix import ReadCell, read_matrix
from service.db.pool import Tx
from service.posts.known import Known
from service.posts.showing import plan_with_tasks
from service.rulebook import Rulebook
from service.videos.contents import contents_of
from service.videos.records import list_cuts_of_campaign


class Rooms(Struct, frozen=True):
    """Every cut of a campaign, every cell, every checklist, every post that was not withdrawn, and what posts want."""

    cuts: list[CutFacts]
    read: list[ReadCell]
    cells: list[Cell]
    standings: list[Standing]
    posts: list[PlannedPost]
    tasks: list[PostTask]


async def read_rooms(tx: Tx, rulebook: Rulebook, campaign: CampaignId) -> Rooms:
    """All of it; Missing outside the walls. A fixed number of queries, however many cuts, markets and posts."""
    cuts, read = await list_cuts_of_campaign(tx, campaign), await read_matrix(tx, campaign)
    contents, cells = await contents_of(tx, [cut.id for cut in cuts]), [one.shown() for one in read]
    rows = (await checklists_of(tx, rulebook, campaign, contents=contents)).data
    standings = [row.standing for row in rows]
    known = Known(cells=cells, standings=standings, contents=contents)
    plan, tasks = await plan_with_tasks(tx, rulebook, campaign, known=known)
    return Rooms(cuts, read, cells, standings, plan.data, tasks.data)
