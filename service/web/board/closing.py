"""What stands in a market's way besides its captions: checklists and posts, in the reader's words, with the place.

The captions' own obstacles are `board/standing.py`'s; the row of a market shows the more urgent of the two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from schemas.board import Obstacle, Share
from schemas.checklists import Standing
from schemas.post_tasks import PostTask
from schemas.posts import PlannedPost
from service.board.obstacles import checklist_obstacles, live, ordered, post_obstacles, unhindered
from service.web.board.holding import Holding, holding
from service.web.board.words import Entry
from service.web.frame import Head
from service.web.words import Language

SYMBOLS = {
    "takedown": "bad",
    "unknown": "unknown",
    "overdue": "bad",
    "blocked": "bad",
    "stale": "stale",
    "in_review": "review",
    "open": "open",
    "draft": "draft",
    "missing": "missing",
}
PRESSING = {"unknown": 0, "bad": 1, "stale": 2, "review": 3, "open": 4, "draft": 5, "missing": 6}
MOST_ENTRIES = 6


class Closing(Struct, frozen=True):
    """How far the last two rooms are in a market: cuts that nothing on their checklist keeps back, posts that are
    live; and what stands in the way there, the most urgent first."""

    checklists: Share
    posts: Share
    obstacles: list[Obstacle]


def closing(
    markets: Iterable[str],
    standings: Sequence[Standing],
    posts: Sequence[PlannedPost],
    tasks: Sequence[PostTask],
    now: datetime,
) -> dict[str, Closing]:
    """Every market of a campaign."""
    return {market: _closing(market, standings, posts, tasks, now) for market in markets}


def _closing(
    market: str, standings: Sequence[Standing], posts: Sequence[PlannedPost], tasks: Sequence[PostTask], now: datetime
) -> Closing:
    checked = [one for one in standings if one.market == market]
    planned = [one for one in posts if one.market == market]
    return Closing(
        checklists=unhindered(checked),
        posts=live(planned),
        obstacles=ordered([*checklist_obstacles(checked), *post_obstacles(planned, tasks, now)]),
    )


class Way(Struct, frozen=True):
    """The most urgent thing in a market's way: its shape, its words, its place; who has it, since when. `down`: it is
    live and must not be."""

    symbol: str
    words: str
    href: str
    held: Holding
    down: bool = False


def pressing(one: Way | Entry) -> int:
    """What presses most is least: what must come down, then by shape."""
    return -1 if one.down else PRESSING.get(one.symbol, 1)


class Ways(Struct, frozen=True):
    """Says obstacles in the reader's language. `codes` are those of cuts, `titles` those of checklist items."""

    language: Language
    head: Head
    codes: Mapping[str, str]
    titles: Mapping[str, str]

    def entry(self, one: Obstacle, market: str) -> Entry:
        """What wants somebody, in a market."""
        place = self.language.market(market)
        held = holding(self.language, [one])
        return Entry(
            SYMBOLS[one.state], self.way(one), f"{place}.", self.verb(one), self.href(one, market), held, _is_down(one)
        )

    def way(self, one: Obstacle) -> str:
        """What it is, in a few words."""
        say, codes = self.language.say, self._cuts([self.codes.get(str(cut), "") for cut in one.cuts])
        if one.room == "checklists":
            title = self.titles.get(one.code, one.code)
            match one.state:
                case "blocked":
                    return say("%(item)s: fails in %(codes)s", item=title, codes=codes)
                case "stale":
                    return say("%(item)s: to be signed again in %(codes)s", item=title, codes=codes)
            return say("%(item)s: open in %(codes)s", item=title, codes=codes)
        match one.code:
            case "takedown_wanted":
                return say("Must come down: %(codes)s", codes=codes)
            case "outcome_unknown":
                return say("Nobody knows whether %(codes)s arrived", codes=codes)
            case "overdue":
                return say("%(codes)s was due and is not on record", codes=codes)
            case "rights":
                return say("Rights do not cover %(codes)s", codes=codes)
            case "brief":
                return say("%(codes)s is not what the brief asks for", codes=codes)
            case "film":
                return say("%(codes)s has no film that may go out", codes=codes)
            case "disclosure":
                return say("%(codes)s does not say what it must disclose", codes=codes)
            case "platform":
                return say("The platform would refuse %(codes)s", codes=codes)
        return say("%(codes)s went out on this channel before", codes=codes)

    def _cuts(self, codes: list[str]) -> str:
        """Two by their codes; of more how many there are."""
        if len(codes) <= 2:
            return self.language.listing([self.language.apart(code) for code in codes])
        return self.language.plural("%(num)s cut", "%(num)s cuts", len(codes))

    def verb(self, one: Obstacle) -> str:
        """What to do about it."""
        say = self.language.say
        if one.room == "checklists":
            return say("See why") if one.state == "blocked" else say("Read and sign")
        if _is_down(one):
            return say("Take it down")
        return say("Check the channel") if one.state == "unknown" else say("Open the post")

    def href(self, one: Obstacle, market: str) -> str:
        """Where that is done."""
        if one.room == "checklists":
            return f"{self.head.room('checklists')}/{one.cuts[0]}/{market}?item={one.code}"
        return f"{self.head.room('posts')}/{one.posts[0]}{'#down' if _is_down(one) else ''}"


def _is_down(one: Obstacle) -> bool:
    return one.state == "takedown"


def entries(ways: Ways, rows: Mapping[str, Closing]) -> list[Entry]:
    """What wants somebody most in the last two rooms, over all markets. One kind of thing stands once, but for
    what must come down."""
    found = [(one, market) for market, row in rows.items() for one in row.obstacles]
    found.sort(key=lambda pair: (not _is_down(pair[0]), PRESSING[SYMBOLS[pair[0].state]]))
    once: dict[tuple[str, ...], tuple[Obstacle, str]] = {}
    for one, market in found:
        once.setdefault((one.room, one.code, one.state, market if _is_down(one) else ""), (one, market))
    return [ways.entry(one, market) for one, market in list(once.values())[:MOST_ENTRIES]]
