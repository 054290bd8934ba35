"""A draft is cut into sentences at their very characters."""

from __future__ import annotations

import pytest

from firsthand.publish.drafts.pieces import pieces


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Vane of No. 4 came. He left.", ["Mr. Vane of No. 4 came.", "He left."]),
        ("He said: “It is gone. All of it.” Then he left.", ["He said: “It is gone. All of it.”", "Then he left."]),
        ("- An item.\n- **Another** one.", ["An item.", "Another one."]),
        ("A line\nthat goes on.\n\nNext.", ["A line that goes on.", "Next."]),
        ("# Heading\n\n| a | b |\n\n---\n\nText.", ["Text."]),
        ("It grew to 1.5 hectares.", ["It grew to 1.5 hectares."]),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [piece.text for piece in pieces(text)] == sentences


def test_citations_leave_the_words() -> None:
    (piece,) = pieces("It is gone [clm-0123456789ab; stm-0123456789ab].")
    assert piece.text == "It is gone."
    assert piece.cited == ("clm-0123456789ab", "stm-0123456789ab")


def test_a_footnote_is_no_sentence_and_gives_its_ids() -> None:
    (piece,) = pieces("It is gone.[^a]\n\n[^a]: Courier: “gone”. (clm-0123456789ab)\n")
    assert (piece.text, piece.cited) == ("It is gone.", ("clm-0123456789ab",))


def test_hostile_text_takes_linear_time() -> None:
    assert len(pieces("a. " * 20_000)) <= 20_000
    assert pieces("[^" * 20_000 + "word.") != []
