"""What the demo's brief says, typed: `brief()` reads the file beside this one."""

from __future__ import annotations

from functools import cache

import msgspec

from schemas.contents import AiPart, TextRole
from schemas.requirements import ClaimState, Level, RequirementKind
from schemas.rights import LinkKind, Medium, RightsOf
from service.demo.content import HERE, Part


class Stretch(Part, frozen=True):
    """Frames of a film, by its name; none: the whole of it."""

    film: str
    frames: tuple[int, int] | None = None


class Requirement(Part, frozen=True):
    """What is ordered, and where it is met."""

    key: str
    kind: RequirementKind
    level: Level
    title: str
    phrases: tuple[str, ...] = ()
    minimum_ms: int | None = None
    marks: tuple[Stretch, ...] = ()


class Claim(Part, frozen=True):
    """What is said of the product, and what it rests on."""

    key: str
    text: str
    state: ClaimState
    source: str = ""
    document: str | None = None


class Link(Part, frozen=True):
    """Where people are sent."""

    kind: LinkKind
    label: str
    url: str
    market: str | None = None


class Window(Part, frozen=True):
    """What may be used where and when; days count from the day of loading."""

    key: str
    what: RightsOf
    name: str
    media: tuple[Medium, ...]
    from_day: int
    to_day: int | None = None
    territories: tuple[str, ...] | None = None
    contract: str = ""
    uses: tuple[Stretch, ...] = ()


class Written(Stretch, frozen=True, kw_only=True):
    """Words in the picture."""

    text: str
    role: TextRole


class Machine(Stretch, frozen=True, kw_only=True):
    """What a machine made."""

    made: AiPart
    tool: str


class Brief(Part, frozen=True):
    """`brief.toml`."""

    product_role: str
    note: str
    requirements: tuple[Requirement, ...]
    claims: tuple[Claim, ...]
    links: tuple[Link, ...]
    rights: tuple[Window, ...]
    texts: tuple[Written, ...]
    ai: tuple[Machine, ...]


@cache
def brief() -> Brief:
    """The brief as it ships."""
    return msgspec.toml.decode((HERE / "brief.toml").read_bytes(), type=Brief)
