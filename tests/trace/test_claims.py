"""Claims: the same act joins across wordings; a distorted detail never supports."""

from __future__ import annotations

import pytest
from makers import LOST, OFFICIAL, OUTLETS, OWN, PERSON, count, days, doc, moment, said

from firsthand.model import (
    Action,
    Claim,
    Decision,
    Document,
    Granularity,
    Relation,
    Relevance,
    Site,
    Stance,
    Statement,
    TimeSpan,
    content_id,
)
from firsthand.trace.relations import SUPPORT
from firsthand.trace.tracer import TraceContext, trace_statements
from firsthand.views import resting_on_corrected

BASE = "workers have dismantled the test stand at Brack"


def traced(*pairs: tuple[Document, Statement], decisions: tuple[Decision, ...] = ()) -> tuple[Claim, ...]:
    documents = list(dict.fromkeys(document for document, _ in pairs))
    context = TraceContext(OUTLETS, (), decisions)
    return trace_statements(documents, [statement for _, statement in pairs], context).claims


def pair(name: str, quote: str, day: float = 1, **more: object) -> tuple[Document, Statement]:
    document = doc(name, f"Adam Holt said {quote}.", day, "Coastal Wire")
    return document, said(document, quote, ("Adam Holt", PERSON), **more)


def supporters(claim: Claim) -> set[str]:
    return {member.statement_id for member in claim.members if member.relation in SUPPORT}


@pytest.mark.parametrize(
    ("quote", "more"),
    [
        ("the stand is being taken to pieces", {"thing": "stand"}),
        ("the engine test stand was razed", {"thing": "engine test stand"}),
        ("the stand at Brack was demolished in early March", {"time": days(0, 10)}),
        ("at least one stand has been dismantled", {"number": count(1, None)}),
        ("dismantling of the test stand", {"sites": ()}),
    ],
)
def test_paraphrases_join(quote: str, more: dict[str, object]) -> None:
    first = pair("a", BASE, number=count(1, 1), time=days(3, 4))
    second = pair("b", quote, 2, **more)
    (claim,) = traced(first, second)
    assert supporters(claim) == {first[1].id, second[1].id}


@pytest.mark.parametrize(
    ("quote", "more"),
    [
        ("workers have dismantled the test stand at Orle", {"sites": ("orle",)}),
        ("workers have dismantled three test stands at Brack", {"number": count(3, 3)}),
        ("workers have not dismantled the test stand at Brack", {"negated": True}),
        ("workers have dismantled the assembly hall at Brack", {"thing": "assembly hall"}),
        ("workers have rebuilt the test stand at Brack", {"act": Action.BUILD}),
        ("workers will dismantle the test stand at Brack", {"stance": Stance.PREDICTS}),
        ("workers dismantled the test stand at Brack in June", {"time": days(92, 122, Granularity.MONTH)}),
        ("workers have dismantled the western test stand at Brack", {"part": "west-stand"}),
    ],
)
def test_a_distorted_detail_is_never_support(quote: str, more: dict[str, object]) -> None:
    first = pair("a", BASE, number=count(1, 1), time=days(3, 4), part="east-stand")
    second = pair("b", quote, 2, **more)
    for claim in traced(first, second):
        assert not {first[1].id, second[1].id} <= supporters(claim)


def test_colours_are_told_apart() -> None:
    red = pair("a", "a red trailer stands in the yard", act=Action.PRESENT, thing="red trailer")
    blue = pair("b", "a blue trailer stands in the yard", act=Action.PRESENT, thing="blue trailer")
    assert len(traced(red, blue)) == 2


def test_relations_are_named() -> None:
    first = pair("a", "one or two stands were dismantled at Brack", number=count(1, 2))
    narrow = pair("b", "one stand was dismantled at Brack", 2, number=count(1, 1))
    wide = pair("c", "up to four stands were dismantled at Brack", 3, number=count(0, 4))
    other = pair("d", "nine stands were dismantled at Brack", 4, number=count(9, 9))
    denied = pair("e", "the stand at Brack was dismantled", 5, stance=Stance.DENIES)
    (claim,) = traced(first, narrow, wide, other, denied)
    relations = {member.statement_id: member.relation for member in claim.members}
    assert [relations[item.id] for _, item in (first, narrow, wide, other, denied)] == [
        Relation.AGREES,
        Relation.NARROWS,
        Relation.WIDENS,
        Relation.CONTRADICTS,
        Relation.DENIES,
    ]


def test_a_day_is_narrower_than_its_month() -> None:
    month = pair("a", f"{BASE} in March", time=days(0, 31, Granularity.MONTH))
    day = pair("b", "the stand was razed on 4 March", 2, time=days(3, 4))
    vague = pair("c", "the stand was razed lately", 3, time=days(0, 60, Granularity.VAGUE))
    (claim,) = traced(month, day, vague)
    relations = {member.statement_id: member.relation for member in claim.members}
    assert [relations[item[1].id] for item in (month, day, vague)] == [
        Relation.AGREES,
        Relation.NARROWS,
        Relation.AGREES,
    ]


def test_a_bound_ends_a_wider_time_of_what_is_done() -> None:
    bound = pair("a", "the stand at Brack was razed by 6 March", time=TimeSpan(None, moment(6), Granularity.DAY))
    week = pair("b", "the stand at Brack was razed this week", 2, time=days(3, 10, Granularity.WEEK))
    late = pair("c", "the stand at Brack was razed on 9 March", 3, time=days(8, 9))

    def time_of(*told: tuple[Document, Statement]) -> TimeSpan:
        (claim,) = traced(*told)
        assert claim.event.time is not None
        return claim.event.time

    assert (time_of(bound, week).start, time_of(bound, week).end) == (moment(3), moment(6))
    assert time_of(bound, week).granularity is Granularity.DAY
    # Who names a later day contradicts the bound, and stays visible.
    assert (time_of(bound, week, late).start, time_of(bound, week, late).end) == (moment(3), moment(9))
    stands = [
        pair("d", "a crane stood at Brack by 6 March", 4, act=Action.PRESENT, thing="crane", time=bound[1].event.time),
        pair("e", "a crane stood at Brack this week", 5, act=Action.PRESENT, thing="crane", time=week[1].event.time),
    ]
    assert time_of(*stands).end == moment(10)


def test_quantity_is_the_hull_of_what_supporters_say() -> None:
    first = pair("a", "one or two stands were dismantled at Brack", number=count(1, 2))
    open_end = pair("b", "at least one stand was dismantled at Brack", 2, number=count(1, None))
    other = pair("c", "nine stands were dismantled at Brack", 3, number=count(9, 9))
    (claim,) = traced(first, open_end, other)
    assert claim.event.quantity is not None
    assert (claim.event.quantity.low, claim.event.quantity.high) == (1, 2)


def test_siteless_statement_stays_apart_when_two_places_fit() -> None:
    brack = pair("a", "a hall is being built at Brack", act=Action.BUILD, thing="hall")
    orle = pair("b", "a hall is being built at Orle", act=Action.BUILD, thing="hall", sites=("orle",))
    unclear = pair("c", "a hall is being built", 2, act=Action.BUILD, thing="hall", sites=())
    assert len(traced(brack, orle, unclear)) == 3
    assert len(traced(brack, unclear)) == 1


def test_act_without_a_place_belongs_to_the_only_place_its_reports_name() -> None:
    sites = (Site("brack", "Brack", 0.0, 0.0, 10.0), Site("orle", "Orle", 1.0, 0.0, 10.0))
    for text, wanted in (
        ("Brack. Adam Holt said they hide the work.", ("brack",)),
        ("Brack, Orle. Adam Holt said they hide the work.", ()),
        ("Adam Holt said they hide the work.", ()),
    ):
        document = doc("a", text, 1, "Coastal Wire")
        hidden = said(document, "they hide the work", ("Adam Holt", PERSON), act=Action.CONCEAL, thing="work", sites=())
        (claim,) = trace_statements([document], [hidden], TraceContext(OUTLETS, sites)).claims
        assert claim.event.site_ids == wanted


def test_what_makes_no_claim() -> None:
    documents = [
        pair("a", "the fair at Brack opens on Sunday", relevance=Relevance.OFF_TOPIC),
        pair("b", "subscribe to our letter about Brack", relevance=Relevance.BOILERPLATE),
        pair("c", "we will take down the stand", stance=Stance.PROMISES),
        pair("d", "this is a symbolic gesture", act=Action.INTERPRET),
        pair("e", "was the stand taken down?", stance=Stance.ASKS),
        pair("f", "it was a long winter", act=Action.NONE, sites=(), thing=""),
    ]
    assert traced(*documents) == ()


def test_decline_is_attached_and_counts_for_nothing() -> None:
    document = doc(
        "a", f"An official said {BASE}.\n\nAsked about the report, the ministry declined to comment.", 1, "Ledger"
    )
    claim_words = said(document, BASE, ("official", OFFICIAL))
    decline = said(
        document, "", ("the ministry", OFFICIAL), stance=Stance.DECLINES, act=Action.NONE, thing="", sites=()
    )
    (claim,) = traced((document, claim_words), (document, decline))
    member = next(item for item in claim.members if item.statement_id == decline.id)
    assert (member.relation, member.origin_id) == (Relation.DECLINES, None)
    assert (claim.origin_high, claim.reports) == (1, 1)


def test_lost_speaker_stays_a_member_without_origin() -> None:
    first = pair("a", BASE)
    document = doc("b", "They concluded the test stand at Brack was dismantled.", 2)
    lost = said(document, "the test stand at Brack was dismantled", ("They", LOST))
    (claim,) = traced(first, (document, lost))
    member = next(item for item in claim.members if item.statement_id == lost.id)
    assert member.origin_id is None
    assert "speaker is lost" in member.reason
    assert claim.origin_high == 1


def test_correction_marks_the_claim() -> None:
    first = pair("a", BASE)
    fixed = pair("b", "an earlier report that the test stand at Brack was dismantled was wrong", 5, corrects=True)
    (claim,) = traced(first, fixed)
    assert claim.corrected
    assert claim.members[-1].relation is Relation.CORRECTS


def test_a_correction_reaches_all_that_rest_on_what_it_corrects() -> None:
    first = pair("a", BASE)
    relayed = pair("b", "the test stand at Brack was razed", 2)
    other = doc("d", "Berta Lind said the test stand at Brack was taken down.", 3, "Morning Ledger")
    independent = other, said(other, "the test stand at Brack was taken down", ("Berta Lind", PERSON))
    fix = pair("c", "its report that the test stand at Brack was dismantled was wrong", 4, corrects=True)
    (claim,) = traced(first, relayed, independent, fix)
    assert claim.corrected
    assert resting_on_corrected(claim) == {first[1].id, relayed[1].id}
    (sound,) = traced(first, relayed, independent)
    assert resting_on_corrected(sound) == set()


def test_bare_denial_goes_to_the_claim_of_its_report() -> None:
    document = doc("a", f"An official said {BASE}. The ministry denied the report.", 1, "Coastal Wire")
    told = said(document, BASE, ("official", OFFICIAL))
    denial = said(
        document, "the report", ("The ministry", PERSON), stance=Stance.DENIES, act=Action.NONE, thing="", sites=()
    )
    (claim,) = traced((document, told), (document, denial))
    assert {member.relation for member in claim.members} == {Relation.AGREES, Relation.DENIES}


def test_claim_keeps_its_id_when_reports_join() -> None:
    first = pair("a", BASE)
    (before,) = traced(first)
    (after,) = traced(first, pair("b", "the stand was taken down", 2), pair("c", BASE, 3))
    assert after.id == before.id == content_id("clm", first[1].id)


def decision(kind: str, *subjects: str) -> Decision:
    return Decision(content_id("dec", kind, *subjects), kind, subjects, "", "a. reviewer", moment(9))


def test_a_persons_decisions_stand() -> None:
    first, second = pair("a", BASE), pair("b", "the test stand at Brack was razed", 2)
    third = pair("c", "a crane stood at Brack", 3, act=Action.PRESENT, thing="crane")
    assert len(traced(first, second, decisions=(decision("not same", first[1].id, second[1].id),))) == 2
    assert len(traced(first, third)) == 2
    assert len(traced(first, third, decisions=(decision("same", first[1].id, third[1].id),))) == 1
    claim_ids = [claim.id for claim in traced(first, third)]
    assert len(traced(first, third, decisions=(decision("same", *claim_ids),))) == 1


def test_doubt_keeps_apart() -> None:
    first, second = pair("a", BASE), pair("b", "the test stand at Brack was razed", 2)
    assert len(traced(first, second, decisions=(decision("unsure", first[1].id, second[1].id),))) == 2


def test_a_split_takes_statements_out_together() -> None:
    first, second = pair("a", BASE), pair("b", "the test stand at Brack was razed", 2)
    third = pair("c", "the test stand at Brack was demolished", 3)
    parted = traced(first, second, third, decisions=(decision("split", first[1].id, second[1].id, third[1].id),))
    assert [supporters(claim) for claim in parted] == [{first[1].id}, {second[1].id, third[1].id}]


def test_own_voice_of_an_unnamed_outlet_makes_a_claim_without_origin() -> None:
    document = doc("a", "The test stand at Brack was dismantled.", 1)
    (claim,) = traced((document, said(document, "The test stand at Brack was dismantled")))
    assert document.outlet == ""
    assert claim.origins == ()
    assert (claim.origin_low, claim.origin_high) == (0, 1)
    assert said(document, "The test stand").source_kind is OWN


def test_done_by_a_day_joins_the_act_of_an_earlier_day_and_widens_it_not() -> None:
    by_then = TimeSpan(None, moment(20), Granularity.DAY)
    first = pair("a", BASE, time=days(3, 4))
    (claim,) = traced(first, pair("b", BASE, 20, time=by_then), pair("c", BASE, 30))
    assert claim.event.time == first[1].event.time
    assert len(traced(first, pair("d", BASE, 20, time=TimeSpan(None, moment(2), Granularity.DAY)))) == 2


def test_of_two_days_by_which_it_was_done_the_earlier_holds() -> None:
    early, late = (TimeSpan(None, moment(day), Granularity.DAY) for day in (5, 20))
    (claim,) = traced(pair("a", BASE, 20, time=late), pair("b", BASE, 21, time=early))
    assert claim.event.time == early
