"""The server time of every page, at a million texts: `python -m tests.bench.pages`.

On the database of `model.py`, as the app role: asks the application in this process, as somebody who is signed in, for
every address under `/` that has a GET. "First" is the first answer of a warm process. "Clock" depends on what else the
machine does; "ours" and "PostgreSQL" are processor time of the two processes and do not. Ends with 1 where both of a
page are more than `AIM_MS` together at the 99th percentile, or its answer is neither a page nor a redirection.
"""

from __future__ import annotations

import asyncio
import gc
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from litestar import Litestar
from litestar.routes import HTTPRoute
from msgspec import Struct

from schemas.ids import CutId, PostId, SourceId, TrackId
from schemas.market_links import NewMarketLink
from service.app import create_app
from service.campaigns.links import make_link
from service.captions import sheets
from service.db.pool import Database
from service.people.tokens import fingerprint, new_session_token
from service.settings import Settings
from tests.bench import long_film
from tests.bench.model import computed, seeded
from tests.bench.questions import CUT, LOCALE, MARKET, MASTER, ORGANIZATION, PERSON, TRACK, WIDE, campaign, made

AIM_MS = 50.0
RUNS = int(os.environ.get("BENCH_RUNS", "100"))
WARMING = 5
# Not pages: what a browser loads beside one, files, links that are used once, the way in.
BESIDE = ("/v1", "/b/", "/f/", "/ics/", "/static/", "/invitation/", "/reset/", "/healthz", "/readyz", "/openapi.json")
PARTS = {
    "campaign_id": str(campaign(WIDE)),
    "cut_id": str(CUT),
    "source_id": str(MASTER),
    "locale": LOCALE,
    "track_id": str(TRACK),
    "room": "cuts",
    "post_id": str(PostId(made("post", WIDE, 302))),
    "market": MARKET,
    "code": MARKET,
    "slug": "not-found",
    "person_id": str(PERSON.id),
}


class Ask(Struct, frozen=True):
    """An address, and what is forgotten before each time."""

    name: str
    path: str
    before: Callable[[], None] = lambda: None


class Answer(Struct, frozen=True):
    """One run: seconds by the clock, of our processor time and of PostgreSQL's; statements, bytes, status."""

    clock: float
    ours: float
    database: float
    queries: int
    size: int
    status: int


class Bench:
    """The application with one person signed in, and connections that count what is asked through them."""

    def __init__(self, app: Litestar, token: str) -> None:
        self.app, self.token, self.asked = app, token, 0
        self.processes: list[int] = []

    async def listen(self) -> None:
        """Open every connection of the pool and count its statements."""
        pool = self.app.state.db.pool
        held = [await pool.acquire() for _ in range(pool.get_max_size())]
        for one in held:
            one.add_query_logger(self._count)
            self.processes.append(one.get_server_pid())
            await pool.release(one)

    def _count(self, query: Any) -> None:
        self.asked += 1

    async def get(self, path: str) -> Answer:
        """Ask once."""
        bare, _, query = path.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "GET",
            "scheme": "http",
            "path": bare,
            "raw_path": bare.encode(),
            "root_path": "",
            "query_string": query.encode(),
            "headers": [(b"host", b"cutdown.test"), (b"cookie", f"cutdown={self.token}".encode())],
            "client": ("127.0.0.1", 1),
            "server": ("cutdown.test", 80),
        }
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        self.asked, database = 0, sum(map(computed, self.processes))
        clock, ours = time.perf_counter(), time.process_time()
        await self.app(scope, receive, send)  # type: ignore[arg-type]
        ours, clock = time.process_time() - ours, time.perf_counter() - clock
        database = sum(map(computed, self.processes)) - database
        size = sum(len(message.get("body", b"")) for message in sent)
        return Answer(clock, ours, database, self.asked, size, sent[0]["status"])


def addresses(app: Litestar, token: str) -> Iterator[str]:
    """Every address that has a GET and is a page, with its parts filled in; KeyError for one that nobody thought of."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or route.path.startswith(BESIDE) or "file" in route.path_format:
            continue
        if "GET" in route.route_handler_map:
            yield route.path_format.format_map(PARTS | {"token": token})


def shortened(path: str) -> str:
    """An address for the table."""
    return "/".join(part if len(part) < 20 else "…" for part in path.split("/"))


def asks(app: Litestar, market: str) -> list[Ask]:
    """Every page, and those that depend on what they are asked for."""
    wide, long = f"/c/{campaign(WIDE)}", f"/c/{long_film.CAMPAIGN}"
    source, cut, german = (
        kind(long_film.IDS[name]) for kind, name in ((SourceId, "source_id"), (CutId, "cut_id"), (TrackId, "german_id"))
    )
    cell = f"{wide}/captions?cut={CUT}&locale={LOCALE}"
    master = f"{long}/masters/{source}"
    return [
        *(Ask(shortened(path), path) for path in addresses(app, market)),
        Ask("campaigns, by name", "/campaigns?sort=name"),
        Ask("a cell opened", cell),
        Ask("editor of a cut, a cue opened", f"{wide}/captions/{CUT}/{LOCALE}?cue=2"),
        Ask("story of a plain campaign", f"/c/{campaign(5)}/story"),
        Ask("palette, looking", "/palette?q=campaign"),
        Ask("editor, 1,500 cues", f"{master}/de-DE"),
        Ask("…, a cue opened", f"{master}/de-DE?cue=700"),
        Ask("…, of its own language", f"{master}/en-US"),
        Ask("…, of a cut", f"{long}/captions/{cut}/de-DE"),
        Ask("…, measured anew", f"{master}/de-DE", sheets._remembered.clear),
        Ask("review, 1,500 cues", f"{long}/review/{german}"),
        Ask("matrix of the long film", f"{long}/captions"),
    ]


async def market_link(db: Database) -> str:
    """The secret of a link to a market's page."""
    async with db.transaction(PERSON.scope) as tx:
        made = await make_link(tx, PERSON, campaign(WIDE), NewMarketLink(market=MARKET, label="bench"), "http://x")
    assert made.url is not None
    return made.url.rpartition("/")[2]


async def sign_in(db: Database) -> str:
    """The token of a session of the seed's first person, who may do everything."""
    token = new_session_token()
    async with db.transaction(PERSON.scope) as tx:
        await tx.connection.execute(
            "insert into role_grant (org, person_id, role) values ($1, $2, 'admin') on conflict do nothing",
            ORGANIZATION,
            PERSON.id,
        )
        await tx.connection.execute(
            "insert into session (org, person_id, token_sha256, expires_at) values ($1, $2, $3, now() + $4::interval)",
            ORGANIZATION,
            PERSON.id,
            fingerprint(token),
            timedelta(days=1),
        )
    return token


def told(found: list[Answer], side: str) -> tuple[float, float]:
    """Milliseconds at the median and the 99th percentile."""
    values = [1000 * getattr(one, side) for one in found]
    return statistics.median(values), statistics.quantiles(values, n=100)[98]


async def measure(bench: Bench, ask: Ask) -> bool:
    """A line of the table; whether the page is within its aim."""
    found: list[Answer] = []
    for _ in range(1 + WARMING + RUNS):
        ask.before()
        found.append(await bench.get(ask.path))
    first, runs = found[0], found[1 + WARMING :]
    clock, ours, database = (told(runs, side) for side in ("clock", "ours", "database"))
    whole = statistics.quantiles([1000 * (one.ours + one.database) for one in runs], n=100)[98]
    good = first.status in (200, 303) and whole < AIM_MS
    verdict = "" if good else f"**{whole:.0f} ms**" if whole > AIM_MS else first.status
    print(
        f"| {ask.name} | {1000 * (first.ours + first.database):.0f} | {clock[0]:.1f} / {clock[1]:.1f} "
        f"| {ours[0]:.1f} / {ours[1]:.1f} | {database[0]:.1f} / {database[1]:.1f} | {first.queries} "
        f"| {first.size / 1000:.0f} | {verdict} |",
        flush=True,
    )
    return good


async def main() -> int:
    """The table."""
    async with seeded() as url:
        db = await Database.open(url, size=1)
        await long_film.add_long_film(db)
        token, market = await sign_in(db), await market_link(db)
        await db.close()
        with tempfile.TemporaryDirectory() as directory:
            environment = {
                "DATABASE_URL": url,
                "CUTDOWN_LOG_LEVEL": "warning",
                "CUTDOWN_DATA_DIR": directory,
                "CUTDOWN_SECRET": secrets.token_hex(32),
            }
            app = create_app(Settings.from_environment(environment | {"CUTDOWN_DATABASE_CONNECTIONS": "3"}))
            async with app.lifespan():
                await app.state.pages.warm()
                gc.collect()
                gc.freeze()  # as the server does
                bench = Bench(app, token)
                await bench.listen()
                now, load = datetime.now(UTC), os.getloadavg()[0]
                print(f"{now:%Y-%m-%d}, {os.cpu_count()} cores, load {load:.0f}, {RUNS} runs\n")
                print("| page | first ms | clock p50 / p99 | ours p50 / p99 | PostgreSQL p50 / p99 | queries | kB | |")
                print("|---|---|---|---|---|---|---|---|")
                return 0 if all([await measure(bench, ask) for ask in asks(app, market)]) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
