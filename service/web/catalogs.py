"""Keeping the catalogs whole: `python -m service.web.catalogs SCREEN` brings those of one screen up to date.

A sentence stands once in a language, in the catalog of the screen that said it first. The command adds to
`locales/<tag>/LC_MESSAGES/SCREEN.po` what no catalog has yet, takes out of it what nobody says any more, and fills in
English. What is left empty is to be translated; a test refuses it until then. Each entry names its origin: `written` by
a person, or `machine`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from service.web.words import LOCALES, SOURCE

Sentence = str | tuple[str, ...]

ORIGINS = {"origin: written", "origin: machine"}
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "say": None, "plural": (1, 2)}
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def said() -> dict[Sentence, None]:
    """Every sentence of the web client, in the order of its files; plural forms as a tuple."""
    found = extract_from_dir(LOCALES.parent / "service" / "web", METHODS, {"templates/**.html": {}}, KEYWORDS)
    return {tuple(text) if isinstance(text, (tuple, list)) else text: None for _, _, text, _, _ in found}


def tags() -> list[str]:
    """The languages as their directories are called: `pt_BR`."""
    return sorted(path.parent.name for path in LOCALES.glob("*/LC_MESSAGES"))


def paths(tag: str) -> list[Path]:
    """The catalogs of one language, one per screen; `cutdown` has what belongs to none."""
    return sorted((LOCALES / tag / "LC_MESSAGES").glob("*.po"))


def read(path: Path) -> Catalog:
    """One catalog; where there is none yet an empty one that counts as the language's other catalogs do."""
    locale = Locale.parse(path.parts[-3])
    if path.exists():
        with path.open("rb") as file:
            return read_po(file, locale=locale)
    empty = Catalog(locale)
    for other in sorted(path.parent.glob("*.po"))[:1]:
        empty.mime_headers = [("Plural-Forms", read(other).plural_forms)]
    return empty


def sentences(catalog: Catalog) -> Iterator[Sentence]:
    """What a catalog has, translated or not."""
    for message in catalog:
        if message.id:
            yield tuple(message.id) if isinstance(message.id, (tuple, list)) else message.id


def update(screen: str) -> dict[str, int]:
    """Bring one screen's catalogs up to date; how many entries of each language are empty now."""
    now, empty = said(), {}
    for tag in tags():
        own = LOCALES / tag / "LC_MESSAGES" / f"{screen}.po"
        elsewhere = {one for path in paths(tag) if path != own for one in sentences(read(path))}
        old = read(own)
        new = Catalog(Locale.parse(tag))
        new.mime_headers = [("Plural-Forms", old.plural_forms)]
        for sentence in [one for one in sentences(old) if one in now] + [one for one in now if one not in elsewhere]:
            key = sentence[0] if isinstance(sentence, tuple) else sentence
            known = old.get(key)
            source = tag == SOURCE
            comments = ["origin: written" if source else "origin: machine"]
            if known and ORIGINS & set(known.auto_comments):
                comments = [one for one in known.auto_comments if one in ORIGINS]
            text = sentence if source else known.string if known else ""
            new.add(sentence, text, auto_comments=comments)
        empty[tag] = sum(1 for message in new if message.id and not _whole(message.string))
        write(own, new)
    return empty


def write(path: Path, catalog: Catalog) -> None:
    """A catalog as it is committed: no places in the code, which would change with every line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=110, no_location=True, omit_header=True)
    header = (
        'msgid ""\nmsgstr ""\n'
        f'"Language: {path.parts[-3]}\\n"\n'
        f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    )
    path.write_text(header + path.read_text("utf-8").lstrip(), "utf-8")


def _whole(text: object) -> bool:
    return all(text) if isinstance(text, (tuple, list)) else bool(text)


if __name__ == "__main__":
    for tag, number in update(sys.argv[1] if len(sys.argv) > 1 else "cutdown").items():
        sys.stdout.write(f"{tag}: {number} to translate\n")
