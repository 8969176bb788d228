"""What goes wrong in one operation of checklists only."""

from __future__ import annotations

from tests.contract.calls_checklists import address_of, an_answer
from tests.contract.refusals import refused
from tests.contract.world import World


@refused("checklists.answer")
async def an_item_that_somebody_answered(world: World) -> None:
    cut, said = await an_answer(world)
    for _ in range(2):
        await world.http.post(f"{address_of(cut)}/answers", json=said)


@refused("checklists.answer")
async def a_cut_that_is_another_one_since(world: World) -> None:
    cut, said = await an_answer(world)
    await world.http.post(f"{address_of(cut)}/answers", json=said | {"subject_sha256": "0" * 64})


@refused("checklists.answer")
async def a_film_that_there_is_not(world: World) -> None:
    cut, said = await an_answer(world)
    await world.http.post(f"{address_of(cut)}/answers", json=said | {"item": "VIS-01", "subject_sha256": None})


@refused("checklists.answer")
async def an_answer_that_there_is_not(world: World) -> None:
    cut, _ = await an_answer(world)
    await world.http.post(f"{address_of(cut)}/answers", json={"item": "REP-01", "status": "taken_back"})
