"""Near duplicates: copies and light edits are paired with what came first, other texts are not."""

from __future__ import annotations

import random

import pytest

from firsthand.trace import near_duplicates
from firsthand.trace.near_duplicates import NearDuplicates

SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ras", "tel", "vor")


def text(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices(SYLLABLES, k=3)) for _ in range(length))


def edited(source: str, changes: int) -> str:
    words = source.split()
    for number in range(changes):
        words[(number + 1) * len(words) // (changes + 1)] = f"other{number}"
    return " ".join(words)


def test_copies_and_light_edits_are_paired_with_the_first() -> None:
    source = text(1)
    pairs = NearDuplicates().extend([text(0), source, text(2), source.upper() + "!", edited(source, 3)])
    linked = {(pair.earlier, pair.later): pair.similarity for pair in pairs}
    assert linked[1, 3] == 1.0
    assert 0.6 < linked[1, 4] < 0.95
    assert {number for pair in linked for number in pair} == {1, 3, 4}


def test_texts_that_share_little_are_no_pair() -> None:
    source = text(1)
    assert NearDuplicates().extend([source, edited(source, 40), text(2)]) == []


def test_one_by_one_gives_the_same_families_as_all_at_once() -> None:
    texts = [text(number % 7) if number % 3 else edited(text(number % 7), 2) for number in range(30)]
    at_once = {pair.later for pair in NearDuplicates().extend(texts)}
    index = NearDuplicates()
    assert {pair.later for each in texts for pair in index.add(each)} == at_once
    assert len(index) == 30


def test_later_texts_find_those_of_earlier_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_duplicates, "SEAL", 4)
    index = NearDuplicates()
    index.extend(text(number) for number in range(10))
    for number in range(10, 16):
        assert index.add(text(number)) == []
    assert [(pair.earlier, pair.later) for pair in index.add(text(3))] == [(3, 16)]
    assert [(pair.earlier, pair.later) for pair in index.add(text(12))] == [(12, 17)]
    assert {(pair.earlier, pair.later) for pair in index.extend([text(14), text(50)])} == {(14, 18)}


@pytest.mark.parametrize("thin", ["", "too few words", "— … !"])
def test_texts_without_a_run_of_words_are_like_nothing(thin: str) -> None:
    index = NearDuplicates()
    assert index.extend([thin, thin, text(1)]) == []
    assert index.add(thin) == []


def test_nothing_gives_nothing() -> None:
    assert NearDuplicates().extend([]) == []
