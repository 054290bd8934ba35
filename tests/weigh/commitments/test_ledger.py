"""One row for each undertaking, however often told; what its words say; whether it can be tested, and why not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from makers import OFFICIAL, PERSON, anchor, days, doc, moment, said
from promise_makers import ledger, promise
from weigh_makers import STAND

from firsthand.model import Action, CommitmentKind, CommitmentStatus, Document, Relevance, TimeSpan
from firsthand.weigh.commitments.measure import first_act

OPEN = "to work toward lasting peace and full openness"
STAND_PROMISE = promise("to dismantle the test stand at Brack", part=STAND.id)


def until(document: Document, words: str, last: float) -> TimeSpan:
    return replace(days(0, last), start=None, anchor=anchor(document, words))


# ---- one row each ----------------------------------------------------------------------------------------------------


def test_one_promise_told_many_times_is_one_row() -> None:
    rows = ledger(
        promise(OPEN),
        promise(f"once more “{OPEN}” at the spring meeting", day=3),
        promise(OPEN, "Varlandish envoys", 4),
    )
    assert [len(row.statement_ids) for row in rows] == [3]


def test_other_acts_things_and_refusals_are_rows_of_their_own() -> None:
    rows = ledger(
        STAND_PROMISE,
        promise("to dismantle the radar at Brack", day=1),
        promise("to build a test stand at Brack", day=2),
        promise("never to dismantle the test stand at Brack", day=3),
    )
    assert len(rows) == 4


def test_off_topic_promises_are_left_out() -> None:
    assert ledger(promise("to host a regatta", relevance=Relevance.OFF_TOPIC)) == ()


def test_a_promise_that_is_only_mentioned_is_a_row_with_the_act_in_its_favour() -> None:
    quote = "crews are dismantling the test stand, in line with a promise made to Osterland"
    document = doc("m", f"At Brack {quote}, an official said.", 5, "Skywatch")
    (row,) = ledger(also=((document, said(document, quote, ("an official", OFFICIAL))),))
    assert (row.who, row.what, row.to) == ("speaker lost", "dismantling the test stand", ("Osterland",))
    assert row.evidence_for == row.evidence
    assert len(row.evidence_for) == 1


def test_what_is_told_despite_a_promise_stands_against_it() -> None:
    quote = "Varland is building engines at Brack despite a pledge to wind down engine testing"
    document = doc("d", f"{quote}, Adam Holt said.", 5, "Skywatch")
    told = said(document, quote, ("Adam Holt", PERSON), act=Action.BUILD, thing="engines")
    (row,) = ledger(promise("to wind down engine testing"), also=((document, told),))
    assert row.status is CommitmentStatus.NOT_TESTABLE
    assert (len(row.evidence_against), row.evidence_for) == (1, ())
    assert row.mention_ids == (told.id,)


# ---- what the words say ----------------------------------------------------------------------------------------------


def test_kinds_and_days() -> None:
    quote = "to dismantle the test stand at Brack by 31 March"
    document, told = promise(quote)
    by = until(document, "by 31 March", 31)
    (row,) = ledger((document, replace(told, event=replace(told.event, time=by))))
    assert row.kinds == (CommitmentKind.DO, CommitmentKind.BY_DATE)
    assert (row.by, row.until) == (by, None)

    quote = "to suspend all tests at Brack until 31 March"
    document, told = promise(quote)
    end = until(document, "until 31 March", 31)
    (row,) = ledger((document, replace(told, event=replace(told.event, time=end))))
    assert row.kinds == (CommitmentKind.REFRAIN, CommitmentKind.UNTIL, CommitmentKind.REVERSIBLE)
    assert (row.by, row.until) == (None, end)


@pytest.mark.parametrize(
    ("quote", "field", "length"),
    [("to let inspectors into Brack within 90 days", "by", 90), ("not to test engines for two weeks", "until", 14)],
)
def test_lengths_of_time_count_from_the_promise(quote: str, field: str, length: int) -> None:
    (row,) = ledger(promise(quote))
    span = getattr(row, field)
    assert span.end == moment(1 + length)
    assert span.anchor.quote in quote


def test_text_and_article_are_those_of_its_sentence() -> None:
    (row,) = ledger(promise("not to test engines at Brack", before="Under Article 4(b) of the Harrow Accord, "))
    assert row.provision is not None
    assert (row.provision.article, row.provision.text) == ("Article 4(b)", "Harrow Accord")
    (other,) = ledger(
        promise("not to test engines at Brack", after=" Article 9 of the Treaty of Lume speaks of tariffs.")
    )
    assert other.provision is None
    (next_one,) = ledger(
        promise("not to test engines", after=" The words stand in the third paragraph of the communiqué.")
    )
    assert next_one.provision is not None
    assert (next_one.provision.article, next_one.provision.text) == ("third paragraph", "communiqué")


def test_the_other_party_is_named() -> None:
    (row,) = ledger(promise(OPEN, before="In an accord signed on Monday with neighbouring Osterland, "))
    assert row.to == ("Osterland",)


# ---- can it be tested ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("quote", [OPEN, "to wind down engine testing", "to complete disarmament", "to reduce tension"])
def test_directions_name_no_act(quote: str) -> None:
    (row,) = ledger(promise(quote))
    assert (row.testable, row.status, row.measure) == (False, CommitmentStatus.NOT_TESTABLE, None)
    assert row.why.startswith("No date, no measure: ")


def test_a_date_alone_is_no_measure() -> None:
    document, told = promise("to bring lasting peace by 31 March")
    by = until(document, "by 31 March", 31)
    (row,) = ledger((document, replace(told, event=replace(told.event, time=by))))
    assert not row.testable
    assert row.why.startswith("A date, but no measure: ")


def test_a_measure_without_a_date_never_falls_due() -> None:
    (row,) = ledger(STAND_PROMISE)
    assert row.testable
    assert "no date" in row.why
    assert row.measure is not None
    assert (row.measure.verb, row.measure.object, row.measure.part_id) == ("dismantle", "engine test stand", STAND.id)
    assert (row.measure.means[0], round(row.measure.size_m or 0)) == ("images", 30)


@pytest.mark.parametrize(
    ("quote", "verb", "means"),
    [
        ("to let inspectors visit Brack", "admit inspectors", "inspection"),
        ("to hand over a list of its launchers", "hand over a list", "statement"),
        ("not to test engines at Brack", "test", "statement"),
        ("to withdraw twelve launchers from Brack", "withdraw", "images"),
        ("to shut down the plant at Brack", "shut down", "inspection"),
    ],
)
def test_each_act_has_its_means(quote: str, verb: str, means: str) -> None:
    (row,) = ledger(promise(quote))
    assert row.measure is not None
    assert (row.measure.verb, row.measure.means[0]) == (verb, means)


def test_numbers_are_kept() -> None:
    (row,) = ledger(promise("to withdraw twelve launchers from Brack"))
    assert row.measure is not None
    assert row.measure.count == 12
    assert "12 launchers" in row.why


def test_a_test_stand_is_no_test() -> None:
    assert first_act("to keep the engine test stand") is None
    found = first_act("to halt engine tests at the launch site")
    assert found is not None
    assert found.act.name == "test"
