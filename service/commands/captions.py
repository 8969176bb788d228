"""The group of the caption commands."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = ("check", "conform", "convert", "layout")


class Loaded(click.Group):
    """A group whose commands are modules of this package, each with a `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"service.commands.{cmd_name}").command
        return command


@click.command(cls=Loaded)
def captions() -> None:
    """Caption files without a server: convert, check, lay out, conform to a cut.

    Formats are told by the file's name and content. Everything that a target format cannot carry, and everything that
    was repaired, is reported with its line.
    """
