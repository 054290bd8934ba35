"""Prints: what shares eight words in a row is found, whatever stands around it; the earliest holders come first."""

from __future__ import annotations

import random

import numpy as np
import pytest

from firsthand.wording import prints
from firsthand.wording.prints import MAX_HOLDERS, NOBODY, Prints, prints_of, sources
from firsthand.wording.runs import WordHashes

SYLLABLES = ("ba", "ke", "lo", "mi", "nu", "ras", "tel", "vor")


def text(seed: int, length: int = 120) -> str:
    chance = random.Random(seed)
    return " ".join("".join(chance.choices(SYLLABLES, k=4)) for _ in range(length))


def index_of(*texts: str) -> Prints:
    index = Prints()
    index.extend(texts)
    return index


def holders(index: Prints, number: int) -> list[int]:
    """The texts before it that hold any print of the text."""
    (found,) = index.holders([number])
    return sorted(set(found.ravel().tolist()) - {NOBODY})


@pytest.mark.parametrize("seed", range(20))
def test_eight_words_in_a_row_are_always_found(seed: int) -> None:
    chance = random.Random(seed)
    shared = text(1000 + seed, 8)
    first, second = (f"{text(n, chance.randint(0, 40))} {shared} {text(n + 500, 30)}" for n in (seed, seed + 50))
    assert holders(index_of(text(9), first, second), 2) == [1]


def test_only_part_of_the_runs_are_prints() -> None:
    made, owners = prints_of([text(1), text(2, 7), "too few words", ""], WordHashes())
    counts = np.bincount(owners.astype(int), minlength=4).tolist()
    assert 116 / 4 <= counts[0] <= 116 / 2
    assert counts[1:] == [3, 0, 0], "of a text with fewer runs than a window all are prints"
    assert len(made) == sum(counts)


def test_the_fullest_source_comes_first_and_of_equal_ones_the_earliest() -> None:
    half = " ".join(text(1).split()[:60])
    index = index_of(f"{half} {text(5)}", text(1), text(2), text(1).upper() + "!", text(1))
    (found,) = index.holders([4])
    assert [number for number, _ in sources(found)] == [1, 3, 0]
    assert sources(found)[0][1] == index.count(4)
    assert index.holders([0, 2])[1].size == 0


def test_texts_added_one_by_one_are_found_as_those_added_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prints, "BATCH", 3)
    texts = [text(number % 7) if number % 3 else text(number) for number in range(30)]
    together, single = index_of(*texts), Prints()
    for each in texts:
        single.extend([each])
    assert len(together) == len(single) == 30
    for number in range(30):
        assert holders(single, number) == holders(together, number)


def test_what_everybody_carries_leads_to_the_first_who_did() -> None:
    index = index_of(*[text(1)] * 40)
    assert holders(index, 39) == list(range(MAX_HOLDERS))


def test_new_texts_touch_those_after_them_that_share_a_print() -> None:
    index = index_of(text(1), text(2), text(1), text(3), text(1), text(2))
    chosen = np.array([False, False, True, False, False, False])
    assert index.touched(chosen).tolist() == [False, False, True, False, True, False]
    assert not index.touched(np.zeros(6, dtype=bool)).any()


def test_what_everybody_carries_touches_nobody_once_enough_hold_it() -> None:
    index = index_of(*[text(1)] * (MAX_HOLDERS + 5))
    for place, touched in ((MAX_HOLDERS - 1, 6), (MAX_HOLDERS, 1)):
        chosen = np.zeros(len(index), dtype=bool)
        chosen[place] = True
        assert index.touched(chosen).sum() == touched


@pytest.mark.parametrize("thin", ["", "too few words", "— … !"])
def test_texts_without_a_run_of_words_are_like_nothing(thin: str) -> None:
    assert holders(index_of(thin, thin), 1) == []
    assert holders(index_of(text(1), thin, text(1)), 2) == [0]
