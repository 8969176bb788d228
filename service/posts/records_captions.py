"""Which captions are on posts, as stored."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from schemas.ids import PersonId, PostId, ReleaseId
from schemas.posts import CaptionOnPost, Delivery
from service.db.pool import Tx
from service.db.queries import load

queries = load(__package__)


class Sendable(Struct, frozen=True):
    """A release that may go out with a post."""

    id: ReleaseId
    locale: str


class Newest(Struct, frozen=True):
    """What would go out with a post in a locale now."""

    post_id: PostId
    locale: str
    release_id: ReleaseId
    number: int


class StoredCaption(Struct, frozen=True):
    """What is on a post in a locale."""

    post_id: PostId
    locale: str
    release_id: ReleaseId
    number: int
    how: Delivery
    withdrawn: bool
    at: datetime


async def list_sendable(tx: Tx, post: PostId, releases: Sequence[ReleaseId]) -> list[Sendable]:
    """Those of these releases that are approved captions of the post's cut for its market."""
    return await tx.all(Sendable, queries.list_sendable, post, list(releases))


async def list_newest(tx: Tx, posts: Sequence[PostId]) -> list[Newest]:
    """For each of these posts and each locale the newest approved release."""
    return await tx.all(Newest, queries.list_newest, list(posts))


async def list_captions(tx: Tx, posts: Sequence[PostId]) -> list[StoredCaption]:
    """What is on these posts, which the caller found behind the wall."""
    return await tx.all(StoredCaption, queries.list_captions, list(posts))


async def put_captions(tx: Tx, post: PostId, captions: Sequence[CaptionOnPost], by: PersonId) -> None:
    """These captions are on the post from now on, in their locales."""
    locales = [one.locale for one in captions]
    await tx.do(queries.retire_captions, post, locales)
    releases, ways = [one.release_id for one in captions], [one.how for one in captions]
    await tx.do(queries.insert_captions, post, by, locales, releases, ways)
