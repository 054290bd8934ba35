"""A claim as a clause: the tense is that of its own words."""

from dataclasses import replace

import pytest
from fixture_case import OTHER_SITE, SITE

from firsthand.case import Case
from firsthand.model import Action, Anchor, ImageAnswer, Relation, SourceKind, Voice
from firsthand.publish.claim_story import unseen, voices
from firsthand.publish.claim_words import basis_in_words, clause, confidence, headline
from firsthand.publish.dossier import gather

PLACE = "the engine test stand at the Ormond Point Launch Station"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Maravia is dismantling the engine test stand", f"{PLACE} was being taken down"),
        ("The engine test stand is being dismantled", f"{PLACE} was being taken down"),
        ("The engine test stand was dismantled in June", f"{PLACE} was taken down"),
        ("Workers tore down the engine test stand", f"{PLACE} was taken down"),
        ("The engine test stand was partly dismantled", f"{PLACE} was being taken down"),
        ("Workers have begun to have the engine test stand demolished", f"{PLACE} was being taken down"),
    ],
)
def test_an_act_is_finished_only_where_its_words_say_so(invented: Case, words: str, said: str) -> None:
    dossier = gather(invented, SITE)
    file = next(item for item in dossier.claims if item.claim.event.action is Action.DISMANTLE)
    told = replace(file, claim=replace(file.claim, text=words))
    assert clause(told, dossier.site) == said


@pytest.mark.parametrize(
    ("cue", "words", "said"),
    [
        (
            "denied",
            "any boosters are being built at Velm",
            "denied that “any boosters are being built at Velm” ({}).",
        ),
        ("has denied", "any boosters are being built", "denied that “any boosters are being built” ({})."),
        ("said", "Nothing is being built at Velm", "denied it: “Nothing is being built at Velm” ({})."),
        ("denied", "the building of boosters", "denied it: “the building of boosters” ({})."),
        ("denied", "it", "denied it ({})."),
    ],
)
def test_words_that_are_denied_never_read_as_the_denial(invented: Case, cue: str, words: str, said: str) -> None:
    file = next(item for item in gather(invented, OTHER_SITE).claims if item.oppose)
    told = file.oppose[0]
    statement = replace(told.statement, cue=Anchor(0, len(cue), cue), content=(Anchor(0, len(words), words),))
    only = replace(file, told=(replace(told, statement=replace(statement, voice=Voice.INDIRECT)),))
    assert voices(only)[0].text == "The foreign ministry " + said.format("Harbour Wire")


def test_speakers_without_a_name_come_last_among_those_who_declined(invented: Case) -> None:
    file = next(item for item in gather(invented, SITE).claims if item.decline)
    named = file.decline[0]
    lost = replace(named, statement=replace(named.statement, source=None, source_kind=SourceKind.LOST, source_name=""))
    text = voices(replace(file, told=(lost, named)))[-1].text
    assert text.startswith("The defence ministry and a speaker whom the text has lost declined to comment")


@pytest.mark.parametrize(
    ("action", "negated", "said"),
    [
        (Action.BUILD, False, "no one is on record as having seen it"),
        (Action.PRESENT, True, "no one is on record as knowing it at first hand"),
        (Action.CONCEAL, False, "no one is on record as knowing it at first hand"),
    ],
)
def test_only_what_is_there_to_be_seen_can_be_missed_by_eyes(
    invented: Case, action: Action, negated: bool, said: str
) -> None:
    file = gather(invented, SITE).claims[0]
    event = replace(file.claim.event, action=action, negated=negated)
    assert unseen(replace(file, claim=replace(file.claim, event=event))) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("Two boosters were being built, not four", "corrected it: “Two boosters were being built, not four”"),
        ("The paper has corrected its report", "reported a correction: “The paper has corrected its report”"),
    ],
)
def test_who_tells_of_a_correction_has_not_made_it(invented: Case, words: str, said: str) -> None:
    file = next(item for item in gather(invented, OTHER_SITE).claims if item.oppose)
    told = file.oppose[0]
    assert told.member is not None
    statement = replace(told.statement, content=(Anchor(0, len(words), words),))
    fixes = replace(told, statement=statement, member=replace(told.member, relation=Relation.CORRECTS))
    assert voices(replace(file, told=(fixes,)))[0].text == f"The foreign ministry {said} (Harbour Wire)."


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (
            "between 3 and 4 independent origins; 1 first-hand",
            "three or four independent origins, one of them first-hand",
        ),
        (
            "between 2 and 5 independent origins; nothing first-hand",
            "two to five independent origins and on nothing first",
        ),
        ("between 9 and 14 independent origins; nothing first-hand", "nine to 14 independent origins and on nothing"),
    ],
)
def test_origins_between_two_numbers_are_counted_in_plain_words(reason: str, said: str) -> None:
    assert basis_in_words(reason).startswith(f"it rests on {said}")


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        ("No picture can show this, one way or the other.", "no picture can show it"),
        ("Such work is done under roof or is too small; no picture can show it.", "no picture can show it"),
        ("The finest usable image has 10 m per pixel.", "the images are too coarse to tell"),
    ],
)
def test_confidence_says_why_the_images_do_not_tell(invented: Case, reason: str, said: str) -> None:
    file = next(file for file in gather(invented, SITE).claims if file.assessment and file.assessment.confidence)
    assert file.assessment is not None
    image = replace(file.assessment.image, answer=ImageAnswer.TOO_COARSE, reason=reason)
    grounds = "1 origin; nothing first-hand; images: too coarse"
    held = replace(file.assessment, image=image, confidence_reason=grounds, words="likely")
    told = confidence(replace(file, assessment=held))
    assert told is not None and told.text.endswith(f"{said}.")


def test_words_in_the_first_person_are_no_heading_without_their_speaker(invented: Case) -> None:
    file = next(file for file in gather(invented, SITE).claims if file.agree)
    first = file.agree[0]
    piece = replace(first.statement.content[0], quote="we built it")
    ours = replace(first, statement=replace(first.statement, content=(piece,)))
    said = headline(replace(file, claim=replace(file.claim, text="we built it"), told=(ours,)))
    assert said.startswith("“We built it” (")
