"""What can go wrong with stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from schemas.stories import PlacedShot
from service.problems import Conflict


class ShotInUse(Conflict):
    """A shot that would be taken away stands in a film already.

    `placements` says which shots, and in which frames of which sources. Send the shots back with their ids, or take
    them out of the placements of those sources first. Nothing was changed.
    """

    slug, title = "shot-in-use", "A film shows this shot"
    example: ClassVar = {
        "detail": "this takes away 1 shot that stands in a film; send it back with its id",
        "placements": [
            {
                "shot_id": "sho_01kd3v6m2rfa8t4y9n5qk7w1xe",
                "video_id": "vid_01kd3v6m2rfa8t4y9n5qk7w1xf",
                "source_id": "src_01kd3v6m2rfa8t4y9n5qk7w1xg",
                "in_frame": 0,
                "out_frame": 45,
            }
        ],
    }

    def __init__(self, placements: Sequence[PlacedShot] = ()) -> None:
        count = len({one.shot_id for one in placements})
        what = (
            f"{count} shot{'s' if count > 1 else ''} that stand{'s' if count == 1 else ''}"
            if count
            else "shots that stand"
        )
        super().__init__(
            f"this takes away {what} in a film; send them back with their ids", placements=list(placements)
        )
