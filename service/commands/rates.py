"""Frame rates at the command line."""

from __future__ import annotations

from typing import Any

import click

from service.timedtext.edits.forms import rate_named
from service.timedtext.timing import Rate


class RateOf(click.ParamType[Rate]):
    """A frame rate as people write it."""

    name = "rate"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Rate:
        try:
            return value if isinstance(value, Rate) else rate_named(value)
        except (ValueError, ZeroDivisionError):
            self.fail(f"{value} is no frame rate; write 25, 23.976 or 24000/1001", param, ctx)
