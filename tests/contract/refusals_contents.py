"""What goes wrong in one operation of what films contain only."""

from __future__ import annotations

from uuid import UUID

from msgspec.structs import replace

from schemas.contents import MOST_MARKS
from schemas.ids import SourceId
from tests.contract.calls import GOOD
from tests.contract.refusals import refused
from tests.contract.world import World
from tests.studio import behind_the_walls

_MANY = """insert into mark (org, brand_id, campaign_id, video_id, source_id, in_frame, out_frame, kind, made, by)
    select s.org, s.brand_id, v.campaign_id, v.id, s.id, 0, 1, 'ai', 'script', $3
    from source s join video v on v.org = s.org and v.id = s.video_id, generate_series(1, $4::int)
    where s.org = $1 and s.id = $2"""


@refused("marks.create")
@refused("marks.create_on_cut")
async def a_video_that_has_as_many_marks_as_it_may(world: World) -> None:
    organization, source = world.house.organization.uuid, SourceId.parse(world.source["id"]).uuid
    by: UUID = world.house.person.id.uuid
    await behind_the_walls(world.administrator, _MANY, organization, source, by, MOST_MARKS)
    for operation in ("marks.create", "marks.create_on_cut"):
        await world.send(await GOOD[operation](world))
    await behind_the_walls(world.administrator, "delete from mark where org = $1 and made = 'script'", organization)


@refused("cuts.decide")
async def a_cut_that_is_not_what_was_watched(world: World) -> None:
    call = await GOOD["cuts.decide"](world)
    await world.send(replace(call, json={"word": "asked", "edit_sha256": "5e" * 32}))
