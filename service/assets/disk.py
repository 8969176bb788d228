"""The shelf on a local disk. What `publish` has returned survives a power cut.

obstore's own LocalStore renames without fsync, so it only reads here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from obstore.store import LocalStore

from service.assets.problems import BytesLost
from service.assets.threads import beside
from service.secret_files import sync_directory

DRAFTS = "drafts"


class Disk:
    """`<root>/<organization>/<first two digits>/<sha256>`; drafts lie beside, on the same file system."""

    def __init__(self, root: Path) -> None:
        self.root = root
        _make_directory(root)
        self.objects = LocalStore(root)

    @asynccontextmanager
    async def draft(self, organization: str) -> AsyncIterator[BinaryIO]:
        """An empty file to write; gone afterwards unless it was published."""
        file = await beside(self._open_draft, organization)
        try:
            yield file
        finally:
            await beside(_discard, file)

    async def publish(self, draft: BinaryIO, key: str) -> None:
        """Give a draft its name. Returns when both the bytes and the name are on the disk."""
        await beside(self._publish, draft, key)

    @asynccontextmanager
    async def local(self, key: str) -> AsyncIterator[Path]:
        """The file itself. Raises BytesLost."""
        path = self.root / key
        if not path.is_file():
            raise BytesLost(f"{key} is not in the storage")
        yield path

    async def drop(self, directory: str) -> None:
        """Remove a directory with everything in it."""
        await beside(shutil.rmtree, self.root / directory, ignore_errors=True)

    async def sweep(self, older_than_s: float) -> int:
        """Remove the drafts that a killed process left; how many there were."""
        return await beside(self._sweep, time.time() - older_than_s)

    def _open_draft(self, organization: str) -> BinaryIO:
        directory = self.root / organization / DRAFTS
        _make_directory(directory)
        return cast(BinaryIO, tempfile.NamedTemporaryFile(dir=directory, delete=False))

    def _publish(self, draft: BinaryIO, key: str) -> None:
        path = self.root / key
        _make_directory(path.parent)
        if not path.exists():  # else another request has kept the same bytes; its name may not be on the disk yet
            draft.flush()
            os.fsync(draft.fileno())
            Path(draft.name).rename(path)
        sync_directory(path.parent)

    def _sweep(self, before: float) -> int:
        old = [path for path in self.root.glob(f"*/{DRAFTS}/*") if path.stat().st_mtime < before]
        for path in old:
            path.unlink(missing_ok=True)
        return len(old)


def _discard(draft: BinaryIO) -> None:
    Path(draft.name).unlink(missing_ok=True)
    with suppress(OSError):  # what it could not write on a full disk is not wanted any more
        draft.close()


def _make_directory(path: Path) -> None:
    """Make a directory and everything above it so that their names survive a power cut."""
    if path.is_dir():
        return
    _make_directory(path.parent)
    with suppress(FileExistsError):
        path.mkdir(mode=0o700)
    sync_directory(path.parent)
