"""What platforms take of posts, by whose word, and what they would refuse of one."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, field

from schemas.bases import Milliseconds, Received, Returned
from schemas.post_copy import Disclosure, Hashtags, PostText, PostTitle
from schemas.rules import RuleSource
from schemas.videos import FrameRate, Platform

PostPart = Annotated[
    Literal["text", "title", "tags", "hashtags", "mentions", "cover", "disclosure", "audience", "film"],
    Meta(description="which part of a post", examples=["text"]),
]
Unexplored = Annotated[Literal["text", "film", "disclosure", "audience"], Meta(examples=["film"])]
TablePart = Annotated[PostPart | Literal["captions"], Meta(examples=["text"])]
Unit = Annotated[
    Literal[
        "characters",
        "utf16_units",
        "utf8_bytes",
        "count",
        "ms",
        "px",
        "fps",
        "bytes",
        "bits_per_second",
        "hz",
        "aspect",
        "",
    ],
    Meta(
        description="the platform's own; characters are code points, an aspect is width to height; empty: words",
        examples=["utf16_units"],
    ),
]
RuleName = Annotated[
    str,
    Meta(description="the limit's name in the platform's pack; unknown: there is none to hold to", examples=["max"]),
]
Certainty = Annotated[
    Literal["source_text", "secondary_source_text", "memory", "assumed"],
    Meta(
        description="how well it is known: the platform's own words, somebody else's, recalled only, or assumed",
        examples=["source_text"],
    ),
]
Disputed = Annotated[
    str | None, Meta(description="what another source has", examples=["later documents of others say 10 GB"])
]
Value = Annotated[int | str | bool | list[str], Meta(examples=[2200])]
BreachSeverity = Annotated[
    Literal["error", "warning"],
    Meta(
        description="error: the platform itself says so, and no source anything else; else a warning",
        examples=["error"],
    ),
]
BreachWayOut = Annotated[
    Literal[
        "shorten",
        "remove_characters",
        "write",
        "use_fewer",
        "choose_earlier_cover",
        "choose_other_audience",
        "declare_in_text",
        "convert_film",
        "trim_film",
        "lengthen_film",
        "clear_claims",
        "ask_platform",
    ],
    Meta(description="what opens it", examples=["shorten"]),
]
Seen = Annotated[
    Literal["public", "unlisted", "followers", "friends", "private"],
    Meta(description="who may see it", examples=["public"]),
]


class PlatformRule(Returned, frozen=True):
    """One limit, or one thing that a platform does, and who says so. `binds`: a post that breaks it is held back."""

    rule: RuleName
    value: Value
    unit: Unit
    binds: bool
    confidence: Certainty
    source: RuleSource
    disputed: Disputed


class PlatformTable(Returned, frozen=True):
    """What a platform has to say about one part of a post, or about captions."""

    part: TablePart
    note: Annotated[str, Meta(examples=[""])]
    rules: list[PlatformRule]


class PlatformQuota(Returned, frozen=True):
    """How much may be done, whose it is and when it is full again."""

    name: Annotated[str, Meta(examples=["calls"])]
    units: Annotated[int, Meta(ge=1, examples=[10_000])]
    whose: Annotated[Literal["project", "app", "account"], Meta(examples=["project"])]
    window: Annotated[
        Literal["day", "24_hours", "minute"],
        Meta(description="a day begins at midnight of `zone`; the others are counted back from now", examples=["day"]),
    ]
    zone: Annotated[str | None, Meta(examples=["America/Los_Angeles"])]
    prices: Annotated[dict[str, int], Meta(description="units per call", examples=[{"captions.update": 450}])]
    note: Annotated[str, Meta(examples=[""])]
    binds: bool
    confidence: Certainty
    source: RuleSource
    disputed: Disputed


class PlatformZone(Returned, frozen=True):
    """What the app covers of an upright picture: pixels of 1080 × 1920 from each edge."""

    top: Annotated[int, Meta(examples=[130])]
    right: Annotated[int, Meta(examples=[164])]
    bottom: Annotated[int, Meta(examples=[350])]
    left: Annotated[int, Meta(examples=[60])]
    source: Annotated[str, Meta(examples=["a measurement; TikTok gives templates"])]
    confidence: Certainty
    date: Annotated[date, Meta(examples=["2026-11-21"])]


class PlatformSummary(Returned, frozen=True):
    """A platform at a glance. What is not known of it is not made up: `unknown` names it."""

    key: Platform
    name: Annotated[str, Meta(examples=["TikTok"])]
    date: Annotated[date, Meta(description="the day on which it was held against its sources", examples=["2026-11-21"])]
    api: Annotated[bool, Meta(description="whether it takes posts from programs; else they are posted by hand")]
    note: Annotated[str, Meta(examples=["There is no field for a time."])]
    delivery: Annotated[
        Literal["sidecar", "burned", "text"],
        Meta(description="captions as files beside the film, drawn into it, or within the text", examples=["burned"]),
    ]
    declarations: Annotated[Disclosure, Meta(description="those that it has a switch for")]
    unknown: Annotated[
        list[Unexplored],
        Meta(description="of what nobody has found its limits", examples=[[]]),
    ]
    rules: Annotated[int, Meta(description="how many are known", ge=0, examples=[26])]
    doubtful: Annotated[int, Meta(description="how many of these only warn", ge=0, examples=[3])]


class PlatformSummaries(Returned, frozen=True):
    """Every platform."""

    data: list[PlatformSummary]


class PlatformPack(PlatformSummary, frozen=True):
    """A platform with everything that is known of it."""

    tables: list[PlatformTable]
    quotas: list[PlatformQuota]
    safe_zone: PlatformZone | None


ProbeWord = Annotated[str, Meta(max_length=40)]
Side = Annotated[int, Meta(ge=1, le=65_536)]
Amount = Annotated[int, Meta(ge=0, le=2**53)]


class FilmToCheck(Received, frozen=True):
    """A film as it would be posted. What is left out is held against nothing."""

    container: Annotated[ProbeWord | None, Meta(examples=["mp4"])] = None
    video_codec: Annotated[ProbeWord | None, Meta(examples=["h264"])] = None
    audio_codec: Annotated[ProbeWord | None, Meta(description="empty: no sound", examples=["aac"])] = None
    width: Annotated[Side | None, Meta(examples=[1080])] = None
    height: Annotated[Side | None, Meta(examples=[1920])] = None
    fps: FrameRate | None = None
    duration_ms: Milliseconds | None = None
    size_bytes: Annotated[Amount | None, Meta(examples=[12_400_000])] = None
    video_bitrate: Annotated[Amount | None, Meta(description="bits per second", examples=[8_000_000])] = None
    audio_rate: Annotated[Amount | None, Meta(description="samples per second", examples=[48_000])] = None
    audio_channels: Annotated[Amount | None, Meta(examples=[2])] = None
    faststart: Annotated[bool | None, Meta(description="whether its index comes before its media")] = None


class PostToCheck(Received, frozen=True):
    """A post as it would go out, with everything that it inherits. Nothing is kept of it."""

    platform: Platform
    text: PostText = ""
    title: PostTitle = ""
    hashtags: Hashtags = field(default_factory=list)
    tags: Annotated[
        list[Annotated[str, Meta(min_length=1, max_length=500)]],
        Meta(description="key words that nobody sees", max_length=500, examples=[["coffee", "short film"]]),
    ] = field(default_factory=list)
    cover_ms: Annotated[Milliseconds | None, Meta(description="null: the platform's choice", examples=[1200])] = None
    disclosure: Disclosure = field(default_factory=list)
    visibility: Seen | None = None
    film: FilmToCheck | None = None


class PlatformBreach(Returned, frozen=True):
    """One rule of the platform that the post does not keep, with what was measured and what is taken."""

    part: PostPart
    rule: RuleName
    severity: BreachSeverity
    measured: Annotated[int | str, Meta(examples=[2201])]
    limit: Annotated[int | str, Meta(examples=[2200])]
    unit: Unit
    way_out: BreachWayOut
    confidence: Certainty | None
    source: RuleSource | None
    disputed: Disputed
    detail: Annotated[str, Meta(examples=["The text has 2,201 UTF-16 units; TikTok takes at most 2,200 UTF-16 units."])]


class PostCount(Returned, frozen=True):
    """How much of a limit is taken, also where nothing is broken; a limit of null is not known or not there."""

    part: PostPart
    taken: Annotated[int, Meta(ge=0, examples=[132])]
    limit: Annotated[int | None, Meta(examples=[2200])]
    unit: Unit


class PostVerdict(Returned, frozen=True):
    """What the platform would refuse."""

    platform: Platform
    passes: Annotated[bool, Meta(description="no breach is an error")]
    posted_text: Annotated[
        str, Meta(description="the text that the platform gets", examples=["Ein Platz ist frei.\n#kaffee"])
    ]
    counts: list[PostCount]
    breaches: list[PlatformBreach]
