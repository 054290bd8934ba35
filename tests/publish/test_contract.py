"""The sentence contract refuses what its evidence does not carry."""

from dataclasses import replace

import pytest
from fixture_case import S_BOOSTERS, S_COURIER, S_ORBIT, SITE

from firsthand.case import Case
from firsthand.errors import UnsupportedSentenceError
from firsthand.model import Anchor
from firsthand.publish.brief.compose import compose
from firsthand.publish.contract import Sentence, Support, check, fault
from firsthand.publish.dossier import gather
from firsthand.publish.ledger import ledger, statement_support


@pytest.fixture(scope="module")
def held(invented: Case) -> dict[str, Support]:
    return ledger(gather(invented, SITE))


def test_what_the_brief_says_is_carried(invented: Case) -> None:
    for site in invented.sites:
        dossier = gather(invented, site.id)
        sentences = list(compose(dossier).sentences())
        assert len(sentences) > 10
        check(sentences, ledger(dossier), site.id)


@pytest.mark.parametrize(
    ("text", "evidence", "reason"),
    [
        ("The stand is gone.", (), "no evidence"),
        ("The stand is gone.", ("st-nothing",), "does not exist"),
        ("Carrow said: “It was blown up”.", (S_ORBIT.id,), "stand in none of its quotes"),
        ("Five reports carry it.", ("claim-stand",), "number 5 of reports"),
        ("They go back to three or four independent origins.", ("claim-stand",), "number 3 of origins"),
        ("Nine of them say so.", ("claim-stand",), "number 9"),
        ("It was gone by 8 March 2031.", (S_ORBIT.id,), "date “8 March 2031”"),
        ("It was gone in 2030.", (S_ORBIT.id,), "date “2030”"),
        ("The stand was taken down, said Mirko Vane.", (S_ORBIT.id,), "name 'Mirko Vane'"),
        ("Vane saw it.", (S_ORBIT.id,), "name 'Vane'"),
        ("It is very likely, with moderate confidence, that it went.", ("claim-stand",), "in one sentence"),
        ("It is almost certain that it went.", ("claim-stand",), "'almost certain'"),
        ("It is unlikely that it went.", ("claim-stand",), "'unlikely'"),
    ],
)
def test_refusals_name_the_sentence_and_the_reason(
    held: dict[str, Support], text: str, evidence: tuple[str, ...], reason: str
) -> None:
    with pytest.raises(UnsupportedSentenceError) as caught:
        check([Sentence(text, evidence)], held, "brief of x")
    assert text in caught.value.message
    assert reason in caught.value.message


@pytest.mark.parametrize(
    ("text", "evidence"),
    [
        ("Four reports go back to two origins.", ("claim-stand",)),
        ("Carrow dates the image to 9 March.", (S_ORBIT.id,)),
        ("It is very likely (80 to 95 per cent) that it went.", ("claim-stand",)),
        ("Between 11 February and 9 March 2031 it went.", ("change-stand",)),
        ("“A significant confidence-building measure”, it was called.", ("rivals-stand",)),
        ("No one is on record as having seen it.", ("claim-stand",)),
    ],
)
def test_what_is_carried_passes(held: dict[str, Support], text: str, evidence: tuple[str, ...]) -> None:
    assert fault(Sentence(text, evidence), held) == ""


def test_a_quote_that_left_its_span_is_refused(invented: Case) -> None:
    dossier = gather(invented, SITE)
    told = dossier.statements[S_COURIER.id]
    moved = replace(told.statement, content=(Anchor(5, 65, S_COURIER.quote),))
    ledger_with = {moved.id: statement_support(replace(told, statement=moved))}
    assert "does not stand there" in fault(Sentence("It is being dismantled.", (moved.id,)), ledger_with)


def test_quantities_of_the_record_count_as_carried(invented: Case) -> None:
    held = ledger(gather(invented, "velm-works"))
    assert fault(Sentence("One or two boosters are meant.", (S_BOOSTERS.id,)), held) == ""
    assert "number 3" in fault(Sentence("Three boosters are meant.", (S_BOOSTERS.id,)), held)
