"""The interval that a source's own words give, and which words carry it. All sentences are invented."""

from __future__ import annotations

import re

import pytest

from firsthand.model import Anchor, Certainty
from firsthand.read.certainty import certainty_of, is_negated
from firsthand.read.certainty.words import CUE_PHRASES, PHRASES, PLAIN_HIGH, PLAIN_LOW


def anchor(text: str, words: str) -> Anchor:
    start = text.index(words)
    return Anchor(start, start + len(words), words)


def read(text: str, content: str | None = None, cue: str | None = None) -> Certainty:
    piece = Anchor(0, len(text), text) if content is None else anchor(text, content)
    return certainty_of(text, [piece], anchor(text, cue) if cue else None)


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("The hall is almost certainly empty.", ["almost certainly"], 0.95, 0.99),
        ("The hall is very likely empty.", ["very likely"], 0.80, 0.95),
        ("The hall is probably empty.", ["probably"], 0.55, 0.80),
        ("The hall is unlikely to be empty.", ["unlikely"], 0.20, 0.45),
        ("It is not likely that the hall is empty.", ["not likely"], 0.20, 0.45),
        ("The hall may be empty.", ["may"], 0.20, 0.80),
        ("The count may have declined.", ["may"], 0.20, 0.80),
        ("The hall is believed to be empty.", ["is believed to"], 0.60, 0.85),
        ("There are signs that the hall is empty.", ["signs that"], 0.45, 0.80),
        ("Apparently the hall is empty.", ["Apparently"], 0.55, 0.80),
        ("There is no evidence that the hall is empty.", ["no evidence"], 0.05, 0.45),
        ("The ministry did not deny the report.", ["did not deny"], 0.20, 0.80),
        ("The ministry declined to comment.", ["declined to comment"], 0.0, 1.0),
        ("The ministry neither confirmed nor denied the report.", ["neither confirmed nor denied"], 0.0, 1.0),
        ("The yard does not appear to be in use.", ["does not appear to"], 0.20, 0.45),
        ("The crane is expected to leave in June.", ["is expected to"], 0.55, 0.95),
        ("Analysts could not rule out a launch.", ["could not rule out"], 0.05, 0.55),
    ],
)
def test_hedge(text: str, words: list[str], low: float, high: float) -> None:
    found = read(text)
    assert ([word.quote for word in found.words], found.low, found.high) == (words, low, high)
    assert all(text[word.start : word.end] == word.quote for word in found.words)


@pytest.mark.parametrize(
    "text",
    [
        "The stand was dismantled.",
        "The stand was not dismantled.",
        "The stand was dismantled in May.",
        "Inspectors could not reach the hall.",
        "From the ridge they could see the hall.",
        "They are building one and possibly two vehicles.",
        "The stand, which may be old, was dismantled.",
        "They dismantled a stand that might serve engine tests.",
        "Since the halls are believed to hold engines, guards were posted.",
        "Work went on as fast as possible.",
    ],
)
def test_plain_assertions_stay_plain(text: str) -> None:
    assert read(text) == Certainty(PLAIN_LOW, PLAIN_HIGH)


def test_within_one_voice_the_weakest_word_decides() -> None:
    found = read("The images suggest that the hall is probably empty.", "the hall is probably empty", "suggest")
    assert (found.low, found.high) == (0.45, 0.80)
    assert [word.quote for word in found.words] == ["suggest", "probably"]


def test_down_a_chain_low_ends_multiply_and_the_smallest_high_end_stays() -> None:
    text = "Officials say analysts believe the hall may be empty."
    found = read(text, "analysts believe the hall may be empty", "say")
    assert [word.quote for word in found.words] == ["believe", "may"]
    assert found.low == pytest.approx(0.60 * 0.20)
    assert found.high == 0.80


def test_what_leads_from_the_cue_to_the_content_is_read() -> None:
    text = "He said there was no sign that the tunnels were rebuilt."
    found = read(text, "the tunnels were rebuilt", "said")
    assert found.words[0].quote == "no sign"
    assert found.high < 0.5


def test_denial_gives_the_content_as_stated_little() -> None:
    found = read("The envoy denied that work went on.", "work went on", "denied")
    assert (found.low, found.high) == (0.0, 0.05)


@pytest.mark.parametrize("cue", ["declined", "refused"])
def test_declining_commits_to_nothing(cue: str) -> None:
    found = read(f"The envoy {cue} to discuss the tower.", "to discuss the tower", cue)
    assert (found.low, found.high) == (0.0, 1.0)


def test_evidence_that_does_not_suggest_is_no_evidence() -> None:
    found = read("The image does not suggest a larger yard.", "a larger yard", "does not suggest")
    assert found.high < 0.5


def test_the_negation_before_a_cue_belongs_to_it() -> None:
    found = read("The envoy did not deny that work went on.", "work went on", "deny")
    assert found.words[0].quote == "did not deny"
    assert (found.low, found.high) == (0.20, 0.80)


def test_an_embedded_question_commits_to_nothing() -> None:
    text = "He would not say whether work went on."
    assert read(text, "whether work went on", "say") == Certainty(0.0, 1.0)


def test_bands_are_intervals_with_a_source() -> None:
    for phrase in PHRASES + CUE_PHRASES:
        assert 0.0 <= phrase.band.low <= phrase.band.high <= 1.0
        assert phrase.band.source
        re.compile(phrase.pattern)


@pytest.mark.parametrize(
    ("text", "negated"),
    [
        ("The stand has not been taken down.", True),
        ("They didn't rebuild the tower.", True),
        ("The tower was never rebuilt.", True),
        ("No vehicles were seen at the gate.", True),
        ("The North no longer tests engines there.", True),
        ("They have yet to remove the crane.", True),
        ("The rocket failed to reach orbit.", True),
        ("They said the tower, which was not finished, was removed.", False),
        ("There was no evidence that the tower was rebuilt.", False),
        ("The ministry did not deny the report.", False),
        ("The ministry did not say when work began.", False),
        ("The ministry declined to comment.", False),
        ("The count may have declined.", False),
        ("They removed no fewer than three cranes.", False),
        ("Not only was the tower removed, the hall was too.", False),
        ("Although work did not stop, the tower was removed.", False),
        ("Although work stopped, the tower was not removed.", True),
        ("The tower was removed because it was not safe.", False),
    ],
)
def test_is_negated(text: str, negated: bool) -> None:
    assert is_negated(text, 0, len(text)) is negated


@pytest.mark.parametrize(
    ("text", "predicate", "negated"),
    [
        ("Photos show that the tower has not been dismantled.", "dismantled", True),
        ("The aide said he did not know, but the tower was dismantled.", "dismantled", False),
        ("Workers have dismantled the tower.", "dismantled", False),
    ],
)
def test_a_bare_predicate_is_read_with_its_clause(text: str, predicate: str, negated: bool) -> None:
    words = anchor(text, predicate)
    assert is_negated(text, words.start, words.end) is negated


def test_hostile_text_is_read() -> None:
    text = "may not " * 40_000
    found = read(text)
    assert (found.low, found.high) == (0.20, 0.80)
    assert is_negated(text, 0, len(text))
