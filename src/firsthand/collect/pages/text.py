"""Bytes to clean text.

Cleaning keeps character offsets wherever it can: a clean UTF-8 file comes out as it is, so that a quote found in a
document stands at the same place in the file. Every liberty taken is returned as a note.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from firsthand.errors import InputError

MAX_TEXT_BYTES = 64 * 2**20
"""Longer plain texts are refused: they are dumps, not reports, and would not fit a page of the desk."""

SAMPLE_BYTES = 256 * 1024
"""How much of a text is looked at to tell its encoding and whether it is text at all."""

BINARY_CONTROL_SHARE = 0.01
"""Random bytes hold about 10 % control characters, real texts in any single-byte encoding nearly none."""

FEW_BYTES = 12
"""Too few bytes above 127 to tell an alphabet from."""

ZERO_SHARE = 0.2
"""Zero bytes: none in 8-bit text, about half of western UTF-16."""

WESTERN_HIGH_SHARE = 0.05
"""English and other western text has few bytes above 127; more of them point to another alphabet."""

MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP archive or office document",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"MZ\x90": "a program",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3": "a database",
}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
# Bidirectional overrides can make a text read otherwise than it is stored; soft hyphens and zero-width spaces split
# words. The zero-width joiners stay: some scripts are written with them.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]")
_NEWLINES = re.compile("\r\n?|[\x85\u2028]")
_SPACES = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANK_LINE = re.compile(r"\n([ \t]+)(?=\n)")
_SENTENCE_END = re.compile(r"[.!?:;…\"”’)\]]\s*$")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and what had to be done to get it."""

    text: str
    notes: tuple[str, ...] = ()


def read_text(data: bytes, thing: str, declared: str = "") -> Decoded:
    """Decode and clean ``data``; ``declared`` is the encoding its sender named. Raises InputError naming ``thing``."""
    if not data.strip():
        raise InputError("the file is empty", thing=thing, remedy="check the file, or leave it out")
    if len(data) > MAX_TEXT_BYTES:
        raise InputError(
            f"the text is longer than {MAX_TEXT_BYTES // 2**20} MB", thing=thing, remedy="split it into its reports"
        )
    decoded = decode(data, thing, declared)
    text, notes = clean(decoded.text)
    if not text.strip():
        raise InputError("there is no text in it", thing=thing, remedy="check the file, or leave it out")
    return Decoded(text, decoded.notes + notes)


def decode(data: bytes, thing: str, declared: str = "") -> Decoded:
    """Bytes to characters: byte order mark, UTF-8, the declared encoding, then the likeliest one, with a note.

    Raises InputError when the bytes are no text.
    """
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(Decoded(data[len(bom) :].decode(encoding, "replace")), thing)
    _refuse_known_binary(data, thing)
    zeros = data[:SAMPLE_BYTES].count(0)
    if zeros > ZERO_SHARE * len(data[:SAMPLE_BYTES]):
        return _checked(_without_bom(data, thing), thing)
    try:
        return _checked(Decoded(data.decode("utf-8")), thing)
    except UnicodeDecodeError:
        guessed = _damaged_utf8(data) or _declared(data, declared) or _likeliest(data, thing)
    return _checked(guessed, thing)


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    """Plain newlines and spaces, no control characters, paragraphs separated by a blank line."""
    notes: list[str] = []
    text = _NEWLINES.sub("\n", text).replace("\x0c", "\n").replace("\x0b", "\n").replace("\u2029", "\n\n")
    # One space for one control character: words stay apart and offsets stay true.
    text, controls = _CONTROL.subn(" ", text)
    if controls:
        notes.append(f"{controls} control characters replaced by spaces")
    text, invisible = _INVISIBLE.subn("", text)
    if invisible:
        notes.append(f"{invisible} invisible characters removed")
    text = _SPACES.sub(" ", text)
    # The spaces of an empty-looking line move to the line before: the same length, and a blank line is blank.
    text = _BLANK_LINE.sub(r"\1\n", text).rstrip()
    text, note = _paragraphs(text)
    return text, (*notes, note) if note else tuple(notes)


def strip_markdown(text: str) -> str:
    """Markdown's marks removed lightly: front matter, headings, emphasis, links, images, quotes, rules, code fences."""
    text = re.sub(r"\A---\n.*?\n---\n+", "", text, flags=re.DOTALL)
    text = re.sub(r"^(?:```|~~~).*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}(?:[-*_] ?){3,}$", "", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}#{1,6}[ \t]+(.*?)[ \t]*#*$", r"\1", text, flags=re.MULTILINE)
    text = re.sub(r"^ {0,3}(?:>[ \t]?)+", "", text, flags=re.MULTILINE)
    text = re.sub(r"!\[([^\]\n]{0,500})\]\([^)\n]{0,2000}\)", "", text)
    text = re.sub(r"\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)", r"\1", text)
    text = re.sub(r"(\*\*|__)(?=\S)([^\n]{1,1000}?\S)\1", r"\2", text)
    text = re.sub(r"(?<!\w)([*_])(?=\S)([^\n*_]{1,1000}?)(?<=\S)\1(?!\w)", r"\2", text)
    text = re.sub(r"`([^`\n]{1,500})`", r"\1", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def first_line(text: str, longest: int = 160) -> str:
    """The first paragraph when it looks like a headline: one short line without a full stop. Else empty."""
    head = text.lstrip().split("\n", 1)[0].strip()
    if not head or len(head) > longest or head.endswith((".", ";", ",")) or head == text.strip():
        return ""
    return head


def _checked(decoded: Decoded, thing: str) -> Decoded:
    sample = decoded.text[:SAMPLE_BYTES]
    odd = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if sample and odd / len(sample) > BINARY_CONTROL_SHARE and odd > 2:
        raise _not_text(thing, "binary data")
    return decoded


def _refuse_known_binary(data: bytes, thing: str) -> None:
    for magic, what in MAGIC.items():
        if data.startswith(magic):
            raise _not_text(thing, what)


def _not_text(thing: str, what: str) -> InputError:
    return InputError(f"this is {what}, not text", thing=thing, remedy="give it its right ending, or leave it out")


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes (a cut, a bad splice): sound multi-byte characters outnumber the bad ones."""
    text = data.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    sound = sum(1 for ch in text[:SAMPLE_BYTES] if ch > "\x7f" and ch != "\ufffd")
    if sound < 4 * bad:
        return None
    return Decoded(text, (f"{bad} damaged characters in UTF-8 text",))


def _declared(data: bytes, declared: str) -> Decoded | None:
    if not declared:
        return None
    # Browsers read "latin-1" as windows-1252, and so do the pages that declare it.
    encoding = "windows-1252" if declared.lower() in {"iso-8859-1", "latin-1", "latin1", "us-ascii"} else declared
    try:
        return Decoded(data.decode(encoding), (f"decoded as {encoding}",))
    except (LookupError, UnicodeDecodeError, ValueError):
        return None


def _likeliest(data: bytes, thing: str) -> Decoded:
    sample = data[:SAMPLE_BYTES]
    if sum(byte > 127 for byte in sample) <= max(WESTERN_HIGH_SHARE * len(sample), FEW_BYTES):
        encoding = "windows-1252"
    else:
        from charset_normalizer import from_bytes

        best = from_bytes(sample).best()
        if best is None:
            raise _not_text(thing, "binary data")
        encoding = best.encoding
    return Decoded(data.decode(encoding, "replace"), (f"decoded as {encoding}",))


def _without_bom(data: bytes, thing: str) -> Decoded:
    """UTF-16 without its mark: in western text every other byte is zero."""
    sample = data[:SAMPLE_BYTES]
    for offset, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if sample[offset::2].count(0) == sample.count(0):
            return Decoded(data.decode(encoding, "replace"), (f"decoded as {encoding}",))
    raise _not_text(thing, "binary data")


def _paragraphs(text: str) -> tuple[str, str]:
    """Blank lines between paragraphs, no line ends inside them."""
    if "\n" not in text.strip():
        return text, ""
    if "\n\n" not in text.strip():
        lines = [line for line in text.split("\n") if line.strip()]
        if not _wrapped(lines):
            return "\n\n".join(lines), "one line per paragraph: blank lines put between"
    blocks = re.split(r"(\n{2,})", text)
    joined = [block.replace("\n", " ") if _wrapped(block.split("\n")) else block for block in blocks]
    return "".join(joined), ""


def _wrapped(lines: list[str]) -> bool:
    """Lines broken at a column by a program: long, of like length, most of them ending in mid-sentence."""
    body = lines[:-1]
    if not body or not all(lines):
        return False
    longest = max(len(line) for line in lines)
    if not 45 <= longest <= 120:
        return False
    full = sum(len(line) >= longest - 22 for line in body)
    mid_sentence = sum(not _SENTENCE_END.search(line) for line in body)
    return full >= 0.75 * len(body) and mid_sentence >= 0.5 * len(body)
