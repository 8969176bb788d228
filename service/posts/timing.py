"""When a post goes out: what somebody wrote, on the clock of a zone, as an instant; with the fault named in place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from msgspec.structs import replace

from schemas.checks import within_reach
from schemas.posts import Post
from service.posts.model import Time
from service.posts.problems import UnknownZone
from service.posts.scheduling import ZONES, Fold, NoSuchZone, Skipped, Twice, due_at, instant, is_twice
from service.problems import Fault, Invalid


def time_of(local_at: str, zone: str, fold: Fold | None, pointer: str = "/local_at") -> Time:
    """The moment. Invalid beyond the years that are planned for, where the clock skips it (with the two nearest
    moments) or shows it twice and nobody said which is meant; UnknownZone."""
    zone = canonical_zone(zone)
    try:
        local = datetime.fromisoformat(local_at)
    except ValueError as error:
        raise Invalid(Fault(pointer, "no_day", f"{local_at} is no day and time: {error}")) from error
    if refusal := within_reach(local):
        raise Invalid(Fault(pointer, *refusal))
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


def on_todays_clock(posts: Iterable[Post]) -> list[Post]:
    """The posts; those that wait are due when the clock of their zone shows what was chosen, by the rules of today.

    What is stored was true by the rules of the day on which it was said, and orders lists. The hour that somebody chose
    stays; what went out keeps its time.
    """
    return [_on_todays_clock(post) for post in posts]


def _on_todays_clock(post: Post) -> Post:
    if post.local_at is None or post.zone is None or post.status not in ("planned", "scheduled"):
        return post
    due = due_at(datetime.fromisoformat(post.local_at), post.zone, post.fold).at
    return post if due == post.due_at else replace(post, due_at=due)
