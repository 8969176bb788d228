"""GET and HEAD of kept bytes, after RFC 9110."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.assets.delivery import Delivered, body, deliver
from service.assets.problems import RangeNotSatisfiable
from service.assets.store import Store
from tests.assets.test_store import ORGANIZATION

DATA = b"0123456789"
SHA = hashlib.sha256(DATA).digest()
TAG = f'"{SHA.hex()}"'


def get(size: int = 10, method: str = "GET", **headers: str) -> Delivered:
    """Answer a request with these headers; underscores stand for dashes."""
    request = {name.replace("_", "-"): value for name, value in headers.items()}
    return deliver(SHA, size, "text/vtt", request, method=method, cache_control="no-cache")


def test_a_whole_file_says_what_it_is() -> None:
    assert get() == Delivered(
        200,
        {
            "etag": TAG,
            "cache-control": "no-cache",
            "content-type": "text/vtt",
            "accept-ranges": "bytes",
            "repr-digest": f"sha-256=:{base64.b64encode(SHA).decode()}:",
            "content-length": "10",
        },
        0,
        10,
    )


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("0-0", 0, 1), ("2-5", 2, 6), ("2-", 2, 10), ("-3", 7, 10), ("-99", 0, 10), ("9-99", 9, 10), ("0-9", 0, 10)],
)
def test_one_range_is_answered_with_that_part(asked: str, start: int, end: int) -> None:
    part = get(range=f"bytes={asked}")
    assert (part.status, part.start, part.end) == (206, start, end)
    assert part.headers["content-range"] == f"bytes {start}-{end - 1}/10"
    assert part.headers["content-length"] == str(end - start)
    assert part.headers["etag"] == TAG


@pytest.mark.parametrize("asked", ["10-", "10-12", "5-2", "-0", "x-y", "", "-", "1", "0-1-2", "1e3-"])
def test_a_range_that_cannot_be_answered_is_416_with_the_size(asked: str) -> None:
    with pytest.raises(RangeNotSatisfiable) as refused:
        get(range=f"bytes={asked}")
    assert refused.value.headers["content-range"] == "bytes */10"


def test_an_empty_file_has_no_part() -> None:
    with pytest.raises(RangeNotSatisfiable):
        get(0, range="bytes=0-")
    assert get(0).headers["content-length"] == "0"


@pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "bytes=0-1, 99-", "lines=1-2", "bananas"])
def test_several_ranges_and_other_units_get_the_whole(asked: str) -> None:
    assert (get(range=asked).status, get(range=asked).end) == (200, 10)


def test_if_range_gives_the_part_of_the_same_bytes_and_else_the_whole() -> None:
    assert get(range="bytes=2-5", if_range=TAG).status == 206
    assert get(range="bytes=2-5", if_range='"another"').status == 200
    assert get(range="bytes=2-5", if_range=f"W/{TAG}").status == 200
    assert get(range="bytes=2-5", if_range="Sat, 21 Nov 2026 00:00:00 GMT").status == 200


@pytest.mark.parametrize("tags", [TAG, f"W/{TAG}", f'"old", {TAG}', f'"old",W/{TAG} ,"x"', "*"])
def test_bytes_the_client_has_cost_a_304(tags: str) -> None:
    assert get(if_none_match=tags) == Delivered(304, {"etag": TAG, "cache-control": "no-cache"})
    assert get(if_none_match=tags, range="bytes=0-1").status == 304
    assert get(if_none_match=tags, method="HEAD").status == 304


@pytest.mark.parametrize("tags", ['"old"', f'"{SHA.hex()[:-1]}"', SHA.hex(), ""])
def test_other_bytes_are_sent(tags: str) -> None:
    assert get(if_none_match=tags).status == 200


def test_head_answers_as_get_without_a_body_and_ignores_ranges() -> None:
    head = get(method="HEAD", range="bytes=2-5")
    assert (head.status, head.start, head.end) == (200, 0, 0)
    assert head.headers == get().headers


@given(st.integers(1, 40), st.integers(0, 50), st.integers(0, 50))
def test_a_part_is_what_a_slice_is(size: int, first: int, length: int) -> None:
    data = bytes(size)
    if first >= size:
        with pytest.raises(RangeNotSatisfiable):
            get(size, range=f"bytes={first}-{first + length}")
    else:
        part = get(size, range=f"bytes={first}-{first + length}")
        assert part.end - part.start == len(data[first : first + length + 1])


async def test_the_body_is_the_part(store: Store) -> None:
    kept = await store.keep_bytes(ORGANIZATION, DATA)
    for answer, wanted in ((get(), DATA), (get(range="bytes=2-5"), b"2345"), (get(method="HEAD"), b"")):
        sent = [piece async for piece in await body(store, ORGANIZATION, kept.sha256, answer)]
        assert b"".join(sent) == wanted
