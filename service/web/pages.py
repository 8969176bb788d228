"""Templates to answers: one environment per language, every page under the same strict content security policy."""

from __future__ import annotations

from pathlib import Path

from babel.units import format_unit
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from litestar import Response
from litestar.enums import MediaType

from service.web.shelf import Shelf
from service.web.visit import Visit
from service.web.words import Language, languages

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "media-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "content-security-policy": POLICY,
    "cache-control": "private, no-cache",
    "vary": "Cookie, Accept-Language",
}


class Pages:
    """Renders templates for a visit."""

    def __init__(self, shelf: Shelf, spoken: dict[str, Language] | None = None) -> None:
        self.shelf = shelf
        self.spoken = spoken or languages()
        self.environments = {tag: self._environment(language) for tag, language in self.spoken.items()}

    def answer(self, visit: Visit, template: str, *, status: int = 200, **facts: object) -> Response[str]:
        """The page as an answer. The visit's fresh choices are remembered with it."""
        text = self.environments[visit.language.tag].get_template(template).render(visit=visit, status=status, **facts)
        return Response(
            text,
            status_code=status,
            media_type=MediaType.HTML,
            headers={**HEADERS, "content-language": visit.language.tag},
            cookies=list(visit.remember),
        )

    def _environment(self, language: Language) -> Environment:
        environment = Environment(
            loader=FileSystemLoader(Path(__file__).parent / "templates"),
            undefined=StrictUndefined,
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.i18n"],
        )
        environment.install_gettext_translations(language.words, newstyle=True)  # type: ignore[attr-defined]  # by the extension
        environment.globals.update(
            language=language,
            languages=self.spoken,
            static=self.shelf.address,
            number=language.number,
            moment=language.moment,
            market_name=language.market,
            locale_name=language.of,
            kind_word=lambda kind: kind_word(language, kind),
            bytes=lambda size: byte_size(language, size),
        )
        return environment


def kind_word(language: Language, kind: str) -> str:
    """What a kind of track is called."""
    say = language.say
    match kind:
        case "captions":
            return say("captions")
        case "subtitles":
            return say("subtitles")
        case "descriptions":
            return say("descriptions")
        case "forced":
            return say("forced subtitles")
        case _:
            return kind


def byte_size(language: Language, size: int) -> str:
    """A file's size with its unit, as the language writes it."""
    for limit, unit, step in ((1000, "digital-byte", 1), (1_000_000, "digital-kilobyte", 1000)):
        if size < limit:
            return format_unit(round(size / step, 1 if step > 1 else 0), unit, "short", locale=language.locale)
    return format_unit(round(size / 1_000_000, 1), "digital-megabyte", "short", locale=language.locale)
