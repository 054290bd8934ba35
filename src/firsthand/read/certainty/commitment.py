"""How far a news sentence commits to an event: rules on the event's auxiliaries and governors.

Two questions hide behind "factuality". *Has it happened?* is what UDS-IH2 asked: "will build" is then near -2, since
it has not. *Does the author hold that it is or will be so?* is what news annotation asks (FactBank and the sets after
it): "will build" is then near +2. The trained model answers the first; these rules the second. They start from "news
asserts": +3, unless something in the clause takes it back. The values are those of the annotation guidelines' classes
(certain 3, probable 2, possible 1, underspecified 0), set by hand; no news set was at hand to fit them.
"""

from __future__ import annotations

import re

from firsthand.read.certainty.features import Chain, Tokens, chain_of, clause_opener, governor_before, stem
from firsthand.read.certainty.verbs import VERB_CLASS

CERTAIN, PROBABLE, POSSIBLE, UNSAID = 3.0, 2.0, 1.0, 0.5
DENIED = -3.0
DOUBTED = -1.0

_MODAL_VALUE = {
    "will": PROBABLE, "'ll": PROBABLE, "shall": PROBABLE, "wo": PROBABLE, "must": POSSIBLE, "should": POSSIBLE,
    "ought": POSSIBLE, "would": POSSIBLE, "'d": POSSIBLE, "may": POSSIBLE, "might": POSSIBLE, "could": POSSIBLE,
    "can": PROBABLE, "ca": PROBABLE,
}  # fmt: skip
# Classes of a governing verb, the most decisive first, and what becomes of an affirmative complement.
_GOVERNED_VALUE = (
    ("implicative", CERTAIN),
    ("negative", DENIED),
    ("doubt", DOUBTED),
    ("pretend", DOUBTED),
    ("plan", POSSIBLE + UNSAID),
    ("demand", POSSIBLE),
    ("wish", POSSIBLE),
    ("possible", POSSIBLE),
    ("belief", PROBABLE),
    ("report", CERTAIN),
    ("factive", CERTAIN),
)
_NOT_YET = re.compile(
    r"(?:possible|potential|proposed|planned|future|prospective|likely|upcoming|alleged|suspected|any|threatened)$"
)
_DEFINITE = frozenset(
    {"the", "this", "that", "these", "those", "its", "their", "his", "her", "after", "following", "since"}
)
_NO = frozenset({"no", "without", "neither", "nor"})
_SEARCH_BACK = 4


def commitment(tokens: Tokens, index: int) -> float:
    """Commitment in [-3, 3] to the event at token ``index``."""
    chain = chain_of(tokens, index)
    value = _own(tokens, index, chain)
    if chain.shape.endswith("TO") or "TO" in chain.shape.split("+")[:1]:
        value = min(value, _governed(tokens, governor_before(tokens, chain.before), POSSIBLE))
    else:
        value = min(value, _from_above(tokens, chain))
    return -value if "NOT" in chain.shape.split("+") and value > 0 else value


def _own(tokens: Tokens, index: int, chain: Chain) -> float:
    """From the event's own auxiliaries, or its modifiers when it is a noun."""
    modals = [kind[2:] for kind in chain.shape.split("+") if kind.startswith("M:")]
    if modals:
        return _MODAL_VALUE[modals[0]]
    return CERTAIN if chain.shape else _as_noun(tokens, index)


def _as_noun(tokens: Tokens, index: int) -> float:
    """From what stands before a bare word: "no explosion", "proposed merger", "called for talks", "will hold talks".

    "the" and its like take the event for granted.
    """
    for at in range(index - 1, max(-1, index - 1 - _SEARCH_BACK), -1):
        word = tokens.words[at]
        if word in _NO:
            return DENIED
        if _NOT_YET.match(word):
            return POSSIBLE
        if word in _DEFINITE or not word.isalpha():
            break
        above = chain_of(tokens, at)
        kinds = above.shape.split("+")
        if any(kind.startswith("M:") for kind in kinds) or kinds[-1] == "TO":
            return POSSIBLE
        if word == "for" and VERB_CLASS.get(stem(tokens.at(at - 1)), ("",))[0] in {"demand", "wish", "plan"}:
            return POSSIBLE
        if "NOT" in kinds:
            return DENIED
    return CERTAIN


def _from_above(tokens: Tokens, chain: Chain) -> float:
    """From the clause that the event's clause depends on."""
    opener = clause_opener(tokens, chain.before)
    if opener is None:
        return CERTAIN
    word = tokens.words[opener]
    if word in {"if", "unless", "whether"}:
        return UNSAID
    return _governed(tokens, opener - 1, CERTAIN) if word == "that" else CERTAIN


def _governed(tokens: Tokens, governor: int, otherwise: float) -> float:
    """What a governing predicate leaves of its complement."""
    if governor < 0:
        return otherwise
    above = chain_of(tokens, governor).shape.split("+")
    classes = VERB_CLASS.get(stem(tokens.words[governor]), ())
    value = next((value for name, value in _GOVERNED_VALUE if name in classes), otherwise)
    if "NOT" in above and "factive" not in classes:
        value = DENIED if "implicative" in classes else CERTAIN if value == DENIED else min(value, UNSAID)
    modal = next((_MODAL_VALUE[kind[2:]] for kind in above if kind.startswith("M:")), CERTAIN)
    return min(value, modal)
