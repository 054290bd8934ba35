"""Likelihood and confidence never share a phrase of a brief, whatever the words (ICD 203, D.6.e.(2)(c))."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fixture_case import SITE

from firsthand.case import Case
from firsthand.publish.brief.publisher import BriefOptions, brief
from firsthand.weigh.scales import BANDS, CONFIDENCE, UNDETERMINED

NOW = datetime(2031, 4, 2, tzinfo=UTC)
TERMS = [(low, high, word) for low, high, word in BANDS]
LIKELY = re.compile(r"\b(?:" + "|".join(word for _, _, word in BANDS) + r")\b", re.IGNORECASE)
SURE = re.compile(r"\b(?:low|moderate|high) confidence\b|\bconfidence in\b|\bconfidence is\b", re.IGNORECASE)


@pytest.fixture
def own(invented: Case, tmp_path: Path) -> Iterator[Case]:
    case = Case(shutil.copytree(invented.root, tmp_path / "case"))
    yield case
    case.store.close()


def phrases(page: str) -> list[str]:
    """What stands between the ends of sentences and of blocks; a machine's JSON is no phrase."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    blocks = re.sub(r"</?(?:p|li|td|th|dt|dd|h\d|figcaption|div|tr|section|summary)\b[^>]*>", "\n", text)
    plain = re.sub(r"<[^>]+>", "", blocks)
    return [part for part in re.split(r"(?<=[.!?])\s+|\n+", plain) if part.strip()]


@pytest.mark.parametrize("level", CONFIDENCE)
@pytest.mark.parametrize(("low", "high", "word"), [*TERMS, (0.01, 0.99, UNDETERMINED)])
def test_no_phrase_of_a_brief_holds_both(
    own: Case, tmp_path: Path, low: float, high: float, word: str, level: str
) -> None:
    store = own.store
    held = [replace(item, low=low, high=high, words=word, confidence=level) for item in store.assessments().values()]
    store.put_weigh(held, store.rivals(), store.commitments())
    page = brief(own, SITE, BriefOptions(out=tmp_path / "brief.html", now=NOW)).read_text(encoding="utf-8")
    found = phrases(page)
    assert word == UNDETERMINED or any(word in phrase.lower() for phrase in found)
    assert word == UNDETERMINED or any(f"Confidence in this judgement is {level}" in phrase for phrase in found)
    assert [phrase for phrase in found if LIKELY.search(phrase) and SURE.search(phrase)] == []
