"""What can go wrong with confirmations of rules."""

from __future__ import annotations

from typing import ClassVar

from schemas.rules import RuleConfirmation
from service.problems import Conflict


class ConfirmedAlready(Conflict):
    """This item of this pack is confirmed already.

    `confirmation` says by whom, when, and with what source. Withdraw it first if yours shall take its place.
    """

    slug, title = "confirmed-already", "This rule is confirmed already"
    example: ClassVar = {
        "detail": "Helena Sørensen confirmed this at 2027-01-12T09:30:00Z",
        "confirmation": {"person": "Helena Sørensen", "source_title": "Ley 1618 de 2013, art. 16"},
    }

    @classmethod
    def by(cls, there: RuleConfirmation | None) -> ConfirmedAlready:
        """With what stands; None where it was withdrawn in this moment."""
        if there is None:
            return cls("somebody else confirmed this and withdrew it in this moment; try again", confirmation=None)
        said = f"{there.person} confirmed this at {there.at:%Y-%m-%dT%H:%M:%SZ}"
        return cls(said, confirmation=there)


class RuleChanged(Conflict):
    """The pack says something else of this item than what you were shown.

    `item_hash` is that of the item as it is now. Read it again and confirm that. Nothing was written.
    """

    slug, title = "rule-changed", "The rule has changed since you looked"
    example: ClassVar = {
        "detail": "the pack says something else of this item now",
        "item_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
