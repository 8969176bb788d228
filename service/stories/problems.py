"""What can go wrong with stories."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from schemas.stories import PlacedShot
from service.problems import Conflict, Fault, Invalid


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


class EpisodeElsewhere(Invalid):
    """A story became an episode of another series in the same moment."""

    def __init__(self) -> None:
        detail = "one of these stories is an episode of another series; take it out there first"
        super().__init__(Fault("/episodes", "in_another_series", detail))


class ArchetypeKeyTaken(Conflict):
    """There is an archetype with this key: a built-in one, or one of your own, perhaps withdrawn.

    Choose another key, or add a version to the one that is there.
    """

    slug, title = "archetype-key-taken", "This key is taken"

    def __init__(self) -> None:
        super().__init__("there is an archetype with this key; choose another one, or add a version to that one")


class ArchetypeBuiltIn(Conflict):
    """This archetype comes with Cutdown, and only its next edition changes it.

    Make one of your own from it: `POST /v1/archetypes` with another key.
    """

    slug, title = "archetype-built-in", "This archetype is built in"

    def __init__(self) -> None:
        super().__init__("this archetype is built in; make one of your own from it at /v1/archetypes")


class ArchetypeWithdrawn(Conflict):
    """This archetype was withdrawn. Stories that were told with it keep it; nothing new is made of it.

    Make another one from it: `POST /v1/archetypes` with another key.
    """

    slug, title = "archetype-withdrawn", "This archetype was withdrawn"

    def __init__(self) -> None:
        super().__init__("this archetype was withdrawn; make another one from it at /v1/archetypes")


class TooManyArchetypes(Conflict):
    """Your organization has as many archetypes of its own as one page can show. Withdraw one that nobody uses."""

    slug, title = "too-many-archetypes", "Too many archetypes"

    def __init__(self, most: int) -> None:
        super().__init__(f"your organization has {most} archetypes of its own; withdraw one that nobody uses")
