"""When a post goes out: what somebody wrote, on the clock of a zone, as an instant; with the fault named in place."""

from __future__ import annotations

from datetime import datetime

from service.posts.model import Time
from service.posts.problems import UnknownZone
from service.posts.scheduling import ZONES, Fold, NoSuchZone, Skipped, Twice, instant, is_twice
from service.problems import Fault, Invalid


def time_of(local_at: str, zone: str, fold: Fold | None, pointer: str = "/local_at") -> Time:
    """The moment. Invalid where the clock skips it (with the two nearest moments) or shows it twice and nobody said
    which is meant; UnknownZone."""
    zone = canonical_zone(zone)
    try:
        local = datetime.fromisoformat(local_at)
    except ValueError as error:
        raise Invalid(Fault(pointer, "no_day", f"{local_at} is no day and time: {error}")) from error
    try:
        due_at = instant(local, zone, fold)
    except Skipped as gap:
        nearest = f"{gap.before:%Y-%m-%dT%H:%M} and {gap.after:%Y-%m-%dT%H:%M}"
        raise Invalid(Fault(pointer, "skipped", f"clocks in {zone} skip {local_at}; nearest are {nearest}")) from gap
    except Twice as overlap:
        detail = f"clocks in {zone} show {local_at} twice; say fold: first or second"
        raise Invalid(Fault("/fold", "twice", detail)) from overlap
    return Time(local_at, zone, fold if is_twice(local, zone) else None, due_at)


def canonical_zone(given: str) -> str:
    """The zone's name, when the time zone rules have it; else UnknownZone."""
    try:
        return ZONES.canonical(given)
    except NoSuchZone as error:
        raise UnknownZone(given) from error
