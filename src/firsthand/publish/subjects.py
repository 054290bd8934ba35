"""What a brief is about: a place, one claim, or a question that claims of the case answer."""

from __future__ import annotations

import re
from datetime import datetime

from firsthand.case import Case
from firsthand.errors import UnknownSiteError, UsageError
from firsthand.publish import wording
from firsthand.publish.claim_words import headline
from firsthand.publish.dossier import Dossier, claim_file, gather, gather_claims
from firsthand.replay import knowledge

MOST_ANSWERS = 5
"""Claims that one brief gives in answer to a question."""
SHORTLIST = 12
"""Claims by words whose meaning is looked at."""
ANSWERS = 0.5
"""Score, about a cosine, from which on a claim answers a question."""
BEHIND = 0.15
"""A claim that scores so much less than the best answers another question."""
_ASKING = re.compile(
    r"^(?:was|were|is|are|has|have|had|did|does|do|will|what|who|when|where|how many|how|which|why|whether)\b|\?$", re.I
)


def dossier_of(case: Case, subject: str, known_at: datetime | None = None, now: datetime | None = None) -> Dossier:
    """The records on ``subject``: a site's id, name or alias; a claim; a board of hypotheses; or words that ask.

    Raises UnknownIdError, and UsageError when no claim of the case answers.
    """
    words = subject.strip()
    try:
        return gather(case, words, known_at, now)
    except UnknownSiteError:
        if re.fullmatch(r"[\w-]+", words) and not re.match(r"(?:clm|brd)-", words):
            raise
    if words.startswith("brd-"):
        from firsthand.weigh.hypotheses.boards import board

        held = board(case, words)
        return gather_claims(case, [held.claim_id], held.question, known_at, now)
    if words.startswith("clm-"):
        title = headline(claim_file(case, words)) if known_at is None else ""
        found = gather_claims(case, [words], title or "?", known_at, now)
        return found if title else gather_claims(case, [words], headline(found.claims[0]), known_at, now)
    return gather_claims(case, answers(case, words, known_at), wording.capital(words), known_at, now)


def answers(case: Case, question: str, known_at: datetime | None = None) -> list[str]:
    """Ids of the claims that answer a question, nearest first. Raises UsageError when none does."""
    from firsthand.trace.matching import WORD_WEIGHT, WordScores, meaning, stems
    from firsthand.trace.words import THINGS, concepts

    claims = knowledge(case, known_at).claims
    names = {site.id: site.name for site in case.sites}
    texts = [f"{claim.text} ({', '.join(names.get(id, '') for id in claim.event.site_ids)})" for claim in claims]
    asked = _ASKING.sub("", question).strip() or question
    ranked: list[tuple[float, str]] = []
    if texts:
        row = WordScores(texts, stems).scores([asked])[0]
        near = [int(place) for place in row.argsort()[::-1][:SHORTLIST] if row[place] > 0]
        # Who asks for engines is not answered with a hall, however alike the sentences are.
        things = concepts(asked) & THINGS
        near = [at for at in near if things <= concepts(claims[at].text)] or near
        ranked = sorted(
            ((meaning(question, claims[at].text) + WORD_WEIGHT * float(row[at]), claims[at].id) for at in near),
            reverse=True,
        )
    least = max(ANSWERS, ranked[0][0] - BEHIND) if ranked else ANSWERS
    found = [id for score, id in ranked if score >= least][:MOST_ANSWERS]
    if not found:
        raise UsageError(
            "no claim of this case answers this",
            thing=question,
            remedy="`firsthand claims` lists what is claimed, `firsthand search WORDS` finds single statements",
        )
    return found
