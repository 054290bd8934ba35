"""An article and its revisions are one report with one origin; the latest revision speaks."""

from __future__ import annotations

from dataclasses import replace

from makers import doc, said
from test_copies import OTHER, STORY

from firsthand.model import Basis, Decision, Document, SourceKind, Stance, Statement
from firsthand.trace.tracer import TraceContext, Traced, trace_statements
from firsthand.trace.works import Works
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.weigher import weigh_claims

FALL = "The tall test stand at Brack has been dismantled"


def report(name: str, day: float, outlet: str, more: str = "", **facts: object) -> tuple[Document, Statement]:
    text = f"{FALL}, the harbour master Ida Roke said. {more}"
    document = replace(doc(name, text, day, outlet), **facts)  # type: ignore[arg-type]
    return document, said(document, FALL, ("Ida Roke", SourceKind.NAMED_PERSON), basis=Basis.WITNESS)


def traced(*pairs: tuple[Document, Statement]) -> Traced:
    return trace_statements([one for one, _ in pairs], [one for _, one in pairs], TraceContext())


def test_a_revision_is_no_further_report() -> None:
    first = report("a", 1, "Ledger")
    second = report("b", 2, "Ledger", "The Ledger has added her name.", revises=first[0].id)
    for pairs in ([first, second], [second, first]):
        (claim,) = traced(*pairs).claims
        assert (claim.reports, claim.origin_high, len(claim.members)) == (1, 1, 1)
        assert claim.members[0].document_id == second[0].id
        assert not traced(*pairs).copies


def test_without_the_link_they_are_two_reports() -> None:
    (claim,) = traced(report("a", 1, "Ledger"), report("b", 2, "Ledger", "The Ledger has added her name.")).claims
    assert claim.reports == 2


def test_other_outlets_still_count() -> None:
    first = report("a", 1, "Ledger")
    second = report("b", 2, "Ledger", revises=first[0].id)
    (claim,) = traced(first, second, report("c", 3, "Courier")).claims
    assert claim.reports == 2


def test_what_the_latest_no_longer_says_is_no_claim() -> None:
    first = report("a", 1, "Ledger")
    silent = replace(doc("b", OTHER, 2, "Ledger"), revises=first[0].id)
    assert trace_statements([first[0], silent], [first[1]], TraceContext()).claims == ()


def test_a_copy_of_the_first_revision_is_a_copy_of_the_work() -> None:
    first = doc("a", STORY, 1, "Ledger")
    copy = doc("c", "Stand gone, says report\n\n" + STORY, 2, "Courier")
    last = replace(doc("b", STORY.replace("six firings", "seven firings"), 3, "Ledger"), revises=first.id)
    (found,) = trace_statements([copy, last, first], [], TraceContext()).copies
    assert (found.from_document, found.to_document, found.kind) == (last.id, copy.id, "verbatim")
    for passage in found.passages:
        left = last.text[passage.from_start : passage.from_end]
        assert left.split()[:4] == copy.text[passage.to_start : passage.to_end].split()[:4]


def test_what_a_revision_takes_from_others_is_theirs() -> None:
    first = doc("a", STORY, 1, "Ledger")
    scoop = doc("c", OTHER, 2, "Courier")
    last = replace(doc("b", STORY + "\n\n" + OTHER, 3, "Ledger"), revises=first.id)
    (found,) = trace_statements([first, scoop, last], [], TraceContext()).copies
    assert (found.from_document, found.to_document) == (scoop.id, last.id)


def test_the_latest_speaks_from_the_day_of_the_first() -> None:
    first, other = doc("a", "One.", 1), doc("x", "Else.", 5)
    second = replace(doc("b", "Two.", 2), revises=first.id)
    third = replace(doc("c", "Three.", 3), revises=second.id)
    lost = replace(doc("d", "Four.", 4), revises="doc-unknown")
    voices = Works([third, other, first, second, lost]).voices
    assert [(voice.text, voice.published) for voice in voices] == [
        ("Three.", first.published),
        ("Else.", other.published),
        ("Four.", lost.published),
    ]


def test_a_promise_in_two_revisions_is_one_promise() -> None:
    words = "The ministry will close the Brack yard by the end of the year"
    pairs = []
    for name, day, revises in (("a", 1, None), ("b", 2, "a")):
        text = f"{words}, the minister Orla Vey said on Monday."
        document = replace(doc(name, text, day, "Ledger"), revises=pairs[0][0].id if revises else None)
        pairs.append((document, said(document, words, ("Orla Vey", SourceKind.NAMED_PERSON), stance=Stance.PROMISES)))
    documents, statements = [one for one, _ in pairs], [one for _, one in pairs]
    weighed = weigh_claims((), statements, documents, ImageRecord((), (), (), ()))
    assert [item.statement_ids for item in weighed.commitments] == [(statements[1].id,)]


def reworded(name: str, day: float, words: str, revises: str) -> tuple[Document, Statement]:
    document = replace(doc(name, f"{words}, the harbour master Ida Roke said.", day, "Ledger"), revises=revises)
    speaker = ("Ida Roke", SourceKind.NAMED_PERSON)
    return document, said(document, words, speaker, basis=Basis.WITNESS)


def test_a_claim_keeps_its_id_when_its_first_report_is_revised() -> None:
    first, other = report("a", 1, "Ledger"), report("c", 3, "Courier")
    before = traced(first, other).claims[0].id
    for words in (FALL, "The test stand at Brack has now been dismantled"):
        revised = reworded("b", 4, words, first[0].id)
        (claim,) = traced(first, other, revised).claims
        assert claim.id == before
        again = reworded("d", 5, words + " at last", revised[0].id)
        assert traced(first, other, revised, again).claims[0].id == before


def test_another_sentence_in_its_place_founds_another_claim() -> None:
    first = report("a", 1, "Ledger")
    before = traced(first).claims[0].id
    changed = reworded("b", 2, "Nine wagons with engines left Orle", first[0].id)
    assert all(claim.id != before for claim in traced(first, changed).claims)


def test_a_judgement_goes_over_to_the_revision() -> None:
    first, other = report("a", 1, "Ledger"), report("c", 3, "Courier")
    revised = report("b", 4, "Ledger", revises=first[0].id)
    apart = Decision("dec-1", "not same", (first[1].id, other[1].id), "", "a. reviewer", first[0].captured)
    documents, statements = zip(first, other, revised, strict=True)
    assert len(trace_statements(documents, statements, TraceContext(decisions=(apart,))).claims) == 2
    assert len(trace_statements(documents, statements, TraceContext()).claims) == 1
