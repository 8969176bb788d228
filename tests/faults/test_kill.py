"""kill -9 of everything at random under load: nothing acknowledged is lost, nothing is done twice.

`pytest tests/faults -s --kills 500 --seed 7` kills more often, or in the same order again.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from statistics import median

import httpx
import pytest
from msgspec import Struct, field

from service import children
from service.db.embedded import until
from service.db.outage import OUTAGE
from service.db.pool import Database
from service.jobs.records import list_parked, unpark
from tests.faults.answers import unfinished, wrong_answers, wrong_bytes
from tests.faults.caller import Caller, Ledger
from tests.faults.film import bytes_of_film, make_film, variant
from tests.faults.load import everybody, finish
from tests.faults.rows import undispatched, wrong_rows
from tests.faults.site import VICTIMS, Site

PATIENCE_S = 90.0
BROKEN = ("failure", "job_parked", "jobs_left_behind", "subscription_failed")
UNLUCKY = "its worker ended without a word"
QUIETS_S = (0.05, 0.2, 0.8)  # at most, before a kill: in the middle of what was begun, or well after it
BEGUN = "select exists (select from jobs.pgqueuer where status = 'picked' and updated > now() - interval '50 ms')"
IN_A_JOB = 0.4  # of the kills wait until a job was begun
IN_TROUBLE = 0.5  # of the kills come before anything was acknowledged since the last one


class Trouble(Struct):
    """What was killed, and how long each time until something was acknowledged again."""

    killed: Counter[str] = field(default_factory=Counter)
    silence_s: list[float] = field(default_factory=list)


@pytest.fixture
async def site(short_directory: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Site]:
    """A Cutdown whose supervisor never loses patience."""
    monkeypatch.setattr(children, "LONGEST_PAUSE", children.FIRST_PAUSE)
    directory = short_directory / "faults"
    directory.mkdir(0o755)
    site = Site(directory)
    try:
        await site.start()
        yield site
    finally:
        await site.stop()


@pytest.mark.timeout(0)
async def test_nothing_acknowledged_is_lost_and_nothing_is_done_twice(
    site: Site, kills: int, seed: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with capsys.disabled():
        print(f"\n{kills} kills with seed {seed}")
    data = bytes_of_film(tmp_path)
    began = time.monotonic()
    headers = {"authorization": f"Bearer {site.api_key}"}
    async with (
        httpx.AsyncClient(base_url=site.base_url, headers=headers, timeout=20, trust_env=False) as client,
        site.kept_running(),
    ):
        caller = Caller(client, Ledger())
        films = [await make_film(caller, f"Film {name}", variant(data, 0)) for name in "AB"]
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            for person in everybody(caller, films, data, stop, seed):
                group.create_task(person)
            trouble = await make_trouble(site, caller.ledger, random.Random(seed), kills)
            stop.set()
        under_load_s = time.monotonic() - began
        await rested(site)
        await unpark_the_unlucky(site)
        await rested(site)
        wrong = await unfinished(caller, films)
        for film in films:
            await finish(caller, film)
        await rested(site)
        wrong += await wrong_answers(caller, films)
        async with site.superuser() as postgres:
            wrong += await wrong_rows(postgres, caller.ledger)
            wrong += await wrong_bytes(site, postgres)
    with capsys.disabled():
        print(report(site, caller.ledger, trouble, under_load_s, time.monotonic() - began))
    wrong += caller.ledger.failures + [one for one in logged(site, *BROKEN) if UNLUCKY not in one]
    assert not wrong, "\n".join([f"{len(wrong)} things are wrong:", *wrong[:40]])
    assert sum(trouble.killed.values()) == kills


async def make_trouble(site: Site, ledger: Ledger, rng: random.Random, kills: int) -> Trouble:
    """Kill every kind of victim equally often, in random order, at random moments."""
    trouble = Trouble()
    victims = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    rng.shuffle(victims)
    for victim in victims:
        before, since = ledger.acknowledged, time.monotonic()
        if rng.random() > IN_TROUBLE:
            await until_acknowledged(site, ledger, before)
            trouble.silence_s.append(time.monotonic() - since)
        if rng.random() < IN_A_JOB:
            await until_a_job_runs(site)
        else:
            await asyncio.sleep(rng.uniform(0, rng.choice(QUIETS_S)))
        assert await until(partial(site.kill, victim, rng), PATIENCE_S)
        trouble.killed[victim] += 1
    await until_acknowledged(site, ledger, ledger.acknowledged)
    return trouble


async def until_acknowledged(site: Site, ledger: Ledger, before: int) -> None:
    """Wait for the next acknowledged write."""
    came = await until(lambda: ledger.acknowledged > before, PATIENCE_S)
    assert came, f"nothing is acknowledged any more: {site.looks()}"


async def until_a_job_runs(site: Site) -> None:
    """Wait a second at most for a job that was picked up just now."""
    end = time.monotonic() + 1
    while time.monotonic() < end:
        with suppress(*OUTAGE):
            async with site.superuser() as postgres:
                if await postgres.fetchval(BEGUN):
                    return
        await asyncio.sleep(0.01)


async def rested(site: Site) -> None:
    """Wait until every event was dispatched and no job waits or runs."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        async with site.superuser() as postgres:
            waiting = await postgres.fetchval("select count(*) from jobs.pgqueuer where status <> 'failed'")
            if not waiting and not await undispatched(postgres):
                return
        await asyncio.sleep(0.25)
    raise AssertionError(f"{waiting} jobs are still under way: {site.looks()}")


async def unpark_the_unlucky(site: Site) -> None:
    """Queue again, as an operator would, the jobs whose worker was killed each time they ran.

    A job that ends three workers is parked: it could be what kills them.
    """
    db = await Database.open(site.app_url, size=1)
    async with db.system() as tx:
        parked = [one.number for one in await list_parked(tx) if UNLUCKY in one.reason]
        await unpark(tx, parked)
    await db.close()


def logged(site: Site, *events: str) -> list[str]:
    """What the parts said of such events."""
    lines = [line for part in (site.server, site.worker) for line in part.log.read_text().splitlines()]
    entries = [json.loads(line) for line in lines if line.startswith("{")]
    return [str(entry) for entry in entries if entry["event"] in events]


def report(site: Site, ledger: Ledger, trouble: Trouble, under_load_s: float, all_s: float) -> str:
    """The figures of a run."""
    jobs = {event: len(logged(site, event)) for event in ("job_done", "job_failed", "job_parked")}
    repeated = {what: times for what, times in sorted(ledger.outcomes.items()) if not what.startswith("2")}
    return (
        f"{sum(trouble.killed.values())} kills {dict(trouble.killed)}; {ledger.acknowledged} writes acknowledged, "
        f"{ledger.found} found done; not 2xx: {repeated}; {jobs}; {under_load_s:.0f} s of load, {all_s:.0f} s in all\n"
        f"until the next acknowledged write: median {median(trouble.silence_s):.2f} s, "
        f"longest {max(trouble.silence_s):.2f} s"
    )
