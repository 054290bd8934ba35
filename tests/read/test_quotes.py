from __future__ import annotations

import pytest

from firsthand.read.attribution.quotes import find_quotations


def quoted(text: str) -> list[str]:
    return [text[item.start : item.end] for item in find_quotations(text)]


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ('She said "yes indeed" and "no".', ['"yes indeed"', '"no"']),
        ("She said “yes” again.", ["“yes”"]),
        ("Sie sagte «ja» dazu.", ["«ja»"]),
        ("''Yes, sir,'' he said.", ["''Yes, sir,''"]),
        ("It was a ‘quiet’ place, the men’s own.", ["‘quiet’"]),
        ("The men's tools weren't the ministry's.", []),
        ("no marks at all", []),
        ('"open to the end', ['"open to the end']),
        ('end"', []),
    ],
)
def test_quotations_with_their_marks(text: str, quotations: list[str]) -> None:
    assert quoted(text) == quotations


def test_a_missing_closing_mark_ends_at_the_next_opening_one() -> None:
    text = 'He said "one two. Then "three four" came.'
    assert quoted(text) == ['"one two. Then', '"three four"']
    assert [item.closed for item in find_quotations(text)] == [False, True]
