"""A case too large to be gathered whole: the weightiest is at hand, the rest is found by its words or its id."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from fixture_case import OTHER_SITE, S_ORBIT, SITE
from test_checker import CHANGED, HONEST

from firsthand.case import Case
from firsthand.publish.brief.compose import compose
from firsthand.publish.drafts import checker, reach
from firsthand.publish.drafts.checker import SentenceVerdict, check_text
from firsthand.publish.drafts.shelf import publish_draft, save_draft
from firsthand.publish.ledger import ledger

GONE = "It is very likely that the engine test stand at Ormond Point was being taken down."
CALLED = "Ines Carrow called it a significant confidence-building measure."


@pytest.fixture
def large(invented: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """The invented case, taken for a large one."""
    monkeypatch.setattr(reach, "MOST_STATEMENTS", 0)
    monkeypatch.setattr(checker, "_checkers", type(checker._checkers)())
    return invented


@pytest.fixture
def narrow(large: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """Of which only one claim of each site and one member of each claim are at hand."""
    for name in ("MOST_CLAIMS", "LEAST_CLAIMS", "MOST_TOLD"):
        monkeypatch.setattr(reach, name, 1)
    return large


def one(case: Case, text: str, subject: str = SITE) -> SentenceVerdict:
    (verdict,) = check_text(case, subject, text)
    return verdict


def test_within_the_bounds_the_verdicts_are_those_of_the_whole_case(large: Case) -> None:
    assert [text for text in HONEST if not one(large, text, "").holds] == []
    assert [text for _, text in CHANGED if one(large, text, "").holds] == []


def test_only_the_weightiest_is_gathered_at_first(narrow: Case) -> None:
    (dossier,) = checker.checker(narrow, SITE).dossiers
    weightiest = narrow.store.claim_ids(reach.Wanted(SITE, limit=1))[0]
    assert [file.claim.id for file in dossier.claims] == weightiest
    assert [len(file.told) for file in dossier.claims] == [1]
    assert not dossier.whole


def test_what_lies_beyond_is_found_by_the_words_of_the_sentence(narrow: Case) -> None:
    held = checker.checker(narrow, SITE)
    at_hand = {id for dossier in held.dossiers for id in dossier.statements}
    assert S_ORBIT.id not in at_hand
    verdict = one(narrow, "Ines Carrow of Orbit Notes said that the engine test stand is gone in an image of 9 March.")
    assert verdict.holds, verdict.reason
    assert S_ORBIT.id in {id for dossier in held.resting([S_ORBIT.id]) for id in dossier.statements}
    assert not one(narrow, "Mirko Vane said that the engine test stand is gone in an image of 9 March.").holds
    assert not one(narrow, "A missile silo was dismantled at Ormond Point.").holds


def test_what_a_sentence_cites_is_always_there(narrow: Case) -> None:
    text = f"Ines Carrow said that the engine test stand is gone in an image of 9 March [{S_ORBIT.id}]."
    assert one(narrow, text).holds
    assert not one(narrow, text.replace("Ines Carrow", "Mirko Vane")).holds
    unknown = one(narrow, "The engine test stand is very likely gone [clm-000000000000].")
    assert unknown.reason == "it cites clm-000000000000, which this case does not hold"


def test_what_leans_on_a_sentence_that_rests_beyond_does_too(narrow: Case) -> None:
    text = f"Ines Carrow said that the engine test stand is gone [{S_ORBIT.id}]. She saw it in an image of 9 March."
    first, second = check_text(narrow, OTHER_SITE, text)
    assert first.holds, first.reason
    assert second.carrier == first.carrier


def test_a_part_of_a_case_counts_nothing_that_only_the_whole_can(narrow: Case) -> None:
    (dossier,) = checker.checker(narrow, SITE).dossiers
    assert ledger(dossier)[SITE].counts["report"] == frozenset()
    unknown = {sentence.text for sentence in compose(dossier).unknown}
    assert unknown
    assert not unknown & {sentence.text for sentence in checker._composed(dossier)}


def test_a_published_draft_opens_what_lay_beyond(narrow: Case, tmp_path: Path) -> None:
    own = Case(shutil.copytree(narrow.root, tmp_path / "case"))
    save_draft(own, "stand", f"# The stand\n\n{CALLED}\n", SITE)
    page = publish_draft(own, "stand").read_text(encoding="utf-8")
    own.store.close()
    assert "Ines Carrow" in page and "Orbit Notes" in page
