"""What can go wrong with checklists."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Conflict, Fault, Invalid


class AnsweredAlready(Conflict):
    """Somebody has answered this item, and you have not seen it.

    `answer` is theirs: who, when, and what they said. Where yours shall take its place, send its `number` as `seen`.
    Nothing was written.
    """

    slug, title = "answered-already", "Somebody answered this before you"
    example: ClassVar = {
        "detail": "Jonas Weil signed this at 2027-01-12T09:30:00Z",
        "answer": {"number": 1, "status": "signed", "person": "Jonas Weil"},
    }


class SubjectChanged(Conflict):
    """What you answered for has changed since you looked at it.

    `subject_sha256` is what there is now. Read the item again, look at what changed, and answer for that. Nothing was
    written.
    """

    slug, title = "subject-changed", "It has changed since you looked"


class NotAnswerable(Conflict):
    """This item cannot be signed as it stands.

    `reason` says why: there is no film or release yet, the release is older than its captions, or what was measured
    breaks the limit. Mend that; or, where it may go out all the same, waive the item with a reason.
    """

    slug, title = "not-answerable", "This cannot be signed as it stands"


class NothingToTakeBack(Conflict):
    """This item has no answer that could be taken back."""

    slug, title = "nothing-to-take-back", "There is no answer here"


class UnknownItem(Invalid):
    """There is no such item in the catalog."""

    def __init__(self, item: str) -> None:
        super().__init__(Fault("", "choice", f"there is no item {item}", "query:filter[item]"))
