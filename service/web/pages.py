"""Templates to answers: one environment per language, every page under the same strict content security policy."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from babel.units import format_unit
from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from litestar import Response
from litestar.enums import MediaType
from markupsafe import Markup

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


class Compiled(BytecodeCache):
    """The code of each template, which is the same in every language: compiled once in a process."""

    def __init__(self) -> None:
        self.code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """What was kept, if it is of the same text."""
        if (code := self.code.get(bucket.key)) is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self.code[bucket.key] = bucket.bytecode_to_string()


_COMPILED = Compiled()


class Pages:
    """Renders templates for a visit."""

    def __init__(self, shelf: Shelf, spoken: dict[str, Language] | None = None) -> None:
        self.shelf = shelf
        self.spoken = spoken or languages()
        self.environments = {tag: self._environment(language) for tag, language in self.spoken.items()}

    async def warm(self) -> None:
        """Compile every template before somebody waits for it, between the requests that come meanwhile."""
        for environment in self.environments.values():
            for name in environment.list_templates():
                environment.get_template(name)
                await asyncio.sleep(0)

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
            bytecode_cache=_COMPILED,
        )
        environment.install_gettext_translations(language.words, newstyle=True)  # type: ignore[attr-defined]  # by the extension
        environment.globals.update(
            sentences(language),
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


def sentences(language: Language) -> dict[str, Callable[..., Markup]]:
    """What `_` and `ngettext` say in templates, remembered: a page of a thousand rows says the same few sentences.

    By type too: a value that is not markup is escaped, and one that is equal to it but is markup is not.
    """

    @lru_cache(maxsize=4096, typed=True)
    def say(text: str, /, **values: object) -> Markup:
        return Markup(language.words.ugettext(text)) % values  # noqa: S704  # catalogs are ours; values are escaped

    @lru_cache(maxsize=4096, typed=True)
    def plural(one: str, many: str, num: int, /, **values: object) -> Markup:
        said = Markup(language.words.ungettext(one, many, num))  # noqa: S704  # as above
        return said % {"num": num, **values}

    return {"_": say, "gettext": say, "ngettext": plural}


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
