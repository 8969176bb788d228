"""A checklist: measured where the engine can, signed where only people can, and never silently out of date."""

from __future__ import annotations

import asyncio

from tests.accessibility.conftest import Ward


async def test_the_checklist_of_a_market_is_measured_and_waits_for_people(ward: Ward) -> None:
    found = await ward.checklist()
    states = await ward.states()
    assert found["packs"] == ["EU", "DE"]
    assert [one["number"] for one in found["releases"]] == [1]
    assert (states["CAP-01"], states["CAP-08"]) == ("holds", "holds")
    assert (states["REP-01"], states["CAP-02"]) == ("open", "open")
    reasons = {one["item"]: one["reason"]["code"] for one in found["items"] if one["reason"]}
    assert reasons["CAP-02"] == "cannot_measure"
    assert reasons["REP-01"] == "waits_for_person"
    assert reasons["VIS-01"] == "no_film"
    assert reasons["AI-01"] == "no_ai"
    standing = found["standing"]
    assert standing["total"] == len(found["items"]) == sum(standing["states"].values())
    assert {one["item"] for one in standing["blocking"]} <= {one["item"] for one in found["items"] if one["blocks"]}


async def test_a_signature_holds_for_what_was_looked_at(ward: Ward) -> None:
    made = await ward.answer("REP-01", sentence="Watched twice.")
    assert (made["number"], made["person"], made["role"]) == (1, "Ada Lindqvist", "admin")
    item = await ward.item("REP-01")
    assert (item["state"], item["answer"]["sentence"]) == ("signed", "Watched twice.")
    assert (await ward.states("US"))["REP-01"] == "open"
    refused = await ward.ask("REP-01", market="US", subject_sha256="0" * 64)
    assert (refused.status_code, refused.json()["type"].rpartition("/")[2]) == (409, "subject-changed")


async def test_two_who_sign_at_the_same_moment(ward: Ward) -> None:
    sha256 = (await ward.item("REP-01"))["subject_sha256"]
    both = await asyncio.gather(*(ward.ask("REP-01", subject_sha256=sha256, sentence=f"{n}") for n in range(2)))
    assert sorted(one.status_code for one in both) == [201, 409]
    lost = next(one for one in both if one.status_code == 409).json()
    won = next(one for one in both if one.status_code == 201).json()
    assert lost["answer"] == won
    assert lost["detail"].startswith("Ada Lindqvist signed this at 20")
    again = await ward.answer("REP-01", sentence="Looked again.", seen=1)
    assert again["number"] == 2


async def test_what_cannot_be_signed_can_be_waived_with_a_reason(ward: Ward) -> None:
    refused = await ward.ask("VIS-01")
    assert refused.status_code == 409
    assert refused.json()["reason"]["code"] == "no_film"
    nothing = await ward.ask("VIS-01", "waived")
    assert (nothing.status_code, nothing.json()["errors"][0]["pointer"]) == (422, "/sentence")
    await ward.answer("VIS-01", "waived", sentence="The agency has a certificate.")
    assert (await ward.states())["VIS-01"] == "waived"


async def test_an_answer_can_be_taken_back(ward: Ward) -> None:
    assert (await ward.ask("REP-01", "taken_back")).status_code == 409
    await ward.answer("REP-01")
    assert (await ward.ask("REP-01", "taken_back")).status_code == 409
    await ward.answer("REP-01", "taken_back", seen=1)
    item = await ward.item("REP-01")
    assert (item["state"], item["answer"]) == ("open", None)
    history = (await ward.room.read(f"/v1/cuts/{ward.cut}/checklists/DE/answers"))["data"]
    assert [one["status"] for one in history] == ["taken_back", "signed"]


async def test_many_are_answered_at_once_and_each_stands_alone(ward: Ward) -> None:
    await ward.answer("CW-02")
    sha256 = {item: (await ward.item(item))["subject_sha256"] for item in ("REP-01", "CW-02")}
    wanted = [
        {"cut_id": ward.cut, "market": market, "item": item, "status": "signed", "subject_sha256": sha256[item]}
        for market, item in (("DE", "REP-01"), ("US", "REP-01"), ("DE", "CW-02"), ("US", "CW-02"))
    ]
    answer = await ward.room.api.post("/v1/answers:batch", json={"answers": wanted})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert ([one["status"] for one in found["data"]], found["failed"]) == ([201, 201, 409, 201], 1)
    assert found["data"][2]["problem"]["answer"]["person"] == "Ada Lindqvist"
    rows = (await ward.room.read(f"/v1/campaigns/{ward.room.campaign}/checklists", **{"filter[item]": "REP-01"}))[
        "data"
    ]
    assert [(row["standing"]["market"], row["item"]["state"]) for row in rows] == [("US", "signed"), ("DE", "signed")]
