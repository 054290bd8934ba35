from __future__ import annotations

import os
import random

import pytest

from firsthand.collect.pages import text
from firsthand.errors import InputError

TWO = "The hall was built in March.\n\nNobody saw the trailer leave."


def read(data: bytes, declared: str = "") -> text.Decoded:
    return text.read_text(data, "note.txt", declared)


def test_clean_utf8_comes_out_unchanged() -> None:
    assert read(TWO.encode()) == text.Decoded(TWO)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings_are_told_apart(encoding: str) -> None:
    assert read(TWO.encode(encoding)).text == TWO


def test_windows_1252_is_decoded_with_a_note() -> None:
    said = "The “new” hall – as Zoë Ürün called it – stands."
    decoded = read(said.encode("windows-1252"))
    assert decoded.text == said
    assert decoded.notes == ("decoded as windows-1252",)


def test_another_alphabet_is_guessed_from_its_bytes() -> None:
    said = "Новый цех построен на берегу реки, сообщили местные жители. Министерство от комментариев отказалось. " * 5
    assert read(said.encode("windows-1251")).text == said.strip()


def test_the_declared_encoding_is_used_where_it_works() -> None:
    said = "Нов цех" * 20
    assert read(said.encode("koi8-r"), "koi8-r").text == said
    assert read("Zoë".encode("windows-1252") + b" and more English words here", "no-such-encoding").text[:3] == "Zoë"


def test_a_few_damaged_bytes_in_utf8_do_not_change_its_encoding() -> None:
    said = "Žižkov věž – čtyři haly, „nové“ "
    decoded = read(said.encode() * 3 + b"\xff end")
    assert decoded.text.startswith(said)
    assert decoded.notes == ("1 damaged characters in UTF-8 text",)


@pytest.mark.parametrize("data", [b"", b"  \n\t\r\n ", b"\xef\xbb\xbf", "\u200b\u00ad".encode()])
def test_empty_is_refused(data: bytes) -> None:
    with pytest.raises(InputError, match=r"empty|no text") as caught:
        read(data)
    assert caught.value.thing == "note.txt"
    assert caught.value.remedy


@pytest.mark.parametrize("seed", range(5))
def test_random_bytes_are_refused(seed: int) -> None:
    with pytest.raises(InputError, match="not text"):
        read(random.Random(seed).randbytes(4000))


@pytest.mark.parametrize(
    ("data", "what"),
    [(b"%PDF-1.7 ...", "PDF"), (b"PK\x03\x04rest", "ZIP"), (b"\x89PNG\r\n", "PNG"), (b"II*\x00x", "TIFF")],
)
def test_known_kinds_are_named(data: bytes, what: str) -> None:
    with pytest.raises(InputError, match=what):
        read(data)


def test_compressed_data_named_txt_is_refused() -> None:
    import zlib

    with pytest.raises(InputError, match="not text"):
        read(zlib.compress(os.urandom(3000)))


def test_control_characters_become_spaces_so_that_offsets_hold() -> None:
    cleaned, notes = text.clean("The hall\x07 was built.\n\nBy whom?")
    assert cleaned == "The hall  was built.\n\nBy whom?"
    assert notes == ("1 control characters replaced by spaces",)


def test_what_cannot_be_seen_is_removed_but_joiners_stay() -> None:
    cleaned, notes = text.clean("mis\u00adsile\u202e می\u200cشود")
    assert cleaned == "missile می\u200cشود"
    assert notes == ("2 invisible characters removed",)


def test_line_ends_and_odd_spaces_are_plain() -> None:
    assert text.clean("a\u00a0b\r\n\r\nc\rd\u2028e")[0] == "a b\n\nc\nd\ne"


def test_a_blank_line_is_blank_and_offsets_hold() -> None:
    assert text.clean("One.\n \t\nTwo.")[0] == "One. \t\n\nTwo."


def test_wrapped_lines_are_joined_in_place() -> None:
    wrapped = (
        "The analysts said on Monday that the hall at the works had been built in\n"
        "less than three weeks, which is faster than any other hall of that kind,\n"
        "and that it stands where a test stand was taken down last summer.\n\nThe ministry declined to comment."
    )
    cleaned, _ = text.clean(wrapped)
    assert cleaned == wrapped.replace("in\nless", "in less").replace("kind,\nand", "kind, and")


def test_one_line_per_paragraph_gets_blank_lines_between() -> None:
    lines = ["The hall was built in March.", "Nobody saw the trailer leave, and nobody asked.", "The end."]
    cleaned, notes = text.clean("\n".join(lines))
    assert cleaned == "\n\n".join(lines)
    assert notes


def test_markdown_is_stripped_lightly() -> None:
    source = (
        "---\nlayout: post\n---\n# A new hall\n\nThe *ministry* said **no**, see [the page](https://x.example/a).\n\n"
        "> It is a `hall`.\n\n![picture](a.png)\n\n---\n\n2 * 3 * 4 and snake_case_name stay."
    )
    assert text.strip_markdown(source) == (
        "A new hall\n\nThe ministry said no, see the page.\n\nIt is a hall.\n\n2 * 3 * 4 and snake_case_name stay."
    )


def test_a_headline_is_a_short_first_line_without_full_stop() -> None:
    assert text.first_line("New hall at Alder Works\n\nIt stands.") == "New hall at Alder Works"
    assert text.first_line("A hall was built.\n\nIt stands.") == ""
    assert text.first_line("Only one line") == ""


def test_too_long_a_text_is_refused_with_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_TEXT_BYTES", 2**20)
    with pytest.raises(InputError, match="longer than 1 MB"):
        read(b"a word " * 2**18)
