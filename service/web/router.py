"""All pages: their routes, their guards, and what is shown when one cannot be."""

from __future__ import annotations

from litestar import Router
from litestar.di import Provide

from service.settings import Settings
from service.web import campaign_acts, docs
from service.web.board import editing as board_editing
from service.web.board import page as board
from service.web.brief import asking as brief_asking
from service.web.brief import page as brief
from service.web.brief import writing as brief_writing
from service.web.campaign import campaign_captions
from service.web.campaigns import home, list_campaigns
from service.web.checklists import page as checklists
from service.web.cuts import page as cuts
from service.web.editor import page as editor
from service.web.errors import handlers
from service.web.facts import page as facts
from service.web.forms import guards
from service.web.guest import cut as guest_cut
from service.web.guest import media as guest_media
from service.web.guest import page as guest
from service.web.keys import page as keys
from service.web.links import accept_invitation, invitation_page, reset_page, reset_password
from service.web.market import page as market
from service.web.market.strangers import Strangers
from service.web.markets import page as markets
from service.web.me import page as me
from service.web.pages import Pages
from service.web.palette import page as palette
from service.web.people import page as people
from service.web.people import person
from service.web.posts import page as posts
from service.web.review import page as review
from service.web.rules import page as rules
from service.web.signin import sign_in, sign_in_page, sign_out
from service.web.story import editing as story_editing
from service.web.story import page as story
from service.web.upload import upload, upload_page
from service.web.wants import page as wants


def router(settings: Settings, pages: Pages) -> Router:
    """The pages under `/`."""
    strangers = Strangers()
    return Router(
        "/",
        route_handlers=[
            pages.shelf.handler(),
            sign_in_page,
            sign_in,
            sign_out,
            invitation_page,
            accept_invitation,
            reset_page,
            reset_password,
            home,
            list_campaigns,
            *board.handlers,
            *board_editing.handlers,
            *story.handlers,
            *story_editing.handlers,
            *brief.handlers,
            *brief_writing.handlers,
            *brief_asking.handlers,
            *facts.handlers,
            campaign_captions,
            *campaign_acts.handlers,
            upload_page,
            upload,
            *editor.handlers,
            *wants.handlers,
            *review.handlers,
            *palette.handlers,
            *market.handlers,
            *guest.handlers,
            *guest_cut.handlers,
            *guest_media.handlers,
            *markets.handlers,
            *people.handlers,
            *person.handlers,
            *keys.handlers,
            *rules.handlers,
            *me.handlers,
            *cuts.handlers,
            *posts.handlers,
            *checklists.handlers,
            *docs.handlers,
        ],
        dependencies={
            "pages": Provide(lambda: pages, sync_to_thread=False),
            "strangers": Provide(lambda: strangers, sync_to_thread=False),
        },
        exception_handlers=handlers(pages),
        middleware=guards(settings),
        include_in_schema=False,
    )
