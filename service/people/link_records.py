"""Rows of invitations and of links that reset a password."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from schemas.ids import InvitationId, PersonId
from schemas.invitations import Invitation
from schemas.people import NewGrant
from service.db.pool import Tx
from service.db.problems import refusing
from service.db.queries import Slice, Sort, load
from service.identity import Grant
from service.people.model import OpenInvitation, OpenReset, Standing
from service.problems import Conflict, Fault, Invalid

queries = load(__package__)


async def insert_invitation(
    tx: Tx, email: str, name: str, token_sha256: bytes, inviter: PersonId, lasts: timedelta
) -> InvitationId:
    """Raises Invalid, and Conflict when somebody else invites the same address at this moment."""
    with refusing(
        invitation_open_once=_at_once,
        invitation_email_shape=partial(_misshapen, "/email", "an e-mail address has an @ and at most 254 characters"),
        invitation_name_filled=partial(_misshapen, "/name", "a name has 1 to 200 characters"),
    ):
        return InvitationId(await tx.value(queries.insert_invitation, email, name, token_sha256, inviter, lasts))


async def insert_invitation_grant(tx: Tx, invitation: InvitationId, new: NewGrant) -> None:
    """A role that comes with an invitation."""
    await tx.do(queries.insert_invitation_grant, invitation, new.role, new.brand_id, new.market)


async def get_invitation(tx: Tx, invitation: InvitationId) -> Invitation | None:
    """An invitation as seen from inside the walls."""
    return await tx.one(Invitation, queries.get_invitation, invitation)


async def list_invitations(tx: Tx) -> list[Invitation]:
    """The newest thousand invitations that are to be seen from inside the walls, ended ones too."""
    return await tx.page(Invitation, queries.list_invitations, Slice(Sort("id", "uuid", descending=True), None, 1000))


async def list_invitation_grants(tx: Tx, invitation: InvitationId) -> list[Grant]:
    """Every role that comes with it, also on brands behind the wall."""
    return await tx.all(Grant, queries.list_invitation_grants, invitation)


async def list_open_invitations(tx: Tx, email: str) -> list[Standing]:
    """What a new invitation of this address would replace; nobody else replaces it meanwhile."""
    return await tx.all(Standing, queries.list_open_invitations, email)


async def revoke_invitation(tx: Tx, invitation: InvitationId) -> bool:
    """Whether it was open."""
    return await tx.do(queries.revoke_invitation, invitation) == 1


async def accept_invitation(tx: Tx, invitation: InvitationId) -> PersonId | None:
    """Who invited; None when it is not to be accepted any more. Of several at once, one accepts."""
    found = await tx.value(queries.accept_invitation, invitation)
    return None if found is None else PersonId(found)


async def find_invitation(tx: Tx, token_sha256: bytes) -> OpenInvitation | None:
    """The invitation of a token, in whichever organization."""
    return await tx.one(OpenInvitation, queries.find_invitation, token_sha256)


async def insert_reset_link(tx: Tx, person: PersonId, token_sha256: bytes, lasts: timedelta) -> datetime:
    """When it expires. Raises Conflict when another is made at this moment."""
    with refusing(reset_link_open_once=_at_once):
        expires_at: datetime = await tx.value(queries.insert_reset_link, person, token_sha256, lasts)
        return expires_at


async def end_reset_links(tx: Tx, person: PersonId) -> None:
    """What is open no longer works."""
    await tx.do(queries.end_reset_links, person)


async def use_reset_link(tx: Tx, link: OpenReset) -> bool:
    """Whether it still worked. Of several at once, one does."""
    return await tx.do(queries.use_reset_link, link.id) == 1


async def find_reset_link(tx: Tx, token_sha256: bytes) -> OpenReset | None:
    """The reset link of a token, in whichever organization."""
    return await tx.one(OpenReset, queries.find_reset_link, token_sha256)


def _misshapen(pointer: str, detail: str) -> Invalid:
    return Invalid(Fault(pointer, "format", detail))


def _at_once() -> Conflict:
    return Conflict("somebody else made a link for the same person at this moment; look at theirs, then try again")
