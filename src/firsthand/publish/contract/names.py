"""Names of a text: capitalised words in a row, compared with the names of its evidence."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from firsthand.publish.contract.numbers import values
from firsthand.trace.words import listed

WORD = re.compile(r"[^\W_](?:[\w’'&-]*[^\W_])?")
_OPENING_WORDS = """a all an and another as asked at both but by claim claims confidence each every for from he here how
    however if in images image its it judging neither never no none nobody nothing of on once one only or origin other
    others our reports report satellite several she since so some someone something still such that the their
    then there these they this those though through to under until what when where whether which while who whom
    whose whoever with without words yet before after between behind taken together apart also even not nor read
    reading seen said says speaker unnamed icd firsthand i we according about above against among during despite
    because although meanwhile officials analysts experts sources witnesses workers engineers was were is are
    has have had may might could would should will can does did do more most many few much less least later
    earlier first second third new old two three four five six seven eight nine ten eleven twelve"""
OPENERS = listed(_OPENING_WORDS)
"""Words that may open a sentence without being a name."""
_MONTHS = listed(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec q1 q2 q3 q4"""
)
_OPENS = re.compile(r"[.!?:–…•]\s*[\"“‘(\[]*$")
_ENDINGS = ("s", "n", "an", "ian", "ean", "i", "ese", "ish", "ns", "ans", "ians")
"""What makes an adjective or a plural of a country's name ("Kelvaria", "Kelvarian")."""
_LEAST_STEM = 5
_SAME = (
    frozenset({"us", "u.s", "usa", "america", "american", "americans", "united states", "united states of america"}),
    frozenset({"uk", "u.k", "britain", "british", "united kingdom", "great britain"}),
    frozenset({"dprk", "north korea", "north korean", "north koreans"}),
    frozenset({"rok", "south korea", "south korean", "south koreans"}),
    frozenset({"un", "u.n", "united nations"}),
    frozenset({"eu", "e.u", "european union"}),
    frozenset({"prc", "china", "chinese"}),
    frozenset({"iaea", "international atomic energy agency"}),
)
"""Names of one and the same, as news texts write them."""

Run = tuple[str, ...]


def plain(word: str) -> str:
    """Lower case, without a possessive ending."""
    return re.sub(r"[’']s?$", "", word.casefold())


def runs(text: str, common: Collection[str] = ()) -> list[Run]:
    """Capitalised words in a row. A word that opens a sentence is none where it stands in ``common`` (lower case)."""
    found: list[Run] = []
    current: list[str] = []
    last_end = -1
    for match in WORD.finditer(text):
        word = match.group()
        joined = bool(current) and text[last_end : match.start()] in (" ", "\u00a0") and not _possessive(current[-1])
        if _is_name(word, text[: match.start()], common):
            if not joined and current:
                found.append(tuple(current))
                current = []
            current.append(word)
        elif current:
            found.append(tuple(current))
            current = []
        last_end = match.end()
    return [*found, tuple(current)] if current else found


def _possessive(word: str) -> bool:
    return word.endswith(("’s", "'s"))


def _is_name(word: str, before: str, common: Collection[str]) -> bool:
    if not word[0].isupper() or plain(word) in _MONTHS or (len(word) == 1 and word in "AI"):
        return False
    opens = not before.strip(' \t"“‘([*_#>-') or _OPENS.search(before) is not None
    if not opens:
        return True
    bare = plain(word)
    return not (bare in OPENERS or bare.split("-")[0] in OPENERS or values(bare) or bare in common)


class NamesHeld:
    """The words and names of some evidence."""

    def __init__(self, texts: Iterable[str]) -> None:
        held = list(dict.fromkeys(texts))
        self.words = frozenset(plain(word) for text in held for word in WORD.findall(text))
        self._text = " | ".join(f" {' '.join(plain(word) for word in WORD.findall(text))} " for text in held)
        names = {_plain_run(run) for text in held for run in runs(text)}
        self._alone = {name for name in names if len(name) == 1}
        # Of "Orla Tevin" the surname may stand for the whole, the first name may not; nor may "Osmeria" for a paper.
        self._last = {name[-1] for name in names}
        self._lower = {plain(w) for text in held for w in WORD.findall(text) if w[0].islower()}
        self._alone |= {(plain(text),) for text in held if " " not in text.strip()}

    def carries(self, run: Run) -> bool:
        """Whether the name stands there as it is, by another name of the same, or falls into names that do."""
        bare = _plain_run(run)
        return self._stands(bare) or (len(bare) > 1 and self._falls_apart(bare))

    def _stands(self, bare: Run) -> bool:
        if len(bare) == 1:
            word = bare[0]
            return self._knows(word) or all(self._knows(part) for part in word.split("-"))
        joined = " ".join(bare)
        if f" {joined} " in self._text or (self._knows(bare[-1]) and f" {' '.join(bare[:-1])} " in self._text):
            return True
        return self._same(joined)

    def _falls_apart(self, bare: Run) -> bool:
        """Pieces of two words and more must stand there; a single word only where it is a whole name there."""
        for cut in range(1, len(bare)):
            first, rest = bare[:cut], bare[cut:]
            one = (len(first) > 1 and self._stands(first)) or (len(first) == 1 and self._whole(first[0]))
            other = (len(rest) > 1 and self.carries(rest)) or (len(rest) == 1 and self._whole(rest[0]))
            if one and other:
                return True
        return False

    def _whole(self, word: str) -> bool:
        return (word,) in self._alone or self._same(word) or any(_kin(word, name) for (name,) in self._alone)

    def _knows(self, word: str) -> bool:
        held = {name for (name,) in self._alone} | self._last | self._lower
        return word in held or self._same(word) or any(_kin(word, other) for other in held)

    def _same(self, name: str) -> bool:
        return any(
            f" {other} " in self._text for group in _SAME if name.rstrip(".") in group for other in group - {name}
        )


def _plain_run(run: Run) -> Run:
    return tuple(plain(word) for word in run)


def _kin(one: str, other: str) -> bool:
    """One is the other with an ending of countries and their people."""
    short, long = sorted((one, other), key=len)
    return len(short) >= _LEAST_STEM and (
        (long.startswith(short) and long[len(short) :] in _ENDINGS)
        or (long.startswith(short[:-1]) and short[-1] in "aey" and long[len(short) - 1 :] in _ENDINGS)
    )
