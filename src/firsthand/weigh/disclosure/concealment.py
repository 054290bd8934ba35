"""Who says that somebody hides something: a list of claims by origin, from which nothing is concluded."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from firsthand.model import Action, Assessment, Claim, Document, Relation

_KINDS = (
    ("underground", re.compile(r"\b(?:tunnel|underground|buried|bury|bunker|cavern|adit)\w*", re.IGNORECASE)),
    ("decoy", re.compile(r"\b(?:decoy|dummy|mock-?up|fake)\w*", re.IGNORECASE)),
    (
        "covered",
        re.compile(
            r"\b(?:tarpaulin|camouflag|netting|cover(?:ed|s|ing)?\b|roofed|under (?:a )?roof|canopy|shroud)\w*",
            re.IGNORECASE,
        ),
    ),
    ("moved", re.compile(r"\b(?:mov(?:e|ed|ing)|relocat|shift|carted|spirit\w* away)\w*", re.IGNORECASE)),
)
_HIDES = re.compile(
    r"\b(?:hid(?:e|es|den|ing)|conceal\w*|deceiv\w*|decepti\w*|fool\w*|disguis\w*|secret(?:ly)?|camouflag\w*|tarpaulin\w*"
    r"|decoy\w*|mask(?:s|ed|ing)|covered (?:up|over|with))\b",
    re.IGNORECASE,
)
_HIDER = re.compile(
    r"^\W*(?:But |And |The )?((?:[A-Z][\w’'-]*\s){1,4}(?:officials?\s|government\s)?)(?:\w+ly )?"
    r"(?:has|have|had|is|are|was|were|will|would|intends?|intended|plans?|planned|tries|tried|hid|hides?|conceals?|concealed"
    r"|[a-z]+s|[a-z]+ed|intend|try)\b"
)
_HIDDEN = re.compile(
    r"\b(?:hid(?:e|es|den|ing)?|conceal(?:s|ed|ing)?|disguis(?:e|es|ed|ing)|mask(?:s|ed|ing)?)\s+"
    r"(?!in\b|from\b|by\b|at\b|under\b)((?:some of |most of )?[\w’' -]+?)"
    r"(?=\s+(?:from|by|in|at|under|with|behind|and|while)\b|[,.;]|$)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidBy:
    """One origin of such a claim."""

    origin_id: str
    name: str
    first_hand: bool


@dataclass(frozen=True, slots=True)
class Concealment:
    """One claim that something is hidden, or that nothing is."""

    claim_id: str
    text: str
    site_ids: tuple[str, ...]
    hider: str
    """Who is said to hide it, in the claim's words; empty when they do not say."""
    what: str
    """What is said to be hidden."""
    kind: str
    """underground, decoy, covered, moved or unstated: how."""
    denied_in_words: bool
    """The claim says that nothing is hidden."""
    said_by: tuple[SaidBy, ...]
    origins: tuple[int, int]
    """Independent origins, at least and at most."""
    reports: int
    opposed: int
    """Statements against it."""
    images: str
    """What the images say, and why; empty when it was not weighed."""
    first_told: datetime | None


def concealments(
    claims: Sequence[Claim], documents: Mapping[str, Document], assessments: Mapping[str, Assessment]
) -> tuple[Concealment, ...]:
    """All claims of hiding, by the day of their first report; ``documents`` by id, ``assessments`` by claim id."""
    found = [_told(claim, documents, assessments.get(claim.id)) for claim in claims if is_concealment(claim)]
    return tuple(sorted(found, key=lambda item: (item.first_told is None, item.first_told, item.claim_id)))


def is_concealment(claim: Claim) -> bool:
    return claim.event.action is Action.CONCEAL or bool(_HIDES.search(claim.text))


def _hider(claim: Claim, subject: str) -> str:
    """The subject of the sentence; of "we" and "I" the one who says it."""
    if subject.lower() in {"we", "i"}:
        return claim.origins[0].name if claim.origins else ""
    return subject


def _told(claim: Claim, documents: Mapping[str, Document], assessment: Assessment | None) -> Concealment:
    match = _HIDER.match(claim.text)
    days = (documents[member.document_id].published for member in claim.members if member.document_id in documents)
    return Concealment(
        claim_id=claim.id,
        text=claim.text,
        site_ids=claim.event.site_ids,
        hider=_hider(claim, match.group(1).strip() if match else ""),
        what=hidden.group(1).strip() if (hidden := _HIDDEN.search(claim.text)) else "",
        kind=next((name for name, pattern in _KINDS if pattern.search(claim.text)), "unstated"),
        denied_in_words=claim.event.negated or bool(re.search(r"\bnothing to hide\b", claim.text, re.IGNORECASE)),
        said_by=tuple(SaidBy(origin.id, origin.name, origin.first_hand) for origin in claim.origins),
        origins=(claim.origin_low, claim.origin_high),
        reports=claim.reports,
        opposed=sum(member.relation in (Relation.DENIES, Relation.CONTRADICTS) for member in claim.members),
        images=f"{assessment.image.answer}: {assessment.image.reason}" if assessment else "",
        first_told=min((day for day in days if day), default=None),
    )
