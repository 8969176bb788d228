"""One's own account over HTTP: who you are, how you want the pages, and where you are signed in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from litestar import Controller, Response, delete, get, patch
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from schemas.ids import SessionId
from schemas.people import Me, MeChange, Session, SessionPage
from service.db.pool import Tx
from service.exchange import ApiRequest, answer
from service.http_problems import OF_JSON, problems
from service.listings import OF_LIST, Listing, page
from service.people import actions, own
from service.people.model import LivingSession
from service.people.records import queries


class MyAccount(Controller):
    """Your own account."""

    path = "/v1/me"
    tags = ["People"]

    @get(operation_id="me.get", responses=problems(401))
    async def show(self, request: ApiRequest) -> Response[Me]:
        """Who you are to Cutdown, and what you may do."""
        async with request.db.reading(request.user.scope) as tx:
            return answer(await actions.describe(tx, request.user))

    @patch(operation_id="me.change", responses=problems(401, 403, *OF_JSON))
    async def change(self, request: ApiRequest, data: JSONBody[MeChange]) -> Response[Me]:
        """Change your name, or how the pages look to you in every browser. A key needs people:manage."""
        async with request.db.transaction(request.user.scope) as tx:
            changed = await own.change_me(tx, request.user, data)
        request.app.state.recognition.forget(request.user.id)
        return answer(changed)

    @get("/sessions", operation_id="sessions.list", responses=problems(401, 403, *OF_LIST))
    async def sessions(self, request: ApiRequest, listing: NamedDependency[Listing]) -> Response[SessionPage]:
        """Where you are signed in. A key needs people:manage."""
        own.require_session_or_scope(request.user)

        async def finish(_: Tx, rows: Sequence[LivingSession]) -> list[Session]:
            return [one.shown(request.user.session) for one in rows]

        return await page(request, listing, LivingSession, queries.list_sessions, request.user.id, finish=finish)

    @delete("/sessions/{session_id:str}", operation_id="sessions.end", responses=problems(401, 403, 404))
    async def end(self, request: ApiRequest, session_id: FromPath[SessionId]) -> None:
        """Sign out there."""
        async with request.db.transaction(request.user.scope) as tx:
            await own.end_session(tx, request.user, session_id)
        request.app.state.recognition.forget(session_id)


handlers: list[Any] = [MyAccount]
