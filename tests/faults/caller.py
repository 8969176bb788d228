"""A client that does what the API asks of one: it repeats what was not answered, and remembers what it was promised."""

from __future__ import annotations

import asyncio
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
from msgspec import Struct

PAUSE_S = 0.25


class Made(Struct, frozen=True):
    """An acknowledged creation: the request as it was sent, and the answer."""

    address: str
    content: bytes
    content_type: str
    answer: dict[str, Any]


class Ledger:
    """What was acknowledged, and what was found done although its answer got lost."""

    def __init__(self) -> None:
        self.made: dict[str, Made] = {}
        self.revoked: set[str] = set()
        self.imported: dict[str, str] = {}
        self.texts: dict[tuple[str, str], list[str]] = defaultdict(list)
        self.timings: dict[str, list[int]] = defaultdict(list)
        self.edits: dict[str, list[int]] = defaultdict(list)
        self.approved: set[tuple[str, int]] = set()
        self.reviewed: set[str] = set()
        self.acknowledged = 0
        self.found = 0
        self.outcomes: Counter[str] = Counter()
        self.failures: list[str] = []

    def ids(self, ending: str) -> set[str]:
        """What was made at addresses that end so."""
        return {made.answer["id"] for made in self.made.values() if made.address.partition("?")[0].endswith(ending)}


class Caller:
    """One client. `None` for a response means that nothing is known of the request."""

    def __init__(self, client: httpx.AsyncClient, ledger: Ledger) -> None:
        self.client = client
        self.ledger = ledger

    async def send(self, method: str, address: str, **request: Any) -> httpx.Response | None:
        """Once."""
        try:
            response = await self.client.request(method, address, **request)
        except httpx.TransportError as error:
            self.ledger.outcomes[type(error).__name__] += 1
            return None
        self.ledger.outcomes[str(response.status_code)] += 1
        if response.status_code == 500:
            self.ledger.failures.append(f"{method} {address}: {response.text}")
        return None if response.status_code >= 500 else response

    async def ask(self, method: str, address: str, **request: Any) -> httpx.Response:
        """Until there is an answer: for what may be sent twice."""
        while True:
            response = await self.send(method, address, **request)
            if response is not None and not _in_progress(response):
                return response
            await asyncio.sleep(PAUSE_S)

    async def get(self, address: str) -> dict[str, Any]:
        """What there is."""
        found: dict[str, Any] = expect(await self.ask("GET", address), 200).json()
        return found

    async def make(self, address: str, content: bytes, content_type: str = "application/json") -> dict[str, Any]:
        """Create something, with one Idempotency-Key however often it takes."""
        key = uuid4().hex
        response = expect(await self.again(key, address, content, content_type), 201)
        self.ledger.made[key] = Made(address, content, content_type, response.json())
        self.ledger.acknowledged += 1
        return self.ledger.made[key].answer

    async def again(self, key: str, address: str, content: bytes, content_type: str) -> httpx.Response:
        """A creation under its key."""
        headers = {"idempotency-key": key, "content-type": content_type}
        return await self.ask("POST", address, content=content, headers=headers)

    async def bring_in(self, address: str, content: bytes) -> dict[str, Any]:
        """Import a caption file; the same file again changes nothing."""
        response = await self.ask("PUT", address, content=content, headers={"content-type": "text/vtt"})
        assert response.status_code in (200, 201), response.text
        self.ledger.acknowledged += 1
        found: dict[str, Any] = response.json()
        return found

    async def change(
        self, address: str, new: dict[str, Any], revision: int, done: Callable[[dict[str, Any]], bool], at: str = ""
    ) -> dict[str, Any]:
        """Change what nobody else changes. Without an answer the state (at `at`) tells whether it happened."""
        while True:
            response = await self.send("PUT", address, json=new, headers={"if-match": f'"r{revision}"'})
            if response is not None and response.status_code == 200:
                self.ledger.acknowledged += 1
                changed: dict[str, Any] = response.json()
                assert done(changed), f"{address}: {new} was answered by {changed}"
                return changed
            if response is not None:
                expect(response, 412)
            now = await self.get(at or address)
            if done(now):
                self.ledger.found += 1
                return now
            assert response is None, f"{address}: somebody else changed it: {now}"
            assert now["revision"] == revision, f"{address}: acknowledged at {revision}, is at {now['revision']}"
            await asyncio.sleep(PAUSE_S)


def expect(response: httpx.Response, status: int) -> httpx.Response:
    """The response, if it is the one that was to come."""
    assert response.status_code == status, f"{response.request.method} {response.request.url}: {response.text}"
    return response


def sha256(data: bytes) -> str:
    """As the API writes it."""
    return hashlib.sha256(data).hexdigest()


def _in_progress(response: httpx.Response) -> bool:
    return response.status_code == 409 and response.json()["code"] == "idempotency-in-progress"
