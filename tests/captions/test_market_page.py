"""What a market's link opens, and what it no longer opens."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from schemas.ids import MarketLinkId
from service.db.provision import Access
from service.logs import hide_secrets
from service.people.throttle import WINDOW_S
from service.web.market.strangers import MOST_WRONG, Strangers
from tests.captions.published import Published
from tests.captions.workshop import Json
from tests.conftest import Cluster
from tests.studio import behind_the_walls, database_name


async def a_link(published: Published, **more: str) -> tuple[str, Json]:
    """The path of a new link for the US."""
    address = f"/v1/campaigns/{published.workshop.campaign}/market_links"
    made = await published.workshop.make(address, market="US", label="New York", **more)
    return httpx.URL(str(made["url"])).path, made


async def test_everything_behind_a_link_is_told_to_nobody_else(published: Published) -> None:
    path, _ = await a_link(published)
    for there in (path, f"{path}/files.zip", f"{path}/{published.cut}/en-US.ttml", f"{path}/{published.cut}/en-US"):
        answer = await published.nobody.get(there)
        assert answer.status_code == 200, there
        assert answer.headers.get_list("referrer-policy") == ["no-referrer"]
        assert answer.headers["x-robots-tag"].startswith("noindex")
        assert "public" not in answer.headers["cache-control"]
        assert path.rpartition("/")[2] not in str(hide_secrets(None, "info", {"event": f"at {there}", "path": there}))


async def test_who_has_the_archive_is_not_sent_it_again(published: Published) -> None:
    path, _ = await a_link(published)
    first = await published.nobody.get(f"{path}/files.zip")
    again = await published.nobody.get(f"{path}/files.zip", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_a_revoked_link_opens_nothing_at_once_and_says_whom_to_ask(published: Published) -> None:
    path, made = await a_link(published)
    other, _ = await a_link(published)
    listed = f"/v1/campaigns/{published.workshop.campaign}/market_links/{made['id']}"
    assert (await published.nobody.get(path)).status_code == 200
    assert (await published.workshop.read(listed))["last_opened_at"] is not None
    assert (await published.workshop.api.delete(listed)).status_code == 204
    for there in (path, f"{path}/files.zip", f"{path}/{published.cut}/en-US.srt"):
        answer = await published.nobody.get(there)
        assert answer.status_code == 410
        assert "Ada Lindqvist" in answer.text
        assert "Two cups" not in answer.text
    assert (await published.nobody.get(other)).status_code == 200


async def test_a_link_ends_by_itself(published: Published, cluster: Cluster, access: Access) -> None:
    path, made = await a_link(published, expires_at=(datetime.now(UTC) + timedelta(days=1)).isoformat())
    assert (await published.nobody.get(path)).status_code == 200
    past = "update market_link set expires_at = now() - interval '1 second' where id = $1"
    link = MarketLinkId.parse(str(made["id"])).uuid
    await behind_the_walls(cluster.administrator(database_name(access.app_url)), past, link)
    assert (await published.nobody.get(path)).status_code == 410


async def test_a_link_ends_with_its_market(published: Published) -> None:
    path, _ = await a_link(published)
    address = f"/v1/campaigns/{published.workshop.campaign}"
    now = await published.workshop.api.get(address)
    markets = [one for one in now.json()["markets"] if one["market"] != "US"]
    done = await published.workshop.api.patch(
        address, json={"markets": markets}, headers={"if-match": now.headers["etag"]}
    )
    assert done.status_code == 200
    assert (await published.nobody.get(path)).status_code == 410


async def test_a_file_that_is_not_approved_is_not_there(published: Published) -> None:
    path, _ = await a_link(published)
    for name in ("de-DE.srt", "en-US.exe", "en-US.m3u8", "de-DE"):
        answer = await published.nobody.get(f"{path}/{published.cut}/{name}")
        assert answer.status_code == 404
        assert f'href="{path}"' in answer.text
    await published.withdraw()
    assert (await published.nobody.get(f"{path}/{published.cut}/en-US.srt")).status_code == 404


@pytest.mark.parametrize("address", ["203.0.113.7", "2001:db8::1"])
def test_who_tries_many_links_waits_and_nobody_else(address: str) -> None:
    now = [0.0]
    strangers = Strangers(clock=lambda: now[0])
    for _ in range(MOST_WRONG):
        assert strangers.wait_s(address) == 0
        strangers.was_wrong(address)
    assert strangers.wait_s(address) == WINDOW_S
    assert strangers.wait_s("198.51.100.1") == 0
    now[0] = float(WINDOW_S)
    assert strangers.wait_s(address) == 0
