"""Who may import what: the contracts of the rooms, and the two libraries that stay at the edges."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

from service.settings import VARIABLES
from tests.house.test_files import PYTHON, ROOT, tree

# HTTP ends here. Everything else does not know that there is a web.
LITESTAR = {
    "service/app.py": "the composition root",
    "service/middleware.py": "who calls",
    "service/manners.py": "headers of every answer",
    "service/http_problems.py": "problems as answers",
    "service/exchange.py": "one request and its answer",
    "service/listings.py": "pages of a list",
    "service/addresses.py": "the query of an address",
    "service/bodies.py": "bodies that are files",
    "service/signposts.py": "health",
    "service/guards.py": "scopes of operations",
    "service/openapi/": "the contract, made from the routes",
    "service/web/": "the pages",
    "service/assets/tus_manners.py": "the headers of resumable uploads",
}
ASYNCPG = {
    "service/db/": "connections and migrations",
    "service/jobs/": "the queue's own connections",
}


def users_of(package: str) -> set[str]:
    """The files of the service that import a package."""
    found = set()
    for name in PYTHON:
        for node in ast.walk(tree(name)):
            named = [one.name for one in node.names] if isinstance(node, ast.Import) else []
            named += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            if name.startswith("service/") and any(one.split(".")[0] == package for one in named):
                found.add(name)
    return found


def test_the_contracts_of_the_rooms_are_kept() -> None:
    tool = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([str(tool), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "KEPT" in done.stdout


def test_only_the_edge_knows_the_web_framework() -> None:
    outside = {name for name in users_of("litestar") if not name.startswith(tuple(LITESTAR))}
    assert {name for name in outside if not Path(name).name.startswith("api")} == set()


def test_only_records_and_the_ground_know_the_driver() -> None:
    outside = {name for name in users_of("asyncpg") if not name.startswith(tuple(ASYNCPG))}
    assert {name for name in outside if Path(name).name != "records.py"} == set()


def test_the_pages_know_no_statement_of_their_own() -> None:
    assert [name for name in PYTHON if name.startswith("service/web/") and "db/queries" in name] == []
    assert not list((ROOT / "service" / "web").glob("*.sql"))


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [one.name for one, _ in VARIABLES.values() if f"`{one.name}`" not in readme] == []
