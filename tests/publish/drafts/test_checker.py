"""Sentences of people against the invented case: whatever was changed in them is seen, and plain paraphrases pass."""

from __future__ import annotations

import pytest
from fixture_case import OTHER_SITE, S_ORBIT, SITE

from firsthand.case import Case
from firsthand.errors import UnknownSiteError
from firsthand.publish.brief.compose import compose
from firsthand.publish.dossier import gather
from firsthand.publish.drafts.checker import SentenceVerdict, check_text

HONEST = (
    """\
The engine test stand at Ormond Point is very likely gone.
Ines Carrow of Orbit Notes said that the engine test stand is gone in an image of 9 March.
According to Ines Carrow, the engine test stand at Ormond Point is gone.
Unnamed officials told the Tolva Courier that Maravia is dismantling the engine test stand.
Four reports of the dismantled test stand go back to two independent origins.
It is very likely that the engine test stand at Ormond Point was being taken down.
The images agree that the test stand was taken down.
Between 11 February and 9 March 2031 something was taken down at the engine test stand.
About 3,500 m² was taken down at the engine test stand between 11 February and 9 March 2031.
The defence ministry declined to comment on the dismantling of the test stand.
Ines Carrow called it a significant confidence-building measure.
Mirko Vane of Tolva College called the removal a symbolic gesture that can be undone within weeks.
Unnamed officials told Harbour Wire that at least one, and possibly two, boosters are being built at Velm Works.
The foreign ministry said that nothing is being built at Velm.
The foreign ministry denied that boosters are being built at Velm Works.
There is a roughly even chance that one or two boosters were being built at Velm Works.
The president promised to close the launch programme for good.
The promise to close the launch programme for good cannot be tested.
No one is on record as having seen the boosters at Velm Works.
Four images of Ormond Point were taken between 5 January and 9 March 2031.
Nobody who saw the boosters at Velm Works is on record.
Ines Carrow regards it as a significant confidence-building measure.
The boosters at Velm Works are known from reports alone, and nobody on record has seen them."""
).splitlines()

DISTORTED = {
    "number": """\
Nine reports go back to two independent origins, and the test stand is gone.
Four reports of the dismantled stand go back to seven independent origins.
About 5,300 m² was taken down at the engine test stand between 11 February and 9 March 2031.
Something of about 3,500 hectares was taken down at the engine test stand.
Unnamed officials told Harbour Wire that at least five boosters are being built at Velm Works.
There is a roughly even chance that three or four boosters were being built at Velm Works.
Unnamed officials said that a dozen boosters are being built at Velm Works.
Unnamed officials told Harbour Wire that more than two boosters are being built at Velm Works.
Unnamed officials told Harbour Wire that two boosters are being built at Velm Works.
Fourteen images of Ormond Point were taken between 5 January and 9 March 2031.
It is very likely (95 to 99 per cent) that the engine test stand was being taken down.
Mirko Vane called the removal a gesture that can be undone within three weeks.""",
    "second thing": """\
It is very likely that a second engine test stand at Ormond Point was being taken down.
Another test stand was taken down at Ormond Point.
Both engine test stands at Ormond Point are very likely gone.
Two engine test stands at Ormond Point are very likely gone.
The last of the test stands at Ormond Point is very likely gone.""",
    "date": """\
Between 11 April and 9 May 2031 something was taken down at the engine test stand.
Between 11 February and 9 March 2030 something was taken down at the engine test stand.
Something was taken down at the engine test stand in late 2031.
Ines Carrow said that the engine test stand is gone in an image of 19 March.
Ines Carrow said that the engine test stand is gone in an image of 2031-04-09.
Something was taken down at the engine test stand in the third quarter of 2031.
Something was taken down at the engine test stand before 11 January 2031.
Four images of Ormond Point were taken between 5 May and 9 June 2031.
The test stand was taken down last week, Ines Carrow said.
Unnamed officials told the Tolva Courier on 13 August 2031 that Maravia is dismantling the engine test stand.""",
    "place": """\
It is very likely that the engine test stand at Velm Works was being taken down.
Unnamed officials told Harbour Wire that at least one booster is being built at Ormond Point.
Something was taken down at the assembly hall between 11 February and 9 March 2031.
The foreign ministry said that nothing is being built at Tolva.
Ines Carrow said that the engine test stand in South Korea is gone.
Four images of Velm Works were taken between 5 January and 9 March 2031.""",
    "name": """\
Mirko Vane said that the engine test stand is gone in an image of 9 March.
Ines Carrow called the removal a symbolic gesture that can be undone within weeks.
Mirko Vane called it a significant confidence-building measure.
Ines Vane said that the engine test stand is gone in an image of 9 March.
Unnamed officials told the Northern Ledger that at least one booster is being built at Velm Works.
The defence ministry denied that boosters are being built at Velm Works.
The foreign ministry promised to close the launch programme for good.
According to Josef Halden, the engine test stand at Ormond Point is gone.
The mayor said that the engine test stand is being dismantled.
Mirko Vane promised to close the launch programme for good.""",
    "polarity": """\
It is very likely that the engine test stand at Ormond Point was not being taken down.
Ines Carrow said that the engine test stand at Ormond Point is not gone.
The engine test stand at Ormond Point was never dismantled.
The engine test stand at Ormond Point is still standing.
The images contradict the dismantling of the test stand.
Between 11 February and 9 March 2031 something was built at the engine test stand.
The foreign ministry said that boosters are being built at Velm.
The foreign ministry confirmed that boosters are being built at Velm Works.
Unnamed officials denied that boosters are being built at Velm Works.
The defence ministry confirmed that the test stand is being dismantled.
Mirko Vane called the removal a gesture that cannot be undone.
Ines Carrow said that it is no confidence-building measure.
The president did not promise to close the launch programme for good.
The promise to close the launch programme can be tested.
The promise to close the launch programme for good has been kept.
Nobody on record knows at first hand that the test stand is gone.""",
    "modality": """\
Boosters are being built at Velm Works.
It is almost certain that the engine test stand at Ormond Point was being taken down.
It is unlikely that the engine test stand at Ormond Point was being taken down.
It is confirmed that boosters are being built at Velm Works.
Boosters are probably being built at Velm Works.
Boosters are undoubtedly being built at Velm Works.
Unnamed officials said that boosters are certainly being built at Velm Works.
Images confirm that boosters are being built at Velm Works.
It is very likely, with moderate confidence, that the engine test stand was being taken down.
The engine test stand is very likely gone, and confidence in this judgement is high.
Witnesses saw the boosters at Velm Works with their own eyes.
Whether the engine test stand was dismantled cannot be judged.
The foreign ministry admitted that boosters are being built at Velm Works.""",
    "invented": """\
A missile silo was dismantled at Ormond Point.
The engine test stand at Ormond Point exploded.
Unnamed officials said that a reactor is being built at Velm Works.
The weather at Ormond Point was fine all through March.
Two guards were arrested at Velm Works.""",
}
CHANGED = [(kind, text) for kind, texts in DISTORTED.items() for text in texts.split("\n")]


def one(case: Case, text: str, subject: str = "") -> SentenceVerdict:
    (verdict,) = check_text(case, subject, text)
    return verdict


@pytest.mark.parametrize("text", HONEST)
def test_honest_sentences_hold(invented: Case, text: str) -> None:
    verdict = one(invented, text)
    assert verdict.holds, f"{verdict.reason} ({verdict.carrier})"
    assert verdict.evidence


@pytest.mark.parametrize(("kind", "text"), CHANGED)
def test_distorted_sentences_are_refused_with_a_reason(invented: Case, kind: str, text: str) -> None:
    verdict = one(invented, text)
    assert not verdict.holds, f"{kind}: {verdict.carrier}"
    assert verdict.reason


def test_spans_are_those_of_the_draft(invented: Case) -> None:
    text = "# Ormond\n\nThe stand, too. The engine test stand was “blown up”.\n\n- It rains."
    verdicts = check_text(invented, SITE, text)
    assert [text[item.start : item.end] for item in verdicts] == [
        "The stand, too.",
        "The engine test stand was “blown up”.",
        "It rains.",
    ]


def test_a_citation_names_the_record_that_must_bear_it(invented: Case) -> None:
    text = f"Ines Carrow said that the engine test stand is gone in an image of 9 March [{S_ORBIT.id}]."
    verdict = one(invented, text)
    assert (verdict.holds, verdict.cited) == (True, (S_ORBIT.id,))
    unknown = one(invented, "The engine test stand is very likely gone [clm-000000000000].")
    assert "does not hold" in unknown.reason or "which this case does not hold" in unknown.reason


def test_a_footnote_may_carry_the_ids(invented: Case) -> None:
    text = f"Four reports say so.[^1]\n\n[^1]: the stand ({S_ORBIT.id})"
    assert [item.text for item in check_text(invented, SITE, text)] == ["Four reports say so."]
    assert check_text(invented, SITE, text)[0].cited == (S_ORBIT.id,)


def test_what_leans_on_the_sentence_before_rests_on_its_record(invented: Case) -> None:
    text = (
        "It is very likely that the engine test stand was being taken down. Confidence in this judgement is moderate."
    )
    assert [item.holds for item in check_text(invented, SITE, text)] == [True, True]
    other = text.replace("moderate", "high")
    assert [item.holds for item in check_text(invented, SITE, other)] == [True, False]


def test_the_brief_holds_against_itself(invented: Case) -> None:
    for site in (SITE, OTHER_SITE):
        key = compose(gather(invented, site)).key
        text = "\n\n".join(" ".join(sentence.text for sentence in paragraph) for paragraph in key)
        assert [item.text for item in check_text(invented, site, text) if not item.holds] == []


def test_a_sentence_that_nothing_is_near_to_says_so(invented: Case) -> None:
    assert one(invented, "Zebras graze peacefully beyond distant hills.").reason == "nothing in the case is about this"


def test_an_unknown_subject_is_an_error(invented: Case) -> None:
    with pytest.raises(UnknownSiteError):
        check_text(invented, "atlantis", "It rains.")
