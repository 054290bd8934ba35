"""The last step of a run: hold the watch conditions against what is new, keep what they raise, write the feeds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from firsthand.alerts.conditions import Condition, Watchlist, When, read_watchlist
from firsthand.alerts.evaluate import evaluate, watches_nothing
from firsthand.alerts.feeds import write_feeds
from firsthand.alerts.indicators import state_of
from firsthand.alerts.known import Past, Present
from firsthand.case import Case
from firsthand.errors import UsageError
from firsthand.model import Alert, AlertMark, Snapshot
from firsthand.replay import knowledge
from firsthand.stage import Problem, Progress, StageReport, no_progress, plural
from firsthand.store.address import local_user
from firsthand.store.codec import decode, encode

STAGE = "alerts"
ALERTS_VERSION = "1"
"""Raise when the same input gives other alerts, so that conditions are evaluated again."""
_KEY, _SNAPSHOT = "all", "snapshot"
_EARLIER = ("read", "trace", "watch", "weigh")


@dataclass(frozen=True, slots=True)
class Listed:
    """An alert, and whether somebody has seen it."""

    alert: Alert
    mark: AlertMark | None

    @property
    def seen(self) -> bool:
        return self.mark is not None and self.mark.seen


@dataclass(frozen=True, slots=True)
class Checked:
    """A condition tried out: nothing of it is kept."""

    condition: Condition
    now: tuple[Alert, ...]
    """What the next run would raise."""
    ever: tuple[Alert, ...]
    """What it would raise if nothing had been known before."""


def raise_alerts(case: Case, progress: Progress = no_progress) -> StageReport:
    """Evaluate the conditions if anything has changed since, and write the feeds.

    Raises CaseError when ``case.toml`` is not valid TOML, StorageError. A condition with a fault is a problem; the
    others stand.
    """
    watchlist = read_watchlist(case)
    state = _state(case)
    if not watchlist.conditions and not case.store.alerts():
        return StageReport(STAGE, problems=watchlist.problems, summary="no watch conditions (docs/alerts.md)")
    problems = list(watchlist.problems)
    fresh: list[Alert] = []
    if case.store.fingerprints(STAGE).get(_KEY) != state:
        progress("alerts", 0, len(watchlist.conditions))
        fresh, gone = _evaluated(case, watchlist, state, progress)
        problems += gone
        progress("alerts", len(watchlist.conditions), len(watchlist.conditions))
    write_feeds(case)
    unseen = sum(not item.seen for item in listed(case))
    summary = f"{len(fresh)} new, {unseen} unseen from {plural(len(watchlist.conditions), 'condition')}"
    return StageReport(STAGE, done=len(fresh), problems=tuple(problems), summary=summary)


def listed(case: Case, since: datetime | None = None, unseen: bool = False, site: str | None = None) -> list[Listed]:
    """Alerts, newest first; only those raised from ``since`` on, only unseen ones, only those of a site."""
    marks = case.store.alert_marks()
    site_id = case.site(site).id if site else None
    found = [Listed(alert, marks.get(alert.id)) for alert in reversed(case.store.alerts())]
    return [
        item
        for item in found
        if (since is None or item.alert.raised >= since)
        and not (unseen and item.seen)
        and (site_id is None or site_id in item.alert.site_ids)
    ]


def mark(case: Case, ids: Sequence[str], seen: bool = True, who: str = "", note: str = "") -> list[Listed]:
    """Say that alerts have been seen, or take that back; signed and dated, and kept beside what was said before.

    ``all`` stands for every alert that is not so marked yet. Raises UnknownIdError, UsageError without an id.
    """
    if not ids:
        raise UsageError("which alert?", thing="alert", remedy="give ids from `firsthand alerts`, or all")
    found = listed(case)
    if list(ids) == ["all"]:
        ids = [item.alert.id for item in found if item.seen != seen]
    wanted = [case.store.alert(id) for id in dict.fromkeys(ids)]
    now = datetime.now(UTC)
    marked = [Listed(alert, AlertMark(alert.id, seen, who or local_user(), now, note)) for alert in wanted]
    with case.store.writing():
        for item in marked:
            if item.mark:
                case.store.add_alert_mark(item.mark)
    return marked


def seen_state(word: str) -> bool:
    """True for seen, False for unseen. Raises UsageError on another word."""
    if word not in ("seen", "unseen"):
        raise UsageError("an alert is marked seen or unseen", thing=word, remedy="firsthand alert seen alr-…")
    return word == "seen"


def check(case: Case, progress: Progress = no_progress) -> tuple[list[Checked], tuple[Problem, ...]]:
    """Try the conditions out: what each would raise now, and what over all the case holds. Nothing is kept."""
    watchlist = read_watchlist(case)
    present = _present(case, watchlist, progress)
    past, nothing = _past(case, watchlist, present), _with_documents(case, Snapshot(0))
    raised = {alert.id for alert in case.store.alerts()}
    checked = []
    for condition in watchlist.conditions:
        now = tuple(alert for alert in evaluate(condition, past, present) if alert.id not in raised)
        checked.append(Checked(condition, now, tuple(evaluate(condition, nothing, present))))
    return checked, (*watchlist.problems, *_idle(watchlist, present))


def _evaluated(
    case: Case, watchlist: Watchlist, state: str, progress: Progress
) -> tuple[list[Alert], tuple[Problem, ...]]:
    """The alerts raised now, and conditions that watch nothing; both kept with what is known now, or not at all."""
    present = _present(case, watchlist, progress)
    past = _past(case, watchlist, present)
    raised = [alert for condition in watchlist.conditions for alert in evaluate(condition, past, present)]
    states = [state_of(condition, present) for condition in watchlist.conditions if condition.when is When.INDICATORS]
    with case.store.writing():
        fresh = case.store.add_alerts(raised)
        case.store.set_alert_state(_SNAPSHOT, encode(present.snapshot(past.number + 1, states)))
        case.store.set_fingerprint(STAGE, _KEY, state)
    return fresh, _idle(watchlist, present)


def _idle(watchlist: Watchlist, present: Present) -> tuple[Problem, ...]:
    return tuple(
        Problem(
            f"case.toml line {condition.line}" if condition.line else "case.toml",
            f"the alert {condition.name!r} watches {condition.where.claim}, which this case does not hold",
            "take an id from `firsthand claims`, or watch a site",
        )
        for condition in watchlist.conditions
        if watches_nothing(condition, present)
    )


def _present(case: Case, watchlist: Watchlist, progress: Progress) -> Present:
    from firsthand.alerts.activity import looks_of

    wanted = {item.where.site for held in watchlist.conditions for item in held.indicators if item.activity}
    looks = {site: looks_of(case, site, progress) for site in sorted(wanted)}
    return Present(knowledge(case), case.sites, datetime.now(UTC), lambda site: looks.get(site, ()))


def _past(case: Case, watchlist: Watchlist, present: Present) -> Past:
    """What the last evaluation knew; before the first, what was known on the day in ``case.toml``, or nothing."""
    kept = case.store.alert_state(_SNAPSHOT)
    if kept is not None:
        return _with_documents(case, decode(Snapshot, kept))
    if watchlist.since is None:
        return _with_documents(case, Snapshot(0))
    then = replace(present, known=knowledge(case, watchlist.since))
    states = [state_of(condition, then) for condition in watchlist.conditions if condition.when is When.INDICATORS]
    return _with_documents(case, then.snapshot(0, states))


def _with_documents(case: Case, snapshot: Snapshot) -> Past:
    return Past(snapshot, case.store.documents())


def _state(case: Case) -> str:
    """A hash of all that alerts are made from."""
    stages = {stage: case.store.fingerprints(stage) for stage in _EARLIER}
    settings = [case.settings.get(name) for name in ("alert", "alerts")]
    parts = json.dumps([ALERTS_VERSION, stages, settings, repr(case.sites)], sort_keys=True, default=str)
    return hashlib.sha256(parts.encode()).hexdigest()
