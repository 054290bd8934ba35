"""Damage to sound inputs: blind, at any byte, or to whole pieces, so that what is left is still of its format.

Blind damage seldom comes further than the first layer of a parser (a JSON text lacks a bracket); pieces that are
swapped, doubled, left out or replaced by odd ones reach what reads the values.
"""

from __future__ import annotations

import random
import re

LONGEST = 200_000
"""Bytes of an input."""
_ODD = (
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"9" * 40,
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b"\n" * 50,
    b"\r",
    b"]]>",
)
_NUMBERS = (b"0", b"-1", b"-0.0", b"1e999", b"-1e999", b"1e308", b"NaN", b"nan", b"Infinity", b"inf", b"0.5", b"181")
_NUMBERS += (b"9" * 40, b"9" * 400, b"9" * 5000, b"2147483648", b"18446744073709551616", b"1_0", "\u0663".encode())
_VALUES = (b"null", b"true", b"[]", b"{}", b"[[]]", b'""', b'{"a": 1}', b"[1, 2]", b'"x"', b"1979-05-27", b"07:32:00")
_STRINGS = (b'""', b'"\\ud800"', b'"\\u0000"', b'" "', b'"/"', b'".."', b'"' + b"a" * 5000 + b'"', b'"\xe2\x80\xae"')
_STRINGS += (b'"a/' + b"b" * 300 + b'"', b'"a\\\\b"', b'"a\\nb"')
_PIECE = re.compile(rb'"[^"\n]*"|<[^<>]*>|[\w.+-]+|\s+|.', re.DOTALL)
_NUMBER = re.compile(rb"[+-]?\d[\d.eE+-]*")


def damaged(seed: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    """``seed`` with one to six random hurts."""
    hurts = chance.choice((1, 1, 1, 2, 3, 6))
    if b"\x00" in seed[:4096] or chance.random() < 0.4:
        return _blind(seed, words, chance, hurts)
    return _by_pieces(seed, words, chance, hurts)


def _blind(seed: bytes, words: tuple[bytes, ...], chance: random.Random, hurts: int) -> bytes:
    data = bytearray(seed)
    for _ in range(hurts):
        at = chance.randrange(len(data) + 1)
        upto = min(len(data), at + chance.choice((1, 2, 8, 64, 512)))
        match chance.randrange(7):
            case 0 if data:
                data[at % len(data)] = chance.randrange(256)
            case 1:
                del data[at:upto]
            case 2:
                data[at:at] = data[at:upto] * chance.choice((1, 2, 30))
            case 3:
                data[at:at] = chance.choice(_ODD)
            case 4:
                data[at:upto] = chance.choice(words) if words else b""
            case 5:
                data[at:at] = (chance.choice(words) if words else b"(") * chance.choice((1, 3, 400))
            case _:
                del data[max(at, len(data) // 2) :]
    return bytes(data[:LONGEST])


def _by_pieces(seed: bytes, words: tuple[bytes, ...], chance: random.Random, hurts: int) -> bytes:
    pieces = _PIECE.findall(seed) or [b""]
    for _ in range(hurts):
        at = chance.randrange(len(pieces))
        match chance.randrange(6):
            case 0:
                pieces[at] = b""
            case 1:
                other = chance.randrange(len(pieces))
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 2:
                upto = at + chance.choice((1, 4, 16))
                pieces[at:at] = pieces[at:upto] * chance.choice((1, 2, 40))
            case _:
                # White space and brackets say little: something that has a value is looked for near by.
                near = next((n for n in range(at, min(at + 12, len(pieces))) if len(pieces[n].strip()) > 1), at)
                pieces[near] = _instead(pieces[near], words, chance)
    return b"".join(pieces)[:LONGEST]


def _instead(piece: bytes, words: tuple[bytes, ...], chance: random.Random) -> bytes:
    """Something odd where ``piece`` stood, often of its own kind."""
    kinds = [_NUMBERS, _VALUES, words or _ODD]
    if _NUMBER.fullmatch(piece):
        kinds += [_NUMBERS, _NUMBERS]
    elif piece.startswith(b'"'):
        kinds += [_STRINGS, _STRINGS]
    found = chance.choice(chance.choice(kinds))
    # A key or a text in quotes stays in them half of the time.
    return b'"' + found + b'"' if piece.startswith(b'"') and chance.random() < 0.5 else found
