"""Words from outside: JSON that names halves of characters, text that steers a terminal."""

from __future__ import annotations

import json

import pytest

from firsthand.printable import json_value, printable


def test_halves_of_characters_are_lost_wherever_they_stand() -> None:
    text = r'{"a\ud800": ["b\udfff", {"c": "\ud83d\ude00"}], "d": 1.5, "e": null}'
    found = json_value(text)
    assert found == {"a�": ["b�", {"c": "😀"}], "d": 1.5, "e": None}
    json.dumps(found, ensure_ascii=False).encode()


@pytest.mark.parametrize("text", ["{", '"\x01"', "[" * 100_000, "9" * 5000])
def test_what_is_no_json_is_told_as_the_library_tells_it(text: str) -> None:
    with pytest.raises((ValueError, RecursionError)):
        json_value(text)


def test_control_characters_pass_where_they_are_let_in() -> None:
    assert json_value('"a\x01b"', strict=False) == "a\x01b"


def test_what_steers_a_terminal_is_not_printed() -> None:
    assert printable("a\x1b[2Jb\tc\nd") == "a�[2Jb c\nd"
