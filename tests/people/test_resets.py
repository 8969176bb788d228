"""A reset link is handed over by somebody who may set the password anyway, and works once."""

from __future__ import annotations

import asyncio

import asyncpg
import httpx
import pytest

from schemas.ids import PersonId
from schemas.invitations import MadeResetLink, PasswordReset
from schemas.people import NewGrant, NewPassword
from service.db.pool import Database
from service.identity import Person
from service.people.actions import set_password, withdraw_person
from service.people.problems import LinkEnded, WrongPassword
from service.people.recognition import Recognition
from service.people.resets import make_reset_link, reset_password
from service.problems import Forbidden, Invalid, Missing
from tests.people.conftest import PASSWORD, Agency, a_brand, joined, signed_in

HOME = "https://cutdown.example.com"
NEW = "the long way home"
EVA = "eva@northlight.example"


@pytest.fixture
async def eva(db: Database, agency: Agency) -> Person:
    """A colleague who can sign in."""
    return await joined(db, agency, "eva", NewGrant(role="editor"), password=PASSWORD)


async def linked(db: Database, actor: Person, person: PersonId) -> MadeResetLink:
    async with db.transaction(actor.scope) as tx:
        return await make_reset_link(tx, actor, person, HOME)


def reset(made: MadeResetLink, password: str = NEW) -> PasswordReset:
    assert made.url is not None
    return PasswordReset(token=made.url.removeprefix(f"{HOME}/reset/"), password=password)


async def test_the_new_password_signs_in_and_every_session_is_over(db: Database, agency: Agency, eva: Person) -> None:
    token, _ = await signed_in(db, EVA)
    await reset_password(db, reset(await linked(db, agency.admin, eva.id)))
    assert await Recognition(db).recognise(token) is None
    with pytest.raises(WrongPassword):
        await signed_in(db, EVA)
    await signed_in(db, EVA, NEW)


async def test_a_link_works_once_and_only_the_last_one(db: Database, agency: Agency, eva: Person) -> None:
    first, second = [reset(await linked(db, agency.admin, eva.id)) for _ in range(2)]
    with pytest.raises(LinkEnded):
        await reset_password(db, first)
    results = await asyncio.gather(*(reset_password(db, second) for _ in range(3)), return_exceptions=True)
    assert sum(isinstance(result, LinkEnded) for result in results) == 2
    with pytest.raises(LinkEnded):
        await reset_password(db, second)


async def test_a_link_ends_after_an_hour(
    db: Database, agency: Agency, eva: Person, watcher: asyncpg.Connection
) -> None:
    made = await linked(db, agency.admin, eva.id)
    lasts = await watcher.fetchval("select extract(epoch from expires_at - created_at) from reset_link")
    assert lasts == 3600
    await watcher.execute("update reset_link set expires_at = now()")
    with pytest.raises(LinkEnded):
        await reset_password(db, reset(made))


async def test_a_password_set_otherwise_ends_the_link(db: Database, agency: Agency, eva: Person) -> None:
    made = await linked(db, agency.admin, eva.id)
    await set_password(db, agency.admin, eva.id, NewPassword(password=NEW))
    with pytest.raises(LinkEnded):
        await reset_password(db, reset(made))


async def test_an_ended_account_is_not_reset(db: Database, agency: Agency, eva: Person) -> None:
    made = await linked(db, agency.admin, eva.id)
    async with db.transaction(agency.scope) as tx:
        await withdraw_person(tx, agency.admin, eva.id)
    with pytest.raises(LinkEnded):
        await reset_password(db, reset(made))


async def test_a_password_that_is_too_short_leaves_the_link_open(db: Database, agency: Agency, eva: Person) -> None:
    made = await linked(db, agency.admin, eva.id)
    with pytest.raises(Invalid):
        await reset_password(db, reset(made, "short"))
    await reset_password(db, reset(made))


async def test_only_an_administrator_of_the_whole_organization_makes_one_and_not_for_themselves(
    db: Database, agency: Agency, rival: Agency, eva: Person
) -> None:
    mug = await a_brand(db, agency, "Mug")
    local = await joined(db, agency, "local", NewGrant(role="admin", brand_id=mug))
    for actor, whom in ((local, eva.id), (eva, eva.id), (agency.admin, agency.admin.id)):
        with pytest.raises((Forbidden, Missing)):
            await linked(db, actor, whom)
    with pytest.raises(Missing):
        await linked(db, rival.admin, eva.id)


async def test_a_reset_over_http(api: httpx.AsyncClient, db: Database) -> None:
    body = {"email": "new@northlight.example", "name": "New"}
    person = (await api.post("/v1/people", json=body)).json()["id"]
    path = f"/v1/people/{person}/reset_link"
    made = await api.post(path, headers={"idempotency-key": "k1"})
    assert made.status_code == 201, made.text
    again = await api.post(path, headers={"idempotency-key": "k1"})
    assert again.json() == made.json() | {"url": None}
    del api.headers["authorization"]
    given = {"token": made.json()["url"].rpartition("/")[2], "password": NEW}
    assert (await api.post("/v1/password_resets", json=given)).status_code == 204
    await signed_in(db, "new@northlight.example", NEW)
    ended = await api.post("/v1/password_resets", json=given)
    assert (ended.status_code, ended.json()["code"]) == (404, "link-ended")
