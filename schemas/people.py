"""People, their roles on brands and markets, and API keys."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from schemas.bases import Market, Moment, Name, Page, Received, Returned, form
from schemas.checks import Check, within_reach
from schemas.ids import BrandId, GrantId, KeyId, OrganizationId, PersonId, SessionId

RoleWord = Literal[
    "admin", "producer", "editor", "localizer", "reviewer", "marketer", "client", "counsel", "viewer"
]  # fmt: skip
ScopeWord = Literal[
    "briefs:approve",
    "campaigns:read",
    "campaigns:write",
    "checklists:sign",
    "checklists:waive",
    "comments:write",
    "files:read",
    "force",
    "gates:override",
    "people:manage",
    "posts:write",
    "rules:confirm",
    "tracks:approve",
    "tracks:read",
    "tracks:write",
    "videos:read",
    "videos:write",
    "webhooks:manage",
]
ModeWord = Literal["live", "test"]

Email = Annotated[
    str,
    form(
        r"^[^@\s]+@[^@\s]+$",
        "an e-mail address, such as ada@northlight.example",
        description="upper and lower case do not differ",
        examples=["ada@northlight.example"],
        min_length=3,
        max_length=254,
    ),
]
GivenRole = Annotated[RoleWord, Meta(examples=["localizer"])]
GrantedBrand = Annotated[BrandId | None, Meta(description="null: every brand")]
GrantedMarket = Annotated[
    Market | None,
    Meta(description="whose files, releases and facts it is for; texts belong to a brand. null: every market"),
]
SomeScopes = Annotated[list[ScopeWord], Meta(min_length=1, max_length=18, examples=[["tracks:read", "files:read"]])]
KeyName = Annotated[str, Meta(min_length=1, max_length=100, examples=["CMS"])]
KeyBrands = Annotated[list[BrandId], Meta(description="null: every brand its maker sees", min_length=1, max_length=200)]
KeyMarkets = Annotated[
    list[Market],
    Meta(
        description="whose files may be fetched, releases approved and facts said; texts belong to a brand. "
        "null: every market",
        min_length=1,
        max_length=250,
    ),
]
Expiry = Annotated[
    datetime, Check(within_reach), Meta(tz=True, description="null: never", examples=["2027-06-30T00:00:00Z"])
]


class NewGrant(Received, frozen=True):
    """A role to be given on a brand and in a market."""

    role: GivenRole
    brand_id: GrantedBrand = None
    market: GrantedMarket = None


class GivenGrant(Returned, frozen=True):
    """A role that a person has on a brand and in a market."""

    id: GrantId
    person_id: PersonId
    role: GivenRole
    brand_id: GrantedBrand
    market: GrantedMarket
    granted_at: Moment


class HeldGrant(Returned, frozen=True):
    """A role on a brand and in a market."""

    role: GivenRole
    brand_id: GrantedBrand
    market: GrantedMarket


class NewAccount(Received, frozen=True):
    """A person to be made, with the roles to begin with. A password is set by itself."""

    email: Email
    name: Annotated[Name, Meta(examples=["Ada Lindqvist"])]
    grants: Annotated[list[NewGrant], Meta(max_length=50)] = field(default_factory=list)


class Account(Returned, frozen=True):
    """A person, with the roles that you may know of."""

    id: PersonId
    email: Email
    name: Annotated[str, Meta(examples=["Ada Lindqvist"])]
    grants: list[GivenGrant]
    created_at: Moment


class AccountPage(Page[Account], frozen=True):
    """Some people."""


class NewPassword(Received, frozen=True):
    """A password to be set. Whoever sets their own also says the current one."""

    password: Annotated[str, Meta(min_length=12, max_length=256, examples=["four words said twice"])]
    current: Annotated[str, Meta(max_length=256, examples=["correct horse battery"])] | None = None


class NewKey(Received, frozen=True):
    """An API key to be made. It may do what its scopes allow and its maker may do, now and later."""

    name: KeyName
    scopes: SomeScopes
    mode: ModeWord = "live"
    brands: KeyBrands | None = None
    markets: KeyMarkets | None = None
    expires_at: Expiry | None = None


class Key(Returned, frozen=True):
    """An API key, without its secret."""

    id: KeyId
    person_id: Annotated[PersonId, Meta(description="who made it")]
    name: KeyName
    mode: ModeWord
    scopes: SomeScopes
    brands: KeyBrands | None
    markets: KeyMarkets | None
    created_at: Moment
    expires_at: Expiry | None
    last_used_at: Annotated[Moment | None, Meta(description="to the minute; null: never used")]
    revoked_at: Annotated[Moment | None, Meta(examples=[None])]


class MadeKey(Key, frozen=True):
    """A new API key, with its secret."""

    secret: Annotated[
        str | None,
        Meta(
            description="shown in the first answer only; null when the answer is replayed",
            examples=["cut_live_01kahd2m3n4p5q6r7s8t9v0w1x_" + "x" * 43],
        ),
    ]


class KeyPage(Page[Key], frozen=True):
    """Some API keys."""


class OrganizationOfMe(Returned, frozen=True):
    """The tenant."""

    id: OrganizationId
    name: Annotated[str, Meta(examples=["Northlight"])]


class Session(Returned, frozen=True):
    """A sign-in of yours that has not ended."""

    id: SessionId
    created_at: Moment
    expires_at: Annotated[Moment, Meta(examples=["2027-01-26T09:30:00Z"])]
    agent: Annotated[str, Meta(description="what the browser called itself", examples=["Mozilla/5.0 (X11; Linux)"])]
    address: Annotated[str, Meta(description="where it was signed in from", examples=["203.0.113.7"])]
    current: Annotated[bool, Meta(description="whether this request was made with it")]


class SessionPage(Page[Session], frozen=True):
    """Some sessions."""


Language = Annotated[
    str, Meta(description="BCP 47 tag of the pages' language; null: the browser's", max_length=35, examples=["pt-BR"])
]
Theme = Annotated[Literal["light", "dark"], Meta(description="null: as the system has it")]
Shortcuts = Annotated[bool, Meta(description="whether single letters act as keys on the pages", examples=[True])]


class MeChange(Received, frozen=True):
    """What to change of your own account; what is left out stays."""

    name: Annotated[Name, Meta(examples=["Ada Lindqvist"])] | UnsetType = UNSET
    language: Language | UnsetType | None = UNSET
    theme: Theme | UnsetType | None = UNSET
    shortcuts: Shortcuts | UnsetType = UNSET


class Me(Returned, frozen=True):
    """Who you are to Cutdown, and what you may do on at least one brand and market."""

    id: PersonId
    email: Email
    name: Annotated[str, Meta(examples=["Ada Lindqvist"])]
    organization: OrganizationOfMe
    key_id: Annotated[KeyId | None, Meta(description="the API key that was sent; null for a session")]
    brands: Annotated[list[BrandId] | None, Meta(description="the brands you may see; null: every brand")]
    grants: list[HeldGrant]
    permissions: Annotated[list[ScopeWord], Meta(examples=[["files:read", "tracks:read"]])]
    language: Language | None
    theme: Theme | None
    shortcuts: Shortcuts
