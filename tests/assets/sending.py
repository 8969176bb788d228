"""Uploads as tests send them: the requests of tus, each one step."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from schemas.ids import UploadId
from service.assets.jobs import compose
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Scope
from service.jobs.registry import Job

PART = 65_536
FILM = os.urandom(3 * PART + 17)
VERSION = {"tus-resumable": "1.0.0"}
Json = dict[str, Any]


async def create(api: httpx.AsyncClient, length: int = len(FILM), **headers: str) -> str:
    """The address of a new upload."""
    answer = await api.post("/v1/uploads", headers={**VERSION, "upload-length": str(length), **named(headers)})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["location"])


async def send(
    api: httpx.AsyncClient, address: str, offset: int, data: bytes | AsyncIterator[bytes], **headers: str
) -> httpx.Response:
    """PATCH."""
    sent = {**VERSION, "upload-offset": str(offset), "content-type": "application/offset+octet-stream"}
    return await api.patch(address, content=data, headers={**sent, **named(headers)})


async def arrived(api: httpx.AsyncClient, address: str) -> int:
    """What HEAD says."""
    answer = await api.head(address, headers=VERSION)
    assert answer.status_code == 200, answer.text
    return int(answer.headers["upload-offset"])


async def composed(db: Database, scope: Scope, store: Store, address: str) -> None:
    """What the worker does when all has arrived."""
    upload = UploadId.parse(address.rpartition("/")[2])
    await compose(db, Job(1, "assets.compose", scope, str(upload), "1", {}, 1, {Store: store}))


def named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def checksum(algorithm: str, data: bytes) -> str:
    """The value of `Upload-Checksum`."""
    return f"{algorithm} {base64.b64encode(hashlib.new(algorithm, data).digest()).decode()}"


async def broken_off(client: httpx.AsyncClient, address: str, offset: int, data: bytes, headers: dict[str, str]) -> int:
    """A PATCH whose connection ends after `data`; the status that nobody hears."""
    arriving = [{"type": "http.request", "body": data, "more_body": True}]
    said: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return arriving.pop() if arriving else {"type": "http.disconnect"}

    async def tell(message: dict[str, Any]) -> None:
        said.append(message)

    sent = {**VERSION, "upload-offset": str(offset), "content-type": "application/offset+octet-stream", **headers}
    fields = [(name.encode(), value.encode()) for name, value in sent.items()]
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "PATCH", "scheme": "http"}
    asked = {"path": address, "raw_path": address.encode(), "query_string": b"", "headers": fields}
    places = {"server": ("cutdown.test", 80), "client": ("127.0.0.1", 1), "root_path": ""}
    await client._transport.app({**scope, **asked, **places}, receive, tell)  # type: ignore[attr-defined]
    return int(said[0]["status"])


def code(answer: httpx.Response) -> tuple[int, str]:
    """What was refused, and why."""
    if answer.headers.get("content-type") != "application/problem+json":
        pytest.fail(f"{answer.status_code} is no problem: {answer.text}")
    return answer.status_code, answer.json()["code"]
