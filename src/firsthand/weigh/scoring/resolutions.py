"""What people foretell, and what they resolve: true, false or void. Signed and dated; undone, never deleted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from firsthand.case import Case
from firsthand.decisions import Judged, record
from firsthand.errors import UsageError
from firsthand.model import Claim, Decision, Forecast, content_id
from firsthand.store.address import local_user

RESOLVE = "resolve"
"""Kind of a decision that says what came of a claim or forecast; the claim's or forecast's id is its first subject."""
TRUE, FALSE, VOID = "true", "false", "void"
VALUES = (TRUE, FALSE, VOID)
"""Void: the question cannot be answered any more, or never could; it is scored for nobody."""


def foretell(
    case: Case, subject: str, probability: float, by: datetime | None = None, note: str = "", who: str = ""
) -> Forecast:
    """Keep a person's forecast of a claim (by id) or of words of its own, to be resolved ``by`` a day.

    Raises UsageError on a probability outside (0, 1) or empty words, UnknownIdError.
    """
    if not 0 < probability < 1:
        remedy = "give a number between 0 and 1 or per cent, as in 0.7 or 70%; nothing is certain before it happens"
        raise UsageError(
            "a forecast needs a probability strictly between 0 and 1", thing=f"{probability:g}", remedy=remedy
        )
    claim = _claim(case, subject)
    text = claim.text if claim else " ".join(subject.split())
    if not text:
        raise UsageError("a forecast needs a claim's id or words", thing=repr(subject), remedy="say what will be so")
    made, signed = datetime.now(UTC), who or local_user()
    forecast = Forecast(
        id=content_id("fct", claim.id if claim else text, probability, signed, made.isoformat()),
        claim_id=claim.id if claim else "",
        statement_id=claim.members[0].statement_id if claim else "",
        text=text,
        probability=probability,
        by=by,
        who=signed,
        made=made,
        note=note,
    )
    case.store.add_forecast(forecast)
    return forecast


def resolve(case: Case, subject: str, value: str, note: str = "", who: str = "") -> Decision:
    """Say what came of a claim or a forecast; heeded by scores, and by the letters of its sources at the next run.

    The later of two resolutions holds. Raises UsageError on another value, UnknownIdError.
    """
    if value not in VALUES:
        raise UsageError("it is resolved as one of three", thing=value, remedy=f"one of: {', '.join(VALUES)}")
    claim = _claim(case, subject)
    # The claim's earliest statement goes with it, by which it is found again should an earlier report change its id.
    subjects = (claim.id, claim.members[0].statement_id) if claim else _forecast_subjects(case.store.forecast(subject))
    return record(case, Judged(RESOLVE, subjects, value), note, who)


def probability_of(text: str) -> float:
    """The probability that somebody typed: 0.7, 70% or 70 %. Raises UsageError."""
    plain = text.strip()
    share = plain.endswith("%")
    try:
        value = float(plain.rstrip("% "))
    except ValueError as error:
        remedy = "give a number between 0 and 1 or per cent, as in 0.7 or 70%"
        raise UsageError("this is no probability", thing=text, remedy=remedy) from error
    return value / 100 if share else value


def resolved(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The last standing resolution of each subject, by its id and by that of its claim's earliest statement.

    ``decisions`` come in the order in which they were recorded, which no clock that was set back upsets.
    """
    standing = (item for item in decisions if item.kind == RESOLVE and not item.withdrawn)
    return {subject: decision for decision in standing for subject in decision.subjects}


def _claim(case: Case, subject: str) -> Claim | None:
    if subject.startswith("clm-"):
        return case.store.claim(subject)
    return None


def _forecast_subjects(forecast: Forecast) -> tuple[str, ...]:
    """A forecast about a claim is resolved with the claim."""
    return (forecast.claim_id, forecast.statement_id) if forecast.claim_id else (forecast.id,)
