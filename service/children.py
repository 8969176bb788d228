"""Child processes of the supervisor: started leashed, in a session of their own, started again when they end."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from service.leash import leashed

FIRST_PAUSE = 0.25
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 30.0
_LOG_LIMIT = 32 * 1024**2

Tell = Callable[[str], None]


class Child:
    """`cutdown <command>` as a process; what it writes goes to `log`, or what it prints, line by line, to `hear`."""

    def __init__(self, command: str, environment: Mapping[str, str], log: Path, hear: Tell | None = None) -> None:
        self.command = command
        self.log = log
        self._hear = hear
        self._environment = dict(environment)
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def start(self) -> None:
        """Start it. Call from the main thread: the child ends when the thread that started it ends."""
        self.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *leashed(signal.SIGTERM, [sys.executable, "-m", "service", self.command]),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log if self._hear is None else asyncio.subprocess.PIPE,
                stderr=log,
                env=self._environment,
                start_new_session=True,  # Ctrl-C reaches the supervisor alone; it decides the order
            )

    async def wait(self) -> int:
        """Its exit status; negative for a signal."""
        if self._process is None:
            return -1
        if self._process.stdout is not None and self._hear is not None:
            async for line in self._process.stdout:
                self._hear(line.decode(errors="replace").rstrip())
        return await self._process.wait()

    async def ended(self) -> str:
        """Wait for its end, then say how it ended."""
        status = await self.wait()
        how = f"signal {-status}" if status < 0 else f"status {status}"
        return f"{how}, see {self.log}"

    async def stop(self, patience: float) -> None:
        """Ask it to end, wait `patience` seconds, then end it and everything it started."""
        if self._process is None or self._process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._process.wait(), patience)
        self._end_session()
        await self._process.wait()

    def kill(self) -> None:
        """End it, and everything it started, at once."""
        if self.pid:
            self._end_session()

    def _end_session(self) -> None:
        """Only while it runs or has just ended: later its number may be somebody else's."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def last_words(self, lines: int = 12) -> str:
        """The end of what it wrote."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 16_384))
            return "\n".join(f"  {line}" for line in log.read().decode(errors="replace").splitlines()[-lines:])

    def shorten_log(self) -> None:
        """Move a log that grew too long aside; the process goes on writing at the new beginning."""
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.with_suffix(".log.1").write_bytes(self.log.read_bytes())
            os.truncate(self.log, 0)


async def keep_running(
    name: str, start: Callable[[], Awaitable[None]], ended: Callable[[], Awaitable[str]], tell: Tell
) -> None:
    """Start something again whenever it ends, with pauses that double until it has been steady. Never returns."""
    pause = FIRST_PAUSE
    while True:
        since = time.monotonic()
        why = await ended()
        pause = FIRST_PAUSE if time.monotonic() - since > STEADY_SECONDS else pause
        while True:
            tell(f"{name} ended ({why}); starting it again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await start()
            except Exception as error:
                why = str(error)
            else:
                break
