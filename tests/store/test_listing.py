"""What pages list is what the records say, after each way of writing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from firsthand.model import (
    Action,
    Anchor,
    Assessment,
    Basis,
    Certainty,
    Claim,
    Commitment,
    CommitmentStatus,
    Copy,
    Document,
    Event,
    Granularity,
    ImageAnswer,
    ImageVerdict,
    Member,
    Reading,
    Relation,
    Relevance,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Unresolved,
    Voice,
)
from firsthand.publish.claim_words import ACTS
from firsthand.store import Store, listing, search
from firsthand.store.desk import Wanted
from firsthand.store.search import RANKED

DAY = datetime(2031, 3, 1, 9, tzinfo=UTC)


def document(number: int, **changes: object) -> Document:
    made = Document(
        id=f"doc-{number}", name=f"{number}.txt", text=f"The shed number {number} stands.", sha256=f"{number:064d}",
        media_type="text/plain", captured=DAY + timedelta(days=number, hours=3), outlet="Echo",
        published=DAY + timedelta(days=number),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def statement(number: int, site: str = "yard", **changes: object) -> Statement:
    words = Anchor(0, 8, "The shed")
    made = Statement(
        id=f"stm-{number}", document_id=f"doc-{number}", content=(words,), source=None, cue=None,
        source_kind=SourceKind.OUTLET, source_name="Echo", chain=(), voice=Voice.OUTLET, stance=Stance.ASSERTS,
        basis=Basis.UNSTATED, certainty=Certainty(0.9, 1.0), event=Event(Action.BUILD, "shed", (site,) if site else ()),
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type]


def claim(id: str, numbers: range, site: str = "yard", against: int = 0, action: Action = Action.BUILD) -> Claim:
    members = tuple(
        Member(f"stm-{number}", f"doc-{number}", Relation.DENIES if place < against else Relation.AGREES, None, "so")
        for place, number in enumerate(numbers)
    )
    event = Event(action, "shed", (site,) if site else ())
    return Claim(id, f"The shed of {id}", event, members, (), 1, 1, 0, len(members))


def assessment(id: str, answer: ImageAnswer = ImageAnswer.NO_USABLE_LOOK) -> Assessment:
    return Assessment(id, 0.6, 0.8, "likely", "low", "one origin", (), ImageVerdict(id, answer, "so"), 3)


COPY = Copy("cpy-1", "doc-0", "doc-2", "verbatim", 0.9, (), "shared words")


def fill(store: Store, count: int = 6, **changes: object) -> None:
    for number in range(count):
        store.put_document(document(number))
        store.put_reading(Reading(f"doc-{number}", (statement(number, **changes),)))  # type: ignore[arg-type]


def test_the_acts_that_weigh_more_are_those_of_the_brief() -> None:
    assert set(listing.ACTS) == set(ACTS)


def test_claims_come_by_judgement_and_weight(store: Store) -> None:
    fill(store)
    held = [
        claim("clm-big", range(4)),
        claim("clm-small", range(4, 5)),
        claim("clm-view", range(6), action=Action.INTERPRET),
    ]
    store.put_trace(held, ())
    store.put_weigh([assessment("clm-small"), assessment("clm-big"), assessment("clm-view")], (), ())
    assert store.claim_ids(Wanted("yard")) == (["clm-big", "clm-small", "clm-view"], 3)
    images = [assessment("clm-small", ImageAnswer.AGREES), assessment("clm-big"), assessment("clm-view")]
    store.put_weigh(images, (), ())
    store.put_weigh(images, (), ())
    small = next(line for line in rows(store) if line["claim_id"] == "clm-small")
    assert small["weight"] == 1 + 2 + listing.SEEN_WEIGHT
    assert store.claim_ids(Wanted("yard", limit=1, offset=1)) == (["clm-small"], 3)


def rows(store: Store) -> list[dict[str, object]]:
    with store.writing() as connection:
        return [dict(row) for row in connection.execute(listing.claim_line.select()).mappings()]


def test_tracing_again_keeps_the_judgements_that_stand(store: Store) -> None:
    fill(store)
    store.put_trace([claim("clm-a", range(3))], ())
    store.put_weigh([assessment("clm-a", ImageAnswer.AGREES)], (), ())
    before = rows(store)
    store.put_trace([claim("clm-a", range(3)), claim("clm-b", range(3, 5))], ())
    assert [line for line in rows(store) if line["claim_id"] == "clm-a"] == before


def test_contested_claims_and_reports_against(store: Store) -> None:
    fill(store)
    store.put_trace([claim("clm-a", range(3), against=2), claim("clm-b", range(3, 5))], ())
    assert store.claim_ids(Wanted("yard", contested=True)) == (["clm-a"], 1)
    assert store.against(["clm-a", "clm-b"]) == {"clm-a": 2, "clm-b": 0}
    days = {(day.day, day.look) for day in store.report_days("yard", "published")}
    assert ("2031-03-01", "against") in days
    assert ("2031-03-04", "report") in days
    assert store.site_counts()["yard"].contested == 1


def test_a_long_claim_is_listed_short_with_what_speaks_against_it_first(store: Store) -> None:
    fill(store, 20)
    whole = claim("clm-a", range(20), against=3)
    store.put_trace([replace(whole, members=whole.members[::-1])], ())
    short = store.claim_heads(["clm-a"])["clm-a"]
    assert len(short.members) == listing.HEAD_MEMBERS
    assert [member.relation for member in short.members[:3]] == [Relation.DENIES] * 3
    assert len(store.claim("clm-a").members) == 20


def test_reports_by_site_span_and_capture(store: Store) -> None:
    fill(store)
    store.put_document(document(9))
    store.put_reading(Reading("doc-9", (statement(9, site=""),)))
    assert store.report_ids(Wanted("yard", limit=2)) == (["doc-5", "doc-4"], 6)
    assert store.report_ids(Wanted(limit=1)) == (["doc-9"], 7)
    span = Wanted("yard", start=DAY + timedelta(days=1), end=DAY + timedelta(days=3))
    assert store.report_ids(span) == (["doc-2", "doc-1"], 2)
    marks = store.report_marks("yard", "captured", (DAY, DAY + timedelta(days=1, hours=4)))
    assert [id for id, _, _ in marks] == ["doc-0", "doc-1"]


def test_reading_again_and_another_date_change_the_lists(store: Store) -> None:
    fill(store)
    store.put_reading(Reading("doc-5", (statement(5, site="harbour"),)))
    assert store.report_ids(Wanted("yard"))[1] == 5
    assert store.report_ids(Wanted("harbour")) == (["doc-5"], 1)
    store.put_document(document(0, published=DAY + timedelta(days=40)))
    assert store.report_ids(Wanted("yard", limit=1))[0] == ["doc-0"]


def test_off_topic_statements_are_in_no_list(store: Store) -> None:
    gap = (Unresolved(Anchor(0, 8, "The shed"), "which one is open"),)
    fill(store, relevance=Relevance.OFF_TOPIC, unresolved=gap)
    assert store.report_ids(Wanted("yard")) == ([], 0)
    assert store.open_statements(5) == ([], 0)


def test_open_words_newest_first(store: Store) -> None:
    fill(store, unresolved=(Unresolved(Anchor(0, 8, "The shed"), "which one is open"),))
    found, total = store.open_statements(2)
    assert ([item.id for item in found], total) == (["stm-5", "stm-4"], 6)


def test_overdue_promises(store: Store) -> None:
    fill(store)
    due = TimeSpan(DAY, DAY + timedelta(days=1), Granularity.DAY)
    late = TimeSpan(DAY, DAY + timedelta(days=90), Granularity.DAY)
    made = [
        Commitment(f"com-{number}", "they", "to go", ("stm-1",), ("yard",), by, True, "", status, "")
        for number, (by, status) in enumerate(
            ((due, CommitmentStatus.NO_EVIDENCE), (due, CommitmentStatus.KEPT), (late, CommitmentStatus.NO_EVIDENCE),
             (None, CommitmentStatus.NOT_TESTABLE))
        )
    ]  # fmt: skip
    store.put_weigh((), (), made)
    found, total = store.overdue(DAY + timedelta(days=2), ["kept"], 10)
    assert ([promise.id for promise in found], total) == (["com-0"], 1)
    soonest, every = store.promise_ids(["yard", ""], 2)
    assert ([promise.id for promise in soonest], every) == (["com-0", "com-1"], 4)


def test_replaced_revisions_are_known(store: Store) -> None:
    fill(store, 2)
    store.put_document(document(7, revises="doc-1"))
    assert store.replaced(["doc-0", "doc-1", "doc-7"]) == {"doc-1"}


def test_made_anew_from_the_records_the_rows_are_the_same(store: Store) -> None:
    fill(store, unresolved=(Unresolved(Anchor(0, 8, "The shed"), "which one is open"),))
    store.put_trace([claim("clm-a", range(3), against=1), claim("clm-b", range(3, 5), site="")], ())
    store.put_weigh([assessment("clm-a", ImageAnswer.AGREES)], (), ())

    def held() -> list[list[tuple[object, ...]]]:
        with store.writing() as connection:
            return [sorted(map(tuple, connection.execute(table.select())), key=str) for table in listing.TABLES]

    before = held()
    with store.writing() as connection:
        listing.rebuild(connection)
    assert held() == before


def test_a_very_common_word_gives_the_newest(store: Store) -> None:
    with store.writing():
        for number in range(RANKED + 5):
            store.put_document(document(number, text="concrete everywhere", title=f"Report {number}"))
    hits, many = store.search_newest("concrete", 3)
    assert many
    assert [hit.title for hit in hits] == [f"Report {RANKED + number}" for number in (4, 3, 2)]
    hits, many = store.search_newest(f'"Report {RANKED}"', 3)
    assert (len(hits), many) == (1, False)


def test_words_of_a_sentence_find_what_has_some_of_them(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "RARE", 3)
    for number in range(4):
        store.put_document(document(number, text=f"A concrete wall by the tall fence {number}", title=""))
    store.put_document(document(4, text="A wooden fence", title=""))
    store.put_document(document(5, text="The wall of the yard is red", title=""))

    def found(*words: str) -> list[str]:
        return sorted(hit.ref for hit in store.search_some(words, 10))

    assert found("wooden", "nowhere") == ["doc-4"]
    assert found("wooden", "red") == ["doc-4", "doc-5"]
    assert found("wall", "fence") == [f"doc-{number}" for number in range(4)]
    assert found("nowhere") == found() == []
    monkeypatch.setattr(search, "RANKED", 2)
    assert [hit.ref for hit in store.search_some(["wall", "fence"], 2)] == ["doc-3", "doc-2"]


def test_claims_are_told_by_site_and_by_statement(store: Store) -> None:
    fill(store)
    store.put_trace([claim("clm-a", range(3)), claim("clm-b", range(3, 5), site="")], ())
    assert store.claims_at(["yard"], ["clm-a", "clm-b", "clm-none"]) == {"clm-a"}
    assert store.claim_ids_of(["stm-0", "stm-4", "stm-5"]) == {"stm-0": "clm-a", "stm-4": "clm-b"}
    assert {id: len(item.members) for id, item in store.claims_called(["clm-a", "clm-b"]).items()} == {
        "clm-a": 3, "clm-b": 2,
    }  # fmt: skip


def test_documents_for_lists_come_without_their_text(store: Store) -> None:
    fill(store, 1)
    assert store.documents_called(["doc-0"], texts=True) == {"doc-0": document(0)}
    held = store.documents_called(["doc-0", "doc-none"])
    assert list(held) == ["doc-0"]
    assert (held["doc-0"].text, held["doc-0"].outlet) == ("", "Echo")


@pytest.mark.parametrize(
    ("words", "count"),
    [("conc", 2), ("red conc", 1), ("CONCR", 1), ("Über", 1), ("ube", 1), ("concrete", 1), ('"red concr"', 0),
     ("x", 0), ("", 0), ('conc" OR', 0)],
)  # fmt: skip
def test_the_last_word_may_be_a_beginning(store: Store, words: str, count: int) -> None:
    store.put_document(document(1, text="A red concrete wall über all", title=""))
    store.put_document(document(2, text="A concert in the hall", title=""))
    assert len(store.search_newest(words, 10)[0]) == count


def test_what_names_an_id_is_found_by_it(store: Store) -> None:
    fill(store)
    store.put_trace([claim("clm-a", range(3)), claim("clm-b", range(3, 5))], [COPY])
    store.put_weigh([assessment("clm-a"), assessment("clm-b")], (), ())
    assert [item.id for item in store.claims_holding("stm-1")] == ["clm-a"]
    assert [item.id for item in store.claims_holding("stm_1")] == [], "a sign of patterns is a sign like others"
    assert [item.claim_id for item in store.assessments_holding("clm-b")] == ["clm-b"]
    assert store.copies_of("doc-0") == store.copies_of("doc-2") == [COPY]
    assert store.copies_of("doc-1") == []
