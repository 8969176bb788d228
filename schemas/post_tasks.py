"""What posts want of people: computed from what there is now, gone when it is mended."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Market, Moment, Returned
from schemas.channels import Handle
from schemas.gates import WayOut
from schemas.ids import CutId, PostId
from schemas.videos import CutCode, Platform

TaskKind = Annotated[
    Literal["takedown_wanted", "rights_ending", "post_overdue", "outcome_unknown", "captions_drifted"],
    Meta(
        description="takedown_wanted: it is live, and must not be any more; rights_ending: something in it may be used"
        " for 30 days more at most; post_overdue: it should be out for five minutes and is not on record;"
        " outcome_unknown: somebody tried, and nobody knows; captions_drifted: other captions are live than approved",
        examples=["takedown_wanted"],
    ),
]


class PostTask(Returned, frozen=True):
    """Something that somebody should do about a post."""

    kind: TaskKind
    post_id: PostId
    cut_id: CutId
    cut: CutCode
    market: Market
    platform: Platform
    handle: Handle
    code: Annotated[str, Meta(description="what is the matter", examples=["rights_ended"])]
    facts: Annotated[dict[str, str | int | list[str] | None], Meta(examples=[{"name": "Low Kettle"}])]
    detail: Annotated[str, Meta(examples=["Low Kettle (music) ended on 2027-01-31, and this is live."])]
    since: Annotated[Moment | None, Meta(description="null: nobody can say")]
    way_out: WayOut


class PostTasks(Returned, frozen=True):
    """What the posts of a campaign want, the most urgent first."""

    data: list[PostTask]


class PostCalendar(Returned, frozen=True):
    """A secret address of the calendar of a campaign's posts."""

    url: Annotated[
        str | None,
        Meta(
            description="subscribe to it in any calendar; shown in the first answer only, null when it is replayed",
            examples=["https://cutdown.example.com/ics/posts/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT.ics"],
        ),
    ]
    created_at: Moment
