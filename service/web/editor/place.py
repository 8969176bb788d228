"""Where the editor was opened: on a cut or on a master, in a locale."""

from __future__ import annotations

from msgspec import Struct

from schemas.ids import CampaignId, CueId, CutId, SourceId
from service.captions import sheets
from service.captions.actions import canonical_locale
from service.captions.sheets import Drafts, Sheet
from service.db.pool import Tx
from service.exchange import ApiRequest
from service.problems import Invalid, Missing


class Place(Struct, frozen=True):
    """One of `cut_id` and `source_id` is given."""

    campaign_id: CampaignId
    locale: str
    cut_id: CutId | None = None
    source_id: SourceId | None = None

    @property
    def href(self) -> str:
        """The address of its page."""
        if self.cut_id is not None:
            return f"/c/{self.campaign_id}/captions/{self.cut_id}/{self.locale}"
        return f"/c/{self.campaign_id}/masters/{self.source_id}/{self.locale}"

    async def sheet(self, tx: Tx, request: ApiRequest, drafts: Drafts | None = None) -> Sheet:
        """What is there; Missing for another campaign's, and for a locale that nobody knows."""
        try:
            locale = canonical_locale(request.rulebook, self.locale)
        except Invalid:
            raise Missing from None
        if self.cut_id is not None:
            sheet = await sheets.read_cut(tx, request.rulebook, self.cut_id, locale, drafts)
        elif self.source_id is not None:
            sheet = await sheets.read_master(tx, request.rulebook, self.source_id, locale, drafts)
        else:
            raise Missing
        if sheet.main.campaign_id != self.campaign_id:
            raise Missing
        return sheet


def cue_id(text: str | None) -> CueId | None:
    """The cue that an address or a form names, if it can be one."""
    try:
        return CueId.parse(text or "")
    except ValueError:
        return None
