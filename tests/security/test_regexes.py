"""No regular expression of ours can be made to run for ever (regex blow-up, ReDoS)."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime

import pytest
from patterns import LIMIT_S, SlowError, held_patterns, slowest, stop

from firsthand.model import Document
from firsthand.read.reader import ReadContext, read_text

PARTS = 8
READ_S = 30
"""For a paragraph of 20,000 characters that is nothing but one trap; the worst known takes 3."""


@pytest.mark.parametrize("part", range(PARTS))
def test_regex_blow_up(part: int) -> None:
    """Each pattern against repeated signs, words and its own words, with an end that makes it give up what it took."""
    patterns = held_patterns()
    assert len(patterns) > 600
    slow = []
    for held in patterns[part::PARTS]:
        seconds, attack = slowest(held)
        if seconds >= LIMIT_S:
            slow.append(f"{held.where}: {attack}")
    assert slow == []


@pytest.mark.parametrize(
    "unit", ["-", "*", "(", "“a”", "1,", "A A ", "a. ", "by A", "said A. ", "be ", "They sold " + "0" * 60 + "x. "]
)
def test_regex_blow_up_in_reading(unit: str) -> None:
    """All of them together, as a page meets them."""
    text = f"Two cranes left, she said. {unit * (20_000 // len(unit))} she said."
    document = Document("doc-1", "page.txt", text, "0" * 64, "text/plain", datetime(2026, 5, 4, tzinfo=UTC))
    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, READ_S)
    start = time.process_time()
    try:
        reading = read_text(document, ReadContext())
    except SlowError:
        pytest.fail(f"still at it after {time.process_time() - start:.0f} s")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    assert time.process_time() - start < READ_S
    for statement in reading.statements:
        assert all(text[anchor.start : anchor.end] == anchor.quote for anchor in statement.content)


def test_a_careless_pattern_is_found() -> None:
    """The test can fail: nested repetition is seen for what it is."""
    import re

    from patterns import Held

    assert slowest(Held("careless", re.compile(r"(?:a+)+$")))[0] >= LIMIT_S
