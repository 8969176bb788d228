"""What was done with a post, and what that changed."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Locale, Returned
from schemas.channels import Zone
from schemas.gates import GateKind
from schemas.posts import Fold, LocalTime, Step

ChangedField = Annotated[
    Literal[
        "media",
        "local_at",
        "zone",
        "fold",
        "url",
        "posted_at",
        "evidence_sha256",
        "text",
        "title",
        "hashtags",
        "cover_ms",
        "disclosure",
    ],
    Meta(examples=["local_at"]),
]


class StepChange(Returned, frozen=True):
    """Something of a post that stands otherwise after a step."""

    field: ChangedField
    was: Annotated[
        str | None,
        Meta(
            description="what stood before; null: nothing, and of the post's own words always: only that they changed"
            " is kept",
            examples=["2026-11-20T18:00"],
        ),
    ]
    now: Annotated[str | None, Meta(description="what stands since; null as with `was`", examples=["2026-11-20T19:30"])]


class PastStep(Step, frozen=True):
    """What was done with a post, by whom and when, with how it was to go out after it and what it changed."""

    gate: Annotated[GateKind | None, Meta(description="the gate that was opened by hand, or stands by itself again")]
    local_at: LocalTime | None
    zone: Zone | None
    fold: Fold
    locales: Annotated[list[Locale], Meta(description="whose captions were replaced", examples=[[]])]
    changes: Annotated[
        list[StepChange], Meta(description="empty too for a step from before this was kept: that says nothing")
    ]


class Steps(Returned, frozen=True):
    """What was done with a post, the newest first."""

    data: list[PastStep]
