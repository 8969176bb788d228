"""Logging: events as short stable keys with facts as fields, to standard error, without bodies and without secrets."""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, Protocol

import structlog

_PRIVATE_FIELD = re.compile(r"passw|secret|token|cookie|authorization|api_?key|body|csrf", re.IGNORECASE)
_PRIVATE_TEXT = re.compile(
    r"(?<=://)[^/@\s]+(?=@)|\bcut_(?:live|test)_\w+|(?<=/invitation/)[\w-]+|(?<=/reset/)[\w-]+|(?<=/m/)[\w-]+"
    r"|(?<=/ics/)(?:posts/)?[\w-]+|(?<=/b/)[\w-]+"
)
HIDDEN = "[hidden]"


class Chosen(Protocol):
    """The part of the settings that says how to log."""

    @property
    def log_level(self) -> str: ...
    @property
    def log_format(self) -> str: ...


def configure(settings: Chosen) -> None:
    """Send structlog and the standard library's logging through one renderer. Call once, first thing in a process."""
    console = settings.log_format == "console" or (settings.log_format == "auto" and sys.stderr.isatty())
    level = logging.getLevelNamesMapping()[settings.log_level.upper()]
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    rendered: list[structlog.typing.Processor] = (
        [hide_secrets, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())]
        if console
        else [structlog.processors.format_exc_info, hide_secrets, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *rendered],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for talkative in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(talkative).setLevel(max(level, logging.WARNING))


def hide_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Replace what must not be in a log: fields named like secrets, passwords in addresses, API keys and the tokens of
    links in any text."""
    return {name: HIDDEN if _PRIVATE_FIELD.search(name) else _hidden(value) for name, value in event.items()}


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return _PRIVATE_TEXT.sub(HIDDEN, value)
    if isinstance(value, dict):
        return {key: HIDDEN if _PRIVATE_FIELD.search(str(key)) else _hidden(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden(part) for part in value]
    return value
