"""Who says what, by which words: raw attributions of one paragraph.

Forms found: a cue verb with its subject before it ("officials said …"), after it ('"…", said X') or between the pieces
of what is said; "according to X"; passives that hide the speaker ("is believed to"); asides ("as X noted"); -ing cues
that borrow the subject of their sentence (", adding that"); edges without content ("the report cited officials");
headers ("X: '…'"); and quotations left without a speaker. Offsets are those of the paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from firsthand.read import lexicon
from firsthand.read.lexicon import words
from firsthand.read.grammar import (
    Item,
    Range,
    Sentence,
    is_adverb,
    items_of,
    phrase_after,
    phrase_before,
    sentences,
    verb_group_start,
)
from firsthand.read.quotes import Quotation, find_quotations

Span = tuple[int, int]

_LEAD_IN = words("in on at during to after before for with by from via through when")
_AFTER_VERB = words("and or but by of for from into off up out on in at with to against about")
_SUBCLAUSE = words("after while when as although though because since if before")
_CONTENT_STARTS = words("that whether how why what if")


@dataclass(frozen=True, slots=True)
class Attribution:
    """One attribution as spans of the paragraph."""

    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]
    lemma: str
    """Lemma of the cue verb, "according to", "passive", "header" or "" for an orphan quotation."""
    family: str
    sentence: Span
    told: Span | None = None
    """Whom the source told ("told the Post"), often the outlet that reports."""
    cited: tuple[Span, ...] = ()
    """Sources that the source itself cites ("citing …", "according to …")."""
    reporter: Span | None = None
    """The outer speaker who relays the source ("the Post noted that experts see …")."""


@dataclass(slots=True)
class _Cue:
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


def find_attributions(text: str) -> tuple[list[Attribution], list[Sentence], list[Quotation]]:
    """Attributions of one paragraph in order of their sentences, with its sentences and quotations."""
    quotations = find_quotations(text)
    split = sentences(items_of(text, quotations))
    found: list[Attribution] = []
    before, ended_quoted = 0, False
    for sentence in split:
        here = _in_sentence(sentence)
        if not here:
            here = _left_over(sentence, [] if ended_quoted else found, before)
        found = _merge(found, here)
        before = sentence[-1].end
        ended_quoted = sentence[-1].kind == "quote" or (len(sentence) > 1 and sentence[-2].kind == "quote")
    return found, split, quotations


def _merge(found: list[Attribution], here: list[Attribution]) -> list[Attribution]:
    """``found`` and ``here``; a continued quotation replaces the attribution that it continues."""
    for item in here:
        if found and item.cue is not None and item.cue == found[-1].cue:
            found = found[:-1]
        found = [*found, item]
    return found


def _in_sentence(items: Sentence) -> list[Attribution]:
    cues = _cues(items)
    _fill(items, cues)
    made = [_attribution(items, cue) for cue in cues if cue.content or cue.family == "cite"]
    relayed = _according(items, made)
    if relayed and made and relayed[0].cue and all(item.cue and item.cue < relayed[0].cue for item in made):
        made = []
    made += relayed
    if not made:
        made = _passive(items) or _header(items)
    return sorted(made, key=lambda item: item.cue or item.sentence)


# ---- finding cues -----------------------------------------------------------------------------------------------


def _cues(items: Sentence) -> list[_Cue]:
    found: list[_Cue] = []
    for index, item in enumerate(items):
        form = lexicon.CUE_FORMS.get(item.low) if item.kind == "word" else None
        if form is None:
            continue
        cue = _cue_at(items, index, form, found)
        if cue is not None:
            found.append(cue)
    return found


def _cue_at(items: Sentence, index: int, form: tuple[str, str, str], before: list[_Cue]) -> _Cue | None:
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
        return _Cue((start, index + 1), lemma, family, tense, inverted, inverted=True)
    if subject is None and family == "say" and _strong(items, index, lemma, family):
        joined = {item.low for item in items[max(0, start - 4) : start]} & {"and", "but"}
        first = _first_subject(items, index) if joined and not before else None
        return _Cue((start, index + 1), lemma, family, tense, first, borrowed=True) if first else None
    if subject is None:
        return None
    if subject == (-1, -1):
        if not _strong(items, index, lemma, family):
            return None
        return _Cue((start, index + 1), lemma, family, tense, before[-1].subject, borrowed=True)
    if lemma in lexicon.QUOTE_ONLY and not _beside_quote(items, start, index, subject):
        return None
    if items[index].low in lexicon.NOUN_LIKE and not _verb_evidence(items, subject, index, family):
        return None
    return _Cue((start, index + 1), lemma, family, tense, subject, aside)


def _beside_quote(items: Sentence, start: int, index: int, subject: Range) -> bool:
    """A quotation stands right after the verb, or right before its subject."""
    after = [item.kind for item in items[index + 1 : index + 3]]
    before = [item.kind for item in items[max(0, subject[0] - 2) : subject[0]]]
    return "quote" in after or "quote" in before


def _subject(items: Sentence, start: int, before: list[_Cue]) -> tuple[Range | None, bool]:
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
    return after.low in _CONTENT_STARTS or after.kind == "quote" or after.text == ":" or lemma in {"say", "tell"}


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


def _participle(items: Sentence, index: int, form: tuple[str, str, str], before: list[_Cue]) -> _Cue | None:
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
    return _Cue((index, index + 1), lemma, family, tense, subject, borrowed=True)


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
    ends_quote = previous.kind == "quote" or (previous.text == "," and index > 1)
    after = items[index + 1]
    if not ends_quote or after.kind != "word" or after.low in _CONTENT_STARTS | lexicon.PREPOSITIONS:
        return None
    if not (after.capital or after.low in lexicon.DETERMINERS | lexicon.PRONOUNS | lexicon.ROLE_WORDS
            or after.low.endswith("s")):  # fmt: skip
        return None
    return phrase_after(items, index + 1)


# ---- what is said -----------------------------------------------------------------------------------------------


def _fill(items: Sentence, cues: list[_Cue]) -> None:
    """Give each cue its content; cues that stand inside another's content are dropped or take it over."""
    covered = -1
    outer: _Cue | None = None
    kept: list[_Cue] = []
    for position, cue in enumerate(cues):
        clause = cue.subject[0] if cue.subject and not (cue.borrowed or cue.inverted) else cue.group[0]
        if clause < covered and outer is not None:
            if _closes(items, cue, clause):
                cue.content = [(0, clause - 1)]
                kept = [cue]
                outer = cue
                continue
            if _relayed(items, outer, cue, clause):
                cue.reporter = outer.subject
                outer.content = []
                kept.remove(outer)
            elif not _breaks(items, clause) and not _after_subclause(items, outer, clause):
                continue
            else:
                outer.content = [_cut(piece, clause - 1) for piece in outer.content if piece[0] < clause - 1]
        _content(items, cue, kept)
        if cue.family == "cite":
            _cite(items, cue, kept)
            if cue.borrowed and kept:
                continue
            kept.append(cue)
            continue
        elif not cue.content:
            continue
        else:
            covered = max(covered, cue.content[-1][1])
        if kept and kept[-1].family == "cite" and kept[-1].subject == cue.subject:
            cue.cited = kept.pop().cited
        kept.append(cue)
        outer = cue
    cues[:] = kept


def _cut(piece: Range, stop: int) -> Range:
    return piece[0], max(piece[0] + 1, min(piece[1], stop))


def _breaks(items: Sentence, clause: int) -> bool:
    """A new main clause starts at ``clause``: what was said before ends there."""
    if clause == 0:
        return False
    previous = items[clause - 1]
    if previous.text in {";", "—", "–"}:
        return True
    before = items[clause - 2] if clause > 1 else None
    if previous.text == ",":
        return items[clause].low.endswith("ing")
    joined = previous.low in {"but", "while", "and", "though", "although", "whereas"}
    return joined and before is not None and (before.text in {",", ";"} or before.kind == "quote" or True)


def _closes(items: Sentence, cue: _Cue, clause: int) -> bool:
    """ "…, X said" behind a sentence with cues of its own: all of it is what X said."""
    if cue.family != "say" or cue.borrowed or clause < 3 or items[clause - 1].text != ",":
        return False
    if any(item.kind == "quote" for item in items[:clause]) or items[0].low in _SUBCLAUSE:
        return False
    rest = items[(cue.subject[1] if cue.inverted and cue.subject else cue.group[1]) :]
    ends = not rest or rest[0].text == "." or rest[0].low in _LEAD_IN | lexicon.TIME_WORDS
    return ends and not any(item.low == "that" or item.text in {",", ":"} or item.kind == "quote" for item in rest)


def _after_subclause(items: Sentence, outer: _Cue, clause: int) -> bool:
    """The outer cue stands in an opening "after …," or "when …," clause, and its main clause starts here."""
    start = outer.subject[0] if outer.subject else outer.group[0]
    opened = start > 0 and items[start - 1].low in _SUBCLAUSE
    return opened and items[clause - 1].text == ","


def _relayed(items: Sentence, outer: _Cue, inner: _Cue, clause: int) -> bool:
    """The outer content is itself an attribution to somebody else ("noted that many experts see it as …")."""
    if outer.family not in {"say", "show"} or inner.borrowed or inner.subject is None or not outer.content:
        return False
    if inner.family not in {"say", "think"} or clause > outer.content[0][0] + 1:
        return False
    words = items[inner.subject[0] : inner.subject[1]]
    return any(
        word.low in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS | lexicon.INTELLIGENCE_WORDS for word in words
    )


def _content(items: Sentence, cue: _Cue, before: list[_Cue]) -> None:
    after = cue.subject[1] if cue.inverted and cue.subject else cue.group[1]
    after = _skip_adverbs(items, after)
    if cue.family == "cite":
        return
    if cue.family == "say" and not cue.inverted and after + 1 < len(items) and items[after].low == "to":
        after = _spoken_to(items, cue, after)
    if cue.lemma in {"tell", "assure", "inform", "remind", "ask", "warn"}:
        after = _recipient(items, cue, after)
    start = _content_start(items, cue, after)
    if start is not None:
        end = _content_end(items, start)
        cue.content = _pieces(items, start, end)
        if cue.family == "think" and items[start].low == "to" and not cue.borrowed and cue.subject:
            cue.content = [*_antecedent(items, cue.subject[0]), *cue.content]
    if cue.family in {"say", "think", "show"} and not cue.borrowed:
        left = _left_content(items, cue, before)
        if left is not None and (cue.inverted or not cue.content or _parenthetical(items, cue, left)):
            spoken = items[left[1] - 1].kind == "quote"
            cue.content = [left, *(piece for piece in cue.content if not spoken or items[piece[0]].kind == "quote")]


def _antecedent(items: Sentence, subject: int) -> list[Range]:
    """What a relative clause is about: "a building that analysts believe to be a plant"."""
    if subject < 2 or items[subject - 1].low not in {"that", "which"}:
        return []
    stop = subject - 2 if items[subject - 2].text == "," else subject - 1
    found = phrase_before(items, stop, close=True)
    return [found[0]] if found else []


def _skip_adverbs(items: Sentence, index: int) -> int:
    keep = {"both", "all", "each", "first", "still"}
    while index < len(items) and is_adverb(items[index]) and items[index].low not in keep:
        index += 1
    return index


def _spoken_to(items: Sentence, cue: _Cue, after: int) -> int:
    """Index after "to X" in "confirmed to X"; ``after`` itself where "to" opens an infinitive."""
    first = items[after + 1]
    if not (first.capital or first.low in lexicon.DETERMINERS | {"reporters", "him", "them", "us", "me"}):
        return after
    found = phrase_after(items, after + 1)
    if found is None:
        return after
    cue.told = found
    return found[1]


def _recipient(items: Sentence, cue: _Cue, after: int) -> int:
    """Index after the person told ("told Fox News, …")."""
    index = after
    while index < len(items) and index - after < 14:
        item = items[index]
        if item.kind != "word" and not (item.text in {"'", "&", "."} and index + 1 < len(items)):
            break
        opens = item.low in _CONTENT_STARTS | {"to", "about", "in", "on", "during", "after", "at", "of"}
        if opens or (index > after and item.low in lexicon.PRONOUNS | {"there", "his", "her", "their", "its"}):
            break
        if index > after and item.low in lexicon.DETERMINERS and items[index - 1].low not in lexicon.PREPOSITIONS:
            break
        index += 1
        if items[index - 1].low in {"him", "me", "them", "us", "reporters", "supporters"} or (
            index - after == 1 and items[index - 1].low in {"her", "his"}
        ):
            break
    if index > after and cue.lemma in {"tell", "inform", "assure", "remind", "warn"}:
        cue.told = (after, index)
        return index
    return after


def _content_start(items: Sentence, cue: _Cue, after: int) -> int | None:
    """Where the content begins right of the cue; None when nothing is said there."""
    if after >= len(items):
        return None
    item = items[after]
    if item.text in {",", ":", "—", "–", "-"} and after + 1 < len(items):
        following = items[after + 1]
        if following.kind == "quote" or item.text == ":":
            return after + 1
        ahead = _that_ahead(items, after + 1)
        if ahead is not None and item.text == ",":
            return ahead
        return after + 1 if _goes_on_at(items, after, cue) else None
    if item.kind == "mark":
        return None
    if item.low == "that" and after + 1 < len(items):
        return after + 1
    if cue.told and item.low == "to":
        return after
    if cue.family in {"say", "think", "show"} and item.low in _LEAD_IN | lexicon.TIME_WORDS:
        ahead = _that_ahead(items, after)
        if ahead is not None or (cue.family == "say" and cue.lemma in {"say", "write", "tell", "tweet", "add", "post"}):
            return ahead
    if cue.family == "intend" and item.low in _LEAD_IN:
        for ahead in range(after + 1, min(len(items), after + 5)):
            if items[ahead].low == "to":
                return ahead
    if cue.inverted:
        return None
    if cue.family == "say" and item.low in {"and", "or", "but"}:
        return None
    if item.low in {"as", "when", "while"} and cue.family == "say":
        return None
    return after


def _that_ahead(items: Sentence, index: int) -> int | None:
    """Start of the content after a short adverbial ("said on Monday that …", 'said in a statement, "…"')."""
    for ahead in range(index, min(len(items) - 1, index + 14)):
        item = items[ahead]
        if item.low == "that" and items[ahead - 1].low not in lexicon.PREPOSITIONS:
            return ahead + 1
        if item.kind == "quote" and len(item.text.split()) > 2:
            return ahead
        if item.text in {";", "—"} or item.low in {"but", "because"}:
            return None
    return None


def _goes_on_at(items: Sentence, comma: int, cue: _Cue) -> bool:
    """What is said goes on after a comma behind the cue ("The plant, officials said, is idle")."""
    following = items[comma + 1]
    if cue.subject is None or cue.borrowed or cue.family not in {"say", "think"}:
        return False
    start = cue.subject[0]
    if start == 0 or (items[start - 1].text not in {",", "—", "–"} and items[start - 1].low != "as"):
        return False
    return following.kind == "quote" or not (
        following.low.endswith("ing") or following.low in {"according", "who", "which", "a", "an", "while", "but"}
    )


def _parenthetical(items: Sentence, cue: _Cue, left: Range) -> bool:
    """The cue and its subject stand between commas or after a quotation, so what is said lies on both sides."""
    if cue.subject is None:
        return False
    start = cue.subject[0]
    return start > 0 and (items[start - 1].text in {",", "—", "–"} or items[start - 1].kind == "quote"
                          or items[start - 1].low == "as")  # fmt: skip


def _left_content(items: Sentence, cue: _Cue, before: list[_Cue]) -> Range | None:
    """Content before the cue and its subject ("…, officials said")."""
    start = cue.group[0] if cue.inverted or cue.subject is None else cue.subject[0]
    stop = start
    if stop > 0 and items[stop - 1].low == "as":
        stop -= 1
    if stop == 0:
        return None
    mark = items[stop - 1]
    if mark.kind != "quote" and mark.text not in {",", "—", "–", "-", "?", "!"}:
        return None
    quoted = mark.kind == "quote" or (stop > 1 and items[stop - 2].kind == "quote")
    after = items[cue.group[1]].text if cue.group[1] < len(items) else ""
    if cue.content and not quoted and not cue.inverted and after not in {",", "—"}:
        return None
    floor = 0
    for other in before:
        edge = other.content[-1][1] if other.content else other.group[1]
        floor = max(floor, min(edge, stop)) if other.group[0] < start else floor
    first = floor
    while first < stop and (items[first].kind == "mark" or items[first].low in {"but", "and", "however", "so"}):
        first += 1
    last = stop - 1 if mark.kind == "mark" else stop
    if last <= first or (last - first < 3 and items[first].kind != "quote"):
        return None
    return first, last


def _content_end(items: Sentence, start: int) -> int:
    """One past the last item of the content that begins at ``start``."""
    end = len(items)
    while end > start and items[end - 1].kind == "mark" and items[end - 1].text not in {")", "%", "'", "’"}:
        end -= 1
    for index in range(start + 1, end):
        item = items[index]
        following = items[index + 1] if index + 1 < end else None
        if item.text == ";" and index - start > 2:
            return index
        spoken = index == start + 1 and items[start].kind == "quote" and items[start].text[-2:-1] == ","
        if spoken and item.low in {"but", "and", "when", "while", "although", "though"}:
            return index
        if item.text not in {",", "—", "–"} or following is None:
            continue
        if following.low == "but" and _new_clause(items, index + 2, end):
            return index
        if following.low in {"according", "citing"}:
            return index
        if following.low in {"which", "who", "whose", "one"} and index - start > 3:
            return index
        after = items[index + 2].low if index + 2 < end else ""
        if following.low in {"and", "while", "although", "though"} and after in lexicon.PRONOUNS - {"who"}:
            return index
        form = lexicon.CUE_FORMS.get(following.low)
        if form and form[2] == "ing" and form[1] in {"say", "decline", "cite", "judge"}:
            return index
        quoted = items[index - 1].kind == "quote" and index - 1 == start
        if quoted and following.kind != "quote" and following.low in lexicon.SUBORDINATORS | {"and", "when"}:
            return index
    return end


def _new_clause(items: Sentence, index: int, end: int) -> bool:
    return index < end and items[index].low not in {"rather", "that", "also", "instead", "only", "not", "to", "still"}


def _pieces(items: Sentence, start: int, end: int) -> list[Range]:
    """The content as ranges; later quotations of the sentence are further pieces of a quoted one."""
    if start >= end:
        return []
    pieces = [(start, end)]
    if items[start].kind == "quote":
        for index in range(end, len(items)):
            joined = items[index - 1].low in {"and", "as", "that", "but", "or", "because"}
            if items[index].kind == "quote" and joined:
                pieces.append((index, index + 1))
            elif items[index].low in lexicon.CUE_FORMS:
                break
    return pieces


def _cite(items: Sentence, cue: _Cue, kept: list[_Cue]) -> None:
    """ "citing officials": the object is a source; it joins the statement before when there is one."""
    found = phrase_after(items, cue.group[1])
    if found is None:
        return
    cue.cited = [found]
    if cue.borrowed and kept:
        kept[-1].cited.append(found)


# ---- other forms ------------------------------------------------------------------------------------------------


def _according(items: Sentence, made: list[Attribution]) -> list[Attribution]:
    for index in range(len(items) - 2):
        if items[index].low != "according" or items[index + 1].low != "to":
            continue
        source = phrase_after(items, index + 2)
        if source is None:
            continue
        span = _span(items, source)
        cue = (items[index].start, items[index + 1].end)
        if made and _attach_cited(made, cue, span):
            return []
        content = _around(items, index, source[1])
        if not content:
            return []
        pieces = tuple(_span(items, piece) for piece in content)
        return [Attribution(span, cue, pieces, "according to", "say", _whole(items))]
    return []


def _attach_cited(made: list[Attribution], cue: Span, source: Span) -> bool:
    """ "Officials said …, according to the Post": the second source relays the first."""
    for position, item in enumerate(made):
        if item.content and item.cue and item.cue[0] < cue[0] and item.family == "say":
            pieces = tuple((start, min(end, cue[0])) for start, end in item.content if start < cue[0])
            made[position] = replace(item, reporter=source, content=pieces or item.content)
            return True
    return False


def _around(items: Sentence, start: int, end: int) -> list[Range]:
    """What stands left and right of "according to X"."""
    left_end = start
    while left_end > 0 and items[left_end - 1].kind == "mark":
        left_end -= 1
    right = end
    while right < len(items) and items[right].kind == "mark":
        right += 1
    stop = len(items)
    while stop > right and items[stop - 1].kind == "mark":
        stop -= 1
    pieces = []
    first = 0
    while first < left_end and items[first].low in {"but", "and", "however", ","}:
        first += 1
    if left_end - first > 1:
        pieces.append((first, left_end))
    follows = right < stop and end < len(items) and items[end].text == ","
    if follows and (not pieces or not items[right].low.endswith("ing")) and (not pieces or right - end == 1):
        trailing = items[right].low in {"who", "which", "a", "an", "the", "while", "but"} and pieces
        if not trailing:
            pieces.append((right, stop))
    return pieces


def _passive(items: Sentence) -> list[Attribution]:
    """ "is believed to …": an attribution whose speaker is hidden, or named with "by"."""
    for index in range(1, len(items) - 1):
        item = items[index]
        if item.low not in lexicon.PASSIVE_CUES or items[index + 1].low not in {"to", "that", "by"}:
            continue
        start = verb_group_start(items, index)
        if not {helper.low for helper in items[start:index]} & lexicon.BE:
            continue
        end = _content_end(items, index + 1)
        cue = (items[start].start, items[index].end)
        source, after = None, index + 1
        if items[after].low == "by":
            found = phrase_after(items, after + 1)
            if found is None:
                continue
            source, after = _span(items, found), found[1]
        subject = phrase_before(items, start)
        first = subject[0][0] if subject else 0
        pieces = [(first, start)] if start > first else []
        if after < end:
            pieces.append((after, end))
        if items[first:start] and items[first].low == "it":
            pieces = pieces[1:]
        spans = tuple(_span(items, piece) for piece in pieces)
        if spans:
            return [Attribution(source, cue, spans, "passive", "think", _whole(items))]
    return []


def _header(items: Sentence) -> list[Attribution]:
    """ "Smith: “…”" and "“…” — Smith"."""
    for index, item in enumerate(items):
        if item.kind != "quote" or len(item.text.split()) < 3:
            continue
        content = ((item.start, item.end),)
        if 1 < index <= 8 and items[index - 1].text in {":", "—", "–", "-"} and items[0].capital:
            found = phrase_before(items, index - 1)
            if found:
                mark = items[index - 1]
                return [Attribution(_span(items, found[0]), (mark.start, mark.end), content, "header", "say",
                                    _whole(items))]  # fmt: skip
        if index + 2 <= len(items) - 1 and items[index + 1].text in {"—", "–", "-"} and items[index + 2].capital:
            found_after = phrase_after(items, index + 2)
            if found_after and len(items) - index < 12:
                mark = items[index + 1]
                return [Attribution(_span(items, found_after), (mark.start, mark.end), content, "header", "say",
                                    _whole(items))]  # fmt: skip
    return []


def _left_over(items: Sentence, found: list[Attribution], before: int) -> list[Attribution]:
    """A sentence that is one quotation: it goes on from the last attribution, or it lost its speaker.

    News prose lets a quotation run on after '…," he said.'; two quotations that close and open at once with nothing
    between them were never written so, and the second has lost its speaker.
    """
    quotes = [item for item in items if item.kind == "quote"]
    others = [item for item in items if item.kind == "word"]
    if len(quotes) != 1 or others or len(quotes[0].text.split()) < 4:
        return []
    piece = (quotes[0].start, quotes[0].end)
    if found and found[-1].content:
        last = found[-1]
        adjacent = last.sentence[1] >= before
        speaks = last.family == "say" and last.source is not None
        if speaks and adjacent and last.sentence[1] <= piece[0]:
            return [replace(last, content=(*last.content, piece), sentence=(last.sentence[0], piece[1]))]
    return [Attribution(None, None, (piece,), "", "orphan", _whole(items))]


def _attribution(items: Sentence, cue: _Cue) -> Attribution:
    return Attribution(
        source=_span(items, cue.subject) if cue.subject else None,
        cue=_span(items, cue.group),
        content=tuple(_span(items, piece) for piece in cue.content),
        lemma=cue.lemma,
        family=cue.family,
        sentence=_whole(items),
        told=_span(items, cue.told) if cue.told else None,
        cited=tuple(_span(items, piece) for piece in cue.cited),
        reporter=_span(items, cue.reporter) if cue.reporter else None,
    )


def _span(items: Sequence[Item], piece: Range) -> Span:
    return items[piece[0]].start, items[piece[1] - 1].end


def _whole(items: Sentence) -> Span:
    return items[0].start, items[-1].end
