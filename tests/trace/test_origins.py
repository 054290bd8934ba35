"""Origins: chains followed, copies collapsed, sisters one, the unnamed an interval, the unknown never independent."""

from __future__ import annotations

from collections.abc import Sequence

from makers import LOST, OFFICIAL, ORGANISATION, OUTLET, OUTLETS, PERSON, doc, said

from firsthand.model import Action, Basis, Claim, Document, SourceKind, Stance, Statement
from firsthand.trace.copies import find_copies
from firsthand.trace.origins import Lineage
from firsthand.trace.sources import Publishers
from firsthand.trace.tracer import TraceContext, trace_statements

Said = tuple[str, SourceKind]
Pairs = list[tuple[Document, Statement]]
QUOTE = "the test stand at Brack was dismantled"


def claim_of(*pairs: tuple[Document, Statement]) -> Claim:
    documents = list(dict.fromkeys(document for document, _ in pairs))
    (claim,) = trace_statements(documents, [item for _, item in pairs], TraceContext(OUTLETS)).claims
    return claim


def told(
    name: str, outlet: str, *chain: tuple[str, SourceKind], day: float = 1, text: str = "", **more: object
) -> tuple[Document, Statement]:
    names = ", ".join(name for name, _ in chain)
    document = doc(name, text or f"No. {name}. {names} ({outlet or 'unknown'}): {QUOTE}.", day, outlet)
    return document, said(document, QUOTE, *chain, **more)


def counts(claim: Claim) -> tuple[int, int, int]:
    return claim.origin_low, claim.origin_high, claim.first_hand


def test_one_official_through_one_outlet_however_often_told() -> None:
    first = told("a", "Morning Ledger", ("US officials", OFFICIAL))
    chained = told("b", "Coastal Wire", ("a US official", OFFICIAL), ("Morning Ledger", OUTLET), day=2)
    outlet_only = told("c", "Skywatch", ("Morning Ledger", OUTLET), day=3)
    claim = claim_of(first, chained, outlet_only)
    assert counts(claim) == (1, 1, 0)
    assert {member.origin_id for member in claim.members} == {claim.origins[0].id}
    assert claim.reports == 3


def test_unnamed_officials_through_two_outlets_may_be_the_same() -> None:
    claim = claim_of(
        told("a", "Morning Ledger", ("US officials", OFFICIAL)),
        told("b", "Coastal Wire", ("an American official", OFFICIAL), day=2),
    )
    assert counts(claim) == (1, 2, 0)
    assert claim.origins[0].may_equal == (claim.origins[1].id,)
    assert not any(origin.certain for origin in claim.origins)


def test_officials_of_two_states_are_two() -> None:
    claim = claim_of(
        told("a", "Morning Ledger", ("US officials", OFFICIAL)),
        told("b", "Coastal Wire", ("Varlandish officials", OFFICIAL), day=2),
    )
    assert counts(claim) == (2, 2, 0)


def test_sister_outlets_are_one_publisher() -> None:
    claim = claim_of(
        told("a", "Morning Ledger", ("officials", OFFICIAL)),
        told("b", "Evening Ledger", ("officials", OFFICIAL), day=2),
    )
    assert counts(claim) == (1, 1, 0)


def test_the_paper_is_the_outlet_that_the_report_retells() -> None:
    text = f"A report by the Morning Ledger, which cited unnamed officials, was noted. {QUOTE}, the paper said."
    document = doc("a", text, 1)
    edge = said(document, "", ("unnamed officials", OFFICIAL), ("Morning Ledger", OUTLET), act=Action.NONE, sites=())
    paper = said(document, QUOTE, ("the paper", SourceKind.DOCUMENT))
    claim = claim_of((document, edge), (document, paper))
    assert counts(claim) == (1, 1, 0)
    assert claim.origins[0].name == "unnamed officials via Morning Ledger"


def test_images_do_not_rest_on_the_officials_of_the_same_report() -> None:
    document = doc("a", f"The Morning Ledger cited unnamed officials. It mentioned that {QUOTE}.", 1)
    edge = said(document, "", ("unnamed officials", OFFICIAL), ("Morning Ledger", OUTLET), act=Action.NONE, sites=())
    seen = said(document, QUOTE, ("Morning Ledger", OUTLET), basis=Basis.IMAGE)
    claim = claim_of((document, edge), (document, seen))
    assert [(origin.name, origin.first_hand) for origin in claim.origins] == [("Morning Ledger", False)]


def test_named_witness_is_first_hand_and_an_unnamed_one_never() -> None:
    named = told("a", "Coastal Wire", ("Adam Holt", PERSON), basis=Basis.WITNESS)
    unnamed = told("b", "Skywatch", ("a villager", SourceKind.UNNAMED_OTHER), basis=Basis.WITNESS, day=2)
    claim = claim_of(named, unnamed)
    assert counts(claim) == (2, 2, 1)


def test_one_person_in_two_outlets_is_one_origin_also_by_surname() -> None:
    claim = claim_of(
        told("a", "Coastal Wire", ("Adam Holt", PERSON)),
        told("b", "Skywatch", ("Holt", PERSON), day=2),
    )
    assert counts(claim) == (1, 1, 0)


def test_verbatim_copy_without_a_word_on_its_source_collapses() -> None:
    text = (
        f"Officials of the harbour board told the Ledger that {QUOTE} during the night shift of last Friday.\n\n"
        "The beams were loaded on rail cars that left before dawn, and the pad was swept clean, they said."
    )
    first = told("a", "Morning Ledger", ("Officials of the harbour board", OFFICIAL), text=text)
    second = told("b", "Coastal Wire", ("Officials of the harbour board", OFFICIAL), text=text, day=2)
    bare = doc("c", "News in brief.\n\n" + text, 3, "Skywatch")
    claim = claim_of(first, second, (bare, said(bare, QUOTE)))
    assert counts(claim) == (1, 1, 0)
    assert len({member.origin_id for member in claim.members}) == 1


def test_forty_copies_of_a_wire_story_are_one_origin() -> None:
    text = f"{QUOTE}, an official told Coastal Wire, adding that no tower would stand there again this year or next."
    wire = told("wire", "Coastal Wire", ("an official", OFFICIAL), text=text)
    copies = [
        told(str(number), f"Paper {number}", ("an official", OFFICIAL), text=text, day=2 + number)
        for number in range(40)
    ]
    claim = claim_of(wire, *copies)
    assert counts(claim) == (1, 1, 0)
    assert claim.reports == 41


def test_unknown_lineage_is_no_origin() -> None:
    named = told("a", "Coastal Wire", ("Adam Holt", PERSON))
    lost = told("b", "Skywatch", ("They", LOST), day=2)
    own = told("c", "Evening Ledger", day=3)
    hidden = told("d", "Skywatch", ("experts", SourceKind.UNNAMED_OTHER), day=4, lineage_named=False)
    claim = claim_of(named, lost, own, hidden)
    assert counts(claim) == (1, 1, 0)
    assert sum(member.origin_id is None for member in claim.members) == 3


def test_one_doer_behind_all_who_say_we_did_it() -> None:
    claim = claim_of(
        told("a", "Coastal Wire", ("Ministry of Works", ORGANISATION), basis=Basis.OWN_ACT),
        told("b", "Skywatch", ("Dora Venn", PERSON), basis=Basis.OWN_ACT, day=2),
    )
    assert counts(claim) == (1, 1, 1)


def test_ministry_of_varland_and_varlandish_ministry_are_one() -> None:
    claim = claim_of(
        told("a", "Coastal Wire", ("Ministry of Works of Varland", ORGANISATION)),
        told("b", "Skywatch", ("Varland's ministry", ORGANISATION), day=2),
    )
    assert counts(claim) == (1, 1, 0)


def test_outlet_that_reads_its_own_pictures_and_its_analyst_are_one_first_hand_origin() -> None:
    text = f"We have compared nine pictures of the yard. {QUOTE}."
    own = doc("a", text, 1, "Skywatch", byline="Ida Brun")
    analyst = told("b", "Coastal Wire", ("Ida Brun", PERSON), basis=Basis.IMAGE, day=2)
    relayed = told("c", "Morning Ledger", ("Skywatch", OUTLET), day=3)
    claim = claim_of((own, said(own, QUOTE, basis=Basis.IMAGE)), analyst, relayed)
    assert counts(claim) == (1, 1, 1)


def test_outlet_that_only_mentions_pictures_has_not_read_them() -> None:
    claim = claim_of(told("a", "Morning Ledger", text=f"Satellite pictures show that {QUOTE}.", basis=Basis.IMAGE))
    assert counts(claim) == (0, 1, 0)


def test_time_order_is_respected() -> None:
    later = told("a", "Morning Ledger", ("Adam Holt", PERSON), day=9)
    earlier = told("b", "Coastal Wire", ("Morning Ledger", OUTLET), day=1)
    claim = claim_of(later, earlier)
    assert {origin.name for origin in claim.origins} == {"Adam Holt", "Morning Ledger"}


def test_denials_add_no_origin() -> None:
    claim = claim_of(
        told("a", "Coastal Wire", ("Adam Holt", PERSON)),
        told("b", "Skywatch", ("Dora Venn", PERSON), day=2, stance=Stance.DENIES),
    )
    assert counts(claim) == (1, 1, 0)


def test_an_owned_up_flow_is_kept_as_a_citation() -> None:
    first = told("a", "Morning Ledger", ("US officials", OFFICIAL))
    second = told("b", "Coastal Wire", ("Morning Ledger", OUTLET), day=2)
    traced = trace_statements([first[0], second[0]], [first[1], second[1]], TraceContext(OUTLETS))
    (copy,) = traced.copies
    assert (copy.kind, copy.from_document, copy.to_document) == ("cites", first[0].id, second[0].id)
    passage = copy.passages[0]
    assert second[0].text[passage.to_start : passage.to_end] == QUOTE


def test_spokeswoman_ministry_and_state_outlet_are_one_party() -> None:
    named = doc("a", f"Varland's works minister, Dora Venn, said {QUOTE}.", 1, "Coastal Wire")
    ministry = told("b", "Skywatch", ("Varland's ministry", ORGANISATION), day=2)
    own = told("c", "State Gazette", day=3)
    claim = claim_of((named, said(named, QUOTE, ("Dora Venn", PERSON))), ministry, own)
    assert counts(claim) == (1, 1, 0)


def test_headline_without_names_rests_on_whom_the_text_names() -> None:
    document = doc("a", f"Analysts say {QUOTE}\n\n{QUOTE} by cranes, wrote Ida Brun.", 1, "Coastal Wire")
    headline = said(document, QUOTE, ("Analysts", SourceKind.UNNAMED_OTHER))
    body = said(document, f"{QUOTE} by cranes", ("Ida Brun", PERSON))
    claim = claim_of((document, headline), (document, body))
    assert [origin.name for origin in claim.origins] == ["Ida Brun"]


def test_a_driver_who_told_the_ledger_is_whom_the_ledger_names() -> None:
    first = told("a", "Morning Ledger", ("Adam Holt", PERSON), basis=Basis.WITNESS)
    second = told("b", "Coastal Wire", ("a driver", SourceKind.UNNAMED_OTHER), ("Morning Ledger", OUTLET), day=2)
    claim = claim_of(first, second)
    assert counts(claim) == (1, 1, 1)


def test_analysts_of_an_outlet_are_the_outlet() -> None:
    people = ("two analysts of the Skywatch", SourceKind.UNNAMED_OTHER)
    claim = claim_of(told("a", "Coastal Wire", people), told("b", "Morning Ledger", ("Skywatch", OUTLET), day=2))
    assert [origin.name for origin in claim.origins] == ["Skywatch"]


def test_everyone_is_nobody() -> None:
    claim = claim_of(told("a", "Coastal Wire", ("Everyone", PERSON)))
    assert counts(claim) == (0, 1, 0)


def test_a_papers_correction_goes_back_to_its_own_origin() -> None:
    first = told("a", "Morning Ledger", ("officials", OFFICIAL))
    text = f"Correction\n\nThe officials said that {QUOTE}, not two stands."
    document = doc("b", text, 5, "Morning Ledger")
    fixed = said(document, QUOTE, ("officials", OFFICIAL), lineage_named=False)
    claim = claim_of(first, (document, fixed))
    assert claim.corrected
    assert counts(claim) == (1, 1, 0)
    assert {member.origin_id for member in claim.members} == {claim.origins[0].id}


def test_bare_officials_beside_those_of_another_outlet_are_no_second_meeting() -> None:
    text = f"US officials told Coastal Wire that {QUOTE}. {QUOTE} in one night, US officials say."
    document = doc("a", text, 1, "Skywatch")
    relayed = said(document, QUOTE, ("US officials", OFFICIAL), ("Coastal Wire", OUTLET))
    bare = said(document, f"{QUOTE} in one night", ("US officials", OFFICIAL))
    claim = claim_of((document, relayed), (document, bare))
    assert [origin.name for origin in claim.origins] == ["US officials via Coastal Wire"]


def test_the_words_name_the_outlet_whose_reporter_saw_it() -> None:
    publishers = Publishers(OUTLETS)
    assert publishers.reporter_in("Our correspondent saw how two stands fell.", "Skywatch") == "Skywatch"
    assert publishers.reporter_in("It fell, as a reporter for the Coastal Wire saw.", "Skywatch") == "Coastal Wire"
    assert publishers.reporter_in("Coastal Wire reporters who visited saw it.", "Skywatch") == "Coastal Wire"
    assert publishers.reporter_in("The minister told reporters that the stand fell.", "Skywatch") == ""


def _report_of_both() -> str:
    return (
        f"It is not so that {QUOTE}, said the governor, Dora Venn, who spoke in the market hall of Ostburg. "
        f"But in one night {QUOTE}, the site's manager Adam Holt told Coastal Wire on the telephone."
    )


def _both_sides(name: str, outlet: str, day: float, yes: Sequence[Said] = (), no: Sequence[Said] = ()) -> Pairs:
    """A report that opens with the denial."""
    document = doc(name, _report_of_both(), day, outlet)
    denied = said(document, f"It is not so that {QUOTE}", *no, stance=Stance.DENIES)
    return [(document, denied), (document, said(document, f"in one night {QUOTE}", *yes))]


def test_what_agrees_in_a_copied_report_goes_back_to_who_said_it_and_never_to_its_denier() -> None:
    wire = _both_sides("a", "Coastal Wire", 1, [("Adam Holt", PERSON)], [("Dora Venn", PERSON)])
    copied = _both_sides("b", "Skywatch", 2)
    claim = claim_of(*wire, *copied)
    assert [origin.name for origin in claim.origins] == ["Adam Holt"]
    agreeing = [member for member in claim.members if member.statement_id in {wire[1][1].id, copied[1][1].id}]
    assert [member.origin_id for member in agreeing] == [claim.origins[0].id] * 2


def test_a_copied_denier_lends_no_origin_to_words_whose_sayer_is_lost() -> None:
    wire = _both_sides("a", "Coastal Wire", 1, [("They", LOST)], [("Dora Venn", PERSON)])
    claim = claim_of(*wire, *_both_sides("b", "Skywatch", 2))
    assert claim.origins == ()
    assert (claim.origin_low, claim.origin_high) == (0, 1)


def test_a_paper_whose_report_holds_a_denial_is_followed_to_who_agreed() -> None:
    first = _both_sides("a", "Morning Ledger", 1, [("Adam Holt", PERSON)], [("Dora Venn", PERSON)])
    second = told("b", "Coastal Wire", ("Morning Ledger", OUTLET), day=2)
    claim = claim_of(*first, second)
    assert [origin.name for origin in claim.origins] == ["Adam Holt"]


def test_a_papers_account_does_not_rest_on_officials_who_denied_it_to_the_paper() -> None:
    text = f"{QUOTE}, the Morning Ledger wrote. An official told the Morning Ledger: it is not so that {QUOTE}."
    document = doc("a", text, 1, "Coastal Wire")
    denial = (("An official", OFFICIAL), ("Morning Ledger", OUTLET))
    denied = said(document, f"it is not so that {QUOTE}", *denial, stance=Stance.DENIES)
    claim = claim_of((document, said(document, QUOTE, ("Morning Ledger", OUTLET))), (document, denied))
    assert [origin.name for origin in claim.origins] == ["Morning Ledger"]


def test_of_two_sayers_in_a_copied_passage_the_one_whose_words_they_are_is_meant() -> None:
    text = f"{QUOTE}, said the governor, Dora Venn. And in one night {QUOTE} and carted off, said Adam Holt."
    words = f"in one night {QUOTE} and carted off"
    first, second = doc("a", text, 1, "Coastal Wire"), doc("b", text, 2, "Skywatch")
    copied = said(second, words)
    claim = claim_of(
        (first, said(first, QUOTE, ("Dora Venn", PERSON))),
        (first, said(first, words, ("Adam Holt", PERSON))),
        (second, copied),
    )
    names = {origin.id: origin.name for origin in claim.origins}
    assert [names[m.origin_id or ""] for m in claim.members if m.statement_id == copied.id] == ["Adam Holt"]


def test_a_denial_that_was_copied_goes_back_to_who_denied() -> None:
    wire = _both_sides("a", "Coastal Wire", 1, [("Adam Holt", PERSON)], [("Dora Venn", PERSON)])
    copied = _both_sides("b", "Skywatch", 2)
    pairs = [*wire, *copied]
    documents = list(dict.fromkeys(document for document, _ in pairs))
    statements = [statement for _, statement in pairs]
    lineage = Lineage(documents, statements, find_copies(documents), OUTLETS)
    root = lineage.root(copied[0][1], statements)
    assert root is not None and root.name == "Dora Venn"
