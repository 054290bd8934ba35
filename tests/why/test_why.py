"""Every id that commands print can be opened, what is opened can be opened in turn, and all sums add up."""

from __future__ import annotations

from dataclasses import replace
from math import exp

import pytest

from firsthand.alerts.stage import listed
from firsthand.case import Case
from firsthand.decisions import Judged, record
from firsthand.errors import UnknownIdError
from firsthand.model import Assessment, ImageAnswer, ImageVerdict, Reason
from firsthand.publish.brief.compose import compose
from firsthand.publish.dossier import gather
from firsthand.queries import changes, claims
from firsthand.weigh.disclosure.report import disclosure
from firsthand.weigh.explanation import explanation
from firsthand.weigh.hypotheses.boards import boards
from firsthand.weigh.scoring.recalibration import ISOTONIC, RECALIBRATE, Curve, curve_text
from firsthand.weigh.scoring.resolutions import foretell, resolve
from firsthand.why.resolve import why
from firsthand.why.rows import Number, Opened, Shelf
from firsthand.why.sentences import sentence_id


def named(opened: Opened, title: str) -> Number:
    (found,) = [number for number in opened.numbers if number.title == title]
    return found


def wrong_sums(opened: Opened) -> list[str]:
    """Numbers whose amounts do not add up to their total."""
    added = [number for number in opened.numbers if number.total is not None]
    assert all(row.amount is not None for number in added for row in number.rows)
    return [
        f"{opened.id} {number.title}: {sum(row.amount or 0 for row in number.rows)} is not {number.total}"
        for number in added
        if round(sum(row.amount or 0 for row in number.rows), 6) != round(number.total or 0, 6)
    ]


@pytest.fixture(scope="module")
def printed(demo_case: Case) -> list[str]:
    """Every id that `claims`, `changes`, `commitments`, `hypotheses`, `sources` and `alerts` print."""
    found = []
    for claim in claims(demo_case):
        found += [claim.id, *(origin.id for origin in claim.origin_list)]
        found += [member.statement for member in claim.members]
        if claim.assessment:
            found += [*claim.assessment.image.scenes, *claim.assessment.image.changes]
            found += [id for reason in claim.assessment.reasons for id in reason.evidence]
    for feature in changes(demo_case)["features"]:
        found += [feature["id"], *feature["properties"]["scenes"]]
    found += [promise.id for promise in demo_case.store.commitments()]
    for board in boards(demo_case):
        found += [board.id, *(item.id for item in board.hypotheses), *(item.id for item in board.rows)]
    found += [grade.id for grade in demo_case.store.grades()]
    found += [item.alert.id for item in listed(demo_case)]
    found += [document.id for document in demo_case.store.documents()]
    found += [item.id for item in disclosure(demo_case).comparisons]
    return list(dict.fromkeys(found))


def test_every_printed_id_opens_and_its_sums_add_up(demo_case: Case, printed: list[str]) -> None:
    assert len({id.split("-")[0] for id in printed}) >= 9
    opened = [why(demo_case, id) for id in printed]
    assert [item.id for item in opened if not item.numbers] == []
    assert [fault for item in opened for fault in wrong_sums(item)] == []


def test_what_is_opened_can_be_opened_in_turn(demo_case: Case, printed: list[str]) -> None:
    inside = {
        id
        for outer in printed
        for number in why(demo_case, outer).numbers
        for row in number.rows
        for id in row.evidence
    }
    assert len(inside) > 100
    for id in sorted(inside - set(printed)):
        assert why(demo_case, id).numbers, id


def test_quotes_are_the_words_of_their_statements(demo_case: Case) -> None:
    for claim in claims(demo_case):
        for number in why(demo_case, claim.id).numbers:
            for row in number.rows:
                told = [id for id in row.evidence if id.startswith("stm-")]
                if row.quote and told:
                    words = " ".join(demo_case.store.statement(told[0]).quote.split())
                    assert words.startswith(row.quote.removesuffix(" …"))


def test_the_moves_add_up_to_the_middle_of_the_judgement(demo_case: Case) -> None:
    for claim in claims(demo_case):
        held = demo_case.store.assessments()[claim.id]
        number = named(why(demo_case, claim.id), "probability")
        assert number.total == explanation(held).everything[0]
        assert number.rows[0].what.startswith("Before anybody is counted")
        middle = 1 / (1 + exp(-(number.total or 0)))
        assert held.low - 0.005 <= min(0.99, max(0.01, middle)) <= held.high + 0.005
        assert number.value.endswith(held.words)


def test_the_ends_of_the_interval_follow_from_their_rows(demo_case: Case) -> None:
    for claim in claims(demo_case):
        held, opened = demo_case.store.assessments()[claim.id], why(demo_case, claim.id)
        if not any(reason.log_odds for reason in held.reasons):
            continue
        for title, stated in (("low end", held.low), ("high end", held.high)):
            reckoned = 1 / (1 + exp(-(named(opened, title).total or 0)))
            assert min(0.99, max(0.01, reckoned)) == pytest.approx(stated, abs=0.0101), f"{claim.id} {title}"


def test_counts_are_the_rows_that_are_shown(demo_case: Case) -> None:
    for claim in claims(demo_case):
        opened = why(demo_case, claim.id)
        assert len(named(opened, "reports").rows) == claim.reports
        assert named(opened, "origins at most").total == claim.origins[1]
        assert named(opened, "origins at least").total == claim.origins[0]
        assert len(named(opened, "first-hand").rows) == claim.first_hand


def test_a_change_opens_to_pixels_scenes_and_claims(demo_case: Case) -> None:
    change = max(demo_case.store.changes(), key=lambda change: change.area_m2)
    opened = why(demo_case, change.id)
    area = named(opened, "area")
    assert area.rows[0].what == f"{change.area_m2 / change.gsd_m**2:,.0f} pixels of {change.gsd_m**2:g} m²"
    assert [row.evidence[0] for row in named(opened, "dates").rows] == list(change.scene_ids)
    assert {row.evidence[0] for row in named(opened, "claims it bears on").rows} == {
        held.claim_id for held in demo_case.store.assessments().values() if change.id in held.image.change_ids
    }


def test_every_sentence_of_a_brief_opens_to_its_records(demo_case: Case) -> None:
    brief = named(why(demo_case, "Tarn Valley"), "sentences")
    sentences = list(compose(gather(demo_case, "tarn-valley")).sentences())
    assert [row.what for row in brief.rows] == [item.text for item in sentences]
    assert [row.evidence[0] for row in brief.rows] == [sentence_id("tarn-valley", item) for item in sentences]
    for item in (sentences[0], sentences[-1]):
        opened = why(demo_case, sentence_id("tarn-valley", item))
        assert opened.title == item.text
        (rests,) = opened.numbers
        assert tuple(row.evidence[0] for row in rests.rows) == item.evidence


def test_names_open_too(demo_case: Case) -> None:
    document = demo_case.store.documents()[0]
    assert why(demo_case, document.name).id == document.id
    assert why(demo_case, "place-tarn-valley").kind == "place"
    for unknown in ("clm-gone", "org-gone", "sen-gone", "hyp-gone", "nothing of the kind"):
        with pytest.raises(UnknownIdError):
            why(demo_case, unknown)


def test_what_people_said_opens(small_case_copy: Case) -> None:
    case = small_case_copy
    claim = next(claim for claim in case.store.claims() if case.store.assessments()[claim.id].reasons)
    forecast = foretell(case, claim.id, 0.7, note="the looks", who="Ada")
    decision = resolve(case, claim.id, "true", note="seen", who="Bert")
    opened = why(case, forecast.id)
    assert named(opened, "came").value == "true"
    assert named(why(case, decision.id), "value").rows[0].evidence == (claim.id,)
    curve = Curve(ISOTONIC, 30, ((0.01, 0.4), (0.99, 0.6)))
    applied = record(case, Judged(RECALIBRATE, ("machine",), curve_text(curve)), who="Ada")
    number = named(why(case, claim.id), "recalibrated")
    assert number.rows[0].evidence == (applied.id,)
    assert "What was stated stays" in number.note
    assert why(case, applied.id).numbers


def test_a_claim_that_nothing_moves_says_so(small_case_copy: Case) -> None:
    claim = small_case_copy.store.claims()[0]
    image = ImageVerdict(claim.id, ImageAnswer.NO_USABLE_LOOK, "None.")
    held = Assessment(claim.id, 0.01, 0.99, "undetermined", "low", "Nothing.", (Reason("Images.", 0.0),), image, 6)
    small_case_copy.store.put_weigh([replace(held)], [], [])
    opened = why(small_case_copy, claim.id)
    assert "Nothing moves it" in named(opened, "interval").note
    assert wrong_sums(opened) == []
    assert Shelf(small_case_copy).quote(["stm-gone"]) == ""
