"""How loud a film is: ITU-R BS.1770 loudness and true peak of its first sound, as EBU Tech 3341 meters show it.

Measured by the `ebur128` filter of libavfilter in a child process under limits (`loudness_child.py`). What was measured
is a fact; which values a market or a platform wants is said elsewhere.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from service.media.child import Limits, read

CHILD = Path(__file__).with_name("loudness_child.py")
TOOL = "libavfilter ebur128"
VERSION = "2"  # of what the child makes of it; counts on when a value would come out differently


class Rise(Struct, frozen=True):
    """Where it becomes louder at once: the momentary loudness in LUFS before and after, 0.4 s asunder."""

    at_ms: int
    before_lufs: float
    after_lufs: float


class Loudness(Struct, frozen=True):
    """The sound of a film. All None where it has none, or none that is loud enough to count (the gate of BS.1770).

    `curve` is the short-term loudness (3 s) in LUFS, each value the loudest of `step_ms`; -70 stands for all below it.
    """

    integrated_lufs: float | None = None
    range_lu: float | None = None
    true_peak_dbtp: float | None = None
    momentary_lufs: float | None = None
    short_term_lufs: float | None = None
    rises: tuple[Rise, ...] = ()
    step_ms: int = 100
    curve: tuple[float, ...] = ()


async def loudness(path: Path, limits: Limits = Limits(processor_s=600, wall_s=1200.0)) -> Loudness:  # noqa: B008  frozen
    """How loud a film is; raises UnreadableMedia, and OSError where the file itself cannot be opened."""
    return await read(CHILD, path, limits, Loudness)
