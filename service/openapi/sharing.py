"""What several operations say in the same words is said once, and referred to."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from service.openapi.operations import Operation
from service.openapi.shapes import Json


def hoist_parameters(paths: dict[str, Json]) -> Json:
    """Take out what several operations say in the same words; `paths` then refer to it."""
    lists = [
        operation["parameters"] for path in paths.values() for operation in path.values() if "parameters" in operation
    ]
    said = Counter(_words(one) for several in lists for one in several)
    different = {_words(one): one["name"] for several in lists for one in several}
    names = Counter(different.values())
    found: Json = {}
    for several in lists:
        for index, one in enumerate(several):
            if said[_words(one)] > 1 and names[one["name"]] == 1:
                key = re.sub(r"[^A-Za-z0-9]+", "_", one["name"]).strip("_")
                found[key] = one
                several[index] = {"$ref": f"#/components/parameters/{key}"}
    return dict(sorted(found.items()))


def hoist_responses(every: Sequence[Operation], paths: dict[str, Json]) -> Json:
    """Take out the sets of problems that several operations answer; `paths` then refer to them."""
    said = Counter(tuple(of) for one in every for of in one.problems.values())
    found: Json = {}
    for one in every:
        for status, of in one.problems.items():
            if said[tuple(of)] > 1:
                key = ".".join(problem.slug for problem in of)
                answers = paths[one.path][one.method]["responses"]
                found.setdefault(key, answers[str(status)])
                answers[str(status)] = {"$ref": f"#/components/responses/{key}"}
    return dict(sorted(found.items()))


def _words(said: Json) -> bytes:
    return msgspec.json.encode(said, order="deterministic")
