"""Every approved file of a market: as a list, and as one ZIP with a manifest.

What counts is the newest release that was ever approved, as at the latest address of each (`api_files.py`): a draft or
what waits for review is never among it, and while that release is withdrawn no older one takes its place. The archive
is a function of these files alone, so its bytes and its ETag change exactly when they do.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial

import msgspec
from msgspec import Struct

from schemas.captions import Kind
from schemas.ids import BrandId, CampaignId, CutId, OrganizationId, ReleaseId
from service.assets.store import Store
from service.captions.files import Latest, latest_path, saved_name
from service.captions.records import queries
from service.captions.zipping import Archive, Member, held, safe_name, size_of, unique_names
from service.db.pool import Tx
from service.decoding import to_text
from service.problems import Missing

WRITTEN_AS = "market files 1"  # counts in the ETag: an archive written in another way has other bytes
NEEDED = "files:read"


class MarketFile(Struct, frozen=True):
    """A file of a release that was approved for the market."""

    cut_id: CutId
    code: str
    name: str
    locale: str
    kind: Kind
    release_id: ReleaseId
    number: int
    approved_at: datetime
    format: str
    sha256: bytes
    size_bytes: int


class Market(Struct, frozen=True):
    """A market of a campaign, with the names that a manifest says."""

    campaign_id: CampaignId
    brand_id: BrandId
    campaign: str
    brand: str
    market: str


class Entry(Struct, frozen=True):
    """A file as the manifest lists it. `latest` is the address of whatever is newest, for who has a key."""

    file: str
    cut_id: CutId
    cut: str
    name: str
    locale: str
    kind: str
    format: str
    sha256: str
    size_bytes: int
    release: int
    approved_at: datetime
    latest: str


class Manifest(Struct, frozen=True):
    """What is in the archive."""

    brand: str
    campaign: str
    campaign_id: CampaignId
    market: str
    files: list[Entry]


class Bundle(Archive, frozen=True):
    """The archive, before a byte of it is read."""

    manifest: Manifest


async def market_of(tx: Tx, campaign_id: CampaignId, market: str) -> Market:
    """A market of a campaign; Missing outside the walls, or where the campaign does not run there."""
    found = await tx.one(Market, queries.get_market, campaign_id, market)
    if found is None:
        raise Missing
    return found


async def files_of_market(tx: Tx, campaign_id: CampaignId, market: str) -> list[MarketFile]:
    """The files by locale and cut; nothing where nothing was approved yet."""
    return await tx.all(MarketFile, queries.list_market_files, campaign_id, market)


async def counted_by_market(tx: Tx, campaign_id: CampaignId) -> dict[str, tuple[int, int]]:
    """For each market of a campaign in how many of its places, a cut in a locale, there are files, and how many places
    it has; a market without cuts is left out."""
    rows = await tx.rows(queries.count_market_files, campaign_id)
    return {row["market"]: (row["done"], row["total"]) for row in rows}


def bundle(store: Store, organization: OrganizationId, market: Market, files: Sequence[MarketFile]) -> Bundle:
    """The archive of these files."""
    saved = [safe_name(saved_name(file.code, file.locale, file.format)) for file in files]
    names = unique_names(f"{file.locale}/{name}" for file, name in zip(files, saved, strict=True))
    entries = [_entry(market.market, name, file) for name, file in zip(names, files, strict=True)]
    manifest = Manifest(market.brand, market.campaign, market.campaign_id, market.market, entries)
    told = msgspec.json.format(msgspec.json.encode(manifest, enc_hook=to_text), indent=2) + b"\n"
    newest = max((file.approved_at for file in files), default=datetime(1980, 1, 1, tzinfo=UTC))
    members = [held("manifest.json", told, newest)]
    members += [
        Member(name, file.size_bytes, file.approved_at, partial(store.read, organization, file.sha256))
        for name, file in zip(names, files, strict=True)
    ]
    tag = hashlib.sha256(WRITTEN_AS.encode() + told).hexdigest()
    return Bundle(_archive_name(market), f'"{tag}"', size_of(members), members, manifest)


def _entry(market: str, name: str, file: MarketFile) -> Entry:
    return Entry(
        file=name,
        cut_id=file.cut_id,
        cut=file.code,
        name=file.name,
        locale=file.locale,
        kind=file.kind,
        format=file.format,
        sha256=file.sha256.hex(),
        size_bytes=file.size_bytes,
        release=file.number,
        approved_at=file.approved_at.astimezone(UTC),
        latest=latest_path(Latest(file.cut_id, market, file.locale, file.format)),
    )


def _archive_name(market: Market) -> str:
    """The campaign's name in plain letters, and the market."""
    letters = "".join(one if one.isascii() and one.isalnum() else "-" for one in market.campaign.lower())
    stem = "-".join(part for part in letters.split("-") if part)
    return f"{stem or 'campaign'}.{market.market}.zip"
