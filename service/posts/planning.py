"""What people do with the plan: put posts into it, change them, take them out.

A living post keeps its slot to itself: of two who plan the same one makes it, and the other is told who that was.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

from msgspec import UNSET

from schemas.channels import Channel
from schemas.ids import CampaignId, PostId
from schemas.posts import MOST_PLANNED, LeftOut, NewPosts, PlannedPosts, Post, PostChange
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record, record_all
from service.identity import Person
from service.posts import records, records_channels
from service.posts.model import CampaignPlace, CutPlace, NewSlot, Time
from service.posts.problems import NotInThisState
from service.posts.timing import time_of
from service.posts.wording import find_place, say_of_post
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed

CHANGEABLE = ("planned", "scheduled")
STANDS = {"unknown": "of unknown outcome", "taken_down": "taken down"}
DID = {
    "unscheduled": "took the date back",
    "recorded": "recorded it as live",
    "corrected": "corrected the record",
    "doubted": "did not know whether it is there",
    "not_arrived": "looked, and it is not there,",
    "taken_down": "took it down",
    "captioned": "replaced its captions",
    "withdrawn": "took it out of the plan",
    "overridden": "opened a gate by hand",
    "override_ended": "took an opened gate back",
}


async def plan(tx: Tx, person: Person, campaign: CampaignId, new: NewPosts) -> PlannedPosts:
    """Every cut on every channel for every market where they agree. Raises Invalid, Forbidden; Missing outside the
    walls. What is in a slot stays as it is and is shown with who put it there."""
    await records.hold_campaign(tx, campaign)
    place = await find_place(tx, campaign)
    require(person, "posts:write", place.brand_id)
    cuts, channels = await _cuts(tx, campaign, new), await _channels(tx, campaign, new)
    markets = _markets(place, new)
    times = {one.id: time_of(new.local_at, one.zone, new.fold) if new.local_at else None for one in channels}
    slots: list[NewSlot] = []
    left_out: list[LeftOut] = []
    for cut, channel, market in product(cuts, channels, markets):
        misfit = _misfit(person, place, cut, channel, market)
        if misfit:
            code, detail = misfit
            left_out.append(LeftOut(cut_id=cut.id, channel_id=channel.id, market=market, code=code, detail=detail))
        else:
            slots.append(NewSlot(cut.id, channel.id, market, times[channel.id]))
    if left_out and all(one.code == "not_allowed" for one in left_out) and not slots:
        raise Forbidden(left_out[0].detail, required_scope="posts:write")
    if len(slots) > MOST_PLANNED:
        detail = f"these are {len(slots)} posts; plan at most {MOST_PLANNED} at once"
        raise Invalid(Fault("/cuts", "too_many", detail))
    made = await records.insert_posts(tx, place, new.slot, new.media, slots, person.id)
    shown = await records.list_posts_among(tx, await records.list_slots(tx, new.slot, slots))
    planned = [one for one in shown if one.id in set(made)]
    await record_all(tx, person, "post.planned", place.brand_id, [(one.id, told(one)) for one in planned])
    return PlannedPosts(planned=planned, there=[one for one in shown if one.id not in set(made)], left_out=left_out)


async def find_post(tx: Tx, post: PostId) -> Post:
    """The post, also one that was withdrawn; Missing outside the walls."""
    found = await records.get_post(tx, post)
    if found is None:
        raise Missing
    return found


async def hold_post(tx: Tx, person: Person, post: PostId, seen: int | None, *states: str) -> Post:
    """The post, in one of these states and as it was seen, for whoever may change it; nobody else changes it until the
    transaction ends. Raises Missing, Forbidden, PreconditionFailed (with who did what), NotInThisState."""
    if not await records.lock_post(tx, post):
        raise Missing
    now = await find_post(tx, post)
    require(person, "posts:write", now.brand_id, now.market)
    if seen is not None and seen != now.revision:
        raise PreconditionFailed.on(now)
    if now.status not in states:
        detail = f"this post is {STANDS.get(now.status, now.status)}: {last_of(now)}"
        raise NotInThisState(detail, now=now.status, last=now.last)
    return now


async def change_post(tx: Tx, person: Person, post: PostId, seen: int | None, change: PostChange) -> Post:
    """Another time, medium or words of its own. A scheduled post that gets another time is planned again: its gates
    are asked for the new moment when it is scheduled."""
    now = await hold_post(tx, person, post, seen, *CHANGEABLE)
    media = now.media if change.media is UNSET else change.media
    time = await _time(tx, now, change)
    moved = (media, time) != (now.media, _stored_time(now))
    place = await find_place(tx, now.campaign_id)
    said = await say_of_post(tx, person, place, post, change)
    if not (moved or said):
        return now
    if moved:
        await records.set_status(tx, post, "planned")
        await records.set_time(tx, post, media, time)
    await records.insert_step(tx, post, "changed", "", person.id, touched=said)
    changed = await find_post(tx, post)
    await record(tx, person, "post.changed", post, now.brand_id, told(changed))
    return changed


async def withdraw_post(tx: Tx, person: Person, post: PostId, seen: int | None) -> None:
    """It will not be posted; its slot is free again. What was live is taken down instead."""
    now = await hold_post(tx, person, post, seen, *CHANGEABLE)
    await records.set_status(tx, post, "withdrawn")
    await records.insert_step(tx, post, "withdrawn", "", person.id)
    await record(tx, person, "post.withdrawn", post, now.brand_id, told(now))


def told(post: Post) -> dict[str, str | int]:
    """What an event says of a post."""
    return {"campaign_id": str(post.campaign_id), "cut_id": str(post.cut_id), "market": post.market}


def last_of(post: Post) -> str:
    """Who did what with it last, in a sentence."""
    did = DID.get(post.last.verb, f"{post.last.verb} it")
    return f"{post.last.name} {did} at {post.last.at:%Y-%m-%dT%H:%M:%SZ}"


async def _cuts(tx: Tx, campaign: CampaignId, new: NewPosts) -> list[CutPlace]:
    found = {one.id: one for one in await records.list_cut_places(tx, campaign, new.cuts)}
    unknown = [index for index, cut in enumerate(new.cuts) if cut not in found]
    if unknown:
        raise Invalid(*(Fault(f"/cuts/{at}", "not_found", "this campaign has no such cut") for at in unknown))
    return [found[cut] for cut in dict.fromkeys(new.cuts)]


async def _channels(tx: Tx, campaign: CampaignId, new: NewPosts) -> list[Channel]:
    found = {one.id: one for one in await records_channels.list_channels_of_campaign(tx, campaign)}
    unknown = [index for index, channel in enumerate(new.channels) if channel not in found]
    if unknown:
        detail = "the campaign's brand has no such channel; list them at /v1/channels"
        raise Invalid(*(Fault(f"/channels/{at}", "not_found", detail) for at in unknown))
    return [found[channel] for channel in dict.fromkeys(new.channels)]


def _markets(place: CampaignPlace, new: NewPosts) -> Sequence[str]:
    if new.markets is None:
        return place.markets
    faults = [
        Fault(f"/markets/{index}", "not_planned", "the campaign does not run there; add the market to it first")
        for index, market in enumerate(new.markets)
        if market not in place.markets
    ]
    if faults:
        raise Invalid(*faults)
    return list(dict.fromkeys(new.markets))


def _misfit(
    person: Person, place: CampaignPlace, cut: CutPlace, channel: Channel, market: str
) -> tuple[str, str] | None:
    """Why a cut does not go out on a channel for a market; None: it may."""
    if cut.market not in (None, market):
        return "cut_of_other_market", f"{cut.code} is for {cut.market}; the post would be for {market}"
    if channel.market not in (None, market):
        return "channel_of_other_market", f"{channel.handle} posts for {channel.market}, not for {market}"
    if cut.platform not in (None, channel.platform):
        return "cut_of_other_platform", f"{cut.code} is for {cut.platform}; {channel.handle} is on {channel.platform}"
    if not person.may("posts:write", place.brand_id, market):
        return "not_allowed", f"planning for {market} needs posts:write there"
    return None


def _stored_time(post: Post) -> Time | None:
    if post.local_at is None or post.zone is None or post.due_at is None:
        return None
    return Time(post.local_at, post.zone, post.fold, post.due_at)


async def _time(tx: Tx, post: Post, change: PostChange) -> Time | None:
    if change.local_at is UNSET and change.zone is UNSET and change.fold is UNSET:
        return _stored_time(post)
    local_at = post.local_at if change.local_at is UNSET else change.local_at
    if local_at is None:
        return None
    fold = post.fold if change.fold is UNSET else change.fold
    return time_of(local_at, await zone_of(tx, post, None if change.zone is UNSET else change.zone), fold)


async def zone_of(tx: Tx, post: Post, said: str | None) -> str:
    """The zone that was said; else the one it was planned in; else the channel's."""
    if said or post.zone:
        return said or str(post.zone)
    channel = await records_channels.get_channel(tx, post.channel_id)
    if channel is None:
        raise Invalid(Fault("/zone", "missing", "its channel was withdrawn; say the zone"))
    return channel.zone
