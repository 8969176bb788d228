"""The floor: a bare litestar handler that does the same statements on the same kind of pool, and nothing else.

Served by the same granian settings as the product. FLOOR_URL, FLOOR_ORG and, for the file, FLOOR_FILE come from the
environment.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath, JSONBody

from schemas.campaigns import Brand, NewBrand
from schemas.ids import BrandId
from service.captions.files import StoredFile
from service.captions.records import queries as captions
from service.db.rows import builder
from service.decoding import to_text

COLUMNS = "id, name, revision, created_at, updated_at"
ONE = f"select {COLUMNS} from brand where org = $1 and id = $2 and withdrawn_at is null"  # noqa: S608
LIST = f"select {COLUMNS} from brand where org = $1 and withdrawn_at is null order by id desc limit 51"  # noqa: S608
INSERT = f"insert into brand (org, name) values ($1, $2) returning {COLUMNS}"  # noqa: S608
EVENT = "insert into outbox (org, type, brand_id, subject, data) values ($1, 'brand.created', $2, $3, '{}')"
KEEP = """insert into idempotency (org, actor, key, request_sha256, status, headers, body)
          values ($1, $1, $2, '\\x00', 201, '{}', $3)"""

encode = msgspec.json.Encoder(enc_hook=to_text).encode
build = builder(Brand)
row_of_file = builder(StoredFile)
FILE = captions.get_file.text(StoredFile)
BYTES = Path(os.environ["FLOOR_FILE"]).read_bytes() if "FLOOR_FILE" in os.environ else b""
ORG = UUID(os.environ.get("FLOOR_ORG", "0" * 32))


async def keep(_connection: Any) -> None:
    """No reset, as in the product's pool."""


@asynccontextmanager
async def pooled(app: Litestar) -> AsyncIterator[None]:
    settings = {"app.org": str(ORG), "jit": "off", "timezone": "UTC"}
    pool = await asyncpg.create_pool(
        os.environ["FLOOR_URL"], min_size=1, max_size=10, reset=keep, server_settings=settings
    )
    app.state.pool = pool
    yield
    await pool.close()


@get("/one/{brand:str}")
async def one(state: State, brand: FromPath[str]) -> Response[bytes]:
    row = await state.pool.fetchrow(ONE, ORG, BrandId.parse(brand).uuid)
    return Response(encode(build(row)), media_type="application/json")


@get("/list")
async def fifty(state: State) -> Response[bytes]:
    rows = await state.pool.fetch(LIST, ORG)
    return Response(encode([build(row) for row in rows[:50]]), media_type="application/json")


@get("/file/{file_key:str}")
async def file(request: Request[Any, Any, State], file_key: FromPath[str]) -> Response[bytes]:
    row = await request.app.state.pool.fetchrow(FILE, ORG, None, bytes.fromhex(file_key))
    found = row_of_file(row)
    headers = {"etag": f'"{found.sha256.hex()}"', "content-language": found.locale}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(b"", status_code=304, headers=headers)
    return Response(BYTES, headers=headers, media_type="text/vtt")


@post("/create")
async def create(state: State, data: JSONBody[NewBrand]) -> Response[bytes]:
    async with state.pool.acquire() as connection, connection.transaction():
        brand = build(await connection.fetchrow(INSERT, ORG, data.name))
        await connection.execute(EVENT, ORG, brand.id.uuid, str(brand.id))
        body = encode(brand)
        await connection.execute(KEEP, ORG, str(uuid4()), body)
    return Response(body, status_code=201, media_type="application/json")


def create_app() -> Litestar:
    """For granian."""
    return Litestar([one, fifty, file, create], lifespan=[pooled], openapi_config=None)
