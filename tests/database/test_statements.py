"""Every statement of the product, read as text: it names its organization, and where it must its brands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import service.db
from service.db.queries import Query, parse
from tests.conftest import Cluster
from tests.database import walls
from tests.database.calls import ROOMS, blocks
from tests.database.catalog import ask
from tests.database.walls import Relations, faults, view_faults

SCHEMA = Path(service.db.__file__).with_name("schema.sql").read_text("utf-8")

_CONDITION = re.compile(r"\b(\w+\.)?org = \$1\b|\(\$2::uuid\[\] is null or (\w+\.)?\w+ = any\(\$2\)\)|\bwhere id = \$1")

# A person has no brand, nor has an invitation. What is shown of one are roles, and those are held to the brands that
# may be seen.
PERSONS = {"people.get_account", "people.list_accounts", "people.get_invitation", "people.list_invitations"}


@pytest.fixture(scope="session")
async def relations(cluster: Cluster) -> Relations:
    """The tables and views of the schema with their columns."""
    rows = await ask(
        cluster.administrator("cutdown_reference"),
        """select c.relname as name, array_agg(a.attname::text) as columns
           from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
           where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') group by 1""",
    )
    return {row["name"]: frozenset(row["columns"]) for row in rows}


@pytest.mark.parametrize("name", blocks())
def test_a_statement_is_held_to_its_walls(name: str, relations: Relations) -> None:
    found = faults(blocks()[name], relations)
    if name in PERSONS:
        assert [fault[1:] for fault in found] == [": no brand wall"]
    else:
        assert found == []


def test_every_room_with_statements_is_read() -> None:
    assert {"assets", "campaigns", "captions", "events", "jobs", "people", "stories", "videos"} <= set(ROOMS)
    assert len(blocks()) > 140


def test_a_view_ties_every_relation_to_one_organization() -> None:
    views = re.findall(r"^create view (\w+) with \(security_invoker\) as\n(.*?);$", SCHEMA, re.MULTILINE | re.DOTALL)
    assert {"track_state", "cue_state", "file_state", "release_state"} <= {name for name, _ in views}
    assert len(views) == SCHEMA.count("create view")
    for name, sql in views:
        assert view_faults(sql) == [], name
        for org in re.finditer(r"(?:and |on |where )\w+\.org = \w+\.org", sql):
            assert view_faults(sql[: org.start()] + org[0].split()[0] + " true" + sql[org.end() :]) != [], (
                name,
                org[0],
            )


async def test_a_conflict_is_only_ever_with_a_row_of_the_same_organization(cluster: Cluster) -> None:
    used = {found for query in blocks().values() for found in re.findall(r"on conflict on constraint (\w+)", query.sql)}
    assert used
    rows = await ask(
        cluster.administrator("cutdown_reference"),
        """select conname from pg_constraint k
           join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey)
           where a.attname = 'org' and conname = any($1)""",
        sorted(used),
    )
    assert {row["conname"] for row in rows} == used


FORGOTTEN = parse(Path(__file__).with_name("forgotten.sql").read_text("utf-8")).blocks


@pytest.mark.parametrize("name", FORGOTTEN)
def test_a_statement_that_forgets_a_wall_is_found(name: str, relations: Relations) -> None:
    assert faults(FORGOTTEN[name], relations) != []


@pytest.mark.parametrize("name", [name for name, query in blocks().items() if query.wall != "system"])
def test_each_condition_of_a_wall_is_missed_when_it_is_taken_out(name: str, relations: Relations) -> None:
    query = blocks()[name]
    statement, conflict, rest = query.sql.partition("on conflict")  # whose constraint names the organization, see above
    conditions = list(_CONDITION.finditer(statement))
    changed = [f"{statement[: one.start()]}true{statement[one.end() :]}" for one in conditions]
    if not conditions:
        assert "insert into" in statement
        changed = [re.sub(r"\(\$1|select \$1", lambda found: found[0].replace("$1", "uuidv7()"), statement)]
    for text in changed:
        assert faults(Query(name, query.wall, "", text + conflict + rest), relations) != [], text


def test_statements_stand_in_the_files_of_their_rooms_only() -> None:
    """A block of a file that is parsed here stays one statement, whatever its file says after it."""
    found = parse("-- name: a (organization)\nselect 1;\n\n-- A heading ---\n\n-- name: b (organization)\nselect 2;\n")
    assert [query.sql for query in found.blocks.values()] == ["select 1", "select 2"]
    assert all(walls.parsed(query.sql) for query in blocks().values())
