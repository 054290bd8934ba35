"""What people decide of undertakings: confirm, reject, edit, merge, enter by hand, judge. The next run heeds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from firsthand.case import Case
from firsthand.decisions import Judged, record
from firsthand.errors import UsageError
from firsthand.model import (
    Commitment,
    CommitmentKind,
    CommitmentStatus,
    Decision,
    Granularity,
    Provision,
    TimeSpan,
    content_id,
)
from firsthand.weigh.commitments import edits
from firsthand.weigh.commitments.edits import Edit, edit_of, value_of


@dataclass(frozen=True, slots=True)
class Wanted:
    """Fields of an undertaking as a person enters them; what is ``None`` or empty stays as it is."""

    who: str = ""
    what: str = ""
    to: tuple[str, ...] = ()
    by: datetime | None = None
    """The day by which, at its start; the day itself still counts."""
    until: datetime | None = None
    made: datetime | None = None
    """The day on which it was given."""
    kinds: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    text_source: str = ""
    """The text in which it stands ("Harrow Accord")."""
    article: str = ""


def confirm(case: Case, id: str, note: str = "", signed: str = "") -> Decision:
    """A proposal is an undertaking indeed. Raises UnknownIdError."""
    return _decided(case, edits.CONFIRM, id, Wanted(), note, signed)


def reject(case: Case, id: str, note: str = "", signed: str = "") -> Decision:
    """A proposal is none; it leaves the ledger until the decision is withdrawn. Raises UnknownIdError."""
    return _decided(case, edits.REJECT, id, Wanted(), note, signed)


def edit(case: Case, id: str, wanted: Wanted, note: str = "", signed: str = "") -> Decision:
    """Set fields of an undertaking, which confirms it.

    Raises UnknownIdError; UsageError when nothing is set, or on an unknown kind or site.
    """
    if wanted == Wanted():
        remedy = "give --who, --what, --to, --by, --until, --made, --kind, --site, --text-source or --article"
        raise UsageError("nothing is said about what to change", thing=id, remedy=remedy)
    return _decided(case, edits.EDIT, id, wanted, note, signed)


def merge(case: Case, id: str, others: Sequence[str], note: str = "", signed: str = "") -> list[Decision]:
    """``others`` are the same undertaking as ``id``, under whose id they go on. Raises UnknownIdError, UsageError."""
    if not others or id in others:
        raise UsageError(
            "a merger needs two different commitments", thing=id, remedy="list ids: `firsthand commitments`"
        )
    kept = case.store.commitment(id)
    found = []
    for other in others:
        gone = case.store.commitment(other)
        value = value_of(Edit(edits.MERGE, kept.what, kept.who))
        subjects = (kept.id, gone.id, *kept.statement_ids, *gone.statement_ids)
        found.append(record(case, Judged(edits.KIND, subjects, value), note, signed))
    return found


def add(case: Case, wanted: Wanted, note: str = "", signed: str = "") -> Decision:
    """Enter an undertaking that the reports do not tell, or not well. Raises UsageError, UnknownSiteError."""
    if not wanted.who or not wanted.what:
        raise UsageError("an undertaking needs a party and its words", remedy="give --who and --what")
    given = _edit(case, edits.ADD, wanted, wanted.what, wanted.who)
    id = content_id("com", edits.ADD, wanted.who, wanted.what)
    made = [(item, edit_of(item)) for item in case.store.decisions() if item.kind == edits.KIND]
    if any(made_edit.verb == edits.ADD and item.subjects[0] == id for item, made_edit in made):
        raise UsageError("this undertaking is entered already", thing=id, remedy="change it with `commitment edit`")
    return record(case, Judged(edits.KIND, (id,), value_of(given)), note, signed)


def judge(case: Case, id: str, status: str, note: str = "", signed: str = "") -> Decision:
    """What a person holds of its status, beside what the machine finds. Raises UnknownIdError, UsageError."""
    try:
        wanted = CommitmentStatus(status.strip().lower())
    except ValueError as error:
        raise UsageError("no such status", thing=status, remedy=f"one of: {', '.join(CommitmentStatus)}") from error
    promise = case.store.commitment(id)
    value = value_of(Edit(edits.JUDGE, promise.what, promise.who, status=wanted))
    return record(case, Judged(edits.KIND, (promise.id, *promise.statement_ids), value), note, signed)


def rejected(case: Case) -> list[tuple[Decision, Edit]]:
    """Proposals that people rejected, with the words as they stood, by time."""
    found = [(item, edit_of(item)) for item in case.store.decisions() if item.kind == edits.KIND]
    return [(decision, edit) for decision, edit in found if edit.verb == edits.REJECT]


def _decided(case: Case, verb: str, id: str, wanted: Wanted, note: str, signed: str) -> Decision:
    promise: Commitment = case.store.commitment(id)
    given = _edit(case, verb, wanted, promise.what, promise.who)
    if given.provision and promise.provision:
        whole = Provision(given.provision.text or promise.provision.text, given.provision.article)
        given = replace(given, provision=replace(whole, article=whole.article or promise.provision.article))
    return record(case, Judged(edits.KIND, (promise.id, *promise.statement_ids), value_of(given)), note, signed)


def _edit(case: Case, verb: str, wanted: Wanted, about: str, party: str) -> Edit:
    """What was entered, checked and in the form in which it is kept."""
    return Edit(
        verb=verb,
        about=about,
        party=party,
        who=wanted.who or None,
        what=wanted.what or None,
        to=wanted.to or None,
        by=_day(wanted.by),
        until=_day(wanted.until),
        made=TimeSpan(wanted.made, wanted.made + timedelta(days=1), Granularity.DAY) if wanted.made else None,
        kinds=_kinds(wanted),
        site_ids=tuple(case.site(name).id for name in wanted.sites) or None,
        provision=Provision(wanted.text_source, wanted.article) if wanted.text_source or wanted.article else None,
    )


def _day(moment: datetime | None) -> TimeSpan | None:
    """Up to the end of a day."""
    return TimeSpan(None, moment + timedelta(days=1), Granularity.DAY) if moment else None


def _kinds(wanted: Wanted) -> tuple[CommitmentKind, ...] | None:
    """The kinds given, with those that the dates imply; ``None`` leaves them to the words."""
    if not wanted.kinds:
        return None
    try:
        given = [CommitmentKind(name.strip().lower().replace("-", " ")) for name in wanted.kinds]
    except ValueError as error:
        known = ", ".join(CommitmentKind)
        raise UsageError("no such kind", thing=", ".join(wanted.kinds), remedy=f"one of: {known}") from error
    if {CommitmentKind.DO, CommitmentKind.REFRAIN} <= set(given):
        raise UsageError("do and refrain exclude each other", thing=", ".join(wanted.kinds), remedy="give one of them")
    if not {CommitmentKind.DO, CommitmentKind.REFRAIN} & set(given):
        given.insert(0, CommitmentKind.DO)
    given += [CommitmentKind.BY_DATE] if wanted.by else []
    given += [CommitmentKind.UNTIL] if wanted.until else []
    return tuple(dict.fromkeys(given))
