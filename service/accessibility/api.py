"""Checklists over HTTP: read them, answer them one by one or many at once.

A checklist is computed on every read. What is answered is written once and never changed; see `schemas/checklists.py`.
"""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any, cast

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import structs

from schemas.checklists import (
    Answer,
    AnswerPage,
    AnswerResult,
    AnswerResults,
    AnswerToOne,
    Checklist,
    ChecklistRows,
    ManyAnswers,
    Measurements,
    NewAnswer,
)
from schemas.ids import AnswerId, CampaignId, CutId
from schemas.problems import ProblemDocument
from service.accessibility import actions, answering
from service.accessibility.model import StoredAnswer
from service.accessibility.problems import AnsweredAlready, NotAnswerable, NothingToTakeBack, SubjectChanged
from service.accessibility.records import list_places, queries
from service.db.pool import Tx
from service.exchange import OF_KEY, ApiRequest, OnceKey, answer, once
from service.guards import needs
from service.http_problems import OF_JSON, problem_document, problems
from service.listings import OF_LIST, Listing, page
from service.problems import Problem

REFUSALS = (AnsweredAlready, SubjectChanged, NotAnswerable, NothingToTakeBack)
OfItem = Annotated[str | None, QueryParameter(name="filter[item]", description="an item of the catalog")]


class Checklists(Controller):
    """What a market asks of a cut, and what is answered."""

    path = "/v1"
    tags = ["Checklists"]

    @get(
        "/campaigns/{campaign_id:str}/checklists",
        operation_id="checklists.list",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, 422),
    )
    async def index(
        self,
        request: ApiRequest,
        campaign_id: FromPath[CampaignId],
        market: Annotated[str | None, QueryParameter(name="filter[market]")] = None,
        item: OfItem = None,
    ) -> Response[ChecklistRows]:
        """How far every cut of a campaign is in each of its markets; with one item of each, where one is asked for.

        Cuts whose item has the same `subject_sha256` and `item_hash` are the same to that item: one look answers them
        all, with `POST /v1/answers:batch`.
        """
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.checklists_of(tx, request.rulebook, campaign_id, market, item))

    @get(
        "/cuts/{cut_id:str}/checklists/{market:str}",
        operation_id="checklists.get",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def show(self, request: ApiRequest, cut_id: FromPath[CutId], market: FromPath[str]) -> Response[Checklist]:
        """The checklist of a cut for a market, each item as it stands now, with the reason."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.checklist_of(tx, request.rulebook, cut_id, market))

    @get(
        "/cuts/{cut_id:str}/measurements",
        operation_id="checklists.measurements",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def measurements(self, request: ApiRequest, cut_id: FromPath[CutId]) -> Response[Measurements]:
        """What was measured of the film of a cut: its loudness over time, by tool and version."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.measurements_of(tx, cut_id))

    @get(
        "/cuts/{cut_id:str}/checklists/{market:str}/answers",
        operation_id="checklists.answers",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404, *OF_LIST),
    )
    async def answers(
        self,
        request: ApiRequest,
        listing: NamedDependency[Listing],
        cut_id: FromPath[CutId],
        market: FromPath[str],
        item: OfItem = None,
    ) -> Response[AnswerPage]:
        """Everything that was ever answered, also what was taken back or is stale now."""

        async def parent(tx: Tx) -> Any:
            return next(iter(await list_places(tx, [(cut_id, market)])), None)

        return await page(request, listing, Answer, queries.list_answers, cut_id, market, item, parent=parent)

    @post(
        "/cuts/{cut_id:str}/checklists/{market:str}/answers",
        operation_id="checklists.answer",
        opt=needs("checklists:sign"),
        responses=problems(401, 403, 404, *OF_JSON, *OF_KEY, *REFUSALS),
    )
    async def write(
        self,
        request: ApiRequest,
        data: JSONBody[NewAnswer],
        cut_id: FromPath[CutId],
        market: FromPath[str],
        key: OnceKey = None,
    ) -> Response[Answer]:
        """Sign an item, waive it with a reason (`checklists:waive`), say that it does not apply, or take that back.

        An answer holds for exactly what you looked at. Where somebody answered before you, you are told who and when.
        """
        asked = AnswerToOne(cut_id=cut_id, market=market, **structs.asdict(data))

        async def act(tx: Tx) -> Answer:
            return (await answering.answer_one(tx, request.user, request.rulebook, asked)).shown()

        async with request.db.transaction(request.user.scope) as tx:
            return await once(tx, request, key, partial(act, tx), location=lambda made: f"/v1/answers/{made.id}")

    @get(
        "/answers/{answer_id:str}",
        operation_id="checklists.get_answer",
        opt=needs("campaigns:read"),
        responses=problems(401, 403, 404),
    )
    async def one(self, request: ApiRequest, answer_id: FromPath[AnswerId]) -> Response[Answer]:
        """One answer as it was given."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.find_answer(tx, answer_id))

    @post(
        "/answers:batch",
        operation_id="checklists.answer_many",
        opt=needs("checklists:sign"),
        status_code=200,
        responses=problems(401, 403, *OF_JSON, *OF_KEY),
    )
    async def write_many(
        self, request: ApiRequest, data: JSONBody[ManyAnswers], key: OnceKey = None
    ) -> Response[AnswerResults]:
        """Answer many items of many checklists. The answer is 200 and says of each how it fared; each stands alone."""

        async def act(tx: Tx) -> AnswerResults:
            found = await answering.answer_many(tx, request.user, request.rulebook, data.answers)
            results = [_result(request, one, of) for one, of in zip(data.answers, found, strict=True)]
            failed = sum(one.problem is not None for one in results)
            return AnswerResults(data=results, succeeded=len(results) - failed, failed=failed)

        async with request.db.transaction(request.user.scope) as tx:
            return await once(tx, request, key, partial(act, tx), location=None, status=200)


def _result(request: ApiRequest, asked: AnswerToOne, found: StoredAnswer | Problem) -> AnswerResult:
    place = {"cut_id": asked.cut_id, "market": asked.market, "item": asked.item}
    if isinstance(found, StoredAnswer):
        return AnswerResult(**place, status=201, answer=found.shown(), problem=None)  # type: ignore[arg-type]
    told = cast(ProblemDocument, problem_document(request, found))  # with the members that are the problem's own
    return AnswerResult(**place, status=found.status, answer=None, problem=told)  # type: ignore[arg-type]


handlers: list[Any] = [Checklists]
