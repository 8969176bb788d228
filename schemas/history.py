"""What a cue said before: every text that it had in a track."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from schemas.bases import Moment, Page, Returned, Revision
from schemas.captions import Origin
from schemas.ids import CueId, PersonId, TrackId


class PastText(Returned, frozen=True):
    """A text that a cue has or had in a track. `id` is the cue's; `current` says whether it stands there now.

    To bring one back, write it: `PUT /v1/tracks/{track_id}/cues/{cue_id}`.
    """

    id: CueId
    track_id: TrackId
    text: Annotated[str, Meta(examples=["Zwei Tassen.\nGewohnheit."])]
    origin: Annotated[Origin, Meta(examples=["human"])]
    current: Annotated[bool, Meta(examples=[True])]
    by: Annotated[PersonId | None, Meta(description="null: nobody in particular")]
    by_name: Annotated[str | None, Meta(examples=["Jonas Weber"])]
    at: Moment
    revision: Annotated[Revision, Meta(description="of the track when this was written")]


class PastTextPage(Page[PastText], frozen=True):
    """Some of a cue's texts, newest first."""
