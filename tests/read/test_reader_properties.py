"""Whatever the text: spans in range, quotes equal, no overlap within a role, the same answer twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from read_makers import read

PIECES = [
    "Anna Torv", "Torv", "the ministry", "officials", "he", "they", "the Gazette", "who", "said", "told", "says",
    "denied", "declined to comment", "according to", "citing", "believe", "agreed to", "that", "the missile hall",
    "was empty", "dismantled", "Mirren Works", "at least two missiles", "might", "not", "and", "but", "while", ",", ".",
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
