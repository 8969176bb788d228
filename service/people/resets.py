"""A lost password: a link, handed over by somebody who may set the password anyway, with which its owner sets it.

No mail is sent from here. The link works once and for an hour, and only the last one that was made.
"""

from __future__ import annotations

from datetime import timedelta

from schemas.ids import PersonId
from schemas.invitations import MadeResetLink, PasswordReset
from service.db.pool import Database, Tx
from service.events.actions import record
from service.identity import Person, Scope
from service.people import link_records, passwords, records
from service.people.model import OpenReset
from service.people.problems import LinkEnded
from service.people.tokens import fingerprint, looks_like_link, new_link_token
from service.problems import Forbidden, Missing

LASTS = timedelta(hours=1)


async def make_reset_link(tx: Tx, actor: Person, person: PersonId, public_url: str) -> MadeResetLink:
    """For an administrator of the whole organization, to hand over. One's own password needs the current one."""
    if await records.get_account(tx, person) is None:
        raise Missing
    if not actor.holds("people:manage"):
        raise Forbidden(
            "only an administrator of the whole organization resets passwords", required_scope="people:manage"
        )
    if person == actor.id and actor.key is None:
        raise Forbidden("set your own password with the current one; another administrator can reset it")
    return await issue(tx, actor, person, public_url)


async def issue(tx: Tx, who: Person | None, person: PersonId, public_url: str) -> MadeResetLink:
    """A link in place of any earlier one; `who` is None for the command line."""
    token = new_link_token()
    await link_records.end_reset_links(tx, person)
    expires_at = await link_records.insert_reset_link(tx, person, fingerprint(token), LASTS)
    await record(tx, who, "person.reset_link_made", person, None)
    return MadeResetLink(person_id=person, expires_at=expires_at, url=f"{public_url}/reset/{token}")


async def find(db: Database, token: str) -> OpenReset:
    """Whose link it is. Raises LinkEnded, which says no more than that."""
    found = None
    if looks_like_link(token):
        async with db.system() as tx:
            found = await link_records.find_reset_link(tx, fingerprint(token))
    if found is None:
        raise LinkEnded("Ask whoever gave you the link for a new one.")
    return found


async def reset_password(db: Database, given: PasswordReset) -> OpenReset:
    """The password is another, and every session of the person ends. Raises LinkEnded and Invalid."""
    found = await find(db, given.token)
    passwords.check(given.password)
    password_hash = await passwords.hashed(given.password)
    async with db.transaction(Scope(found.org)) as tx:
        if not await link_records.use_reset_link(tx, found):
            raise LinkEnded("Ask whoever gave you the link for a new one.")
        await records.update_password(tx, found.person_id, password_hash)
        await records.end_sessions(tx, found.person_id)
        await records.announce(tx, found.person_id)
        who = Person(found.person_id, found.name, Scope(found.org), ())
        await record(tx, who, "person.password_changed", found.person_id, None, {"by": "link"})
    return found
