"""Who has what stands in the way, and since when, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct

from schemas.board import Obstacle
from service.web.people.words import role_name
from service.web.words import Language


class Holding(Struct, frozen=True):
    """Names of people; roles where nobody has it; since when. Each empty where that is not known."""

    who: str = ""
    roles: str = ""
    since: str = ""


def holding(language: Language, found: Iterable[Obstacle]) -> Holding:
    """Of obstacles that are told as one: everybody who has a part of it, since the first of them stands there."""
    listed = list(found)
    names = dict.fromkeys(person.name for one in listed for person in one.who)
    roles = [] if names else list(dict.fromkeys(role for one in listed for role in one.roles))
    said = language.either([role_name(language, role) for role in roles])
    first = min((one.since for one in listed if one.since), default=None)
    return Holding(
        who=language.listing(list(names)),
        roles=language.say("Can be done by: %(roles)s", roles=said) if roles else "",
        since=language.say("since %(day)s", day=_day(language, first)) if first else "",
    )


def _day(language: Language, moment: datetime) -> str:
    """Without the year while it is this one."""
    day = moment.date()
    return language.short_day(day) if day.year == datetime.now(UTC).year else language.day(day)
