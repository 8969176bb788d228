"""What can go wrong with briefs."""

from __future__ import annotations

from service.problems import Fault, Invalid


class UnplannedMarket(Invalid):
    """The campaign does not run in this market."""

    def __init__(self, market: str) -> None:
        detail = f"the campaign does not run in {market}; add it to the campaign's markets first"
        super().__init__(Fault("", "not_planned", detail, "path:market"))
