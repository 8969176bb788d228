"""Every setting of Cutdown: one frozen structure read from the environment, all faults reported at once."""

from __future__ import annotations

import difflib
import hashlib
import os
import pwd
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints
from urllib.parse import urlsplit

import msgspec

from service.origin import LOOPBACK, networks
from service.secret_files import read_or_make

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """The environment variable of a field, and what to write there. The value of a private one is never shown."""

    name: str
    way_out: str
    private: bool = False


class InvalidSettings(Exception):
    """Variables of the environment that cannot be used; each fault says which, why, and what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


Count = Annotated[int, msgspec.Meta(ge=1, le=64)]
Size = Annotated[int, msgspec.Meta(ge=1024, le=1 << 40)]
Moment = Annotated[float, msgspec.Meta(ge=0, le=4)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65535)]
LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["auto", "console", "json"]


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The README's table of settings has one row for each field."""

    database_url: Annotated[
        str,
        Variable("DATABASE_URL", "Write postgresql://role:password@host/database, or leave it out.", private=True),
    ] = ""
    owner_database_url: Annotated[
        str,
        Variable("DATABASE_OWNER_URL", "Write postgresql://owner:password@host/database.", private=True),
    ] = ""
    data_dir: Annotated[Path, Variable("CUTDOWN_DATA_DIR", "Name a directory from the root on (/...).")]
    host: Annotated[str, Variable("CUTDOWN_HOST", "Name an address of this machine, such as 127.0.0.1.")] = "127.0.0.1"
    port: Annotated[Port, Variable("CUTDOWN_PORT", "Give a port from 1 to 65535.")] = 8350
    public_url: Annotated[
        str, Variable("CUTDOWN_PUBLIC_URL", "Write the address that people open: https://cutdown.example.com.")
    ] = ""
    storage_url: Annotated[str, Variable("CUTDOWN_STORAGE_URL", "Write file:///a/directory or s3://bucket/prefix.")] = (
        ""
    )
    secret: Annotated[
        str, Variable("CUTDOWN_SECRET", "Give 64 hexadecimal digits (openssl rand -hex 32), or none.", private=True)
    ] = ""
    workers: Annotated[Count, Variable("CUTDOWN_WORKERS", "Give the number of server processes, 1 to 64.")] = 1
    database_connections: Annotated[
        Count, Variable("CUTDOWN_DATABASE_CONNECTIONS", "Give the connections of each process, 1 to 64.")
    ] = 10
    upload_limit_bytes: Annotated[
        Size, Variable("CUTDOWN_UPLOAD_LIMIT_BYTES", "Give a number of bytes, 1024 or more.")
    ] = 4 * 1024**3
    caption_limit_bytes: Annotated[
        Size, Variable("CUTDOWN_CAPTION_LIMIT_BYTES", "Give a number of bytes, 1024 or more.")
    ] = 4 * 1024**2
    delivery_memory_s: Annotated[Moment, Variable("CUTDOWN_DELIVERY_MEMORY_S", "Give seconds from 0 to 4.")] = 4.0
    trusted_proxies: Annotated[
        str, Variable("CUTDOWN_TRUSTED_PROXIES", "Write addresses or networks, separated by commas: 10.0.0.0/8, ::1.")
    ] = LOOPBACK
    log_level: Annotated[LogLevel, Variable("CUTDOWN_LOG_LEVEL", "Choose debug, info, warning or error.")] = "info"
    log_format: Annotated[LogFormat, Variable("CUTDOWN_LOG_FORMAT", "Choose auto, console or json.")] = "auto"

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Settings:
        """Read every variable; an empty one means the default. Raises InvalidSettings with all faults."""
        faults = _misspelt(environ)
        values: dict[str, Any] = {}
        for field, (variable, kind) in VARIABLES.items():
            if not (text := environ.get(variable.name, "").strip()):
                continue
            try:
                values[field] = Path(text) if field == "data_dir" else msgspec.convert(text, kind, strict=False)
                fault = _fault(field, values[field])
            except msgspec.ValidationError as error:
                fault = str(error).replace("`int`", "a whole number").replace("got `str`", "got text").replace("`", "")
            if fault:
                shown = variable.name if variable.private else f"{variable.name}={text}"
                faults.append(f"{shown} cannot be used: {fault}. {variable.way_out}")
        if faults:
            raise InvalidSettings(faults)
        values.setdefault("data_dir", default_data_dir(environ))
        settings = cls(**values)
        return msgspec.structs.replace(
            settings,
            public_url=(settings.public_url or f"http://{settings.authority}").rstrip("/"),
            storage_url=settings.storage_url or (settings.data_dir / "assets").as_uri(),
        )

    @property
    def authority(self) -> str:
        """Host and port as a URL writes them."""
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"

    def secret_bytes(self) -> bytes:
        """The key of signatures; made once and kept in the data directory when CUTDOWN_SECRET is not given."""
        return bytes.fromhex(self.secret or read_or_make(self.data_dir / "secret"))


VARIABLES: dict[str, tuple[Variable, Any]] = {
    field: (next(part for part in hint.__metadata__ if isinstance(part, Variable)), hint)
    for field, hint in get_type_hints(Settings, include_extras=True).items()
}


def default_data_dir(environ: Mapping[str, str]) -> Path:
    """A checkout keeps its own data in `var/`; an installed Cutdown where the system keeps a person's data.

    As root the database runs as a user of its own, who may not be able to enter a checkout: then below /var/lib.
    """
    checkout = (ROOT / "pyproject.toml").is_file()
    if os.geteuid() == 0:
        name = f"checkout-{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}" if checkout else "data"
        return Path("/var/lib/cutdown", name)
    if checkout:
        return ROOT / "var"
    home = environ.get("XDG_DATA_HOME", "")
    return Path(home if home.startswith("/") else f"{pwd.getpwuid(os.geteuid()).pw_dir}/.local/share", "cutdown")


def _misspelt(environ: Mapping[str, str]) -> list[str]:
    known = [variable.name for variable, _ in VARIABLES.values()]
    return [
        f"{name} is not a setting. If you mean {meant}, correct the name; else remove it."
        for name in sorted(environ)
        if name.startswith(("CUTDOWN_", "DATABASE_")) and name not in known
        for meant in difflib.get_close_matches(name, known, n=1, cutoff=0.85)
    ]


def _fault(field: str, value: Any) -> str:
    """What is wrong with a value that has the right type; empty when nothing is."""
    match field:
        case "database_url" | "owner_database_url":
            parts = urlsplit(value)
            if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
                return "it is not the address of a PostgreSQL database"
        case "public_url":
            parts = urlsplit(value)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.query or parts.fragment:
                return "it is not a web address"
        case "storage_url":
            parts = urlsplit(value)
            file = parts.scheme == "file" and not parts.netloc and parts.path.startswith("/")
            if not file and not (parts.scheme == "s3" and parts.netloc):
                return "it names no storage that Cutdown knows"
        case "secret":
            if not re.fullmatch(r"([0-9A-Fa-f]{2}){32,}", value):
                return "it is not a hexadecimal number of 32 bytes or more"
        case "trusted_proxies":
            try:
                networks(value)
            except ValueError as error:
                return str(error)
        case "data_dir":
            if not value.is_absolute():
                return "it is not a path from the root"
    return ""
