"""Quotations over several paragraphs."""

from __future__ import annotations

from read_makers import read, said, statements

from firsthand.model import Basis, SourceKind


def test_a_quotation_over_paragraphs_keeps_the_speaker_of_the_first() -> None:
    text = (
        "“We built the missile hall for salt,” Anna Torv said on Friday. “It is dry.\n\n"
        "“The engine stand was sold in June. Nobody asked us.\n\n"
        "“Come and look at the floor of the hall.”\n\n"
        "“The missile hall was always empty.”"
    )
    items = statements(text)
    assert [said(item) for item in items] == [
        ("Anna Torv", "We built the missile hall for salt … It is dry."),
        ("Anna Torv", "The engine stand was sold in June. Nobody asked us."),
        ("Anna Torv", "Come and look at the floor of the hall."),
        (None, "The missile hall was always empty."),
    ]
    assert [link.name for link in items[2].chain] == ["Anna Torv", "Valley News"]
    assert items[3].source_kind is SourceKind.LOST
    assert all(text[item.source.start : item.source.end] == "Anna Torv" for item in items[:3] if item.source)


def test_a_speaker_named_with_the_last_paragraph_said_the_first_one_too() -> None:
    text = '"I saw the missile crane leave at night.\n\n"It had no lights," said Leon Marsh.'
    first, second = statements(text)
    assert (said(first)[0], said(second)[0]) == ("Leon Marsh", "Leon Marsh")
    assert first.basis is Basis.WITNESS


def test_a_run_is_no_garbled_text() -> None:
    reading = read('"The missile crane left at night.\n\n"It had no lights," said Leon Marsh.')
    assert [mark.kind for mark in reading.marks] == []


def test_two_speakers_are_not_joined() -> None:
    text = "“The missile hall is empty,” Anna Torv said. “It is dry.\n\n“The hall is full,” said Leon Marsh."
    assert [said(item)[0] for item in statements(text)] == ["Anna Torv", "Leon Marsh"]


def test_an_open_mark_before_plain_text_is_no_run() -> None:
    text = "“The missile hall is empty and dry. Nobody goes there.\n\nThe missile crane left, said Leon Marsh."
    assert [said(item)[0] for item in statements(text)] == [None, "Leon Marsh"]
