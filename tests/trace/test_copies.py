"""Copies: found, directed by time, laid side by side; quotations and stock phrases are no copies."""

from __future__ import annotations

from dataclasses import replace

from makers import doc

from firsthand.trace.copies import find_copies

STORY = (
    "Workers at the Brack yard have taken the tall test stand apart and loaded its beams on rail cars, two officials of"
    " the harbour board told the Ledger on Monday.\n\n"
    "The stand was put up nine years ago and had been used for six firings, the last of them in autumn, when the sound"
    " broke windows in the old town.\n\n"
    "Nobody at the ministry would say where the rail cars were going, or whether the work had been agreed with anyone."
)
OTHER = (
    "A ferry captain who passes the yard every morning said on Tuesday that he had watched cranes lower the steel tower"
    " piece by piece.\n\n"
    "He keeps a diary, and for the last week of February it notes the height of the tower, day after day, until it says"
    " only: gone."
)


def test_verbatim_copy_runs_from_the_earlier_to_the_later() -> None:
    first, second = doc("a", STORY, 1), doc("b", "Stand gone, says report\n\n" + STORY, 2)
    for order in ([first, second], [second, first]):
        (copy,) = find_copies(order)
        assert (copy.from_document, copy.to_document, copy.kind) == (first.id, second.id, "verbatim")
        assert copy.containment > 0.9


def test_passages_lie_side_by_side() -> None:
    first = doc("a", STORY, 1)
    second = doc("b", "A new beginning here. " + STORY.replace("nine years ago", "in another age"), 2)
    (copy,) = find_copies([first, second])
    for passage in copy.passages:
        left = first.text[passage.from_start : passage.from_end]
        right = second.text[passage.to_start : passage.to_end]
        assert left.split()[:4] == right.split()[:4]
        assert left.split()[-3:] == right.split()[-3:]


def test_rewrite_keeps_enough_to_be_seen() -> None:
    light = STORY.replace("taken the tall test stand apart", "pulled the stand to pieces").replace("on Monday", "")
    light = light.replace("put up nine years ago", "erected nine years ago").replace("broke windows", "shook houses")
    (copy,) = find_copies([doc("a", STORY, 1), doc("b", light.split("\n\n")[0] + "\n\n" + OTHER, 2)])
    assert copy.kind == "rewrite"


def test_independent_reports_are_no_copies() -> None:
    assert find_copies([doc("a", STORY, 1), doc("b", OTHER, 2)]) == ()


def test_one_quotation_in_two_reports_is_no_copy() -> None:
    quote = (
        '"We shall take down the stand at Brack and every other stand on this coast before the winter comes," she said.'
    )
    first = doc("a", "The minister spoke at noon in the capital before a small crowd. " + quote, 1)
    second = doc("b", quote + " It was her first appearance in Port Ansel since the spring floods.", 2)
    assert find_copies([first, second]) == ()


def test_copies_of_a_copy_lead_to_the_first_text() -> None:
    copies = find_copies([doc(str(day), STORY, day) for day in range(40)])
    assert len(copies) == 39
    assert {copy.from_document for copy in copies} == {doc("0", STORY).id}


def test_merge_of_two_has_two_sources() -> None:
    copies = find_copies([doc("a", STORY, 1), doc("b", OTHER, 2), doc("c", STORY + "\n\n" + OTHER, 3)])
    assert {copy.from_document for copy in copies} == {doc("a", "").id, doc("b", "").id}


def test_undated_text_is_taken_as_the_later_one() -> None:
    undated = replace(doc("a", STORY, 0), published=None)
    (copy,) = find_copies([undated, doc("b", STORY, 5)])
    assert copy.to_document == undated.id
    assert "publication date is missing" in copy.reason


def test_empty_and_short_texts() -> None:
    assert find_copies([doc("a", "", 1), doc("b", "Too short.", 2), doc("c", "Too short.", 3)]) == ()
