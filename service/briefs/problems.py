"""What can go wrong with briefs."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Conflict, Fault, Invalid


class UnplannedMarket(Invalid):
    """The campaign does not run in this market."""

    def __init__(self, market: str) -> None:
        detail = f"the campaign does not run in {market}; add it to the campaign's markets first"
        super().__init__(Fault("", "not_planned", detail, "path:market"))


class BriefFull(Conflict):
    """The brief has as many parts of this kind as it may have.

    `limit` says how many. Withdraw one that is not needed any more, or say two of them in one.
    """

    slug, title = "brief-full", "The brief is full"
    example: ClassVar = {"detail": "a brief has at most 200 requirements; withdraw one first", "limit": 200}

    @classmethod
    def of(cls, limit: int, things: str) -> BriefFull:
        """Of this kind of parts."""
        return cls(f"a brief has at most {limit} {things}; withdraw one first", limit=limit)


class BriefMoved(Conflict):
    """The brief is not what was read when this word on it was given.

    `content_sha256` is that of the brief now. Read it again, then say the word on what it says now.
    """

    slug, title = "brief-moved", "The brief has changed"
    example: ClassVar = {
        "detail": "the brief was changed since it was read; read it again",
        "content_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }


class NothingToApprove(Conflict):
    """The brief is empty: there is nothing to ask or say about it.

    Write what the product does in the story, a requirement or a claim first.
    """

    slug, title = "nothing-to-approve", "The brief is empty"
