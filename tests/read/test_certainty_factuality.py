"""Event factuality, on invented sentences: signs and order, not exact values, since the weights are learned."""

from __future__ import annotations

import pytest

from firsthand.read.certainty import Scale, factuality
from firsthand.read.certainty.features import chain_of, features, tokens_of
from firsthand.read.certainty.model import load


def of(sentence: str, word: str, scale: Scale = Scale.HAPPENED) -> float:
    start = sentence.index(word)
    return factuality(sentence, start, start + len(word), scale)


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("The guards left the hall on Monday.", "left"),
        ("Engineers removed the crane after the storm.", "removed"),
        ("She managed to open the gate.", "open"),
    ],
)
def test_what_happened_is_surely_positive(sentence: str, word: str) -> None:
    assert of(sentence, word) > 1.5


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        ("They hope to leave the hall next week.", "leave"),
        ("I want to visit the old mill some day.", "visit"),
        ("If they arrive tomorrow, call me.", "arrive"),
        ("The mill will close next year.", "close"),
    ],
)
def test_what_has_not_happened_is_negative(sentence: str, word: str) -> None:
    assert of(sentence, word) < -0.5


@pytest.mark.parametrize(
    ("sentence", "word", "low", "high"),
    [
        ("The ministry said on Tuesday that the launch had failed.", "failed", 3, 3),
        ("Three people were hurt in the explosion, the mayor said.", "explosion", 3, 3),
        ("The company said it will build a new plant next year.", "build", 1, 2.5),
        ("Officials may delay the vote.", "delay", 0.5, 1.5),
        ("They did not attend the meeting.", "attend", -3, -2),
        ("There was no explosion, the mayor said.", "explosion", -3, -2),
        ("The firm failed to report the loss.", "report", -3, -2),
        ("Envoys called for talks in the spring.", "talks", 0.5, 1.5),
    ],
)
def test_news_commits_to_what_it_asserts(sentence: str, word: str, low: float, high: float) -> None:
    assert low <= of(sentence, word, Scale.COMMITTED) <= high


def test_penn_and_plain_spelling_are_one() -> None:
    assert tokens_of("They didn't go.").words == tokens_of("They did n't go .").words
    assert of("They didn't go home.", "go") == of("They did n't go home .", "go")


def test_chain_is_read_over_adverbs() -> None:
    tokens = tokens_of("He would probably never have gone.")
    assert chain_of(tokens, tokens.words.index("gone")).shape == "M:would+NOT+HAVE"


def test_features_are_unique_and_stable() -> None:
    tokens = tokens_of("They hope to finish the hall, he said.")
    found = features(tokens, 3)
    assert found == features(tokens, 3)
    assert len(found) == len(set(found))


def test_model_answers_within_the_scale_even_without_known_features() -> None:
    assert -3.0 <= load().predict([]) <= 3.0
    assert -3.0 <= load().predict(["no such feature"]) <= 3.0


@pytest.mark.parametrize("sentence", ["", " ", "…", "a" * 5000])
def test_odd_input(sentence: str) -> None:
    assert -3.0 <= factuality(sentence, 0, len(sentence)) <= 3.0
