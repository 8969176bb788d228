"""Gates: the conditions that a post must meet before it may go out, each with its reasons and the way out."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.bases import Moment, Received, Returned, form
from schemas.checks import Check, shown
from schemas.ids import PersonId, PostId

GateKind = Annotated[
    Literal["rights", "brief", "film", "captions", "checklist", "disclosure", "platform", "duplicate"],
    Meta(
        description="rights: every window that the cut uses covers the market, the medium and the day; brief: the"
        " client approved it and the cut meets it; film: there is one and it is the edit list's; captions: approved"
        " releases in every locale of the market; checklist: the items of the market's regions; disclosure: said,"
        " carried and labelled; platform: the platform's own limits; duplicate: not the same thing twice on a channel",
        examples=["rights"],
    ),
]
GateState = Annotated[
    Literal["holds", "warns", "blocks", "overridden"],
    Meta(description="overridden: closed, and somebody let it be passed", examples=["blocks"]),
]
Severity = Annotated[Literal["holds", "warns", "blocks"], Meta(examples=["blocks"])]
OverrideReason = Annotated[
    str,
    Check(shown),
    form(
        r"\S",
        "something that can be read",
        description="why it may go out all the same; it stays written beside the name",
        min_length=1,
        max_length=2000,
        examples=["The talent's agent extended the contract by e-mail; the paper follows on Monday."],
    ),
]


class WayOut(Returned, frozen=True):
    """What to do about it: a verb, and the identifiers of what it is done to."""

    code: Annotated[str, Meta(examples=["extend_rights"])]
    ids: Annotated[dict[str, str], Meta(examples=[{"campaign_id": "cmp_01kd3v6m2rfa8t4y9n5qk7w1xe", "market": "DE"}])]


class GateReason(Returned, frozen=True):
    """One thing that a gate found: what it is called, its facts, and the same in English."""

    code: Annotated[str, Meta(examples=["rights_ended"])]
    severity: Severity
    facts: Annotated[
        dict[str, str | int | list[str] | None], Meta(examples=[{"name": "Low Kettle", "until": "2027-01-31"}])
    ]
    detail: Annotated[str, Meta(examples=["Low Kettle (music) ended on 2027-01-31; this goes out on 2027-02-04."])]
    way_out: WayOut | None
    since: Annotated[
        Moment | None,
        Meta(description="it is so since then at the latest: what it looks at is as it is; null: not known"),
    ]


class GateOverride(Returned, frozen=True):
    """Who let a closed gate be passed. It falls when the gate is closed for another reason than then."""

    by: PersonId
    name: Annotated[str, Meta(examples=["Marie Keller"])]
    role: Annotated[str, Meta(examples=["counsel"])]
    reason: Annotated[str, Meta(examples=["The contract was extended by e-mail."])]
    at: Moment
    holds: Annotated[bool, Meta(description="false: the gate is closed for another reason now, or open again")]


class Gate(Returned, frozen=True):
    """One condition, as it stands now."""

    kind: GateKind
    state: GateState
    reasons: Annotated[list[GateReason], Meta(description="what is in the way first; never empty")]
    override: GateOverride | None


class NewOverride(Received, frozen=True):
    """Why a closed gate may be passed."""

    reason: OverrideReason


class Gates(Returned, frozen=True):
    """Every gate of a post."""

    post_id: PostId
    open: Annotated[bool, Meta(description="whether it may go out now")]
    gates: list[Gate]
