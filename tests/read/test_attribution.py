"""Each form of attribution, on invented sentences: who is found to say what."""

from __future__ import annotations

import pytest

from firsthand.read.attribution import find_attributions


def found(text: str) -> list[tuple[str | None, str]]:
    """(source, content pieces joined) of every attribution with content, in order."""
    return [
        (
            text[item.source[0] : item.source[1]] if item.source else None,
            " … ".join(text[start:end] for start, end in item.content),
        )
        for item in find_attributions(text)[0]
        if item.content
    ]


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("Anna Torv said the reactor was cold.", "Anna Torv", "the reactor was cold"),
        ("Anna Torv said that the reactor was cold.", "Anna Torv", "the reactor was cold"),
        ("But Torv later said the reactor was cold.", "Torv", "the reactor was cold"),
        ("The reactor was cold, Anna Torv said.", "Anna Torv", "The reactor was cold"),
        ("The reactor, officials said, was cold.", "officials", "The reactor … was cold"),
        ('"The reactor is cold," Anna Torv said.', "Anna Torv", '"The reactor is cold,"'),
        ('"The reactor is cold," said Anna Torv, an engineer.', "Anna Torv, an engineer", '"The reactor is cold,"'),
        ("“The reactor is cold,” Torv told reporters on Friday.", "Torv", "“The reactor is cold,”"),
        ("''The reactor is cold,'' Torv said.", "Torv", "''The reactor is cold,''"),
        ('"The reactor", she said, "is cold."', "she", '"The reactor" … "is cold."'),
        ('Torv told the Gazette: "The reactor is cold."', "Torv", '"The reactor is cold."'),
        ('Torv said in a statement that the "hot cell" was empty.', "Torv", 'the "hot cell" was empty'),
        ("Torv wrote on Tuesday that the hall was empty.", "Torv", "the hall was empty"),
        ("Two officials with knowledge of the file say the hall is empty.",
         "Two officials with knowledge of the file", "the hall is empty"),
        ("Karel Brandt, a former inspector, suggested the hall was empty.",
         "Karel Brandt, a former inspector", "the hall was empty"),
        ("The report, citing officials, says the hall is empty.", "The report", "the hall is empty"),
        ("According to two officials, the hall is empty.", "two officials", "the hall is empty"),
        ("The hall is empty, according to two officials.", "two officials", "The hall is empty"),
        ("The ministry denied that the hall was empty.", "The ministry", "the hall was empty"),
        ("Analysts believe the hall is empty.", "Analysts", "the hall is empty"),
        ("Many experts see the move as a feint.", "Many experts", "the move as a feint"),
        ("The government agreed in May to close the hall.", "The government", "to close the hall"),
        ("The minister went on to say that the hall was empty.", "The minister", "the hall was empty"),
        ("The hall was closed, as Torv noted.", "Torv", "The hall was closed"),
        ("Analysts have in the past declared that the hall was empty.", "Analysts", "the hall was empty"),
        ("The hall will stay, a spokesman confirmed to the Gazette.", "a spokesman", "The hall will stay"),
        ('"It is quiet," the Gazette quoted one guard as saying.', "one guard", '"It is quiet,"'),
        ('Anna Torv: "The reactor is cold and empty."', "Anna Torv", '"The reactor is cold and empty."'),
        ('"The reactor is cold and empty." — Anna Torv', "Anna Torv", '"The reactor is cold and empty."'),
        ("MIRREN, May 3 (Ridge Wire) - The hall is empty, officials said.", "officials", "The hall is empty"),
        ("The hall is empty, the Gazette reported on Monday.", "the Gazette", "The hall is empty"),
        ("Officials who described the file said that the hall was empty.",
         "Officials who described the file", "the hall was empty"),
        ("It went to Leon Marsh, who said he would visit.", "Leon Marsh", "he would visit"),
        ("Sources close to the agency claim the hall was empty.", "Sources close to the agency", "the hall was empty"),
        ('"The hall is empty," insisted the factory\'s director, Pavel Orlik.',
         "the factory's director, Pavel Orlik", '"The hall is empty,"'),
        ("Torv, 58, said the hall was empty.", "Torv, 58", "the hall was empty"),
        ("The ministry plans to close the hall in June.", "The ministry", "to close the hall in June"),
        ("The ministry has made it clear that the hall will stay.", "The ministry", "the hall will stay"),
        ("Officials made clear that the hall would stay.", "Officials", "the hall would stay"),
        ("The ministry points out that the hall is empty.", "The ministry", "the hall is empty"),
        ("Torv, head of the works, said she found the hall empty.", "Torv, head of the works",
         "she found the hall empty"),
        ("The minister, visibly tired, said the hall was empty.", "The minister", "the hall was empty"),
        ("In nearby Osk, the crane is still up, but it is rusting away, said the mayor, Leon Marsh.",
         "the mayor, Leon Marsh", "In nearby Osk, the crane is still up, but it is rusting away"),
        ('The hall "was so old that nobody wanted to stay in it," said a former guard.', "a former guard",
         'The hall "was so old that nobody wanted to stay in it,"'),
        ('"The crane has left us," said retired engineer Anna Torv, asked about the hall.',
         "retired engineer Anna Torv", '"The crane has left us,"'),
        ('"The point," Torv said last week on the radio, "is that the crane has left."', "Torv",
         '"The point," … "is that the crane has left."'),
        ('Guards who think "the crane will stay are wrong," she said.', "she",
         'Guards who think "the crane will stay are wrong,"'),
    ],
)  # fmt: skip
def test_one_attribution_of_each_form(text: str, source: str, content: str) -> None:
    assert found(text) == [(source, content)]


@pytest.mark.parametrize(
    "text",
    [
        "The hall stands beside the river.",
        "The proposed rules were read by nobody.",
        "A report of last year lies in the archive.",
        "The crew called at noon and left.",
        "They spoke of the weather, of roads and of bread.",
        "The town plans to build are bold.",
        "The water was made clear that day.",
        'The so-called "hot cell" was repainted in spring.',
    ],
)
def test_sentences_that_attribute_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "source", "content"),
    [
        ("He declined to comment.", "He", "to comment"),
        ("Asked about the hall, the ministry declined to comment.", "the ministry", "to comment"),
        ("The embassy did not immediately respond to questions.", "The embassy", "to questions"),
        ("The ministry made no comment on the hall.", "The ministry", "no comment on the hall"),
        ("The government has yet to respond.", "The government", "respond"),
    ],
)
def test_refusals_are_attributions(text: str, source: str, content: str) -> None:
    [(who, what)] = found(text)
    assert who == source
    assert content in what or what in content


def test_a_second_verb_borrows_the_subject() -> None:
    text = "The agency mentioned that the crane had gone, but noted that the road was open."
    assert found(text) == [("The agency", "the crane had gone"), ("The agency", "the road was open")]


def test_an_ing_cue_borrows_the_subject() -> None:
    text = "Torv said the crane had gone, adding that the road was open."
    assert found(text) == [("Torv", "the crane had gone"), ("Torv", "the road was open")]


def test_a_relayed_opinion_belongs_to_its_holder() -> None:
    [item] = find_attributions("The agency noted that many experts see it as a feint.")[0]
    text = "The agency noted that many experts see it as a feint."
    assert item.source and text[slice(*item.source)] == "many experts"
    assert item.reporter and text[slice(*item.reporter)] == "The agency"


def test_a_report_that_closes_a_statement_relays_it() -> None:
    text = "Leon Marsh said the crane had gone, the newspaper reported."
    [item] = find_attributions(text)[0]
    assert item.source and text[slice(*item.source)] == "Leon Marsh"
    assert item.reporter and text[slice(*item.reporter)] == "the newspaper"


def test_a_quotation_may_end_the_sentence_of_an_ing_cue() -> None:
    text = "She noted the age of the crane, saying “it is older than the hall.”"
    assert found(text)[-1] == ("She", "“it is older than the hall.”")


def test_cited_sources_join_the_statement() -> None:
    text = "The Gazette reported that the crane had gone, citing two officials."
    [item] = find_attributions(text)[0]
    assert [text[slice(*span)] for span in item.cited] == ["two officials"]


def test_a_citing_phrase_may_stand_between_the_verb_and_its_clause() -> None:
    text = "The Gazette reported on May 3, citing two unnamed guards, that the crane had gone."
    [item] = find_attributions(text)[0]
    assert item.source and text[slice(*item.source)] == "The Gazette"
    assert [text[slice(*span)] for span in item.content] == ["the crane had gone"]
    assert [text[slice(*span)] for span in item.cited] == ["two unnamed guards"]


def test_two_clauses_of_one_verb_are_two_statements() -> None:
    text = "Torv wrote on Monday that the crane had gone, and that the road was open."
    first, second = find_attributions(text)[0]
    assert found(text) == [("Torv", "the crane had gone"), ("Torv", "the road was open")]
    assert first.cue == second.cue


def test_that_before_a_noun_opens_no_second_clause() -> None:
    text = "Torv said that he had walked to the crane and that old gate."
    assert found(text) == [("Torv", "he had walked to the crane and that old gate")]


def test_an_edge_without_content_is_kept() -> None:
    text = "The Gazette's report cited two officials familiar with the file."
    [item] = find_attributions(text)[0]
    assert item.content == ()
    assert [text[slice(*span)] for span in item.cited] == ["two officials familiar with the file"]


def test_a_hidden_speaker_has_no_source() -> None:
    text = "The hall is believed to hold two engines."
    assert found(text) == [(None, "The hall … to hold two engines")]


def test_a_quotation_runs_on_after_its_attribution() -> None:
    text = '"The crane has gone," Torv said. "It left at night, without lights."'
    assert found(text) == [("Torv", '"The crane has gone," … "It left at night, without lights."')]


def test_a_quotation_runs_on_from_the_verb_that_quotes() -> None:
    text = '"The crane has gone," Torv said, noting that the hall was shut. "It left at night, without lights."'
    assert sorted(found(text)) == [
        ("Torv", '"The crane has gone," … "It left at night, without lights."'),
        ("Torv", "the hall was shut"),
    ]


def test_a_quoted_title_at_the_end_of_a_sentence_loses_no_speaker() -> None:
    text = '"The crane has gone," Torv said on the show "Noon." "It left at night, without lights."'
    assert found(text) == [("Torv", '"The crane has gone," … "It left at night, without lights."')]


def test_a_quotation_that_follows_another_at_once_has_lost_its_speaker() -> None:
    text = '"The crane has gone," Torv said. "It left at night." "But this is a place where they store salt".'
    assert found(text)[-1] == (None, '"But this is a place where they store salt"')


def test_an_orphan_quotation_is_kept_without_speaker() -> None:
    assert found('"The minister remains hopeful about the talks".')[0][0] is None


def test_a_subordinate_clause_ends_before_the_main_one() -> None:
    text = "After the ministry asked Marsh to leave, Torv said that the crane had gone."
    assert found(text)[-1] == ("Torv", "the crane had gone")


def test_a_main_clause_after_but_is_not_part_of_the_promise() -> None:
    text = 'Marsh agreed "to close the hall", but the paper he signed set no date for it.'
    assert found(text) == [("Marsh", '"to close the hall"')]


def test_rather_after_but_stays_in_the_content() -> None:
    text = "Torv said the point was not that the crane had gone, but rather that nobody saw it."
    assert found(text) == [
        ("Torv", "the point was not that the crane had gone, but rather that nobody saw it"),
    ]


def test_an_unmatched_mark_does_not_swallow_what_follows() -> None:
    text = 'He said: "The crane has gone. "We saw it leave," Torv said.'
    assert found(text)[-1] == ("Torv", '"We saw it leave,"')
