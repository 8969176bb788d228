"""A campaign at a glance. A handful of queries, however many cuts, markets and posts there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Struct

from schemas.board import Board, MarketBoard, Share
from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.ids import CampaignId, CutId, VideoId
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost
from service.board import records
from service.board.model import Given, Times
from service.board.obstacles import caption_obstacles, checklist_obstacles, live, ordered, post_obstacles, unhindered
from service.board.reading import read_rooms
from service.campaigns.records import get_campaign
from service.db.pool import Tx
from service.problems import Missing
from service.rulebook import Rulebook

Part = TypeVar("Part", Cell, Standing, PlannedPost)


class Read(Struct, frozen=True):
    """What the rooms say of a campaign, market by market."""

    videos: Mapping[CutId, VideoId]
    given: list[Given]
    times: list[Times]
    cells: Mapping[str, list[Cell]]
    standings: Mapping[str, list[Standing]]
    posts: Mapping[str, list[PlannedPost]]
    tasks: list[PostTask]


async def board_of(tx: Tx, rulebook: Rulebook, campaign_id: CampaignId) -> Board:
    """How far each market is, and what stands in its way; Missing outside the walls."""
    campaign = await get_campaign(tx, campaign_id)
    if campaign is None:
        raise Missing
    read, now = await _read(tx, rulebook, campaign_id), datetime.now(UTC)
    markets = [_market(one.market, read, now) for one in campaign.markets]
    return Board(
        campaign_id=campaign_id,
        at=now,
        captions=_sum(one.captions for one in markets),
        checklists=_sum(one.checklists for one in markets),
        posts=_sum(one.posts for one in markets),
        markets=markets,
    )


async def _read(tx: Tx, rulebook: Rulebook, campaign: CampaignId) -> Read:
    rooms = await read_rooms(tx, rulebook, campaign)
    videos = {cut.id: cut.video_id for cut in rooms.cuts}
    given, times = await records.list_given(tx, campaign), await records.list_times(tx, campaign)
    parts = (_by_market(rooms.cells), _by_market(rooms.standings), _by_market(rooms.posts))
    return Read(videos, given, times, *parts, rooms.tasks)


def _by_market(parts: Iterable[Part]) -> dict[str, list[Part]]:
    found: dict[str, list[Part]] = defaultdict(list)
    for one in parts:
        found[one.market].append(one)
    return found


def _market(market: str, read: Read, now: datetime) -> MarketBoard:
    cells, standings = read.cells.get(market, []), read.standings.get(market, [])
    posts = read.posts.get(market, [])
    obstacles = ordered(
        [
            *caption_obstacles(cells, read.videos, read.given, read.times),
            *checklist_obstacles(standings),
            *post_obstacles(posts, read.tasks, now),
        ]
    )
    due = [one.due_at for one in posts if one.status == "scheduled" and one.due_at and one.due_at >= now]
    return MarketBoard(
        market=market,
        captions=Share(done=sum(cell.state == "approved" for cell in cells), total=len(cells)),
        checklists=unhindered(standings),
        posts=live(posts),
        ready=not obstacles,
        next_due=min(due, default=None),
        obstacles=obstacles,
    )


def _sum(shares: Iterable[Share]) -> Share:
    listed = list(shares)
    return Share(done=sum(one.done for one in listed), total=sum(one.total for one in listed))
