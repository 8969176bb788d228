"""What people and guests say of the frames of a cut, and the client's word on it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta

from schemas.approvals import DecisionNote, DecisionWord
from schemas.bases import Milliseconds, Moment, Page, Received, Returned, Revision, Sha256, form
from schemas.checks import Check, shown
from schemas.ids import CampaignId, CommentId, CutDecisionId, CutId, GuestLinkId, PersonId
from schemas.videos import Frame

CommentText = Annotated[
    str,
    Check(shown),
    form(
        r"\S",
        "something that can be read",
        min_length=1,
        max_length=2000,
        examples=["The cup is out of focus here."],
    ),
]
CommentFrame = Annotated[Frame, Meta(description="of the cut, at its rate", examples=[120])]
By = Annotated[PersonId | None, Meta(description="null: a guest")]
ByName = Annotated[str, Meta(description="the person's name, or the one that a guest typed", examples=["Jonas Keller"])]
EditHash = Annotated[Sha256, Meta(description="`edit_sha256` of the cut's state, as it was read")]
FilmHash = Annotated[
    Sha256 | None, Meta(description="`sha256` of the film that was watched; null: the cut had none", examples=[None])
]


class NewComment(Received, frozen=True):
    """Something to be said of a frame of a cut."""

    frame: CommentFrame
    text: CommentText


class Comment(Returned, frozen=True):
    """What somebody said of a frame of a cut: a person, or a guest under the name they typed."""

    id: CommentId
    cut_id: CutId
    campaign_id: CampaignId
    edit_revision: Annotated[
        int, Meta(description="the edit list that was watched: a newer one may show something else", ge=1, examples=[1])
    ]
    frame: CommentFrame
    at_ms: Annotated[Milliseconds, Meta(description="when the frame begins in the cut", examples=[4800])]
    text: CommentText
    by: By
    by_name: ByName
    guest_link_id: Annotated[GuestLinkId | None, Meta(description="of a guest")]
    at: Moment
    resolved_by: Annotated[PersonId | None, Meta(description="null: it is open")]
    resolved_by_name: Annotated[str | None, Meta(examples=["Mara Engel"])]
    resolved_at: Moment | None
    revision: Revision


class CommentPage(Page[Comment], frozen=True):
    """Some comments."""


class NewCutDecision(Received, frozen=True):
    """A word on a cut as it was watched: `edit_sha256` and `film_sha256` say which state that was."""

    word: DecisionWord
    edit_sha256: EditHash
    film_sha256: FilmHash = None
    note: DecisionNote = ""


class CutDecision(Returned, frozen=True):
    """A word on a cut: by a person, or by a guest under the name they typed."""

    id: CutDecisionId
    cut_id: CutId
    campaign_id: CampaignId
    word: DecisionWord
    edit_sha256: EditHash
    film_sha256: FilmHash
    note: DecisionNote
    by: By
    by_name: ByName
    guest_link_id: Annotated[GuestLinkId | None, Meta(description="of a guest")]
    at: Moment


class CutDecisionPage(Page[CutDecision], frozen=True):
    """Some words on a cut."""


class CutStanding(Returned, frozen=True):
    """Where a cut stands with the client.

    draft: nobody was asked, or not since changes were asked for and made; waiting: the client was asked; stale: it was
    approved, and is not what was approved any more. A film that came afterwards and shows what the edit list says
    changes nothing.
    """

    cut_id: CutId
    state: Annotated[Literal["draft", "waiting", "approved", "changes_asked", "stale"], Meta(examples=["approved"])]
    by_name: Annotated[str | None, Meta(description="who said the last word", examples=["Jonas Keller"])]
    guest: Annotated[bool, Meta(description="whether they said it without an account", examples=[True])]
    at: Moment | None
    note: Annotated[str, Meta(description="what they wrote with it", examples=[""])]
    changed: Annotated[
        Literal["edit", "film"] | None,
        Meta(description="of `stale`: the edit list or what is declared in it, or the film", examples=[None]),
    ]
    edit_sha256: EditHash
    film_sha256: FilmHash
    open_comments: Annotated[int, Meta(ge=0, examples=[2])]
