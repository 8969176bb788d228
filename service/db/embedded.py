"""The PostgreSQL that runs when no DATABASE_URL is given: installed by pip, held as a child, reached by a socket.

Nobody gets in without a password, nothing listens on the network, no directory that was not made here is changed.
One holder at a time: the lock is freed by the kernel when its holder ends, however it ends.
"""

from __future__ import annotations

import asyncio
import fcntl
import hashlib
import math
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from service.db import installation, leftovers
from service.db.installation import EmbeddedFailed
from service.leash import leashed
from service.secret_files import read_or_make, sync_directory, write_private

RECOVERY_SECONDS = 60.0
STOP_SECONDS = 30.0
SOCKET_PATH_LIMIT = 107  # bytes, by the kernel
SUPERUSER = "postgres"

_ALWAYS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_error_statement": "panic",  # statements carry what people wrote
    "log_error_verbosity": "terse",
    "restart_after_crash": "off",  # its holder starts it again; by itself it waits for ever when its recovery is killed
}
_FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
_LOG_LIMIT = 8 * 1024**2


class EmbeddedPostgres:
    """PostgreSQL 18 on `directory`, which belongs to it alone and is made when it is missing.

    `durable=False` is for tests: quicker, and a power cut may lose everything. `settings` are server settings.
    Call `start` from the main thread: the server ends when the thread that started it ends.
    """

    def __init__(self, directory: Path, durable: bool = True, settings: Mapping[str, str] | None = None) -> None:
        self.directory = directory.absolute()
        self.durable = durable
        self.settings = {**_ALWAYS, **({} if durable else _FORGETFUL), **(settings or {})}
        self.log = self.directory / "postgres.log"
        self._account = installation.account()
        self._cluster = self.directory / "cluster"
        self._socket_dir = self._choose_socket_dir()
        self._server: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None

    @property
    def pid(self) -> int | None:
        """The server's process while it runs."""
        return self._server.pid if self._server is not None and self.alive() else None

    def alive(self) -> bool:
        return self._server is not None and self._server.poll() is None

    @property
    def made(self) -> bool:
        """Whether there is a cluster, running or not."""
        return (self._cluster / "PG_VERSION").exists()

    def superuser_url(self, database: str = "postgres") -> str:
        """For administration only: the superuser passes every wall."""
        password = read_or_make(self.directory / "superuser.password")
        return f"postgresql://{SUPERUSER}:{password}@/{quote(database)}?host={quote(str(self._socket_dir))}"

    async def start(self) -> None:
        """Make the cluster when there is none, end what an earlier run left behind, start, wait until it answers.

        Raises EmbeddedFailed, whose text says what to do.
        """
        if self.alive():
            return
        self._take_directory()
        try:
            binaries = installation.binaries(self.directory / "software", self._account)
            await leftovers.end(self._cluster, until)
            if not self.made:
                await self._initialize(binaries)
            await self._launch(binaries)
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """End the server (open transactions roll back, everything committed is on disk) and free the directory."""
        if self._server is not None:
            for sign in (signal.SIGINT, signal.SIGQUIT):
                if self.alive():
                    self._server.send_signal(sign)
                    await until(lambda: not self.alive(), STOP_SECONDS)
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    async def ended(self) -> str:
        """Wait for the server's end, whoever ended it, then say where its last words are."""
        await until(lambda: not self.alive(), math.inf, every=0.25)
        return f"see {self.log}"

    def _take_directory(self) -> None:
        installation.make_directory(self.directory, self._account)
        if self._lock is not None:
            return
        lock = os.open(self.directory / "lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(lock, 20, 0).decode("ascii", "replace").strip()
            os.close(lock)
            raise EmbeddedFailed(
                f"Another Cutdown (process {holder}) already runs on {self.directory}. "
                "Stop it first, or give this one a directory of its own with CUTDOWN_DATA_DIR."
            ) from None
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
        self._lock = lock

    async def _initialize(self, binaries: Path) -> None:
        """initdb into a draft directory that gets its name only when it is whole."""
        draft = self.directory / "cluster.new"
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        installation.give(draft, self._account)
        password_file = self.directory / "initdb.password"
        write_private(password_file, read_or_make(self.directory / "superuser.password"))
        installation.give(password_file, self._account)
        options = [
            f"--pgdata={draft}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--locale=C",
            "--data-checksums",
            "--no-instructions",
            *([] if self.durable else ["--no-sync"]),
        ]
        initdb = self._spawn([str(binaries / "initdb"), *options])
        try:
            await until(lambda: initdb.poll() is not None, RECOVERY_SECONDS)
        finally:
            initdb.kill()
            password_file.unlink(missing_ok=True)
        if initdb.wait() != 0:
            raise EmbeddedFailed(f"PostgreSQL could not make its files. {self._last_words()}")
        draft.rename(self._cluster)
        sync_directory(self.directory)

    async def _launch(self, binaries: Path) -> None:
        """Start the server and wait; it refuses while the last backends of a killed one are still ending."""
        self._make_socket_dir()
        options = [f"--{name}={value}" for name, value in self.settings.items()]
        command = [str(binaries / "postgres"), "-D", str(self._cluster), "-k", str(self._socket_dir), *options]
        end = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < end:
            beginning = self.log.stat().st_size if self.log.exists() else 0
            self._server = self._spawn(command)
            await until(lambda: self._ready() or not self.alive(), end - time.monotonic())
            if self._ready():
                return
            if self.alive() or b"pre-existing shared memory" not in self.log.read_bytes()[beginning:]:
                break
            await asyncio.sleep(0.5)
        raise EmbeddedFailed(f"PostgreSQL did not start. {self._last_words()}")

    def _spawn(self, command: list[str]) -> subprocess.Popen[bytes]:
        with self._open_log() as log:
            return subprocess.Popen(
                leashed(signal.SIGINT, command),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"},
                umask=0o077,
                start_new_session=True,
                **installation.as_user(self._account),
            )

    def _ready(self) -> bool:
        """The server writes `ready` into the eighth line of its pid file when it takes connections."""
        try:
            lines = [line.strip() for line in (self._cluster / "postmaster.pid").read_text().splitlines()]
        except OSError:
            return False
        return self.pid is not None and lines[:1] == [str(self.pid)] and lines[7:8] == ["ready"]

    def _choose_socket_dir(self) -> Path:
        inside = self.directory / "socket"
        if len(os.fsencode(inside / ".s.PGSQL.5432")) <= SOCKET_PATH_LIMIT:
            return inside
        name = f"cutdown-{hashlib.sha256(os.fsencode(self.directory)).hexdigest()[:16]}"
        return (Path("/run") if self._account else installation.runtime_dir()) / name

    def _make_socket_dir(self) -> None:
        self._socket_dir.mkdir(mode=0o700, exist_ok=True)
        owners = {os.geteuid(), self._account.pw_uid if self._account else os.geteuid()}
        if self._socket_dir.is_symlink() or self._socket_dir.stat().st_uid not in owners:
            raise EmbeddedFailed(f"{self._socket_dir} belongs to somebody else. Remove it, then start again.")
        self._socket_dir.chmod(0o700)
        installation.give(self._socket_dir, self._account)
        for left in self._socket_dir.iterdir():  # its lock may name a process that is something else by now
            left.unlink()

    def _open_log(self) -> BinaryIO:
        if self.log.exists() and self.log.stat().st_size > _LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        log = self.log.open("ab")
        self.log.chmod(0o600)
        return log

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines()[-8:]
        return "\n  ".join([f"The end of {self.log}:", *lines])


async def until(condition: Callable[[], bool], seconds: float, every: float = 0.02) -> bool:
    """Wait for a condition; False when it did not come true within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        await asyncio.sleep(every)
    return True
