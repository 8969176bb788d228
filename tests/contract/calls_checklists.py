"""A request that succeeds for every operation of checklists."""

from __future__ import annotations

from tests.contract.calls import good, reads
from tests.contract.world import Call, World
from tests.studio import Json

ITEM = "REP-01"


def address_of(cut: str) -> str:
    """A checklist of a cut."""
    return f"/v1/cuts/{cut}/checklists/DE"


async def an_answer(world: World) -> tuple[str, Json]:
    """A checklist that nobody answered yet, and what would be signed."""
    cut = (await world.new_cut())["id"]
    items = (await world.ada.read(address_of(cut)))["items"]
    subject = next(one["subject_sha256"] for one in items if one["item"] == ITEM)
    return cut, {"item": ITEM, "status": "signed", "sentence": "Watched twice.", "subject_sha256": subject}


reads("checklists.list", lambda world: f"/v1/campaigns/{world.campaign['id']}/checklists?filter[item]={ITEM}")
reads("checklists.get", lambda world: address_of(world.cut["id"]))
reads("checklists.answers", lambda world: f"{address_of(world.cut['id'])}/answers")
reads("checklists.evidence", lambda world: f"{address_of(world.cut['id'])}/evidence.zip")
reads("checklists.measurements", lambda world: f"/v1/cuts/{world.cut['id']}/measurements")


@good("checklists.get_answer")
async def read_answer(world: World) -> Call:
    cut, said = await an_answer(world)
    made = await world.ada.make(f"{address_of(cut)}/answers", said)
    return Call("GET", f"/v1/answers/{made['id']}")


@good("checklists.answer")
async def sign(world: World) -> Call:
    cut, said = await an_answer(world)
    return Call("POST", f"{address_of(cut)}/answers", said)


@good("checklists.answer_many")
async def sign_many(world: World) -> Call:
    cut, said = await an_answer(world)
    return Call("POST", "/v1/answers:batch", {"answers": [said | {"cut_id": cut, "market": "DE"}]})
