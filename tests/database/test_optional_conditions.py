"""A list sends only the optional conditions that were given, and gives the same rows as with all of them."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest

from service.db.queries import settled
from tests.conftest import Cluster, House
from tests.database.calls import Call, calls
from tests.studio import caller

LISTS = [call for call in calls() if call.method == "page"]
WALL = "($2::uuid[] is null or brand_id = any($2))"


@pytest.fixture(scope="session")
async def connection(cluster: Cluster) -> AsyncIterator[asyncpg.Connection]:
    """As the app role."""
    opened = await asyncpg.connect(cluster.access.app_url)
    yield opened
    await opened.close()


def test_a_condition_whose_argument_is_missing_only_says_so() -> None:
    assert settled(f"where {WALL} and x", frozenset({2})) == "where ($2::uuid[] is null) and x"


def test_a_condition_whose_argument_is_given_can_be_answered_from_an_index() -> None:
    assert settled(WALL, frozenset()) == "($2::uuid[] is not null and (brand_id = any($2)))"


def test_conditions_inside_conditions_are_settled_too() -> None:
    nested = f"($4::text is null\n  or exists (select from m where {WALL} and m.market = $4))"
    assert settled(nested, frozenset({2})) == (
        "($4::text is not null and (exists (select from m where ($2::uuid[] is null) and m.market = $4)))"
    )


def test_a_bracket_that_stays_open_is_refused() -> None:
    with pytest.raises(ValueError, match="not closed"):
        settled("($4::text is null or market = $4", frozenset())


@pytest.mark.parametrize("call", LISTS, ids=lambda call: f"{call.where}:{call.query.name}")
async def test_every_form_of_a_list_takes_the_same_arguments(call: Call, connection: asyncpg.Connection) -> None:
    assert call.shape is not None
    optional = sorted(call.query.optional)
    sort = next(iter(call.sorts.values()))
    whole = await connection.prepare(call.query.page(call.shape, sort, first=False))
    for size in range(len(optional) + 1):
        for missing in itertools.combinations(optional, size):
            text = call.query.page(call.shape, sort, first=False, missing=frozenset(missing))
            form = await connection.prepare(text)
            assert form.get_parameters() == whole.get_parameters(), text
            assert form.get_attributes() == whole.get_attributes()


async def test_filters_narrow_a_list_and_their_absence_does_not(client: httpx.AsyncClient, house: House) -> None:
    studio = caller(client, house.person, house.api_key)
    brand, other = (await studio.brand())["id"], (await studio.brand())["id"]
    first = await studio.campaign(brand, ("DE",))
    second = await studio.campaign(brand, ("FR",))
    third = await studio.campaign(other, ("FR",))
    expected = {
        "": [third, second, first],
        "filter[brand_id]={brand}": [second, first],
        "filter[market]=FR": [third, second],
        "filter[brand_id]={brand}&filter[market]=FR": [second],
    }
    for question, campaigns in expected.items():
        found = await studio.read(f"/v1/campaigns?count=exact&{question.format(brand=brand)}")
        assert [one["id"] for one in found["data"]] == [one["id"] for one in campaigns], question
        assert found["page"]["count"] == len(campaigns)
