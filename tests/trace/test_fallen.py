"""A correction reaches whatever goes back to the corrected report, through copies and citations, and nothing else."""

from __future__ import annotations

from makers import OFFICIAL, OUTLET, OUTLETS, PERSON, doc, said

from firsthand.model import Claim, Document, Outlet, Site, Statement
from firsthand.trace.tracer import TraceContext, trace_statements

SITES = (Site("brack", "Brack", 10.0, 50.0, 500.0),)
WITH_PORT = (*OUTLETS, Outlet("Port Times", (), (), "Port Times"))
DONE = "two stands at Brack were dismantled in the night by crews with lamps and four tall cranes"
SHORT = "the stands at Brack were dismantled"


def claim_of(*reports: tuple[Document, Statement]) -> Claim:
    documents = {document.id: document for document, _ in reports}
    told = [statement for _, statement in reports]
    (claim,) = trace_statements(list(documents.values()), told, TraceContext(WITH_PORT, SITES)).claims
    return claim


def marked(claim: Claim) -> set[str]:
    return {member.document_id for member in claim.members if member.rests_on_corrected}


def first(outlet: str = "Morning Ledger") -> tuple[Document, Statement]:
    document = doc("a", f"Adam Holt said that {DONE}.", 1, outlet)
    return document, said(document, DONE, ("Adam Holt", PERSON))


def copying(outlet: str = "Coastal Wire") -> tuple[Document, Statement]:
    """The words of the first report, without saying where they are from."""
    document = doc("b", f"{DONE}.", 2, outlet)
    return document, said(document, DONE)


def citing(whom: str, outlet: str = "Skywatch") -> tuple[Document, Statement]:
    document = doc("c", f"{whom} reported that {SHORT}.", 3, outlet)
    return document, said(document, SHORT, (whom, OUTLET))


def correcting(outlet: str = "Morning Ledger") -> tuple[Document, Statement]:
    document = doc("z", "Correction\n\nOne stand at Brack was dismantled, not two.", 9, outlet)
    return document, said(document, "One stand at Brack was dismantled")


def test_a_correction_reaches_the_copy_and_who_cites_the_copy() -> None:
    original, copy, citation, fix = first(), copying(), citing("Coastal Wire"), correcting()
    claim = claim_of(original, copy, citation, fix)
    assert claim.corrected
    assert marked(claim) == {original[0].id, copy[0].id, citation[0].id}


def test_it_reaches_what_has_no_origin_at_all() -> None:
    """The corrected report itself names no source, so that nothing of it counts as an origin."""
    document = doc("a", f"{DONE}.", 1, "Morning Ledger")
    original = document, said(document, DONE, lineage_named=False)
    copy, citation, fix = copying(), citing("Coastal Wire"), correcting()
    claim = claim_of(original, copy, citation, fix)
    assert marked(claim) == {original[0].id, copy[0].id, citation[0].id}


def test_it_reaches_who_cites_a_corrected_report_that_is_not_here() -> None:
    citation, fix = citing("Morning Ledger"), correcting()
    assert marked(claim_of(citation, fix)) == {citation[0].id}


def test_who_heard_the_source_himself_stands() -> None:
    own = doc("d", f"In a talk with this paper Adam Holt said that {SHORT}.", 4, "Port Times")
    heard = own, said(own, SHORT, ("Adam Holt", PERSON))
    claim = claim_of(first(), heard, correcting())
    assert marked(claim) == {first()[0].id}


def test_a_source_that_takes_it_back_takes_all_of_it_back() -> None:
    own = doc("d", f"Adam Holt said that {SHORT}.", 4, "Port Times")
    back = doc("e", f"Adam Holt said he had been wrong that {SHORT}.", 6, "Port Times")
    claim = claim_of(
        first(),
        (own, said(own, SHORT, ("Adam Holt", PERSON))),
        (back, said(back, SHORT, ("Adam Holt", PERSON), corrects=True)),
    )
    assert marked(claim) == {first()[0].id, own.id}


def test_a_report_on_anothers_correction_corrects_that_one_only() -> None:
    news = doc(
        "e", "The Morning Ledger has corrected its report that two stands at Brack were dismantled.", 6, "Port Times"
    )
    own = doc("d", f"Officials told this paper that {SHORT}.", 4, "Port Times")
    claim = claim_of(
        first(),
        (own, said(own, SHORT, ("Officials", OFFICIAL))),
        (
            news,
            said(
                news,
                "The Morning Ledger has corrected its report that two stands at Brack were dismantled",
                corrects=True,
            ),
        ),
    )
    assert marked(claim) == {first()[0].id}


def test_later_reports_do_not_rest_on_what_was_corrected_before_them() -> None:
    late = doc("y", f"Adam Holt said that {SHORT}.", 12, "Morning Ledger")
    claim = claim_of(first(), correcting(), (late, said(late, SHORT, ("Adam Holt", PERSON))))
    assert marked(claim) == {first()[0].id}
