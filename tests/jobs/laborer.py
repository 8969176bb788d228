"""A worker process as it is started in earnest, with jobs that get into trouble when they are told to.

Arguments: heartbeat seconds, drain seconds, a directory whose files are the signs between test and job.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import uvloop

from service import logs, worker
from service.db.embedded import until
from service.db.pool import Database
from service.jobs.crew import Pace
from service.jobs.registry import Job, job
from service.jobs.results import once
from service.settings import Settings

SIGNS = Path(sys.argv[3])


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def note(db: Database, job: Job, what: str) -> None:
    async with db.transaction(job.scope) as tx:
        await tx.connection.execute("insert into trial (what, pid) values ($1, $2)", what, os.getpid())


@job("test.slow")
async def slow(db: Database, job: Job) -> None:
    """Waits for the file `go`, then has its effect once."""
    await note(db, job, "begun")
    await until((SIGNS / "go").exists, 60)
    async with db.transaction(job.scope) as tx:

        async def act() -> None:
            await tx.connection.execute("insert into trial (what, pid) values ('effect', $1)", os.getpid())

        await once(tx, job, job.revision, act)
        if job.payload.get("die") == "before" and not (SIGNS / "died").exists():
            (SIGNS / "died").touch()
            die()
    if job.payload.get("die") == "after" and not (SIGNS / "died").exists():
        (SIGNS / "died").touch()
        die()


@job("test.poison")
async def poison(db: Database, job: Job) -> None:
    """Ends every worker that touches it."""
    await note(db, job, "begun")
    die()


if __name__ == "__main__":
    settings = Settings.from_environment(os.environ)
    logs.configure(settings)
    uvloop.run(worker.run(settings, Pace(heartbeat_s=float(sys.argv[1]), poll_s=0.2, drain_s=float(sys.argv[2]))))
