"""Tables of what is judged: boards of rival hypotheses, forecasts with what came of them, scores, alerts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import log

from firsthand.exchange.columns import Kind, Row, columns_of
from firsthand.exchange.holdings import Holdings
from firsthand.model import EvidenceRow, Forecast
from firsthand.weigh.hypotheses.judge import Outcome, judged
from firsthand.weigh.scoring.resolutions import FALSE, TRUE, resolved
from firsthand.weigh.scoring.scores import machine_scored, people_scored

_T, _N = Kind.TEXT, Kind.NUMBER

HYPOTHESES = (
    *columns_of(_T, id="the hypothesis's id", board="id of its board", claim="id of the board's claim"),
    *columns_of(_T, question="of the board", number="H1, H2 …, as commands take it", text="its words"),
    *columns_of(Kind.TRUTH, happened="whether the act took place if it holds"),
    *columns_of(_T, why="where it comes from, or who holds it"),
    *columns_of(Kind.COUNT, rank="1 for the likeliest; empty when dropped, as are all numbers below"),
    *columns_of(_N, start="probability before any evidence", probability="after it, 0 to 1"),
    *columns_of(_N, probability_low="0 to 1", probability_high="0 to 1"),
    *columns_of(_T, words="the estimative words"),
    *columns_of(_N, inconsistency="reliability times 1 for I and 2 for II, summed"),
    *columns_of(_T, added_by="id of the decision", renamed_by="id of the decision", dropped_by="id of the decision"),
    *columns_of(Kind.TEXTS, statements="ids of the readings that put it forward", quotes="their words, each once"),
)
EVIDENCE = (
    *columns_of(_T, id="the row's id", board="id of its board", number="E1, E2 …, as commands take it"),
    *columns_of(_T, kind="origin, images, related claim, …", text="what it is", origin="it goes back to, by name"),
    *columns_of(_N, trust="how much of it is counted, 0 to 1", trust_low="0 to 1", trust_high="0 to 1"),
    *columns_of(_T, trust_reason="why"),
    *columns_of(Kind.TRUTH, counted="whether it counts"),
    *columns_of(_T, why_not="why it does not count"),
    *columns_of(_N, diagnosticity="largest likelihood divided by the smallest; 1 tells nothing apart"),
    *columns_of(_T, source="where it was published, for what people entered"),
    *columns_of(_T, added_by="id of the decision", weighed_by="id of the decision", irrelevant_by="id of the decision"),
    *columns_of(Kind.TEXTS, evidence="ids of what it is", statements="of these, statements", quotes="their words"),
)
RATINGS = (
    *columns_of(_T, board="id of the board", row="id of the piece of evidence", row_number="E1, E2 …"),
    *columns_of(_T, hypothesis="id", hypothesis_number="H1, H2 …", rating="CC, C, N, I, II or NA", reason="why"),
    *columns_of(_N, likelihood="of the evidence under the hypothesis, after the trust; empty where it says nothing"),
    *columns_of(_T, rated_by="id of the decision by which a person rated it; empty for proposals"),
)
FORECASTS = (
    *columns_of(
        _T, id="the forecast's id", claim="id of the claim; empty for words of its own", text="what will be so"
    ),
    *columns_of(_N, probability="as stated, 0 to 1"),
    *columns_of(_T, who="who said it", note="why"),
    *columns_of(Kind.TIME, made="when", by="when it will be known", resolved="when somebody said what came of it"),
    *columns_of(_T, outcome="true, false or void; empty while open", resolved_by="who said so"),
    *columns_of(_T, resolution="id of that decision", known="how it is known"),
    *columns_of(_N, brier="(probability - outcome)²; 0 is best", log_score="surprise in nats; 0 is best"),
    *columns_of(Kind.TRUTH, scored="it counts in `scores`: the last said before it was resolved"),
    *columns_of(_T, statement="id of the claim's earliest statement", quote="its words"),
)
SCORES = (
    *columns_of(_T, who="machine, or a person", subject="id of the claim or forecast", text="its words"),
    *columns_of(_N, probability="last stated before it was resolved; the middle of the machine's interval"),
    *columns_of(Kind.TIME, stated="when", resolved="when"),
    *columns_of(Kind.TRUTH, outcome="what came of it"),
    *columns_of(_N, brier="(probability - outcome)²; 0 is best", log_score="surprise in nats; 0 is best"),
    *columns_of(_T, resolution="id of the decision"),
)
ALERTS = (
    *columns_of(_T, id="the alert's id", condition="name of the watch condition", kind="origin, change, denial, …"),
    *columns_of(_T, title="title", text="what was found"),
    *columns_of(Kind.TIME, raised="when it was found", known="when the latest of its evidence was captured"),
    *columns_of(Kind.TRUTH, seen="somebody has seen it"),
    *columns_of(_T, seen_by="who said so last"),
    *columns_of(Kind.TEXTS, sites="ids", subjects="ids of claims, promises, origins and changes it is about"),
    *columns_of(Kind.TEXTS, changes="ids", scenes="ids", sha256="of these images"),
    *columns_of(Kind.TEXTS, statements="ids", speakers="of these statements", outlets="that carry them"),
    *columns_of(Kind.TEXTS, quotes="their words, one for each statement"),
)


def hypotheses(held: Holdings) -> Iterator[Row]:
    for outcome in _outcomes(held):
        board, standings = outcome.board, {item.hypothesis.id: item for item in outcome.standings}
        for number, item in enumerate(board.hypotheses, 1):
            standing = standings.get(item.id)
            ids = [id for id in item.statement_ids if id in held.statements]
            yield {
                "id": item.id,
                "board": board.id,
                "claim": board.claim_id,
                "question": board.question,
                "number": f"H{number}",
                "text": item.text,
                "happened": item.happened,
                "why": item.why or None,
                "rank": standing.rank if standing else None,
                "start": standing.start if standing else None,
                "probability": standing.posterior if standing else None,
                "probability_low": standing.low if standing else None,
                "probability_high": standing.high if standing else None,
                "words": standing.words if standing else None,
                "inconsistency": standing.inconsistency if standing else None,
                "added_by": item.added_by or None,
                "renamed_by": item.renamed_by or None,
                "dropped_by": item.dropped_by or None,
                "statements": ids,
                "quotes": _words(held, ids),
            }


def evidence(held: Holdings) -> Iterator[Row]:
    for outcome in _outcomes(held):
        for number, weight in enumerate(outcome.rows, 1):
            row, trust = weight.row, weight.row.reliability
            ids = _statements(held, row)
            yield {
                "id": row.id,
                "board": outcome.board.id,
                "number": f"E{number}",
                "kind": row.kind.value,
                "text": row.text,
                "origin": row.origin or None,
                "trust": trust.middle,
                "trust_low": trust.low,
                "trust_high": trust.high,
                "trust_reason": trust.reason or None,
                "counted": weight.counted,
                "why_not": weight.why_not or None,
                "diagnosticity": weight.diagnosticity,
                "source": row.source or None,
                "added_by": row.added_by or None,
                "weighed_by": row.weighed_by or None,
                "irrelevant_by": row.irrelevant_by or None,
                "evidence": list(row.evidence),
                "statements": ids,
                "quotes": _words(held, ids),
            }


def ratings(held: Holdings) -> Iterator[Row]:
    for outcome in _outcomes(held):
        numbers = {item.id: f"H{number}" for number, item in enumerate(outcome.board.hypotheses, 1)}
        for number, weight in enumerate(outcome.rows, 1):
            for id, cell in weight.cells.items():
                yield {
                    "board": outcome.board.id,
                    "row": weight.row.id,
                    "row_number": f"E{number}",
                    "hypothesis": id,
                    "hypothesis_number": numbers[id],
                    "rating": cell.rating.value,
                    "reason": cell.reason or None,
                    "likelihood": weight.likelihoods.get(id),
                    "rated_by": cell.rated_by or None,
                }


def forecasts(held: Holdings) -> Iterator[Row]:
    came = resolved(held.decisions)
    counting = {
        (item.who, item.subject, item.stated) for item in people_scored(_made(held), held.decisions, held.moment)[0]
    }
    for item in _made(held):
        decision = came.get(item.claim_id or item.id) or came.get(item.statement_id)
        true = {TRUE: True, FALSE: False}.get(decision.value) if decision else None
        yield {
            "id": item.id,
            "claim": item.claim_id or None,
            "text": item.text,
            "probability": item.probability,
            "who": item.who,
            "note": item.note or None,
            "made": item.made,
            "by": item.by,
            "resolved": decision.when if decision else None,
            "outcome": decision.value if decision else None,
            "resolved_by": decision.who if decision else None,
            "resolution": decision.id if decision else None,
            "known": (decision.note or None) if decision else None,
            **_loss(item.probability, true),
            "scored": (item.who, item.claim_id or item.id, item.made) in counting,
            "statement": item.statement_id or None,
            "quote": next(iter(_words(held, [item.statement_id])), None),
        }


def scores(held: Holdings) -> Iterator[Row]:
    found = machine_scored(held.judgements.stated, held.decisions)[0]
    for item in (*found, *people_scored(_made(held), held.decisions, held.moment)[0]):
        yield {
            "who": item.who,
            "subject": item.subject,
            "text": item.text,
            "probability": item.probability,
            "stated": item.stated,
            "resolved": item.resolved,
            "outcome": item.true,
            **_loss(item.probability, item.true),
            "resolution": item.decision_id,
        }


def alerts(held: Holdings) -> Iterator[Row]:
    for alert in held.judgements.alerts:
        mark = held.judgements.marks.get(alert.id)
        yield {
            "id": alert.id,
            "condition": alert.condition,
            "kind": alert.kind,
            "title": alert.title,
            "text": alert.text,
            "raised": alert.raised,
            "known": alert.known,
            "seen": bool(mark and mark.seen),
            "seen_by": mark.who if mark else None,
            "sites": list(alert.site_ids),
            "subjects": list(alert.subjects),
            "changes": list(alert.change_ids),
            "scenes": list(alert.scene_ids),
            "sha256": [held.scenes[id].sha256 for id in alert.scene_ids if id in held.scenes],
            "statements": [quote.statement_id for quote in alert.quotes],
            "speakers": [quote.speaker for quote in alert.quotes],
            "outlets": [quote.outlet or quote.document for quote in alert.quotes],
            "quotes": [quote.words for quote in alert.quotes],
        }


def _outcomes(held: Holdings) -> list[Outcome]:
    return [judged(board) for board in held.judgements.boards]


def _made(held: Holdings) -> tuple[Forecast, ...]:
    return held.judgements.forecasts


def _statements(held: Holdings, row: EvidenceRow) -> list[str]:
    return [id for id in row.evidence if id in held.statements]


def _words(held: Holdings, ids: Iterable[str]) -> list[str]:
    """The words of the statements that are held, each once."""
    return list(dict.fromkeys(held.anchor(held.statements[id]).quote for id in ids if id in held.statements))


def _loss(probability: float, true: bool | None) -> Row:
    """Brier and log score of one judgement; empty while nobody knows."""
    if true is None:
        return {"brier": None, "log_score": None}
    hit = probability if true else 1 - probability
    return {"brier": round((1 - hit) ** 2, 6), "log_score": round(-log(hit), 6)}
