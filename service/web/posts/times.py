"""Moments of posts in words: on a clock, with the name of its zone; and how long there is still. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel.core import get_global
from babel.dates import format_skeleton
from babel.units import format_unit
from markupsafe import Markup

from service.web.words import Language

DAY, HOUR, MINUTE = 86_400, 3_600, 60


def clock(language: Language, at: datetime) -> str:
    """The time of day, of 24 hours."""
    return format_skeleton("Hm", at, tzinfo=at.tzinfo, locale=language.locale)


def weekday(language: Language, day: date) -> str:
    """The short name of a day of the week."""
    return format_skeleton("E", day, locale=language.locale)


def full(language: Language, now: datetime, at: datetime) -> str:
    """Day, time, and the zone as people name it: `Fri, Nov 20, 18:00 CET`; with its year when that is not this one."""
    return f"{day_and_clock(language, now, at)} {zone_name(at)}"


def marked(language: Language, now: datetime, at: datetime) -> Markup:
    """The same for a page, where the zone is nothing to translate."""
    return Markup('{} <span translate="no">{}</span>').format(day_and_clock(language, now, at), zone_name(at))


def day_and_clock(language: Language, now: datetime, at: datetime) -> str:
    """Day and time; with the year when that is not this one."""
    day = "MMMEd" if at.year == now.astimezone(at.tzinfo).year else "yMMMEd"
    said = format_skeleton(day, at.replace(tzinfo=None), locale=language.locale)
    return f"{said}, {clock(language, at)}"


def short_day(language: Language, now: datetime, at: datetime) -> str:
    """The day alone; with the year when that is not this one."""
    this_year = at.year == now.astimezone(at.tzinfo).year
    return language.short_day(at) if this_year else language.day(at)


def zone_name(at: datetime) -> str:
    """The zone of a moment, short: `CET` where its letters are known, else `UTC-03`."""
    name = at.tzname() or ""
    if name.isalpha():
        return name
    offset = f"{at:%z}"
    return f"UTC{offset[:3]}" if offset[3:5] == "00" else f"UTC{offset[:3]}:{offset[3:5]}"


def lasting(language: Language, span: timedelta) -> str:
    """A length of time in its two largest units: `5 hr 44 min`."""
    seconds = int(abs(span.total_seconds()))
    days, rest = divmod(seconds, DAY)
    hours, rest = divmod(rest, HOUR)
    parts = [(days, "duration-day"), (hours, "duration-hour"), (rest // MINUTE, "duration-minute")]
    said = [format_unit(number, unit, "short", locale=language.locale) for number, unit in parts if number]
    return " ".join(said[:2]) or format_unit(0, "duration-minute", "short", locale=language.locale)


def zone_of(name: str | None) -> ZoneInfo | None:
    """The zone of this name; None where there is none."""
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def zones_of(markets: list[str]) -> list[str]:
    """The zones in which these markets lie, in their order."""
    places = get_global("territory_zones")
    return list(dict.fromkeys(zone for market in markets for zone in sorted(places.get(market, []))))
