"""What `cutdown up` says when everything runs."""

from __future__ import annotations

import shlex

from service.supervisor import Colleague, Facts


def text(facts: Facts) -> str:
    """Where it is, how to get in, and a line to paste that fetches a localized caption file."""
    lines = ["", f"Cutdown runs, after {facts.seconds:.1f} s.", "", f"  Open       {facts.url}"]
    if facts.demo:
        header = shlex.quote(f"Authorization: Bearer {facts.demo.api_key}")
        lines += [
            f"  Sign in    {facts.demo.email}   password  {facts.demo.password}",
            *(f"             {one.email:<28} {one.role}{_of(one)}" for one in facts.demo.people),
            f"  API key    {facts.demo.api_key}",
            "",
            "  Fetch a localized caption file:",
            f"  curl -fsS -H {header} {shlex.quote(facts.demo.file_url)}",
            "",
        ]
    lines += [f"  Data       {facts.data_dir}", f"  Logs       {facts.logs}", "", "Ctrl-C stops everything.", ""]
    return "\n".join(lines)


def _of(person: Colleague) -> str:
    return f", {person.market}" if person.market else ""
