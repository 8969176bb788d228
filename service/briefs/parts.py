"""The parts of a brief: requirements, claims, rights windows and links are written, changed and withdrawn alike.

What differs is what each kind holds to be right; `kinds` says that.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from msgspec import UNSET, Struct

from schemas.bases import Wrong
from schemas.ids import BrandId, CampaignId, Id, PersonId
from service.briefs import actions
from service.briefs.model import MOST_PARTS
from service.briefs.problems import BriefFull
from service.db.pool import Tx
from service.events.actions import record
from service.identity import Person
from service.problems import Fault, Invalid, Missing, PreconditionFailed
from service.rulebook import Rulebook


class Part(Protocol):
    """What every part of a brief has."""

    @property
    def id(self) -> Id: ...
    @property
    def brand_id(self) -> BrandId: ...
    @property
    def campaign_id(self) -> CampaignId: ...
    @property
    def revision(self) -> int: ...


I = TypeVar("I", bound=Id)  # noqa: E741  an identifier
N = TypeVar("N", bound=Struct)
P = TypeVar("P", bound=Part)


class Kind(Struct, Generic[I, N, P], frozen=True):
    """One kind of parts: its words, how it is stored, what makes one of them right, and where one holds.

    `right` gives what is written the form in which it is kept, or raises Invalid. `markets` says in which markets it
    holds, for only who may write there writes it; None stands for every market.
    """

    thing: str  # as events name it
    things: str
    new: type[N]
    insert: Callable[[Tx, CampaignId, N, PersonId], Awaitable[P | None]]
    get: Callable[[Tx, I], Awaitable[P | None]]
    update: Callable[[Tx, I, int, N, PersonId], Awaitable[P | None]]
    withdraw: Callable[[Tx, I], Awaitable[bool]]
    right: Callable[[Tx, Rulebook, CampaignId, N], Awaitable[N]]
    markets: Callable[[N | P], Sequence[str | None]] = lambda _: (None,)


async def write(kind: Kind[I, N, P], tx: Tx, person: Person, rulebook: Rulebook, campaign: CampaignId, new: N) -> P:
    """One more. Raises Missing, Forbidden, Invalid, BriefFull."""
    brief = await actions.open_for(tx, person, campaign, *kind.markets(new))
    made = await kind.insert(tx, campaign, await kind.right(tx, rulebook, campaign, new), person.id)
    if made is None:
        raise BriefFull.of(MOST_PARTS, kind.things)
    await record(tx, person, f"{kind.thing}.written", made.id, brief.brand_id, _told(made))
    return made


async def change(
    kind: Kind[I, N, P], tx: Tx, person: Person, rulebook: Rulebook, part: I, seen: int | None, change: Struct
) -> P:
    """What it says from now on; UNSET leaves a field as it is. What says the same changes nothing."""
    now = await find(kind, tx, part)
    wanted = _laid_over(kind.new, now, change)
    await actions.open_for(tx, person, now.campaign_id, *kind.markets(now), *kind.markets(wanted))
    if seen is not None and seen != now.revision:
        raise PreconditionFailed.on(now)
    new = await kind.right(tx, rulebook, now.campaign_id, wanted)
    if all(getattr(new, name) == getattr(now, name) for name in new.__struct_fields__):
        return now
    changed = await kind.update(tx, part, now.revision, new, person.id)
    if changed is None:
        raise PreconditionFailed.on(await find(kind, tx, part))
    await record(tx, person, f"{kind.thing}.changed", part, now.brand_id, _told(changed))
    return changed


async def withdraw(kind: Kind[I, N, P], tx: Tx, person: Person, part: I) -> None:
    """It holds no more. Nothing is deleted: what was made by it keeps it."""
    now = await find(kind, tx, part)
    await actions.open_for(tx, person, now.campaign_id, *kind.markets(now))
    if await kind.withdraw(tx, part):
        await record(tx, person, f"{kind.thing}.withdrawn", part, now.brand_id, _told(now))


async def find(kind: Kind[I, N, P], tx: Tx, part: I) -> P:
    """One part; Missing outside the walls, and once it was withdrawn."""
    found = await kind.get(tx, part)
    if found is None:
        raise Missing
    return found


def _laid_over(new: type[N], now: Any, change: Struct) -> N:
    """What a part says now, with what a change sets. Invalid when the one does not go with the other."""
    values = {name: getattr(now, name) for name in new.__struct_fields__}
    given = {name: getattr(change, name) for name in values}
    try:
        return new(**values | {name: value for name, value in given.items() if value is not UNSET})
    except Wrong as error:
        raise Invalid(Fault(error.at, error.code, error.detail)) from error


def _told(part: Part) -> dict[str, str | int]:
    return {"campaign_id": str(part.campaign_id), "revision": part.revision}
