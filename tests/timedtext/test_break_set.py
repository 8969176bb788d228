"""The evaluation set of line breaks is fit to be measured against."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from service.timedtext.counting import Counting, length

FILES = sorted((Path(__file__).parent / "breaks").glob("*.jsonl"))
COUNTINGS: dict[str, Counting] = {"ja": "full_width", "ko": "hangul", "zh-Hans": "full_width"}
UNSPACED = {"ja", "zh-Hans", "th"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_block_needs_its_break_and_keeps_its_width(file: Path) -> None:
    counting = COUNTINGS.get(file.stem, "characters")
    blocks = [json.loads(line) for line in file.read_text().splitlines()]
    for block in blocks:
        assert block["id"].startswith(f"{file.stem}-")
        assert len(block["lines"]) == 2
        assert max(length(line, counting) for line in block["lines"]) <= block["width"]
        assert length(("" if file.stem in UNSPACED else " ").join(block["lines"]), counting) > block["width"]
        assert block["broken_by"]
        assert block["guide"]
    parts = Counter(block["part"] for block in blocks)
    assert abs(parts["tuning"] - parts["test"]) <= 1
    assert len({tuple(block["lines"]) for block in blocks}) == len(blocks)


def test_the_set_is_as_large_as_it_says() -> None:
    sizes = {file.stem: len(file.read_text().splitlines()) for file in FILES}
    assert sum(sizes.values()) >= 300
    assert len(sizes) >= 8
    assert min(sizes["en"], sizes["fr"]) >= 70
    assert sizes["ja"] >= 60
