"""What can be in the way of the feed."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Problem


class TooManyStreams(Problem):
    """You have as many live feeds open as one caller may have, or the server has.

    `most` says how many. Close one, or read `/v1/events` from time to time instead.
    """

    status, slug, title = 429, "too-many-streams", "Too many live feeds"
    example: ClassVar = {"detail": "20 live feeds of yours are open; close one", "most": 20}
