"""The house rules that a reader counts on: short files, speaking names, nothing skipped, nothing private."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
SAYS_NOTHING = {"service", "manager", "helper", "helpers", "util", "utils", "common", "base", "core", "misc"}
# Commands load only what they need.
IMPORTS_LATE = {"service/__main__.py"}
# Standard output belongs to who is asked for it.
PRINTS = {
    "service/__main__.py": "commands",
    "service/supervisor.py": "commands",
    "service/media/probe_child.py": "its one line of output is its answer",
    "service/media/samples_child.py": "its one line of output is its answer",
    "service/media/making_child.py": "the same",
    "service/media/shots_child.py": "the same",
    "service/media/loudness_child.py": "the same",
}
# What a public checkout may not name: places of one machine, and where one network fetches its packages.
PRIVATE = re.compile(
    r"(?<![\w.])/(?:work|root|home|Users|opt/pypi[\w-]*|mnt|private)/[\w.-]+"
    r"|(?:registry\.npmjs\.org|registry\.yarnpkg|pypi\.org|pythonhosted\.org|index-url|extra-index"
    r"|(?:docker|ghcr|quay|gcr)\.io)"
)
# Where such a word is the rule itself.
RULES = {"tests/house/test_files.py", "deploy/lock"}


@cache
def tracked() -> list[str]:
    """The files of the repository, as paths below its root."""
    command = ["git", "-c", "safe.directory=*", "-C", str(ROOT), "ls-files", "-z", "--cached"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode().split("\0")
    return [name for name in listed if name and (ROOT / name).is_file()]


def sources(*suffixes: str, below: str = "") -> list[str]:
    return [name for name in tracked() if name.endswith(suffixes) and name.startswith(below)]


@cache
def tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text("utf-8"))


def functions(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


PYTHON = sources(".py")


def test_the_repository_is_read() -> None:
    assert len(PYTHON) > 150
    assert "service/app.py" in PYTHON


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    """SQL and what is generated are free."""
    found = {
        name: (ROOT / name).read_text("utf-8").count("\n") for name in sources(".py", ".js", ".css", ".html", ".sh")
    }
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FILE} == {}


def test_a_function_fits_a_screen() -> None:
    long = {
        f"{name}:{one.name}": (one.end_lineno or 0) - one.lineno + 1
        for name in PYTHON
        for one in functions(name)
        if (one.end_lineno or 0) - one.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def test_a_modules_name_says_what_is_in_it() -> None:
    inside = [Path(name).with_suffix("").parts[1:] for name in PYTHON if name.startswith(("service/", "schemas/"))]
    assert [parts for parts in inside if SAYS_NOTHING & set(parts)] == []


def test_every_module_says_what_it_promises() -> None:
    assert [name for name in PYTHON if tree(name).body and not ast.get_docstring(tree(name))] == []


def test_every_public_action_says_what_its_name_cannot() -> None:
    bare = [
        f"{name}:{node.name}"
        for name in PYTHON
        if re.fullmatch(r"service/\w+/actions\.py", name)
        for node in tree(name).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert bare == []


def test_imports_stand_at_the_top_and_in_the_open() -> None:
    late = [
        f"{name}:{node.lineno}"
        for name in PYTHON
        if name not in IMPORTS_LATE
        for function in functions(name)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert late == []
    assert [name for name in PYTHON if name not in RULES and "TYPE_CHECKING" in (ROOT / name).read_text("utf-8")] == []


def test_only_commands_print() -> None:
    printing = {
        name
        for name in PYTHON
        if name.startswith("service/")
        for node in ast.walk(tree(name))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }
    assert printing <= set(PRINTS)


def test_an_ignored_type_error_is_named() -> None:
    nameless = re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)")
    found = [name for name in PYTHON if name not in RULES and nameless.search((ROOT / name).read_text("utf-8"))]
    assert found == []


def test_no_test_is_skipped() -> None:
    skips = re.compile(r"\b(?:pytest|mark|unittest)\.(?:skip\w*|xfail|importorskip)\b")
    found = [
        name
        for name in sources(".py", below="tests/")
        if name not in RULES and skips.search((ROOT / name).read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("word", ["the /work/shared plan", "see /root/x", "index-url = x", "from ghcr.io/a/b"])
def test_a_private_place_is_seen(word: str) -> None:
    assert PRIVATE.search(word)


@pytest.mark.parametrize("word", ["/v1/work/of", "a/root/b", "https://cutdown.example/home", "/rooted/"])
def test_an_ordinary_address_is_not(word: str) -> None:
    assert not PRIVATE.search(word)


def test_no_file_names_a_place_of_one_machine_or_network() -> None:
    found = []
    for name in tracked():
        data = (ROOT / name).read_bytes()
        if name in RULES or b"\0" in data[:8000]:
            continue
        found += [f"{name}: {place[0]}" for place in PRIVATE.finditer(data.decode("utf-8", "replace"))]
    assert found == []
