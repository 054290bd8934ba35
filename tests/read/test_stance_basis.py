"""What a source does in saying it, and how it knows."""

from __future__ import annotations

import pytest
from read_makers import only, statements

from firsthand.model import Basis, SourceKind, Stance


@pytest.mark.parametrize(
    ("text", "stance"),
    [
        ("Torv said the missile hall was empty.", Stance.ASSERTS),
        ("The ministry denied that the missile hall was new.", Stance.DENIES),
        ("The evidence does not suggest that the missile hall is new, officials noted.", Stance.ASSERTS),
        ("The imagery group did not believe that the missile hall was new.", Stance.DENIES),
        ("The ministry declined to comment on the missile hall.", Stance.DECLINES),
        ("The ministry would not say whether the missile hall was new.", Stance.DECLINES),
        ("Asked about the missile hall, the ministry made no comment.", Stance.DECLINES),
        ("Marsh agreed to close the missile hall.", Stance.PROMISES),
        ("Marsh said he would close the missile hall.", Stance.PROMISES),
        ("Marsh pledged to close the missile hall by June.", Stance.PROMISES),
        ("Marsh agreed that the missile hall was empty.", Stance.ASSERTS),
        ("Torv predicted that the missile test would fail.", Stance.PREDICTS),
        ("Torv said the launch will fail.", Stance.PREDICTS),
        ("Torv asked whether the missile hall was empty.", Stance.ASKS),
        ('"Is the missile hall empty now?" Torv asked.', Stance.ASKS),
    ],
)
def test_stance(text: str, stance: Stance) -> None:
    assert only(text).stance is stance


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Imagery analysts say the engine test stand was dismantled.", Basis.IMAGE),
        ("Anna Torv, who reads satellite pictures, said the missile hall was complete.", Basis.IMAGE),
        ("Torv said satellite images show work at the missile hall.", Basis.IMAGE),
        ('"I saw two cranes beside the missile hall," said Jonas Hale.', Basis.WITNESS),
        ("A villager said a crane stood at the missile hall.", Basis.WITNESS),
        ("Marsh pledged to close the missile hall.", Basis.OWN_ACT),
        ('"We built this missile hall for tractors," Marsh said.', Basis.OWN_ACT),
        ("Intelligence reports state that a missile is being built.", Basis.OFFICIAL_INTELLIGENCE),
        ("US intelligence officials say that a missile is being built.", Basis.OFFICIAL_INTELLIGENCE),
        ("The communique document says that the missile hall stays.", Basis.DOCUMENT),
        ("The Gazette said the missile hall was empty.", Basis.ANOTHER_REPORT),
        ("Torv said the missile hall was empty.", Basis.UNSTATED),
        ('"We think the missile hall is empty," Marsh said.', Basis.UNSTATED),
    ],
)
def test_basis(text: str, basis: Basis) -> None:
    assert only(text).basis is basis


def test_seen_means_on_images_only_where_images_are_spoken_of() -> None:
    told = "The Gazette said workers were seen dismantling the engine test stand."
    assert only(told).basis is Basis.ANOTHER_REPORT
    with_images = f"{told}\n\nThe Observer bought new satellite imagery, Torv said."
    assert statements(with_images)[0].basis is Basis.IMAGE


def test_an_eyewitness_stays_one() -> None:
    text = (
        "Jonas Hale drove past the launch stand on Monday. He saw two cranes beside it.\n\n"
        "“They had the top off before noon,” Hale said."
    )
    assert [item.basis for item in statements(text)] == [Basis.WITNESS, Basis.WITNESS]


def test_a_party_that_tells_its_own_deed() -> None:
    item = only("Velmaria said its own crews had dismantled the missile stand.")
    assert (item.source_kind, item.basis) == (SourceKind.ORGANISATION, Basis.OWN_ACT)


def test_one_who_saw_nothing_is_no_witness() -> None:
    assert only("No one in the village has seen the missile.").basis is Basis.UNSTATED
