"""Channels as stored."""

from __future__ import annotations

from collections.abc import Sequence

from schemas.channels import Channel, NewChannel
from schemas.ids import CampaignId, ChannelId
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import load
from service.posts.problems import ChannelTaken

queries = load(__package__)


async def insert_channel(tx: Tx, new: NewChannel) -> Channel | None:
    """A new channel; None when there is no such brand. ChannelTaken when the handle is another channel's."""
    with refusing(channel_once=_taken):
        args = (new.brand_id, new.platform, new.handle, new.name, new.zone, new.market)
        return await tx.one(Channel, queries.insert_channel, *args)


async def get_channel(tx: Tx, channel: ChannelId) -> Channel | None:
    """The channel, unless it lies outside the walls or was withdrawn."""
    return await tx.one(Channel, queries.get_channel, channel)


async def list_channels_of_campaign(tx: Tx, campaign: CampaignId) -> list[Channel]:
    """Every channel of a campaign's brand, by platform."""
    return await tx.all(Channel, queries.list_channels_of_campaign, campaign)


async def update_channel(tx: Tx, channel: ChannelId, seen: int | None, to: Channel) -> Channel | None:
    """The channel as it is now; None when it was not at the revision seen."""
    with refusing(channel_once=_taken):
        args = (channel, seen, to.handle, to.name, to.zone, to.market)
        return await tx.one(Channel, queries.update_channel, *args)


async def lock_channel(tx: Tx, channel: ChannelId) -> None:
    """Wait until nobody else lets something go out there."""
    await tx.value(queries.lock_channel, channel)


async def withdraw_channel(tx: Tx, channel: ChannelId) -> bool:
    """False while a post waits on it."""
    return await tx.do(queries.withdraw_channel, channel) == 1


def _taken() -> ChannelTaken:
    return ChannelTaken("your brand has a channel of this handle on this platform; use that one")


async def list_zones(tx: Tx, channels: Sequence[ChannelId]) -> dict[ChannelId, str]:
    """The clocks of these channels, but for those that were withdrawn."""
    return {ChannelId(one): zone for one, zone in await tx.rows(queries.list_zones, list(channels))}
