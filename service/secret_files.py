"""Secrets that the program makes for itself once and keeps in files only their owner can read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def read_or_make(path: Path, octets: int = 32) -> str:
    """The secret kept at `path`, in hexadecimal; made of `octets` random bytes when there is none.

    Two processes that start together agree on one value: the file appears whole, under its name, once.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, f"{secrets.token_hex(octets)}\n", replace=False)
    return path.read_text(encoding="ascii").strip()


def write_private(path: Path, text: str, *, replace: bool = True) -> None:
    """Write `text` to `path` durably, mode 0600. With `replace=False` a file that is already there stays as it is."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            try:
                path.hardlink_to(draft)
            except FileExistsError:
                return
        sync_directory(path.parent)
    finally:
        draft.unlink(missing_ok=True)


def sync_directory(directory: Path) -> None:
    """Make the names in `directory` survive a power cut."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
