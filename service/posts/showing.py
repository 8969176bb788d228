"""Posts as they are shown: with what they say, their gates and the captions that are live on them. Reads only.

A handful of queries, however many posts. Who has read something of the campaign already hands it on as `known`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.structs import asdict

from schemas.gates import Gate
from schemas.ids import CampaignId, ChannelId, PostId
from schemas.post_tasks import PostTasks
from schemas.posts import LiveCaption, Plan, PlannedPost, Post, PostStatus
from service.db.pool import Tx
from service.posts import records
from service.posts.captioning import captions_of
from service.posts.gates import is_open
from service.posts.gathering import gather
from service.posts.ground import Ground
from service.posts.known import NOTHING, Known
from service.posts.overriding import gates_on
from service.posts.planning import find_post
from service.posts.tasks import tasks_on
from service.posts.wording import find_place
from service.rulebook import Rulebook


class Which(Struct, frozen=True):
    """Some of a plan: those of a market, a platform, a channel, in a state. None: of all."""

    market: str | None = None
    platform: str | None = None
    channel_id: ChannelId | None = None
    status: PostStatus | None = None

    def has(self, post: Post) -> bool:
        """Whether a post is one of them."""
        return all(getattr(self, name) in (None, getattr(post, name)) for name in self.__struct_fields__)


WHOLE = Which()


async def listed(tx: Tx, campaign: CampaignId, which: Which = WHOLE) -> list[Post]:
    """The posts of a plan as they stand in it, without words, gates and captions; Missing outside the walls."""
    await find_place(tx, campaign)
    return [one for one in await records.list_plan(tx, campaign) if which.has(one)]


async def plan_of(
    tx: Tx, rulebook: Rulebook, campaign: CampaignId, which: Which = WHOLE, *, known: Known = NOTHING
) -> Plan:
    """Every post of a campaign that was not withdrawn, or some of them; Missing outside the walls."""
    return Plan(data=await show_all(tx, rulebook, campaign, await listed(tx, campaign, which), known=known))


async def plan_with_tasks(
    tx: Tx, rulebook: Rulebook, campaign: CampaignId, *, known: Known = NOTHING
) -> tuple[Plan, PostTasks]:
    """The plan, and what its posts want of people, from one ground; Missing outside the walls."""
    posts, now = await listed(tx, campaign), datetime.now(UTC)
    grounds = await gather(tx, rulebook, campaign, posts, now, known=known)
    captions = await captions_of(tx, rulebook, posts)
    plan = _shown(posts, grounds, await gates_on(tx, grounds), captions)
    return Plan(data=plan), tasks_on(grounds, captions, now)


async def show_post(tx: Tx, rulebook: Rulebook, post: PostId) -> PlannedPost:
    """One post; Missing outside the walls."""
    found = await find_post(tx, post)
    (shown,) = await show_all(tx, rulebook, found.campaign_id, [found])
    return shown


async def show_all(
    tx: Tx, rulebook: Rulebook, campaign: CampaignId, posts: Sequence[Post], *, known: Known = NOTHING
) -> list[PlannedPost]:
    """These posts of a campaign."""
    grounds = await gather(tx, rulebook, campaign, posts, known=known)
    return _shown(posts, grounds, await gates_on(tx, grounds), await captions_of(tx, rulebook, posts))


def _shown(
    posts: Sequence[Post],
    grounds: Mapping[PostId, Ground],
    gates: Mapping[PostId, list[Gate]],
    captions: Mapping[PostId, list[LiveCaption]],
) -> list[PlannedPost]:
    return [
        PlannedPost(
            **asdict(one),
            copy=grounds[one.id].says,
            open=is_open(gates.get(one.id, [])),
            gates=gates.get(one.id, []),
            captions=captions.get(one.id, []),
        )
        for one in posts
    ]
