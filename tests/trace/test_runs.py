"""Runs of words as numbers: which texts share any, whatever case and marks."""

from __future__ import annotations

import pytest
from makers import doc

from firsthand.trace import copies
from firsthand.trace.copies import find_copies
from firsthand.trace.runs import WordHashes, runs_of, sharing

STORY = "Crews pulled the tall frame down by night and drove its beams away on nine wagons before dawn broke."


def test_a_run_is_the_same_whatever_case_and_marks() -> None:
    runs, owners = runs_of(["One two, three four five six", "“ONE TWO” three — four five!"], WordHashes())
    assert owners.tolist() == [0, 0, 1]
    assert runs[0] == runs[2]


def test_runs_do_not_reach_over_the_end_of_a_text() -> None:
    assert len(runs_of(["one two three", "four five six"], WordHashes())[0]) == 0
    assert sharing([], 1) == []


def test_only_texts_that_share_runs_are_kept() -> None:
    other = "Nothing at all is known about what goes on behind the fence in the hills."
    assert sharing([STORY, other, STORY.upper(), f"{other[:40]} {other}"], 3) == [True, True, True, True]
    assert sharing([STORY, other, STORY.upper()], 3) == [True, False, True]
    assert sharing([f"{STORY} {STORY}", other], 3) == [False, False], "repeating oneself is no sharing"


def test_copies_are_the_same_when_every_text_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [STORY, "Quite another matter was told here.", STORY + " So it was said.", STORY[:70] + " by a witness."]
    documents = [doc(f"d{number}", text, number) for number, text in enumerate(texts)]
    found = find_copies(documents)
    monkeypatch.setattr(copies, "sharing", lambda texts, least: [True] * len(texts))
    assert found == find_copies(documents) != ()
