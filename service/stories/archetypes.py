"""What people do with archetypes: the built-in ones of the rulebook, and the organization's own in versions."""

from __future__ import annotations

import msgspec

from schemas.archetypes import Archetype, NewArchetype, NewArchetypeVersion
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Forbidden, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook
from service.stories import records
from service.stories.model import pattern_faults, unknown_archetype
from service.stories.problems import ArchetypeBuiltIn, ArchetypeWithdrawn, TooManyArchetypes

MOST_OWN = 200


async def list_archetypes(tx: Tx, rulebook: Rulebook) -> list[Archetype]:
    """Each in its newest version: the built-in ones, then the organization's own by name."""
    return [*(built_in(rulebook, key) for key in rulebook.archetypes), *await records.list_archetypes(tx, MOST_OWN)]


async def find_archetype(tx: Tx, rulebook: Rulebook, key: str, version: int | None = None) -> Archetype:
    """One in its newest version or another, withdrawn or not; Missing when there is none."""
    if "\0" in key:  # which no text in the database can hold
        raise Missing
    own = await records.get_archetype(tx, key, version)
    if own is not None:
        return own
    if (key, version) in rulebook.versions or (version is None and key in rulebook.archetypes):
        return built_in(rulebook, key, version)
    raise Missing


async def choose_archetype(tx: Tx, rulebook: Rulebook, key: str, version: int | None) -> Archetype | Fault:
    """The one that a new story is to be told with, or why it cannot be."""
    try:
        found = await find_archetype(tx, rulebook, key, version)
    except Missing:
        known = {one.key: one.newest_version for one in await list_archetypes(tx, rulebook)}
        if key not in known:
            return unknown_archetype(key, known)
        detail = f"{key} has versions 1 to {known[key]}, and no {version}"
        return Fault("/archetype_version", "not_found", detail)
    if found.withdrawn_at is not None:
        return Fault("/archetype", "withdrawn", f"{key} was withdrawn; choose another archetype")
    return found


async def create_archetype(tx: Tx, person: Person, rulebook: Rulebook, new: NewArchetype) -> Archetype:
    """One of the organization's own, in its first version."""
    _require_house(person)
    _check(new)
    if await records.count_archetypes(tx) >= MOST_OWN:
        raise TooManyArchetypes(MOST_OWN)
    await records.insert_archetype(tx, new.key, built_in=new.key in rulebook.archetypes)
    await records.insert_version(tx, new.key, 1, new, person.id)
    await record(tx, person, "archetype.created", new.key, None, {"version": 1})
    return await find_archetype(tx, rulebook, new.key)


async def add_version(
    tx: Tx, person: Person, rulebook: Rulebook, key: str, seen: int | None, new: NewArchetypeVersion
) -> Archetype:
    """The next version of one of the organization's own. Stories keep the version they were told with."""
    current = await _own_to_change(tx, person, rulebook, key, seen)
    _check(new)
    version = current.version + 1
    if not await records.update_archetype(tx, key, current.revision, version):
        raise PreconditionFailed.on(await find_archetype(tx, rulebook, key))
    await records.insert_version(tx, key, version, new, person.id)
    await record(tx, person, "archetype.updated", key, None, {"version": version})
    return await find_archetype(tx, rulebook, key)


async def withdraw_archetype(tx: Tx, person: Person, rulebook: Rulebook, key: str, seen: int | None) -> None:
    """End one of the organization's own: no new story is told with it, and those that were stay as they are."""
    current = await _own_to_change(tx, person, rulebook, key, seen)
    if not await records.withdraw_archetype(tx, key, current.revision):
        raise PreconditionFailed.on(await find_archetype(tx, rulebook, key))
    await record(tx, person, "archetype.withdrawn", key, None, {"version": current.version})


async def _own_to_change(tx: Tx, person: Person, rulebook: Rulebook, key: str, seen: int | None) -> Archetype:
    """The archetype, if the person may change it and saw it as it is."""
    _require_house(person)
    current = await find_archetype(tx, rulebook, key)
    if current.built_in:
        raise ArchetypeBuiltIn
    if seen not in (None, current.revision):
        raise PreconditionFailed.on(current)
    if current.withdrawn_at is not None:
        raise ArchetypeWithdrawn
    return current


def _require_house(person: Person) -> None:
    """Archetypes are seen by every brand, so whoever makes one works for all of them."""
    require(person, "campaigns:write")
    if person.scope.brands is not None:
        who = "an archetype is made by someone who works for every brand, because every brand sees it"
        raise Forbidden(who, required_scope="campaigns:write")


def _check(new: NewArchetypeVersion) -> None:
    faults = pattern_faults(new.beats)
    if faults:
        raise Invalid(*faults)


def built_in(rulebook: Rulebook, key: str, version: int | None = None) -> Archetype:
    """One that comes with Cutdown, in its newest version or another; KeyError for what was never out."""
    last = rulebook.archetypes[key]
    found = last if version is None else rulebook.versions[key, version]
    facts = {"newest_version": last.version, "built_in": True, "withdrawn_at": None, "revision": last.version}
    return msgspec.convert({**msgspec.structs.asdict(found), **facts}, Archetype, from_attributes=True)
