"""People, their roles and API keys over HTTP.

Neither a key nor a grant has a revision: it is made and ended, never changed, so ending one asks for no `If-Match`,
and ending it twice is as good as once. A secret is in the first answer only; an answer that is said again to the same
Idempotency-Key has none.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from schemas.ids import GrantId, KeyId, PersonId
from schemas.people import (
    Account,
    AccountPage,
    GivenGrant,
    Key,
    KeyPage,
    MadeKey,
    NewAccount,
    NewGrant,
    NewKey,
    NewPassword,
)
from service.exchange import OF_KEY, ApiRequest, OnceKey, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import NAMED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.people import actions, keys
from service.people.problems import EmailTaken, LastAdmin, TooManyAttempts, TwoKeysActive, WrongPassword
from service.people.records import get_account, queries
from service.problems import Missing


class Keys(Controller):
    """API keys: yours; all of them for an administrator of the whole organization."""

    path = "/v1/keys"
    tags = ["Keys"]

    @post(operation_id="keys.create", responses=problems(401, 403, *OF_JSON, *OF_KEY, TwoKeysActive))
    async def create(self, request: ApiRequest, data: JSONBody[NewKey], key: OnceKey = None) -> Response[MadeKey]:
        """Make a key. Its secret is in this answer and nowhere else."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(keys.make_key, tx, request.user, data)
            return await once(tx, request, key, act, location=_address, kept=_without_secret)

    @get(operation_id="keys.list", responses=problems(401, *OF_LIST))
    async def index(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[KeyPage]:
        """The keys you may know of, revoked ones too."""
        async with request.db.reading(request.user.scope) as tx:
            sight = await keys.listed(tx, request.user)
        return await page(request, listing, Key, queries.list_keys, *sight, sorts=NEWEST | NAMED)

    @get("/{key_id:str}", operation_id="keys.get", responses=problems(401, 404, 422))
    async def show(self, request: ApiRequest, key_id: FromPath[KeyId], fields: FieldNames = None) -> Response[Key]:
        """One key, without its secret."""
        async with request.db.reading(request.user.scope) as tx:
            found = await keys.visible(tx, request.user, key_id)
        return narrowed(found, fields)

    @delete("/{key_id:str}", operation_id="keys.revoke", responses=problems(401, 404))
    async def revoke(self, request: ApiRequest, key_id: FromPath[KeyId]) -> None:
        """Revoke a key: within five seconds it works nowhere."""
        async with request.db.transaction(request.user.scope) as tx:
            await keys.revoke_key(tx, request.user, key_id)
        request.app.state.recognition.forget(key_id)

    @post("/{key_id:str}/rotate", operation_id="keys.rotate", responses=problems(401, 403, 404, *OF_KEY, TwoKeysActive))
    async def rotate(self, request: ApiRequest, key_id: FromPath[KeyId], key: OnceKey = None) -> Response[MadeKey]:
        """Make a second key like this one. Both work until you revoke the first."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(keys.rotate_key, tx, request.user, key_id)
            return await once(tx, request, key, act, location=_address, kept=_without_secret)


class People(Controller):
    """Accounts of the organization and their roles on brands and markets."""

    path = "/v1/people"
    tags = ["People"]

    @post(
        operation_id="people.create",
        opt=needs("people:manage"),
        responses=problems(401, 403, *OF_JSON, *OF_KEY, EmailTaken),
    )
    async def create(self, request: ApiRequest, data: JSONBody[NewAccount], key: OnceKey = None) -> Response[Account]:
        """Make an account with its first roles. It has no password until one is set."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.create_person, tx, request.user, data)
            return await once(tx, request, key, act, location=lambda account: f"/v1/people/{account.id}")

    @get(operation_id="people.list", responses=problems(401, 403, *OF_LIST))
    async def index(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[AccountPage]:
        """The people who work on brands that you may see, for whoever works there. A key needs people:manage."""
        actions.require_to_read_people(request.user)
        return await page(request, listing, Account, queries.list_accounts, sorts=NEWEST | NAMED)

    @get(
        "/{person_id:str}",
        operation_id="people.get",
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self,
        request: ApiRequest,
        person_id: FromPath[PersonId],
        fields: FieldNames = None,
    ) -> Response[Account]:
        """One person with their roles."""
        actions.require_to_read_people(request.user)
        async with request.db.reading(request.user.scope) as tx:
            account = await get_account(tx, person_id)
        if account is None:
            raise Missing
        return narrowed(account, fields)

    @delete(
        "/{person_id:str}",
        operation_id="people.withdraw",
        opt=needs("people:manage"),
        responses=problems(401, 403, 404, LastAdmin),
    )
    async def withdraw(self, request: ApiRequest, person_id: FromPath[PersonId]) -> None:
        """End an account with its sessions and keys. What the person did stays."""
        async with request.db.transaction(request.user.scope) as tx:
            await actions.withdraw_person(tx, request.user, person_id)
        request.app.state.recognition.forget(person_id)

    @put(
        "/{person_id:str}/password",
        operation_id="people.set_password",
        status_code=204,
        responses=problems(401, WrongPassword, 403, 404, *OF_JSON, TooManyAttempts),
    )
    async def set_password(
        self,
        request: ApiRequest,
        data: JSONBody[NewPassword],
        person_id: FromPath[PersonId],
    ) -> None:
        """Set your own password, or anybody's as an administrator. Every other session of the person ends."""
        await actions.set_password(request.db, request.user, person_id, data)
        request.app.state.recognition.forget(person_id)

    @post(
        "/{person_id:str}/grants",
        operation_id="grants.create",
        opt=needs("people:manage"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY),
    )
    async def grant(
        self,
        request: ApiRequest,
        data: JSONBody[NewGrant],
        person_id: FromPath[PersonId],
        key: OnceKey = None,
    ) -> Response[GivenGrant]:
        """Give a role on a brand and in a market."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(actions.grant_role, tx, request.user, person_id, data)
            response = await once(tx, request, key, act, location=lambda given: f"/v1/people/{given.person_id}")
        request.app.state.recognition.forget(person_id)
        return response

    @delete(
        "/{person_id:str}/grants/{grant_id:str}",
        operation_id="grants.revoke",
        opt=needs("people:manage"),
        responses=problems(401, 403, 404, LastAdmin),
    )
    async def take(
        self,
        request: ApiRequest,
        person_id: FromPath[PersonId],
        grant_id: FromPath[GrantId],
    ) -> None:
        """Take a role back."""
        async with request.db.transaction(request.user.scope) as tx:
            await actions.revoke_role(tx, request.user, person_id, grant_id)
        request.app.state.recognition.forget(person_id)


def _address(key: Key) -> str:
    return f"/v1/keys/{key.id}"


def _without_secret(made: MadeKey) -> MadeKey:
    return replace(made, secret=None)


handlers: list[Any] = [Keys, People]
