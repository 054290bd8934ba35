"""Just enough grammar for attribution without a parser: items of a sentence, noun phrases, clause ends.

All functions take the items of one sentence and indices into them; they run in time linear in the sentence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.read import lexicon
from firsthand.read.attribution.quotes import Quotation
from firsthand.read.lexicon import words

_TOKEN = re.compile(
    r"\d[\d,.]*\d|[^\W\d_]\.(?:[^\W\d_]\.)+|[a-z0-9-]{3,}(?:\.[a-z]{2,})+(?=[\s,;:)]|$)|\w+(?:[-’'&]\w+)*|[^\w\s]"
)
"""Numbers, initials, domains of the web, words, marks."""
_ABBREVIATIONS = words(
    """mr mrs ms dr prof sen rep gov gen col lt sgt capt adm st jr sr inc corp co ltd vs etc no jan feb mar apr jun jul
    aug sep sept oct nov dec ave approx dept univ rev hon maj cmdr d-n r-n"""
)
_MEDIA = words(
    """website site blog twitter facebook statement interview speech letter email e-mail memo article post tweet
    radio television tv briefing conference reporters telegram column video remarks call message op-ed editorial"""
)
_ASIDE_STARTS = (lexicon.SUBORDINATORS | lexicon.PREPOSITIONS) - {"who", "whose", "of"}
_NO_PHRASE_END = lexicon.SUBORDINATORS | lexicon.PREPOSITIONS | lexicon.FINITE | {"and", "or"}
_LONGEST_SCARE_QUOTE = 5
_LONGEST_APPOSITION = 30
_LONGEST_PHRASE = 40


@dataclass(frozen=True, slots=True)
class Item:
    """A word, a punctuation mark, or a whole quotation with its marks."""

    start: int
    end: int
    text: str
    low: str
    kind: str
    """``word``, ``mark`` or ``quote``."""

    @property
    def capital(self) -> bool:
        return self.kind == "word" and self.text[0].isupper()


Sentence = list[Item]
Range = tuple[int, int]


def items_of(text: str, quotations: Sequence[Quotation]) -> list[Item]:
    """Words, marks and quotations of ``text`` in order; what stands inside a quotation is one item."""
    found: list[Item] = []
    position = 0
    for quotation in [*quotations, None]:
        stop = quotation.start if quotation else len(text)
        for match in _TOKEN.finditer(text, position, stop):
            word = match.group()
            kind = "word" if word[0].isalnum() else "mark"
            found.append(Item(match.start(), match.end(), word, word.lower().replace("’", "'"), kind))
        if quotation:
            piece = text[quotation.start : quotation.end]
            found.append(Item(quotation.start, quotation.end, piece, piece.lower(), "quote"))
            position = quotation.end
    return found


def sentences(items: Sequence[Item]) -> list[Sentence]:
    """Items grouped into sentences; a quotation never breaks one in its middle."""
    found: list[Sentence] = []
    current: Sentence = []
    for index, item in enumerate(items):
        current.append(item)
        following = items[index + 1] if index + 1 < len(items) else None
        if following is None or _ends(items, index, following):
            found.append(current)
            current = []
    return found


def _ends(items: Sequence[Item], index: int, following: Item) -> bool:
    item = items[index]
    starts = following.kind == "quote" or following.capital or following.text[0].isdigit() or following.text in "•—–-("
    if item.kind == "quote" and following.text in {"—", "–", "-"}:
        return False
    if item.kind == "quote":
        inner = item.text.rstrip("\"”»’'")[-1:]
        if following.kind == "quote":
            return True
        if inner == "." or (inner in "?!" and inner):
            return starts and not _cue_soon(items, index + 1, inner == ".")
        return False
    if item.text in "?!":
        return starts
    if item.text != ".":
        return item.text[-1:] == "." and following.capital and following.low in {"the", "he", "she", "but", "it", "in"}
    before = items[index - 1] if index else None
    if before is not None and before.end == item.start and (before.low in _ABBREVIATIONS or _initial(before)):
        return False
    return (starts and following.start > item.end) or following.kind == "quote"


def _initial(item: Item) -> bool:
    return len(item.text) == 1 and item.text.isalpha()


def _cue_soon(items: Sequence[Item], index: int, strict: bool) -> bool:
    """An attribution follows a quotation that ends like a sentence ("Is it?" Smith asked)."""
    window = items[index : index + (3 if strict else 7)]
    for offset, item in enumerate(window):
        if item.text == ".":
            continue
        if item.kind != "word":
            return False
        form = lexicon.CUE_FORMS.get(item.low)
        if form and form[1] == "say" and form[2] in {"past", "third"}:
            after = items[index + offset + 1] if index + offset + 1 < len(items) else None
            return not strict or after is None or after.text == "."
    return False


def is_scare_quote(item: Item) -> bool:
    """A few quoted words that belong to the sentence around them, not something said: no comma or stop inside."""
    inner = item.text.rstrip("\"”»’'")
    return len(item.text.split()) <= _LONGEST_SCARE_QUOTE and inner[-1:] not in ",.?!"


def is_adverb(item: Item) -> bool:
    return item.low in lexicon.ADVERBS or (item.low.endswith("ly") and not item.capital and len(item.low) > 4)


def verb_group_start(items: Sequence[Item], verb: int) -> int:
    """First item of the verb group that ends in ``verb``: helpers and adverbs before it ("have in the past said")."""
    start = verb
    for back in range(verb - 2, max(0, verb - 6), -1):
        inserted = items[back + 1].low in {"in", "on", "at", "for", "over"} and items[verb - 1].kind == "word"
        if inserted and items[back].low in {"has", "have", "had"}:
            start = back + 1
            break
    while start > 0 and items[start - 1].kind == "word":
        before = items[start - 1]
        if before.low not in lexicon.AUXILIARIES and not is_adverb(before) and before.low not in lexicon.TIME_WORDS:
            break
        if before.low in lexicon.TIME_WORDS and (start < 2 or before.low in {"this", "may", "march"}):
            break
        start -= 1
        if before.low in lexicon.TIME_WORDS and start > 1 and items[start - 1].low in {"on", "in"}:
            start -= 1
    return start


def phrase_before(items: Sequence[Item], end: int, close: bool = False) -> Range | None:
    """The noun phrase that ends just before ``end``; appositions belong to it, other asides do not.

    ``close`` keeps only what follows the last preposition, as before "who".
    """
    if end > 0 and items[end - 1].text in {",", ")", "—", "–"}:
        opening = _apposition(items, end - 1)
        core = _core_before(items, opening) if opening is not None else None
        if core is None or opening is None or is_clause(items, (opening + 1, end - 1)):
            return None
        first = items[opening + 1]
        aside = first.low.endswith("ing") or first.low in _ASIDE_STARTS
        return core[0], opening if aside else end - 1
    return _core_before(items, end, close)


def is_clause(items: Sequence[Item], phrase: Range) -> bool:
    """The words tell something ("the hall was empty") rather than name somebody ("a man who was there")."""
    if items[phrase[0]].low in lexicon.PRONOUNS - {"who"} and phrase[1] - phrase[0] > 1:
        return True
    for index in range(*phrase):
        if items[index].low in lexicon.SUBORDINATORS | {"whose"}:
            return False
        if index > phrase[0] and items[index].low in lexicon.FINITE:
            return True
    return False


def _apposition(items: Sequence[Item], closing: int) -> int | None:
    """Index of the mark that opens the aside closed at ``closing``, over nested ones."""
    mark = {")": "("}.get(items[closing].text, items[closing].text)
    best = None
    for index in range(closing - 1, max(-1, closing - _LONGEST_APPOSITION), -1):
        item = items[index]
        if item.kind == "quote" and not is_scare_quote(item):
            break
        if item.text == mark and index + 1 < closing and _names(items, _core_before(items, index)):
            if _opens_aside(items[index + 1]):
                return index
            best = best or index
        if item.text in {";", ":"}:
            break
    return None


def _names(items: Sequence[Item], core: Range | None) -> bool:
    """The phrase can be a source: not an age, nor a party and state ("R-Ohio")."""
    if core is None:
        return False
    only = items[core[1] - 1]
    return core[1] - core[0] > 1 or not (only.text[0].isdigit() or only.text[1:2] == "-")


def _opens_aside(item: Item) -> bool:
    return item.kind == "word" and (
        item.low in {"a", "an", "the", "who", "which", "one", "his", "her", "its", "their", "now", "then", "and"}
        or item.low.endswith("ing")
        or item.low in lexicon.ROLE_WORDS
        or item.text[0].isdigit()
        or item.low
        in {"speaking", "when", "asked", "in", "as", "like", "founder", "himself", "herself", "taken", "seen"}
        or item.low.endswith(("er", "or", "ist", "man", "ed"))
        or item.capital
    )


def _core_before(items: Sequence[Item], end: int, close: bool = False) -> Range | None:
    whole = end
    if end > 3 and items[end - 1].text == ")":
        opening = next((index for index in range(end - 2, max(0, end - 9), -1) if items[index].text == "("), 0)
        end = opening
    if end <= 0 or items[end - 1].kind == "mark":
        return None
    last = items[end - 1]
    if last.low in lexicon.PRONOUNS:
        return end - 1, end
    if last.low in _NO_PHRASE_END:
        return None
    start = end
    while start > 0 and end - start < _LONGEST_PHRASE and not _stops(items, start - 1, end):
        if close and items[start - 1].low in lexicon.PREPOSITIONS - {"of"}:
            break
        start -= 1
    first = _skip_lead(items, start, end)
    if first is None or first >= end:
        return None
    named = [item for item in items[first:end] if item.kind == "word"]
    if not named or all(word.low in lexicon.DETERMINERS - {"some", "many", "others", "most"} for word in named):
        return None
    return first, whole


def _stops(items: Sequence[Item], index: int, end: int) -> bool:
    """True when the item at ``index`` cannot belong to the noun phrase that ends before ``end``."""
    item = items[index]
    if item.kind == "quote":
        return not is_scare_quote(item)
    if item.kind == "mark":
        title = (index > 0 and items[index - 1].low in _ABBREVIATIONS | {"u.s"}) or (
            item.text == "." and index > 0 and _initial(items[index - 1])
        )
        return not (item.text in {"&", "/", "'", "’", "-", "$", "#"} or (item.text == "." and title))
    if item.low in {"that", "who", "which"} and index + 1 < end:
        return not _verb_like(items[index + 1])
    if item.low in lexicon.SUBORDINATORS:
        return True
    if item.low in lexicon.FINITE:
        return not (index > 0 and items[index - 1].low in {"that", "who", "which"})
    if item.low == "and":
        return not _joins_names(items, index)
    if _past_verb(items, index):
        return True
    form = lexicon.CUE_FORMS.get(item.low)
    return form is not None and form[1] == "say" and form[2] == "past" and item.low not in lexicon.NOUN_LIKE


def _past_verb(items: Sequence[Item], index: int) -> bool:
    """A word in -ed that is the verb of another clause rather than a participle inside a noun phrase."""
    item = items[index]
    if not item.low.endswith("ed") or item.capital or len(item.low) < 5 or index == 0 or index + 1 >= len(items):
        return False
    before, after = items[index - 1], items[index + 1]
    if before.low in {"that", "who", "which"}:
        return False
    if before.kind != "word" or after.kind != "word" or "-" in item.text or after.low in lexicon.PREPOSITIONS:
        return False
    if before.low in lexicon.DETERMINERS or is_adverb(before) or before.low in lexicon.PREPOSITIONS | {"and", "or"}:
        return False
    return after.low in lexicon.DETERMINERS | lexicon.PRONOUNS or after.capital or before.capital


def _verb_like(item: Item) -> bool:
    return item.low in lexicon.FINITE or (not item.capital and item.low.endswith(("s", "ed")) and len(item.low) > 3)


def _joins_names(items: Sequence[Item], index: int) -> bool:
    before = items[index - 1] if index else None
    after = items[index + 1] if index + 1 < len(items) else None
    if before is None or after is None or before.kind != "word":
        return False
    return (
        before.capital == after.capital and before.low not in lexicon.PRONOUNS and after.low not in lexicon.DETERMINERS
    )


def _skip_lead(items: Sequence[Item], start: int, end: int) -> int | None:
    """Start of the subject after conjunctions, adverbs and an opening prepositional phrase without comma."""
    while start < end - 1 and (
        items[start].low in {"and", "but", "so", "yet", "or", "nor", "plus"}
        or (is_adverb(items[start]) and items[start].low not in {"both", "all", "first"})
    ):
        start += 1
    if start == end - 1 and (is_adverb(items[start]) or items[start].low in lexicon.SUBORDINATORS):
        return None
    first = items[start].low
    counted = first in {"about", "over"} and items[start + 1].text[0].isdigit() if end - start > 1 else False
    if first in lexicon.PREPOSITIONS and first != "of" and not counted:
        return _after_opening(items, start, end)
    if first in lexicon.TIME_WORDS and first not in {"may", "march", "this", "today"} and end - start > 1:
        index = start
        while index < end - 1 and (items[index].low in lexicon.TIME_WORDS or items[index].text.isdigit()):
            index += 1
        return index
    return start


def _after_opening(items: Sequence[Item], start: int, end: int) -> int | None:
    for index in range(end - 1, start, -1):
        item, before = items[index], items[index - 1]
        plain = before.low not in lexicon.PREPOSITIONS | lexicon.DETERMINERS and before.low != "and"
        if item.low in lexicon.DETERMINERS and plain:
            return index
        if item.capital and plain and not before.capital and before.low not in lexicon.ROLE_WORDS:
            return index
    return None


def phrase_after(items: Sequence[Item], start: int) -> Range | None:
    """The noun phrase that starts at ``start``, with its appositions, as after "according to" or '", said'."""
    end = start
    while end < len(items) and end - start < _LONGEST_PHRASE:
        item = items[end]
        if item.kind == "mark" and not _inside_phrase(items, end, start):
            break
        if item.kind == "quote" and not is_scare_quote(item):
            break
        if end > start and item.low in {"on", "in", "during", "to", "via"} and tells_where(items, end + 1):
            break
        if end > start and item.low in {"that", "because", "but", "while", "when", "if", "as", "after", "before"}:
            break
        end += 1
    while end > start and (items[end - 1].kind == "mark" or items[end - 1].low in lexicon.PREPOSITIONS):
        end -= 1
    return (start, end) if end > start else None


def tells_where(items: Sequence[Item], index: int) -> bool:
    """What follows tells where or when it was said ("on the website …", "in an interview"), not who said it."""
    window = {item.low for item in items[index : index + 3]}
    return bool(window & (_MEDIA | lexicon.TIME_WORDS))


def _inside_phrase(items: Sequence[Item], index: int, start: int) -> bool:
    item, before = items[index], items[index - 1]
    if item.text in {"&", "/", "'", "’", "-"}:
        return True
    if item.text == ".":
        return index > start and (before.low in _ABBREVIATIONS or _initial(before)) and index + 1 < len(items)
    if item.text != "," or index == start:
        return False
    after = items[index + 1] if index + 1 < len(items) else None
    return after is not None and (
        after.low in {"a", "an", "the", "who"}
        or (after.capital and not items[start].capital and items[start].low not in {"the", "he", "she"})
        or (after.capital and before.low in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS | lexicon.ROLE_WORDS)
        or (after.low in lexicon.ROLE_WORDS and not after.low.endswith("ing"))
    )
