"""An invitation is a link that is shown once, works once, and gives what its maker may give."""

from __future__ import annotations

import asyncio
from typing import Any

import asyncpg
import httpx
import pytest

from schemas.invitations import Acceptance, MadeInvitation, NewInvitation
from schemas.people import NewGrant
from service.db.pool import Database
from service.identity import Person
from service.people.actions import revoke_role, withdraw_person
from service.people.invitations import accept, invite, revoke
from service.people.problems import EmailTaken, LinkEnded
from service.people.records import get_account
from service.problems import Forbidden, Invalid, Missing
from tests.conftest import House
from tests.people.conftest import PASSWORD, Agency, a_brand, a_key, joined, signed_in

HOME = "https://cutdown.example.com"
EVA = "eva@northlight.example"


async def invited(db: Database, actor: Person, *grants: NewGrant, email: str = EVA) -> MadeInvitation:
    async with db.transaction(actor.scope) as tx:
        return await invite(tx, actor, NewInvitation(email=email, name="Eva", grants=list(grants)), HOME)


def token_of(made: MadeInvitation) -> str:
    assert made.url is not None
    assert made.url.startswith(f"{HOME}/invitation/")
    return made.url.rpartition("/")[2]


def acceptance(made: MadeInvitation, **facts: Any) -> Acceptance:
    return Acceptance(token=token_of(made), password=PASSWORD, **facts)


async def refused(db: Database, made: MadeInvitation) -> None:
    with pytest.raises(LinkEnded):
        await accept(db, acceptance(made))


async def test_whoever_accepts_has_the_account_the_roles_and_the_password(db: Database, agency: Agency) -> None:
    mug = await a_brand(db, agency, "Mug")
    made = await invited(db, agency.admin, NewGrant(role="localizer", brand_id=mug, market="DE"))
    eva = await accept(db, acceptance(made, name="Eva Sand"))
    _, person = await signed_in(db, EVA)
    assert (person.id, person.name, person.scope.brands) == (eva.id, "Eva Sand", (mug,))
    assert person.may("tracks:write", mug, "DE")
    assert not person.may("tracks:write", mug, "JP")


async def test_a_link_works_once_also_for_two_at_the_same_moment(db: Database, agency: Agency) -> None:
    made = await invited(db, agency.admin)
    results = await asyncio.gather(*(accept(db, acceptance(made)) for _ in range(4)), return_exceptions=True)
    assert sorted(type(result).__name__ for result in results) == ["Joined", "LinkEnded", "LinkEnded", "LinkEnded"]
    await refused(db, made)


async def test_an_invitation_ends_after_seven_days(db: Database, agency: Agency, watcher: asyncpg.Connection) -> None:
    made = await invited(db, agency.admin)
    assert (made.expires_at - made.created_at).days == 7
    await watcher.execute("update invitation set expires_at = now()")
    await refused(db, made)


async def test_a_revoked_invitation_lets_nobody_in(db: Database, agency: Agency) -> None:
    made = await invited(db, agency.admin)
    for _ in range(2):
        async with db.transaction(agency.scope) as tx:
            await revoke(tx, agency.admin, made.id)
    await refused(db, made)


async def test_inviting_again_replaces_the_link(db: Database, agency: Agency) -> None:
    first = await invited(db, agency.admin, NewGrant(role="admin"))
    second = await invited(db, agency.admin, NewGrant(role="viewer"), email=EVA.upper())
    await refused(db, first)
    assert [grant.role for grant in second.grants] == ["viewer"]
    await accept(db, acceptance(second))


async def test_nobody_invites_to_more_than_they_may_give(db: Database, agency: Agency, rival: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug, market="DE"))
    for beyond in (NewGrant(role="viewer"), NewGrant(role="viewer", brand_id=mug), NewGrant(role="admin", market="DE")):
        with pytest.raises(Forbidden):
            await invited(db, local, beyond)
    for unseen in (cup, await a_brand(db, rival, "Theirs")):
        with pytest.raises(Invalid):
            await invited(db, local, NewGrant(role="viewer", brand_id=unseen, market="DE"))
    await invited(db, local, NewGrant(role="viewer", brand_id=mug, market="DE"))


async def test_an_invitation_to_more_is_neither_seen_nor_taken_back_nor_replaced(db: Database, agency: Agency) -> None:
    mug, cup = await a_brand(db, agency, "Mug"), await a_brand(db, agency, "Cup")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug))
    both = await invited(db, agency.admin, NewGrant(role="viewer", brand_id=mug), NewGrant(role="viewer", brand_id=cup))
    other = await invited(db, agency.admin, NewGrant(role="viewer", brand_id=cup), email="o@northlight.example")
    for made, problem in ((both, Forbidden), (other, Missing)):
        with pytest.raises(problem):
            async with db.transaction(local.scope) as tx:
                await revoke(tx, local, made.id)
    with pytest.raises(Forbidden):
        await invited(db, local, NewGrant(role="viewer", brand_id=mug))
    await accept(db, acceptance(both))


@pytest.mark.parametrize("leaving", ["withdrawn", "no longer an administrator"])
async def test_who_may_no_longer_give_the_roles_has_invited_nobody(db: Database, agency: Agency, leaving: str) -> None:
    second = await joined(db, agency, "second", NewGrant(role="admin"))
    made = await invited(db, second, NewGrant(role="admin"))
    async with db.transaction(agency.scope) as tx:
        if leaving == "withdrawn":
            await withdraw_person(tx, agency.admin, second.id)
        else:
            account = await get_account(tx, second.id)
            assert account is not None
            await revoke_role(tx, agency.admin, second.id, account.grants[0].id)
    await refused(db, made)
    await joined(db, agency, "eva")


async def test_an_address_that_signs_in_is_not_invited(db: Database, agency: Agency, rival: Agency) -> None:
    with pytest.raises(EmailTaken):
        await invited(db, rival.admin, email=agency.email)
    made = await invited(db, agency.admin)
    await joined(db, agency, "eva")
    with pytest.raises(EmailTaken):
        await accept(db, acceptance(made))


async def test_a_password_that_is_too_short_leaves_the_link_open(db: Database, agency: Agency) -> None:
    made = await invited(db, agency.admin)
    with pytest.raises(Invalid):
        await accept(db, Acceptance(token=token_of(made), password="short"))
    await accept(db, acceptance(made))


async def test_the_token_is_stored_nowhere(db: Database, agency: Agency, watcher: asyncpg.Connection) -> None:
    made = await invited(db, agency.admin)
    stored = await watcher.fetchval(
        "select string_agg(t::text, ' ') from (select i::text as t from invitation i union all"
        " select o::text from outbox o union all select d::text from idempotency d) every"
    )
    assert token_of(made) not in stored
    assert EVA in stored


async def test_the_life_of_an_invitation_over_http(api: httpx.AsyncClient) -> None:
    body = {"email": EVA, "name": "Eva", "grants": [{"role": "viewer", "market": "DE"}]}
    answer = await api.post("/v1/invitations", json=body, headers={"idempotency-key": "k1"})
    assert answer.status_code == 201, answer.text
    again = await api.post("/v1/invitations", json=body, headers={"idempotency-key": "k1"})
    assert again.json() == answer.json() | {"url": None}
    made = answer.json()
    shown = (await api.get(answer.headers["location"])).json()
    assert shown == {name: value for name, value in made.items() if name != "url"}
    assert (await api.get("/v1/invitations")).json()["data"] == [shown]
    del api.headers["authorization"]
    given = {"token": made["url"].rpartition("/")[2], "password": PASSWORD}
    accepted = await api.post("/v1/invitations/accept", json=given)
    assert (accepted.status_code, accepted.json()["email"]) == (201, EVA)
    for token in (given["token"], "x" * 43, "short"):
        ended = await api.post("/v1/invitations/accept", json=given | {"token": token})
        assert (ended.status_code, ended.json()["code"]) == (404, "link-ended")
        assert ended.json()["detail"] == "Ask whoever gave you the link for a new one."


async def test_inviting_needs_people_manage(api: httpx.AsyncClient, db: Database, house: House) -> None:
    weak = (await a_key(db, house.person)).secret
    headers = {"authorization": f"Bearer {weak}"}
    assert (await api.get("/v1/invitations", headers=headers)).status_code == 403
    assert (await api.post("/v1/invitations", json={"email": EVA, "name": "E"}, headers=headers)).status_code == 403
