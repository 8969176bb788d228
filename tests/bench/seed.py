"""A database like an agency's, in bulk: `seed` fills a migrated, empty one. The same size gives the same rows."""

from __future__ import annotations

from pathlib import Path

import asyncpg
from msgspec import Struct

STATEMENTS = Path(__file__).with_name("seed.sql")

# Forty markets and their forty-five locales, each with a text of its own; the masters speak the first.
MARKETS = """
US en-US es-US|GB en-GB|DE de-DE|AT de-AT|CH de-CH fr-CH it-CH|FR fr-FR|BE nl-BE fr-BE|NL nl-NL|ES es-ES ca-ES|
PT pt-PT|IT it-IT|PL pl-PL|CZ cs-CZ|SK sk-SK|HU hu-HU|RO ro-RO|BG bg-BG|GR el-GR|TR tr-TR|SE sv-SE|NO nb-NO|DK da-DK|
FI fi-FI|EE et-EE|LV lv-LV|LT lt-LT|UA uk-UA|BR pt-BR|MX es-MX|AR es-AR|CA en-CA|JP ja-JP|KR ko-KR|TW zh-TW|TH th-TH|
VN vi-VN|ID id-ID|SA ar-SA|IL he-IL|IN hi-IN
"""


class Size(Struct, frozen=True):
    """How much. Three campaigns in ten have every locale, the others `narrow` of them; a master has 25 cues."""

    organizations: int
    campaigns: int
    narrow: int


MILLION = Size(organizations=20, campaigns=2000, narrow=14)


def places() -> list[tuple[int, str, str]]:
    """Position, market and locale, in the order in which campaigns open them."""
    listed = [part.split() for part in MARKETS.replace("\n", "").split("|")]
    pairs = [(market, locale) for market, *locales in listed for locale in locales]
    return [(position, *pair) for position, pair in enumerate(pairs)]


async def seed(owner_url: str, size: Size) -> None:
    """Fill the database as the owner, with every constraint in force, then vacuum and analyze it."""
    connection = await asyncpg.connect(owner_url)
    try:
        await connection.execute("set synchronous_commit = off; set work_mem = '256MB'; set jit = off")
        async with connection.transaction():
            await connection.execute("create temporary table size (organizations int, campaigns int, narrow int)")
            numbers = (size.organizations, size.campaigns, size.narrow)
            await connection.execute("insert into size values ($1, $2, $3)", *numbers)
            await connection.execute("create temporary table place (position int, market text, locale text)")
            await connection.copy_records_to_table("place", records=places())
            await connection.execute(STATEMENTS.read_text("utf-8"), timeout=900)
        tables = await connection.fetch("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        await connection.execute("vacuum analyze " + ", ".join(name for (name,) in tables), timeout=900)
    finally:
        await connection.close()
