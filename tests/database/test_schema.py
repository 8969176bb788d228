"""The schema: told whole in schema.sql, and walled in everywhere."""

from __future__ import annotations

import difflib
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import msgspec
import pytest

import service.db
from service.db.provision import Access, provision
from tests.conftest import Cluster
from tests.database.catalog import ask, dump
from tests.studio import database_name

SCHEMA = Path(service.db.__file__).with_name("schema.sql")

# What the app role may delete: parts that are replaced with their parent's revision, derived rows, what was taken back.
DELETABLE = {
    "role_grant",
    "campaign_market",
    "beat",
    "shot",
    "episode",
    "shot_placement",
    "cut_cue",
    "fact_use",
    "upload",
    "upload_part",
}
# Foreign keys without an index on their own side. Their parents are never deleted and keep their keys, so PostgreSQL
# never looks for the children; and nothing in the product looks for them this way.
UNASKED = {
    "role_grant_brand": "roles are asked for by person",
    "invitation_grant_brand": "roles are asked for by invitation",
    "market_link_maker": "links are asked for by campaign",
    "story_own_archetype": "stories are asked for by campaign",
    "cut_asset": "an asset is asked for by cut",
    "track_source": "tracks are asked for by home",
    "track_cut": "tracks are asked for by home",
    "picture_asset": "an asset is asked for by picture",
    "track_original": "an asset is asked for by track",
    "file_asset": "an asset is asked for by file",
    "rendition_asset": "an asset is asked for by rendition",
    "rendition_cut": "nothing makes renditions yet; their first query brings its index",
    "rendition_release": "nothing makes renditions yet; their first query brings its index",
    "release_input_track": "inputs are asked for by release",
    "cue_text_cue": "texts are asked for by track",
    "fact_use_cue": "facts are asked for by track",
    "cut_override_cue": "overrides are asked for by cut",
    "remark_cue": "remarks are asked for by track",
    "post_step_by": "steps are asked for by post",
    "post_copy_by": "words are asked for by campaign",
    "post_caption_by": "captions are asked for by post",
    "post_caption_release": "captions are asked for by post",
    "post_evidence": "an asset is asked for by post",
    "gate_override_by": "overrides are asked for by post",
    "post_feed_person": "calendars are asked for by campaign",
    "post_notice_brand": "notices are asked for by what they are of",
    "brief_text_by": "words are asked for by campaign",
    "requirement_by": "requirements are asked for by campaign",
    "claim_by": "claims are asked for by campaign",
    "brief_link_by": "links are asked for by campaign",
    "rights_window_by": "rights are asked for by campaign",
    "fact_confirmation_by": "confirmations are asked for by fact",
    "guest_link_maker": "links are asked for by campaign",
    "brief_decision_by": "decisions are asked for by campaign",
    "mark_by": "marks are asked for by video",
    "mark_requirement": "marks are asked for by video",
    "mark_rights": "marks are asked for by video",
    "cut_comment_by": "comments are asked for by cut",
    "cut_comment_resolver": "comments are asked for by cut",
    "cut_decision_by": "decisions are asked for by cut",
    "cut_decision_video": "decisions are asked for by cut",
    "rule_confirmation_by": "confirmations are asked for by pack",
    "rule_confirmation_withdrawn_by": "confirmations are asked for by pack",
    "cut_decision_guest": "decisions are asked for by cut",
    "answer_by": "answers are asked for by cut",
}
NO_ORGANIZATION = {"migration", "outbox_cursor"}
APP = "cutdown_app"


@pytest.fixture
def administrator(cluster: Cluster, access: Access) -> str:
    """The superuser's URL of this test's database."""
    return cluster.administrator(database_name(access.app_url))


@pytest.fixture
async def told(cluster: Cluster) -> AsyncIterator[Access]:
    """A provisioned database that the owner made from schema.sql."""
    made = await provision(cluster.administrator(), "told", cluster.directory)
    owner = await asyncpg.connect(made.owner_url)
    await owner.execute(SCHEMA.read_text("utf-8"))
    await owner.close()
    yield made
    connection = await asyncpg.connect(cluster.administrator())
    await connection.execute("drop database told with (force)")
    await connection.close()


async def test_schema_sql_is_what_all_migrations_come_to(cluster: Cluster, access: Access, told: Access) -> None:
    migrated = await dump(cluster, database_name(access.app_url), "--schema-only")
    read = await dump(cluster, database_name(told.app_url), "--schema-only")
    difference = "\n".join(difflib.unified_diff(migrated.splitlines(), read.splitlines(), "migrations", "schema.sql"))
    assert "CREATE TABLE public.cue_text" in read
    assert not difference, difference


async def test_every_table_names_its_organization_behind_a_wall_in_both_directions(administrator: str) -> None:
    tables = await ask(
        administrator,
        """
        select c.relname as name, c.relrowsecurity as walled, a.attname is not null as has_org,
               coalesce(a.attnotnull, true) as always,
               (select array_agg(format('%s %s %s | %s', polcmd, polroles::regrole[], pg_get_expr(polqual, polrelid),
                                        pg_get_expr(polwithcheck, polrelid))) from pg_policy where polrelid = c.oid)
                   as policies
        from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attname = 'org'
        where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') order by 1""",
    )
    assert len(tables) > 30
    assert {one["name"] for one in tables if not one["has_org"]} == NO_ORGANIZATION | {"organization"}
    for one in tables:
        if one["name"] in NO_ORGANIZATION:
            continue
        column = "id" if one["name"] == "organization" else "org"
        rule = f"({column} = (NULLIF(current_setting('app.org'::text, true), ''::text))::uuid)"
        assert (one["walled"], one["always"], one["policies"]) == (True, True, [f"* {{{APP}}} {rule} | {rule}"]), one


async def test_every_view_looks_with_the_eyes_of_who_asks(administrator: str) -> None:
    views = await ask(
        administrator,
        """select relname, relkind::text, 'security_invoker=true' = any(coalesce(reloptions, '{}')) as invoker
           from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')""",
    )
    assert len(views) >= 4
    assert [one["relname"] for one in views if one["relkind"] != "v" or not one["invoker"]] == []


async def test_only_doors_run_as_the_owner_and_with_a_fixed_search_path(administrator: str) -> None:
    functions = await ask(
        administrator,
        """select pronamespace::regnamespace::text as room, proname, prosecdef, proconfig
           from pg_proc where proowner = 'cutdown_owner'::regrole""",
    )
    doors = [one for one in functions if one["prosecdef"]]
    assert doors
    assert {(one["room"], *one["proconfig"]) for one in doors} == {("door", "search_path=public, pg_temp")}


async def test_the_app_role_owns_nothing_creates_nothing_and_deletes_only_what_is_listed(
    administrator: str, told: Access
) -> None:
    (owned,) = await ask(
        administrator,
        f"""select (select count(*) from pg_class where relowner = '{APP}'::regrole)
                 + (select count(*) from pg_proc where proowner = '{APP}'::regrole)
                 + (select count(*) from pg_namespace where nspowner = '{APP}'::regrole)
                 + (select count(*) from pg_database where datdba = '{APP}'::regrole) as things""",  # noqa: S608
    )
    assert owned["things"] == 0
    creates = await ask(
        told.app_url,
        """select nspname from pg_namespace where has_schema_privilege(oid, 'create')
           union all select datname from pg_database where datname = current_database()
               and (has_database_privilege(oid, 'create') or has_database_privilege(oid, 'temp'))""",
    )
    assert creates == []
    rights = await ask(
        administrator,
        f"""select c.relnamespace::regnamespace::text || '.' || c.relname as name, privilege
            from pg_class c, unnest(array['delete', 'truncate', 'references', 'trigger', 'maintain']) as privilege
            where c.relkind in ('r', 'p', 'v') and c.relnamespace::regnamespace::text in ('public', 'jobs')
              and has_table_privilege('{APP}', c.oid, privilege)""",  # noqa: S608
    )
    assert {one["privilege"] for one in rights} == {"delete"}
    assert {one["name"] for one in rights if not one["name"].startswith("jobs.")} == {f"public.{t}" for t in DELETABLE}


async def test_history_is_never_rewritten(administrator: str) -> None:
    append_only = (
        *("cue", "cue_text", "cue_timing", "segment", "file", "release_input", "outbox", "asset", "rendition"),
        "archetype_version",
        "remark",
        "brief_text",
        "fact_confirmation",
        "brief_decision",
        "cut_decision",
    )
    columns = await ask(
        administrator,
        f"""select attrelid::regclass::text || '.' || attname as name from pg_attribute
            where attrelid = any($1::text[]::regclass[]) and attnum > 0
              and has_column_privilege('{APP}', attrelid, attnum, 'update')""",  # noqa: S608
        append_only,
    )
    assert {one["name"] for one in columns} == {"cue_text.head", "cue_timing.head", "brief_text.head"}


KEYS = """
    select k.conname as name, k.conrelid::regclass::text as child, k.confrelid::regclass::text as parent,
           (select array_agg(a.attname::text order by place) from unnest(k.conkey) with ordinality as o (number, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = o.number) as columns,
           (select coalesce(jsonb_agg((select jsonb_agg(a.attname order by place)
                from unnest(i.indkey::int2[]) with ordinality as o (number, place)
                join pg_attribute a on a.attrelid = i.indrelid and a.attnum = o.number)), '[]')
            from pg_index i where i.indrelid = k.conrelid)::text as indexes
    from pg_constraint k where k.contype = 'f' and k.connamespace = 'public'::regnamespace"""


async def test_every_foreign_key_starts_with_the_organization(administrator: str) -> None:
    keys = await ask(administrator, KEYS)
    assert len(keys) > 35
    single = [one["name"] for one in keys if len(one["columns"]) == 1 and one["parent"] != "organization"]
    assert single == []
    assert [one["name"] for one in keys if one["columns"][0] != "org"] == []


async def test_every_foreign_key_has_an_index_of_its_own_side_or_a_reason(administrator: str) -> None:
    """An index serves a key when it begins with the organization and a column that names the parent, not its brand."""
    bare, of_deletable = set(), set()
    for one in await ask(administrator, KEYS):
        naming = [column for column in one["columns"] if column != "org"]
        naming = [column for column in naming if column != "brand_id"] or naming
        served = any(index[0] == "org" and index[1] in naming for index in _indexes(one) if len(index) > 1)
        if naming and not served:
            bare.add(one["name"])
            of_deletable |= {one["name"]} if one["parent"] in DELETABLE else set()
    assert bare == set(UNASKED)
    assert of_deletable == set()


def _indexes(key: asyncpg.Record) -> list[list[str]]:
    found: list[list[str] | None] = msgspec.json.decode(key["indexes"])
    return [index for index in found if index]


async def test_constraints_are_given_their_names(administrator: str) -> None:
    """A name that PostgreSQL made up says nothing, and `refusing` could not promise that it stays."""
    made_up = await ask(
        administrator,
        r"""select conname from pg_constraint where connamespace = 'public'::regnamespace and contype <> 'n'
            and conname ~ '(_pkey|_fkey|_check|_key|_excl)\d*$' and not (contype = 'p' and conname ~ '_key$')""",
    )
    assert [one["conname"] for one in made_up] == []
