"""What the desk's pages ask: the weightiest, the newest, how many a day. Bounded, whatever the size of the case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, Table, func, literal, literal_column, select

from firsthand.model import (
    Assessment,
    Change,
    Chip,
    Claim,
    Commitment,
    Copy,
    Decision,
    Document,
    Look,
    Rivals,
    Scene,
    Statement,
)
from firsthand.store import schema, search
from firsthand.store.codec import adapter, decode, utc_text
from firsthand.store.dialects.sql import Moment, json_emptied, json_items, json_value
from firsthand.store.listing import (
    REVISES,
    claim_head,
    claim_line,
    disputed,
    leads,
    open_line,
    promise_line,
    site_report,
)
from firsthand.store.tables import Tables

Record = TypeVar("Record")
TABLES = {
    "clm": schema.claim,
    "stm": schema.statement,
    "doc": schema.document,
    "scn": schema.scene,
    "chg": schema.change,
    "com": schema.commitment,
    "brd": schema.board,
    "alr": schema.alert,
    "dec": schema.decision,
    "fct": schema.forecast,
}
"""Records by the beginning of their ids."""
MOST_IDS = 500
"""Ids that one query names; SQLite takes 32,766 parameters, and short queries let a writer in between."""
DAY_CHARS = 10
"""Of an ISO date."""

claim, document, statement = schema.claim, schema.document, schema.statement


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of a list."""

    site_id: str | None = None
    """Of one site; empty for what names none; ``None`` for all."""
    start: datetime | None = None
    """Published from here on (for claims: at least once)."""
    end: datetime | None = None
    """Published before this."""
    contested: bool = False
    """Only claims that somebody denies, contradicts or corrects."""
    learned_after: datetime | None = None
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """What a day brought: how many reports of one look."""

    day: str
    """ISO date."""
    look: str
    count: int


@dataclass(frozen=True, slots=True)
class SiteCounts:
    """What the case holds on one site."""

    claims: int = 0
    contested: int = 0
    reports: int = 0
    images: int = 0
    changes: int = 0
    last_report: str = ""
    last_image: str = ""


class Desk(Tables):
    """Lists, counts and records by their ids."""

    def make_ready(self) -> None:
        """Build what decodes records, a quarter of a second in all, before somebody waits for the first page."""
        for kind in (Claim, Statement, Document, Assessment, Commitment, Change, Scene, Look, Rivals, Decision, Copy):
            adapter(kind)

    # ---- records by id ---------------------------------------------------------------------------------------------

    def claim_heads(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Claims as lists show them: of one with very many members only a few of these, those against it first."""
        held = list(ids)
        short = self._called(Claim, claim_head, claim_head.c.claim_id, held)
        return short | self._called(Claim, claim, claim.c.id, (id for id in held if id not in short))

    def claims_called(self, ids: Iterable[str]) -> dict[str, Claim]:
        """Claims with all their members."""
        return self._called(Claim, claim, claim.c.id, ids)

    def claim_ids_of(self, statement_ids: Iterable[str]) -> dict[str, str]:
        """The id of the claim of each of these statements that has one."""
        member = schema.claim_member.c
        homes: dict[str, str] = {}
        with self._reading() as connection:
            for part in _parts(statement_ids):
                query = select(member.statement_id, member.claim_id).where(member.statement_id.in_(part))
                homes |= {row.statement_id: row.claim_id for row in connection.execute(query)}
        return homes

    def claims_of(self, statement_ids: Iterable[str]) -> dict[str, Claim]:
        """The claim of each of these statements that has one, as lists show it."""
        homes = self.claim_ids_of(statement_ids)
        heads = self.claim_heads(set(homes.values()))
        return {statement_id: heads[id] for statement_id, id in homes.items() if id in heads}

    def claims_at(self, site_ids: Sequence[str], claim_ids: Iterable[str]) -> set[str]:
        """Those of these claims that speak of one of the sites."""
        line, found = claim_line.c, set()
        for part in _parts(claim_ids):
            query = select(line.claim_id).where(line.claim_id.in_(part), line.site_id.in_(site_ids))
            found |= set(self._values(query))
        return found

    def against(self, claim_ids: Iterable[str]) -> dict[str, int]:
        """How many members of each claim speak against it."""
        line = claim_line.c
        found: dict[str, int] = {}
        with self._reading() as connection:
            for part in _parts(claim_ids):
                rows = connection.execute(select(line.claim_id, line.against).where(line.claim_id.in_(part)))
                found |= {row.claim_id: row.against for row in rows}
        return found

    def statements_called(self, ids: Iterable[str]) -> dict[str, Statement]:
        return self._called(Statement, statement, statement.c.id, ids)

    def scenes_called(self, ids: Iterable[str]) -> dict[str, Scene]:
        return self._called(Scene, schema.scene, schema.scene.c.id, ids)

    def assessments_called(self, claim_ids: Iterable[str]) -> dict[str, Assessment]:
        return self._called(Assessment, schema.assessment, schema.assessment.c.claim_id, claim_ids)

    def commitments_called(self, ids: Iterable[str]) -> dict[str, Commitment]:
        return self._called(Commitment, schema.commitment, schema.commitment.c.id, ids)

    def documents_called(self, ids: Iterable[str], texts: bool = False) -> dict[str, Document]:
        """Documents, by default without their text, which lists have no use for."""
        body = document.c.body if texts else json_emptied(document.c.body, "text")
        return self._called(Document, document, document.c.id, ids, body)

    def rivals_of(self, claim_ids: Iterable[str]) -> list[Rivals]:
        """Rival readings of these claims, by id."""
        held = list(claim_ids)[:MOST_IDS]
        return self._all(Rivals, schema.rivals, schema.rivals.c.claim_id.in_(held), order=schema.rivals.c.id)

    def copies_among(self, document_ids: Iterable[str]) -> list[Copy]:
        """What these documents have from each other."""
        held, table = list(document_ids)[:MOST_IDS], schema.text_copy
        return self._all(Copy, table, table.c.to_document.in_(held), table.c.from_document.in_(held), order=table.c.id)

    def replaced(self, document_ids: Iterable[str]) -> set[str]:
        """Those of these documents that a later revision has replaced."""
        found: set[str] = set()
        for part in _parts(document_ids):
            found |= set(self._values(select(REVISES).where(REVISES.in_(part))))
        return found

    def revisions_of(self, document_ids: Iterable[str]) -> list[Document]:
        """Documents that revise one of these, without their text."""
        wanted = list(document_ids)
        ids = [id for part in _parts(wanted) for id in self._values(select(document.c.id).where(REVISES.in_(part)))]
        return list(self.documents_called(ids).values())

    def decisions_about(self, subjects: Iterable[str]) -> list[Decision]:
        """What people decided about any of these, withdrawn or not, in the order in which it was recorded."""
        held = list(subjects)[:MOST_IDS]
        table = schema.decision
        about = json_items(table.c.body, "subjects", "subject")
        ids = select(table.c.id).select_from(table.join(about, literal_column("1 = 1"))).where(about.c.value.in_(held))
        return self._all(Decision, table, table.c.id.in_(ids), order=(table.c.seq, table.c.id))

    def ids_beginning(self, beginning: str, most: int) -> list[str]:
        """At most so many ids of records that begin so; by the first letters of an id only one table is asked."""
        table = TABLES.get(beginning[:3])
        if table is None:
            return []
        query = select(table.c.id).where(table.c.id.startswith(beginning, autoescape=True)).order_by(table.c.id)
        return [str(id) for id in self._values(query.limit(most))]

    def chip(self, name: str) -> Chip | None:
        """The chip with this file name."""
        chips = json_items(schema.change.c.body, "chips", "held")
        joined = schema.change.join(chips, literal_column("1 = 1"))
        query = select(chips.c.value).select_from(joined)
        found = self._values(query.where(json_value(chips.c.value, "name") == name).limit(1))
        return decode(Chip, found[0]) if found else None

    # ---- lists -----------------------------------------------------------------------------------------------------

    def claim_ids(self, wanted: Wanted) -> tuple[list[str], int]:
        """Ids of claims, those judged before opinions and the weightiest first, and how many there are in all."""
        line, where = claim_line.c, _claims_where(wanted)
        query = select(line.claim_id).where(*where).order_by(line.judged.desc(), line.weight.desc(), line.claim_id)
        total = select(func.count()).select_from(claim_line).where(*where)
        return self._values(query.limit(wanted.limit).offset(wanted.offset)), int(self._values(total)[0])

    def newest_claim_ids(self, wanted: Wanted) -> list[str]:
        """Ids of claims: what was learned last first, or else what was last published."""
        line = claim_line.c
        moment = line.learned if wanted.learned_after else line.last
        query = select(line.claim_id).where(*_claims_where(wanted)).order_by(moment.desc().nulls_last(), line.claim_id)
        return self._values(query.limit(wanted.limit).offset(wanted.offset))

    def claims_seen_in(self, change_id: str) -> list[str]:
        """Ids of the claims whose judgement rests on this change."""
        body, line = schema.assessment.c.body, claim_line.c
        seen = json_items(body, "image.change_ids", "seen")
        joined = schema.assessment.join(seen, literal_column("1 = 1"))
        # Only claims that the images speak of are looked into: those are few.
        speaking = schema.assessment.c.claim_id.in_(select(line.claim_id).where(line.seen > 0))
        query = select(schema.assessment.c.claim_id).select_from(joined).where(speaking, seen.c.value == change_id)
        return self._values(query.order_by(schema.assessment.c.claim_id).limit(MOST_IDS))

    def report_ids(self, wanted: Wanted) -> tuple[list[str], int]:
        """Ids of documents, latest published first, undated last, and how many there are in all."""
        source = document if wanted.site_id is None else site_report
        id = document.c.id if wanted.site_id is None else site_report.c.document_id
        where = [site_report.c.site_id == wanted.site_id] if wanted.site_id is not None else []
        where += _span(source.c.published, wanted)
        if wanted.learned_after:
            where.append(source.c.captured > utc_text(wanted.learned_after))
        query = select(id).where(*where).order_by(source.c.published.desc().nulls_last(), id)
        total = select(func.count()).select_from(source).where(*where)
        return self._values(query.limit(wanted.limit).offset(wanted.offset)), int(self._values(total)[0])

    def report_days(self, site_id: str, clock: str) -> list[Day]:
        """Reports of a site by day of publication or capture (``clock``: published, captured) and look."""
        moment = site_report.c[clock]
        day = func.substr(moment, literal_column("1"), literal_column(str(DAY_CHARS)))
        query = select(day, site_report.c.look, func.count()).where(site_report.c.site_id == site_id)
        query = query.where(moment.is_not(None)).group_by(day, site_report.c.look)
        with self._reading() as connection:
            return [Day(*row) for row in connection.execute(query.order_by(literal_column("1"), literal_column("2")))]

    def report_marks(
        self, site_id: str, clock: str, ends: tuple[datetime, datetime]
    ) -> list[tuple[str, datetime, str]]:
        """(document id, moment, look) of a site's reports within ``ends``, by time, at most ``MOST_IDS``."""
        moment, held = site_report.c[clock], site_report.c
        query = select(held.document_id, moment, held.look).where(held.site_id == site_id)
        query = query.where(moment >= utc_text(ends[0]), moment <= utc_text(ends[1]))
        with self._reading() as connection:
            rows = connection.execute(query.order_by(moment, held.document_id).limit(MOST_IDS))
            return [(row[0], datetime.fromisoformat(row[1]), row[2]) for row in rows]

    def claim_dates(self, claim_ids: Iterable[str]) -> dict[str, tuple[datetime | None, datetime | None, datetime]]:
        """For each claim when it was first and last published, and when it was learned."""
        line = claim_line.c
        found = {}
        with self._reading() as connection:
            for part in _parts(claim_ids):
                rows = connection.execute(
                    select(line.claim_id, line.first, line.last, line.learned).where(line.claim_id.in_(part))
                )
                for id, first, last, learned in rows:
                    if learned:
                        found[id] = (_moment(first), _moment(last), datetime.fromisoformat(learned))
        return found

    def promise_ids(self, site_ids: Sequence[str], limit: int) -> tuple[list[Commitment], int]:
        """Promises about any of these sites, soonest due first, and how many there are."""
        line = promise_line.c
        where = line.site_id.in_(site_ids)
        ids = select(line.commitment_id, func.min(line.due).label("due")).where(where).group_by(line.commitment_id)
        return self._promises(ids, limit)

    def overdue(self, now: datetime, settled: Sequence[str], limit: int) -> tuple[list[Commitment], int]:
        """Promises whose day has passed and whose status is none of ``settled``, longest overdue first."""
        line = promise_line.c
        where = (line.due <= utc_text(now)) & line.status.not_in(settled)
        ids = select(line.commitment_id, func.min(line.due).label("due")).where(where).group_by(line.commitment_id)
        return self._promises(ids, limit)

    def open_statements(self, limit: int) -> tuple[list[Statement], int]:
        """Statements with lost speakers or open words, latest published first, and how many there are."""
        latest = open_line.c.published.desc().nulls_last()
        query = select(open_line.c.statement_id).order_by(latest, open_line.c.statement_id)
        ids = self._values(query.limit(limit))
        held = self.statements_called(ids)
        total = self._values(select(func.count()).select_from(open_line))[0]
        return [held[id] for id in ids if id in held], int(total)

    def captured_after(self, moment: datetime) -> dict[str, int]:
        """How many documents, claims, images and decisions came in after ``moment``."""
        after = utc_text(moment)
        scene = json_value(schema.scene.c.body, "captured")
        queries = {
            "document": select(func.count()).select_from(document).where(document.c.captured > after),
            "claim": select(func.count()).select_from(claim_line).where(leads, claim_line.c.learned > after),
            "scene": select(func.count()).select_from(schema.scene).where(Moment(scene) > Moment(literal(after))),
            "decision": select(func.count()).select_from(schema.decision).where(schema.decision.c.made > after),
        }
        return {name: int(self._values(query)[0]) for name, query in queries.items()}

    def newest_changes(self, limit: int) -> list[str]:
        """Ids of changes, the latest first."""
        return self._values(select(schema.change.c.id).order_by(schema.change.c.after.desc()).limit(limit))

    def site_counts(self) -> dict[str, SiteCounts]:
        """Counts by site id."""
        line, scene, change = claim_line.c, schema.scene.c, schema.change.c
        claims = self._by_site(select(line.site_id, func.count(), func.sum(line.contested), func.max(line.last)))
        reports = self._by_site(select(site_report.c.site_id, func.count()))
        scenes = self._by_site(select(scene.site_id, func.count(), func.max(scene.taken)))
        changes = self._by_site(select(change.site_id, func.count()))
        found = {}
        for site in {*claims, *reports, *scenes, *changes}:
            total, against, last = claims.get(site, (0, 0, ""))
            found[site] = SiteCounts(
                claims=total,
                contested=against or 0,
                reports=reports.get(site, (0,))[0],
                images=scenes.get(site, (0,))[0],
                changes=changes.get(site, (0,))[0],
                last_report=last or "",
                last_image=scenes.get(site, (0, ""))[1],
            )
        return found

    # ---- search ----------------------------------------------------------------------------------------------------

    def search_newest(self, words: str, limit: int) -> tuple[list[search.Hit], bool]:
        """Search that stays quick on common words; True when so many match that only the newest are given.

        The last word may be a beginning, where it is no whole word with enough finds. The finds of a rare word are all
        given, claims first; of a common one the best by rank, of a very common one the newest.
        """
        with self._reading() as connection:
            return search.find_newest(connection, words, limit)

    def search_some(self, words: Sequence[str], limit: int) -> list[search.Hit]:
        """What holds some of the words of a sentence, best first; bounded, so that of common words much is missed."""
        with self._reading() as connection:
            return search.find_some(connection, words, limit)

    # ---- how -------------------------------------------------------------------------------------------------------

    def _called(
        self, kind: type[Record], table: Table, key: Any, ids: Iterable[str], body: Any = None
    ) -> dict[str, Record]:
        found: dict[str, Record] = {}
        with self._reading() as connection:
            for part in _parts(ids):
                rows = connection.execute(select(key, table.c.body if body is None else body).where(key.in_(part)))
                found |= {row[0]: decode(kind, row[1]) for row in rows}
        return found

    def _values(self, query: Select[Any]) -> list[Any]:
        with self._reading() as connection:
            return list(connection.execute(query).scalars())

    def _by_site(self, query: Select[Any]) -> dict[str, tuple[Any, ...]]:
        with self._reading() as connection:
            rows = connection.execute(query.group_by(query.selected_columns[0]))
            return {row[0]: tuple(row[1:]) for row in rows}

    def _promises(self, ids: Select[Any], limit: int) -> tuple[list[Commitment], int]:
        due = func.min(promise_line.c.due)
        chosen = ids.order_by(due.is_(None), due).limit(limit)
        with self._reading() as connection:
            wanted = [row[0] for row in connection.execute(chosen)]
            total = connection.execute(select(func.count()).select_from(ids.subquery())).scalar_one()
        held = self.commitments_called(wanted)
        return [held[id] for id in wanted if id in held], int(total)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _claims_where(wanted: Wanted) -> list[Any]:
    line = claim_line.c
    where: list[Any] = [leads if wanted.site_id is None else line.site_id == wanted.site_id]
    if wanted.contested:
        where.append(disputed)
    if wanted.start:
        where.append(line.last >= utc_text(wanted.start))
    if wanted.end:
        where.append(line.first < utc_text(wanted.end))
    if wanted.learned_after:
        where.append(line.learned > utc_text(wanted.learned_after))
    return where


def _span(moment: Any, wanted: Wanted) -> list[Any]:
    where = [moment >= utc_text(wanted.start)] if wanted.start else []
    return [*where, moment < utc_text(wanted.end)] if wanted.end else where


def _parts(ids: Iterable[str]) -> Iterable[list[str]]:
    held = list(dict.fromkeys(ids))
    return [held[at : at + MOST_IDS] for at in range(0, len(held), MOST_IDS)]
