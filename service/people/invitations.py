"""Letting somebody in: an invitation is a link that is shown once, works once, and ends by itself.

Nobody invites to more than they may give, neither when they invite nor when the invitation is accepted: whoever lost
the right meanwhile, or left, has invited nobody. The link is carried by a person, for no mail is sent from here.
"""

from __future__ import annotations

from datetime import timedelta

from msgspec.structs import asdict

from schemas.ids import BrandId, InvitationId, PersonId
from schemas.invitations import Acceptance, Invitation, Joined, MadeInvitation, NewInvitation
from schemas.people import NewGrant
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Grant, Person, Scope
from service.people import link_records, passwords, records
from service.people.actions import check_grant
from service.people.model import OpenInvitation, brands_of, may_grant
from service.people.problems import EmailTaken, LinkEnded
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.problems import Forbidden, Missing

LASTS = timedelta(days=7)


async def invite(tx: Tx, actor: Person, new: NewInvitation, public_url: str) -> MadeInvitation:
    """An invitation with its link, in place of an earlier one of this address. Raises EmailTaken, Invalid, Conflict."""
    if await records.find_credentials(tx, new.email) is not None:
        raise EmailTaken("Give this person a role instead, or invite another address.")
    for index, grant in enumerate(new.grants):
        await check_grant(tx, actor, grant, f"/grants/{index}")
    for standing in await link_records.list_open_invitations(tx, new.email):
        if standing.lives:
            await _require_all(tx, actor, standing.id)
        await link_records.revoke_invitation(tx, standing.id)
    token = new_link_token()
    invitation = await link_records.insert_invitation(tx, new.email, new.name, fingerprint(token), actor.id, LASTS)
    for grant in new.grants:
        await link_records.insert_invitation_grant(tx, invitation, grant)
    given = [
        {"role": grant.role, "brand_id": grant.brand_id and str(grant.brand_id), "market": grant.market}
        for grant in new.grants
    ]
    brand = _only_brand([grant.brand_id for grant in new.grants])
    await record(tx, actor, "invitation.created", invitation, brand, {"email": new.email, "grants": given})
    made = await _visible(tx, invitation)
    return MadeInvitation(**asdict(made), url=f"{public_url}/invitation/{token}")


async def revoke(tx: Tx, actor: Person, invitation: InvitationId) -> None:
    """Its link no longer works; revoking it twice, or when it was accepted, changes nothing."""
    found = await _visible(tx, invitation)
    grants = await _require_all(tx, actor, invitation)
    if await link_records.revoke_invitation(tx, invitation):
        brand = _only_brand([grant.brand for grant in grants])
        await record(tx, actor, "invitation.revoked", invitation, brand, {"email": found.email})


async def find(db: Database, token: str) -> OpenInvitation:
    """The invitation of a link. Raises LinkEnded, which says no more than that."""
    found = None
    if looks_like_link(token):
        async with db.system() as tx:
            found = await link_records.find_invitation(tx, fingerprint(token))
    if found is None:
        raise LinkEnded("Ask whoever gave you the link for a new one.")
    return found


async def accept(db: Database, given: Acceptance) -> Joined:
    """The account, with its password and roles. Raises LinkEnded, EmailTaken and Invalid."""
    found = await find(db, given.token)
    passwords.check(given.password)
    password_hash = await passwords.hashed(given.password)
    name = given.name or found.name
    async with db.transaction(Scope(found.org)) as tx:
        inviter = await link_records.accept_invitation(tx, found.id)
        grants = await link_records.list_invitation_grants(tx, found.id)
        if inviter is None or not await _may_still_give(tx, inviter, grants):
            raise LinkEnded("Ask whoever gave you the link for a new one.")
        person = await records.insert_person(tx, found.email, name, password_hash)
        who = Person(person, name, Scope(found.org, brands_of(grants)), tuple(grants))
        brand = _only_brand([grant.brand for grant in grants])
        await record(tx, who, "invitation.accepted", found.id, brand, {"person_id": str(person)})
        await record(tx, who, "person.created", person, None)
        for grant in grants:
            new = NewGrant(role=grant.role.value, brand_id=grant.brand, market=grant.market)
            await records.insert_grant(tx, person, new)
            facts = {"role": new.role, "market": new.market, "invited_by": str(inviter)}
            await record(tx, who, "role.granted", person, new.brand_id, facts)
    return Joined(id=person, email=found.email, name=name, organization_id=found.org)


async def _may_still_give(tx: Tx, inviter: PersonId, grants: list[Grant]) -> bool:
    card = await records.get_card(tx, inviter)
    if card is None:
        return False
    held = tuple(await records.list_held_grants(tx, inviter))
    host = Person(inviter, card.name, Scope(tx.scope.organization, brands_of(held)), held)  # type: ignore[arg-type]
    return host.may("people:manage") and all(may_grant(host, grant) for grant in grants)


async def _require_all(tx: Tx, actor: Person, invitation: InvitationId) -> list[Grant]:
    """Whoever takes an invitation back could have given all of it."""
    grants = await link_records.list_invitation_grants(tx, invitation)
    if not all(may_grant(actor, grant) for grant in grants):
        raise Forbidden(
            "this address is invited with roles that you may not give or take back", required_scope="people:manage"
        )
    return grants


def _only_brand(brands: list[BrandId | None]) -> BrandId | None:
    """The brand whose administrators may read of it in the log; None keeps it to those of the whole organization."""
    return brands[0] if len(set(brands)) == 1 else None


async def _visible(tx: Tx, invitation: InvitationId) -> Invitation:
    found = await link_records.get_invitation(tx, invitation)
    if found is None:
        raise Missing
    return found
