"""The gate of rights: rights × territory × medium × time. Pure.

A window's days are days where the post is seen: those of the post's own zone, both ends included. So music that is
licensed until 31 January may go out in Berlin until midnight there, whatever the clock shows in London.
"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from schemas.contents import RightsInCut
from schemas.gates import GateReason
from schemas.rights import Rights
from service.posts.ground import Facts, Footing
from service.posts.scheduling import ZONES

SOON_DAYS = 30
WORDS = {"organic_social": "organic social media", "paid_social": "paid social media"}


def rights_gate(ground: Footing) -> list[GateReason]:
    """What each thing with limited rights in the cut says to this market, this medium and this day."""
    used = ground.contents.rights if ground.contents else []
    if used:
        return [_window(ground, one) for one in used]
    if ground.windows:
        detail = f"The campaign has {len(ground.windows)} rights windows, and none is marked in this cut."
        facts: Facts = {"windows": len(ground.windows)}
        return [ground.found("rights_unmarked", "warns", detail, facts, "mark_rights")]
    return [ground.found("rights_not_needed", "holds", "Nothing in this cut has limited rights.", {})]


def _window(ground: Footing, used: RightsInCut) -> GateReason:
    post, day = ground.post, ground.day.isoformat()
    facts: Facts = {"name": used.name, "what": used.what}
    called = f"{used.name} ({used.what})"

    def closed(code: str, detail: str, **more: str | list[str] | None) -> GateReason:
        found: Facts = {**facts, **more}
        since = _since(ground, window, code)
        return ground.found(code, "blocks", detail, found, "extend_rights", since=since, rights_id=used.rights_id)

    window = ground.windows.get(used.rights_id)
    if used.withdrawn or window is None:
        return closed("rights_withdrawn", f"The window of {called} was taken back.")
    if window.territories is not None and post.market not in window.territories:
        detail = f"{called} may be used in {', '.join(window.territories)}; this is for {post.market}."
        return closed("rights_elsewhere", detail, market=post.market, territories=list(window.territories))
    if post.media not in window.media:
        detail = f"{called} is not licensed for {WORDS[post.media]}."
        return closed("rights_medium", detail, medium=post.media, media=[str(one) for one in window.media])
    said = day if (post.due_at or post.posted_at) and post.status != "live" else None
    goes = f"this goes out on {day}" if said else f"today is {day}"
    if ground.day < window.starts_on:
        begins = window.starts_on.isoformat()
        return closed("rights_not_yet", f"{called} begins on {begins}; {goes}.", starts_on=begins, day=said)
    if window.ends_on is None:
        facts |= {"ends_on": None}
        return ground.found("rights_hold", "holds", f"{called} covers {post.market} without end.", facts)
    ends = window.ends_on.isoformat()
    if ground.day > window.ends_on:
        return closed("rights_ended", f"{called} ended on {ends}; {goes}.", ends_on=ends, day=said)
    left = (window.ends_on - ground.day).days
    facts |= {"ends_on": ends}
    if left <= SOON_DAYS:
        detail = f"{called} covers {post.market} until {ends} only, {_left(left, post.status == 'live')}."
        facts |= {"days": left}
        return ground.found("rights_ending", "warns", detail, facts, "extend_rights", rights_id=used.rights_id)
    return ground.found("rights_hold", "holds", f"{called} covers {post.market} until {ends}.", facts)


def _left(days: int, live: bool) -> str:
    """How long a window holds still, counted from the day that is asked for."""
    if days == 0:
        return "which is today" if live else "the day on which it goes out"
    counted = f"{days} day{'s' if days > 1 else ''}"
    return f"{counted} from today" if live else f"{counted} after it goes out"


def _since(ground: Footing, window: Rights | None, code: str) -> datetime | None:
    """When the window and the post came to be as they are; what ended while nobody had said a day, at that midnight."""
    if window is None:
        return None
    moments = [window.updated_at, ground.post.updated_at]
    if code == "rights_ended" and window.ends_on and ground.post.due_at is None:
        midnight = datetime.combine(window.ends_on + timedelta(days=1), time(), ZONES[ground.zone])
        moments.append(midnight.astimezone(UTC))
    return max(moments)
