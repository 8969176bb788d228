"""Invitations and links that reset a password, over HTTP.

A link is in the first answer only; an answer that is said again to the same Idempotency-Key has none. Whoever has a
link needs no key: the pages under /invitation and /reset do the same for a browser.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody
from msgspec.structs import replace

from schemas.ids import InvitationId, PersonId
from schemas.invitations import (
    Acceptance,
    Invitation,
    InvitationPage,
    Joined,
    MadeInvitation,
    MadeResetLink,
    NewInvitation,
    PasswordReset,
)
from service.exchange import OF_KEY, ApiRequest, OnceKey, answer, once
from service.guards import needs
from service.http_problems import OF_JSON, problems
from service.listings import NAMED, NEWEST, OF_LIST, FieldNames, Listing, narrowed, page
from service.people import invitations, resets
from service.people.link_records import get_invitation, queries
from service.people.problems import EmailTaken, LinkEnded
from service.problems import Missing


class Invitations(Controller):
    """Who was invited to the organization, and by which roles."""

    path = "/v1/invitations"
    tags = ["Invitations"]

    @post(
        operation_id="invitations.create",
        opt=needs("people:manage"),
        responses=problems(401, 403, EmailTaken, *OF_JSON, *OF_KEY),
    )
    async def create(
        self, request: ApiRequest, data: JSONBody[NewInvitation], key: OnceKey = None
    ) -> Response[MadeInvitation]:
        """Invite somebody, in place of an earlier invitation. Its link is in this answer and nowhere else."""
        async with request.db.transaction(request.user.scope) as tx:
            act = partial(invitations.invite, tx, request.user, data, request.settings.public_url)
            return await once(tx, request, key, act, location=_address, kept=_without_link)

    @get(operation_id="invitations.list", opt=needs("people:manage"), responses=problems(401, 403, *OF_LIST))
    async def index(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[InvitationPage]:
        """The invitations to brands that you may see, for 30 days also those that ended."""
        return await page(request, listing, Invitation, queries.list_invitations, sorts=NEWEST | NAMED)

    @get(
        "/{invitation_id:str}",
        operation_id="invitations.get",
        opt=needs("people:manage"),
        responses=problems(401, 403, 404, 422),
    )
    async def show(
        self, request: ApiRequest, invitation_id: FromPath[InvitationId], fields: FieldNames = None
    ) -> Response[Invitation]:
        """One invitation, without its link."""
        async with request.db.reading(request.user.scope) as tx:
            found = await get_invitation(tx, invitation_id)
        if found is None:
            raise Missing
        return narrowed(found, fields)

    @delete(
        "/{invitation_id:str}",
        operation_id="invitations.revoke",
        opt=needs("people:manage"),
        responses=problems(401, 403, 404),
    )
    async def revoke(self, request: ApiRequest, invitation_id: FromPath[InvitationId]) -> None:
        """Revoke an invitation: its link no longer works."""
        async with request.db.transaction(request.user.scope) as tx:
            await invitations.revoke(tx, request.user, invitation_id)

    @post(
        "/accept",
        operation_id="invitations.accept",
        opt={"exclude_from_auth": True},
        responses=problems(LinkEnded, EmailTaken, *OF_JSON),
    )
    async def accept(self, request: ApiRequest, data: JSONBody[Acceptance]) -> Response[Joined]:
        """Accept an invitation with a password. The link then has done its work; sign in."""
        joined = await invitations.accept(request.db, data)
        return answer(joined, status=201, headers={"location": f"/v1/people/{joined.id}"})


@post(
    "/v1/people/{person_id:str}/reset_link",
    operation_id="people.make_reset_link",
    tags=["People"],
    opt=needs("people:manage"),
    responses=problems(401, 403, 404, *OF_KEY),
)
async def make_reset_link(
    request: ApiRequest, person_id: FromPath[PersonId], key: OnceKey = None
) -> Response[MadeResetLink]:
    """Make a link with which somebody sets a new password, once and within an hour. Hand it over yourself."""
    async with request.db.transaction(request.user.scope) as tx:
        act = partial(resets.make_reset_link, tx, request.user, person_id, request.settings.public_url)
        return await once(tx, request, key, act, location=lambda made: f"/v1/people/{made.person_id}", kept=_unlinked)


@post(
    "/v1/password_resets",
    operation_id="people.reset_password",
    tags=["People"],
    status_code=204,
    opt={"exclude_from_auth": True},
    responses=problems(LinkEnded, *OF_JSON),
)
async def reset_password(request: ApiRequest, data: JSONBody[PasswordReset]) -> None:
    """Set a new password with a link. Every session of the person ends; keys stay."""
    reset = await resets.reset_password(request.db, data)
    request.app.state.recognition.forget(reset.person_id)


def _address(invitation: Invitation) -> str:
    return f"/v1/invitations/{invitation.id}"


def _without_link(made: MadeInvitation) -> MadeInvitation:
    return replace(made, url=None)


def _unlinked(made: MadeResetLink) -> MadeResetLink:
    return replace(made, url=None)


handlers: list[Any] = [Invitations, make_reset_link, reset_password]
