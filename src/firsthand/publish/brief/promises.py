"""What was promised, in sentences: who, in which text, by when, whether it can be tested, what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from firsthand.model import Commitment, CommitmentStatus, ProposalState, TimeSpan
from firsthand.publish import claim_words, wording
from firsthand.publish.claim_words import QUOTE_LIMIT, lowered, speaker, subject
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Told, outlet_of
from firsthand.weigh.commitments.ledger import is_overdue
from firsthand.weigh.commitments.promises import LOST

STATUS = {
    CommitmentStatus.KEPT: "It has been kept",
    CommitmentStatus.PARTLY: "It has been kept in part",
    CommitmentStatus.REVERSED: "It was kept and then undone",
    CommitmentStatus.BREACHED: "It has been broken",
    CommitmentStatus.NO_EVIDENCE: "There is no evidence yet that it was kept or broken",
    CommitmentStatus.NOT_TESTABLE: "Whether it is kept cannot be told",
    CommitmentStatus.DISPUTED: "Whether it has been kept is disputed",
}
MOST_CLAIMS = 2
"""Claims told for a promise, and against it."""


def promise_sentences(promise: Commitment, dossier: Dossier) -> Iterator[Sentence]:
    """One promise, from its words to its fate; each sentence rests on the promise and its tellings."""
    told = [dossier.statements[id] for id in promise.statement_ids if id in dossier.statements]
    ids = (promise.id, *(item.statement.id for item in told))
    yield Sentence(wording.ended(_given(promise, told)), ids)
    for text in _terms(promise):
        yield Sentence(text, ids)
    reason = why(promise)
    verdict = "It can be tested" if promise.testable else "It cannot be tested"
    yield Sentence(f"{verdict}: {reason}." if reason else f"{verdict}.", ids)
    yield from _fate(promise, dossier, ids)
    yield from _held(promise, dossier)
    if promise.judged:
        status = lowered(STATUS[promise.judged.status])
        when = wording.day(promise.judged.when)
        yield Sentence(f"The desk’s own judgement, of {when}, is this: {status}.", (promise.id,))


def why(promise: Commitment) -> str:
    """Why it can or cannot be tested, to stand after a colon and so without one of its own."""
    said = promise.why.strip().rstrip(".")
    return lowered(said.replace(": ", ", ") if promise.testable else said.rpartition(": ")[2])


def _given(promise: Commitment, told: Sequence[Told]) -> str:
    """Who promised what, and where one may read of it."""
    words = wording.quoted(promise.what, QUOTE_LIMIT)
    known = promise.who and promise.who != LOST
    outlet = outlet_of(told[0].document) if told else ""
    if told and set(promise.statement_ids) <= set(promise.mention_ids):
        of = f" of {subject(promise.who)}" if known else " and does not say whose"
        return f"{wording.capital(outlet)} speaks of a promise{of}: {words}"
    who = subject(promise.who) if known else speaker(told[0]) if told else "somebody"
    where = f", as {outlet} reports" if outlet and outlet != wording.capital(who) else ""
    if promise.state is ProposalState.ADDED:
        where = ", as somebody entered it by hand"
    mark = ":" if not words.startswith("“to ") else "," if where else ""
    return f"{wording.capital(who)} promised{where}{mark} {words}"


def _terms(promise: Commitment) -> Iterator[str]:
    """Its text, the other parties, its days."""
    held = []
    if promise.provision and (promise.provision.article or promise.provision.text):
        held.append(f"stands in {_text_name(promise.provision.article, promise.provision.text)}")
    if promise.to:
        held.append(f"was given to {wording.listed(promise.to)}")
    if held:
        yield f"It {' and '.join(held)}."
    if promise.by and (due := wording.when(promise.by)):
        yield f"It falls due {due}."
    if promise.until and (end := wording.last_day(promise.until)):
        yield f"It holds until {wording.day(end)}."


def _text_name(article: str, text: str) -> str:
    """ "Article 4 of the Harrow Accord", "the third paragraph of the joint communiqué"."""
    named = not article or article[:1].isupper() or article[-1:].isdigit()
    first = article if named else f"the {article}"
    rest = text if text.lower().startswith("the ") else f"the {text}"
    return f"{first} of {rest}" if article and text else first or rest


def _fate(promise: Commitment, dossier: Dossier, ids: tuple[str, ...]) -> Iterator[Sentence]:
    if promise.testable or promise.status is not CommitmentStatus.NOT_TESTABLE:
        # No reason begins with a name.
        reason = wording.plain_dates(promise.status_reason.strip().rstrip("."))
        reason = reason[:1].lower() + reason[1:]
        text = STATUS[promise.status]
        seen = tuple(change.id for change in dossier.changes if change.id in promise.evidence)
        yield Sentence(f"{text}: {reason.replace(': ', ', ')}." if reason else f"{text}.", (*ids, *seen))
    if is_overdue(promise, dossier.known_at or dossier.written):
        yield Sentence(f"{_passed(promise.by)}; that alone is no breach.", ids)


def _passed(by: TimeSpan | None) -> str:
    last = wording.last_day(by) if by else None
    return f"The day by which it was due, {wording.day(last)}, has passed" if last else "Its day has passed"


def _held(promise: Commitment, dossier: Dossier) -> Iterator[Sentence]:
    """The claims for it and against it, each as what is claimed."""
    files = {file.claim.id: file for file in dossier.claims}
    for opening, ids in (("For it speaks", promise.evidence_for), ("Against it stands", promise.evidence_against)):
        for file in [files[id] for id in ids if id in files][:MOST_CLAIMS]:
            yield _claimed(opening, file, promise, dossier)


def _claimed(opening: str, file: ClaimFile, promise: Commitment, dossier: Dossier) -> Sentence:
    text = wording.ended(f"{opening} {claim_words.about(file, dossier.place_of(file))}")
    return Sentence(text, (promise.id, *claim_words.carried_by(file, dossier.place_of(file))))
