"""Cue verbs of a sentence with their subjects."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.read import lexicon
from firsthand.read.grammar import Range, Sentence, phrase_after, phrase_before, verb_group_start
from firsthand.read.lexicon import words

LEAD_IN = words("in on at during to after before for with by from via through when")
"""Words that open an adverbial beside a cue ("said on Monday")."""
CONTENT_STARTS = words("that whether how why what if")


@dataclass(slots=True)
class Cue:
    """A cue being worked on, in item indices of its sentence."""

    group: Range
    lemma: str
    family: str
    tense: str
    subject: Range | None
    aside: bool = False
    borrowed: bool = False
    told: Range | None = None
    content: list[Range] = field(default_factory=list)
    cited: list[Range] = field(default_factory=list)
    inverted: bool = False
    reporter: Range | None = None


def find_cues(items: Sentence) -> list[Cue]:
    found: list[Cue] = []
    for index, item in enumerate(items):
        form = lexicon.CUE_FORMS.get(item.low) if item.kind == "word" else None
        if form is None:
            continue
        cue = _cue_at(items, index, form, found)
        if cue is not None:
            found.append(cue)
    return found


def _cue_at(items: Sentence, index: int, form: tuple[str, str, str], before: list[Cue]) -> Cue | None:
    lemma, family, tense = form
    start = verb_group_start(items, index)
    helpers = {item.low for item in items[start:index]}
    if tense in {"past", "ing"} and helpers & lexicon.BE and not (tense == "ing" and family != "judge"):
        return None
    if items[index].low in lexicon.PARTICIPLES and not helpers & {"has", "have", "had", "'s", "'ve"}:
        return None
    if items[index].capital and index > 0 and items[index - 1].kind == "word":
        return None
    if tense == "base" and start > 0 and items[start - 1].low == "to":
        if start < 4 or items[start - 2].low != "on" or items[start - 3].low not in {"went", "goes", "go"}:
            return None
        start = verb_group_start(items, start - 3)
    if index + 1 < len(items) and items[index + 1].low == "by" and tense == "past":
        return None
    if tense == "ing" and not helpers & lexicon.BE:
        return _participle(items, index, (lemma, family, tense), before)
    subject, aside = _subject(items, start, before)
    inverted = _inverted_subject(items, index, family) if subject is None or subject == (-1, -1) else None
    if inverted is not None:
        return Cue((start, index + 1), lemma, family, tense, inverted, inverted=True)
    if subject is None and family == "say" and _strong(items, index, lemma, family):
        joined = {item.low for item in items[max(0, start - 4) : start]} & {"and", "but"}
        first = _first_subject(items, index) if joined and not before else None
        return Cue((start, index + 1), lemma, family, tense, first, borrowed=True) if first else None
    if subject is None:
        return None
    if subject == (-1, -1):
        if not _strong(items, index, lemma, family):
            return None
        return Cue((start, index + 1), lemma, family, tense, before[-1].subject, borrowed=True)
    if lemma in lexicon.QUOTE_ONLY and not _beside_quote(items, start, index, subject):
        return None
    if items[index].low in lexicon.NOUN_LIKE and not _verb_evidence(items, subject, index, family):
        return None
    return Cue((start, index + 1), lemma, family, tense, subject, aside)


def _beside_quote(items: Sentence, start: int, index: int, subject: Range) -> bool:
    """A quotation stands right after the verb, or right before its subject."""
    after = [item.kind for item in items[index + 1 : index + 3]]
    before = [item.kind for item in items[max(0, subject[0] - 2) : subject[0]]]
    return "quote" in after or "quote" in before


def _subject(items: Sentence, start: int, before: list[Cue]) -> tuple[Range | None, bool]:
    """The subject before a verb group; (-1, -1) when it is that of the cue before ("and added")."""
    if start == 0:
        return None, False
    previous = items[start - 1]
    if previous.low in {"who", "which"}:
        stop = start - 2 if start > 1 and items[start - 2].text == "," else start - 1
        found = phrase_before(items, stop, close=True)
        return (found[0], True) if found else (None, False)
    if previous.low in {"and", "but", "or", "then"} and before:
        return (-1, -1), False
    found = phrase_before(items, start)
    if found is None:
        return None, False
    return found


def _strong(items: Sentence, index: int, lemma: str, family: str) -> bool:
    """A cue verb whose complement shows that it is one, as needed when its subject stands far off."""
    after = items[index + 1] if index + 1 < len(items) else None
    if after is None:
        return False
    if family == "decline":
        return True
    return after.low in CONTENT_STARTS or after.kind == "quote" or after.text == ":" or lemma in {"say", "tell"}


def _verb_evidence(items: Sentence, subject: Range, index: int, family: str) -> bool:
    """A form that may be a noun is a verb here: a plain subject before it and a complement after it."""
    last = items[subject[1] - 1]
    after = items[index + 1] if index + 1 < len(items) else None
    if after is None or last.low in lexicon.DETERMINERS - {"many", "some", "others"}:
        return False
    if after.low in {"that", "whether"} or after.kind == "quote" or after.text == ":":
        return True
    subjectlike = last.low in lexicon.PRONOUNS or last.capital or last.low.endswith("s") or subject[1] < index
    if family == "intend" or (family == "think" and after.low == "to"):
        return after.low == "to" and subjectlike
    complement = after.low in lexicon.DETERMINERS | lexicon.PRONOUNS | {"it", "them", "him", "her", "on"}
    return subjectlike and (complement or (after.capital and not last.capital))


def _participle(items: Sentence, index: int, form: tuple[str, str, str], before: list[Cue]) -> Cue | None:
    """ ", adding that …" and "after saying …": the subject is that of the sentence."""
    lemma, family, tense = form
    if index == 0 or family not in {"say", "show", "decline", "cite", "think", "judge"}:
        return None
    previous = items[index - 1]
    opened = previous.text in {",", "—", "–", "-"} or previous.low in {
        "by",
        "while",
        "after",
        "before",
        "in",
        "without",
    }
    following = items[index + 1] if index + 1 < len(items) else None
    opened = opened or (
        lemma == "say"
        and following is not None
        and (following.text == ":" or following.kind == "quote" or following.low == "that")
    )
    if not opened or items[index].low in {"including", "considering", "seeing", "knowing", "reading", "pointing"}:
        return None
    if previous.low in {"by", "after", "before", "in", "without"} and family != "say":
        return None
    subject = before[-1].subject if before else _first_subject(items, index)
    if subject is None:
        return None
    return Cue((index, index + 1), lemma, family, tense, subject, borrowed=True)


def _first_subject(items: Sentence, participle: int) -> Range | None:
    """The subject of the sentence when it opens with it."""
    nearest = phrase_before(items, participle - 1) if items[participle - 1].kind == "mark" else None
    if nearest and nearest[0][0] == 0:
        return nearest[0]
    for index in range(1, min(len(items), 30)):
        item = items[index]
        verb = item.low in lexicon.FINITE or (item.low.endswith("ed") and not item.capital)
        if verb or (item.low in lexicon.CUE_FORMS and item.low not in lexicon.NOUN_LIKE):
            found = phrase_before(items, verb_group_start(items, index))
            return found[0] if found else None
        if item.text in {";", ":"}:
            return None
    return None


def _inverted_subject(items: Sentence, index: int, family: str) -> Range | None:
    """The subject after the verb in '"…", said X' and "…, wrote X"."""
    if family not in {"say", "think"} or index == 0 or index + 1 >= len(items):
        return None
    previous = items[index - 1]
    if items[index].low in {"asked", "told"} and previous.kind != "quote":
        return None
    ends_quote = previous.kind == "quote" or (previous.text == "," and index > 1)
    after = items[index + 1]
    if not ends_quote or after.kind != "word" or after.low in CONTENT_STARTS | lexicon.PREPOSITIONS:
        return None
    if not (after.capital or after.low in lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.ROLE_WORDS
            or after.low.endswith("s")):  # fmt: skip
        return None
    return phrase_after(items, index + 1)
