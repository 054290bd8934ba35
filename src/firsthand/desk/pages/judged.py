"""The pages on which people weigh: boards of hypotheses, commitments, sources, alerts, decisions, opened numbers."""

from __future__ import annotations

from datetime import UTC, datetime

from firsthand import proposals
from firsthand.alerts import stage as alerts
from firsthand.case import Case
from firsthand.corrections import KIND as CORRECTION
from firsthand.corrections import correction_of
from firsthand.desk.frame import Frame, link, path
from firsthand.model import CommitmentKind, CommitmentStatus, Decision, LinkKind, Rating
from firsthand.publish import commitment_board as ledger
from firsthand.store.journal import PROPOSAL
from firsthand.views.hypotheses import board_view
from firsthand.weigh.commitments import edits as commitment_edits
from firsthand.weigh.commitments import judging
from firsthand.weigh.commitments.ledger import is_overdue
from firsthand.weigh.hypotheses import edits as board_edits
from firsthand.weigh.hypotheses.boards import boards
from firsthand.weigh.hypotheses.edits import edit_of
from firsthand.weigh.hypotheses.judge import judged
from firsthand.weigh.scales import RELIABILITY
from firsthand.weigh.sources import SourceRecord, source_of_case, sources_of
from firsthand.why.resolve import OPENERS, why

OWN_PAGES = {"clm": "claim", "doc": "document", "chg": "change"}
OTHER_PAGES = {"com": "/commitment/", "brd": "/board/", "stm": "/statement/"}
KINDS = {
    "clm": "claim", "org": "origin", "stm": "statement", "doc": "report", "chg": "change", "scn": "image",
    "com": "commitment", "brd": "board", "hyp": "hypothesis", "evi": "evidence", "riv": "rivals", "src": "source",
    "alr": "alert", "fct": "forecast", "dec": "decision", "sen": "sentence", "place": "place", "asm": "assumption",
}  # fmt: skip
"""What ids stand for, by their beginning."""
MOST_LISTED = 300
"""Rows of a list of decisions or alerts; the command line lists all."""


class JudgingPages:
    """One method per page; each returns HTML."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.shelf = frame.shelf
        frame.environment.globals |= {"page_of": page_of, "kind_of": kind_of, "told_of": told_of, "opens": opens}

    def boards(self) -> str:
        case = self.shelf.case()
        found = [judged(item) for item in boards(case)]
        return self.frame.page("boards.html", here="boards", boards=found[:MOST_LISTED])

    def board(self, board_id: str) -> str:
        case = self.shelf.case()
        # Told once for each state of the store: what would tell them apart looks for passes of satellites.
        view = self.shelf.told(f"board {board_id}", lambda: board_view(case, board_id))
        numbers = {item.id: item.number for item in view.hypotheses}
        return self.frame.page(
            "board.html",
            here="boards",
            board=view,
            numbers=numbers,
            standing=[item for item in view.hypotheses if item.rank is not None],
            ratings=[rating.value for rating in Rating],
            kinds=[kind.value for kind in LinkKind],
            decisions=case.store.decisions_about([view.id, view.claim]),
        )

    def commitments(self, still_open: bool) -> str:
        case = self.shelf.case()
        promises, now = ledger.in_order(case, still_open=still_open), datetime.now(UTC)
        return self.frame.page(
            "commitments.html",
            here="commitments",
            rows=[(item, is_overdue(item, now)) for item in promises[:MOST_LISTED]],
            total=len(promises),
            still_open=still_open,
            rejected=judging.rejected(case),
            kinds=[kind.value for kind in CommitmentKind],
            sites=case.sites,
        )

    def commitment(self, id: str) -> str:
        case = self.shelf.case()
        row = ledger.board_row(case, id)
        pending = [item for item in case.store.decisions_about([id]) if item.id not in row.promise.decision_ids]
        return self.frame.page(
            "commitment.html",
            here="commitments",
            row=row,
            promise=row.promise,
            pending=pending,
            others=[item for item in case.store.commitments() if item.id != id],
            kinds=[kind.value for kind in CommitmentKind],
            statuses=[status.value for status in CommitmentStatus],
            sites=case.sites,
        )

    def sources(self) -> str:
        return self.frame.page("sources.html", here="sources", sources=self._sources(self.shelf.case()))

    def source(self, name: str) -> str:
        case = self.shelf.case()
        grade = source_of_case(case, name)
        record = next((item for item in self._sources(case) if item.name == grade.name), None)
        return self.frame.page(
            "source.html",
            here="sources",
            grade=grade,
            record=record,
            letters=RELIABILITY,
            decisions=case.store.decisions_about([grade.name]),
        )

    def _sources(self, case: Case) -> list[SourceRecord]:
        return self.shelf.weighed("sources", lambda: sources_of(case))

    def alerts(self, unseen: bool) -> str:
        found = alerts.listed(self.shelf.case(), unseen=unseen)
        return self.frame.page(
            "alerts.html", here="alerts", found=found[:MOST_LISTED], total=len(found), unseen_only=unseen
        )

    def why(self, id: str, fragment: bool) -> str:
        opened = why(self.shelf.case(), id)
        return self.frame.page("why.html", here="", opened=opened, fragment=fragment)

    def decisions(self) -> str:
        case = self.shelf.case()
        made = case.store.decisions(standing=False)
        return self.frame.page(
            "decisions.html",
            here="decisions",
            decisions=made[::-1][:MOST_LISTED],
            total=len(made),
            proposed=case.store.proposals()[::-1][:MOST_LISTED],
        )

    def statement_page(self, id: str) -> str:
        """The address of a statement's words. Raises UnknownIdError."""
        statement = self.shelf.case().store.statement(id)
        return f"/document/{path(statement.document_id)}#{path(statement.id)}"


def page_of(id: str) -> str:
    """Where the desk shows a record, by its id: a page of its own, or else its opened numbers."""
    prefix = id.partition("-")[0]
    if prefix in OWN_PAGES:
        return link(OWN_PAGES[prefix], id)
    return f"{OTHER_PAGES.get(prefix, '/why/')}{path(id)}"


def kind_of(id: str) -> str:
    """What an id stands for, in a word; the id itself when it tells nothing."""
    return KINDS.get(id.partition("-")[0], id)


def opens(id: str) -> bool:
    """Whether a record of this id has numbers to open."""
    return id.partition("-")[0] in OPENERS


def told_of(decision: Decision) -> str:
    """What was decided, in words."""
    if decision.kind == PROPOSAL:
        return proposals.told(decision)
    if decision.kind == CORRECTION:
        return correction_of(decision).told
    if decision.kind == commitment_edits.KIND:
        return commitment_edits.edit_of(decision).told
    if decision.kind == board_edits.KIND:
        return edit_of(decision).told
    return decision.value if decision.value != decision.kind else ""
