"""A page of this room: what every one of its templates may call."""

from __future__ import annotations

from litestar import Response

from service.web.cuts import measures, words
from service.web.frame import Head
from service.web.pages import Pages
from service.web.visit import Visit


def show(pages: Pages, visit: Visit, head: Head, template: str, *, status: int = 200, **facts: object) -> Response[str]:
    """The page `cuts/<template>.html`."""
    language = visit.language
    return pages.answer(
        visit,
        f"cuts/{template}.html",
        status=status,
        room="cuts",
        campaign=head,
        clock=measures.clock,
        timecode=measures.code,
        seconds=measures.seconds,
        rate_said=measures.rate_said,
        platform_name=words.platform,
        role=lambda name: words.role(language, name),
        film_state=lambda film: words.film_state(language, film),
        captions_state=lambda standing: words.captions_state(language, standing),
        **facts,
    )
