"""What goes wrong in one operation of importing captions only."""

from __future__ import annotations

from msgspec.structs import replace

from tests.contract.calls import GOOD
from tests.contract.calls_imports import form
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("tracks.import")
@refused("cuts.import")
async def the_same_file_again_and_another_one(world: World) -> None:
    for name in ("tracks.import", "cuts.import"):
        call = await GOOD[name](world)
        for _ in range(2):
            await world.send(call)
        other = replace(call, content=call.content and call.content.replace(b".\n", b"!\n"))
        await world.send(other)
        for tag in ("nonsense", '"r9"'):
            await world.send(other, if_match=tag)
        await world.send(replace(call, address=call.address.replace("en-US", "xx-XX")))


@refused("tracks.import")
@refused("cuts.import")
async def a_locale_that_is_none_and_a_file_that_is_too_large(world: World) -> None:
    for name in ("tracks.import", "cuts.import"):
        call = await GOOD[name](world)
        await world.send(replace(call, address=call.address.replace("en-US", "xx-XX")))
        await world.send(replace(call, content=b" " * (world.settings.caption_limit_bytes + 1)))


@refused("cuts.open_track")
@refused("cuts.add_cue")
async def a_cut_without_captions_of_its_own_and_a_locale_that_is_open(world: World) -> None:
    call = await GOOD["cuts.open_track"](world)
    for _ in range(2):
        await world.send(call)
    bare = await world.new_cut(conform=False)
    await world.send(replace(call, address=f"/v1/cuts/{bare['id']}/tracks"))
    await world.send(replace(await GOOD["cuts.add_cue"](world), address=f"/v1/cuts/{bare['id']}/cues"))


@refused("imports.run")
async def a_key_that_was_used_for_other_files(world: World) -> None:
    call = await GOOD["imports.run"](world)
    await world.send(call, idempotency_key="of many files")
    await world.send(replace(call, content=form([{"file": "a", "locale": "x"}])), idempotency_key="of other files")
    other = [{"file": "a", "locale": "en-US", "cut_id": world.cut["id"]}]
    await world.send(replace(call, content=form(other)), idempotency_key="of many files")


@refused("imports.run")
async def a_form_that_is_too_large(world: World) -> None:
    call = await GOOD["imports.run"](world)
    await world.send(replace(call, headers={**call.headers, "content-length": str(1 << 30)}))


@refused("cuts.import_edit")
async def an_edit_list_that_is_too_large_or_meant_for_an_earlier_one(world: World) -> None:
    call = await GOOD["cuts.import_edit"](world)
    await world.send(replace(call, content=b" " * 10_000_001))
    await world.send(call, if_match='"r9"')
    await world.send(replace(call, content=b"no list"))
