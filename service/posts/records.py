"""Posts and what they say, as stored; when they are due is by the zone rules of today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from schemas.gates import GateKind
from schemas.ids import CampaignId, CutId, PersonId, PostId
from schemas.posts import Post
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import load
from service.posts.model import CampaignPlace, CutPlace, NewSlot, OnRecord, Proof, StoredStep, Time
from service.posts.problems import AlreadyOnRecord, UnknownEvidence
from service.posts.timing import on_todays_clock

queries = load(__package__)


async def get_campaign_place(tx: Tx, campaign: CampaignId) -> CampaignPlace | None:
    """The campaign, unless it lies outside the walls."""
    return await tx.one(CampaignPlace, queries.get_campaign_place, campaign)


async def hold_campaign(tx: Tx, campaign: CampaignId) -> bool:
    """Nobody takes a market from it until the transaction ends; False outside the walls."""
    return await tx.value(queries.hold_campaign, campaign) is not None


async def list_cut_places(tx: Tx, campaign: CampaignId, cuts: Sequence[CutId]) -> list[CutPlace]:
    """Those of these cuts that are of the campaign."""
    return await tx.all(CutPlace, queries.list_cut_places, campaign, list(cuts))


async def insert_posts(
    tx: Tx, place: CampaignPlace, slot: str, media: str, new: Sequence[NewSlot], by: PersonId
) -> list[PostId]:
    """Those of the posts that are new, with their first step; who has a slot already keeps it."""
    times = [one.time for one in new]
    rows = await tx.rows(
        queries.insert_posts,
        place.brand_id,
        place.id,
        slot,
        media,
        [one.cut_id for one in new],
        [one.channel_id for one in new],
        [one.market for one in new],
        [time and time.local_at for time in times],
        [time and time.zone for time in times],
        [time and time.fold for time in times],
        [time and time.due_at for time in times],
    )
    made = [PostId(row[0]) for row in rows]
    await tx.do(queries.insert_steps, "planned", "", by, made, [1] * len(made))
    return made


async def list_slots(tx: Tx, slot: str, new: Sequence[NewSlot]) -> list[PostId]:
    """The living posts in these slots."""
    cuts, channels = [one.cut_id for one in new], [one.channel_id for one in new]
    rows = await tx.rows(queries.list_slots, cuts, channels, [one.market for one in new], slot)
    return [PostId(row[0]) for row in rows]


async def list_posts_among(tx: Tx, posts: Sequence[PostId]) -> list[Post]:
    """These posts, by the time at which they are due."""
    return on_todays_clock(await tx.all(Post, queries.list_posts_among, list(posts)))


async def list_in_doubt(tx: Tx) -> list[Post]:
    """Live posts of all campaigns that perhaps must come down; the longest live first, a thousand at most."""
    return on_todays_clock(await tx.all(Post, queries.list_in_doubt))


async def get_post(tx: Tx, post: PostId) -> Post | None:
    """The post, unless it lies outside the walls."""
    found = await tx.one(Post, queries.get_post, post)
    return on_todays_clock([found])[0] if found else None


async def list_plan(tx: Tx, campaign: CampaignId) -> list[Post]:
    """Every post of a campaign that was not withdrawn, by the time at which it is due."""
    return on_todays_clock(await tx.all(Post, queries.list_plan, campaign))


async def lock_post(tx: Tx, post: PostId) -> bool:
    """Wait until nobody else does something with it; False outside the walls."""
    return await tx.value(queries.lock_post, post) is not None


async def set_time(tx: Tx, post: PostId, media: str, time: Time | None) -> None:
    """Another time and medium."""
    parts = (None, None, None, None) if time is None else (time.local_at, time.zone, time.fold, time.due_at)
    local_at, zone, fold, due_at = parts
    await tx.do(queries.set_time, post, media, local_at, zone, fold, due_at)


async def set_status(tx: Tx, post: PostId, status: str) -> None:
    await tx.do(queries.set_status, post, status)


async def set_record(
    tx: Tx,
    post: PostId,
    status: str,
    url: str | None,
    posted_at: datetime | None,
    film: bytes | None,
    evidence: bytes | None,
    note: str,
) -> None:
    """What became of it. AlreadyOnRecord when the address is another post's; UnknownEvidence for bytes never sent."""
    other = await tx.one(OnRecord, queries.get_on_record, post, url) if url else None
    if other is not None:
        raise _recorded(other)
    with refusing(post_url_once=_recorded, post_evidence=UnknownEvidence):
        await tx.do(queries.set_record, post, status, url, posted_at, film, evidence, note)


async def get_film_sha256(tx: Tx, cut: CutId) -> bytes | None:
    """The film of a cut; None where it has none."""
    found: bytes | None = await tx.value(queries.get_film_sha256, cut)
    return found


async def get_proof(tx: Tx, post: PostId) -> Proof | None:
    """What proves a post; None where nothing does, and outside the walls."""
    return await tx.one(Proof, queries.get_proof, post)


async def insert_step(
    tx: Tx,
    post: PostId,
    verb: str,
    note: str,
    by: PersonId,
    gate: GateKind | None = None,
    touched: Sequence[str] = (),
) -> None:
    """What was done with it, as it stands now, and its next revision; `touched` are words of its own or locales."""
    await tx.do(queries.insert_step, post, verb, note, by, gate, list(touched))


async def list_steps(tx: Tx, post: PostId) -> list[StoredStep]:
    """What was done with a post, the newest first."""
    return await tx.all(StoredStep, queries.list_steps, post)


def _recorded(other: OnRecord | None = None) -> AlreadyOnRecord:
    if other is None:  # somebody wrote it at this very moment
        return AlreadyOnRecord("another post of this brand has this address; correct that one first")
    named = f"{other.cut} for {other.market} on {other.handle} ({other.platform})"
    facts: dict[str, Any] = {name: str(getattr(other, name)) for name in OnRecord.__struct_fields__}
    return AlreadyOnRecord(f"{named} has this address: post {other.post_id}; correct that one first", **facts)
