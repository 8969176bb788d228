"""What people do with the words of posts: say them at one level, for all that is narrower.

Two who say something at the same level at the same time: one wins, the other is told what stands there now.
"""

from __future__ import annotations

import re

from msgspec import UNSET
from msgspec.structs import replace

from schemas.bases import KEY_PATTERN, KEY_WANTED
from schemas.ids import CampaignId, PostId
from schemas.post_copy import Copies, Copy, CopyChange
from schemas.posts import PostChange
from service.campaigns.actions import require_throughout
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.posts import records, records_copy
from service.posts.inheritance import NARROWEST_FIRST, level_of
from service.posts.model import CampaignPlace
from service.problems import Fault, Invalid, Missing, PreconditionFailed

FIELDS = ("text", "title", "hashtags", "cover_ms", "disclosure")


async def list_copy(tx: Tx, campaign: CampaignId) -> Copies:
    """What every level of a campaign says, from wide to narrow; Missing outside the walls."""
    await find_place(tx, campaign)
    said = await records_copy.list_copy(tx, campaign, [])
    order = {level: index for index, level in enumerate(reversed(NARROWEST_FIRST))}
    return Copies(data=sorted(said, key=lambda one: (order[one.level], one.market or "", one.platform or "")))


async def find_copy(tx: Tx, campaign: CampaignId, platform: str | None, market: str | None) -> Copy:
    """What one level says; empty, at revision 0, when nothing was said there."""
    await find_place(tx, campaign)
    return await _said(tx, campaign, platform, market, None)


async def say(
    tx: Tx,
    person: Person,
    campaign: CampaignId,
    level: tuple[str | None, str | None],
    seen: int | None,
    change: CopyChange,
) -> Copy:
    """Say something for a campaign, a platform or a market (`level`); without a market
    it holds in every one, and needs the permission there. Raises Forbidden, Invalid, PreconditionFailed."""
    platform, market = level
    place = await find_place(tx, campaign)
    require_throughout(person, "posts:write", place.brand_id, market)
    if market is not None and market not in place.markets:
        raise Invalid(Fault("/market", "not_planned", "the campaign does not run there; add the market to it first"))
    await records_copy.lock_copy(tx, campaign)
    now = await _said(tx, campaign, platform, market, None)
    if seen is not None and seen != now.revision:
        raise PreconditionFailed.on(now)
    to = changed(now, change)
    if to == now:
        return now
    await records_copy.put_copy(tx, place.brand_id, to, person.id)
    facts = {"level": now.level, "platform": platform, "market": market, "revision": now.revision + 1}
    await record(tx, person, "post_copy.changed", campaign, place.brand_id, facts)
    return await _said(tx, campaign, platform, market, None)


async def say_of_post(tx: Tx, person: Person, place: CampaignPlace, post: PostId, change: PostChange) -> list[str]:
    """What a post says itself, whoever holds its row; the fields that say something else than before."""
    now = await _said(tx, place.id, None, None, post)
    to = changed(now, change)
    otherwise = [field for field in FIELDS if getattr(to, field) != getattr(now, field)]
    if otherwise:
        await records_copy.put_copy(tx, place.brand_id, to, person.id)
    return otherwise


def changed(now: Copy, change: CopyChange | PostChange) -> Copy:
    """What a level says after a change: what was left out stays."""
    return replace(
        now,
        text=now.text if change.text is UNSET else change.text,
        title=now.title if change.title is UNSET else change.title,
        hashtags=now.hashtags if change.hashtags is UNSET else change.hashtags,
        cover_ms=now.cover_ms if change.cover_ms is UNSET else change.cover_ms,
        disclosure=now.disclosure if change.disclosure is UNSET else change.disclosure,
    )


async def find_place(tx: Tx, campaign: CampaignId) -> CampaignPlace:
    """The campaign; Missing outside the walls."""
    place = await records.get_campaign_place(tx, campaign)
    if place is None:
        raise Missing
    return place


async def _said(tx: Tx, campaign: CampaignId, platform: str | None, market: str | None, post: PostId | None) -> Copy:
    for one in await records_copy.list_copy(tx, campaign, [] if post is None else [post]):
        if (one.platform, one.market, one.post_id) == (platform, market, post):
            return one
    return Copy(
        campaign_id=campaign,
        level=level_of(platform, market, post),
        platform=platform,
        market=market,
        post_id=post,
        text=None,
        title=None,
        hashtags=None,
        cover_ms=None,
        disclosure=None,
        by=None,
        at=None,
        revision=0,
    )


def platform_key(given: str | None) -> str | None:
    """A platform's key; Invalid for what cannot be one."""
    if given is None or re.fullmatch(KEY_PATTERN, given):
        return given
    raise Invalid(Fault("", "unknown_platform", f"a platform is {KEY_WANTED}", "platform"))
