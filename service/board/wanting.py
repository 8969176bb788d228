"""Wants you: what waits for one person in every campaign and every room, the most urgent first. Reads only."""

from __future__ import annotations

from schemas.wants import Want, Wants
from service.board import records
from service.captions import wanting
from service.db.pool import Tx
from service.identity import Person
from service.posts.watching import takedowns_everywhere


async def wants_of(tx: Tx, person: Person) -> Wants:
    """Everything that the person can move: posts that must come down, of which nobody knows, or that are late, before
    captions."""
    posts: list[Want] = []
    if person.may("posts:write"):
        down = {one.post_id for one in await takedowns_everywhere(tx)}
        posts = [
            wanting.want(
                one.kind,
                one,
                locale="",
                cut_id=one.cut_id,
                cut=one.cut,
                market=one.market,
                post_id=one.id,
                note=one.handle,
                overdue=one.kind == "late_post",
            )
            for one in await records.list_pressing_posts(tx, down)
            if person.may("posts:write", one.brand_id, one.market)
        ]
    return Wants(data=posts + (await wanting.wants_of(tx, person)).data)
