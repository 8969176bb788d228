"""What people do with channels. Every rule is enforced here, inside the caller's transaction.

A channel without a market posts for all of them: only who has posts:write in every market looks after it.
"""

from __future__ import annotations

from msgspec import UNSET
from msgspec.structs import replace

from schemas.channels import Channel, ChannelChange, NewChannel
from schemas.ids import ChannelId
from service.campaigns.actions import require_throughout
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.posts import records_channels as records
from service.posts.problems import ChannelInUse, UnknownPlatform
from service.posts.timing import canonical_zone
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.rulebook.problems import UnknownMarket


async def create_channel(tx: Tx, person: Person, rulebook: Rulebook, new: NewChannel) -> Channel:
    """A profile to plan for. Raises Invalid, Forbidden, ChannelTaken; UnknownPlatform where there is no pack of it,
    Invalid for a brand outside the walls."""
    if not person.scope.sees(new.brand_id):
        raise Invalid(Fault("/brand_id", "not_found", "there is no such brand; list them at /v1/brands"))
    require_throughout(person, "posts:write", new.brand_id, new.market)
    if new.platform not in rulebook.platforms:
        raise UnknownPlatform(new.platform, rulebook.platforms)
    new = replace(new, market=canonical_market(rulebook, new.market), zone=canonical_zone(new.zone))
    made = await records.insert_channel(tx, new)
    if made is None:
        raise Invalid(Fault("/brand_id", "not_found", "there is no such brand; list them at /v1/brands"))
    await record(tx, person, "channel.created", made.id, made.brand_id, {"platform": made.platform})
    return made


async def find_channel(tx: Tx, channel: ChannelId) -> Channel:
    """The channel; Missing outside the walls, and once it was withdrawn."""
    found = await records.get_channel(tx, channel)
    if found is None:
        raise Missing
    return found


async def change_channel(
    tx: Tx, person: Person, rulebook: Rulebook, channel: ChannelId, seen: int | None, change: ChannelChange
) -> Channel:
    """Another handle, name, zone or market. Posts that have their time keep it."""
    now = await find_channel(tx, channel)
    to = replace(
        now,
        handle=now.handle if change.handle is UNSET else change.handle,
        name=now.name if change.name is UNSET else change.name,
        zone=now.zone if change.zone is UNSET else canonical_zone(change.zone),
        market=now.market if change.market is UNSET else canonical_market(rulebook, change.market),
    )
    require_throughout(person, "posts:write", now.brand_id, now.market, to.market)
    changed = await records.update_channel(tx, channel, seen, to)
    if changed is None:
        raise PreconditionFailed.on(await find_channel(tx, channel))
    await record(tx, person, "channel.changed", channel, now.brand_id)
    return changed


async def withdraw_channel(tx: Tx, person: Person, channel: ChannelId) -> None:
    """Nothing is planned for it any more. ChannelInUse while a post waits there."""
    now = await find_channel(tx, channel)
    require_throughout(person, "posts:write", now.brand_id, now.market)
    if not await records.withdraw_channel(tx, channel):
        raise ChannelInUse("posts wait on this channel; withdraw them first, or plan them elsewhere")
    await record(tx, person, "channel.withdrawn", channel, now.brand_id)


def canonical_market(rulebook: Rulebook, given: str | None) -> str | None:
    """The market's code; Invalid, with what was perhaps meant, for one that there is not."""
    try:
        return None if given is None else rulebook.markets.canonical(given)
    except UnknownMarket as error:
        raise Invalid(Fault("/market", "unknown_market", str(error))) from None
