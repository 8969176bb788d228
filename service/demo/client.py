"""The API as the demo uses it, and its memory of what it has done there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec

from service.secret_files import write_private

Answer = dict[str, Any]


class DemoFailed(Exception):
    """A request of the demo was refused; the text says which, and why."""


class Ledger:
    """What an earlier load has made, by name, in a file that only its owner can read.

    It is written after the fact. A load that is cut off in between asks for the same again, which changes nothing:
    what is created carries an Idempotency-Key, everything else says the same a second time.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.made: dict[str, Any] = msgspec.json.decode(path.read_bytes()) if path.exists() else {}

    def keep(self, name: str, made: Any) -> None:
        """Remember it for good."""
        self.made[name] = made
        write_private(self.path, msgspec.json.encode(self.made).decode())

    def day(self, days: int) -> date:
        """A day counted from the one on which the first load began."""
        if "began" not in self.made:
            self.keep("began", datetime.now(UTC).date().isoformat())
        return date.fromisoformat(self.made["began"]) + timedelta(days=days)


class Client:
    """The API for one person's key."""

    def __init__(self, http: httpx.AsyncClient, api_key: str, ledger: Ledger) -> None:
        self.http = http
        self.ledger = ledger
        self.headers = {"authorization": f"Bearer {api_key}"}

    async def send(self, method: str, path: str, **more: Any) -> Answer:
        """One request; DemoFailed with the problem's words unless it is answered with success."""
        headers = self.headers | more.pop("headers", {})
        answer = await self.http.request(method, path, headers=headers, **more)
        if answer.is_error:
            raise DemoFailed(f"{method} {path} was refused: {answer.status_code} {answer.text}")
        found: Answer = answer.json() if answer.content else {}
        return found

    async def read(self, path: str, **query: str | int) -> Answer:
        return await self.send("GET", path, params=query)

    async def once(self, name: str, method: str, path: str, **more: Any) -> Answer:
        """One request that is made once, in however many loads; its answer."""
        if name not in self.ledger.made:
            key = {"idempotency-key": f"demo-{name}".replace(" ", "-")} if method == "POST" else {}
            sent = await self.send(method, path, **more | {"headers": key | more.get("headers", {})})
            self.ledger.keep(name, sent)
        made: Answer = self.ledger.made[name]
        return made

    async def make(self, name: str, path: str, /, **body: Any) -> Answer:
        """Create something once."""
        return await self.once(name, "POST", path, json=body)
