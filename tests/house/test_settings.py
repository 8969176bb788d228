"""The settings: every fault at once, no secret in a message, defaults that fit where the program stands."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from service import settings as configuration
from service.secret_files import read_or_make, write_private
from service.settings import VARIABLES, InvalidSettings, Settings


def faults(**environ: str) -> list[str]:
    with pytest.raises(InvalidSettings) as caught:
        Settings.from_environment(environ)
    return caught.value.faults


def test_an_empty_environment_is_enough() -> None:
    found = Settings.from_environment({})
    assert (found.host, found.port, found.public_url) == ("127.0.0.1", 8350, "http://127.0.0.1:8350")
    assert found.storage_url == (found.data_dir / "assets").as_uri()


def test_an_empty_value_means_the_default() -> None:
    assert Settings.from_environment({"CUTDOWN_PORT": "", "DATABASE_URL": " "}) == Settings.from_environment({})


def test_every_fault_is_told_at_once_with_its_variable_and_the_way_out() -> None:
    told = faults(CUTDOWN_PORT="99999", CUTDOWN_WORKERS="many", CUTDOWN_LOG_LEVEL="loud", CUTDOWN_DATA_DIR="data")
    assert len(told) == 4
    for name, way_out in (
        ("CUTDOWN_PORT=99999", "Give a port"),
        ("CUTDOWN_WORKERS=many", "number of server processes"),
        ("CUTDOWN_LOG_LEVEL=loud", "Choose debug"),
        ("CUTDOWN_DATA_DIR=data", "Name a directory"),
    ):
        assert any(fault.startswith(name) and way_out in fault for fault in told), name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://somebody:hunter2@host/database"),
        ("DATABASE_OWNER_URL", "postgresql://somebody:hunter2@host"),
        ("CUTDOWN_SECRET", "hunter2"),
    ],
)
def test_a_private_value_is_never_repeated(name: str, value: str) -> None:
    (told,) = faults(**{name: value})
    assert told.startswith(f"{name} cannot be used")
    assert "hunter2" not in told


@pytest.mark.parametrize("value", ["http://nfs/assets", "s3:bucket", "file://host/assets", "/assets"])
def test_storage_that_is_not_known_is_refused(value: str) -> None:
    (told,) = faults(CUTDOWN_STORAGE_URL=value)
    assert "s3://bucket/prefix" in told


def test_a_misspelt_variable_is_refused_with_the_name_that_was_meant() -> None:
    (told,) = faults(CUTDOWN_PROT="8351")
    assert "CUTDOWN_PORT" in told


def test_other_variables_of_the_environment_are_left_alone() -> None:
    Settings.from_environment({"CUTDOWN_CHROMIUM": "/usr/bin/chromium", "PATH": "/bin"})


def test_an_address_of_version_six_is_bracketed() -> None:
    assert Settings.from_environment({"CUTDOWN_HOST": "::1"}).public_url == "http://[::1]:8350"


def test_a_checkout_keeps_its_own_data() -> None:
    found = configuration.default_data_dir({})
    if os.geteuid() == 0:
        assert found.parent == Path("/var/lib/cutdown")
    else:
        assert found == configuration.ROOT / "var"


def test_the_secret_is_made_once_and_private(tmp_path: Path) -> None:
    settings = Settings.from_environment({"CUTDOWN_DATA_DIR": str(tmp_path)})
    assert settings.secret_bytes() == settings.secret_bytes()
    assert len(settings.secret_bytes()) == 32
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_given_secret_is_used() -> None:
    assert Settings.from_environment({"CUTDOWN_SECRET": "ab" * 32}).secret_bytes() == b"\xab" * 32


def test_proxies_are_networks() -> None:
    with pytest.raises(InvalidSettings, match=r"CUTDOWN_TRUSTED_PROXIES=10\.0\.0\.0/99 cannot be used"):
        Settings.from_environment({"CUTDOWN_TRUSTED_PROXIES": "10.0.0.0/99"})


def test_a_secret_that_is_there_is_never_replaced(tmp_path: Path) -> None:
    first = read_or_make(tmp_path / "secret")
    write_private(tmp_path / "secret", "other\n", replace=False)
    assert read_or_make(tmp_path / "secret") == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]


def test_the_readme_describes_every_setting() -> None:
    readme = (configuration.ROOT / "README.md").read_text()
    missing = [variable.name for variable, _ in VARIABLES.values() if f"`{variable.name}`" not in readme]
    assert missing == []
