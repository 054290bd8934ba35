"""A claim as a clause: the tense is that of its own words."""

from dataclasses import replace

import pytest
from fixture_case import SITE

from firsthand.case import Case
from firsthand.model import Action
from firsthand.publish.claim_words import clause
from firsthand.publish.dossier import gather

PLACE = "the engine test stand at Ormond Point Launch Station"


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
