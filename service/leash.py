"""Children that cannot outlive the process that started them, however it ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal

_PR_SET_PDEATHSIG = 1


def leashed(sign: signal.Signals, command: list[str]) -> list[str]:
    """`command`, run so that the kernel sends it `sign` when the thread that started it ends.

    The process id stays the same. Without util-linux there is no leash, and the next start ends what was left.
    """
    setpriv = shutil.which("setpriv", path="/usr/bin:/bin")
    return [setpriv, "--pdeathsig", sign.name.removeprefix("SIG"), "--", *command] if setpriv else command


def leash_this_process(sign: signal.Signals, parent: int) -> None:
    """The same for the present process, which `parent` started by a fork. Ends it at once when `parent` is gone."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, int(sign), 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), sign)
