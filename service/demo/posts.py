"""Where the demo campaign goes out, typed: `posts()` reads the file beside this one."""

from __future__ import annotations

from functools import cache
from typing import Literal

import msgspec

from schemas.post_copy import DisclosureWord
from service.demo.content import HERE, Part


class Channel(Part, frozen=True):
    """A profile on a platform."""

    key: str
    platform: str
    handle: str
    name: str
    zone: str
    market: str | None = None


class Copy(Part, frozen=True):
    """What is said at one level; nothing: as the wider level says."""

    market: str | None = None
    platform: str | None = None
    text: str | None = None
    title: str | None = None
    hashtags: tuple[str, ...] | None = None
    cover_ms: int | None = None
    disclosure: tuple[DisclosureWord, ...] | None = None


class Post(Part, frozen=True):
    """A cut on a channel for a market, on a day counted from the day of loading, as far as it is."""

    cut: str
    channel: str
    market: str
    day: int
    at: str
    state: Literal["live", "unknown", "scheduled", "planned"]
    url: str | None = None


class Posts(Part, frozen=True):
    """`posts.toml`."""

    channels: tuple[Channel, ...]
    copy: tuple[Copy, ...]
    posts: tuple[Post, ...]


@cache
def posts() -> Posts:
    """The posts as they ship."""
    return msgspec.toml.decode((HERE / "posts.toml").read_bytes(), type=Posts)
