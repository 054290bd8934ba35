"""What changed in what is known, over the demo's kind of flow: reports that come in one after the other."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from fixture_case import SITE

from firsthand.case import Case
from firsthand.errors import UsageError
from firsthand.forms import diff_text, form_of
from firsthand.publish.diff import news
from firsthand.publish.diff_text import markdown, page, sections, summary
from firsthand.views.diff import news_view

BEFORE, AFTER = datetime(2031, 3, 1, tzinfo=UTC), datetime(2031, 5, 1, tzinfo=UTC)


def test_all_is_news_to_who_knew_nothing(invented: Case) -> None:
    found = news(invented, BEFORE, until=AFTER)
    assert len(found.documents) == len(invented.store.documents())
    assert found.claims
    assert not found.gone
    assert "New claims" in dict(sections(found))
    assert summary(found).startswith("Between 1 March 2031 and 1 May 2031: seven reports")
    assert "## New claims" in markdown(found)
    assert "<h2>New claims</h2>" in page(found)


def test_nothing_is_news_when_nothing_came_in(invented: Case) -> None:
    found = news(invented, AFTER, until=datetime(2031, 6, 1, tzinfo=UTC))
    assert found.empty
    assert sections(found) == []
    assert "nothing new came in" in markdown(found)


def test_one_site_is_told_alone(invented: Case) -> None:
    found = news(invented, BEFORE, SITE, AFTER)
    assert {id for item in found.claims for id in item.claim.event.site_ids} == {SITE}
    assert all(change.site_id == SITE for change in found.changes)


def test_json_holds_what_the_text_tells(invented: Case) -> None:
    found = news(invented, BEFORE, until=AFTER)
    view = news_view(found)
    assert [item.claim for item in view.claims] == [item.claim.id for item in found.claims]
    assert json.loads(diff_text(invented, (BEFORE, AFTER), "", "json", None))["images"] == found.images


def test_days_must_be_in_order(invented: Case) -> None:
    with pytest.raises(UsageError, match="no time between"):
        news(invented, AFTER, until=BEFORE)
    with pytest.raises(UsageError, match="docx"):
        form_of("docx", None)
