"""A film of 1,500 cues beside the seeded ones, in its own language and in German: `add_long_film`, once a database."""

from __future__ import annotations

from pathlib import Path

from service.db.pool import Database
from tests.bench.questions import BRAND, ORGANIZATION, PERSON, campaign, made

NUMBER = 2_000_000  # no seeded campaign has it
CUES, EVERY_MS, FRAMES = 1_500, 4_000, 150_000  # a hundred minutes of 25 frames a second
CAMPAIGN = campaign(NUMBER)
IDS = {
    "org": ORGANIZATION.uuid,
    "brand_id": BRAND.uuid,
    "campaign_id": CAMPAIGN.uuid,
    "story_id": made("story", NUMBER),
    "video_id": made("video", NUMBER),
    "source_id": made("source", NUMBER),
    "cut_id": made("cut", NUMBER),
    "picture_id": made("segment", NUMBER, 0),
    "sound_id": made("segment", NUMBER, 1),
    "english_id": made("track", NUMBER, 0),
    "german_id": made("track", NUMBER, 1),
}
STATEMENTS = Path(__file__).with_name("long_film.sql")


async def add_long_film(db: Database) -> None:
    """A database that has it stays as it is."""
    cues = [made("cue", NUMBER, number) for number in range(1, CUES + 1)]
    facts = {**dict.fromkeys(IDS, "uuid"), "frames": "int", "every_ms": "int"}
    values = ", ".join(f"${number}::{kind}" for number, kind in enumerate(facts.values(), start=1))
    before = f"""with film ({", ".join(facts)}) as (values ({values})),
        line as (select * from unnest(${len(facts) + 1}::uuid[]) with ordinality as one (cue_id, i))"""  # noqa: S608  # nothing but names of ours
    async with db.transaction(PERSON.scope) as tx:
        known = "select true from campaign where org = $1 and id = $2"
        if not await tx.connection.fetchval(known, ORGANIZATION, CAMPAIGN):
            for statement in STATEMENTS.read_text("utf-8").split(";\n")[:-1]:
                await tx.connection.execute(f"{before} {statement}", *IDS.values(), FRAMES, EVERY_MS, cues, timeout=300)
