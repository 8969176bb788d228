"""The plans of what the product asks most, as the app role, on enough rows that a sequential scan would be wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from msgspec import Struct

from service.db.pool import Database
from tests.bench.questions import PERSON, Question, questions
from tests.bench.recording import Large, faults, large_tables
from tests.bench.seed import Size, seed
from tests.conftest import Cluster, new_database

SMALL = Size(organizations=4, campaigns=110, narrow=14)


class Agency(Struct, frozen=True):
    """A seeded database, and its large tables."""

    db: Database
    large: Large


@pytest.fixture(scope="module")
async def agency(cluster: Cluster) -> AsyncIterator[Agency]:
    """Like the bench's, smaller."""
    async with new_database(cluster) as access:
        await seed(access.owner_url, SMALL)
        db = await Database.open(access.app_url, size=2)
        yield Agency(db, await large_tables(db, PERSON.scope))
        await db.close()


async def test_there_is_enough_for_a_plan_to_be_wrong(agency: Agency) -> None:
    async with agency.db.reading(PERSON.scope) as tx:
        texts = await tx.connection.fetchval("select reltuples from pg_class where relname = 'cue_text'")
    assert texts > 50_000
    assert agency.large.tables >= {
        "asset",
        "cue",
        "cue_text",
        "cut_cue",
        "cut_override",
        "file",
        "release",
        "release_input",
        "segment",
    }


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
async def test_it_is_answered_from_indexes_and_reads_no_more_than_it_needs(agency: Agency, question: Question) -> None:
    assert await faults(agency.db, question, agency.large) == []
