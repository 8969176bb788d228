"""What a browser loads: our styles, modules and pictures, and a short list of library files, under one content hash.

`/static/<hash>/<path>`: the hash covers every file, so relative addresses inside CSS and ES modules just work, without
a bundler and without an import map (which would need an inline script). An answer never changes and is cached for a
year. An address with another hash, of a page from before a deployment, gets the present file, cached for no time.
"""

from __future__ import annotations

import gzip
import mimetypes
from hashlib import sha256
from pathlib import Path

from litestar import HttpMethod, Response, route
from litestar.exceptions import NotFoundException
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath
from msgspec import Struct

from service.web.visit import AnyRequest

HERE = Path(__file__).parent
SANS = "@fontsource-variable/instrument-sans/files/instrument-sans"

# The library files that are served, by the address they get. Nothing else of node_modules can be reached.
LIBRARIES = {
    "lib/htmx.js": "htmx.org/dist/htmx.esm.min.js",
    "fonts/instrument-sans-latin.woff2": f"{SANS}-latin-wght-normal.woff2",
    "fonts/instrument-sans-latin-ext.woff2": f"{SANS}-latin-ext-wght-normal.woff2",
    "fonts/newsreader-latin.woff2": "@fontsource-variable/newsreader/files/newsreader-latin-opsz-normal.woff2",
    "fonts/commit-mono-latin.woff2": "@fontsource/commit-mono/files/commit-mono-latin-400-normal.woff2",
}
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}


class Item(Struct, frozen=True):
    """One file, ready to send. `packed` is its gzip form where that is worth sending."""

    media_type: str
    etag: str
    plain: bytes
    packed: bytes | None


class Shelf:
    """Every file that may be served, read once at start."""

    def __init__(self, own: Path = HERE / "static", libraries: Path = HERE / "node_modules") -> None:
        files = {path.relative_to(own).as_posix(): path for path in sorted(own.rglob("*")) if path.is_file()}
        files |= {name: libraries / source for name, source in LIBRARIES.items()}
        missing = [str(path) for path in files.values() if not path.is_file()]
        if missing:
            raise FileNotFoundError(
                f"browser libraries are not installed (npm ci in service/web): {', '.join(missing)}"
            )
        self.items = {name: _item(name, path.read_bytes()) for name, path in files.items()}
        whole = sha256("\n".join(f"{name} {item.etag}" for name, item in sorted(self.items.items())).encode())
        self.hash = whole.hexdigest()[:16]

    def address(self, name: str) -> str:
        """Where a page finds the file. KeyError for a name that is not on the shelf: a template is wrong."""
        if name not in self.items:
            raise KeyError(name)
        return f"/static/{self.hash}/{name}"

    def handler(self) -> HTTPRouteHandler:
        """The route that serves the shelf."""

        @route(
            "/static/{edition:str}/{name:path}",
            http_method=[HttpMethod.GET, HttpMethod.HEAD],
            include_in_schema=False,
            opt={"exclude_from_auth": True},
            operation_id="web.static",
            sync_to_thread=False,
        )
        def serve(request: AnyRequest, edition: FromPath[str], name: FromPath[str]) -> Response[bytes]:
            item = self.items.get(name.lstrip("/"))
            if item is None:
                raise NotFoundException("There is no such file.")
            headers = {
                "etag": item.etag,
                "cache-control": "public, max-age=31536000, immutable" if edition == self.hash else "no-cache",
            }
            if item.packed:
                headers["vary"] = "accept-encoding"
            if item.packed and "gzip" in request.headers.get("accept-encoding", ""):
                headers["content-encoding"] = "gzip"
                return Response(item.packed, headers=headers, media_type=item.media_type)
            return Response(item.plain, headers=headers, media_type=item.media_type)

        return serve


def _item(name: str, content: bytes) -> Item:
    suffix = Path(name).suffix
    media_type = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    packed = gzip.compress(content, 9, mtime=0) if suffix != ".woff2" and len(content) > 512 else None
    return Item(media_type, f'W/"{sha256(content).hexdigest()[:32]}"', content, packed)
