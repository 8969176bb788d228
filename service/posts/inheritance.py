"""What a post says in the end: for each field the narrowest level that says something. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schemas.ids import PostId
from schemas.post_copy import Copy, CopyLevel, Inherited, SaidCover, SaidDisclosure, SaidHashtags, SaidText

NARROWEST_FIRST: tuple[CopyLevel, ...] = ("post", "market_platform", "market", "platform", "campaign")


def level_of(platform: str | None, market: str | None, post: PostId | None) -> CopyLevel:
    """The level that these name."""
    if post is not None:
        return "post"
    if platform is not None and market is not None:
        return "market_platform"
    return "market" if market is not None else "platform" if platform is not None else "campaign"


def levels_of(said: Iterable[Copy], platform: str, market: str, post: PostId | None) -> list[Copy]:
    """Those of these levels that say something for a platform in a market, or for this post."""
    return [
        one
        for one in said
        if one.platform in (None, platform) and one.market in (None, market) and one.post_id in (None, post)
    ]


def inherited(said: Iterable[Copy], platform: str, market: str, post: PostId | None) -> Inherited:
    """What is said on a platform in a market, and by this post (None: by one that is still to be planned).

    An empty text says something: nothing. Only null leaves it to the wider level.
    """
    here = {one.level: one for one in levels_of(said, platform, market, post)}

    def narrowest(field: str) -> dict[str, Any]:
        for level in NARROWEST_FIRST:
            value = getattr(here[level], field) if level in here else None
            if value is not None:
                return {"value": value, "level": level}
        return {"value": None, "level": None}

    return Inherited(
        text=SaidText(**narrowest("text")),
        title=SaidText(**narrowest("title")),
        hashtags=SaidHashtags(**narrowest("hashtags")),
        cover_ms=SaidCover(**narrowest("cover_ms")),
        disclosure=SaidDisclosure(**narrowest("disclosure")),
    )
