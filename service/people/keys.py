"""What people do with API keys.

A key acts for its maker: it may do what its scopes, brands and markets allow *and* its maker's roles allow, at every
moment. Two keys of one maker and name may be active, so that one can replace the other without a gap; other people's
do not count, for they may lie behind a wall. A key touches other keys only with the scope `people:manage`, and never
makes one that could do more, or live longer, than itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from msgspec.structs import asdict, replace

from schemas.ids import BrandId, KeyId, PersonId
from schemas.people import Key, MadeKey, NewKey
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.people import records
from service.people.model import market_faults
from service.people.problems import TwoKeysActive
from service.people.tokens import fingerprint, new_key_secret
from service.problems import Fault, Forbidden, Invalid, Missing

MOST_ACTIVE = 2


async def make_key(tx: Tx, person: Person, new: NewKey) -> MadeKey:
    """A key of one's own, with its secret, which is not to be had again. Raises Invalid, Forbidden, TwoKeysActive."""
    _require_session_or_scope(person)
    new = await _within_limits(tx, person, new)
    await records.lock_key_name(tx, person.id, new.name)
    active = await records.list_active_keys(tx, person.id, new.name)
    if len(active) >= MOST_ACTIVE:
        raise TwoKeysActive(
            f"Revoke one of the two active keys named '{new.name}', or choose another name.",
            active=[str(key.id) for key in active],
        )
    key = KeyId(await records.new_id(tx))
    secret = new_key_secret(new.mode, key)
    stored = await records.insert_key(tx, key, person.id, new, fingerprint(secret))
    await record(tx, person, "key.created", key, None, {"name": new.name, "scopes": sorted(new.scopes)})
    return MadeKey(**asdict(stored), secret=secret)


async def remake_key(tx: Tx, person: Person, new: NewKey) -> MadeKey:
    """A key of one's own in place of all others of its name, whose secrets are lost."""
    for lost in await records.list_active_keys(tx, person.id, new.name):
        await revoke_key(tx, person, lost.id)
    return await make_key(tx, person, new)


async def rotate_key(tx: Tx, person: Person, key: KeyId) -> MadeKey:
    """A second key like this one, and as long-lived from now on; the first works until it is revoked.

    Only its maker rotates a key, because the new one acts for whoever makes it.
    """
    found = await visible(tx, person, key)
    if found.person_id != person.id:
        raise Forbidden("only its maker rotates a key; make one of your own instead")
    if found.revoked_at is not None:
        raise Invalid(Fault("", "revoked", "a revoked key is not rotated; make a new one"))
    expires_at = found.expires_at and datetime.now(UTC) + (found.expires_at - found.created_at)
    made = await make_key(
        tx,
        person,
        NewKey(
            name=found.name,
            scopes=found.scopes,
            mode=found.mode,
            brands=found.brands,
            markets=found.markets,
            expires_at=expires_at,
        ),
    )
    await record(tx, person, "key.rotated", key, None, {"name": found.name, "to": str(made.id)})
    return made


async def revoke_key(tx: Tx, person: Person, key: KeyId) -> None:
    """It works no longer, within five seconds everywhere; revoking it twice changes nothing."""
    found = await visible(tx, person, key)
    if person.key != key:
        _require_session_or_scope(person)
    if found.revoked_at is None:
        await records.revoke_key(tx, key)
        await records.announce(tx, key)
        await record(tx, person, "key.revoked", key, None, {"name": found.name})


def sight(person: Person) -> tuple[PersonId | None, KeyId | None]:
    """Whose keys somebody may know of, and which one only (None: any).

    An administrator of the whole organization knows all keys, anybody else their own, a key without `people:manage`
    itself.
    """
    if person.holds("people:manage"):
        return None, None
    return person.id, None if person.may("people:manage") else person.key


async def listed(tx: Tx, person: Person) -> tuple[PersonId | None, KeyId | None]:
    """The same for a list, where a key with walls of its own finds itself alone."""
    own = await _own(tx, person)
    walled = own is not None and not (own.brands is None and own.markets is None)
    return (person.id, person.key) if walled else sight(person)


async def visible(tx: Tx, person: Person, key: KeyId) -> Key:
    """A key as somebody may know it; Missing for keys of others, and to a key with walls for those that go further."""
    found = await records.get_key(tx, key, *sight(person))
    if found is None:
        raise Missing
    own = await _own(tx, person)
    if (
        own is not None
        and own.id != key
        and not (_inside(found.brands, own.brands) and _inside(found.markets, own.markets))
    ):
        raise Missing
    return found


async def _own(tx: Tx, person: Person) -> Key | None:
    return None if person.key is None else await records.get_key(tx, person.key, None, None)


def _inside(one: Sequence[object] | None, limit: Sequence[object] | None) -> bool:
    """Whether one limit goes no further than the other; None is no limit."""
    return limit is None or (one is not None and set(one) <= set(limit))


def _require_session_or_scope(person: Person) -> None:
    if person.key is not None and not person.may("people:manage"):
        raise Forbidden("a key needs people:manage to touch other keys", required_scope="people:manage")


async def _within_limits(tx: Tx, person: Person, new: NewKey) -> NewKey:
    """The key as it can be made; Forbidden or Invalid, with every fault, where it would exceed who makes it."""
    lacking = [scope for scope in new.scopes if not person.may(scope)]
    if lacking:
        raise Forbidden(f"you may not do this yourself: {', '.join(lacking)}", required_scope=lacking[0])
    faults = []
    now = datetime.now(UTC)
    if new.expires_at is not None and new.expires_at <= now:
        faults.append(Fault("/expires_at", "past", "this moment is over; name a later one, or none"))
    faults += await _absent(tx, new.brands or [])
    for place, market in enumerate(new.markets or []):
        faults += market_faults(market, f"/markets/{place}")
    if new.markets is not None and person.key_markets is not None:
        beyond = sorted(set(new.markets) - person.key_markets)
        faults += [Fault("/markets", "beyond", f"this key does not reach {market}") for market in beyond]
    if faults:
        raise Invalid(*faults)
    new = replace(new, scopes=sorted(set(new.scopes)))
    return new if person.key is None else await _narrowed(tx, person, person.key, new)


async def _absent(tx: Tx, brands: list[BrandId]) -> list[Fault]:
    seen = await records.list_seen(tx, brands) if brands else set()
    detail = "there is no such brand; list them at /v1/brands"
    return [Fault(f"/brands/{place}", "not_found", detail) for place, brand in enumerate(brands) if brand not in seen]


async def _narrowed(tx: Tx, person: Person, maker: KeyId, new: NewKey) -> NewKey:
    """A key made by a key: what it leaves open is closed as far as the maker's own limits."""
    own = await records.get_key(tx, maker, None, None)
    if own is None:
        raise Missing
    ends = [moment for moment in (own.expires_at, new.expires_at) if moment is not None]
    return replace(
        new,
        brands=new.brands if new.brands is not None or own.brands is None else list(person.scope.brands or ()),
        markets=new.markets if new.markets is not None else own.markets,
        expires_at=min(ends, default=None),
    )
