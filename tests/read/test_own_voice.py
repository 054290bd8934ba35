"""What the outlet says itself, and its corrections and rebuttals."""

from __future__ import annotations

from read_makers import only, said, statements

from firsthand.model import Action, Basis, SourceKind, Voice


def test_an_image_described_by_the_outlet() -> None:
    item = only("Intriguingly, one image, taken July 7, depicts a covered trailer beside the launch stand.")
    assert said(item) == (None, "one image, taken July 7, depicts a covered trailer beside the launch stand")
    assert (item.voice, item.source_kind, item.basis) == (Voice.OUTLET, SourceKind.OWN_VOICE, Basis.IMAGE)
    assert item.source_name == "Valley News"


def test_a_fact_about_a_site() -> None:
    item = only("The engine test stand at Mirren Works was dismantled in June.")
    assert item.source_kind is SourceKind.OWN_VOICE
    assert item.basis is Basis.UNSTATED


def test_the_clause_that_an_attribution_leaves() -> None:
    items = statements('Marsh agreed "to close the missile hall", but the document set no date for the dismantling.')
    assert [item.source_kind for item in items] == [SourceKind.NAMED_PERSON, SourceKind.OWN_VOICE]
    assert items[1].quote == "the document set no date for the dismantling"


def test_comment_and_background_are_left_alone() -> None:
    assert statements("That would be a heavy blow to the missile talks.") == ()
    assert statements("They got respect and weapons, and now they appear to go on as if nothing bound them.") == ()
    assert statements("Osk is a town of nine thousand people by the sea.") == ()


def test_a_correction() -> None:
    text = "Correction: an earlier version of this story said that three missiles were being built at Mirren Works."
    assert any(item.corrects for item in statements(text))


def test_a_rebuttal_by_the_outlet() -> None:
    item, rebuttal = statements(
        "Spy agencies declared that the sheds were nuclear sites, when further inspection showed they held salt."
    )
    assert item.rebutted
    assert item.quote == "the sheds were nuclear sites"
    assert (rebuttal.quote, rebuttal.rebutted) == ("they held salt", False)


def test_a_place_that_nothing_names_is_a_gap() -> None:
    item = only("Torv said that these facilities served the missile programme.")
    assert [gap.anchor.quote for gap in item.unresolved] == ["these facilities"]


def test_an_image_that_appears_to_show_something() -> None:
    item = only("Satellite images reviewed by the paper appear to show a new missile shelter.")
    assert (item.source_kind, item.basis) == (SourceKind.OWN_VOICE, Basis.IMAGE)


def test_a_building_that_is_complete() -> None:
    item = only("A second launch stand at Mirren Works was complete by 4 March.")
    assert (item.source_kind, item.event.action) == (SourceKind.OWN_VOICE, Action.BUILD)
    assert only("The missile hall at Mirren Works was completed last week.").event.action is Action.BUILD


def test_an_image_told_with_an_odd_verb() -> None:
    for verb in ("exhibits", "portrays", "displays"):
        item = only(f"One picture, taken May 2, {verb} a covered trailer beside the launch stand.")
        assert (item.basis, item.event.action) == (Basis.IMAGE, Action.PRESENT)


def test_not_knowing_is_no_denial() -> None:
    for text in (
        "Torv said she did not know what the missile trailer carries.",
        "The analysts do not know what the missile trailer carries.",
        "The Gazette could not immediately confirm the report of a missile launch.",
    ):
        assert all(item.stance.value != "denies" for item in statements(text)), text
    [item] = statements("The inspectors have not seen any missile launcher at the site.")
    assert item.stance.value == "denies"
