"""What processes that make something of a film share: `…_child.py PATH MEMORY_BYTES PROCESSOR_S`, told by JSON on their
input what to make, to which open file and for which process: `{"to": 7, "most_bytes": 1000000, "for": 4711, …}`. They
print JSON objects, one a line: how far they have come (`{"progress": 0.25}`), and at the end what
`probe_child.answer_within` says.

Lock-in is that of `probe_child`, but for the one open file. The process gives way to others, and ends when the thread
that started it does.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import av

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))  # an isolated interpreter does not look beside its script

from service.media.probe_child import Refused, answer_within

NICE = 5
TOLD_EVERY_S = 0.5
_PR_SET_PDEATHSIG = 1

Json = dict[str, Any]
Make = Callable[[BinaryIO, Json], Json]


class Told:
    """Says how far the work has come, at most twice a second."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + TOLD_EVERY_S
            print(json.dumps({"progress": round(min(1.0, max(0.0, share)), 4)}), flush=True)


class Target:
    """The open file as libav writes it: it has no name, and reading it again has a place of its own."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._at = 0
        self.name = "made"

    def read(self, size: int = -1) -> bytes:
        data = os.pread(self._descriptor, size if size >= 0 else sys.maxsize, self._at)
        self._at += len(data)
        return data

    def write(self, data: bytes) -> int:
        view = memoryview(data)
        while view:
            written = os.pwrite(self._descriptor, view, self._at)
            self._at += written
            view = view[written:]
        return len(data)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        begin = {os.SEEK_SET: 0, os.SEEK_CUR: self._at}
        self._at = offset + (begin[whence] if whence in begin else os.fstat(self._descriptor).st_size)
        return self._at

    def tell(self) -> int:
        return self._at

    def again(self, *_: object) -> Target:
        """The same file, read or written elsewhere."""
        return Target(self._descriptor)

    def close(self) -> None:
        """The file is its owner's to close."""


def give_way(parent: int) -> None:
    """Run behind what people wait for, and not without whoever waits for this."""
    os.nice(NICE)
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def too_large(make: Make, file: BinaryIO, asked: Json) -> Json:
    """What `make` says, or that what it made would have become larger than it may."""
    try:
        return make(file, asked)
    except (av.error.FFmpegError, OSError) as error:
        if error.errno == errno.EFBIG:
            raise Refused("too_much", "What is made of it would be too large.") from None
        if error.errno == errno.ENOSPC:
            sys.exit(errno.ENOSPC)  # nothing is wrong with the film
        raise


def main(make: Make) -> None:
    """Make one thing and say what it is."""
    asked = json.load(sys.stdin)
    give_way(asked["for"])
    path, memory_bytes, processor_s = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])

    def measure(file: BinaryIO, _size: int) -> Json:
        return too_large(make, file, asked)

    print(json.dumps(answer_within(measure, path, memory_bytes, processor_s, asked["most_bytes"])))
