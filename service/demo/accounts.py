"""Who works on the demo: an organization with its administrator, and colleagues with roles on the brand."""

from __future__ import annotations

from schemas.people import NewKey, ScopeWord
from service.db.pool import Database
from service.demo.client import Client, Ledger
from service.demo.content import Colleague, Content
from service.identity import PERMISSIONS, SCOPES, Role
from service.people.actions import bootstrap, sign_in
from service.people.keys import remake_key
from service.people.problems import EmailTaken

EMAIL = "ada@northpier.example"
NAME = "Ada Lindqvist"
KEY = "demo"


async def found(db: Database, demo: Content, password: str) -> str:
    """The organization with its administrator; the secret of a key that may do everything."""
    try:
        return (await bootstrap(db, demo.organization, EMAIL, NAME, password)).secret
    except EmailTaken:  # an earlier load was cut off before it could write down its key
        return await _key(db, EMAIL, password, sorted(SCOPES))


async def let_in(db: Database, client: Client, colleague: Colleague, brand: str, password: str) -> None:
    """An account that works on the brand."""
    grant = {"role": colleague.role, "brand_id": None if colleague.every_brand else brand, "market": colleague.market}
    facts = {"email": colleague.email, "name": colleague.name, "grants": [grant]}
    made = await client.make(f"person {colleague.email}", "/v1/people", **facts)
    address = f"/v1/people/{made['id']}/password"
    await client.once(f"password {colleague.email}", "PUT", address, json={"password": password})


async def key_of(db: Database, ledger: Ledger, colleague: Colleague, password: str) -> str:
    """The secret of the colleague's own key, so that what they do is theirs."""
    name = f"key {colleague.email}"
    if name not in ledger.made:
        scopes = sorted(PERMISSIONS[Role(colleague.role)])
        ledger.keep(name, await _key(db, colleague.email, password, scopes))
    return str(ledger.made[name])


async def _key(db: Database, email: str, password: str, scopes: list[str]) -> str:
    _token, person = await sign_in(db, email, password)
    async with db.transaction(person.scope) as tx:
        words: list[ScopeWord] = scopes  # type: ignore[assignment]
        return str((await remake_key(tx, person, NewKey(name=KEY, scopes=words))).secret)
