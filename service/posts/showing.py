"""Posts as they are shown: with what they say, their gates and the captions that are live on them. Reads only.

A handful of queries, however many posts.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import asdict

from schemas.ids import CampaignId, PostId
from schemas.posts import Plan, PlannedPost, Post
from service.db.pool import Tx
from service.posts import records, records_copy
from service.posts.captioning import captions_of
from service.posts.gates import is_open
from service.posts.inheritance import inherited
from service.posts.overriding import gates_among
from service.posts.planning import find_post
from service.posts.wording import find_place
from service.rulebook import Rulebook


async def plan_of(tx: Tx, rulebook: Rulebook, campaign: CampaignId) -> Plan:
    """Every post of a campaign that was not withdrawn; Missing outside the walls."""
    await find_place(tx, campaign)
    return Plan(data=await show_all(tx, rulebook, campaign, await records.list_plan(tx, campaign)))


async def show_post(tx: Tx, rulebook: Rulebook, post: PostId) -> PlannedPost:
    """One post; Missing outside the walls."""
    found = await find_post(tx, post)
    (shown,) = await show_all(tx, rulebook, found.campaign_id, [found])
    return shown


async def show_all(tx: Tx, rulebook: Rulebook, campaign: CampaignId, posts: Sequence[Post]) -> list[PlannedPost]:
    """These posts of a campaign."""
    said = await records_copy.list_copy(tx, campaign, [one.id for one in posts])
    captions = await captions_of(tx, rulebook, posts)
    gates = await gates_among(tx, rulebook, posts)
    return [
        PlannedPost(
            **asdict(one),
            copy=inherited(said, one.platform, one.market, one.id),
            open=is_open(gates.get(one.id, [])),
            gates=gates.get(one.id, []),
            captions=captions.get(one.id, []),
        )
        for one in posts
    ]
