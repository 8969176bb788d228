"""Requests a second beside the floor, in one run: `python -m tests.bench.http`.

Needs wrk (Debian's package). Both servers are granian with one worker on loopback; each row is measured in turns of
floor and product, and the medians are compared. PostgreSQL is the embedded one, durable (fsync on).
"""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import httpx
import msgspec

from service.db.embedded import EmbeddedPostgres
from service.db.migrate import migrate
from service.db.pool import Database
from service.db.provision import provision
from tests.conftest import House, build_house
from tests.running import ROOT, free_port, running

TURNS = int(os.environ.get("BENCH_TURNS", "5"))
SECONDS = int(os.environ.get("BENCH_SECONDS", "5"))
CONNECTIONS = 16
POST = """
wrk.method = "POST"
wrk.headers["content-type"] = "application/json"
local name = string.format("%d-%d", os.time(), math.random(1, 1000000000))
local number = 0
request = function()
  number = number + 1
  local unique = name .. "-" .. number .. "-" .. tostring({}):sub(8)
  wrk.headers["idempotency-key"] = unique
  return wrk.format(nil, nil, nil, '{"name": "' .. unique .. '"}')
end
"""
LATENCY = re.compile(r"^\s+(50|99)%\s+([\d.]+)(us|ms|s)$", re.MULTILINE)
UNIT_MS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


class Measured(msgspec.Struct, frozen=True):
    """Requests per second, and milliseconds at the median and the 99th percentile."""

    per_second: float
    p50_ms: float
    p99_ms: float


def load(url: str, *, script: Path | None = None, headers: dict[str, str] | None = None) -> Measured:
    """One turn of wrk."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", url]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    if script:
        command += ["-s", str(script)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise RuntimeError(said)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", said)
    at = {percent: float(number) * UNIT_MS[unit] for percent, number, unit in LATENCY.findall(said)}
    assert rate is not None
    return Measured(float(rate[1]), at["50"], at["99"])


def median(turns: list[Measured]) -> Measured:
    """The median of each figure."""
    return Measured(*(statistics.median(getattr(one, name) for one in turns) for name in Measured.__struct_fields__))


async def floor(app_url: str, house: House, port: int, **more: str) -> asyncio.subprocess.Process:
    """The floor's server."""
    granian = shutil.which("granian", path=str(Path(sys.executable).parent)) or "granian"
    environ = {**os.environ, "FLOOR_URL": app_url, "FLOOR_ORG": str(house.organization.uuid), **more}
    options = ["--interface", "asgi", "--loop", "uvloop", "--no-ws", "--port", str(port), "--factory"]
    process = await asyncio.create_subprocess_exec(
        granian, *options, "tests.bench.floor:create_app", cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )
    async with httpx.AsyncClient() as client:
        for _ in range(100):
            try:
                await client.get(f"http://127.0.0.1:{port}/list")
                return process
            except httpx.TransportError:
                await asyncio.sleep(0.1)
    raise TimeoutError("the floor does not answer")


async def compare(base_url: str, floor_url: str, house: House, directory: Path) -> None:
    """Every row, floor and product in turns."""
    script = directory / "post.lua"
    script.write_text(POST)
    async with httpx.AsyncClient(base_url=base_url, headers=house.headers) as client:
        for number in range(200):
            made = await client.post("/v1/brands", json={"name": f"Brand {number}"})
            made.raise_for_status()
    brand = made.json()["id"]
    rows = [
        ("one brand", f"{floor_url}/one/{brand}", f"{base_url}/v1/brands/{brand}", None, 0.8),
        ("a list of 50", f"{floor_url}/list", f"{base_url}/v1/brands", None, 0.8),
        ("a durable idempotent create", f"{floor_url}/create", f"{base_url}/v1/brands", script, 0.7),
    ]
    print(f"{TURNS} turns of {SECONDS} s, {CONNECTIONS} connections, one worker, {os.cpu_count()} cores\n")
    print("| what | floor req/s | ours req/s | ratio | aim | floor p50 / p99 ms | ours p50 / p99 ms |")
    print("|---|---|---|---|---|---|---|")
    for name, floor_address, our_address, post, aim in rows:
        floors, ours = [], []
        for _ in range(TURNS):
            floors.append(await asyncio.to_thread(load, floor_address, script=post))
            ours.append(await asyncio.to_thread(load, our_address, script=post, headers=house.headers))
        low, high = median(floors), median(ours)
        ratio = statistics.median(o.per_second / f.per_second for o, f in zip(ours, floors, strict=True))
        print(
            f"| {name} | {low.per_second:,.0f} | {high.per_second:,.0f} | {ratio:.2f} | {aim} "
            f"| {low.p50_ms:.2f} / {low.p99_ms:.2f} | {high.p50_ms:.2f} / {high.p99_ms:.2f} |",
            flush=True,
        )


async def main() -> None:
    """A database of its own, both servers, and the table."""
    directory = Path(tempfile.mkdtemp(prefix="bench-"))
    directory.chmod(0o711)
    server = EmbeddedPostgres(directory / "pg")
    await server.start()
    try:
        access = await provision(server.superuser_url("postgres"), "cutdown", directory)
        await migrate(access.owner_url)
        db = await Database.open(access.app_url, size=2)
        house = await build_house(db)
        await db.close()
        port = free_port()
        async with running(access.app_url, directory) as (base_url, _server, _worker):
            process = await floor(access.app_url, house, port)
            try:
                await compare(base_url, f"http://127.0.0.1:{port}", house, directory)
            finally:
                process.terminate()
                await process.wait()
    finally:
        await server.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main())
