"""Who says what, by which words: raw attributions of one paragraph.

The learned model marks the spans (:mod:`~firsthand.read.attribution.tagger`); rules name the forms and find what it
cannot mark. Forms that the rules know: a cue verb with its subject before it ("officials said …"), after it ('"…", said
X') or between the pieces of what is said; "according to X"; passives that hide the speaker ("is believed to"); asides
("as X noted"); -ing cues that borrow the subject of their sentence (", adding that"); edges without content ("the
report cited officials"); headers ("X: '…'"); and quotations left without a speaker. Offsets are the paragraph's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firsthand.read.attribution.clauses import each_clause, settle
from firsthand.read.attribution.combine import combined
from firsthand.read.attribution.cues import Cue, find_cues
from firsthand.read.attribution.denials import settle_denial
from firsthand.read.attribution.forms import according_to, headers, passives, refusals
from firsthand.read.attribution.grammar import Item, Sentence, items_of, sentences
from firsthand.read.attribution.noun_cues import noun_cues
from firsthand.read.attribution.quotes import Quotation, find_quotations
from firsthand.read.attribution.spans import Attribution, Span, Tagged, span_of, whole_of

__all__ = ["DATELINE", "Attribution", "Span", "find_attributions"]

DATELINE = re.compile(r"[A-Z][A-Z .’'-]{2,40}(?:,\s[^()—–\n-]{2,40})?(?:\([^)\n]{2,40}\)\s?)?\s?[-–—]{1,2}\s")

_SHORTEST_ORPHAN = 4
"""Words; a shorter quotation that stands alone may be a title or a sign."""


def find_attributions(
    text: str, tagged: Sequence[Tagged] | None = None
) -> tuple[list[Attribution], list[Sentence], list[Quotation]]:
    """Attributions of one paragraph in order of their sentences, with its sentences and quotations.

    ``tagged`` is what the model marked in it, in the paragraph's offsets; without a model only rules speak.
    """
    quotations = find_quotations(text)
    dateline = DATELINE.match(text)
    begin = dateline.end() if dateline else 0
    split = sentences([item for item in items_of(text, quotations) if item.start >= begin])
    found: list[Attribution] = []
    opened = {quotation.start for quotation in quotations}
    before, ended_quoted = 0, False
    for sentence in split:
        here = _in_sentence(sentence)
        if not here:
            last = None if ended_quoted else _speaking(found, opened)
            here = _left_over(sentence, last, before)
        found = _merge(found, here)
        before = sentence[-1].end
        ended_quoted = any(_is_speech(item) for item in sentence[-2:])
    return found if tagged is None else combined(text, found, tagged, split), split, quotations


def _merge(found: list[Attribution], here: list[Attribution]) -> list[Attribution]:
    """``found`` and ``here``; a continued quotation replaces the attribution that it continues."""
    continued = {(item.cue, item.content[:-1]) for item in here if item.cue}
    return [*(item for item in found if (item.cue, item.content) not in continued), *here]


def _in_sentence(items: Sentence) -> list[Attribution]:
    cues = find_cues(items)
    settle(items, cues)
    for cue in cues:
        settle_denial(items, cue)
    made = [
        _attribution(items, clause)
        for cue in cues
        if cue.content or cue.family == "cite"
        for clause in each_clause(items, cue)
    ]
    relayed = according_to(items, made)
    if relayed and made and relayed[0].cue and all(item.cue and item.cue < relayed[0].cue for item in made):
        made = []
    made += relayed
    made += refusals(items, made)
    made += noun_cues(items, made)
    if not made:
        made = passives(items) or headers(items)
    return sorted(made, key=lambda item: item.cue or item.sentence)


def _is_speech(item: Item) -> bool:
    return item.kind == "quote" and len(item.text.split()) >= _SHORTEST_ORPHAN


def _left_over(items: Sentence, last: Attribution | None, before: int) -> list[Attribution]:
    """A sentence that is one quotation: it goes on from the ``last`` attribution, or it lost its speaker.

    News prose lets a quotation run on after '…," he said.'; two quotations that close and open at once with nothing
    between them were never written so, and the second has lost its speaker.
    """
    quotes = [item for item in items if item.kind == "quote"]
    others = [item for item in items if item.kind == "word"]
    if len(quotes) != 1 or others:
        return []
    piece = (quotes[0].start, quotes[0].end)
    if last is not None and before <= last.sentence[1] <= piece[0]:
        return [replace(last, content=(*last.content, piece), sentence=(last.sentence[0], piece[1]))]
    if not _is_speech(quotes[0]):
        return []
    return [Attribution(None, None, (piece,), "", "orphan", whole_of(items))]


def _speaking(found: list[Attribution], opened: set[int]) -> Attribution | None:
    """The attribution of the last sentence that a following quotation goes on with: the one that quotes already."""
    speaks = [
        item
        for item in found
        if item.sentence == found[-1].sentence and item.content and item.family == "say" and item.source is not None
    ]
    quotes = [item for item in speaks if any(start in opened for start, _ in item.content)]
    return quotes[0] if quotes else speaks[-1] if speaks else None


def _attribution(items: Sentence, cue: Cue) -> Attribution:
    return Attribution(
        source=span_of(items, cue.subject) if cue.subject else None,
        cue=span_of(items, cue.group),
        content=tuple(span_of(items, piece) for piece in cue.content),
        lemma=cue.lemma,
        family=cue.family,
        sentence=whole_of(items),
        told=span_of(items, cue.told) if cue.told else None,
        cited=tuple(span_of(items, piece) for piece in cue.cited),
        reporter=span_of(items, cue.reporter) if cue.reporter else None,
        perceives=not _nobody(items, cue) and cue.lemma == "see" and cue.tense == "past" and not _reads_as(items, cue),
    )


def _nobody(items: Sentence, cue: Cue) -> bool:
    first = items[cue.subject[0]].low if cue.subject else ""
    denied = {item.low for item in items[cue.group[0] : cue.group[1]]} & {"not", "never"}
    return bool(denied) or first in {"no", "nobody", "none", "neither"}


def _reads_as(items: Sentence, cue: Cue) -> bool:
    """ "saw it as a gesture": an opinion."""
    return any(items[index].low == "as" for piece in cue.content for index in range(*piece))
