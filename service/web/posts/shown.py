"""A page of this room: what every one of its templates may call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial

from litestar import Response

from service.web.pages import Pages
from service.web.people.words import role_name
from service.web.posts import cards, gate_words, past, times, ways, words
from service.web.posts.reading import Room
from service.web.posts.verdict import verdict
from service.web.visit import Visit

LIVE = "post post_copy channel release fact rights brief answer cut film checklist rule"


def show(
    pages: Pages,
    visit: Visit,
    room: Room,
    template: str,
    *,
    status: int = 200,
    titles: Mapping[str, str] | None = None,
    **facts: object,
) -> Response[str]:
    """The page `posts/<template>.html`; `titles` are those of checklist items in the reader's language."""
    language, person, now = visit.language, visit.person, datetime.now(UTC)
    brand = room.head.brand_id

    def may_write(market: str | None = None) -> bool:
        """Whether the reader writes for this market; None: for every one."""
        return person is not None and person.holds("posts:write", brand, market)

    return pages.answer(
        visit,
        f"posts/{template}.html",
        status=status,
        room="posts",
        campaign=room.head,
        markets=room.markets,
        cuts=room.cuts,
        channels=room.channels,
        may_write=may_write,
        may_begin=may_write() or any(map(may_write, room.markets)),
        may_override=lambda market=None: person is not None and person.may("gates:override", brand, market),
        platform_name=cards.platform_name,
        state_said=lambda one: words.state_said(language, one),
        verdict=lambda card: verdict(language, card, now),
        kind_said=partial(gate_words.kind, language),
        gate_lines=partial(gate_words.lines, language, titles or {}),
        role_said=partial(role_name, language),
        gate_state=partial(gate_words.state, language),
        way=partial(ways.way, language, room.head),
        clock=partial(times.clock, language),
        weekday=partial(times.weekday, language),
        short_day=partial(times.short_day, language, now),
        when=partial(times.marked, language, now),
        zone_name=times.zone_name,
        step_said=partial(words.step, language),
        past_told=partial(past.told, language, now),
        disclosure_said=partial(words.disclosure, language),
        level_said=partial(words.level, language),
        delivery_said=partial(words.delivery, language),
        media_said=partial(words.media, language),
        **facts,
    )
