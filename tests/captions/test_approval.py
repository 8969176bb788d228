"""Approving and submitting a locale: said once, however often it is asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import asyncpg
import pytest

from service.db.provision import Access
from tests.captions.workshop import Workshop, webvtt


@pytest.mark.parametrize(("verb", "type"), [("submit", "locale.submitted"), ("approve", "locale.approved")])
async def test_asking_twice_is_one_event_and_the_first_answer_stands(
    workshop: Workshop, access: Access, tmp_path: Path, verb: str, type: str
) -> None:
    await workshop.open(tmp_path, {"US": ["en-US"]})
    track = await workshop.captions(webvtt(("0.500 2.000", "Two cups.")))
    answers: list[Any] = [
        await workshop.api.post(f"/v1/tracks/{track['id']}/{verb}", headers={"if-match": '"r1"'}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[0].json() == answers[1].json()
    owner = await asyncpg.connect(access.owner_url)
    assert await owner.fetchval("select count(*) from outbox where type = $1", type) == 1
    await owner.close()
