"""The pure types and rules of this room: who somebody is, and what they may hand on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct
from msgspec.structs import asdict

from schemas.ids import BrandId, GuestLinkId, InvitationId, KeyId, OrganizationId, PersonId, SessionId
from schemas.people import Session
from service import rulebook
from service.identity import PERMISSIONS, Grant, Person, Preferences, Scope
from service.problems import Fault
from service.rulebook.problems import UnknownMarket

Actor = PersonId | KeyId | GuestLinkId  # who sends a request; of a guest, the link by which they do


class Credentials(Struct, frozen=True):
    """What a sign-in starts from."""

    org: OrganizationId
    id: PersonId
    name: str
    password_hash: str | None


class OpenInvitation(Struct, frozen=True):
    """An invitation as its link shows it."""

    org: OrganizationId
    id: InvitationId
    email: str
    name: str
    organization: str


class OpenReset(Struct, frozen=True):
    """Whose password a link resets."""

    org: OrganizationId
    id: UUID
    person_id: PersonId
    email: str
    name: str


class Standing(Struct, frozen=True):
    """An invitation that is neither accepted nor revoked, and whether it still works."""

    id: InvitationId
    lives: bool


class Card(Struct, frozen=True):
    """What a person is called and reached by, and how they want the pages."""

    name: str
    email: str
    locale: str | None
    theme: Literal["light", "dark"] | None
    shortcuts: bool


class LivingSession(Struct, frozen=True):
    """A session that has not ended, as its person sees it."""

    id: SessionId
    created_at: datetime
    expires_at: datetime
    agent: str
    address: str

    def shown(self, current: SessionId | None) -> Session:
        """As the wire has it."""
        return Session(**asdict(self), current=self.id == current)


class SessionRow(Struct, frozen=True):
    """A session that has not ended, with what its person may do."""

    org: OrganizationId
    id: SessionId
    person_id: PersonId
    name: str
    locale: str | None
    theme: str | None
    shortcuts: bool
    expires_at: datetime
    grants: tuple[Grant, ...]

    def person(self) -> Person:
        """Who is signed in."""
        scope = Scope(self.org, brands_of(self.grants))
        wanted = Preferences(self.locale, self.theme, self.shortcuts)
        return Person(self.person_id, self.name, scope, self.grants, session=self.id, preferences=wanted)


class KeyRow(Struct, frozen=True):
    """A key that is neither revoked nor expired, with what its maker may do."""

    org: OrganizationId
    id: KeyId
    person_id: PersonId
    name: str
    scopes: tuple[str, ...]
    brands: tuple[BrandId, ...] | None
    markets: tuple[str, ...] | None
    expires_at: datetime | None
    grants: tuple[Grant, ...]

    def person(self) -> Person:
        """Who acts with the key: its maker under the key's name, narrowed to its scopes, brands and markets."""
        brands = brands_of(self.grants)
        if self.brands is not None:
            brands = tuple(brand for brand in self.brands if brands is None or brand in brands)
        markets = None if self.markets is None else frozenset(self.markets)
        scope = Scope(self.org, brands)
        return Person(self.person_id, self.name, scope, self.grants, self.id, frozenset(self.scopes), markets)


class Answer(Struct, frozen=True):
    """What was answered to a request: enough to say it again, byte for byte."""

    status: int
    headers: dict[str, str]
    body: bytes


class Recalled(Struct, frozen=True):
    """What is known of a request: whether nobody else is at it (`free`), and its answer once there is one."""

    free: bool
    request_sha256: bytes | None
    status: int | None
    headers: dict[str, str] | None
    body: bytes | None

    @property
    def answer(self) -> Answer | None:
        """None while there is none."""
        if self.status is None or self.headers is None or self.body is None:
            return None
        return Answer(self.status, self.headers, self.body)


def brands_of(grants: Iterable[Grant]) -> tuple[BrandId, ...] | None:
    """The brands that grants open; None when one of them opens every brand."""
    brands = dict.fromkeys(grant.brand for grant in grants)
    return None if None in brands else tuple(brand for brand in brands if brand is not None)


def may_grant(person: Person, grant: Grant) -> bool:
    """Only an administrator of all that is granted, and nobody more than they hold themselves."""
    return all(
        person.holds(permission, grant.brand, grant.market)
        for permission in PERMISSIONS[grant.role] | {"people:manage"}
    )


def market_faults(market: str | None, pointer: str) -> list[Fault]:
    """What is wrong with a market that stands there: it is not known. None is every market."""
    try:
        if market is not None:
            rulebook.load().markets.canonical(market)
    except UnknownMarket as error:
        return [Fault(pointer, "unknown_market", str(error))]
    return []
