"""An approved caption file beside a bare handler and beside nginx, in one run: `deploy/bench files`.

Needs wrk and nginx (Debian's packages; `deploy/bench` installs them). All are on loopback and have one worker; each row
is measured in turns, and the medians of the turns' ratios are told: by the clock, and by the processor time of each
server for an answer, which neighbours disturb less (a server's threads and nginx's worker count, PostgreSQL does not).

The bare handler is litestar on granian with uvloop, as the product; it does one keyed lookup with the product's own
statement and has the bytes in memory. nginx serves the same bytes with the same headers from the disk (one worker,
keep-alive, no log, otherwise as it comes). Ours is measured twice: as it is, and with its memory turned off, so that
every answer asks the database.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx
from msgspec import Struct
from msgspec.structs import replace

from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database
from service.db.provision import Access, provision
from service.settings import Settings
from tests.bench.http import CONNECTIONS, SECONDS, TURNS, Measured, floor, load, median
from tests.captions.workshop import Workshop, webvtt
from tests.conftest import House, build_house
from tests.running import Part, environment, free_port, until_ready

CUES = [(f"{number}.000 {number}.900", f"A caption of some length, number {number}.") for number in range(20)]
# What is nginx's own affair, or said by it in its own way.
NGINX_SAYS = {
    "content-type",
    "content-length",
    "etag",
    "last-modified",
    "accept-ranges",
    "date",
    "server",
    "x-request-id",
}
CONFIG = """
daemon off; worker_processes 1; pid {directory}/nginx.pid; error_log {directory}/nginx.log;
events {{ worker_connections 256; }}
http {{
    access_log off; sendfile on; types {{ text/vtt vtt; }} charset utf-8; charset_types text/vtt;
    server {{ listen 127.0.0.1:{port}; root {directory}/files; {headers} add_header X-Request-Id $request_id; }}
}}
"""


class Server(Struct, frozen=True):
    """A server process, and where it has the file."""

    pid: int
    url: str
    headers: dict[str, str] = {}

    def sending(self, **headers: str) -> Server:
        """The same, asked with more headers."""
        return replace(self, headers=self.headers | {name.replace("_", "-"): value for name, value in headers.items()})


class Row(Struct, frozen=True):
    """One question to all servers; the aims are by the clock: of the bare handler, and of nginx."""

    name: str
    ours: Server
    bare: Server
    nginx: Server | None
    aims: tuple[float, float | None] = (0.9, 0.45)


class Turn(Struct, frozen=True):
    """What wrk saw, and the processor time of the server for an answer in microseconds."""

    seen: Measured
    computing_us: float


@asynccontextmanager
async def product(access: Access, data: Path, **more: str) -> AsyncIterator[Server]:
    """A server of ours."""
    port = free_port()
    part = Part("serve", environment(access.app_url, data, port, **more), data / f"server-{port}.log")
    await part.start()
    try:
        await until_ready(f"http://127.0.0.1:{port}")
        assert part.process is not None
        yield Server(part.process.pid, f"http://127.0.0.1:{port}")
    finally:
        await part.stop()


@contextmanager
def nginx(directory: Path, path: str, answered: httpx.Response) -> Iterator[Server | None]:
    """nginx with the bytes and the headers of an answer of ours; None where there is no nginx."""
    program = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        print("There is no nginx here; `deploy/bench files` installs it.\n")
        yield None
        return
    port = free_port()
    file = directory / "files" / path.lstrip("/")
    file.parent.mkdir(parents=True)
    file.write_bytes(answered.content)
    said = {name: value for name, value in answered.headers.items() if name not in NGINX_SAYS}
    headers = " ".join(f'add_header {name} "{_quoted(value)}";' for name, value in said.items())
    config = directory / "nginx.conf"
    config.write_text(CONFIG.format(directory=directory, port=port, headers=headers))
    process = subprocess.Popen([program, "-c", str(config)])
    try:
        yield Server(process.pid, f"http://127.0.0.1:{port}{path}")
    finally:
        process.terminate()
        process.wait()


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


async def released(access: Access, house: House, data: Path, base_url: str) -> tuple[str, str]:
    """The addresses of an approved file of a public market: its own, and that of the latest."""
    db = await Database.open(access.app_url, size=2)
    settings = Settings.from_environment(environment(access.app_url, data, 1))
    async with httpx.AsyncClient(base_url=base_url, headers=house.headers, timeout=60) as api:
        workshop = Workshop(api, db, house, settings)
        await workshop.open(data, {"US": ["en-US"]}, seconds=21.0)
        track = await workshop.captions(webvtt(*CUES))
        cut = await workshop.cut("Hero 20", (0, 25 * 20))
        await workshop.approve(track["id"])
        await workshop.work(cut)
        (release,) = await workshop.releases(cut)
        tag = (await api.get(f"/v1/campaigns/{workshop.campaign}")).headers["etag"]
        market = {"market": "US", "locales": ["en-US"], "public_delivery": True}
        changed = await api.patch(
            f"/v1/campaigns/{workshop.campaign}", json={"markets": [market]}, headers={"if-match": tag}
        )
        changed.raise_for_status()
    await db.close()
    address = next(file["url"] for file in release["files"] if file["format"] == "vtt")
    return urlsplit(address).path, f"/v1/cuts/{cut}/captions/US/en-US.vtt"


def computing(pid: int) -> float:
    """The processor time of a process and its children so far, in seconds."""
    total = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            fields = stat.read_text().rpartition(")")[2].split()
            if int(stat.parent.name) == pid or int(fields[1]) == pid:
                total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def take(server: Server) -> Turn:
    """One turn."""
    before = computing(server.pid)
    seen = load(server.url, headers=server.headers)
    return Turn(seen, (computing(server.pid) - before) / (seen.per_second * SECONDS) * 1e6)


def _against(ours: list[Turn], other: list[Turn] | None, aim: float | None) -> list[str]:
    if other is None:
        return [""] * 4
    pairs = list(zip(ours, other, strict=True))
    clock = statistics.median(mine.seen.per_second / theirs.seen.per_second for mine, theirs in pairs)
    processor = statistics.median(theirs.computing_us / mine.computing_us for mine, theirs in pairs)
    return [
        f"{median([one.seen for one in other]).per_second:,.0f}",
        f"{clock:.2f}",
        f"{aim or ''}",
        f"{processor:.2f}",
    ]


def _told(row: Row, turns: dict[str, list[Turn]]) -> str:
    ours = median([one.seen for one in turns["ours"]])
    cells = [row.name, f"{ours.per_second:,.0f}", f"{ours.p50_ms:.2f} / {ours.p99_ms:.2f}"]
    for name, aim in zip(("bare", "nginx"), row.aims, strict=True):
        cells += _against(turns["ours"], turns.get(name), aim)
    return f"| {' | '.join(cells)} |"


async def measure(rows: list[Row]) -> None:
    """Every row, all its servers in turns."""
    print(f"{TURNS} turns of {SECONDS} s, {CONNECTIONS} connections, one worker each, {os.cpu_count()} cores\n")
    other = "{} req/s | ratio | aim | by processor"
    print(f"| what | ours req/s | p50 / p99 ms | {other.format('bare')} | {other.format('nginx')} |")
    print(f"|{'---|' * 11}")
    for row in rows:
        turns: dict[str, list[Turn]] = {}
        for _ in range(TURNS):
            for name, server in (("bare", row.bare), ("nginx", row.nginx), ("ours", row.ours)):
                if server is not None:
                    turns.setdefault(name, []).append(await asyncio.to_thread(take, server))
        print(_told(row, turns), flush=True)


async def compare(access: Access, house: House, directory: Path) -> None:
    """All servers, and the table."""
    data = directory / "data"
    data.mkdir()
    async with product(access, data) as ours, product(access, data, CUTDOWN_DELIVERY_MEMORY_S="0") as forgetful:
        path, latest = await released(access, house, data, ours.url)
        async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=5)) as client:
            answered = await client.get(ours.url + path, headers=house.headers)
            kept, port = directory / "kept", free_port()
            kept.write_bytes(answered.content)
            process = await floor(access.app_url, house, port, FLOOR_FILE=str(kept))
            bare = Server(process.pid, f"http://127.0.0.1:{port}/file/{path.split('/')[2]}")
            try:
                with nginx(directory, path, answered) as static:
                    print(f"{len(answered.content)} bytes, {len(answered.headers)} headers\n")
                    tag = (await client.get(static.url)).headers["etag"] if static else ""
                    rows = [
                        *_rows(house, replace(ours, url=ours.url + path), bare, static, answered.headers["etag"], tag),
                        Row("200, without a key", replace(ours, url=ours.url + path), bare, static),
                        Row(
                            "200, the latest", replace(ours, url=ours.url + latest, headers=house.headers), bare, static
                        ),
                    ]
                    forgets = replace(forgetful, url=forgetful.url + path)
                    rows += [
                        replace(row, name=f"{row.name}, memory off", aims=(0.9, None))
                        for row in _rows(house, forgets, bare, None, answered.headers["etag"], tag)
                    ]
                    await measure(rows)
            finally:
                process.terminate()
                await process.wait()


def _rows(house: House, ours: Server, bare: Server, static: Server | None, tag: str, tag_of_nginx: str) -> list[Row]:
    """The whole file and a 304, with a key."""
    ours = replace(ours, headers=house.headers)
    known = None if static is None else static.sending(if_none_match=tag_of_nginx)
    return [
        Row("200", ours, bare, static),
        Row("304", ours.sending(if_none_match=tag), bare.sending(if_none_match=tag), known),
    ]


async def main() -> None:
    """A database of its own."""
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    directory.chmod(0o755)
    server = EmbeddedPostgres(directory / "pg")
    await server.start()
    try:
        access = await provision(server.superuser_url("postgres"), "cutdown", directory)
        await migrate(access.owner_url)
        db = await Database.open(access.app_url, size=2)
        house = await build_house(db)
        await db.close()
        await compare(access, house, directory)
    finally:
        await server.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main())
