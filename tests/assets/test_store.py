"""Bytes are kept whole or not at all, once, and only for their organization."""

from __future__ import annotations

import asyncio
import hashlib
import os
import tracemalloc
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import obstore
import pytest
from obstore.store import S3Store

from schemas.ids import OrganizationId
from service.assets.problems import BytesLost, DigestMismatch
from service.assets.store import Store
from service.problems import TooLarge

ORGANIZATION = OrganizationId(uuid4())
FILM = os.urandom(3_000_000)


async def pieces(data: bytes, size: int = 65_536) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def files(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


async def test_what_was_kept_is_read_back(store: Store) -> None:
    kept = await store.keep(ORGANIZATION, pieces(FILM), limit_bytes=len(FILM))
    assert (kept.sha256, kept.size_bytes) == (hashlib.sha256(FILM).digest(), len(FILM))
    assert await store.read_bytes(ORGANIZATION, kept.sha256) == FILM


@pytest.mark.parametrize(
    ("start", "end"), [(0, 10), (17, 4_711), (2_999_990, None), (0, None), (2_999_999, 3_000_000), (5, 5)]
)
async def test_a_part_is_exactly_that_part(store: Store, start: int, end: int | None) -> None:
    kept = await store.keep_bytes(ORGANIZATION, FILM)
    part = [piece async for piece in await store.read(ORGANIZATION, kept.sha256, start, end)]
    assert b"".join(part) == FILM[start:end]


async def test_an_empty_file_is_a_file(store: Store) -> None:
    kept = await store.keep_bytes(ORGANIZATION, b"")
    assert kept.size_bytes == 0
    assert await store.read_bytes(ORGANIZATION, kept.sha256) == b""


async def test_a_body_over_the_limit_is_refused_with_the_limit_before_it_has_all_come(store: Store) -> None:
    asked = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal asked
        while True:
            asked += 1
            yield bytes(1000)

    with pytest.raises(TooLarge) as refused:
        await store.keep(ORGANIZATION, endless(), limit_bytes=10_000)
    assert refused.value.facts == {"limit_bytes": 10_000}
    assert asked == 11


async def test_a_body_of_exactly_the_limit_is_kept(store: Store) -> None:
    assert (await store.keep(ORGANIZATION, pieces(bytes(10_000)), limit_bytes=10_000)).size_bytes == 10_000


async def test_bytes_that_differ_from_their_digest_are_not_kept(store: Store) -> None:
    announced = hashlib.sha256(b"as it was").hexdigest()
    with pytest.raises(DigestMismatch) as refused:
        await store.keep(ORGANIZATION, pieces(b"as it came"), 100, announced)
    actual = hashlib.sha256(b"as it came")
    assert refused.value.facts == {"expected_sha256": announced, "actual_sha256": actual.hexdigest()}
    with pytest.raises(BytesLost):
        await store.read(ORGANIZATION, actual.digest())


async def test_a_matching_digest_is_accepted(store: Store) -> None:
    kept = await store.keep(ORGANIZATION, pieces(b"film"), 100, hashlib.sha256(b"film").hexdigest().upper())
    assert kept.size_bytes == 4


async def test_equal_bytes_of_two_organizations_are_two_assets(store: Store) -> None:
    kept = await store.keep_bytes(ORGANIZATION, b"a common film")
    other = OrganizationId(uuid4())
    with pytest.raises(BytesLost):
        await store.read(other, kept.sha256)
    with pytest.raises(BytesLost):
        async with store.local_path(other, kept.sha256):
            pass


async def test_a_decoder_gets_a_real_path(store: Store) -> None:
    kept = await store.keep_bytes(ORGANIZATION, FILM)
    async with store.local_path(ORGANIZATION, kept.sha256) as path:
        assert path.read_bytes() == FILM


async def test_many_uploads_of_the_same_bytes_at_once_all_succeed(store: Store) -> None:
    kept = await asyncio.gather(*(store.keep(ORGANIZATION, pieces(FILM), len(FILM)) for _ in range(8)))
    assert len(set(kept)) == 1
    assert await store.read_bytes(ORGANIZATION, kept[0].sha256) == FILM


async def test_a_large_upload_is_never_whole_in_memory(store: Store) -> None:
    size = 48 << 20

    async def body() -> AsyncIterator[bytes]:
        for _ in range(size >> 20):
            yield os.urandom(1 << 20)

    tracemalloc.start()
    try:
        kept = await store.keep(ORGANIZATION, body(), limit_bytes=size)
        async for _ in await store.read(ORGANIZATION, kept.sha256):
            pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < size // 3


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    store = Store.from_url(tmp_path.as_uri())
    begun = asyncio.Event()

    async def broken() -> AsyncIterator[bytes]:
        yield FILM
        begun.set()
        await asyncio.sleep(3600)

    upload = asyncio.create_task(store.keep(ORGANIZATION, broken(), limit_bytes=1 << 30))
    await begun.wait()
    assert len(files(tmp_path)) == 1
    upload.cancel()
    with pytest.raises(asyncio.CancelledError):
        await upload
    assert files(tmp_path) == []


async def test_equal_bytes_lie_on_the_disk_once_under_their_hash(tmp_path: Path) -> None:
    store = Store.from_url(tmp_path.as_uri())
    for _ in range(2):
        await store.keep_bytes(ORGANIZATION, b"film")
    name = hashlib.sha256(b"film").hexdigest()
    assert files(tmp_path) == [tmp_path / ORGANIZATION.uuid.hex / name[:2] / name]


async def test_equal_bytes_are_sent_to_the_bucket_once(bucket_url: str) -> None:
    store = Store.from_url(bucket_url)
    bucket = S3Store.from_url(bucket_url, client_options={"allow_http": True})
    kept = await store.keep_bytes(ORGANIZATION, b"sent once")
    name = kept.sha256.hex()
    key = f"{ORGANIZATION.uuid.hex}/{name[:2]}/{name}"
    assert (await obstore.head_async(bucket, key))["size"] == 9
    await obstore.put_async(bucket, key, b"marked by the test")
    await store.keep_bytes(ORGANIZATION, b"sent once")
    assert await store.read_bytes(ORGANIZATION, kept.sha256) == b"marked by the test"


async def test_a_file_of_several_parts_reaches_the_bucket_whole(bucket_url: str) -> None:
    store = Store.from_url(bucket_url)
    film = os.urandom(20 << 20)
    kept = await store.keep(ORGANIZATION, pieces(film, 1 << 20), limit_bytes=1 << 30)
    assert await store.read_bytes(ORGANIZATION, kept.sha256) == film


async def test_drafts_of_killed_processes_are_swept_and_young_ones_left(tmp_path: Path) -> None:
    store = Store.from_url(tmp_path.as_uri())
    kept = await store.keep_bytes(ORGANIZATION, b"film")
    drafts = tmp_path / ORGANIZATION.uuid.hex / "drafts"
    for name in ("old", "young"):
        (drafts / name).write_bytes(b"half a film")
    os.utime(drafts / "old", (0, 0))
    assert await store.sweep() == 1
    assert [path.name for path in drafts.iterdir()] == ["young"]
    assert await store.read_bytes(ORGANIZATION, kept.sha256) == b"film"


def test_an_unknown_storage_is_refused() -> None:
    with pytest.raises(ValueError, match="ftp is no storage"):
        Store.from_url("ftp://example.com/films")
