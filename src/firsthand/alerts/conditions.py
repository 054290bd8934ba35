"""Watch conditions: the ``[[alert]]`` tables of ``case.toml``, read strictly, each fault with its line.

Every setting is taken or refused; a table with a fault is left out and the others stand.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from firsthand.alerts.lines import Block, alert_blocks
from firsthand.case import Case
from firsthand.errors import CaseError, FirsthandError
from firsthand.model import Action, ChangeKind, CommitmentStatus, Site
from firsthand.stage import Problem
from firsthand.weigh.scales import BANDS, UNDETERMINED

WORDS = (*(word for _, _, word in BANDS), UNDETERMINED)
"""What an assessment may say of a claim's likelihood."""
ACTIVITY = ("unusual", "quiet")


class When(StrEnum):
    """What a condition waits for."""

    ORIGIN = "origin"
    WORD = "word"
    CHANGE = "change"
    COMMITMENT = "commitment"
    DENIAL = "denial"
    CORRECTION = "correction"
    INDICATORS = "indicators"


OF_CLAIMS = frozenset({When.ORIGIN, When.WORD, When.DENIAL, When.CORRECTION})


@dataclass(frozen=True, slots=True)
class Where:
    """Which claims, promises or changes are meant; what is empty does not narrow."""

    claim: str = ""
    """Id of a claim, or of a statement that belongs to it."""
    site: str = ""
    part: str = ""
    action: str = ""
    object: str = ""
    """Word or words that the claim's object holds, lower case."""
    party: str = ""
    """Part of the name of who promised, lower case."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One sign among several: a change, a claim, or unusual activity at a site."""

    name: str
    where: Where
    changes: tuple[ChangeKind, ...] = ()
    """Kinds of change that count; empty where it is no change."""
    over_m2: float = 0.0
    activity: str = ""
    """unusual or quiet; empty where it is not activity."""
    at_least: float = 0.0
    """Least probability, the middle of the interval, from which a claim counts; 0: any."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One ``[[alert]]`` table."""

    name: str
    when: When
    line: int
    """Where it stands in ``case.toml``, from 1; 0 when that is not known."""
    where: Where = Where()
    changes: tuple[ChangeKind, ...] = ()
    """Kinds of change that count; empty: all."""
    over_m2: float = 0.0
    to: tuple[str, ...] = ()
    """Words or statuses that count as news; empty: all."""
    first_hand: bool = False
    """Only first-hand origins count."""
    indicators: tuple[Indicator, ...] = ()
    at_least: int = 1
    """How many indicators must be there."""
    within_days: float | None = None
    """All must fall into so many days; None: any time."""


@dataclass(frozen=True, slots=True)
class Watchlist:
    """What ``case.toml`` says of alerts."""

    conditions: tuple[Condition, ...]
    problems: tuple[Problem, ...]
    since: datetime | None = None
    """What had been captured by then is no news at the first evaluation; None: everything is."""


def read_watchlist(case: Case) -> Watchlist:
    """The conditions of a case, and what is wrong with those left out. Raises CaseError when it is not valid TOML."""
    raw = case.settings.get("alert", [])
    problems: list[Problem] = []
    if not isinstance(raw, list) or not all(isinstance(item, dict) for item in raw):
        problems.append(Problem("case.toml", "`alert` is no list of tables", "write each as [[alert]]"))
        raw = []
    text = (case.root / "case.toml").read_text(encoding="utf-8")
    conditions: list[Condition] = []
    taken: set[str] = set()
    for item, block in zip(raw, alert_blocks(text, len(raw)), strict=True):
        try:
            conditions.append(_condition(_Table(item, block, case.sites), taken))
        except FirsthandError as error:
            problems.append(Problem.of(error))
    since = None
    try:
        since = _since(case.settings.get("alerts", {}))
    except FirsthandError as error:
        problems.append(Problem.of(error))
    return Watchlist(tuple(conditions), tuple(problems), since)


# ---- one table -----------------------------------------------------------------------------------------------------


class _Table:
    """A table whose settings are taken one by one; :meth:`finish` refuses what is left."""

    def __init__(self, values: Mapping[str, Any], block: Block, sites: Sequence[Site]) -> None:
        self.values = dict(values)
        self.block = block
        self.sites = sites
        self.asked: list[str] = []

    def fault(self, key: str, message: str, remedy: str) -> CaseError:
        line = self.block.of(key)
        return CaseError(message, thing=f"case.toml line {line}" if line else "case.toml", remedy=remedy)

    def _take(self, key: str, kinds: type | tuple[type, ...], wanted: str, default: Any) -> Any:
        self.asked.append(key)
        value = self.values.pop(key, default)
        odd = isinstance(value, bool) and kinds is not bool
        if odd or not isinstance(value, kinds):
            raise self.fault(key, f"`{key}` is {value!r}", f"give {wanted}")
        return value

    def text(self, key: str) -> str:
        return str(self._take(key, str, "words in quotation marks", "")).strip()

    def flag(self, key: str) -> bool:
        return bool(self._take(key, bool, "true or false", False))

    def number(self, key: str, default: float = 0.0) -> float:
        value = float(self._take(key, (int, float), "a number", default))
        if not 0 <= value < float("inf"):
            raise self.fault(key, f"`{key}` is {value:g}", "give a number that is not negative")
        return value

    def one_of(self, key: str, allowed: Iterable[str]) -> str:
        value = self.text(key)
        return self._known(key, value, list(allowed)) if value else ""

    def several_of(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        value = self._take(key, (str, list), "one or a list of several", [])
        listed = [value] if isinstance(value, str) else value
        return tuple(self._known(key, item, list(allowed)) for item in listed)

    def _known(self, key: str, value: object, allowed: list[str]) -> str:
        if value not in allowed:
            near = difflib.get_close_matches(str(value), allowed, 1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise self.fault(key, f"`{key}` is {value!r}", f"{meant}one of: {', '.join(allowed) or 'none yet'}")
        return str(value)

    def site(self, needed: bool = False) -> str:
        named = self.text("site")
        if not named:
            if needed:
                raise self.fault("site", "`site` is missing", f"one of: {', '.join(site.id for site in self.sites)}")
            return ""
        for site in self.sites:
            if named.casefold() in {name.casefold() for name in (site.id, site.name, *site.aliases)}:
                return site.id
        return self._known("site", named, [site.id for site in self.sites])

    def part(self, site: str) -> str:
        parts = [part.id for held in self.sites if held.id == site for part in held.parts]
        return self.one_of("part", parts)

    def where(self, needed: bool = False) -> Where:
        """A site with what narrows it."""
        site = self.site(needed)
        action = self.one_of("action", [str(action) for action in Action if action is not Action.NONE])
        return Where(site=site, part=self.part(site), action=action, object=self.text("object").casefold())

    def finish(self) -> None:
        """Raises CaseError on a setting that nothing asked for."""
        for key in self.values:
            near = difflib.get_close_matches(key, self.asked, 1)
            meant = f"did you mean `{near[0]}`? " if near else ""
            raise self.fault(key, f"`{key}` means nothing here", f"{meant}settings are: {', '.join(self.asked)}")


def _condition(table: _Table, taken: set[str]) -> Condition:
    name = table.text("name")
    if not name:
        raise table.fault("name", "an alert has no `name`", "give each a name of its own; alerts are listed under it")
    if name in taken:
        raise table.fault("name", f"two alerts are named {name!r}", "give each a name of its own")
    taken.add(name)
    when = table.one_of("when", [str(item) for item in When])
    if not when:
        raise table.fault("when", "an alert has no `when`", f"one of: {', '.join(When)}")
    condition = _BUILDERS.get(When(when), _of_claims)(table, name, When(when))
    table.finish()
    return condition


def _of_claims(table: _Table, name: str, when: When) -> Condition:
    claim = table.text("claim")
    if claim and not claim.startswith(("clm-", "stm-")):
        raise table.fault("claim", f"`claim` is {claim!r}", "give an id, clm-… or stm-…; `firsthand claims` lists them")
    where = Where(claim=claim) if claim else table.where()
    if not claim and not where.site:
        raise table.fault("site", "an alert on claims needs a `claim` or a `site`", "say which")
    to = table.several_of("to", WORDS) if when is When.WORD else ()
    first_hand = table.flag("first_hand") if when is When.ORIGIN else False
    return Condition(name, when, table.block.line, where, to=to, first_hand=first_hand)


def _of_changes(table: _Table, name: str, when: When) -> Condition:
    site = table.site(needed=True)
    where = Where(site=site, part=table.part(site))
    kinds = tuple(ChangeKind(kind) for kind in table.several_of("kind", [str(kind) for kind in ChangeKind]))
    return Condition(name, when, table.block.line, where, kinds, table.number("over_m2"))


def _of_commitments(table: _Table, name: str, when: When) -> Condition:
    where = Where(site=table.site(), party=table.text("party").casefold())
    to = table.several_of("to", [str(status) for status in CommitmentStatus])
    return Condition(name, when, table.block.line, where, to=to)


def _of_indicators(table: _Table, name: str, when: When) -> Condition:
    raw = table.values.pop("indicator", [])
    table.asked.append("indicator")
    if not isinstance(raw, list) or not raw or not all(isinstance(item, dict) for item in raw):
        raise table.fault("indicator", "it has no indicators", "write each as [[alert.indicator]] below the alert")
    names: set[str] = set()
    found = [
        _indicator(_Table(item, table.block.indicator(number), table.sites), names) for number, item in enumerate(raw)
    ]
    least = table.number("at_least", len(found))
    if least != int(least) or not 1 <= least <= len(found):
        raise table.fault("at_least", f"`at_least` is {least:g}", f"give a whole number from 1 to {len(found)}")
    days = table.number("within_days") if "within_days" in table.values else None
    table.asked.append("within_days")
    line = table.block.line
    return Condition(name, when, line, indicators=tuple(found), at_least=int(least), within_days=days)


def _indicator(table: _Table, taken: set[str]) -> Indicator:
    name = table.text("name")
    if not name or name in taken:
        fault = "an indicator has no `name`" if not name else f"two indicators are named {name!r}"
        raise table.fault("name", fault, "give each a name of its own")
    taken.add(name)
    where = table.where(needed=True)
    kinds = tuple(ChangeKind(kind) for kind in table.several_of("change", [str(kind) for kind in ChangeKind]))
    over_m2 = table.number("over_m2")
    activity = table.one_of("activity", ACTIVITY)
    at_least = table.number("at_least")
    of_claim = bool(where.action or where.object)
    if bool(kinds) + bool(activity) + of_claim != 1:
        remedy = "give one of: `change`, `activity`, or `action` and `object` of a claim"
        raise table.fault("name", f"the indicator {name!r} does not say what it waits for", remedy)
    if at_least >= 1:
        raise table.fault("at_least", f"`at_least` is {at_least:g}", "give a probability below 1")
    table.finish()
    return Indicator(name, where, kinds, over_m2, activity, at_least)


_BUILDERS = {When.CHANGE: _of_changes, When.COMMITMENT: _of_commitments, When.INDICATORS: _of_indicators}


def _since(raw: object) -> datetime | None:
    """``[alerts] since``. Raises CaseError."""
    if not isinstance(raw, dict) or set(raw) - {"since"}:
        raise CaseError("[alerts] holds more than `since`", thing="case.toml", remedy="write since = 2025-07-31")
    value = raw.get("since")
    if value is None:
        return None
    try:
        moment = value if isinstance(value, date) else datetime.fromisoformat(str(value))
    except ValueError as error:
        remedy = "write a day, as in since = 2025-07-31"
        raise CaseError(f"[alerts] `since` is {value!r}", thing="case.toml", remedy=remedy) from error
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
