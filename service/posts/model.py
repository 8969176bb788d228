"""The pure types of this room."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from schemas.gates import GateKind
from schemas.ids import BrandId, CampaignId, ChannelId, CutId, PersonId, PostId


class CampaignPlace(Struct, frozen=True):
    """A campaign with the markets that it runs in."""

    id: CampaignId
    brand_id: BrandId
    name: str
    markets: list[str]


class CutPlace(Struct, frozen=True):
    """What a cut is for; None: for every market, for every platform."""

    id: CutId
    code: str
    market: str | None
    platform: str | None


class Proof(Struct, frozen=True):
    """The bytes that prove a post, and what they were sent as."""

    sha256: bytes
    size_bytes: int
    media_type: str


class Time(Struct, frozen=True):
    """When a post goes out: what the clock of a zone shows, and the instant that this was when it was said."""

    local_at: str
    zone: str
    fold: Literal["first", "second"] | None
    due_at: datetime


class NewSlot(Struct, frozen=True):
    """A post that is to be: a cut on a channel for a market."""

    cut_id: CutId
    channel_id: ChannelId
    market: str
    time: Time | None


class StoredStep(Struct, frozen=True):
    """What was done with a post, and how it stood afterwards; without a medium it is from before that was kept."""

    number: int
    verb: str
    note: str
    by: PersonId
    name: str
    at: datetime
    gate: GateKind | None
    touched: list[str]
    media: str | None
    local_at: str | None
    zone: str | None
    fold: Literal["first", "second"] | None
    url: str | None
    posted_at: datetime | None
    evidence_sha256: str | None


class OnRecord(Struct, frozen=True):
    """The post that has an address."""

    post_id: PostId
    cut: str
    market: str
    platform: str
    handle: str
