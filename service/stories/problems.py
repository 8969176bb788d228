"""What can go wrong with stories."""

from __future__ import annotations

from service.problems import Conflict


class ShotInUse(Conflict):
    """A shot that would be taken away stands in a film already.

    Send it back with its id, or take it out of the film first.
    """

    slug, title = "shot-in-use", "A film shows this shot"

    def __init__(self) -> None:
        super().__init__("a film shows a shot that this change takes away; send the shot back with its id")
