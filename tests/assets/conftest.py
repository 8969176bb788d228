"""A store on disk, and one in the bucket of an S3 emulator behind a real socket."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from schemas.ids import OrganizationId
from service.assets.store import Store
from service.db.pool import Database
from service.identity import Scope
from tests.jobs.hands import new_organization

_EMULATOR = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print("port", server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""


@pytest.fixture(scope="session")
def s3_address() -> Iterator[str]:
    """Where the emulator, a process of its own, answers. It ends with its standard input."""
    with subprocess.Popen(
        [sys.executable, "-c", _EMULATOR], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as emulator:
        assert emulator.stdin is not None
        assert emulator.stdout is not None
        lines = (line.split() for line in emulator.stdout)
        port = next(line[1].decode() for line in lines if line[:1] == [b"port"])
        yield f"http://127.0.0.1:{port}"
        emulator.stdin.close()


@pytest.fixture
def bucket_url(s3_address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket, and the environment that leads to it."""
    for name, value in {
        "AWS_ENDPOINT_URL": s3_address,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    httpx.put(f"{s3_address}/films", trust_env=False).raise_for_status()
    return "s3://films/cutdown"


@pytest.fixture(params=["disk", "bucket"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Every rule of the store holds on both shelves."""
    if request.param == "disk":
        return Store.from_url((tmp_path / "as sets").as_uri())
    return Store.from_url(request.getfixturevalue("bucket_url"))


@pytest.fixture
async def scope(db: Database) -> Scope:
    """An organization that exists."""
    return Scope(await new_organization(db))


@pytest.fixture
def organization(scope: Scope) -> OrganizationId:
    return scope.organization
