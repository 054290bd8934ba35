"""Kinds and names of sources, and what pronouns stand for."""

from __future__ import annotations

import pytest
from read_makers import OUTLETS, only, statements

from firsthand.model import SourceKind
from firsthand.read.sources import complete, describe, full_names, outlets_in


@pytest.mark.parametrize(
    ("words", "kind", "name"),
    [
        ("Anna Torv", SourceKind.NAMED_PERSON, "Anna Torv"),
        ("Foreign Minister Aldo Brandt", SourceKind.NAMED_PERSON, "Aldo Brandt"),
        ("Karel Brandt, a former inspector", SourceKind.NAMED_PERSON, "Karel Brandt"),
        ("the factory's director, Pavel Orlik", SourceKind.NAMED_PERSON, "Pavel Orlik"),
        ("a spokeswoman, Anna Torv", SourceKind.NAMED_PERSON, "Anna Torv"),
        ("analysts Anna Torv and Karel Brandt", SourceKind.NAMED_PERSON, "Anna Torv / Karel Brandt"),
        ("a senior official", SourceKind.UNNAMED_OFFICIAL, "unnamed official"),
        ("US officials with knowledge of the file", SourceKind.UNNAMED_OFFICIAL, "unnamed US officials"),
        ("U.S. intelligence officials", SourceKind.UNNAMED_OFFICIAL, "unnamed US intelligence officials"),
        ("one of the officials", SourceKind.UNNAMED_OFFICIAL, "unnamed officials"),
        ("many experts", SourceKind.UNNAMED_OTHER, "unnamed experts"),
        ("US intelligence agencies", SourceKind.ORGANISATION, "US intelligence"),
        ("the Pentagon", SourceKind.ORGANISATION, "Pentagon"),
        ("the defence ministry in Lindhaven", SourceKind.ORGANISATION, "defence ministry"),
        ("the Gazette", SourceKind.OUTLET, "Harbour Gazette"),
        ("the Gazette's report", SourceKind.OUTLET, "Harbour Gazette"),
        ("a leaked document", SourceKind.DOCUMENT, "leaked document"),
        ("new satellite imagery", SourceKind.SENSOR, "new satellite imagery"),
        ("he", SourceKind.LOST, ""),
    ],
)
def test_kind_and_name(words: str, kind: SourceKind, name: str) -> None:
    named = describe(words, OUTLETS)
    assert (named.kind, named.name) == (kind, name)


def test_outlets_are_found_by_name_alias_and_domain_as_whole_words() -> None:
    text = "The Gazette, harbourgazette.example and the Ridge Observer, not the Gazetteer."
    assert [outlet.name for _, _, outlet in outlets_in(text, OUTLETS)] == [
        "Harbour Gazette",
        "Harbour Gazette",
        "Ridge Observer",
    ]


def test_a_surname_takes_the_one_full_name_there_is() -> None:
    known = full_names("Anna Torv met Karel Brandt and Jonas Brandt.")
    assert complete("Torv", known) == "Anna Torv"
    assert complete("Brandt", known) == "Brandt"


def test_a_headline_is_no_name() -> None:
    assert "Mirren Is Carrying" not in full_names("Mirren Is Carrying On With Engines")


def test_a_pronoun_takes_the_one_person_before_it() -> None:
    second = statements("Anna Torv said the reactor was cold. She said the missile hall was empty.")[-1]
    assert second.source and second.source.quote == "She"
    assert second.source_name == "Anna Torv"
    assert not second.unresolved


def test_a_pronoun_without_antecedent_stays_lost() -> None:
    item = only("He declined to say whether the missile hall was empty.")
    assert item.source and item.source.quote == "He"
    assert (item.source_kind, item.source_name, item.chain) == (SourceKind.LOST, "", ())
    assert [gap.anchor.quote for gap in item.unresolved] == ["He"]
    assert not item.lineage_named


def test_a_pronoun_with_two_candidates_is_not_guessed() -> None:
    text = "Karel Brandt met Jonas Hale at the reactor. He said the missile hall was empty."
    assert statements(text)[-1].source_kind is SourceKind.LOST


def test_titles_rule_out_a_candidate() -> None:
    text = "Ms Torv met Mr Brandt at the reactor. She said the missile hall was empty."
    assert statements(text)[-1].source_name == "Torv"


def test_the_newspaper_is_the_one_outlet_named_before() -> None:
    text = (
        "The missile hall is empty, the Harbour Gazette reported on Monday.\n\n"
        "The newspaper said the launch stand had gone."
    )
    last = statements(text)[-1]
    assert (last.source_kind, last.source_name) == (SourceKind.OUTLET, "Harbour Gazette")


def test_the_newspaper_is_open_when_two_outlets_were_named() -> None:
    text = (
        "The Harbour Gazette and the Ridge Observer reported that the missile hall is empty.\n\n"
        "The newspaper said the launch stand had gone."
    )
    assert statements(text)[-1].unresolved


def test_the_official_without_introduction_is_marked() -> None:
    item = only('"The missile hall is empty now," the official said.')
    assert item.source_kind is SourceKind.UNNAMED_OFFICIAL
    assert [gap.anchor.quote for gap in item.unresolved] == ["the official"]


def test_the_minister_is_the_one_named_before() -> None:
    text = "Minister Petra Hale opened the missile hall on Friday. The minister said the stand was old."
    assert statements(text)[-1].source_name == "Petra Hale"


def test_a_bare_state_is_no_person() -> None:
    text = "Velmaria denied that the missile hall was new. Velmarian crews work there."
    assert statements(text)[0].source_kind is SourceKind.ORGANISATION
