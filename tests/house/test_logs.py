"""The log: one line of JSON for each event, with neither bodies nor secrets."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from service import logs
from service.settings import Settings


@pytest.fixture(autouse=True)
def untouched_logging() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def configure(**environ: str) -> None:
    logs.configure(Settings.from_environment({"CUTDOWN_LOG_FORMAT": "json", **environ}))


def test_an_event_is_one_line_with_its_facts(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    structlog.get_logger().info("track_approved", locale="pt-BR", cues=25)
    (line,) = logged(capsys)
    assert {name: line[name] for name in ("event", "level", "locale", "cues")} == {
        "event": "track_approved",
        "level": "info",
        "locale": "pt-BR",
        "cues": 25,
    }


def test_the_standard_librarys_log_takes_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    logging.getLogger("elsewhere").warning("odd %s", "thing")
    (line,) = logged(capsys)
    assert (line["event"], line["level"]) == ("odd thing", "warning")


def test_secrets_and_bodies_do_not_reach_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    structlog.get_logger().info(
        "tried",
        password="hunter2",
        body=b"hunter2".decode(),
        headers={"Cookie": "hunter2", "accept": "text/vtt"},
        url="postgresql://cutdown_app:hunter2@host/cutdown",
        note="with cut_live_hunter2",
    )
    text = capsys.readouterr().err
    assert "hunter2" not in text
    assert "text/vtt" in text


def test_an_exception_is_logged_without_its_passwords(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        raise ConnectionError("postgresql://cutdown_app:hunter2@host refused")
    except ConnectionError:
        structlog.get_logger().exception("lost")
    (line,) = logged(capsys)
    assert "ConnectionError" in str(line["exception"])
    assert "hunter2" not in str(line)


def test_the_level_holds_for_both_logs(capsys: pytest.CaptureFixture[str]) -> None:
    configure(CUTDOWN_LOG_LEVEL="error")
    structlog.get_logger().warning("small")
    logging.getLogger("elsewhere").warning("small")
    assert logged(capsys) == []
