"""One request, one effect: a request with an Idempotency-Key that is sent again gets the answer of the first time.

The answer is written in the transaction of the effect, so there is never one without the other. Of two equal requests
at once one works and the other is told to come back: the lock comes first, then the look for an answer, in one round
trip. Answers are kept for seven days (`housekeeping.py`).
"""

from __future__ import annotations

from service.db.pool import Tx
from service.people import records
from service.people.model import Actor, Answer
from service.people.problems import IdempotencyInProgress, IdempotencyKeyReused


async def remembered(tx: Tx, actor: Actor, key: str, request_sha256: bytes) -> Answer | None:
    """The answer of the first time; None when this is the first time: act, then `remember` in the same transaction.

    Raises IdempotencyInProgress while the first one runs, IdempotencyKeyReused when the key belongs to another request.
    """
    recalled = await records.recall(tx, actor, key)
    if recalled.answer is None:
        if not recalled.free:
            raise _in_progress()
        return None
    if recalled.request_sha256 != request_sha256:
        raise IdempotencyKeyReused("Make a new Idempotency-Key for a new request.")
    return recalled.answer


async def remember(tx: Tx, actor: Actor, key: str, request_sha256: bytes, answer: Answer) -> None:
    """Keep the answer beside its effect. Raises IdempotencyInProgress when a twin was first: nothing happens then."""
    if not await records.insert_answer(tx, actor, key, request_sha256, answer):
        raise _in_progress()


def _in_progress() -> IdempotencyInProgress:
    return IdempotencyInProgress(
        "Send the same request again in a second to receive its answer.", headers={"Retry-After": "1"}
    )
