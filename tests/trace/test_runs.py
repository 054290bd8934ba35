"""Runs of words as numbers, whatever case and marks; copies that are known already."""

from __future__ import annotations

import random

import pytest
from makers import doc

from firsthand.trace import copies
from firsthand.trace.copies import KnownCopies, find_copies
from firsthand.wording.runs import WordHashes, runs_of

STORY = "Crews pulled the tall frame down by night and drove its beams away on nine wagons before dawn broke."


def test_a_run_is_the_same_whatever_case_and_marks() -> None:
    runs, owners = runs_of(["One two, three four five six", "“ONE TWO” three — four five!"], WordHashes())
    assert owners.tolist() == [0, 0, 1]
    assert runs[0] == runs[2]


def test_runs_do_not_reach_over_the_end_of_a_text() -> None:
    assert len(runs_of(["one two three", "four five six"], WordHashes())[0]) == 0


def test_copies_are_the_same_when_every_text_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [STORY, "Quite another matter was told here.", STORY + " So it was said.", STORY[:70] + " by a witness."]
    documents = [doc(f"d{number}", text, number) for number, text in enumerate(texts)]
    found = find_copies(documents)
    everybody = [(number, 1) for number in range(len(texts))]
    monkeypatch.setattr(copies, "sources", lambda holders: everybody[: int(holders.max(initial=-1)) + 1])
    assert found == find_copies(documents) != ()


@pytest.mark.parametrize("seed", range(8))
def test_new_documents_change_only_what_they_share_words_with(seed: int) -> None:
    chance = random.Random(seed)
    lines = [" ".join(f"w{chance.randrange(400)}" for _ in range(14)) for _ in range(9)]
    texts = ["\n\n".join(chance.sample(lines, chance.randint(1, 3))) for _ in range(14)]
    documents = [doc(f"d{number}", text, chance.randrange(9)) for number, text in enumerate(texts)]
    held = documents[: chance.randint(1, 13)]
    known = KnownCopies(frozenset(item.id for item in held), find_copies(held))
    assert find_copies(documents, known) == find_copies(documents)
    assert find_copies(held, known) == known.copies
