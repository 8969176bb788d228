"""What can go wrong with brands and campaigns."""

from __future__ import annotations

from typing import ClassVar

from service.problems import Conflict, Fault, Invalid


class BrandNameTaken(Conflict):
    """Your organization already has a brand with this name (upper and lower case do not differ).

    Use that brand, or choose another name.
    """

    slug, title = "brand-name-taken", "This brand exists"

    def __init__(self) -> None:
        super().__init__("a brand with this name exists; choose another name, or use that one")


class MarketInUse(Conflict):
    """The campaign cannot leave a market while posts stand there. Nothing was changed.

    `posts` names them: the first hundred, those that are live before the others. Withdraw what is planned or scheduled
    (`DELETE /v1/posts/{post_id}`), take down what is live (`…/take_down`), find out what nobody knows; then the market
    can go. Posts that were withdrawn or taken down do not hinder it.
    """

    slug, title = "market-in-use", "Posts stand in this market"
    example: ClassVar = {
        "detail": "posts stand in MX: 15 A on @aldermoor (live). Take down what is live, withdraw what is planned",
        "posts": [
            {
                "post_id": "pst_01kd3v6m2rfa8t4y9n5qk7w1xe",
                "market": "MX",
                "cut": "15 A",
                "platform": "tiktok",
                "handle": "@aldermoor",
                "status": "live",
            }
        ],
    }


class DatesReversed(Invalid):
    """The campaign would end before it starts."""

    def __init__(self) -> None:
        super().__init__(Fault("/ends_on", "end_before_start", "the campaign would end before it starts"))
