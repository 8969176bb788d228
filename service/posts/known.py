"""What whoever asks for many posts has read of their campaign already. Handed on, so that it is asked for once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from schemas.captions import Cell
from schemas.checklists import Standing
from schemas.contents import CutContents
from schemas.ids import CutId


class Known(Struct, frozen=True, kw_only=True):
    """All cells of the campaign, all its checklists, what all its cuts contain. None: nobody has read it yet."""

    cells: Sequence[Cell] | None = None
    standings: Sequence[Standing] | None = None
    contents: Mapping[CutId, CutContents] | None = None


NOTHING = Known()
