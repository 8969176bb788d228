"""Digest fields, after RFC 9530."""

from __future__ import annotations

import hashlib

import pytest

from service.assets.digests import expected_sha256, repr_digest
from service.problems import Unreadable

SHA = hashlib.sha256(b"film")
FIELD = repr_digest(SHA.digest())


@pytest.mark.parametrize("name", ["repr-digest", "content-digest"])
@pytest.mark.parametrize("value", [FIELD, f"sha-512=:AAAA:, {FIELD}", f"{FIELD},unixsum=:AA==:", f"{FIELD};q=1"])
def test_the_announced_hash_is_found(name: str, value: str) -> None:
    assert expected_sha256({name: value}) == SHA.hexdigest()


@pytest.mark.parametrize("headers", [{}, {"repr-digest": ""}, {"repr-digest": "sha-512=:AAAA:"}, {"digest": FIELD}])
def test_without_a_sha_256_nothing_is_announced(headers: dict[str, str]) -> None:
    assert expected_sha256(headers) is None


@pytest.mark.parametrize(
    "value", ["sha-256=:kurz:", f"sha-256={SHA.hexdigest()}", "sha-256", 'sha-256="x"', "SHA-256=:x:"]
)
def test_a_broken_digest_is_refused_not_ignored(value: str) -> None:
    with pytest.raises(Unreadable, match="RFC 9530"):
        expected_sha256({"repr-digest": value})
