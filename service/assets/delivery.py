"""From an asset and a request's headers to an HTTP answer: HEAD, validators, one range (RFC 9110, sections 13 and 14).

Pure but for `body`. The ETag is the sha256, so a file that did not change costs no bytes.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from email.utils import parsedate_to_datetime

from msgspec import Struct

from schemas.ids import OrganizationId
from service.assets.digests import repr_digest
from service.assets.problems import RangeNotSatisfiable
from service.assets.store import Store

_ONE_RANGE = re.compile(r"^(?:(?P<first>\d{1,18})-(?P<last>\d{1,18})?|-(?P<suffix>\d{1,18}))$")
# What section 15.4.5 wants, what a browser reads before it looks at its copy, and what may change while bytes do not.
_KEPT_IN_304 = frozenset(
    {
        "etag",
        "cache-control",
        "content-location",
        "vary",
        "access-control-allow-origin",
        "access-control-expose-headers",
        "cutdown-stale",
    }
)


class Delivered(Struct, frozen=True):
    """What to answer with. `start` and `end` (exclusive) are the bytes of the body; equal when there is none."""

    status: int
    headers: dict[str, str]
    start: int = 0
    end: int = 0


def etag(sha256: bytes) -> str:
    """The strong validator of bytes."""
    return f'"{sha256.hex()}"'


def deliver(
    sha256: bytes, size_bytes: int, media_type: str, request: Mapping[str, str], *, method: str = "GET", **headers: str
) -> Delivered:
    """Answer a GET or HEAD for these bytes; `request` has its header names in lower case.

    `headers` are sent as well, with dashes for underscores: `cache_control="no-cache"`. Only with a `last_modified`
    among them counts If-Modified-Since. Raises RangeNotSatisfiable.
    """
    tag = etag(sha256)
    known = {"etag": tag, **{name.replace("_", "-"): value for name, value in headers.items()}}
    if _is_known(request, tag, headers.get("last_modified")):
        return Delivered(304, {name: value for name, value in known.items() if name in _KEPT_IN_304})
    whole = {
        **known,
        "content-type": media_type,
        "accept-ranges": "bytes",
        "repr-digest": repr_digest(sha256),
    }
    if method == "HEAD":
        return Delivered(200, {**whole, "content-length": str(size_bytes)})
    part = _range(request, tag, size_bytes)
    if part is None:
        return Delivered(200, {**whole, "content-length": str(size_bytes)}, 0, size_bytes)
    start, end = part
    headers_of_part = {"content-range": f"bytes {start}-{end - 1}/{size_bytes}", "content-length": str(end - start)}
    return Delivered(206, {**whole, **headers_of_part}, start, end)


async def body(store: Store, organization: OrganizationId, sha256: bytes, delivered: Delivered) -> AsyncIterator[bytes]:
    """The bytes of an answer, opened: BytesLost is raised here, before any header is sent."""
    return await store.read(organization, sha256, delivered.start, delivered.end)


def _is_known(request: Mapping[str, str], tag: str, last_modified: str | None) -> bool:
    """Whether the caller has these bytes: If-None-Match decides, and without it If-Modified-Since (section 13.2.2)."""
    tags, since = request.get("if-none-match"), request.get("if-modified-since")
    if tags is not None:
        return _matches(tags, tag)
    if since is None or last_modified is None:
        return False
    try:
        return parsedate_to_datetime(since) >= parsedate_to_datetime(last_modified)
    except (ValueError, TypeError):  # a date that cannot be read, or one without a zone
        return False


def _matches(field: str, tag: str) -> bool:
    """Whether If-None-Match names the tag; compared weakly (section 13.1.2)."""
    return field.strip() == "*" or tag in (one.strip().removeprefix("W/") for one in field.split(","))


def _range(request: Mapping[str, str], tag: str, size: int) -> tuple[int, int] | None:
    """The one range that is asked for, as start and exclusive end; None for the whole.

    Another unit, several ranges, or an If-Range that is not this tag mean the whole (sections 14.2 and 13.1.5).
    """
    unit, equals, wanted = request.get("range", "").partition("=")
    if unit.strip().lower() != "bytes" or "," in wanted:
        return None
    if request.get("if-range", tag).strip() != tag:
        return None
    found = _ONE_RANGE.match(wanted.strip()) if equals else None
    if found is not None and found["suffix"] is not None:
        start, end = max(size - int(found["suffix"]), 0), size
    elif found is not None:
        start, end = int(found["first"]), min(int(found["last"] or size) + 1, size)
    else:
        start = end = size
    if start >= end:
        raise RangeNotSatisfiable(
            f"the file has {size} bytes", size_bytes=size, headers={"content-range": f"bytes */{size}", "etag": tag}
        )
    return start, end
