"""What can go wrong with brands and campaigns."""

from __future__ import annotations

from service.problems import Conflict, Fault, Invalid


class BrandNameTaken(Conflict):
    """Your organization already has a brand with this name (upper and lower case do not differ).

    Use that brand, or choose another name.
    """

    slug, title = "brand-name-taken", "This brand exists"

    def __init__(self) -> None:
        super().__init__("a brand with this name exists; choose another name, or use that one")


class DatesReversed(Invalid):
    """The campaign would end before it starts."""

    def __init__(self) -> None:
        super().__init__(Fault("/ends_on", "end_before_start", "the campaign would end before it starts"))
