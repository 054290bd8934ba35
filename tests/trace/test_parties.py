"""One ministry under several names, and whoever speaks for it, are one party."""

from __future__ import annotations

import pytest
from makers import OFFICIAL, ORGANISATION, OUTLETS, PERSON, doc, said

from firsthand.model import Action, Claim, Document, Site, Stance, Statement
from firsthand.trace.counting import parties
from firsthand.trace.offices import bodies_in, body_spoken_for, offices_in, party_in
from firsthand.trace.origins import Lineage
from firsthand.trace.tracer import TraceContext, trace_statements

SITES = (Site("brack", "Brack", 10.0, 50.0, 500.0),)
DONE = "the stand at Brack was dismantled"


def only(documents: list[Document], told: list[Statement]) -> Claim:
    (claim,) = trace_statements(documents, told, TraceContext(OUTLETS, SITES)).claims
    return claim


@pytest.mark.parametrize(
    ("text", "holder", "party"),
    [
        ("Varland's foreign minister, Dora Venn, spoke.", "dora venn", "varlan"),
        ("Varlandish Foreign Minister Dora Venn spoke.", "dora venn", "varlan"),
        ("Dora Venn, a spokeswoman for Ostmark's army, spoke.", "dora venn", "ostmar"),
        ("Dora Venn, spokeswoman for the Vantage Group, spoke.", "dora venn", "vantag"),
        ("Dora Venn, Ostmark's defence minister, spoke.", "dora venn", "ostmar"),
        ("U.S. Defence Department spokesman Karl Ott spoke.", "karl ott", "us"),
        ("On Monday the ministry's spokeswoman, Dora Venn, spoke.", "dora venn", ""),
    ],
)
def test_an_office_names_its_holder_and_whose_it_is(text: str, holder: str, party: str) -> None:
    assert (holder, party) in {(office.holder[: len(holder)], office.party) for office in offices_in(text)}


@pytest.mark.parametrize(
    ("said_of", "body"),
    [
        ("a spokesman for the Ostmark foreign ministry", "Ostmark foreign ministry"),
        ("the defence ministry's spokeswoman", "defence ministry"),
        ("unnamed government spokesperson", "government"),
        ("A spokesman", ""),
        ("a former spokeswoman", ""),
        ("two officials", None),
    ],
)
def test_for_whom_a_speaker_speaks(said_of: str, body: str | None) -> None:
    assert body_spoken_for(said_of) == body


def test_bodies_are_found_with_what_belongs_to_their_names() -> None:
    text = "On Monday Varland's industry ministry and the Ministry of Defence spoke. So did the army of Ostmark."
    assert [(name, party_in(name)) for name in bodies_in(text)] == [
        ("Varland's industry ministry", "varlan"),
        ("Ministry of Defence", ""),
        ("army of Ostmark", "ostmar"),
    ]


def test_a_ministry_its_spokeswoman_and_its_unnamed_spokesman_are_one_origin() -> None:
    one = doc("a", f"Varland's industry ministry said that {DONE}. Dora Venn, its chief, spoke.", 1, "Coastal Wire")
    two = doc("b", f"Dora Venn, a spokeswoman for Varland's industry ministry, said that {DONE}.", 2, "Morning Ledger")
    three = doc("c", f"A spokesman for the industry ministry of Varland said that {DONE}.", 3, "Skywatch")
    four = doc("d", f"Varland's industry ministry met the press. A spokesman said that {DONE}.", 4, "Coastal Wire")
    told = [
        said(one, DONE, ("Varland's industry ministry", ORGANISATION)),
        said(two, DONE, ("Dora Venn", PERSON)),
        said(three, DONE, ("A spokesman for the industry ministry of Varland", OFFICIAL)),
        said(four, DONE, ("A spokesman", OFFICIAL)),
    ]
    claim = only([one, two, three, four], told)
    assert (claim.origin_low, claim.origin_high, claim.reports) == (1, 1, 4)


def test_ministries_of_two_states_stay_two_whatever_lies_between() -> None:
    one = doc("a", f"The defence ministry said that {DONE}.", 1, "Coastal Wire")
    two = doc("b", f"Varland's defence ministry said that {DONE}.", 2, "Morning Ledger")
    three = doc("c", f"Ostmark's defence ministry said that {DONE}.", 3, "Skywatch")
    told = [
        said(one, DONE, ("The defence ministry", ORGANISATION)),
        said(two, DONE, ("Varland's defence ministry", ORGANISATION)),
        said(three, DONE, ("Ostmark's defence ministry", ORGANISATION)),
    ]
    assert only([one, two, three], told).origin_high == 2


def test_the_ministry_is_the_one_that_the_report_names_and_denies_once() -> None:
    first = doc("a", f"Adam Holt said that {DONE}.", 1, "Coastal Wire")
    gazette = doc(
        "b", "Ministry rejects it. The ministry said that no stand at Brack was dismantled.", 2, "State Gazette"
    )
    wire = doc(
        "c",
        "Varland's industry ministry has spoken. The ministry denied that the stand was dismantled. Dora Venn,"
        " Varland's premier, said the stand at Brack was not dismantled.",
        3,
        "Coastal Wire",
    )
    against = [
        said(gazette, "no stand at Brack was dismantled", ("The ministry", ORGANISATION), negated=True),
        said(wire, "the stand was dismantled", ("The ministry", ORGANISATION), stance=Stance.DENIES),
        said(wire, "the stand at Brack was not dismantled", ("Dora Venn", PERSON), negated=True),
    ]
    told = [said(first, DONE, ("Adam Holt", PERSON)), *against]
    documents = [first, gazette, wire]
    assert only(documents, told).origin_high == 1
    lineage = Lineage(documents, told, (), OUTLETS)
    assert [len(party) for party in parties(against, lineage, told)] == [3]


@pytest.mark.parametrize(
    ("words", "makes_a_claim"),
    [
        ("nobody keeps cows in a hall with guards", False),
        ("nobody would build a hall without a road", False),
        ("whatever is built at Brack is built by night", False),
        ("nobody was seen when the hall was built", True),
        ("everyone has left the hall that was built", True),
    ],
)
def test_what_anybody_does_at_any_time_makes_no_claim(words: str, makes_a_claim: bool) -> None:
    one = doc("a", f"Adam Holt said that {words}.", 1)
    told = said(one, words, ("Adam Holt", PERSON), act=Action.BUILD, thing="hall", sites=())
    assert bool(trace_statements([one], [told], TraceContext(OUTLETS, SITES)).claims) is makes_a_claim
