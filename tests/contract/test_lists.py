"""Lists: pages by cursor, bounds, orders, counts, fields; and no parameter that nothing reads."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.studio import Json

NAMES = ["Aldermoor", "Birchwood", "Cedarhurst", "Dunmere", "Elmstead"]


@pytest.fixture
async def brands(api: httpx.AsyncClient) -> list[Json]:
    """Five brands in the order in which they were made."""
    return [(await api.post("/v1/brands", json={"name": name})).json() for name in NAMES]


async def listed(api: httpx.AsyncClient, **query: Any) -> Json:
    answer = await api.get("/v1/brands", params=query)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def refusal(api: httpx.AsyncClient, address: str) -> tuple[int, str, list[tuple[str, str]]]:
    """Status, code, and parameter and code of every fault."""
    answer = await api.get(address)
    said = answer.json()
    return answer.status_code, said["code"], [(one["parameter"], one["code"]) for one in said.get("errors", [])]


async def names_of_all_pages(api: httpx.AsyncClient, **query: Any) -> list[list[str]]:
    pages: list[list[str]] = []
    cursor: dict[str, str] = {}
    while True:
        page = await listed(api, **query, **cursor)
        pages.append([one["name"] for one in page["data"]])
        assert page["page"]["has_more"] == (page["page"]["next_cursor"] is not None)
        if not page["page"]["has_more"]:
            return pages
        cursor = {"cursor": page["page"]["next_cursor"]}


@pytest.mark.parametrize(
    ("sort", "pages"),
    [
        (None, [["Elmstead", "Dunmere"], ["Cedarhurst", "Birchwood"], ["Aldermoor"]]),
        ("created_at", [["Aldermoor", "Birchwood"], ["Cedarhurst", "Dunmere"], ["Elmstead"]]),
        ("-name", [["Elmstead", "Dunmere"], ["Cedarhurst", "Birchwood"], ["Aldermoor"]]),
        ("updated_at", [["Aldermoor", "Birchwood"], ["Cedarhurst", "Dunmere"], ["Elmstead"]]),
    ],
)
async def test_pages_show_everything_once_in_order(
    api: httpx.AsyncClient, brands: list[Json], sort: str | None, pages: list[list[str]]
) -> None:
    assert await names_of_all_pages(api, limit=2, **({"sort": sort} if sort else {})) == pages


async def test_the_last_page_that_is_full_says_that_it_is_the_last(api: httpx.AsyncClient, brands: list[Json]) -> None:
    page = await listed(api, limit=5)
    assert (len(page["data"]), page["page"]) == (5, {"next_cursor": None, "has_more": False, "count": None})
    assert "link" not in (await api.get("/v1/brands?limit=5")).headers


async def test_the_link_header_leads_on_with_the_same_question(api: httpx.AsyncClient, brands: list[Json]) -> None:
    first = await api.get("/v1/brands?sort=name&limit=2&fields=name")
    assert first.headers["link"].endswith('>; rel="next"')
    second = await api.get(first.links["next"]["url"])
    assert second.json()["data"] == [{"name": "Cedarhurst"}, {"name": "Dunmere"}]


async def test_what_is_made_meanwhile_neither_repeats_nor_hides_anything(
    api: httpx.AsyncClient, brands: list[Json]
) -> None:
    first = await listed(api, sort="name", limit=2)
    await api.post("/v1/brands", json={"name": "Aaa"})
    await api.post("/v1/brands", json={"name": "Cac"})
    rest = await listed(api, sort="name", cursor=first["page"]["next_cursor"])
    assert [one["name"] for one in rest["data"]] == ["Cac", "Cedarhurst", "Dunmere", "Elmstead"]


async def test_a_cursor_fits_its_own_question_only(api: httpx.AsyncClient, brands: list[Json]) -> None:
    cursor = (await listed(api, limit=2))["page"]["next_cursor"]
    turned = cursor[:-1] + ("A" if cursor[-1] != "A" else "B")
    for address in (
        f"/v1/brands?cursor={turned}",
        f"/v1/brands?cursor={cursor[5:]}",
        f"/v1/brands?cursor={cursor}&sort=name",
        f"/v1/campaigns?cursor={cursor}",
        f"/v1/campaigns?cursor={cursor}&filter[market]=DE",
        "/v1/brands?cursor=x",
        "/v1/brands?cursor=%C3%A9%C3%A9",
        "/v1/brands?cursor=" + "A" * 4000,
    ):
        assert (await refusal(api, address))[:2] == (400, "bad-cursor"), address
    for address in (f"/v1/brands?cursor={cursor}&limit=1", f"/v1/brands?count=exact&fields=id&cursor={cursor}"):
        assert (await api.get(address)).status_code == 200


async def test_a_cursor_survives_another_way_to_write_the_same_address(
    api: httpx.AsyncClient, brands: list[Json]
) -> None:
    for name in ("One", "Two"):
        new = {"brand_id": brands[0]["id"], "name": name, "markets": [{"market": "DE", "locales": ["de-DE"]}]}
        assert (await api.post("/v1/campaigns", json=new)).status_code == 201
    page = (await api.get("/v1/campaigns?limit=1&filter[market]=DE")).json()
    cursor = page["page"]["next_cursor"]
    second = await api.get(f"/v1/campaigns?filter%5Bmarket%5D=DE&cursor={cursor}")
    assert [one["name"] for one in second.json()["data"]] == ["One"]


@pytest.mark.parametrize("limit", ["0", "-1", "1001", "ten", "", "1.5", "9" * 30])
async def test_a_page_has_1_to_1000_rows(api: httpx.AsyncClient, limit: str) -> None:
    status, code, faults = await refusal(api, f"/v1/brands?limit={limit}")
    assert (status, code, [one for one, _ in faults]) == (422, "validation", ["query:limit"])


async def test_the_bounds_themselves_are_good(api: httpx.AsyncClient, brands: list[Json]) -> None:
    assert len((await listed(api, limit=1))["data"]) == 1
    assert len((await listed(api, limit=1000))["data"]) == 5


async def test_a_list_is_counted_when_asked(api: httpx.AsyncClient, brands: list[Json]) -> None:
    page = await listed(api, limit=2, count="exact")
    assert (page["page"]["count"], len(page["data"])) == (5, 2)
    assert (await refusal(api, "/v1/brands?count=roughly")) == (422, "validation", [("query:count", "choice")])


async def test_only_the_fields_that_are_wanted(api: httpx.AsyncClient, brands: list[Json]) -> None:
    page = await listed(api, fields="name, id", limit=1)
    assert page["data"] == [{"name": "Elmstead", "id": brands[-1]["id"]}]
    one = await api.get(f"/v1/brands/{brands[0]['id']}?fields=name")
    assert (one.json(), one.headers["etag"]) == ({"name": "Aldermoor"}, '"r1"')
    for address in ("/v1/brands?fields=nmae", f"/v1/brands/{brands[0]['id']}?fields=name,secret"):
        assert (await refusal(api, address))[2] == [("query:fields", "choice")]


@pytest.mark.parametrize("sort", ["id", "-revision", "--name", "name,created_at", "NAME", "-"])
async def test_a_list_sorts_by_what_it_offers(api: httpx.AsyncClient, sort: str) -> None:
    assert await refusal(api, f"/v1/brands?sort={sort}") == (422, "validation", [("query:sort", "choice")])


async def test_a_parameter_that_nothing_reads_is_a_fault_and_all_are_told(api: httpx.AsyncClient) -> None:
    answer = await api.get("/v1/campaigns?filter[markt]=DE&page=2&limit=5")
    told = {one["parameter"]: one for one in answer.json()["errors"]}
    assert (answer.status_code, set(told)) == (422, {"query:filter[markt]", "query:page"})
    assert "did you mean filter[market]?" in told["query:filter[markt]"]["detail"]
    assert {one["code"] for one in told.values()} == {"unknown"}
    assert (await api.get("/v1/me?verbose=1")).status_code == 422
    assert (await api.post("/v1/brands?dry_run=1", json={"name": "Aldermoor"})).status_code == 422


async def test_a_page_may_be_given_words_of_its_own(client: httpx.AsyncClient) -> None:
    assert (await client.get("/docs?lang=de&theme=dark&utm_source=x")).status_code == 200
