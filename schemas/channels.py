"""Channels: the profiles on platforms that posts go out on."""

from __future__ import annotations

from typing import Annotated

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import Market, Moment, Name, Page, Received, Returned, Revision, form
from schemas.checks import Check, shown_in_a_line
from schemas.ids import BrandId, ChannelId
from schemas.videos import Platform

Handle = Annotated[
    str,
    Check(shown_in_a_line),
    form(
        r"^[^\s\x00-\x1f\x7f]+$(?!\n)",
        "a name without spaces, as the platform shows it, such as @aldermoor.kaffee",
        description="as the platform shows it; once on a platform",
        min_length=1,
        max_length=100,
        examples=["@aldermoor.kaffee"],
    ),
]
ChannelName = Annotated[Name, Check(shown_in_a_line), Meta(examples=["Aldermoor Kaffee"])]
Zone = Annotated[
    str,
    Meta(
        description="IANA time zone: the clock that posts are planned by",
        min_length=1,
        max_length=64,
        examples=["Europe/Berlin"],
    ),
]
ChannelMarket = Annotated[Market | None, Meta(description="the only market it posts for; null: every market")]


class NewChannel(Received, frozen=True):
    """A profile on a platform, to be planned for."""

    brand_id: BrandId
    platform: Platform
    handle: Handle
    name: ChannelName
    zone: Zone
    market: ChannelMarket = None


class ChannelChange(Received, frozen=True):
    """What to change of a channel; what is left out stays. Posts that have their time keep it, whatever the zone."""

    handle: Handle | UnsetType = UNSET
    name: ChannelName | UnsetType = UNSET
    zone: Zone | UnsetType = UNSET
    market: ChannelMarket | UnsetType = UNSET


class Channel(Returned, frozen=True):
    """A profile on a platform."""

    id: ChannelId
    brand_id: BrandId
    platform: Platform
    handle: Handle
    name: ChannelName
    zone: Zone
    market: ChannelMarket
    revision: Revision
    created_at: Moment
    updated_at: Moment


class ChannelPage(Page[Channel], frozen=True):
    """Some channels."""
