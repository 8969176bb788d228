"""What the browser loads: complete, unchanging under its hash, small, and nothing else of the libraries."""

from __future__ import annotations

import gzip
import posixpath
import re
from pathlib import Path

import httpx
import pytest

from service.web.shelf import LIBRARIES, Shelf

LIMIT_BYTES = 150_000
REFERENCE = re.compile(r"""(?:url\(|from\s*|import\s*)["']?([^"')\s]+)["']?\)?""")


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


async def test_a_file_under_its_hash_may_be_kept_for_a_year(client: httpx.AsyncClient, shelf: Shelf) -> None:
    answer = await client.get(shelf.address("css/tokens.css"))
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-type"].startswith("text/css")


async def test_an_address_from_before_a_deployment_still_works_but_is_not_kept(client: httpx.AsyncClient) -> None:
    answer = await client.get("/static/0123456789abcdef/js/main.js")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-cache"


async def test_what_the_browser_has_is_not_sent_again(client: httpx.AsyncClient, shelf: Shelf) -> None:
    address = shelf.address("js/main.js")
    first = await client.get(address)
    again = await client.get(address, headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    assert again.content == b""


async def test_head_says_what_get_would(client: httpx.AsyncClient, shelf: Shelf) -> None:
    answer = await client.head(shelf.address("css/tokens.css"))
    assert answer.status_code == 200
    assert answer.headers["etag"] == shelf.items["css/tokens.css"].etag


@pytest.mark.parametrize(
    "name", ["../pages.py", "lib/htmx.esm.js", "node_modules/htmx.org/package.json", "..%2f..%2fpages.py", "css"]
)
async def test_nothing_beside_the_shelf_can_be_reached(client: httpx.AsyncClient, shelf: Shelf, name: str) -> None:
    assert (await client.get(f"/static/{shelf.hash}/{name}")).status_code == 404


def test_every_reference_inside_a_style_or_module_is_on_the_shelf(shelf: Shelf) -> None:
    found = 0
    for name, item in shelf.items.items():
        if name.startswith("lib/") or not name.endswith((".css", ".js")):
            continue
        for reference in REFERENCE.findall(item.plain.decode()):
            if reference.startswith("."):
                found += 1
                assert posixpath.normpath(posixpath.join(posixpath.dirname(name), reference)) in shelf.items
    assert found > len(LIBRARIES)


def test_the_hash_follows_every_file(tmp_path: Path, shelf: Shelf) -> None:
    (tmp_path / "a.css").write_text("a{}")
    before = Shelf(own=tmp_path).hash
    (tmp_path / "a.css").write_text("b{}")
    assert Shelf(own=tmp_path).hash != before


def test_missing_libraries_are_named_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="npm ci"):
        Shelf(libraries=Path(__file__).parent / "none")


def test_scripts_and_styles_of_all_pages_together_stay_small(shelf: Shelf) -> None:
    sent = [gzip.compress(item.plain) for name, item in shelf.items.items() if name.endswith((".css", ".js"))]
    assert sum(map(len, sent)) < LIMIT_BYTES
