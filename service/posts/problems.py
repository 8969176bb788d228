"""What can go wrong with posts."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import ClassVar

from service.problems import Conflict, Fault, Invalid

EXAMPLE_POST = "pst_01kd3v6m2rfa8t4y9n5qk7w1xe"


class ChannelTaken(Conflict):
    """Your brand already has a channel of this handle on this platform (upper and lower case do not differ).

    Use that channel, or correct the handle.
    """

    slug, title = "channel-taken", "This channel exists"


class ChannelInUse(Conflict):
    """Posts are planned or scheduled on this channel, or nobody knows whether they went out.

    Withdraw those posts, or plan them elsewhere; then the channel can go. What is live there stays on record.
    """

    slug, title = "channel-in-use", "Posts wait on this channel"


class NotInThisState(Conflict):
    """This cannot be done with a post in its present state; nothing was changed.

    `now` is its state, `last` who did what with it last and when. A planned post can be scheduled; a planned, a
    scheduled and one of unknown outcome can be recorded as live; a live one can be taken down.
    """

    slug, title = "not-in-this-state", "Not in this state"
    example: ClassVar = {
        "detail": "this post is live: Marie Keller recorded it at 2026-11-20T17:01:00Z",
        "now": "live",
    }


class AlreadyOnRecord(Conflict):
    """A post of your brand with this address is on record already. Nothing was changed.

    `post_id`, `cut`, `market`, `platform` and `handle` name it. If the address belongs to this post, correct
    the other one first.
    """

    slug, title = "already-on-record", "This address is on record"
    example: ClassVar = {
        "detail": f"15 A for DE on @aldermoor (tiktok) has this address: post {EXAMPLE_POST}; correct that one first",
        "post_id": EXAMPLE_POST,
        "cut": "15 A",
        "market": "DE",
        "platform": "tiktok",
        "handle": "@aldermoor",
    }


class UnknownZone(Invalid):
    """There is no time zone of this name."""

    def __init__(self, zone: str, pointer: str = "/zone") -> None:
        detail = f"{zone!r} is no time zone; write an IANA name such as Europe/Berlin"
        super().__init__(Fault(pointer, "unknown_zone", detail))


class UnknownEvidence(Invalid):
    """Nothing of this hash was uploaded."""

    def __init__(self) -> None:
        detail = "nothing of this hash was uploaded; send the picture first, and use the hash of its answer"
        super().__init__(Fault("/evidence_sha256", "not_found", detail))


class UnknownPlatform(Invalid):
    """There is no pack of this platform."""

    def __init__(self, platform: str, known: Iterable[str]) -> None:
        near = get_close_matches(platform, known := sorted(known), 1)
        hint = f"; did you mean {near[0]}?" if near else "; it needs a pack first"
        said = f"{platform!r} is no platform that is known{hint} There are packs of {', '.join(known)}"
        super().__init__(Fault("/platform", "unknown_platform", said))


class GateClosed(Conflict):
    """A gate of this post is closed, so it cannot be scheduled, nor recorded as live. Nothing was changed.

    `gates` are those that are closed, each with its reasons and the way out: mend what they name, and send this again.
    What cannot be mended may be let pass by somebody with `gates:override` (an administrator, counsel), with a written
    reason: `PUT /v1/posts/{post_id}/overrides/{gate}`.

    Is it out already? Then nothing is lost: say so with `POST /v1/posts/{post_id}/doubt`, which asks no gate and keeps
    the address and your note; once the gates are mended or overridden, `…/record` puts it on record as live.
    """

    slug, title = "gate-closed", "A gate is closed"
    example: ClassVar = {
        "detail": "1 closed. rights: Low Kettle (music) ended on 2027-01-31; this goes out on 2027-02-04.",
        "gates": [],
    }


class GateNotClosed(Conflict):
    """Only a closed gate can be overridden, and this one is not: it holds, it only warns, or the post is out already.

    There is nothing to do; the post goes past it.
    """

    slug, title = "gate-not-closed", "This gate is not closed"
