"""A new text held against a case: exactly what collecting it would change, and nothing is stored."""

from __future__ import annotations

from makers import OFFICIAL, OUTLETS, PERSON, count, doc, said

from firsthand.model import Action, Document, Statement
from firsthand.trace.check import Checked, check_document, own_share
from firsthand.trace.tracer import TraceContext
from firsthand.views.check import check_view

FIRST = doc("first", "Adam Holt said workers have dismantled two test stands at Brack.", 0, "Coastal Wire")
KNOWN = said(
    FIRST, "workers have dismantled two test stands at Brack", ("Adam Holt", PERSON), number=count(2, 3, "stand")
)


def new(quote: str, *chain: tuple[str, object], **more: object) -> tuple[Document, Statement]:
    speaker = chain or (("Berta Lind", PERSON),)
    document = doc("new", f"{speaker[0][0]} said {quote}.", 5, "Morning Ledger")
    return document, said(document, quote, *speaker, **more)


def checked(document: Document, *statements: Statement) -> Checked:
    return check_document(document, statements, [FIRST], [KNOWN], TraceContext(OUTLETS, (), ()))


def test_a_repetition_by_a_new_voice_adds_an_origin() -> None:
    found = checked(*new("the test stand at Brack was taken down"))
    assert [finding.finding for finding in found.findings] == ["repeats"]
    (effect,) = found.effects
    assert (effect.claim.origin_high, effect.after.origin_high) == (1, 2)
    assert [origin.name for origin in effect.new_origins] == ["Berta Lind"]
    assert found.adds_origin


def test_the_same_voice_adds_none() -> None:
    found = checked(*new("the test stand at Brack was taken down", ("Adam Holt", PERSON)))
    assert [finding.finding for finding in found.findings] == ["repeats"]
    assert not found.adds_origin


def test_numbers_sharpen_widen_and_contradict() -> None:
    told = {
        "exactly two test stands were dismantled at Brack": (count(2, 2, "stand"), "sharpens"),
        "two to five test stands were dismantled at Brack": (count(2, 5, "stand"), "widens"),
        "seven test stands were dismantled at Brack": (count(7, 7, "stand"), "contradicts"),
    }
    for quote, (number, expected) in told.items():
        found = checked(*new(quote, number=number))
        assert [finding.finding for finding in found.findings] == [expected], quote
        assert found.findings[0].claim_text == KNOWN.quote


def test_what_nobody_has_said_is_new_and_what_lies_near_is_named() -> None:
    found = checked(*new("workers have rebuilt two test stands at Brack", act=Action.BUILD))
    (finding,) = found.findings
    assert finding.finding == "new"
    assert len(finding.near) == 1
    assert found.effects == ()


def test_a_text_of_the_case_is_compared_with_the_rest() -> None:
    found = check_document(FIRST, [KNOWN], [FIRST], [KNOWN], TraceContext(OUTLETS, (), ()))
    assert found.known
    assert [finding.finding for finding in found.findings] == ["new"]
    assert found.own_share == 1.0


def test_copies_into_the_text_are_shown_with_their_passages() -> None:
    story = (
        "Crews working by night have pulled apart the tall frame beside the river and loaded its beams on nine "
        "wagons that left before dawn, people who live across the water told this paper on Thursday evening."
    )
    source = doc("source", story, 0, "Coastal Wire")
    copied = doc("copied", story + " More follows.", 3, "Morning Ledger")
    found = check_document(copied, [], [source], [], TraceContext(OUTLETS, (), ()))
    (copy,) = found.copies
    assert (copy.from_document, copy.to_document) == (source.id, copied.id)
    assert found.own_share < 0.1
    view = check_view(found, [source])
    assert view.copies[0].passages[0].from_start == 0
    assert view.nearest == ["source"]


def test_the_form_names_source_finding_and_claim() -> None:
    document, statement = new("the test stand at Brack was taken down", ("two ministry officials", OFFICIAL))
    view = check_view(checked(document, statement), [FIRST])
    (finding,) = view.findings
    assert (finding.finding, finding.quote, finding.chain[0]) == ("repeats", statement.quote, "two ministry officials")
    assert finding.origin == "two ministry officials via Morning Ledger"
    assert view.effects[0].origins_after == (2, 2)


def test_own_share_of_an_empty_text_is_whole() -> None:
    assert own_share(doc("empty", ""), [FIRST]) == 1.0
