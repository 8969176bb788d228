"""The one way in which reading timed text fails."""

from __future__ import annotations


class Unreadable(Exception):
    """A caption file that cannot be taken as it is.

    `line` counts from 1; `reason` says in plain words what is wrong there and what to do about it.
    """

    def __init__(self, line: int, reason: str) -> None:
        super().__init__(f"line {line}: {reason}")
        self.line = line
        self.reason = reason
