"""`cutdown`, or `python -m service`: every command of the service.

The one file that imports inside functions: a command loads only what it needs, so `cutdown --help` answers at once.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any, NoReturn, TypeVar

import click

from service import settings as configuration
from service.commands.captions import captions

T = TypeVar("T")


def settings() -> configuration.Settings:
    """The settings; or every fault of them, and exit status 2."""
    try:
        return configuration.Settings.from_environment(os.environ)
    except configuration.InvalidSettings as error:
        click.echo("\n".join(error.faults), err=True)
        sys.exit(2)


def settings_with_database() -> configuration.Settings:
    """The settings of a part that runs on a database that is already there: DATABASE_URL, or that of `cutdown up`."""
    import msgspec

    from service.db import provision
    from service.db.embedded import EmbeddedPostgres

    chosen = settings()
    if chosen.database_url:
        return chosen
    postgres = EmbeddedPostgres(chosen.data_dir / "postgres")
    access = None
    if postgres.made:
        access = provision.kept(postgres.superuser_url(), provision.DATABASE, postgres.directory)
    if access is None:
        fail("Set DATABASE_URL to the address of the role cutdown_app. `cutdown up` brings a database of its own.")
    return msgspec.structs.replace(chosen, database_url=access.app_url)


def fail(reason: object) -> NoReturn:
    """What went wrong, without a traceback, and exit status 1."""
    click.echo(f"cutdown: {reason}", err=True)
    sys.exit(1)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="cutdown")
def main() -> None:
    """Cutdown: one captioned master, correct caption tracks for every cut, market and locale.

    Every setting comes from the environment; the README lists them.
    """


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print what is needed to use it as one line of JSON.")
@click.option("--demo/--no-demo", default=True, show_default=True, help="Load the demo into an empty database.")
def up(as_json: bool, demo: bool) -> None:
    """Run everything: database, server and worker.

    Without DATABASE_URL it brings its own PostgreSQL. Ctrl-C stops everything.
    """
    import asyncio

    import msgspec

    from service import supervisor, welcome

    def tell(line: str) -> None:
        with suppress(OSError):  # nobody listens any more; that ends nothing
            click.echo(f"  {line}", err=as_json)

    def announce(facts: supervisor.Facts) -> None:
        with suppress(OSError):
            click.echo(msgspec.json.encode(facts).decode() if as_json else welcome.text(facts))

    try:
        asyncio.run(supervisor.up(settings(), os.environ, tell, announce, demo=demo))
    except supervisor.FAILURES as error:
        fail(error)


@main.command()
def serve() -> None:
    """Run the server alone. On DATABASE_URL (the app role's), or the database of `cutdown up`."""
    from service import server

    try:
        server.serve(settings_with_database())
    except server.AddressTaken as error:
        fail(error)


@main.command()
def worker() -> None:
    """Run the worker alone. On DATABASE_URL (the app role's), or the database of `cutdown up`."""
    import uvloop

    from service import logs
    from service import worker as working

    chosen = settings_with_database()
    logs.configure(chosen)
    uvloop.run(working.run(chosen))


@main.command()
@click.option("--through", type=click.Choice(["pre", "post"]), default="post", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print the steps that ran as JSON.")
def migrate(through: str, as_json: bool) -> None:
    """Bring the schema up to date, as the owner: DATABASE_OWNER_URL.

    With an administrator's address the roles and the database are made first. `--through pre` stops before the steps
    that need the old version to be gone. `cutdown up` migrates by itself.
    """
    import asyncio

    import msgspec

    from service.db import migrate as migrating
    from service.db import provision

    chosen = settings()
    owner_url = chosen.owner_database_url or chosen.database_url
    if not owner_url:
        fail("Set DATABASE_OWNER_URL to the address of the database's owner. `cutdown up` migrates its own database.")
    state = chosen.data_dir / "database"

    async def run() -> list[str]:
        access = await provision.access_to(chosen.database_url or owner_url, owner_url, state)
        return await migrating.migrate(access.owner_url, through="pre" if through == "pre" else "post")

    try:
        steps = asyncio.run(run())
    except (provision.ProvisionFailed, migrating.WrongSchema) as error:
        fail(error)
    if as_json:
        click.echo(msgspec.json.encode({"steps": steps}).decode())
    else:
        click.echo("\n".join(steps) or "The schema is up to date.")


@main.command()
def demo() -> None:
    """Load the demo campaign: a video rendered on the spot, captions, cuts, translations, releases."""
    import uvloop

    from service import logs, startup
    from service.demo import load

    chosen = settings_with_database()
    logs.configure(chosen)
    uvloop.run(startup.admit("demo", chosen))
    uvloop.run(load.load(chosen))


@main.group()
def people() -> None:
    """Organizations and accounts. On DATABASE_URL (the app role's), or the database of `cutdown up`."""


@people.command("create-organization")
@click.argument("organization")
@click.option("--email", required=True, help="What the administrator signs in with.")
@click.option("--name", required=True, help="What the administrator is called.")
def create_organization(organization: str, email: str, name: str) -> None:
    """Make an organization, its administrator and a key that may do everything.

    The password is asked for, or read from standard input.
    """
    from service.people import commands

    url = settings_with_database().database_url
    made = done(commands.create_organization(url, organization, email, name, new_password()))
    click.echo(f"organization {made.organization}\nperson       {made.person}\nkey          {made.secret}")


@people.command("set-password")
@click.argument("email")
def set_password(email: str) -> None:
    """Set a lost password. It is asked for, or read from standard input; the account's sessions end."""
    from service.people import commands

    done(commands.set_password(settings_with_database().database_url, email, new_password()))


@people.command("reset-link")
@click.argument("email")
def reset_link(email: str) -> None:
    """Print a link with which somebody sets a new password. It works once, for an hour; hand it over yourself."""
    from service.people import commands

    chosen = settings_with_database()
    click.echo(done(commands.reset_link(chosen.database_url, email, chosen.public_url)).url)


@main.group()
def keys() -> None:
    """API keys. On DATABASE_URL (the app role's), or the database of `cutdown up`."""


@keys.command("create")
@click.argument("name")
@click.option("--email", required=True, help="The account that the key acts for.")
@click.option("--scope", "scopes", multiple=True, required=True, help="What it may do, such as tracks:read; repeat it.")
@click.option("--mode", type=click.Choice(["live", "test"]), default="live", show_default=True)
def create_key(name: str, email: str, scopes: tuple[str, ...], mode: str) -> None:
    """Make a key and print its secret, which is not to be had again."""
    import msgspec

    from schemas.people import NewKey
    from service.people import commands

    url = settings_with_database().database_url
    try:
        new = msgspec.convert({"name": name, "scopes": scopes, "mode": mode}, NewKey)
    except msgspec.ValidationError as error:
        fail(error)
    click.echo(done(commands.create_key(url, email, new)).secret)


@keys.command("list")
@click.option("--email", required=True, help="The account whose keys they are; an administrator's sees all.")
def list_keys(email: str) -> None:
    """Print the keys, newest first."""
    from service.people import commands

    for key in done(commands.list_keys(settings_with_database().database_url, email)):
        state = "revoked" if key.revoked_at else f"used {key.last_used_at:%Y-%m-%d}" if key.last_used_at else "unused"
        click.echo(f"{key.id}  {key.mode}  {state:15}  {key.name}  {' '.join(key.scopes)}")


@keys.command("revoke")
@click.argument("key")
@click.option("--email", required=True, help="The account that revokes it.")
def revoke_key(key: str, email: str) -> None:
    """Revoke a key: within five seconds it works nowhere."""
    from schemas.ids import KeyId
    from service.people import commands

    try:
        parsed = KeyId.parse(key)
    except ValueError as error:
        fail(error)
    done(commands.revoke_key(settings_with_database().database_url, email, parsed))


def done(work: Coroutine[Any, Any, T]) -> T:
    """The result of a command; what is in its way, in one line, else."""
    import asyncio

    from service.db.migrate import UnsafeRole, WrongSchema
    from service.problems import Invalid, Problem

    try:
        return asyncio.run(work)
    except Invalid as problem:
        fail("; ".join(fault.detail for fault in problem.faults))
    except Problem as problem:
        fail(problem.detail or problem.title)
    except (UnsafeRole, WrongSchema, OSError) as error:
        fail(error)


def new_password() -> str:
    """Asked for twice at a terminal; one line of standard input otherwise."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return sys.stdin.readline().rstrip("\r\n")


@main.command()
@click.option("--write", is_flag=True, help="Write it to schemas/openapi.json.")
@click.option("--check", is_flag=True, help="Exit with status 1 when schemas/openapi.json differs.")
def openapi(write: bool, check: bool) -> None:
    """Print the contract of the API, OpenAPI 3.1."""

    import msgspec

    from service.app import create_app
    from service.openapi.document import written

    file = configuration.ROOT / "schemas" / "openapi.json"
    text = written(create_app(msgspec.structs.replace(settings(), secret="00" * 32))).decode()
    if check and (not file.exists() or file.read_text() != text):
        fail("schemas/openapi.json is not what the application says. Run: cutdown openapi --write")
    if write:
        file.write_text(text)
    elif not check:
        click.echo(text, nl=False)


main.add_command(captions)


if __name__ == "__main__":
    main(prog_name="cutdown")
