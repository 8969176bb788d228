"""Which captions went out with a post, and what is live where now.

Captions are drawn into the film, lie beside it or stand in the text. Where nobody says which went out, it was the
newest approved release of every locale of the market.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from schemas.ids import PostId
from schemas.posts import CaptionOnPost, CaptionsMended, Delivery, LiveCaption, Post
from service.db.pool import Tx
from service.identity import Person
from service.posts import records_captions as records
from service.posts.mending import price_of, words_of
from service.posts.moving import stepped
from service.posts.planning import find_post, hold_post
from service.problems import Fault, Invalid
from service.rulebook import Rulebook
from service.rulebook.platforms import Platform


async def require_sendable(tx: Tx, post: PostId, captions: Sequence[CaptionOnPost]) -> None:
    """Invalid for what is no approved release of the post's cut for its market in that locale; Missing outside the
    walls."""
    await find_post(tx, post)
    found = {
        (one.id, one.locale) for one in await records.list_sendable(tx, post, [one.release_id for one in captions])
    }
    detail = "there is no approved release of this cut for the post's market in this locale with this id"
    faults = [
        Fault(f"/captions/{index}/release_id", "not_found", detail)
        for index, one in enumerate(captions)
        if (one.release_id, one.locale) not in found
    ]
    if faults:
        raise Invalid(*faults)


async def sent_with(tx: Tx, post: Post, said: Sequence[CaptionOnPost] | None, how: Delivery) -> Sequence[CaptionOnPost]:
    """What went out with a post: what somebody says, else the newest approved release of every locale."""
    if said is not None:
        return said
    newest = await records.list_newest(tx, [post.id])
    return [CaptionOnPost(locale=one.locale, release_id=one.release_id, how=how) for one in newest]


async def mend_captions(tx: Tx, person: Person, post: PostId, seen: int | None, mended: CaptionsMended) -> Post:
    """Other captions took the place of those on a live post."""
    await require_sendable(tx, post, mended.captions)
    now = await hold_post(tx, person, post, seen, "live")
    await records.put_captions(tx, post, mended.captions, person.id)
    return await stepped(
        tx, person, now, "captioned", "post.captioned", mended.note, [one.locale for one in mended.captions]
    )


async def captions_of(tx: Tx, rulebook: Rulebook, posts: Sequence[Post]) -> dict[PostId, list[LiveCaption]]:
    """What is on each of these posts, and how it stands to what would go out now. Two queries."""
    ids = [one.id for one in posts if one.posted_at is not None]
    if not ids:
        return {}
    newest = {(one.post_id, one.locale): one for one in await records.list_newest(tx, ids)}
    found: dict[PostId, list[LiveCaption]] = defaultdict(list)
    packs = {one.id: rulebook.platforms.get(one.platform) for one in posts}
    for one in await records.list_captions(tx, ids):
        now = newest.get((one.post_id, one.locale))
        drifted = now is not None and now.release_id != one.release_id
        found[one.post_id].append(
            LiveCaption(
                locale=one.locale,
                release_id=one.release_id,
                number=one.number,
                how=one.how,
                newest_id=now.release_id if now else None,
                newest_number=now.number if now else None,
                state="withdrawn" if one.withdrawn else "drifted" if drifted else "current",
                price=_price(packs[one.post_id]) if drifted or one.withdrawn else None,
                at=one.at,
            )
        )
    return found


def _price(pack: Platform | None) -> str | None:
    """What it takes to mend one locale, in English; None where nothing is known of the platform."""
    price = price_of(pack, replaced=1) if pack else None
    return words_of(price) if price else None
