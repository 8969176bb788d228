"""Who acts, and what they may see and do. No SQL, no HTTP: every room can name a person."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from schemas.ids import BrandId, KeyId, OrganizationId, PersonId, SessionId


class Role(StrEnum):
    """What a person is on a brand or a market."""

    ADMIN = "admin"
    PRODUCER = "producer"
    EDITOR = "editor"
    LOCALIZER = "localizer"
    REVIEWER = "reviewer"
    MARKETER = "marketer"
    CLIENT = "client"
    COUNSEL = "counsel"
    VIEWER = "viewer"


_READ = frozenset({"campaigns:read", "videos:read", "tracks:read", "files:read"})
_SPEAK = _READ | {"comments:write"}
_WORK = _SPEAK | {"tracks:write"}

# What each role may do on its brands and markets. An API key may do what both its scopes and its maker's roles allow.
PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.ADMIN: _WORK
    | {"campaigns:write", "videos:write", "tracks:approve", "posts:write", "webhooks:manage", "people:manage", "force"}
    | {"briefs:approve", "checklists:sign", "checklists:waive", "rules:confirm", "gates:override"},
    Role.PRODUCER: _WORK
    | {"campaigns:write", "videos:write", "tracks:approve", "posts:write", "checklists:sign", "checklists:waive"},
    Role.EDITOR: _WORK | {"videos:write"},
    Role.LOCALIZER: _WORK,
    Role.REVIEWER: _WORK | {"tracks:approve", "checklists:sign"},
    Role.MARKETER: _SPEAK | {"checklists:sign"},
    Role.CLIENT: _SPEAK | {"briefs:approve"},
    Role.COUNSEL: _SPEAK | {"checklists:sign", "checklists:waive", "rules:confirm", "gates:override"},
    Role.VIEWER: _READ,
}
SCOPES: frozenset[str] = PERMISSIONS[Role.ADMIN]


class Scope(Struct, frozen=True):
    """The two walls: one organization, and inside it the brands that may be seen (None: all of them)."""

    organization: OrganizationId
    brands: tuple[BrandId, ...] | None = None

    def sees(self, brand: BrandId) -> bool:
        """Whether the brand lies inside the wall."""
        return self.brands is None or brand in self.brands


class Grant(Struct, frozen=True):
    """A role on one brand (None: every brand) and in one market (None: every market)."""

    role: Role
    brand: BrandId | None = None
    market: str | None = None


class Preferences(Struct, frozen=True):
    """How somebody wants the pages. None is as the browser has it."""

    language: str | None = None
    theme: str | None = None
    shortcuts: bool = True


class Person(Struct, frozen=True):
    """Whoever acts: a signed-in account, or an API key on behalf of its maker.

    An account may do what its grants allow; a key only what its scopes, brands and markets allow as well.
    """

    id: PersonId
    name: str
    scope: Scope
    grants: tuple[Grant, ...]
    key: KeyId | None = None
    key_scopes: frozenset[str] = frozenset()
    key_markets: frozenset[str] | None = None
    session: SessionId | None = None
    preferences: Preferences = Preferences()

    @property
    def actor(self) -> PersonId | KeyId:
        """The one whose idempotency keys and rate limits these are."""
        return self.key or self.id

    def may(self, permission: str, brand: BrandId | None = None, market: str | None = None) -> bool:
        """Whether the person may do this on a brand and in a market; None stands for "on any of them"."""
        if self.key is not None:
            if permission not in self.key_scopes:
                return False
            if market is not None and self.key_markets is not None and market not in self.key_markets:
                return False
        if brand is not None and not self.scope.sees(brand):
            return False
        return any(
            permission in PERMISSIONS[grant.role]
            and (brand is None or grant.brand is None or grant.brand == brand)
            and (market is None or grant.market is None or grant.market == market)
            for grant in self.grants
        )

    def holds(self, permission: str, brand: BrandId | None = None, market: str | None = None) -> bool:
        """Whether the person may do this on all of it: None stands for every brand, or every market.

        (`may` asks whether they may do it somewhere.)
        """
        if self.key is not None and (
            permission not in self.key_scopes or (self.key_markets is not None and market not in self.key_markets)
        ):
            return False
        if self.scope.brands is not None and brand not in self.scope.brands:
            return False
        return any(
            permission in PERMISSIONS[grant.role] and grant.brand in (None, brand) and grant.market in (None, market)
            for grant in self.grants
        )

    @property
    def administers(self) -> list[BrandId] | None:
        """The brands of which the person may know who did what: those they administer in every market; None: all."""
        if self.holds("people:manage"):
            return None
        brands = dict.fromkeys(grant.brand for grant in self.grants) | dict.fromkeys(self.scope.brands or ())
        return [brand for brand in brands if brand is not None and self.holds("people:manage", brand)]
