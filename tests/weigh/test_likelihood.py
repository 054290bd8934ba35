"""Likelihood: each origin once, hedges and denials heard, silence of images worth nothing."""

from __future__ import annotations

from itertools import pairwise
from math import log

import pytest
from makers import LOST, OFFICIAL, OWN, PERSON, days, doc, moment, said
from weigh_makers import SITE, change, claims_of, record, scene

from firsthand.model import (
    Basis,
    Certainty,
    ChangeKind,
    Document,
    SourceKind,
    Stance,
    Statement,
)
from firsthand.weigh.images import ImageRecord
from firsthand.weigh.scales import UNDETERMINED
from firsthand.weigh.weigher import weigh_claims

QUOTE = "the test stand at Brack was dismantled"
NO_IMAGES = ImageRecord((SITE,))


def told(
    name: str, *chain: tuple[str, SourceKind], day: float = 1, text: str = "", **more: object
) -> tuple[Document, Statement]:
    document = doc(name, text or f"{name}: {QUOTE}, said {chain[0][0] if chain else 'nobody'}.", day, f"Paper {name}")
    return document, said(document, QUOTE, *chain, **more)


def assessed(*pairs: tuple[Document, Statement], on: ImageRecord = NO_IMAGES):  # type: ignore[no-untyped-def]
    (claim,) = claims_of(*pairs)
    documents = list(dict.fromkeys(document for document, _ in pairs))
    (assessment,) = weigh_claims([claim], [item for _, item in pairs], documents, on).assessments
    return assessment


WITNESS = told("a", ("Adam Holt", PERSON), basis=Basis.WITNESS)
OFFICIALS = told("b", ("officials", OFFICIAL), day=2)


def test_forty_copies_change_nothing_at_all() -> None:
    text = f"{QUOTE}, officials told Coastal Wire, and the beams were carried off by rail during that same night."
    wire = told("wire", ("officials", OFFICIAL), text=text)
    copies = [told(f"c{number}", ("officials", OFFICIAL), day=2 + number, text=text) for number in range(40)]
    alone, repeated = assessed(wire), assessed(wire, *copies)
    assert (alone.low, alone.high, alone.words) == (repeated.low, repeated.high, repeated.words)
    assert (alone.confidence, alone.credibility) == (repeated.confidence, repeated.credibility)
    assert [reason.log_odds for reason in alone.reasons] == [reason.log_odds for reason in repeated.reasons]


def test_witness_weighs_more_than_unnamed_officials() -> None:
    assert assessed(WITNESS).low > assessed(OFFICIALS).high


def test_independent_origins_add_up() -> None:
    assert assessed(WITNESS, OFFICIALS).high > assessed(WITNESS).high


def test_perhaps_same_officials_raise_only_the_upper_end() -> None:
    again = told("c", ("officials", OFFICIAL), day=3)
    one, two = assessed(OFFICIALS), assessed(OFFICIALS, again)
    assert two.low == one.low
    assert two.high > one.high


def test_hedges_weaken() -> None:
    hedged = told("a", ("Adam Holt", PERSON), basis=Basis.WITNESS, certainty=Certainty(0.5, 0.7))
    assert assessed(hedged).high < assessed(WITNESS).low


def test_denial_weakens_once_however_often_told() -> None:
    denial = told("d", ("Dora Venn", PERSON), day=4, stance=Stance.DENIES)
    again = told("e", ("Dora Venn", PERSON), day=5, stance=Stance.DENIES)
    once = assessed(WITNESS, denial)
    assert once.high < assessed(WITNESS).high
    assert assessed(WITNESS, denial, again).low == once.low


def test_decline_is_neither_support_nor_denial() -> None:
    decline = told("d", ("the ministry", OFFICIAL), day=4, stance=Stance.DECLINES)
    assert assessed(WITNESS, decline) == assessed(WITNESS)


def test_silent_images_move_nothing_and_seeing_ones_do() -> None:
    early, late = scene(1), scene(9)
    dated = told("a", ("Adam Holt", PERSON), basis=Basis.WITNESS, time=days(4, 6))
    seen = record(early, late, changes=(change(early, late, ChangeKind.TAKEN_DOWN),))
    without = assessed(dated)
    assert assessed(dated, on=record(clouded=(early, late))).low == without.low
    assert assessed(dated, on=record(scene(1, 40.0), scene(9, 40.0))).high == without.high
    assert assessed(dated, on=seen).low > without.low
    assert assessed(dated, on=record(early, late)).high < without.low


def test_nothing_to_go_by_is_undetermined() -> None:
    lost = assessed(told("a", ("They", LOST)))
    assert (lost.words, lost.credibility, lost.confidence) == (UNDETERMINED, 6, "low")
    own = told("a")
    assert own[1].source_kind is OWN
    assert assessed(own).words == UNDETERMINED


def test_reasons_add_up_and_name_their_evidence() -> None:
    result = assessed(WITNESS, OFFICIALS)
    total = sum(reason.log_odds for reason in result.reasons)
    assert log(result.low / (1 - result.low)) <= total <= log(result.high / (1 - result.high))
    moved = [reason for reason in result.reasons if reason.log_odds]
    assert all(reason.evidence for reason in moved)
    assert abs(moved[0].log_odds) == max(abs(reason.log_odds) for reason in moved)


def test_no_interval_is_without_width() -> None:
    early, late = scene(1), scene(9)
    seen = record(early, late, changes=(change(early, late, ChangeKind.TAKEN_DOWN),))
    crowd = [
        told(name, (f"{name} Holt", PERSON), basis=Basis.WITNESS, time=days(4, 6)) for name in ["Kurt", "Lena", "Otto"]
    ]
    sure = assessed(*crowd, on=seen)
    assert (sure.low, sure.high, sure.words) == (0.98, 0.99, "almost certain")
    nothing = assessed(told("a", ("They", LOST)))
    assert (nothing.low, nothing.high) == (0.01, 0.99)


def test_a_further_origin_never_blurs_the_word() -> None:
    words = [told(name, (f"{name} Holt", PERSON)) for name in ["Kurt", "Lena", "Otto", "Vera"]]
    found = [assessed(*words[:count]) for count in range(1, 5)]
    assert [item.words for item in found] == ["likely", "likely", "very likely", "very likely"]
    assert all(one.low < two.low for one, two in pairwise(found))


def test_perhaps_the_same_persons_count_with_their_plainer_words() -> None:
    hedged = told("c", ("officials", OFFICIAL), day=1, certainty=Certainty(0.6, 0.7))
    assert assessed(hedged, OFFICIALS).low == assessed(OFFICIALS).low


def test_correction_gives_way_to_what_is_seen() -> None:
    first = told("a", ("Adam Holt", PERSON), time=days(4, 6))
    fixed = doc("f", f"Correction. {QUOTE}, said Adam Holt; the date was wrong.", 6, "Paper a")
    pair = (first, (fixed, said(fixed, QUOTE, ("Adam Holt", PERSON), corrects=True, time=days(4, 6))))
    early, late = scene(1), scene(9)
    seen = record(early, late, changes=(change(early, late, ChangeKind.TAKEN_DOWN),))
    assert assessed(*pair).words == UNDETERMINED
    assert assessed(*pair).linchpin is None
    assert assessed(*pair, on=seen).words == "very likely"


def test_linchpin_is_the_origin_on_which_the_word_hangs() -> None:
    pairs = (WITNESS, OFFICIALS)
    (claim,) = claims_of(*pairs)
    (witness,) = [origin for origin in claim.origins if origin.first_hand]
    assert assessed(*pairs).linchpin == witness.id


def test_likelihood_and_confidence_share_no_sentence() -> None:
    result = assessed(WITNESS, OFFICIALS)
    assert result.words not in result.confidence_reason
    assert all("confidence" not in reason.text for reason in result.reasons)


@pytest.mark.parametrize(
    ("pairs", "number"),
    [
        ((WITNESS, told("c", ("Ida Brun", PERSON), day=3)), 1),
        ((WITNESS,), 3),
        ((OFFICIALS,), 3),
        ((told("x", ("They", LOST)),), 6),
    ],
)
def test_credibility_from_independent_origins(pairs: tuple[tuple[Document, Statement], ...], number: int) -> None:
    assert assessed(*pairs).credibility == number


def test_contradicted_by_images_is_doubtful_at_best() -> None:
    dated = told("a", ("officials", OFFICIAL), time=days(4, 6))
    assert assessed(dated, on=record(scene(1), scene(9))).credibility == 5


def test_correction_takes_weight_and_a_retraction_all_of_it() -> None:
    first = told("a", ("Adam Holt", PERSON))
    words = f"Correction. {QUOTE}, said Adam Holt; the date was wrong."
    fixed = doc("f", words, 6, "Paper a")
    correction = (fixed, said(fixed, QUOTE, ("Adam Holt", PERSON), corrects=True))
    weaker = assessed(first, correction)
    assert weaker.words == UNDETERMINED
    assert assessed(first).high > weaker.high > 0.5
    taken_back = doc("g", f"We retract our report that {QUOTE}.", 7, "Paper a")
    retraction = (taken_back, said(taken_back, f"retract our report that {QUOTE}", corrects=True))
    assert assessed(first, retraction).words == UNDETERMINED
    assert all(reason.log_odds == 0.0 for reason in assessed(first, retraction).reasons)


def test_moments_are_those_of_the_makers() -> None:
    assert OFFICIALS[0].published == moment(2)
