"""A post as a card: its state, the moment it is due on the clock that was asked for, and what is old on it. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from schemas.posts import PlannedPost
from service.web.words import Language

PLATFORMS = {
    "dramabox": "DramaBox",
    "douyin": "Douyin",
    "flickreels": "FlickReels",
    "instagram_reels": "Instagram Reels",
    "kuaishou": "Kuaishou",
    "patreon": "Patreon",
    "reelshort": "ReelShort",
    "tiktok": "TikTok",
    "wechat_channels": "WeChat Channels",
    "youtube": "YouTube",
    "youtube_shorts": "YouTube Shorts",
}
SHORT = {"instagram_reels": "Reels", "youtube_shorts": "Shorts", "wechat_channels": "WeChat"}


class State(StrEnum):
    """How a post stands; the value is its shape."""

    LIVE = "live"
    SCHEDULED = "scheduled"
    WAITS = "review"
    DRAFT = "draft"
    WARNED = "stale"
    BLOCKED = "bad"
    UNKNOWN = "unknown"
    GONE = "waived"


LEGEND = tuple(State)


class Card(Struct, frozen=True):
    """A post, how it stands, and when it is due on the clock of the page; `at` is None while it has no time. `down`:
    it is live and must not be."""

    post: PlannedPost
    state: State
    at: datetime | None
    drift: tuple[int, int] | None = None
    overdue: bool = False
    down: bool = False

    @property
    def id(self) -> str:
        """The identifier of its post."""
        return str(self.post.id)

    @property
    def taken_back(self) -> bool:
        """Whether captions are live on it that were taken back."""
        return any(one.state == "withdrawn" for one in self.post.captions)

    @property
    def platform(self) -> str:
        """What its platform is called where there is little room."""
        return SHORT.get(self.post.platform) or platform_name(self.post.platform)


def card_of(post: PlannedPost, now: datetime, clock: ZoneInfo | None = None, down: bool = False) -> Card:
    """The card of a post. `clock` shows every moment in one zone; None: each on the clock of its own."""
    drift = next(
        ((one.number, one.newest_number) for one in post.captions if one.state == "drifted" and one.newest_number),
        None,
    )
    return Card(post, state_of(post), moment_of(post, clock), drift, overdue(post, now), down)


def state_of(post: PlannedPost) -> State:
    """How it stands: what happened to it, else what its gates say."""
    match post.status:
        case "live":
            return State.LIVE
        case "unknown":
            return State.UNKNOWN
        case "taken_down" | "withdrawn":
            return State.GONE
    if not post.open:
        return State.BLOCKED
    if any(gate.state == "warns" for gate in post.gates):
        return State.WARNED
    if post.status == "scheduled":
        return State.SCHEDULED
    return State.DRAFT if post.due_at is None else State.WAITS


def moment_of(post: PlannedPost, clock: ZoneInfo | None = None) -> datetime | None:
    """When it went out, else when it is due, on the clock of a zone; None while it has no time."""
    at = post.posted_at or post.due_at
    zone = clock or (ZoneInfo(post.zone) if post.zone else None)
    return at and (at.astimezone(zone) if zone else at)


def overdue(post: PlannedPost, now: datetime) -> bool:
    """Whether its time has come and nothing is on record."""
    return post.status in ("planned", "scheduled") and post.due_at is not None and post.due_at < now


def platform_name(key: str) -> str:
    """What a platform calls itself."""
    return PLATFORMS.get(key) or key.replace("_", " ")


def state_word(language: Language, state: State) -> str:
    """The word of a state."""
    say = language.say
    match state:
        case State.LIVE:
            return say("Live")
        case State.SCHEDULED:
            return say("Scheduled")
        case State.WAITS:
            return say("Ready to schedule")
        case State.DRAFT:
            return say("No time yet")
        case State.WARNED:
            return say("With a warning")
        case State.BLOCKED:
            return say("Blocked")
        case State.UNKNOWN:
            return say("Outcome unknown")
        case State.GONE:
            return say("Taken down")
