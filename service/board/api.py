"""The board over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from schemas.board import Board
from schemas.ids import CampaignId
from service.board.glance import board_of
from service.exchange import ApiRequest, answer
from service.guards import needs
from service.http_problems import problems


class Boards(Controller):
    """What is missing until a campaign can go live."""

    path = "/v1/campaigns/{campaign_id:str}/board"
    tags = ["Campaigns"]

    @get(operation_id="campaigns.board", opt=needs("campaigns:read"), responses=problems(401, 403, 404))
    async def show(self, request: ApiRequest, campaign_id: FromPath[CampaignId]) -> Response[Board]:
        """How far each market is, and what stands in its way: what, in how many cuts, who has it, since when."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await board_of(tx, request.rulebook, campaign_id))


handlers: list[Any] = [Boards]
