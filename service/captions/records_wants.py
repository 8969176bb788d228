"""What waits for people, as stored: each of these is one query over what waits, however much does not."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from schemas.captions import Kind
from schemas.ids import BrandId, CampaignId, CutId, PersonId, ReleaseId, SourceId, TrackId, VideoId
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)
MOST = 100  # of a kind: nobody has more before their eyes, and what waits longest comes first
MOST_RELEASES = 60  # whether one is stale is found by its texts


class WaitingTrack(Struct, frozen=True):
    """A locale that waits for approval. `own`: the person may not approve it, because they wrote some of it."""

    track_id: TrackId
    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    locale: str
    kind: Kind
    brand_id: BrandId
    own: bool
    reviewer_id: PersonId | None


class SentBack(Struct, frozen=True):
    """A locale that went back. `own`: the person wrote some of it."""

    track_id: TrackId
    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    locale: str
    kind: Kind
    brand_id: BrandId
    note: str
    localizer_id: PersonId | None
    own: bool


class WaitingRelease(Struct, frozen=True):
    """Captions of a cut that wait for a person."""

    release_id: ReleaseId
    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    cut_id: CutId
    cut: str
    market: str
    locale: str
    kind: Kind
    brand_id: BrandId
    total: int


class Failing(Struct, frozen=True):
    """A locale of a video whose captions break rules in some cuts, `cut_id` for `market` the first of them."""

    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    locale: str
    kind: Kind
    brand_id: BrandId
    cuts: int
    errors: int
    cut_id: CutId
    cut: str
    market: str
    localizer_id: PersonId | None


class Contested(Struct, frozen=True):
    """A cut in which somebody must decide, in so many languages; `locale` for `market` is the first of them."""

    cut_id: CutId
    cut: str
    locale: str
    kind: Kind
    market: str
    locales: int
    conflicts: int
    campaign_id: CampaignId
    campaign: str
    video_id: VideoId
    video: str
    brand_id: BrandId


async def list_waiting_tracks(tx: Tx, person: PersonId) -> list[WaitingTrack]:
    return await tx.all(WaitingTrack, queries.list_waiting_tracks, person, MOST)


async def list_sent_back(tx: Tx, person: PersonId) -> list[SentBack]:
    return await tx.all(SentBack, queries.list_sent_back, person, MOST)


async def list_waiting_releases(tx: Tx) -> list[WaitingRelease]:
    return await tx.all(WaitingRelease, queries.list_waiting_releases, MOST_RELEASES)


async def list_failing(tx: Tx) -> list[Failing]:
    return await tx.all(Failing, queries.list_failing, MOST)


async def list_contested(tx: Tx) -> list[Contested]:
    return await tx.all(Contested, queries.list_contested, MOST)


async def list_masters(tx: Tx, videos: Iterable[VideoId]) -> dict[VideoId, SourceId]:
    """The master of each of these videos that has one."""
    return {VideoId(row[0]): SourceId(row[1]) for row in await tx.rows(queries.list_masters, list(set(videos)))}
