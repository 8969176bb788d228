"""The plan of a campaign: every post by day, by cut, or as a list; one of them opened beside it with its gates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from schemas.checks import FIRST_YEAR, LAST_YEAR
from schemas.ids import CampaignId
from service.db.pool import Database
from service.exchange import ApiRequest
from service.posts.showing import plan_with_tasks
from service.web.pages import Pages
from service.web.posts import acting, channels, copying, feeding, planning, post, times
from service.web.posts.cards import LEGEND, Card, State, card_of
from service.web.posts.grid import BEFORE, DAYS, Grid, calendar, first_day, matrix
from service.web.posts.reading import Room, room_of, titles_in
from service.web.posts.shown import LIVE, show
from service.web.posts.verdict import sentence
from service.web.posts.wanted import Want, wants_of
from service.web.visit import Visit, visit_of

EARLIEST, LATEST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
VIEWS = ("calendar", "matrix", "list")


class Choice(Struct, frozen=True):
    """What an address asks for: the view, the clock (None: of each post), the first day, a state, the opened post."""

    view: str
    clock: ZoneInfo | None
    mine: bool
    first: date | None
    state: State | None
    opened: str


@get("/c/{campaign_id:str}/posts", operation_id="web.posts")
async def plan_page(
    request: ApiRequest, db: NamedDependency[Database], pages: NamedDependency[Pages], campaign_id: FromPath[CampaignId]
) -> Response[str]:
    """The plan, as the address asks for it."""
    async with db.reading(request.user.scope) as tx:
        room = await room_of(tx, campaign_id)
        plan, tasks = await plan_with_tasks(tx, request.rulebook, campaign_id)
    visit, now = visit_of(request, request.user), datetime.now(UTC)
    choice = choice_of(visit)
    down = {one.post_id for one in tasks.data if one.kind == "takedown_wanted"}
    cards = [card_of(one, now, choice.clock, one.id in down) for one in plan.data]
    wants = wants_of(visit.language, room.head, tasks.data)
    return view(pages, visit, room, cards, choice, now, wants, titles_in(request, visit))


def choice_of(visit: Visit) -> Choice:
    """What the address asks for; what cannot be read is left out, and days that nobody plans for are none."""
    asked = dict(visit.query)
    try:
        first = min(max(date.fromisoformat(asked.get("from", "")), EARLIEST), LATEST)
    except ValueError:
        first = None
    mine = asked.get("times") == "mine"
    return Choice(
        asked["view"] if asked.get("view") in VIEWS else "calendar",
        (times.zone_of(asked.get("zone")) or ZoneInfo("UTC")) if mine else None,
        mine,
        first,
        next((one for one in State if one.value == asked.get("state")), None),
        asked.get("post", ""),
    )


def view(
    pages: Pages,
    visit: Visit,
    room: Room,
    cards: list[Card],
    choice: Choice,
    now: datetime,
    wants: list[Want],
    titles: Mapping[str, str],
) -> Response[str]:
    """The page."""
    counted = Counter(card.state for card in cards)
    kept = [card for card in cards if choice.state in (None, card.state)]
    opened = next((card for card in cards if card.id == choice.opened), None)
    today = now.astimezone(choice.clock or UTC).date()
    first = choice.first or first_day(kept, today)
    return show(
        pages,
        visit,
        room,
        "page",
        titles=titles,
        wants=wants,
        now=now,
        choice=choice,
        total=len(cards),
        cards=sorted(kept, key=lambda card: (card.at is None, card.post.posted_at or card.post.due_at or now)),
        counts=[(one, counted[one]) for one in LEGEND if counted[one]],
        grid=_grid(visit, room, kept, choice, first, today),
        span=(first, first + timedelta(days=DAYS - 1)),
        before=(first - timedelta(days=DAYS)).isoformat(),
        after=(first + timedelta(days=DAYS)).isoformat(),
        at_today=first == today - timedelta(days=BEFORE),
        opened=opened,
        unknown=[card for card in cards if card.state is State.UNKNOWN],
        sentence=sentence(visit.language, cards),
        wanting=counted[State.BLOCKED] + counted[State.UNKNOWN],
        live=LIVE,
    )


def _grid(visit: Visit, room: Room, cards: list[Card], choice: Choice, first: date, today: date) -> Grid | None:
    if choice.view == "list" or not cards:
        return None
    if choice.view == "matrix":
        return matrix(cards, {cut.code: cut.name for cut in room.cuts}, room.markets)
    locale = visit.language.locale
    return calendar(cards, room.markets, first, today, (locale.weekend_start, locale.weekend_end))


handlers: list[Any] = [
    plan_page,
    *planning.handlers,
    *copying.handlers,
    *channels.handlers,
    *feeding.handlers,
    *post.handlers,
    *acting.handlers,
]
