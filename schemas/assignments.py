"""Who looks after a locale of a video, until when, and the calendar that says so."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from schemas.bases import Locale, Moment, Page, Received, Returned, Revision
from schemas.captions import Done, Total
from schemas.ids import AssignmentId, BrandId, CampaignId, PersonId, TrackId, VideoId

Duty = Annotated[
    Literal["localize", "review"],
    Meta(description="localize: write every text and submit it; review: approve it", examples=["localize"]),
]
Due = Annotated[
    date | None, Meta(description="the last day, wherever the person is; null: no hurry", examples=["2027-01-22"])
]
Note = Annotated[str, Meta(max_length=2000, examples=["Keep the title in English."])]


class NewAssignment(Received, frozen=True):
    """A locale of a video for somebody who sees its brand and may do what the role asks."""

    locale: Locale
    role: Duty
    person_id: PersonId
    due_on: Due = None
    note: Note = ""


class AssignmentChange(Received, frozen=True):
    """What is different from now on; what is left out stays."""

    person_id: PersonId | UnsetType = UNSET
    due_on: Due | UnsetType = UNSET
    note: Note | UnsetType = UNSET


class Assignment(Returned, frozen=True):
    """A locale of a video that somebody looks after, and how far it is.

    Nobody ticks it off: localizing is done when every text holds and was submitted, a review when all is approved.
    `waiting` are the tracks that wait for a review now.
    """

    id: AssignmentId
    brand_id: BrandId
    campaign_id: CampaignId
    campaign: Annotated[str, Meta(examples=["The Same Cup"])]
    video_id: VideoId
    video: Annotated[str, Meta(examples=["The Same Cup"])]
    locale: Annotated[str, Meta(examples=["de-DE"])]
    role: Duty
    person_id: PersonId
    person: Annotated[str, Meta(description="their name", examples=["Marie Keller"])]
    due_on: Due
    note: Note
    by: Annotated[PersonId, Meta(description="who gave it")]
    done: Done
    stale: Annotated[int, Meta(description="texts whose source text changed since", ge=0, examples=[0])]
    total: Total
    submitted: bool
    approved: bool
    waiting: list[TrackId]
    is_done: bool
    revision: Revision
    created_at: Moment
    updated_at: Moment


class AssignmentPage(Page[Assignment], frozen=True):
    """Some assignments."""


class Assignable(Returned, frozen=True):
    """Somebody who can be given a locale here."""

    id: PersonId
    name: Annotated[str, Meta(examples=["Marie Keller"])]
    roles: Annotated[list[Duty], Meta(examples=[["localize"]])]


class Assignables(Returned, frozen=True):
    """Everybody who sees the brand and may localize or review, by name."""

    data: list[Assignable]


class CalendarFeed(Returned, frozen=True):
    """A secret address of one's own calendar."""

    url: Annotated[
        str | None,
        Meta(
            description="subscribe to it in any calendar; shown in the first answer only, null when it is replayed",
            examples=["https://cutdown.example.com/ics/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT.ics"],
        ),
    ]
    created_at: Moment
