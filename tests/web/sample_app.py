"""The pages over sample data: the real templates, styles, modules and guards, without a database behind them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from litestar import Litestar, Response, Router, get, post
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect, Stream

from service.manners import Manners
from service.problems import Missing
from service.settings import Settings
from service.web import campaign, campaigns, links, signin, upload, upload_form
from service.web.campaigns import recipe
from service.web.errors import handlers
from service.web.forms import guards
from service.web.matrix import build
from service.web.pages import Pages
from service.web.palette import page as palette
from service.web.shelf import Shelf
from service.web.visit import AnyRequest, visit_of
from tests.web import sample_film, samples


def doors(pages: Pages) -> list[HTTPRouteHandler]:
    """The pages of somebody who is not signed in."""

    @get("/signin", sync_to_thread=False)
    def sign_in(request: AnyRequest) -> Response[str]:
        return signin.show(pages, visit_of(request), "/campaigns")

    @post("/signin", sync_to_thread=False)
    def refuse(request: AnyRequest, data: URLEncodedBody[dict[str, str]]) -> Response[str]:
        visit = visit_of(request)
        return signin.show(pages, visit, "/campaigns", data["email"], signin.refusal(visit.language), status=422)

    @get("/invitation/{token:str}", sync_to_thread=False)
    def invitation(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        visit = visit_of(request)
        if token == "ended":
            return links.show_ended(pages, visit)
        refusal = links.wrong(visit.language, "short") if token == "short" else ""
        return links.show_invitation(pages, visit, samples.INVITATION, "Eva Sand", refusal, 422 if refusal else 200)

    @get("/reset/{token:str}", sync_to_thread=False)
    def reset(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        return links.show_reset(pages, visit_of(request), samples.RESET)

    return [sign_in, refuse, invitation, reset]


def campaign_rooms(pages: Pages) -> list[HTTPRouteHandler]:
    """The pages of a campaign."""

    @get("/c/{campaign_id:str}/captions", sync_to_thread=False)
    def captions(
        request: AnyRequest, campaign_id: FromPath[str], cell: FromQuery[str | None] = None, cuts: FromQuery[int] = 8
    ) -> Response[str]:
        if campaign_id == "broken":
            raise RuntimeError("A secret that no page may show.")
        if campaign_id != samples.HEAD.id:
            raise Missing
        cells = [one for one in samples.CELLS if int(one.cut.id[-2:]) <= cuts]
        opened = build(cells).find(cell)
        changes = samples.CHANGES if opened and opened.stale_cues else ()
        findings = samples.FINDINGS if opened and opened.errors + opened.warnings else ()
        return campaign.show(pages, visit_of(request, samples.ADA), samples.HEAD, cells, opened, changes, findings)

    @get("/c/{campaign_id:str}/import", sync_to_thread=False)
    def importing(request: AnyRequest, campaign_id: FromPath[str], look: FromQuery[str] = "") -> Response[str]:
        choice, looked = upload_form.Choice() if look == "empty" else samples.CHOICE, samples.LOOKS.get(look)
        sent = samples.SENT if looked else upload_form.Sent()
        status = 422 if looked and looked.refused else 200
        return upload.show(pages, visit_of(request, samples.ADA), samples.HEAD, choice, sent, looked, status)

    return [captions, importing]


@get("/v1/events/stream", sync_to_thread=False)
def nothing_happens() -> Stream:
    async def silence() -> AsyncIterator[bytes]:
        yield b"retry: 60000\n\n"

    return Stream(silence(), media_type="text/event-stream")


@post("/me/looks", sync_to_thread=False)
def looks(data: URLEncodedBody[dict[str, str]]) -> Redirect:
    """The page again, in the appearance that was asked for."""
    back = data["back"]
    return Redirect(f"{back}{'&' if '?' in back else '?'}theme={data['theme']}", status_code=303)


def create(pages: Pages | None = None) -> Litestar:
    """The application; `pages` may speak other languages than the catalogs."""
    pages = pages or Pages(Shelf())

    @post("/signout", sync_to_thread=False)
    def sign_out() -> Redirect:
        return Redirect("/signin", status_code=303)

    @get("/campaigns", sync_to_thread=False)
    def list_campaigns(request: AnyRequest, empty: FromQuery[bool] = False) -> Response[str]:
        visit = visit_of(request, samples.ADA)
        return campaigns.show(
            pages,
            visit,
            () if empty else samples.CAMPAIGNS,
            0 if empty else 4,
            None,
            recipe("https://cutdown.example.com", None),
        )

    @get("/wants/count", sync_to_thread=False)
    def wants() -> Response[str]:
        return Response("7", media_type="text/plain")

    @get("/palette", sync_to_thread=False)
    def find(request: AnyRequest, q: FromQuery[str] = "") -> Response[str]:
        is_part = palette.PART in request.headers
        return palette.show(pages, visit_of(request, samples.ADA), q, samples.THINGS, samples.HEAD, is_part=is_part)

    @get("/f/{file_key:str}/{name:str}", sync_to_thread=False)
    def file(file_key: FromPath[str], name: FromPath[str]) -> Response[bytes]:
        headers = {"content-disposition": f'attachment; filename="{name}"'}
        return Response(b"WEBVTT\n", media_type="text/vtt", headers=headers)

    settings = Settings(data_dir=Path("/nonexistent"), secret="ab" * 32, public_url="http://127.0.0.1")
    router = Router(
        "/",
        route_handlers=[
            pages.shelf.handler(),
            sign_out,
            *doors(pages),
            list_campaigns,
            wants,
            nothing_happens,
            looks,
            find,
            *campaign_rooms(pages),
            *sample_film.handlers(pages),
            file,
        ],
        exception_handlers=handlers(pages),
        middleware=guards(settings),
    )
    app = Litestar([router], openapi_config=None)
    app.asgi_handler = Manners(app.asgi_handler)
    return app
