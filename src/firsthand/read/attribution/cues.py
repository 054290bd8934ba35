"""Cue verbs of a sentence with their subjects."""

from __future__ import annotations

from dataclasses import dataclass, field

from firsthand.read import lexicon
from firsthand.read.attribution.grammar import Range, Sentence, is_clause, phrase_after, phrase_before, verb_group_start
from firsthand.read.lexicon import words

LEAD_IN = words("in on at during to after before for with by from via through when")
"""Words that open an adverbial beside a cue ("said on Monday")."""
_PLURALS = words("i we you they people men women many some others few most both police who")
_NO_OBJECT = words("at in during after before from through back and or by")
_HEAD_ENDS = lexicon.PREPOSITIONS | {"close", "familiar", "who", "that", "having"}
_OPENERS = words("by while after before in without")
_MAKES = words("made make makes")
_NO_CUES = words("including considering seeing knowing reading pointing")
CONTENT_STARTS = words("that whether how why what if")


@dataclass(slots=True)
class Cue:
    """A cue being worked on, in item indices of its sentence."""

    group: Range
    lemma: str
    family: str
    tense: str
    subject: Range | None
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
            form = ("say", "say", "past") if _made_clear(items, index) else None
        if form is None:
            continue
        cue = _cue_at(items, index, form, found)
        if cue is not None:
            found.append(cue)
    return found


def _made_clear(items: Sentence, index: int) -> bool:
    """ "made (it) clear that …" says it; ``index`` is that of "clear"."""
    if items[index].low != "clear" or index + 1 >= len(items) or items[index + 1].low != "that":
        return False
    return index > 1 and bool({items[index - 1].low, items[index - 2].low} & _MAKES)


def _cue_at(items: Sentence, index: int, form: tuple[str, str, str], before: list[Cue]) -> Cue | None:
    """The cue whose verb is at ``index``; None where the form is no verb of attribution."""
    lemma, family, tense = form
    start = verb_group_start(items, index)
    if items[index].low == "clear":
        start = verb_group_start(items, index - (1 if items[index - 1].low in _MAKES else 2))
    if tense == "base" and start > 3 and [item.low for item in items[start - 2 : start]] == ["on", "to"]:
        start = verb_group_start(items, start - 3)  # "went on to say"
    elif not _is_verb(items, start, index, form):
        return None
    if tense == "ing" and not {item.low for item in items[start:index]} & lexicon.BE:
        return _participle(items, index, (lemma, family, tense), before)
    cue = Cue((start, index + 1), lemma, family, tense, None)
    return _with_subject(items, cue, before)


def _is_verb(items: Sentence, start: int, index: int, form: tuple[str, str, str]) -> bool:
    """The form is an active verb here: no passive, no infinitive, no participle, no part of a name."""
    _, family, tense = form
    item = items[index]
    helpers = {helper.low for helper in items[start:index]}
    passive = helpers & lexicon.BE and (tense == "past" or (tense == "ing" and family == "judge"))
    participle = item.low in lexicon.PARTICIPLES and not helpers & {"has", "have", "had", "'s", "'ve"}
    name = item.capital and index > 0 and items[index - 1].kind == "word"
    infinitive = tense == "base" and start > 0 and items[start - 1].low == "to"
    after = items[index + 1] if index + 1 < len(items) else None
    if family == "judge" and (after is None or after.kind == "mark" or after.low in _NO_OBJECT):
        return False
    agent = tense == "past" and index + 1 < len(items) and items[index + 1].low == "by"
    return not (passive or participle or name or infinitive or agent)


def _with_subject(items: Sentence, cue: Cue, before: list[Cue]) -> Cue | None:
    """The cue with its subject: before the verb, after it, or that of a verb before it."""
    start, index = cue.group[0], cue.group[1] - 1
    subject, shared = _subject(items, start, before)
    if subject is None:
        cue.subject = _inverted_subject(items, index, cue.family)
        cue.inverted = cue.subject is not None
        if cue.inverted:
            return cue
        cue.subject = _before_aside(items, start) if start and cue.family == "say" else None
        if cue.subject is not None:
            return cue
        cue.subject = before[-1].subject if shared else _far_subject(items, cue, before)
        cue.borrowed = True
        return cue if cue.subject is not None and _strong(items, index, cue.lemma, cue.family) else None
    if cue.lemma in lexicon.QUOTE_ONLY and not _beside_quote(items, index, subject):
        return None
    if items[index].low in lexicon.NOUN_LIKE and not _verb_evidence(items, subject, index, cue.family):
        return None
    cue.subject = subject
    return cue


def _far_subject(items: Sentence, cue: Cue, before: list[Cue]) -> Range | None:
    """The subject of the sentence for a second verb ("has been critical but on Tuesday wrote that …")."""
    start = cue.group[0]
    joined = {item.low for item in items[max(0, start - 4) : start]} & {"and", "but"}
    return _first_subject(items, cue.group[1] - 1) if joined and cue.family == "say" and not before else None


def _beside_quote(items: Sentence, index: int, subject: Range) -> bool:
    """A quotation stands right after the verb, or right before its subject."""
    after = [item.kind for item in items[index + 1 : index + 3]]
    before = [item.kind for item in items[max(0, subject[0] - 2) : subject[0]]]
    return "quote" in after or "quote" in before


def _subject(items: Sentence, start: int, before: list[Cue]) -> tuple[Range | None, bool]:
    """The subject before a verb group, and whether it is that of the cue before ("and added")."""
    if start == 0:
        return None, False
    previous = items[start - 1]
    if previous.low in {"who", "which"}:
        stop = start - 2 if start > 1 and items[start - 2].text == "," else start - 1
        return phrase_before(items, stop, close=True), False
    if previous.low in {"and", "but", "or", "then"} and before:
        return None, True
    return phrase_before(items, start), False


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
    owned = last.low.endswith("'s") and last.low[:-2] not in lexicon.PRONOUNS  # "the ministry's claim that …"
    if after is None or owned or last.low == "there" or last.low in lexicon.DETERMINERS - {"many", "some", "others"}:
        return False
    form = lexicon.CUE_FORMS[items[index].low]
    verb = lexicon.CUE_FORMS.get(last.low) if subject[1] == index else None
    if verb and verb[2] in {"past", "third"} and last.low not in lexicon.NOUN_LIKE and subject[1] - subject[0] > 1:
        return False  # its object: "the ministry dismissed reports that …"
    helped = subject[1] < index and items[index - 1].low in lexicon.AUXILIARIES
    head = items[next((at for at in range(*subject) if items[at].low in _HEAD_ENDS), subject[1]) - 1]
    plural = head.low.endswith(("s", "men")) or bool({head.low, last.low} & _PLURALS)
    plural = plural or any(items[at].low == "and" for at in range(*subject))
    if form[2] == "base" and not (helped or plural):
        return False
    if after.low in {"that", "whether"} or after.kind == "quote" or after.text == ":":
        return True
    subjectlike = plural or last.low in lexicon.PRONOUNS or last.capital or last.low.endswith("s") or subject[1] < index
    if family == "intend" or (family == "think" and after.low == "to"):
        return after.low == "to" and (subjectlike or _opens_clause(items, subject, index))
    if form[0] == "point" and after.low == "out":
        return True
    complement = after.low in lexicon.DETERMINERS | lexicon.PRONOUNS | {"it", "them", "him", "her", "on"}
    return subjectlike and (complement or (after.capital and not last.capital))


def _opens_clause(items: Sentence, subject: Range, verb: int) -> bool:
    """ "The ministry plans to close it": the only verb of a sentence that opens with its subject."""
    if subject[0] != 0 or items[0].low not in lexicon.DETERMINERS or lexicon.CUE_FORMS[items[verb].low][2] != "third":
        return False
    return not any(item.low in lexicon.FINITE for item in items[verb:])


def _participle(items: Sentence, index: int, form: tuple[str, str, str], before: list[Cue]) -> Cue | None:
    """ ", adding that …" and "after saying …": the subject is that of the sentence."""
    lemma, family, tense = form
    if index == 0 or family not in {"say", "show", "decline", "cite", "think", "judge"}:
        return None
    previous = items[index - 1]
    following = items[index + 1] if index + 1 < len(items) else None
    speaker = _own_speaker(items, index) if family == "say" else None
    if speaker is not None:
        return Cue((index, index + 1), lemma, family, tense, speaker)
    opened = previous.text in {",", "—", "–", "-"} or previous.low in _OPENERS
    if lemma == "say" and following is not None:
        opened = opened or following.text == ":" or following.kind == "quote" or following.low == "that"
    if not opened or items[index].low in _NO_CUES or (previous.low in _OPENERS - {"while"} and family != "say"):
        return None
    subject = before[-1].subject if before else _first_subject(items, index)
    return Cue((index, index + 1), lemma, family, tense, subject, borrowed=True) if subject else None


def _own_speaker(items: Sentence, index: int) -> Range | None:
    """The speaker of an aside of its own (", its spokeswoman saying the pumps …")."""
    found = phrase_before(items, index, close=True)
    if found is None or found[0] == 0 or items[found[0] - 1].text != "," or items[found[1] - 1].low.endswith("ing"):
        return None
    words = items[found[0] : found[1]]
    known = lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS | lexicon.ROLE_WORDS
    return found if any(word.low in known for word in words) else None


def _first_subject(items: Sentence, participle: int) -> Range | None:
    """The subject of the sentence when it opens with it."""
    nearest = phrase_before(items, participle - 1) if items[participle - 1].kind == "mark" else None
    if nearest and nearest[0] == 0:
        return nearest
    for index in range(1, min(len(items), 30)):
        item = items[index]
        verb = item.low in lexicon.FINITE or (item.low.endswith("ed") and not item.capital)
        if verb or (item.low in lexicon.CUE_FORMS and item.low not in lexicon.NOUN_LIKE):
            return phrase_before(items, verb_group_start(items, index))
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
            or after.low.endswith(("s", "ed"))):  # fmt: skip
        return None
    found = phrase_after(items, index + 1)
    return None if found and previous.kind != "quote" and is_clause(items, found) else found


def _before_aside(items: Sentence, start: int) -> Range | None:
    """The subject that opens the sentence when a loose aside follows it ("The minister, visibly tired, said …")."""
    if items[start - 1].text != ",":
        return None
    comma = next((index for index in range(start - 1) if items[index].text == ","), None)
    aside = items[comma + 1 : start - 1] if comma else []
    if comma is None or not aside or any(item.text in {",", ";", ":"} or item.kind == "quote" for item in aside):
        return None
    core = phrase_before(items, comma)
    if core is None or core[0] != 0 or any(item.low in lexicon.FINITE for item in items[:comma]):
        return None
    opens = aside[0].low in lexicon.SUBORDINATORS | lexicon.PREPOSITIONS or aside[0].low.endswith(("ly", "ed"))
    if not opens and any(item.low in lexicon.FINITE for item in aside):
        return None
    return core if opens else (core[0], start - 1)
