"""Links that let somebody in: invitations, and resets of a password. A link is shown once and works once."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, field

from schemas.bases import Moment, Name, Page, Received, Returned
from schemas.ids import InvitationId, OrganizationId, PersonId
from schemas.people import Email, HeldGrant, NewGrant

PersonName = Annotated[Name, Meta(examples=["Ada Lindqvist"])]
Password = Annotated[str, Meta(min_length=12, max_length=256, examples=["four words said twice"])]
Token = Annotated[
    str,
    Meta(
        description="the last part of the link",
        min_length=1,
        max_length=200,
        examples=["q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT"],
    ),
]
LinkAddress = Annotated[
    str | None,
    Meta(
        description="hand it to the person; shown in the first answer only, null when the answer is replayed",
        examples=["https://cutdown.example.com/invitation/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT"],
    ),
]


class NewInvitation(Received, frozen=True):
    """Somebody to be let in, with the roles to begin with."""

    email: Email
    name: PersonName
    grants: Annotated[list[NewGrant], Meta(max_length=50)] = field(default_factory=list)


class Invitation(Returned, frozen=True):
    """Somebody who was invited, with the roles that you may know of."""

    id: InvitationId
    email: Email
    name: Annotated[str, Meta(examples=["Ada Lindqvist"])]
    grants: list[HeldGrant]
    invited_by: PersonId
    created_at: Moment
    expires_at: Annotated[Moment, Meta(examples=["2027-01-19T09:30:00Z"])]
    accepted_at: Annotated[Moment | None, Meta(examples=[None])]
    revoked_at: Annotated[Moment | None, Meta(description="also when a later one took its place", examples=[None])]


class InvitationPage(Page[Invitation], frozen=True):
    """Some invitations."""


class MadeInvitation(Invitation, frozen=True):
    """A new invitation, with its link."""

    url: LinkAddress


class Acceptance(Received, frozen=True):
    """What the invited person answers with; without a name, the one that the invitation says."""

    token: Token
    password: Password
    name: PersonName | None = None


class Joined(Returned, frozen=True):
    """The account that an invitation became."""

    id: PersonId
    email: Email
    name: Annotated[str, Meta(examples=["Ada Lindqvist"])]
    organization_id: OrganizationId


class MadeResetLink(Returned, frozen=True):
    """A link with which a person sets a new password."""

    person_id: PersonId
    expires_at: Annotated[Moment, Meta(examples=["2027-01-12T10:30:00Z"])]
    url: Annotated[
        LinkAddress, Meta(examples=["https://cutdown.example.com/reset/q3v0Zc1bB7n5mXk9Lr2tYw8sEa4uHd6gJf0iOp1qRsT"])
    ]


class PasswordReset(Received, frozen=True):
    """A new password, for whom the link was made."""

    token: Token
    password: Password
