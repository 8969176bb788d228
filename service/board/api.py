"""The board over HTTP."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Response, get
from litestar.params import FromPath

from schemas.board import Board
from schemas.ids import CampaignId
from schemas.wants import Wants
from service.board.glance import board_of
from service.board.wanting import wants_of
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


class Mine(Controller):
    """What waits for whoever asks."""

    path = "/v1/me"
    tags = ["Assignments"]

    @get("/wants", operation_id="me.wants", opt=needs("tracks:read"), responses=problems(401, 403))
    async def wants(self, request: ApiRequest) -> Response[Wants]:
        """Everything that you can move, in every campaign, the most urgent first. Read again whenever you like."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await wants_of(tx, request.user))


handlers: list[Any] = [Boards, Mine]
