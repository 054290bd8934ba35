"""Whether a clause says that its own predicate is not so."""

from __future__ import annotations

import re

_NEGATOR = re.compile(
    r"\b(?:not|never|cannot|neither|no longer|nobody|no one|nothing|none|nowhere|hardly|scarcely|barely|no|nor|"
    r"(?:has|have|had) yet to|fail(?:s|ed)? to|stopp?(?:s|ed)? short of)\b|n['’]t\b",
    re.IGNORECASE,
)
# "no" and "not" that deny no event: of counts, of evidence, of restriction, in set phrases.
_NOT_NEGATING = re.compile(
    r"(?:no|not) (?:later|earlier|fewer|less|more|sooner|doubt|matter|comment|wonder|only|just|merely|simply|solely|"
    r"least|all|every|everyone|necessarily|that|because|so much|uncommon|unusual|surprising)\b|"
    r"not (?:long|far) (?:after|before|from)\b|"
    r"(?:no|not (?:any|enough|sufficient)) (?:\w+ ){0,2}?(?:evidence|signs?|indications?|proof|information|word|hints?|"
    r"reason|details?|confirmation|guarantee|assurance|question)\b|nothing (?:but|short of|less than)\b",
    re.IGNORECASE,
)
# Negating these denies no content: a double negative ("did not deny"), or a commitment withheld ("did not say").
_UNDONE = re.compile(
    r"\s*(?:\w+ly )?(?:be |been |have |immediately |yet )*(?:den(?:y|ied)|rul(?:e|ed) (?:it )?out|exclud(?:e|ed)|"
    r"dismiss(?:ed)?|reject(?:ed)?|disput(?:e|ed)|fail(?:ed)?|confirm(?:ed)?|comment(?:ed)?|say|said|know|known|clear|"
    r"elaborate|hesitate|doubt(?:ed)?|contradict(?:ed)?|prevent(?:ed)?|verif(?:y|ied)|respond(?:ed)?|suggest|mean|"
    r"(?:see|seen|find|found) (?:any )?(?:evidence|signs?)|give (?:any )?(?:details|evidence))\b",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"\b(?:that|which|who|whose|whom|because|although|though|while|unless|until|whereas|if|when|where|whether|since|"
    r"after|before|to)\b",
    re.IGNORECASE,
)
_CLAUSE_START = re.compile(
    r"\W*(?:although|though|while|if|when|because|since|after|before|unless|as)\b", re.IGNORECASE
)
_BOUNDARY = re.compile(
    r"[.!?;:,—–\"“”()]|\b(?:that|which|who|whether|because|although|though|while|but|and|if|when|where|said|says)\b",
    re.IGNORECASE,
)
_AUXILIARY = re.compile(
    r"(?:\b(?:not|never|no longer|yet|been|be|being|is|are|was|were|has|have|had|do|does|did|will|would|can|could|may|"
    r"might|must|should|to|fully|ever|also|actually|completely|entirely|still)|n['’]t)\s+$",
    re.IGNORECASE,
)
MAX_CLAUSE = 400
"""Characters before a negation in which a clause that holds it is looked for; keeps hostile text linear."""
_REACH = 160
"""Characters looked at before a bare predicate for its auxiliaries and subject."""
_BARE_WORDS = 3
"""A span of so few words is taken for a predicate whose subject stands before it."""


def is_negated(text: str, start: int, end: int) -> bool:
    """Whether the main predicate of the clause ``text[start:end]`` is negated ("has not been taken down").

    A span that is a bare predicate ("taken down") is read with the words before it in its clause. Lack of evidence ("no
    evidence that"), withheld commitment and double negatives ("did not say", "did not deny"), and negations inside
    subordinate clauses are no negation of the content.
    """
    clause = text[_clause_start(text, start, end) : end]
    return any(
        not _NOT_NEGATING.match(clause, match.start())
        and not _UNDONE.match(clause, match.end())
        and not _in_subordinate(clause[max(0, match.start() - MAX_CLAUSE) : match.start()])
        for match in _NEGATOR.finditer(clause)
    )


def _clause_start(text: str, start: int, end: int) -> int:
    before = text[max(0, start - _REACH) : start]
    if not _AUXILIARY.search(before) and len(text[start:end].split()) > _BARE_WORDS:
        return start
    boundaries = list(_BOUNDARY.finditer(before))
    return start - len(before) + boundaries[-1].end() if boundaries else start - len(before)


def _in_subordinate(before: str) -> bool:
    """Whether a clause opened in ``before`` still runs at its end; an opener at the very start is the clause itself."""
    openings = [match for match in _OPENER.finditer(before) if before[: match.start()].strip(" \"'“‘,")]
    if openings:
        return "," not in before[openings[-1].end() :]
    return _CLAUSE_START.match(before) is not None and "," not in before
