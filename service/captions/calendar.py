"""Due dates as an iCalendar object (RFC 5545), which every calendar can subscribe to. Pure.

Each is an all-day event, since calendars show tasks of a subscription nowhere. Its UID is the assignment's, so another
day moves the event; DTSTAMP and SEQUENCE say which of two copies is newer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

from schemas.assignments import Assignment

OCTETS = 75  # of a line, without its end (section 3.1)
MEDIA_TYPE = "text/calendar"
VERBS = {"localize": "Localize", "review": "Review"}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_CONTROL = dict.fromkeys([*range(9), *range(11, 32), 127])


def calendar(name: str, assignments: Iterable[Assignment], public_url: str) -> bytes:
    """The dated assignments as a calendar of this name, UTF-8; `public_url` is where its links lead."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Cutdown//Assignments//EN",
        "CALSCALE:GREGORIAN",
        f"NAME:{escaped(name)}",
        f"X-WR-CALNAME:{escaped(name)}",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for one in assignments:
        if one.due_on is not None:
            lines += _event(one, one.due_on, public_url)
    return "".join(f"{folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def escaped(text: str) -> str:
    """A TEXT value (section 3.3.11)."""
    return text.translate(_CONTROL).translate(_ESCAPES)


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets; no character is cut in two."""
    pieces, piece, size = [], "", 0
    for char in line:
        octets = len(char.encode())
        if size + octets > OCTETS:
            pieces.append(piece)
            piece, size = " ", 1
        piece, size = piece + char, size + octets
    return "\r\n".join([*pieces, piece])


def _event(one: Assignment, day: date, public_url: str) -> list[str]:
    said = f"{VERBS[one.role]} {one.locale}: {one.video}"
    stands = f"{one.done} of {one.total} cues hold" + (f", {one.stale} are stale" if one.stale else "")
    address = f"{public_url}/wants"
    about = "\n".join(filter(None, (f"{one.campaign}: {stands}.", one.note.translate(_CONTROL), address)))
    return [
        "BEGIN:VEVENT",
        f"UID:{one.id}@cutdown",
        f"DTSTAMP:{_moment(one.updated_at)}",
        f"LAST-MODIFIED:{_moment(one.updated_at)}",
        f"CREATED:{_moment(one.created_at)}",
        f"SEQUENCE:{one.revision - 1}",
        f"DTSTART;VALUE=DATE:{_day(day)}",
        f"DTEND;VALUE=DATE:{_day(day + timedelta(days=1))}",
        f"SUMMARY:{escaped('Done: ' + said if one.is_done else said)}",
        f"DESCRIPTION:{escaped(about)}",
        f"URL:{address}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _moment(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _day(on: date) -> str:
    return f"{on.year:04}{on.month:02}{on.day:02}"
