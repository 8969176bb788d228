"""What people do once a post is out: record it by hand, correct the record, take it down.

What is on record is what somebody saw: an address, a time, what proves it. The film and the captions that were in
force at that moment are written beside it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from schemas.ids import PostId
from schemas.posts import Post, PostRecord, Takedown
from service.db.pool import Tx
from service.identity import Person
from service.posts import records, records_captions
from service.posts.captioning import require_sendable, sent_with
from service.posts.gathering import moved
from service.posts.moving import stepped
from service.posts.overriding import require_open
from service.posts.planning import hold_post
from service.problems import Fault, Invalid
from service.rulebook import Rulebook

AHEAD = timedelta(minutes=10)  # how far a clock may be ahead of ours


async def record_post(
    tx: Tx, person: Person, rulebook: Rulebook, post: PostId, seen: int | None, said: PostRecord
) -> Post:
    """It is live. Raises GateClosed (asked for the moment at which it went out), Invalid for a moment that has not
    come, AlreadyOnRecord for an address of another post."""
    await require_sendable(tx, post, said.captions or [])
    now = await hold_post(tx, person, post, seen, "planned", "scheduled", "unknown")
    _require_come(said.posted_at)
    await require_open(tx, rulebook, moved(now, said.posted_at.astimezone(UTC)))
    film = await records.get_film_sha256(tx, now.cut_id)
    await _write(tx, now, said, film)
    pack = rulebook.platforms.get(now.platform)
    captions = await sent_with(tx, now, said.captions, pack.delivery if pack else "burned")
    await records_captions.put_captions(tx, post, captions, person.id)
    return await stepped(tx, person, now, "recorded", "post.recorded", said.note)


async def correct_record(tx: Tx, person: Person, post: PostId, seen: int | None, said: PostRecord) -> Post:
    """Another address, time or evidence of what is live; the film that went out stays the one it was. Raises Invalid
    for a moment that has not come."""
    await require_sendable(tx, post, said.captions or [])
    now = await hold_post(tx, person, post, seen, "live")
    _require_come(said.posted_at)
    film = None if now.film_sha256 is None else bytes.fromhex(now.film_sha256)
    await _write(tx, now, said, film)
    if said.captions is not None:
        await records_captions.put_captions(tx, post, said.captions, person.id)
    return await stepped(tx, person, now, "corrected", "post.corrected", said.note, _locales(said))


async def take_down(tx: Tx, person: Person, post: PostId, seen: int | None, why: Takedown) -> Post:
    """It was live and is not any more."""
    now = await hold_post(tx, person, post, seen, "live")
    film = None if now.film_sha256 is None else bytes.fromhex(now.film_sha256)
    evidence = why.evidence_sha256 or now.evidence_sha256
    proof = None if evidence is None else bytes.fromhex(evidence)
    await records.set_record(tx, post, "taken_down", now.url, now.posted_at, film, proof, now.note)
    return await stepped(tx, person, now, "taken_down", "post.taken_down", why.note)


def _locales(said: PostRecord) -> list[str]:
    return [one.locale for one in said.captions or []]


def _require_come(moment: datetime) -> None:
    if moment > datetime.now(UTC) + AHEAD:
        raise Invalid(Fault("/posted_at", "future", "this moment has not come; schedule it, and record it afterwards"))


async def _write(tx: Tx, now: Post, said: PostRecord, film: bytes | None) -> None:
    evidence = None if said.evidence_sha256 is None else bytes.fromhex(said.evidence_sha256)
    url = said.url or now.url
    posted_at = said.posted_at.astimezone(UTC)
    await records.set_record(tx, now.id, "live", url, posted_at, film, evidence, said.note.strip())
