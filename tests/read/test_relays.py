"""Second-hand speech, refusals without a verb, headlines, grounds for anonymity: cases beside those of the gold set."""

from __future__ import annotations

import pytest
from read_makers import read

from firsthand.model import Basis, Relevance, SourceKind, Stance, Statement
from firsthand.read.anonymity import without_grounds
from firsthand.read.titles import recased


def _told(text: str) -> list[Statement]:
    return [item for item in read(text).statements if item.source_kind is not SourceKind.OWN_VOICE]


def _chains(text: str) -> list[list[str]]:
    return [[link.name for link in item.chain] for item in _told(text)]


@pytest.mark.parametrize(
    ("text", "chain"),
    [
        (
            "The pier is cracked, according to engineers quoted by the Harbour Gazette.",
            ["engineers", "Harbour Gazette", "Valley News"],
        ),
        (
            "The Harbour Gazette reported that the pier was cracked, citing three engineers.",
            ["unnamed engineers", "Harbour Gazette", "Valley News"],
        ),
        (
            "Minister Petra Solin said she had been informed by the harbour master that the pier was cracked.",
            ["harbour master", "Petra Solin", "Valley News"],
        ),
    ],
)
def test_chains_of_several_links(text: str, chain: list[str]) -> None:
    [found] = _chains(text)
    assert [name.removeprefix("unnamed ") for name in found] == [name.removeprefix("unnamed ") for name in chain]


def test_a_source_inside_a_quotation_has_its_own_statement_and_counts_once() -> None:
    outer, inner = _told("“The harbour master assured us that the rocket pier was sound,” engineer Rolf Immer said.")
    assert [link.name for link in inner.chain] == ["harbour master", "Rolf Immer", "Valley News"]
    assert inner.quote == "the rocket pier was sound"
    assert outer.relevance is Relevance.BOILERPLATE
    assert inner.relevance is not Relevance.BOILERPLATE


def test_what_a_speaker_says_of_himself_is_no_second_source() -> None:
    [only] = _told("Rolf Immer said he had told the council that the pier was cracked.")
    assert only.source_name == "Rolf Immer"


@pytest.mark.parametrize(
    "text",
    [
        "Harbour master Lena Voss could not be reached for comment.",
        "There was no comment from Lena Voss.",
        "Lena Voss neither confirmed nor denied the sale.",
        "Lena Voss, through an aide, declined to answer questions.",
    ],
)
def test_silence_is_a_refusal(text: str) -> None:
    [refusal] = _told(text)
    assert refusal.stance is Stance.DECLINES
    assert refusal.source_name == "Lena Voss"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Harbour closed for a month: officials", "officials"),
        ("Pier cracked after storm – report", "report"),
        ("Solin: pier will be closed by May", "Solin"),
        ("Petra Solin: Not before the second beam is in place.", "Petra Solin"),
    ],
)
def test_position_attributes(text: str, speaker: str) -> None:
    [found] = _told(f"{text}\n\nThe weather was fine on the coast and the tide was low.")
    assert found.source is not None
    assert found.source.quote == speaker


@pytest.mark.parametrize(
    "text", ["Explainer: how a pier is built", "Update: The pier has been closed.", "Pier – a list"]
)
def test_labels_do_not_speak(text: str) -> None:
    assert not _told(f"{text}\n\nThe weather was fine on the coast and the tide was low.")


def test_capitals_are_read_as_running_text_of_the_same_length() -> None:
    told = recased("BRANDT TO CLOSE PIER, OFFICIALS SAY", frozenset({"brandt"}))
    assert told == "Brandt to close pier, officials say"
    assert recased("Brandt to close pier", frozenset()) == "Brandt to close pier"
    assert len(recased("İSTANBUL PİER CLOSED", frozenset())) == len("İSTANBUL PİER CLOSED")


def test_grounds_for_anonymity_are_blanked_at_the_same_length() -> None:
    text = "Two guards, who asked not to be identified, told us more. A guard named Toll spoke."
    blank = without_grounds(text)
    assert len(blank) == len(text)
    assert " ".join(blank.split()) == "Two guards told us more. A guard named Toll spoke."


def test_people_brought_in_by_a_role_stand_behind_a_pronoun() -> None:
    assert (
        _chains("Three customs officers came aboard. They said the hold was dry.")[0][0] == "unnamed customs officers"
    )
    assert _chains("Two customs officers met several guards. They said the hold was dry.") == [[]]


def test_what_residents_fear_is_not_what_they_saw() -> None:
    [fear] = _told("Residents fear that the pier will fall.")
    [seen] = _told("The pier fell at noon, residents said.")
    assert (fear.basis, seen.basis) == (Basis.UNSTATED, Basis.WITNESS)


def test_that_is_untrue_denies() -> None:
    [denial] = _told("“This is completely untrue,” Lena Voss said.")
    assert denial.stance is Stance.DENIES
