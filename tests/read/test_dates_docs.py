"""The examples of the guide to dates and numbers give what it says."""

from __future__ import annotations

import doctest
from pathlib import Path

GUIDE = Path(__file__).parents[2] / "docs" / "dates-and-numbers.md"


def test_guide_examples() -> None:
    result = doctest.testfile(str(GUIDE), module_relative=False)
    assert result.attempted >= 7
    assert result.failed == 0
