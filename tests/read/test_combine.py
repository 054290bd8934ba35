"""Where the model's spans and the rules meet."""

from __future__ import annotations

from firsthand.read.attribution import Attribution, find_attributions
from firsthand.read.attribution.spans import Span, Tagged


def span(text: str, words: str) -> Span:
    return text.index(words), text.index(words) + len(words)


def tagged(text: str, source: str, cue: str, *contents: str, confidence: float = 0.9) -> Tagged:
    """What the model would mark; an empty source or cue is none."""
    return Tagged(
        (span(text, source),) if source else (),
        span(text, cue) if cue else None,
        tuple(span(text, words) for words in contents),
        confidence,
    )


def told(text: str, *items: Tagged) -> list[tuple[str, str, list[str]]]:
    """Source, cue and contents of what is found in ``text`` when the model marks ``items``."""

    def words(piece: Span | None) -> str:
        return text[slice(*piece)] if piece else ""

    found: list[Attribution] = find_attributions(text, items)[0]
    return [(words(item.source), words(item.cue), [words(piece) for piece in item.content]) for item in found]


def test_the_models_spans_take_the_rules_knowledge() -> None:
    text = "Officials told the Gazette on Monday that the hall was empty."
    item = tagged(text, "Officials", "told", "that the hall was empty")
    [found] = find_attributions(text, [item])[0]
    assert text[slice(*found.content[0])] == "the hall was empty", "the word that opens the clause is no part of it"
    assert (found.lemma, found.confidence) == ("tell", 0.9)
    assert found.told is not None


def test_what_only_the_model_finds_must_be_likely() -> None:
    text = "The villagers were adamant that the hall was empty."
    marked = ("The villagers", "were adamant", "that the hall was empty")
    assert told(text, tagged(text, *marked)) == [("The villagers", "were adamant", ["the hall was empty"])]
    assert told(text, tagged(text, *marked, confidence=0.4)) == []


def test_a_layer_of_speakers_stays_as_the_rules_see_it() -> None:
    text = "The Gazette reported that the hall was empty, citing two officials."
    outer = tagged(text, "The Gazette", "reported", "that the hall was empty, citing two officials")
    [found] = find_attributions(text, [outer])[0]
    assert [text[slice(*piece)] for piece in found.cited] == ["two officials"]
    assert [text[slice(*piece)] for piece in found.content] == ["the hall was empty"]


def test_who_is_cited_is_no_content() -> None:
    text = "The hall was empty, the Gazette reported, citing two officials."
    items = (tagged(text, "the Gazette", "reported", "The hall was empty"),
             tagged(text, "the Gazette", "citing", "two officials"))  # fmt: skip
    assert [contents for _, _, contents in told(text, *items)] == [["The hall was empty"]]


def test_a_quotation_goes_on_after_its_speaker() -> None:
    text = "“The hall is empty,” Torv said. “Nobody goes there now.”"
    items = (tagged(text, "Torv", "said", "“The hall is empty,”"), tagged(text, "", "", "“Nobody goes there now.”"))
    assert told(text, *items) == [("Torv", "said", ["“The hall is empty,”", "“Nobody goes there now.”"])]


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    text = "OSK — The hall was empty, officials said."
    item = tagged(text, "officials", "said", "OSK — The hall was empty")
    assert told(text, item) == [("officials", "said", ["The hall was empty"])]


def test_a_clause_of_another_sentence_is_not_the_cues() -> None:
    text = "Torv said the hall was empty. That claim could not be checked."
    item = tagged(text, "Torv", "said", "the hall was empty", "That claim")
    assert told(text, item) == [("Torv", "said", ["the hall was empty"])]


def test_a_content_runs_on_over_a_colon() -> None:
    text = "The proof was plain, she said, for anyone with eyes: the stand was gone."
    item = tagged(text, "she", "said", "The proof was plain", "for anyone with eyes")
    assert told(text, item)[0][2][-1].endswith("the stand was gone")


def test_whoever_is_asked_says_nothing() -> None:
    text = "The spokesman, asked whether the pact was broken, went home."
    assert told(text, tagged(text, "The spokesman", "asked", "whether the pact was broken")) == []


def test_a_promise_in_quotation_marks_is_what_they_hold() -> None:
    text = "Kelvaria promised “to wind the tests down” at the site by the border."
    item = tagged(text, "Kelvaria", "promised", "“to wind the tests down” at the site by the border")
    assert told(text, item) == [("Kelvaria", "promised", ["“to wind the tests down”"])]
