"""Who said it, who reported it, and this outlet."""

from __future__ import annotations

from read_makers import only, statements

from firsthand.model import SourceKind


def names(text: str, outlet: str = "Valley News") -> list[str]:
    return [link.name for link in only(text, outlet).chain]


def test_a_source_of_our_own() -> None:
    item = only("Anna Torv said the missile hall was empty.")
    assert [link.name for link in item.chain] == ["Anna Torv", "Valley News"]
    assert item.chain[-1].anchor is None
    assert item.chain[-1].kind is SourceKind.OUTLET


def test_told_another_outlet() -> None:
    text = 'An official told the Gazette: "The missile hall is empty."'
    assert names(text) == ["unnamed official", "Harbour Gazette", "Valley News"]


def test_wrote_on_a_website() -> None:
    text = '"The missile hall is empty," says Anna Torv on the website Ridge Observer.'
    item = only(text)
    assert [link.name for link in item.chain] == ["Anna Torv", "Ridge Observer", "Valley News"]
    assert item.source and item.source.quote == "Anna Torv"


def test_an_outlet_citing_officials() -> None:
    text = "The missile hall is empty, the Gazette reported, citing two unnamed officials."
    item = only(text)
    assert [link.name for link in item.chain] == ["unnamed officials", "Harbour Gazette", "Valley News"]
    assert item.source_kind is SourceKind.UNNAMED_OFFICIAL
    assert item.lineage_named


def test_an_outlet_that_names_nobody_hides_its_lineage() -> None:
    item = only("The Gazette said the missile hall was empty.")
    assert item.source_kind is SourceKind.OUTLET
    assert not item.lineage_named


def test_the_outlet_itself_is_not_doubled() -> None:
    assert names('An official told the Gazette: "The missile hall is empty."', "Harbour Gazette") == [
        "unnamed official",
        "Harbour Gazette",
    ]


def test_experts_relayed_by_an_outlet() -> None:
    item = only("The Gazette noted that many experts see the missile test as a gesture.")
    assert [link.name for link in item.chain] == ["unnamed experts", "Harbour Gazette", "Valley News"]


def test_an_edge_says_on_whom_a_report_rests() -> None:
    item = only("The Gazette's report on the missile hall cited two officials.")
    assert item.content == ()
    assert item.chain[0].name == "unnamed officials"
    assert item.source and item.source.quote == "two officials"


def test_told_the_newspaper() -> None:
    text = (
        "The missile hall is empty, the Gazette reported.\n\n"
        "Two officials told the newspaper that the launch stand had gone."
    )
    assert [link.name for link in statements(text)[-1].chain] == [
        "unnamed officials",
        "Harbour Gazette",
        "Valley News",
    ]


def test_without_a_known_outlet_the_chain_ends_with_the_source() -> None:
    assert names("Anna Torv said the missile hall was empty.", "") == ["Anna Torv"]


def test_the_agency_of_a_dateline_reported_it() -> None:
    text = "OSK, May 2 (Ridge Observer) — The missile hall is empty, Anna Torv said.\n\nTorv said the hall was dry."
    chains = [[link.name for link in item.chain] for item in statements(text)]
    assert chains == [["Anna Torv", "Ridge Observer", "Valley News"]] * 2


def test_the_agency_s_own_words_go_back_to_it() -> None:
    item = only("OSK (Ridge Observer) - The engine test stand at Mirren Works was dismantled in June.")
    assert item.source_kind is SourceKind.OWN_VOICE
    assert [link.name for link in item.chain] == ["Ridge Observer", "Valley News"]


def test_the_publisher_s_own_dateline_adds_no_link() -> None:
    assert names("OSK (Ridge Observer) — The missile hall is empty, Anna Torv said.", "Ridge Observer") == [
        "Anna Torv",
        "Ridge Observer",
    ]


def test_an_outlet_in_a_dateline_without_brackets_is_a_place() -> None:
    assert names("OSK, Ridge Observer tower — The missile hall is empty, Anna Torv said.") == [
        "Anna Torv",
        "Valley News",
    ]
