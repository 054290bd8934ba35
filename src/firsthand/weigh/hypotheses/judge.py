"""What a board comes to: inconsistency, diagnosticity, posteriors, and what each of them hangs on.

Everything follows from the board alone and can be done by hand (docs/hypotheses.md shows how):

- *posterior*: equal shares to begin with, then Bayes' rule row by row;
- *inconsistency* (Heuer): reliability times 1 for I and 2 for II, summed over the rows;
- *diagnosticity* (derived from the likelihoods and never entered: Pope and Jøsang 2005, Analysis of Competing
  Hypotheses using Subjective Logic): the largest ratio of likelihoods between two hypotheses;
- *sensitivity*: the same with each origin left out in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot, log

from firsthand.model import Board, Cell, EvidenceRow, Hypothesis, LinkKind, Rating, Reliability
from firsthand.weigh.assumptions import START
from firsthand.weigh.hypotheses.scale import LIKELIHOODS, PENALTIES, discounted, logit, neighbours, share
from firsthand.weigh.scales import HIGHEST, LOWEST, interval_word

Posterior = Mapping[str, float]
"""Probability by hypothesis id."""
NOT_RATED = "not rated yet"


@dataclass(frozen=True, slots=True)
class Standing:
    """How one hypothesis stands."""

    hypothesis: Hypothesis
    rank: int
    """1 for the likeliest."""
    start: float
    """Probability before any evidence."""
    posterior: float
    low: float
    high: float
    """Interval of the posterior, within [0.01, 0.99]; without width where people rated and weighed every row."""
    words: str
    """ICD 203 term of the interval."""
    inconsistency: float
    """Reliability-weighted; 0 when nothing speaks against it."""


@dataclass(frozen=True, slots=True)
class RowWeight:
    """What one row does."""

    row: EvidenceRow
    counted: bool
    why_not: str
    cells: Mapping[str, Cell]
    """Every hypothesis that is judged, by id; those left open are not among them."""
    likelihoods: Mapping[str, float]
    """After the reliability, by hypothesis id; only where the row applies."""
    diagnosticity: float
    """Largest likelihood divided by the smallest; 1 tells nothing apart."""


@dataclass(frozen=True, slots=True)
class Fall:
    """What happens when one origin, row or assumption falls."""

    name: str
    row_ids: tuple[str, ...]
    kind: str
    """origin, row or assumption."""
    order: tuple[str, ...]
    """Hypothesis ids, likeliest first, without it."""
    posterior: Posterior
    leader_changes: bool
    order_changes: bool
    shift: float
    """Largest change of any posterior, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """All that a board comes to."""

    board: Board
    standings: tuple[Standing, ...]
    """Likeliest first."""
    rows: tuple[RowWeight, ...]
    falls: tuple[Fall, ...]
    """Those that change most first."""

    @property
    def order(self) -> tuple[str, ...]:
        return tuple(standing.hypothesis.id for standing in self.standings)

    @property
    def happened(self) -> float | None:
        """Probability that the act took place at all; None where every hypothesis takes it for granted."""
        if all(standing.hypothesis.happened for standing in self.standings):
            return None
        shares = {standing.hypothesis.id: standing.posterior for standing in self.standings}
        wide = {link.first for link in self.board.links if link.kind is LinkKind.SUBSUMES and link.second in shares}
        # A wider hypothesis holds the shares of its narrower ones; only the latter are added up.
        return 1 - sum(shares[item.id] for item in active(self.board) if not item.happened and item.id not in wide)

    @property
    def leads(self) -> bool:
        """Whether the likeliest hypothesis stands clear of the next: their intervals do not meet."""
        return len(self.standings) < 2 or self.standings[0].low > self.standings[1].high


def judged(board: Board) -> Outcome:
    """What ``board`` comes to. A board without hypotheses comes to nothing."""
    rows = tuple(_weight(row, board) for row in board.rows)
    standings = _standings(board, rows)
    order = tuple(standing.hypothesis.id for standing in standings)
    now = {standing.hypothesis.id: standing.posterior for standing in standings}
    return Outcome(board, standings, rows, _falls(board, rows, order, now))


def active(board: Board) -> tuple[Hypothesis, ...]:
    """The hypotheses that are judged."""
    return tuple(hypothesis for hypothesis in board.hypotheses if not hypothesis.dropped_by)


def start(board: Board) -> dict[str, float]:
    """Shares before any evidence, by hypothesis id.

    A board that allows for the act not having happened starts where the claim's own probability starts; each side
    shares its part equally.
    """
    hypotheses = active(board)
    so = [item for item in hypotheses if item.happened]
    not_so = [item for item in hypotheses if not item.happened]
    if not so or not not_so:
        return {item.id: 1 / len(hypotheses) for item in hypotheses}
    part = share(sum(START) / 2)
    return {item.id: part / len(so) if item.happened else (1 - part) / len(not_so) for item in hypotheses}


# ---- rows ----------------------------------------------------------------------------------------------------------


def cell(row: EvidenceRow, hypothesis: Hypothesis) -> Cell | None:
    """The cell of a row, by its own rating or by the rule for all others; None where nobody has rated it."""
    own = next((item for item in row.cells if item.hypothesis_id == hypothesis.id), None)
    if own is None and row.others is not None and hypothesis.happened:
        return Cell(hypothesis.id, row.others, row.others_reason)
    return own


def _weight(row: EvidenceRow, board: Board) -> RowWeight:
    cells = {item.id: found for item in active(board) if (found := cell(row, item)) is not None}
    likelihoods = _likelihoods(cells, row.reliability.middle)
    why_not = _why_not(row, board)
    ratio = max(likelihoods.values()) / min(likelihoods.values()) if len(likelihoods) > 1 else 1.0
    return RowWeight(row, not why_not, why_not, cells, likelihoods, ratio)


def _why_not(row: EvidenceRow, board: Board) -> str:
    if row.irrelevant_by:
        return "marked irrelevant"
    failed = next((item for item in board.assumptions if item.state == "fails" and row.id in item.row_ids), None)
    return f"falls with the assumption: {failed.text}" if failed else ""


def _likelihoods(cells: Mapping[str, Cell], reliability: float) -> dict[str, float]:
    return {
        id: discounted(_likelihood(cell), reliability) for id, cell in cells.items() if cell.rating is not Rating.NA
    }


def _likelihood(cell: Cell) -> float:
    return LIKELIHOODS[cell.rating] if cell.likelihood is None else cell.likelihood


# ---- posteriors ----------------------------------------------------------------------------------------------------


def _posterior(board: Board, rows: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Bayes' rule over the likelihoods of ``rows``.

    Rows that concern all hypotheses come first, so that the order in which the others are taken makes no difference
    while they leave out the same ones.
    """
    shares = start(board)
    for likelihoods in sorted(rows, key=_concerning_all_first):
        shares |= updated(shares, likelihoods)
    return with_narrower(board, shares)


def _concerning_all_first(likelihoods: Mapping[str, float]) -> int:
    return -len(likelihoods)


def in_order(rows: Sequence[RowWeight]) -> list[RowWeight]:
    """The counted rows in the order in which Bayes' rule takes them."""
    return sorted((weight for weight in rows if weight.counted), key=lambda row: _concerning_all_first(row.likelihoods))


def updated(shares: Posterior, likelihoods: Mapping[str, float]) -> dict[str, float]:
    """The shares of the hypotheses to which a row applies, after it; the others stay where they are."""
    concerned = sum(shares[id] for id in likelihoods)
    total = sum(shares[id] * value for id, value in likelihoods.items())
    return {id: concerned * shares[id] * value / total for id, value in likelihoods.items()} if total > 0 else {}


def with_narrower(board: Board, shares: dict[str, float]) -> dict[str, float]:
    """A wider hypothesis holds whenever a narrower one does, so it takes in that one's share."""
    narrower: dict[str, set[str]] = {}
    for link in board.links:
        if link.kind is LinkKind.SUBSUMES and link.first in shares and link.second in shares:
            narrower.setdefault(link.first, set()).add(link.second)
    return {id: sum(shares[inner] for inner in _within(id, narrower)) for id in shares}


def _within(id: str, narrower: Mapping[str, set[str]]) -> set[str]:
    """``id`` and all that is narrower, however many steps away."""
    found, left = {id}, [id]
    while left:
        for inner in narrower.get(left.pop(), set()) - found:
            found.add(inner)
            left.append(inner)
    return found


def _ranked(board: Board, posterior: Posterior, against: Mapping[str, float]) -> tuple[str, ...]:
    """Likeliest first; of equals the one with less against it, then in the board's order."""
    place = {item.id: number for number, item in enumerate(board.hypotheses)}
    return tuple(sorted(posterior, key=lambda id: (-round(posterior[id], 9), round(against[id], 9), place[id])))


def _against(board: Board, rows: Sequence[RowWeight]) -> dict[str, float]:
    """Inconsistency by hypothesis id."""
    return {
        item.id: sum(
            weight.row.reliability.middle * PENALTIES.get(weight.cells[item.id].rating, 0.0)
            for weight in rows
            if weight.counted and item.id in weight.cells
        )
        for item in active(board)
    }


def _standings(board: Board, rows: Sequence[RowWeight]) -> tuple[Standing, ...]:
    if not active(board):
        return ()
    posterior = _posterior(board, (weight.likelihoods for weight in rows if weight.counted))
    against = _against(board, rows)
    widths = _half_widths(board, rows, posterior)
    before, by_id = start(board), {item.id: item for item in board.hypotheses}
    found = []
    for rank, id in enumerate(_ranked(board, posterior, against), 1):
        low, high = _interval(posterior[id], widths[id])
        words = interval_word(low, high)
        found.append(Standing(by_id[id], rank, before[id], posterior[id], low, high, words, against[id]))
    return tuple(found)


def _interval(posterior: float, half_width: float) -> tuple[float, float]:
    """The interval around ``posterior`` in log odds, rounded to whole per cent."""
    inner = min(1 - 1e-9, max(1e-9, posterior))
    ends = (share(logit(inner) - half_width), share(logit(inner) + half_width))
    low, high = (min(HIGHEST, max(LOWEST, round(end, 2))) for end in ends)
    return low, high


def _half_widths(board: Board, rows: Sequence[RowWeight], posterior: Posterior) -> dict[str, float]:
    """Half-width of each posterior in log odds, from what the machine proposed and nobody has looked at.

    A proposed rating may be one step off either way, a proposed reliability anywhere within its interval. These errors
    are independent, so they add up as the root of the sum of their squares.
    """
    counted = [weight for weight in rows if weight.counted]
    parts: dict[str, list[float]] = {id: [] for id in posterior}
    for weight in counted:
        for id, found in weight.cells.items():
            if not (found.rated_by or weight.row.added_by or found.likelihood is not None):
                parts[id].append(_step(found.rating, weight.row.reliability.middle))
        for id, half in _from_reliability(board, weight, counted).items():
            parts[id].append(half)
    return {id: hypot(*halves) for id, halves in parts.items()}


def _step(rating: Rating, reliability: float) -> float:
    """Half of what separates, in log likelihood, one step worse from one step better."""
    if rating is Rating.NA:
        return 0.0
    worse, better = (LIKELIHOODS[step] for step in neighbours(rating))
    return log(discounted(better, reliability) / discounted(worse, reliability)) / 2


def _from_reliability(board: Board, weight: RowWeight, counted: Sequence[RowWeight]) -> dict[str, float]:
    doubt = weight.row.reliability
    if doubt.low == doubt.high:
        return {}
    others = [other.likelihoods for other in counted if other is not weight]
    ends = [_posterior(board, [*others, _likelihoods(weight.cells, end)]) for end in (doubt.low, doubt.high)]
    return {
        id: abs(logit(min(1 - 1e-9, max(1e-9, ends[1][id]))) - logit(min(1 - 1e-9, max(1e-9, ends[0][id])))) / 2
        for id in ends[0]
    }


# ---- sensitivity ---------------------------------------------------------------------------------------------------


def _falls(board: Board, rows: Sequence[RowWeight], order: tuple[str, ...], now: Posterior) -> tuple[Fall, ...]:
    """Each origin, each row without one and each assumption left out in turn."""
    if not order:
        return ()
    counted = [weight for weight in rows if weight.counted]
    found = []
    for origin in _origins(counted):
        gone = [weight for weight in counted if weight.row.origin == origin]
        touched = {id(weight): left for weight in counted if (left := _left(weight.row, origin))}
        rest = [
            _again(weight, touched[id(weight)]) if id(weight) in touched else weight
            for weight in counted
            if weight not in gone
        ]
        ids = tuple(weight.row.id for weight in counted if weight in gone or id(weight) in touched)
        found.append(_fall(board, (origin, "origin", ids), rest, order, now))
    for weight in counted:
        if not weight.row.origin and weight.likelihoods:
            rest = [other for other in counted if other is not weight]
            found.append(_fall(board, (weight.row.text, "row", (weight.row.id,)), rest, order, now))
    for taken in board.assumptions:
        if taken.row_ids and taken.state != "fails":
            rest = [weight for weight in counted if weight.row.id not in taken.row_ids]
            found.append(_fall(board, (taken.text, "assumption", taken.row_ids), rest, order, now))
    return tuple(sorted(found, key=lambda fall: (not fall.leader_changes, not fall.order_changes, -fall.shift)))


def _origins(counted: Sequence[RowWeight]) -> list[str]:
    """The origins behind the rows, each once."""
    names = [(weight.row.origin, *(name for name, _ in weight.row.without)) for weight in counted]
    return [name for name in dict.fromkeys(name for group in names for name in group) if name]


def _left(row: EvidenceRow, origin: str) -> Reliability | None:
    """The reliability of a row that rests on several origins once one of them has fallen."""
    if row.origin == origin:
        return None
    return dict(row.without).get(origin)


def _again(weight: RowWeight, left: Reliability) -> RowWeight:
    row = replace(weight.row, reliability=left)
    return replace(weight, row=row, likelihoods=_likelihoods(weight.cells, left.middle))


def _fall(
    board: Board,
    what: tuple[str, str, tuple[str, ...]],
    rest: Sequence[RowWeight],
    order: tuple[str, ...],
    now: Posterior,
) -> Fall:
    name, kind, row_ids = what
    posterior = _posterior(board, (weight.likelihoods for weight in rest))
    after = _ranked(board, posterior, _against(board, rest))
    return Fall(
        name=name,
        row_ids=row_ids,
        kind=kind,
        order=after,
        posterior=posterior,
        leader_changes=after[0] != order[0],
        order_changes=after != order,
        shift=max(abs(posterior[id] - now[id]) for id in order),
    )
