"""Promises as the reports tell them: each once, with everybody who tells it and everybody who mentions it in passing.

A mention ("in line with a promise made to Osterland", "despite its pledge to wind down testing") names an undertaking
that the report itself may not quote, and says whether an act is held to keep it or to go against it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from firsthand.model import Relevance, Stance, Statement
from firsthand.trace.sources import body_words
from firsthand.trace.words import concepts, overlap
from firsthand.weigh.commitments.measure import first_act, last_act, thing_in
from firsthand.weigh.commitments.words import REFRAIN

ALIKE, ALIKE_OF_OTHERS = 0.5, 0.75
"""Shared content words of one promise told twice: by one party, and by two that may be one."""
LOST = "speaker lost"
_QUOTED = re.compile(r"[\"“]([^\"“”]{20,})[\"”]")
_NOUN = r"(?:promise|pledge|vow|undertaking|commitment|assurance|obligation)s?"
_MENTION = re.compile(
    r"\b(?:(?P<kept>in (?:line|keeping|accordance) with|in fulfil?lment of|as part of|honou?ring|fulfil?ling|meeting)"
    r"|(?P<broken>despite|in spite of|in breach of|in defiance of|contrary to|regardless of|breaking|violating))\s+"
    rf"(?:(?:an?|(?P<own>its|his|her|their)|the|any|[\w.-]+['’]s?)\s+)?(?:[\w-]+\s+){{0,2}}?{_NOUN}\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
_AS_PROMISED = re.compile(
    r",?\s+as (?:(?:it|he|she|they) (?:had )?)?(?:promised|pledged|agreed|undertaken)\b", re.IGNORECASE
)
_INFINITIVE = re.compile(r"\b((?:(?:not|never) )?to (?=[a-z])[^,;—]*)")
_SUBJECT = re.compile(
    r"^\W*(?:But |And )?((?:[A-Z][\w’'.-]*\s){1,3})"
    r"(?:is|are|was|were|has|have|had|will|would|still|continues?|[a-z]{3,}ed|keeps?|goes|went)\b"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """An act that somebody holds against an undertaking."""

    statement: Statement
    words: str
    """The undertaking, as far as the mention says it; empty when it only points at one."""
    kept: bool
    """The act is said to keep it; otherwise to go against it."""
    who: str
    """Whose undertaking it is; empty when the words do not say."""


@dataclass(slots=True)
class Promise:
    """One undertaking: those who tell it, and those who mention it."""

    told: list[Statement] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def fullest(self) -> Statement | None:
        """The telling that says most of it: who, where, in most words."""
        return max(
            self.told,
            key=lambda item: (bool(item.source_name), bool(item.event.site_ids), len(item.quote)),
            default=None,
        )

    @property
    def who(self) -> str:
        if self.fullest is not None:
            return self.fullest.source_name or LOST
        return next((mention.who for mention in self.mentions if mention.who), LOST)

    @property
    def what(self) -> str:
        return self.fullest.quote if self.fullest else self.mentions[0].words

    @property
    def wordings(self) -> list[str]:
        """The undertaking in the words of each telling."""
        if self.told:
            return [promised_words(item) for item in self.told]
        return [mention.words for mention in self.mentions if mention.words]

    @property
    def statements(self) -> list[Statement]:
        """Tellings, or where the reports give none, the mentions."""
        return self.told or [mention.statement for mention in self.mentions]

    def join(self, other: Promise) -> None:
        self.told += [item for item in other.told if item not in self.told]
        self.mentions += [item for item in other.mentions if item not in self.mentions]


def gather(statements: Sequence[Statement]) -> list[Promise]:
    """All undertakings about the matter under watch, each once; ``statements`` come in time order."""
    found: list[Promise] = []
    topical = [item for item in statements if item.relevance is Relevance.ON_TOPIC and item.content]
    for statement in topical:
        if statement.stance is Stance.PROMISES:
            home = next((one for one in found if any(_same(statement, other) for other in one.told)), None)
            if home is None:
                found.append(Promise([statement]))
            else:
                home.told.append(statement)
    for statement in topical:
        if statement.stance is not Stance.PROMISES:
            for mention in _mentions(statement):
                _place(mention, found)
    return found


def same_words(first: str, second: str, one_party: bool) -> bool:
    """Two wordings of one undertaking: alike, and neither rules out what the other asks for."""
    acts = first_act(first), first_act(second)
    if acts[0] and acts[1] and acts[0].act is not acts[1].act:
        return False
    things = thing_in(first), thing_in(second)
    if all(things) and things[0] != things[1]:
        return False
    if bool(REFRAIN.search(first)) is not bool(REFRAIN.search(second)):
        return False
    return overlap(concepts(first), concepts(second)) >= (ALIKE if one_party else ALIKE_OF_OTHERS)


def same_party(first: str, second: str) -> bool:
    """The names can be one party's; a name that is not known can be anybody's."""
    names = [body_words("" if name == LOST else name) for name in (first, second)]
    return not all(names) or bool(names[0] & names[1])


def promised_words(statement: Statement) -> str:
    """The promise itself: the words that the report puts in quotation marks, where it does."""
    quoted = _QUOTED.search(statement.quote)
    return quoted.group(1) if quoted else statement.quote


def _same(one: Statement, two: Statement) -> bool:
    """The same words promised, by the same party or by one whose name the text does not give."""
    return same_words(promised_words(one), promised_words(two), one_party=same_party(one.source_name, two.source_name))


def _mentions(statement: Statement) -> Iterator[Mention]:
    text = statement.quote
    if statement.event.negated:
        return
    for found in _MENTION.finditer(text):
        subject = _SUBJECT.match(text)
        kept = bool(found["kept"])
        # Who acts in line with "a promise" need not have given it; who acts despite one has.
        who = subject.group(1).strip() if subject and (found["own"] or not kept) else ""
        infinitive = _INFINITIVE.search(found["rest"])
        words = infinitive.group(1).strip() if infinitive else _act_before(statement, found.start()) if kept else ""
        yield Mention(statement, words, kept, who)
    for found in _AS_PROMISED.finditer(text):
        yield Mention(statement, _act_before(statement, found.start()), True, "")


def _act_before(statement: Statement, end: int) -> str:
    """From the verb of the statement's act to ``end``: what was done is what had been promised."""
    act = last_act(statement.quote[:end], statement.event.action)
    return statement.quote[act.start : end].strip(" ,") if act else ""


def _place(mention: Mention, found: list[Promise]) -> None:
    """A mention belongs to the undertaking of its words; without any, to one that the same report tells."""
    worded = [one for one in found if mention.words and any(_alike(mention, words) for words in one.wordings)]
    nearby = [one for one in found if mention.statement.document_id in {item.document_id for item in one.told}]
    home = next((one for one in worded if same_party(mention.who, one.who)), None)
    if home is None and (not mention.words or mention.kept):
        home = next((one for one in nearby if same_party(mention.who, one.who)), None)
    if home is not None:
        home.mentions.append(mention)
    elif mention.words:
        found.append(Promise([], [mention]))


def _alike(mention: Mention, words: str) -> bool:
    return same_words(mention.words, words, one_party=True)
