"""Who says something of a cut: a person of the house, or a guest whose link stands for the name they type. Pure."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import GuestLinkId, PersonId
from service.briefs.approving import guest_name
from service.briefs.model import OpenedGuestLink
from service.identity import Person


class Speaker(Struct, frozen=True):
    """As it is stored: either the person, or the link and the name. `person` is who the log names (a guest: nobody)."""

    person: Person | None
    guest_link_id: GuestLinkId | None = None
    guest_name: str | None = None

    @property
    def columns(self) -> tuple[PersonId | None, GuestLinkId | None, str | None]:
        """by, guest_link_id, guest_name."""
        return (self.person.id if self.person else None), self.guest_link_id, self.guest_name

    @property
    def told(self) -> dict[str, str]:
        """What an event says of a guest."""
        return {} if self.guest_link_id is None else {"guest_link_id": str(self.guest_link_id)}


def guest(link: OpenedGuestLink, typed: str) -> Speaker:
    """A guest; Invalid without a name."""
    return Speaker(None, link.id, guest_name(typed))
