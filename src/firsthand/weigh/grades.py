"""Admiralty number of a claim, and how good the basis of its likelihood is. Neither is taken from the other."""

from __future__ import annotations

from firsthand.model import Claim, ImageAnswer, ImageVerdict, SourceKind

UNNAMED = frozenset({SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER})


def credibility(claim: Claim, image: ImageVerdict, deniers: int) -> int:
    """Admiralty 1-6 from independent origins, first-hand evidence, images and the parties that deny.

    1 asks for two independent origins at the least, of which one knows at first hand. 6 says that there is nothing to
    judge by.
    """
    origins = claim.origin_low + (image.answer is ImageAnswer.AGREES)
    if not claim.origins and image.answer not in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS):
        return 6
    if image.answer is ImageAnswer.CONTRADICTS:
        return 4 if claim.first_hand else 5
    if claim.origin_low >= 2 and claim.first_hand and not claim.corrected and not deniers:
        return 1
    if deniers > claim.origin_high:
        return 4
    if origins >= 2 and (claim.first_hand or image.answer is ImageAnswer.AGREES):
        return 2
    return 3


def confidence(claim: Claim, image: ImageVerdict, deniers: int) -> tuple[str, str]:
    """How good the basis is (low, moderate, high), and why; says nothing of how likely the claim is."""
    settled = image.answer in (ImageAnswer.AGREES, ImageAnswer.CONTRADICTS)
    facts = [
        _count(claim),
        f"{claim.first_hand} first-hand" if claim.first_hand else "nothing first-hand",
        f"images: {image.answer}",
    ]
    if claim.origins and all(origin.kind in UNNAMED for origin in claim.origins):
        facts.append("only unnamed sources")
    if deniers:
        facts.append("denied by one party" if deniers == 1 else f"denied by {deniers} parties")
    if claim.corrected:
        facts.append("corrected later")
    reason = "; ".join(facts)
    reason = f"{reason[0].upper()}{reason[1:]}."
    strong = claim.origin_low >= 2 and claim.first_hand > 0
    if strong and settled and not deniers and not claim.corrected:
        return "high", reason
    if (strong or (settled and claim.origin_low >= 1) or claim.first_hand) and not claim.corrected:
        return "moderate", reason
    return "low", reason


def _count(claim: Claim) -> str:
    if not claim.origins:
        return "no origin is known"
    low, high = claim.origin_low, claim.origin_high
    if low == high:
        return "one origin" if low == 1 else f"{low} independent origins"
    return f"between {low} and {high} independent origins"
