"""Paragraphs, their marks, and relevance."""

from __future__ import annotations

import pytest
from read_makers import read

from firsthand.model import Relevance
from firsthand.read.paragraphs import LONGEST_PARAGRAPH, split_paragraphs

TOPIC = "Crews are dismantling the missile test stand, Anna Torv said."


def marks(text: str) -> list[tuple[str, str]]:
    """(kind, first words) of every mark."""
    reading = read(text)
    return [(mark.kind, text[mark.start : mark.end].split("\n", maxsplit=1)[0][:24]) for mark in reading.marks]


def test_paragraphs_keep_their_place() -> None:
    text = "  One.\n\n\tTwo\nstill two.\n \nThree.  "
    parts = list(split_paragraphs(text))
    assert [part.text for part in parts] == ["One.", "Two\nstill two.", "Three."]
    assert all(text[part.start : part.end] == part.text for part in parts)


def test_lines_are_paragraphs_where_no_line_is_blank() -> None:
    assert [part.text for part in split_paragraphs("One.\nTwo.")] == ["One.", "Two."]


def test_a_long_paragraph_is_cut_at_a_sentence_end() -> None:
    text = "The hall is empty. " * 1000
    parts = list(split_paragraphs(text))
    assert all(len(part.text) <= LONGEST_PARAGRAPH for part in parts)
    assert all(part.text.endswith(".") for part in parts)
    assert "".join(part.text + " " for part in parts) == text


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("• Jonas Hale", "byline"),
        ("By Jonas Hale in Osk", "byline"),
        ("Sign up for our newsletter.", "boilerplate"),
        ("© 2024 Valley News. All rights reserved.", "boilerplate"),
        ("MISSILE STAND COMES DOWN", "heading"),
        ("Published 4 June 2021, 10:22 GMT", "boilerplate"),
        ("Jonas Hale is a reporter at Valley News. Follow him for missile news.", "boilerplate"),
        ("Comments (12)", "boilerplate"),
        ("Wa sh ing ton sa ys the mis sile st and is em pty and qu iet to day.", "garbled"),
        ("The missile stand was taken d0wn, th3 m1nistry s4id on Monday.", "garbled"),
        ("The missile stand is gone.The crane has left.The yard is empty, Torv said.", "garbled"),
        ("The missile stand is gone, officials said on the state of secrecy.", "garbled"),
        ('"The minister stays hopeful about the missile talks".', "garbled"),
        ("Tickets for the regatta went on sale, and the organisers advise visitors to come by train.", "off-topic"),
    ],
)
def test_marks(line: str, kind: str) -> None:
    assert (kind, line[:24]) in marks(f"{TOPIC}\n\n{line}")


def test_the_first_line_without_full_stop_is_a_heading() -> None:
    assert marks(f"Missile stand comes down\n\n{TOPIC}") == [("heading", "Missile stand comes down")]


def test_a_topic_paragraph_has_no_mark() -> None:
    assert marks(TOPIC) == []


def test_statements_of_an_off_topic_paragraph_are_kept_and_marked() -> None:
    stray = "The regatta club announced that Olle Strand will row until 2028."
    reading = read(f"{TOPIC}\n\n{stray}")
    assert [item.relevance for item in reading.statements] == [Relevance.ON_TOPIC, Relevance.OFF_TOPIC]


def test_a_refusal_shares_the_topic_of_its_neighbours() -> None:
    reading = read(f"{TOPIC}\n\nAsked about the report, the ministry declined to comment.")
    assert {item.relevance for item in reading.statements} == {Relevance.ON_TOPIC}


def test_words_of_the_case_make_a_topic() -> None:
    text = "Torv said the cooling tower was repainted in spring."
    assert read(text).statements[0].relevance is Relevance.OFF_TOPIC
    assert read(text, topic_words=("cooling",)).statements[0].relevance is Relevance.ON_TOPIC


def test_a_headline_is_not_one_more_statement() -> None:
    reading = read(f"Missile stand comes down, officials say\n\n{TOPIC}")
    assert [item.relevance for item in reading.statements] == [Relevance.BOILERPLATE, Relevance.ON_TOPIC]


def test_a_byline_gives_no_statement() -> None:
    assert not read("• Jonas Hale").statements
