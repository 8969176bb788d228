"""What newer captions cost on a platform."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from service.posts.mending import price_of, words_of
from service.rulebook import load


@pytest.mark.parametrize(
    ("replaced", "added", "units", "days", "said"),
    [
        (1, 0, 450, 1, "450 of 10,000 units a day"),
        (0, 1, 400, 1, "400 of 10,000 units a day"),
        (3, 2, 2150, 1, "2,150 of 10,000 units a day"),
        (22, 0, 9900, 1, "9,900 of 10,000 units a day"),
        (23, 0, 10_350, 2, "10,350 of 10,000 units a day"),
        (0, 25, 10_000, 1, "10,000 of 10,000 units a day"),
        (0, 26, 10_400, 2, "10,400 of 10,000 units a day"),
    ],
)
@pytest.mark.parametrize("key", ["youtube", "youtube_shorts"])
def test_tracks_beside_a_film_cost_units(key: str, replaced: int, added: int, units: int, days: int, said: str) -> None:
    price = price_of(load().platforms[key], replaced, added)
    assert price is not None
    assert (price.way, price.units, price.quota, price.days) == ("replace_tracks", units, 10_000, days)
    assert words_of(price) == said


@pytest.mark.parametrize("key", ["tiktok", "instagram_reels", "douyin"])
def test_what_is_drawn_into_a_film_needs_another_film(key: str) -> None:
    price = price_of(load().platforms[key], 1)
    assert price is not None
    assert (price.way, price.units, price.days) == ("post_new_film", None, None)
    assert "new film" in words_of(price)


def test_where_nothing_drifted_nothing_costs() -> None:
    assert price_of(load().platforms["youtube"], 0) is None


def test_a_price_that_nobody_knows_is_not_made_up() -> None:
    price = price_of(replace(load().platforms["youtube"], quotas={}), 2)
    assert price is not None
    assert (price.way, price.units) == ("replace_tracks", None)
    assert words_of(price).endswith("not known")
