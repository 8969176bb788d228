"""Reading what the pages of people show: accounts with roles in words, invitations, and what there is to choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from msgspec import Struct

from schemas.campaigns import Brand
from schemas.ids import BrandId, GrantId
from schemas.invitations import Invitation
from schemas.people import Account, GivenGrant, HeldGrant, NewGrant
from service.campaigns.records import list_markets, queries
from service.db.pool import Tx
from service.db.queries import Slice, Sort
from service.identity import Grant, Person, Role
from service.people.link_records import list_invitations
from service.people.model import may_grant
from service.people.records import count_admins_besides
from service.web.people.words import role_name
from service.web.words import Language


class Choices(Struct, frozen=True):
    """What somebody may choose for a role or a key: brands by name, and the markets that campaigns run in."""

    brands: dict[str, str]
    markets: list[str]


class RoleRow(Struct, frozen=True):
    """A role as a page lists it: on which brand and market, in words. `refusal` is why it cannot be taken back here."""

    id: GrantId | None
    role: str
    where: str
    takes: bool = False
    refusal: str = ""


class InvitationRow(Struct, frozen=True):
    """An invitation that waits."""

    invitation: Invitation
    roles: list[RoleRow]
    takes: bool


async def choices_of(tx: Tx) -> Choices:
    """The brands and markets that the reader may see."""
    brands = await tx.page(Brand, queries.list_brands, Slice(Sort("name", "text"), None, 1000))
    return Choices({str(brand.id): brand.name for brand in brands}, await list_markets(tx))


async def roles_of(
    tx: Tx, language: Language, reader: Person, account: Account, brands: Mapping[str, str]
) -> list[RoleRow]:
    """An account's roles, each with whether the reader may take it back."""
    rows = []
    for grant in account.grants:
        refusal = ""
        if of_everything(grant) and not await count_admins_besides(tx, account.id):
            refusal = language.say("The only administrator of everything. Give somebody else that role first.")
        takes = may_grant(reader, Grant(Role(grant.role), grant.brand_id, grant.market))
        rows.append(RoleRow(grant.id, role_name(language, grant.role), where(language, grant, brands), takes, refusal))
    return rows


async def waiting(tx: Tx, language: Language, reader: Person, brands: Mapping[str, str]) -> list[InvitationRow]:
    """The invitations that may still be accepted."""
    now, rows = datetime.now(UTC), []
    for one in await list_invitations(tx):
        if one.accepted_at is None and one.revoked_at is None and one.expires_at > now:
            takes = all(
                may_grant(reader, Grant(Role(grant.role), grant.brand_id, grant.market)) for grant in one.grants
            )
            rows.append(InvitationRow(one, named(language, one.grants, brands), takes))
    return rows


def named(language: Language, grants: Iterable[GivenGrant | HeldGrant], brands: Mapping[str, str]) -> list[RoleRow]:
    """Roles in words."""
    return [RoleRow(None, role_name(language, one.role), where(language, one, brands)) for one in grants]


def where(language: Language, grant: GivenGrant | HeldGrant | NewGrant, brands: Mapping[str, str]) -> str:
    """The brand and the market of a role; empty where it is for everything."""
    parts = []
    if grant.brand_id is not None:
        parts.append(brands.get(str(grant.brand_id), str(grant.brand_id)))
    if grant.market is not None:
        parts.append(language.market(grant.market))
    return " · ".join(parts)


def of_everything(grant: GivenGrant) -> bool:
    """Whether it is the role that an organization cannot be without."""
    return Role(grant.role) is Role.ADMIN and grant.brand_id is None and grant.market is None


def asked_grant(form: Mapping[str, str]) -> NewGrant | None:
    """The role that a form asks for; None for what is none."""
    role, brand, market = form.get("role", ""), form.get("brand", ""), form.get("market", "")
    try:
        return NewGrant(role=Role(role).value, brand_id=BrandId.parse(brand) if brand else None, market=market or None)
    except ValueError:
        return None
