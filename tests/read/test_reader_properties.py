"""Whatever the text: spans in range, quotes equal, no overlap within a role, the same answer twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from read_makers import read

from firsthand.model import SourceKind, Statement

PIECES = [
    "Anna Torv", "Torv", "the ministry", "officials", "he", "they", "the Gazette", "who", "said", "told", "says",
    "denied", "declined to comment", "according to", "citing", "believe", "agreed to", "that", "the missile hall",
    "was empty", "dismantled", "Mirren Works", "at least two missiles", "might", "not", "and", "but", "while", ",", ".",
    "told us", "his engineers", "had been told by", "cited by", "who asked not to be named", "could not be reached",
    "neither confirmed nor denied", "– report", "Brandt:", "MINISTER DENIES", "its spokeswoman", "‘", "’", "\u202e",
    "?", ";", ":", "—", '"', "“", "”", "'", "''", "(", ")", "\n", "\n\n", " ", "U.S.", "July 7", "é", "导弹", "\x00",
]  # fmt: skip

texts = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts)
def test_anchors_hold_and_pieces_stand_apart(text: str) -> None:
    reading = read(text)
    for item in reading.statements:
        anchors = [*item.content, item.source, item.cue, *(link.anchor for link in item.chain)]
        anchors += [gap.anchor for gap in item.unresolved]
        for anchor in filter(None, anchors):
            assert 0 <= anchor.start < anchor.end <= len(text)
            assert text[anchor.start : anchor.end] == anchor.quote
        for first, second in zip(item.content, item.content[1:], strict=False):
            assert first.end <= second.start
    for mark in reading.marks:
        assert 0 <= mark.start < mark.end <= len(text)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(texts)
def test_the_same_text_is_read_the_same(text: str) -> None:
    assert read(text) == read(text)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(texts)
def test_what_two_speakers_say_overlaps_only_where_one_quotes_the_other(text: str) -> None:
    spoken = [item for item in read(text).statements if item.content and item.source_kind is not SourceKind.OWN_VOICE]
    for number, first in enumerate(spoken):
        for second in spoken[number + 1 :]:
            assert not _shared(first, second) or _nested(first, second) or _nested(second, first)


def _shared(first: Statement, second: Statement) -> bool:
    return any(one.start < two.end and two.start < one.end for one in first.content for two in second.content)


def _nested(inner: Statement, outer: Statement) -> bool:
    """The cue of ``inner`` stands within what ``outer`` says, or it has none of its own."""
    cue = inner.cue
    return cue is None or any(piece.start <= cue.start and cue.end <= piece.end for piece in outer.content)


def test_a_single_line_of_200_kilobytes_is_read_to_its_end() -> None:
    filler = "Abcdefghij" * 10 + ". "
    text = "Torv said the hall was empty. " + filler * (200_000 // len(filler)) + "Torv said the yard was full."
    reading = read(text)
    assert [item.quote for item in reading.statements][:1] == ["the hall was empty"]
    assert reading.statements[-1].quote.endswith("the yard was full")
