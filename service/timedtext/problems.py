"""What a reader meets: problems that it can name and go on from, and the one way in which it fails."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Mode = Literal["strict", "repair"]

LEFT_OUT = "left_out"  # something a file had that its cues can do without
ASIDE = frozenset(
    {LEFT_OUT, "bad_setting", "unknown_tag", "bare_ampersand", "late_block", "out_of_order"}
)  # no reason to refuse a file


class Problem(Struct, frozen=True):
    """A place where a file is not as its format has it. `line` counts from 1; `code` is a word for programs, `detail`
    says in plain words what was met and what was done; `repaired`: nothing is lost by it."""

    line: int
    code: str
    detail: str
    repaired: bool = False


class Unreadable(Exception):
    """A caption file that cannot be taken as it is.

    `line` counts from 1; `reason` says in plain words what is wrong there and what to do about it. `problems` has every
    place where there are several.
    """

    def __init__(self, line: int, reason: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
        self.problems = problems
