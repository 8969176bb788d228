"""The posts of a campaign as an iCalendar object (RFC 5545), which every calendar can subscribe to. Pure.

Each is an event of a quarter of an hour at its instant, in UTC: the calendar shows it on the clock of whoever looks.
Its UID is the post's, so another time moves the event; SEQUENCE says which of two copies is newer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from schemas.posts import Post
from service.captions.calendar import escaped, folded
from service.posts.scheduling import ZONES

LASTS = timedelta(minutes=15)
SAID = {"live": "Live: ", "unknown": "Outcome unknown: ", "planned": "Planned: ", "taken_down": "Taken down: "}
CERTAIN = {"scheduled": "CONFIRMED", "live": "CONFIRMED", "taken_down": "CANCELLED"}


def calendar(name: str, posts: Iterable[Post], public_url: str) -> bytes:
    """The dated posts as a calendar of this name, UTF-8; `public_url` is where its links lead."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cutdown//Posts//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
        "X-PUBLISHED-TTL:PT15M",
    ]
    for one in posts:
        at = one.posted_at or one.due_at
        if at is not None:
            lines += _event(one, at, public_url)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _event(one: Post, at: datetime, public_url: str) -> list[str]:
    address = f"{public_url}/c/{one.campaign_id}/posts/{one.id}"
    said = f"{SAID.get(one.status, '')}{one.cut} {one.market} {one.platform}"
    about = "\n".join(
        filter(None, (f"{one.platform} {one.handle}, {one.market}, {one.slot}", _when(one), one.url, address))
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{one.id}@cutdown",
        f"DTSTAMP:{_moment(one.updated_at)}",
        f"LAST-MODIFIED:{_moment(one.updated_at)}",
        f"CREATED:{_moment(one.created_at)}",
        f"SEQUENCE:{one.revision - 1}",
        f"DTSTART:{_moment(at)}",
        f"DTEND:{_moment(at + LASTS)}",
        f"SUMMARY:{escaped(said)}",
        f"DESCRIPTION:{escaped(about)}",
        f"URL:{one.url or address}",
        f"STATUS:{CERTAIN.get(one.status, 'TENTATIVE')}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _when(one: Post) -> str:
    """When it went out, if it did; else what the plan says, on the clock of its zone."""
    if one.posted_at is None:
        return f"{one.local_at.replace('T', ' ')} {one.zone}" if one.local_at else ""
    zone = one.zone or "UTC"
    return f"Went live {one.posted_at.astimezone(ZONES[zone]):%Y-%m-%d %H:%M} {zone}"


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
