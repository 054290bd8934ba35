"""Boards as the machine proposes them: for acts that are read in rival ways, and for claims that a person asked about.

A proposal is worked out anew by each weighing. Its ids depend on the claim, on keys of the general set and on names of
origins only, so that what people decided about it still finds its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from firsthand.model import (
    Assessment,
    Assumption,
    Board,
    Claim,
    Commitment,
    EvidenceKind,
    EvidenceRow,
    Hypothesis,
    ImageAnswer,
    Statement,
    content_id,
)
from firsthand.weigh.evidence import Evidence
from firsthand.weigh.hypotheses.catalogue import Entry, HypothesisSet, set_for
from firsthand.weigh.hypotheses.edits import asked_about, board_id
from firsthand.weigh.hypotheses.rows import Question, Reading, evidence_rows
from firsthand.weigh.rivals import find_readings, grouped


def propose_boards(
    evidence: Evidence, assessments: Sequence[Assessment], commitments: Sequence[Commitment]
) -> tuple[Board, ...]:
    """One board for each claim with rival readings, and for each that a person opened one for."""
    readings = find_readings(evidence.claims, evidence.by_id)
    asked = asked_about(evidence.decisions)
    judged = {item.claim_id: item for item in assessments}
    return tuple(
        _board(claim, readings.get(claim.id, []), evidence, judged, commitments)
        for claim in evidence.claims
        if claim.id in judged and (claim.id in asked or len(grouped(readings.get(claim.id, []))) > 1)
    )


def _board(
    claim: Claim,
    read: Sequence[Statement],
    evidence: Evidence,
    assessments: Mapping[str, Assessment],
    commitments: Sequence[Commitment],
) -> Board:
    chosen, id = set_for(claim.event.action), board_id(claim.id)
    told = [*read, *_told_as_acts(claim, chosen, evidence)]
    hypotheses, readings = _hypotheses(id, chosen, told)
    question = Question(id, claim, assessments[claim.id], chosen, hypotheses, readings)
    rows = evidence_rows(question, evidence, assessments, commitments)
    return Board(
        id=id,
        claim_id=claim.id,
        question=f"What is behind this: “{claim.text.strip().rstrip('.')}”?",
        site_ids=claim.event.site_ids,
        set_name=chosen.name,
        hypotheses=hypotheses,
        rows=rows,
        assumptions=tuple(_assumptions(question, rows)),
    )


# ---- hypotheses and who holds them ---------------------------------------------------------------------------------


def _told_as_acts(claim: Claim, chosen: HypothesisSet, evidence: Evidence) -> list[Statement]:
    """Readings that are told as an act of the same thing ("they are relocating the stand")."""
    found = []
    for other in evidence.claims:
        part = other.event.part_id if other.event.part_id == claim.event.part_id else None
        if other.id == claim.id or part is None or not set(other.event.site_ids) & set(claim.event.site_ids):
            continue
        for member in other.members:
            statement = evidence.by_id.get(member.statement_id)
            if statement is not None and _meant(statement, chosen):
                found.append(statement)
    return found


def _meant(statement: Statement, chosen: HypothesisSet) -> list[Entry]:
    """The hypotheses of the set that the words of ``statement`` hold."""
    return [entry for entry in chosen.entries if entry.words is not None and entry.words.search(statement.quote)]


def _hypotheses(
    board: str, chosen: HypothesisSet, told: Sequence[Statement]
) -> tuple[tuple[Hypothesis, ...], tuple[Reading, ...]]:
    """The general set with who holds what, and a hypothesis for each reading that it does not know."""
    ids = {entry.key: content_id("hyp", board, entry.key) for entry in chosen.entries}
    readings, unknown = [], []
    for statement in told:
        held = _meant(statement, chosen)
        if held:
            readings.append(Reading(statement, tuple(ids[entry.key] for entry in held)))
        else:
            unknown.append(statement)
    own = []
    for group in grouped(unknown):
        said = [statement for statement in unknown if statement.id in group.statement_ids]
        # Told first in time, so that a later report gives it no other id; a holder is better still.
        key = said[0].source_name or said[0].id
        id = content_id("hyp", board, "reading", key)
        ids_said = tuple(statement.id for statement in said)
        own.append(Hypothesis(id, _sentence(said[0].quote), why=f"held by {group.holder}", statement_ids=ids_said))
        readings += [Reading(statement, (id,)) for statement in said]
    general = [_general(entry, ids[entry.key], readings) for entry in chosen.entries]
    so = [item for item in general if item.happened]
    return (*so, *own, *(item for item in general if not item.happened)), tuple(readings)


def _general(entry: Entry, id: str, readings: Sequence[Reading]) -> Hypothesis:
    held = [reading.statement for reading in readings if id in reading.hypothesis_ids]
    holders = list(dict.fromkeys(statement.source_name or "a lost speaker" for statement in held))
    why = f"held by {', '.join(holders)}" if holders else f"general set: {entry.source}"
    return Hypothesis(id, entry.text, entry.key, entry.happened, why, tuple(statement.id for statement in held))


def _sentence(text: str) -> str:
    text = text.strip().rstrip(".")
    return f"{text[:1].upper()}{text[1:]}"


# ---- key assumptions -----------------------------------------------------------------------------------------------


def _assumptions(question: Question, rows: Sequence[EvidenceRow]) -> Iterator[Assumption]:
    yield _assumption(
        question,
        "exclusive",
        "The hypotheses exclude each other, and one of them holds",
        "could two hold at once, or none? relate them, reword them, or add the one that is missing",
    )
    by_origin = {row.evidence[0]: row for row in rows if row.kind is EvidenceKind.ORIGIN}
    for origin in question.claim.origins:
        for other in question.claim.origins:
            if other.id in origin.may_equal and origin.id < other.id and {origin.id, other.id} <= set(by_origin):
                weaker = min(by_origin[origin.id], by_origin[other.id], key=lambda row: row.reliability.middle)
                yield _assumption(
                    question,
                    f"apart|{origin.id}|{other.id}",
                    f"{origin.name} and {other.name} are not the same",
                    "ask both outlets whether their sources are",
                    (weaker.id,),
                )
    for row in rows:
        if row.kind is EvidenceKind.ORIGIN and any("doer" in cell.reason for cell in row.cells):
            said = f"{row.origin} tells the truth about its own deed"
            yield _assumption(question, f"own|{row.id}", said, "hold it against images and outsiders", (row.id,))
        seen = row.kind is EvidenceKind.IMAGES and question.assessment.image.answer is ImageAnswer.AGREES
        if seen:
            said = "The change seen in the images is the act told of"
            yield _assumption(question, "seen", said, "look at the pictures before and after", (row.id,))


def _assumption(question: Question, key: str, text: str, check: str, row_ids: tuple[str, ...] = ()) -> Assumption:
    return Assumption(content_id("asm", question.board_id, key), text, check, row_ids)
