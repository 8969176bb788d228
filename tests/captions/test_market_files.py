"""One archive with everything that is approved for a market, and nothing that is not; and the links that lead to it."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import PureWindowsPath

import httpx
import pytest

from service.captions.zipping import Member, archive, safe_name, size_of, unique_names
from tests.captions.desk import Desk
from tests.captions.published import Published
from tests.captions.test_files_of_markets import key_for


def address_of(published: Published, market: str = "US") -> str:
    return f"/v1/campaigns/{published.workshop.campaign}/markets/{market}/files.zip"


def opened(answer: httpx.Response) -> tuple[zipfile.ZipFile, dict[str, object]]:
    """The archive, after another reader found every checksum right; and its manifest."""
    assert answer.status_code == 200, answer.text
    found = zipfile.ZipFile(io.BytesIO(answer.content))
    assert found.testzip() is None
    return found, json.loads(found.read("manifest.json"))


async def test_the_manifest_says_what_is_in_the_archive(published: Published) -> None:
    answer = await published.workshop.api.get(address_of(published))
    archived, manifest = opened(answer)
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["content-disposition"].endswith('.US.zip"')
    files = manifest["files"]
    assert isinstance(files, list)
    assert [(one["format"], one["locale"], one["kind"], one["release"]) for one in files] == [
        ("vtt", "en-US", "captions", 1),
        ("srt", "en-US", "captions", 1),
    ]
    assert {one["file"] for one in files} | {"manifest.json"} == set(archived.namelist())
    for one in files:
        data = archived.read(one["file"])
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["size_bytes"])
        assert data == (await published.workshop.api.get(one["latest"])).content


async def test_the_same_files_are_the_same_bytes_and_are_not_sent_twice(published: Published) -> None:
    api, address = published.workshop.api, address_of(published)
    first, second = await api.get(address), await api.get(address)
    assert first.content == second.content
    known = {"if-none-match": first.headers["etag"]}
    again = await api.get(address, headers=known)
    assert (again.status_code, again.content) == (304, b"")
    head = await api.head(address)
    assert (head.headers["content-length"], head.content) == (first.headers["content-length"], b"")
    await published.release_again("Two mugs.")
    newer = await api.get(address, headers=known)
    assert b"Two mugs." in newer.content
    assert newer.headers["etag"] != first.headers["etag"]


async def test_what_is_not_approved_or_taken_back_is_not_among_it(published: Published) -> None:
    api = published.workshop.api
    await published.change("A draft.")
    assert b"A draft." not in (await api.get(address_of(published))).content
    _, german = opened(await api.get(address_of(published, "DE")))
    assert german["files"] == []
    await published.withdraw()
    _, manifest = opened(await api.get(address_of(published)))
    assert manifest["files"] == []
    assert (await api.get(address_of(published, "FR"))).status_code == 404


async def test_a_key_fetches_the_archives_of_its_markets_only(published: Published) -> None:
    american, german = await key_for(published, "US"), await key_for(published, "DE")
    assert (await american.get(address_of(published))).status_code == 200
    assert (await german.get(address_of(published))).status_code == 404


async def test_every_locale_of_the_market_is_there_and_no_other_market(desk: Desk) -> None:
    base, cells = f"/v1/campaigns/{desk.room.campaign}", await desk.room.cells()
    assert {market for _, market, _ in cells} == {"US", "DE", "AT", "FR"}
    for market in ("US", "DE", "AT", "FR"):
        _, manifest = opened(await desk.room.api.get(f"{base}/markets/{market}/files.zip"))
        files = manifest["files"]
        assert isinstance(files, list)
        approved = {place[2] for place, cell in cells.items() if place[1] == market and cell["approved_at"]}
        assert {file["locale"] for file in files} == approved != set()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("con.de-DE.vtt", "_con.de-DE.vtt"),
        ("LPT1", "_LPT1"),
        ("console.vtt", "console.vtt"),
        ('a<b>:c"/d\\e|f?g*.vtt', "a-b-c-d-e-f-g-.vtt"),
        ("größe-6.en-US.vtt", "größe-6.en-US.vtt"),
        ("dots. ", "dots"),
        ("..", "_"),
    ],
)
def test_names_are_such_as_windows_can_write(name: str, safe: str) -> None:
    assert safe_name(name) == safe
    assert not PureWindowsPath(safe).is_reserved()


def test_names_that_differ_in_case_alone_are_told_apart() -> None:
    assert unique_names(["de/A.vtt", "de/a.vtt", "de/a-2.vtt", "fr/a.vtt"]) == [
        "de/A.vtt",
        "de/a-2.vtt",
        "de/a-2-2.vtt",
        "fr/a.vtt",
    ]


def member(name: str, size_bytes: int, *pieces: bytes) -> Member:
    """A file that is read piece by piece."""

    async def one_by_one() -> AsyncIterator[bytes]:
        for piece in pieces:
            yield piece

    async def opened() -> AsyncIterator[bytes]:
        return one_by_one()

    return Member(name, size_bytes, datetime(2026, 11, 21, 15, 30, 2, tzinfo=UTC), opened)


async def test_a_large_member_passes_in_pieces() -> None:
    pieces = [bytes([number % 251]) * 100_000 for number in range(40)]
    film = member("film.mp4", 4_000_000, *pieces)
    sent = [part async for part in archive([film])]
    assert max(map(len, sent)) <= 100_000
    whole = b"".join(sent)
    assert len(whole) == size_of([film])
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        assert read.read("film.mp4") == b"".join(pieces)
        assert read.infolist()[0].date_time == (2026, 11, 21, 15, 30, 2)


async def test_a_member_of_another_size_than_was_said_is_not_sent() -> None:
    with pytest.raises(ValueError, match="has 5 bytes, not 6"):
        [part async for part in archive([member("a.vtt", 6, b"short")])]


async def test_a_link_is_told_once_and_kept_as_a_hash(published: Published) -> None:
    api, address = published.workshop.api, f"/v1/campaigns/{published.workshop.campaign}/market_links"
    new = {"market": "US", "label": "Marketing New York"}
    made = await api.post(address, json=new, headers={"idempotency-key": "once"})
    again = await api.post(address, json=new, headers={"idempotency-key": "once"})
    assert (made.status_code, again.json()["url"], again.json()["id"]) == (201, None, made.json()["id"])
    token = made.json()["url"].rpartition("/")[2]
    assert token not in (await api.get(address)).text
    assert (await api.get(made.headers["location"])).json()["label"] == "Marketing New York"
    async with published.workshop.db.transaction(published.workshop.house.person.scope) as tx:
        (row,) = await tx.connection.fetch("select * from market_link")
    assert token not in str(dict(row))


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"market": "FR"}, "/market"),
        ({"expires_at": (datetime.now(UTC) - timedelta(days=1)).isoformat()}, "/expires_at"),
        ({"label": " "}, "/label"),
    ],
)
async def test_a_link_that_would_lead_nowhere_is_not_made(
    published: Published, more: dict[str, str], pointer: str
) -> None:
    new = {"market": "US", "label": "Marketing", **more}
    answer = await published.workshop.api.post(f"/v1/campaigns/{published.workshop.campaign}/market_links", json=new)
    assert answer.status_code == 422
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]
