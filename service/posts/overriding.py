"""What people do with closed gates: somebody in a role that may lets one be passed, with a reason that stays written.

An override covers exactly what was in the way when it was given. Whatever else closes the gate later, closes it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from schemas.gates import Gate, GateKind, Gates, NewOverride
from schemas.ids import PostId
from schemas.posts import Post
from service.campaigns.actions import require
from service.db.pool import Tx
from service.events.actions import record
from service.identity import PERMISSIONS, Person
from service.posts import records, records_channels, records_gates
from service.posts.gates import closed_by, gates_of, is_open
from service.posts.gathering import gather
from service.posts.ground import Ground, StoredOverride
from service.posts.planning import find_post, told
from service.posts.problems import GateClosed, GateNotClosed
from service.problems import Missing
from service.rulebook import Rulebook

MAY = "gates:override"
WAITING = ("planned", "scheduled", "unknown")


async def gates_among(tx: Tx, rulebook: Rulebook, posts: Sequence[Post]) -> dict[PostId, list[Gate]]:
    """Every gate of these posts, which are of one campaign; those that are out have none any more."""
    waiting = [one for one in posts if one.status in WAITING]
    if not waiting:
        return {}
    return await gates_on(tx, await gather(tx, rulebook, waiting[0].campaign_id, waiting))


async def gates_on(tx: Tx, grounds: Mapping[PostId, Ground]) -> dict[PostId, list[Gate]]:
    """The same for posts whose ground was gathered before."""
    waiting = {post: ground for post, ground in grounds.items() if ground.post.status in WAITING}
    if not waiting:
        return {}
    given: dict[PostId, list[StoredOverride]] = defaultdict(list)
    for one in await records_gates.list_overrides(tx, list(waiting)):
        given[one.post_id].append(one)
    return {post: gates_of(ground, given[post]) for post, ground in waiting.items()}


async def gates_of_post(tx: Tx, rulebook: Rulebook, post: Post) -> list[Gate]:
    """Every gate of one post."""
    return (await gates_among(tx, rulebook, [post])).get(post.id, [])


async def show_gates(tx: Tx, rulebook: Rulebook, post: PostId) -> Gates:
    """The same for the wire; Missing outside the walls."""
    gates = await gates_of_post(tx, rulebook, await find_post(tx, post))
    return Gates(post_id=post, open=is_open(gates), gates=gates)


async def require_open(tx: Tx, rulebook: Rulebook, post: Post) -> None:
    """GateClosed, with every gate that is, unless all let it out."""
    await records_channels.lock_channel(tx, post.channel_id)
    closed = [one for one in await gates_of_post(tx, rulebook, post) if one.state == "blocks"]
    if closed:
        named = "; ".join(f"{one.kind}: {one.reasons[0].detail}" for one in closed)
        raise GateClosed(f"{len(closed)} closed. {named}", gates=closed)


async def override_gate(
    tx: Tx, person: Person, rulebook: Rulebook, post: PostId, kind: GateKind, new: NewOverride
) -> Gates:
    """Let a closed gate be passed; the same again changes nothing while it holds.

    Raises Forbidden, GateNotClosed; Missing outside the walls.
    """
    now, gate = await _held(tx, person, rulebook, post, kind)
    if gate is None or gate.state not in ("blocks", "overridden"):
        raise GateNotClosed(f"the gate {kind} is not closed; there is nothing to override")
    last = gate.override
    if last and last.holds and (last.by, last.reason) == (person.id, new.reason.strip()):
        return await show_gates(tx, rulebook, post)
    role = _role(person, now)
    await records_gates.retire_override(tx, post, kind)
    await records_gates.insert_override(tx, post, kind, closed_by(gate.reasons), new.reason.strip(), role, person.id)
    await records.insert_step(tx, post, "overridden", new.reason.strip(), person.id, kind)
    facts = told(now) | {"gate": kind, "role": role}
    await record(tx, person, "post.gate_overridden", post, now.brand_id, facts)
    return await show_gates(tx, rulebook, post)


async def end_override(tx: Tx, person: Person, rulebook: Rulebook, post: PostId, kind: GateKind) -> Gates:
    """The gate stands by itself again; doing it twice is harmless."""
    now, _ = await _held(tx, person, rulebook, post, kind)
    if await records_gates.retire_override(tx, post, kind):
        await records.insert_step(tx, post, "override_ended", "", person.id, kind)
        await record(tx, person, "post.override_ended", post, now.brand_id, told(now) | {"gate": kind})
    return await show_gates(tx, rulebook, post)


async def _held(tx: Tx, person: Person, rulebook: Rulebook, post: PostId, kind: GateKind) -> tuple[Post, Gate | None]:
    if not await records.lock_post(tx, post):
        raise Missing
    now = await find_post(tx, post)
    require(person, MAY, now.brand_id, now.market)
    return now, next((one for one in await gates_of_post(tx, rulebook, now) if one.kind == kind), None)


def _role(person: Person, post: Post) -> str:
    """The role in which they may: the first of their grants that allows it here."""
    return next(
        str(grant.role)
        for grant in person.grants
        if MAY in PERMISSIONS[grant.role]
        and grant.brand in (None, post.brand_id)
        and grant.market in (None, post.market)
    )
