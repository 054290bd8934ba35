"""Letters: learned once per origin from what proved so, given and taken back by people, dated, and never circular."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from grade_makers import NO_IMAGES, QUOTE, Told, decided, grade, resolved, told, weighed
from makers import OFFICIAL, ORGANISATION, PERSON, doc, moment
from weigh_makers import SITE, YARD, change, record, scene

from firsthand.model import Certainty, ChangeKind, Granularity, Relation, TimeSpan
from firsthand.weigh.grading.letters import SHARES, Trial, given_range, learned_range, letter_of, share_interval
from firsthand.weigh.reliability import letter_at

WIRE = "Coastal Wire"
MANY = [told(number, WIRE) for number in range(1, 13)]


def verdicts(right: int, wrong: int, first: int = 1) -> list:  # type: ignore[type-arg]
    return [resolved(first + number, number < right) for number in range(right + wrong)]


# ---- letters -------------------------------------------------------------------------------------------------------


def test_without_resolved_claims_nobody_can_be_judged() -> None:
    found = grade(weighed(MANY), WIRE)
    assert (found.letter, found.tests, found.moves) == ("F", 0, ())
    assert (found.low, found.high) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("right", "wrong", "letter"),
    [(4, 0, "F"), (7, 0, "B"), (40, 1, "A"), (16, 4, "B"), (8, 4, "C"), (10, 10, "D"), (3, 9, "E"), (3, 2, "F")],
)
def test_letter_of_a_record(right: int, wrong: int, letter: str) -> None:
    assert letter_of(right, wrong) == letter


def test_bands_of_letters_touch_and_cover() -> None:
    assert SHARES[0][2] == 1.0
    assert SHARES[-1][1] == 0.0
    assert all(upper[1] == lower[2] for upper, lower in pairwise(SHARES))


def test_interval_is_that_of_the_beta_posterior() -> None:
    low, high = share_interval(0, 0)
    assert (round(low, 6), round(high, 6)) == (0.1, 0.9)
    # By hand: with n right and none wrong the posterior is Beta(n + 1, 1), whose quantile q is q ** (1 / (n + 1)).
    low, high = share_interval(7, 0)
    assert (low, high) == (pytest.approx(0.1 ** (1 / 8)), pytest.approx(0.9 ** (1 / 8)))


def test_confirmed_and_refuted_claims_move_the_letter_with_date_and_reason() -> None:
    found = grade(weighed(MANY, verdicts(8, 4)), WIRE)
    assert (found.letter, found.learned, found.tests) == ("C", "C", 12)
    assert (found.right, found.wrong) == (8.0, 4.0)
    first, last = found.moves[0], found.moves[-1]
    assert (first.what, first.claim_id, first.at, first.letter) == ("confirmed", "clm-001", moment(100), "F")
    assert (last.what, last.claim_id, last.letter) == ("refuted", "clm-012", "C")
    assert QUOTE in first.reason
    assert "Vera resolved it as true: looked it up" in first.reason
    assert first.decision_id == resolved(1).id


def test_repeated_reports_of_an_origin_add_nothing() -> None:
    def repeated(story: Told) -> Told:
        copies = [replace(story.documents[0], id=f"copy-{number}", outlet=f"Copy {number}") for number in range(40)]
        again = [
            replace(story.statements[0], id=f"{story.claim.id}-{copy.id}", document_id=f"{story.claim.id}-{copy.id}")
            for copy in copies
        ]
        copies = [replace(copy, id=f"{story.claim.id}-{copy.id}") for copy in copies]
        members = [
            replace(story.claim.members[0], statement_id=item.id, document_id=item.document_id) for item in again
        ]
        claim = replace(story.claim, members=(*story.claim.members, *members))
        return Told(claim, (*story.statements, *again), (*story.documents, *copies))

    once, often = weighed(MANY, verdicts(8, 4)), weighed([repeated(story) for story in MANY], verdicts(8, 4))
    assert grade(once, WIRE) == grade(often, WIRE)
    assert [(item.low, item.high) for item in once.assessments] == [(item.low, item.high) for item in often.assessments]


def test_who_only_repeats_is_not_tested_and_a_void_claim_tests_nobody() -> None:
    found = weighed(MANY[:2], [decided("resolve", "clm-001", "void"), resolved(2)])
    assert [item.name for item in found.grades] == [WIRE]
    assert [move.claim_id for move in grade(found, WIRE).moves] == ["clm-002"]


def test_hedged_words_stake_less_and_forecasts_nothing() -> None:
    hedged = told(1, WIRE, certainty=Certainty(0.6, 0.7))
    even = told(2, WIRE, certainty=Certainty(0.45, 0.55))
    found = grade(weighed([hedged, even], verdicts(0, 2)), WIRE)
    assert found.tests == 1
    assert 0 < found.wrong < 0.5


def test_a_denial_of_what_proves_so_is_refuted() -> None:
    stories = [told(number, WIRE, denier="Harbour Board", kind=ORGANISATION) for number in range(1, 9)]
    found = grade(weighed(stories, verdicts(8, 0)), "Harbour Board")
    assert (found.letter, found.right, found.wrong) == ("E", 0.0, 8.0)
    assert {move.what for move in found.moves} == {"refuted"}


def test_the_unnamed_are_their_outlets_and_private_persons_are_nobodys() -> None:
    officials = [told(number, f"officials via {WIRE}", kind=OFFICIAL) for number in range(1, 3)]
    private = [told(number, "Adam Holt", kind=PERSON) for number in range(3, 5)]
    found = weighed([*officials, *private], verdicts(4, 0))
    assert [(item.name, item.tests) for item in found.grades] == [(WIRE, 2)]


def test_persons_in_office_are_graded() -> None:
    story = told(1, "Dora Venn", kind=PERSON)
    text = f"Varland's foreign minister, Dora Venn, spoke. Dora Venn: {QUOTE}."
    report = replace(story.documents[0], text=text)
    shift = text.index(QUOTE) - story.statements[0].content[0].start
    (words,) = story.statements
    moved = tuple(replace(piece, start=piece.start + shift, end=piece.end + shift) for piece in words.content)
    found = weighed([Told(story.claim, (replace(words, content=moved),), (report,))], verdicts(1, 0))
    assert [(item.name, item.tests) for item in found.grades] == [("Dora Venn", 1)]


# ---- images as judges ----------------------------------------------------------------------------------------------

EARLY, LATE = scene(1), scene(9)
SEEN = record(EARLY, LATE, changes=(change(EARLY, LATE, ChangeKind.TAKEN_DOWN),))
ACT_TIME = TimeSpan(moment(4), moment(6), Granularity.DAY)


def test_images_test_a_source_for_less_than_people_do() -> None:
    found = grade(weighed([told(1, WIRE, time=ACT_TIME)], on=SEEN), WIRE)
    (move,) = found.moves
    assert (move.what, move.at) == ("confirmed", moment(9))
    assert "images: agrees" in move.reason
    assert 0.8 < move.right < 1 == round(move.right + move.wrong, 6)


def test_one_change_is_one_test_however_many_claims_it_confirms() -> None:
    stories = [told(number, WIRE, time=ACT_TIME) for number in range(1, 6)]
    assert grade(weighed(stories, on=SEEN), WIRE).tests == 1


def test_a_person_goes_before_images() -> None:
    found = grade(weighed([told(1, WIRE, time=ACT_TIME)], [resolved(1, so=False)], on=SEEN), WIRE)
    assert (found.right, found.wrong) == (0.0, 1.0)


def test_silent_images_test_nobody() -> None:
    assert grade(weighed([told(1, WIRE, time=ACT_TIME)], on=record(clouded=(EARLY, LATE))), WIRE).tests == 0


# ---- no circle -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 6])
def test_a_claim_is_never_weighed_by_its_own_outcome(number: int) -> None:
    """Whatever a claim comes to, and even if it is never resolved, its own judgement is the same to the last digit."""
    others = [item for item in verdicts(8, 4) if item.subjects != (f"clm-{number:03}",)]
    held = [
        weighed(MANY, [*others, *own]).assessments[number - 1]
        for own in ([], [resolved(number, so=True)], [resolved(number, so=False)])
    ]
    assert held[0] == held[1] == held[2]


def test_a_claim_is_not_weighed_by_a_letter_that_rests_on_the_same_change() -> None:
    stories = [told(number, WIRE, time=ACT_TIME) for number in range(1, 3)]
    alone = weighed(stories[1:], on=SEEN).assessments[0]
    assert weighed(stories, on=SEEN).assessments[1].reasons == alone.reasons


def test_a_record_moves_the_other_claims_of_its_source() -> None:
    fresh = told(50, WIRE)
    good = weighed([*MANY, fresh], verdicts(12, 0)).assessments[-1]
    bad = weighed([*MANY, fresh], verdicts(2, 10)).assessments[-1]
    unknown = weighed([*MANY, fresh]).assessments[-1]
    assert bad.low < unknown.low < good.low
    assert "source A by 12 tests" in good.reasons[0].text
    assert all("source" not in reason.text for reason in unknown.reasons)
    assert (bad.words, bad.reasons[0].log_odds) == ("undetermined", 0.0)


# ---- given letters -------------------------------------------------------------------------------------------------


def test_a_given_letter_goes_before_the_learned_one_until_it_is_withdrawn() -> None:
    given = decided("grade", WIRE, "E", day=200)
    stands = grade(weighed(MANY, [*verdicts(12, 0), given]), WIRE)
    assert (stands.letter, stands.learned, stands.given_by) == ("E", "A", given.id)
    gone = grade(weighed(MANY, [*verdicts(12, 0), replace(given, withdrawn=moment(210))]), WIRE)
    assert (gone.letter, gone.given_by) == ("A", "")
    assert [move.what for move in gone.moves[-2:]] == ["given", "withdrawn"]
    assert gone.moves[-2].reason == "Vera gave E: looked it up"
    assert [letter_at(gone, moment(day)) for day in (50, 150, 205, 215)] == ["F", "A", "E", "A"]


def test_of_two_given_letters_the_last_recorded_holds_also_when_the_clock_was_set_back() -> None:
    first, second = decided("grade", WIRE, "E", day=200), decided("grade", WIRE, "B", day=190)
    assert grade(weighed(MANY, [*verdicts(12, 0), first, second]), WIRE).letter == "B"
    assert grade(weighed(MANY, [*verdicts(12, 0), second, first]), WIRE).letter == "E"
    gone = replace(second, withdrawn=moment(185))
    assert grade(weighed(MANY, [*verdicts(12, 0), first, gone]), WIRE).letter == "E"


def test_of_two_resolutions_the_last_recorded_holds() -> None:
    late, early = resolved(1, False, day=300), resolved(1, True, day=250)
    for decisions, wrong in (([late, early], 0), ([early, late], 1)):
        assert grade(weighed(MANY, [*decisions, *verdicts(11, 0, first=2)]), WIRE).wrong == wrong


def test_the_letter_at_a_date_is_the_one_that_weighing_gave_then() -> None:
    decisions = [resolved(number, number % 4 != 0, day=100 + number) for number in range(1, 13)]
    now = grade(weighed(MANY, decisions), WIRE)
    for day in range(99, 114):
        then = grade(weighed(MANY, [item for item in decisions if item.when <= moment(day)]), WIRE)
        assert letter_at(now, moment(day)) == then.letter


def test_a_given_letter_sets_the_weight_and_f_leaves_what_is_assumed() -> None:
    by_letter = {
        letter: weighed(MANY[:1], [decided("grade", WIRE, letter)]).assessments[0].reasons[0].log_odds
        for letter in "ABCDEF"
    }
    assert by_letter["A"] > by_letter["B"] > by_letter["C"] > by_letter["D"] > by_letter["E"] == 0.0
    assert by_letter["F"] == weighed(MANY[:1]).assessments[0].reasons[0].log_odds
    assert given_range("B", (-0.9, -0.2)) == tuple(-end for end in reversed(given_range("B", (0.2, 0.9))))


def test_neither_letter_nor_number_reads_the_other() -> None:
    """The number stays whatever the letter is, and the letter whatever the number is."""
    numbers = {weighed(MANY[:1], [decided("grade", WIRE, letter)]).assessments[0].credibility for letter in "ABCDEF"}
    assert len(numbers) == 1
    record_of = verdicts(8, 4)
    crowded = [told(number, WIRE, "Skywatch", "Morning Ledger") for number in range(1, 13)]
    crowded = [replace(story, claim=replace(story.claim, origin_low=3, first_hand=1)) for story in crowded]
    alone, among = weighed(MANY, record_of), weighed(crowded, record_of)
    assert alone.assessments[0].credibility != among.assessments[0].credibility
    assert grade(alone, WIRE).letter == grade(among, WIRE).letter == "C"


# ---- weights -------------------------------------------------------------------------------------------------------


def test_a_record_pulls_the_weight_from_what_is_assumed_and_narrows_it() -> None:
    assumed = (0.2, 1.0)
    right, wrong = Trial(1.0, (1.0, 0.0)), Trial(1.0, (0.0, 1.0))
    assert learned_range(assumed, []) == (pytest.approx(0.2, abs=0.03), pytest.approx(1.0, abs=0.03))
    better = learned_range(assumed, [right] * 10)
    assert sum(better) > sum(assumed)
    assert better[1] - better[0] < assumed[1] - assumed[0]
    assert learned_range(assumed, [wrong] * 30) == (0.0, 0.0)
    assert learned_range((-1.0, -0.2), [right] * 10) == tuple(-end for end in reversed(better))


def test_words_that_stake_nothing_leave_the_weight_as_it_is() -> None:
    assert learned_range((0.2, 1.0), [Trial(0.0, (0.0, 1.0))] * 20) == learned_range((0.2, 1.0), [])


# ---- hidden copying ------------------------------------------------------------------------------------------------


def test_outlets_that_are_wrong_together_are_perhaps_one_origin() -> None:
    """The second is right in half of its claims; found out apart, they would seldom be wrong in the same ones."""
    shared = [told(number, "Paper A", "Paper B") for number in range(1, 41)]
    good = [told(number, "Paper A") for number in range(41, 101)]
    decisions = [resolved(number, number > 20) for number in range(1, 101)]
    found = weighed([*shared, *good, told(200, "Paper A", "Paper B")], decisions)
    assert [reason.at_low for reason in found.assessments[-1].reasons].count(False) == 1
    assert (grade(found, "Paper A").tests, grade(found, "Paper B").tests) == (100, 0)


def test_two_good_sources_that_agree_are_two() -> None:
    shared = [told(number, "Paper A", "Paper B") for number in range(1, 41)]
    found = weighed(shared, [resolved(number, number > 3) for number in range(1, 41)])
    assert grade(found, "Paper B").tests == 40


def test_a_handful_of_shared_claims_shows_no_copying() -> None:
    few = [told(number, "Paper A", "Paper B") for number in range(1, 6)]
    found = weighed(few, verdicts(0, 5))
    assert grade(found, "Paper B").tests == 5
    assert all(reason.at_low for reason in found.assessments[0].reasons)


def test_places_and_relations_of_the_makers() -> None:
    assert (SITE.id, YARD.id, NO_IMAGES.scenes) == ("brack", "brack-yard", ())
    assert MANY[0].claim.members[0].relation is Relation.AGREES
    assert doc("x", "x").captured == moment(0)
