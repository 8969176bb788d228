"""A visit remembers what its reader chose, and never leads away."""

from __future__ import annotations

import httpx
import pytest

from service.web.visit import Visit, local_path
from service.web.words import languages
from tests.web.samples import ADA


def visit(path: str = "/campaigns", *query: tuple[str, str]) -> Visit:
    return Visit(language=languages()["en"], theme=None, path=path, query=query, person=ADA)


@pytest.mark.parametrize(
    "address",
    [
        "//elsewhere.example",
        "https://elsewhere.example",
        "/\\elsewhere.example",
        "/ok\\..",
        "javascript:alert(1)",
        "",
        "campaigns",
        "/a\r\nset-cookie: x",
        "/\t/elsewhere.example",
    ],
)
def test_a_redirect_stays_here(address: str) -> None:
    assert local_path(address) == "/wants"


def test_a_local_address_is_kept_with_its_query() -> None:
    assert local_path("/c/cmp_1/captions?status=stale&cell=a.b") == "/c/cmp_1/captions?status=stale&cell=a.b"


def test_a_page_keeps_its_query_when_one_part_changes() -> None:
    here = visit("/c/x/captions", ("status", "stale"), ("lang", "de"))
    assert here.with_query(lang="fr") == "/c/x/captions?status=stale&lang=fr"
    assert here.address == "/c/x/captions?status=stale"


def test_initials_stand_for_the_first_and_the_last_name() -> None:
    assert visit().initials == "AL"


async def test_a_chosen_language_is_remembered(client: httpx.AsyncClient) -> None:
    assert 'lang="de"' in (await client.get("/signin?lang=de")).text
    assert 'lang="de"' in (await client.get("/signin")).text


async def test_a_chosen_appearance_is_remembered_until_the_system_decides_again(client: httpx.AsyncClient) -> None:
    assert 'data-theme="dark"' in (await client.get("/campaigns?theme=dark")).text
    assert 'data-theme="dark"' in (await client.get("/campaigns")).text
    assert "data-theme" not in (await client.get("/campaigns?theme=system")).text
    assert "data-theme" not in (await client.get("/campaigns")).text


async def test_a_choice_that_does_not_exist_is_not_remembered(client: httpx.AsyncClient) -> None:
    answer = await client.get("/signin?lang=tlh&theme=pink")
    assert not any("cutdown-language" in one or "cutdown-theme" in one for one in answer.headers.get_list("set-cookie"))
    assert 'lang="en"' in answer.text
