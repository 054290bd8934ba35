"""Whether a sentence speaks of the thing of its record: "a second tower" is not the tower that the record knows."""

from __future__ import annotations

import re
from collections.abc import Iterable

from firsthand.publish.contract import numbers
from firsthand.publish.contract.names import WORD
from firsthand.publish.contract.numbers import HOUSE_NOUNS
from firsthand.publish.contract.support import without_dates
from firsthand.publish.drafts.carriers import Carrier
from firsthand.trace.words import THINGS, concept

_ORDER = r"second|third|fourth|fifth|another|additional|further|remaining|other(?! than)|both|last|next"
_FURTHER = re.compile(
    rf"\b(?P<which>{_ORDER})(?: (?:of|the|two|three|remaining|such))*(?P<after>(?: [\w-]+){{1,5}})", re.IGNORECASE
)
_ENDS = re.compile(
    r"\b(?:the|an?|its|their|this|that|was|were|is|are|has|have|had|will|which|who|and|or|but|in|at|on|by|from|to|of|for|with)\b",
    re.IGNORECASE,
)
_MANY = re.compile(r"\b(?P<count>[a-z]{3,9}|\d+)(?P<after>(?: [\w-]+){1,4})", re.IGNORECASE)
_ONE = re.compile(r"\b(?:an?|one|the|single)(?P<after>(?: [\w-]+){1,4})", re.IGNORECASE)


def kind_fault(bare: str, carrier: Carrier) -> str:
    """Another thing of a kind, or several, where the record knows one; empty when there is none."""
    texts = (*carrier.evidence.quotes, *carrier.wordings)
    for which, thing, words in _further(bare):
        told = any(other == thing for text in texts for _, other, _ in _further(text))
        if not told and not _several(thing, carrier):
            return f"its evidence speaks of no {which.casefold()} {words}"
    for found in _MANY.finditer(without_dates(bare)):
        named = _thing(found["after"])
        several = max(numbers.values(found["count"]), default=0) >= 2
        if several and named and not _several(named[0], carrier) and _only_one(named[0], texts):
            return f"“{found['count']} {named[1]}” is not the number that its quotes give (one)"
    return ""


def _further(text: str) -> Iterable[tuple[str, str, str]]:
    """Each "second engine test stand" of a text: which, the concept of the thing, its words."""
    for found in _FURTHER.finditer(text):
        named = _thing(found["after"])
        if named:
            yield found["which"], *named


def _thing(after: str) -> tuple[str, str] | None:
    """Concept and words of the noun phrase that the words begin with, where it is a thing of sites."""
    cut = _ENDS.search(after)
    phrase = WORD.findall(after[: cut.start()] if cut else after)
    for at in range(len(phrase) - 1, -1, -1):
        if concept(phrase[at].casefold()) in THINGS and not HOUSE_NOUNS & {concept(word) for word in phrase[:at]}:
            return concept(phrase[at].casefold()), " ".join(phrase[: at + 1])
    return None


def _several(thing: str, carrier: Carrier) -> bool:
    """The evidence counts more than one of it."""
    return any(item.noun == thing and (item.high is None or item.high >= 2) for item in carrier.evidence.amounts)


def _only_one(thing: str, texts: Iterable[str]) -> bool:
    """The texts name the thing, and only ever one of it."""
    forms = [word.casefold() for text in texts for word in WORD.findall(text) if concept(word.casefold()) == thing]
    single = any(
        named and named[0] == thing
        for text in texts
        for found in _ONE.finditer(text)
        if (named := _thing(found["after"]))
    )
    return single and not any(form.endswith("s") and not form.endswith("ss") for form in forms)
