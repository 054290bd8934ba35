"""Every form of a brief: of a site, a claim, a question; HTML, PDF, Markdown; on one page or long; since a day."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pypdf
import pytest
from fixture_case import OTHER_SITE, SITE

from firsthand.case import Case
from firsthand.errors import UnknownIdError, UnknownSiteError, UsageError
from firsthand.publish.brief import printed
from firsthand.publish.brief.publisher import BriefOptions, brief
from firsthand.publish.drafts.checker import check_text
from firsthand.publish.subjects import answers, dossier_of

NOW = datetime(2031, 4, 2, tzinfo=UTC)


def written(case: Case, subject: str, path: Path, **options: object) -> str:
    brief(case, subject, BriefOptions(out=path, now=NOW, **options))  # type: ignore[arg-type]
    return path.read_text(encoding="utf-8")


def plain(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page)


def test_a_claim_has_a_brief_of_its_own(invented: Case, tmp_path: Path) -> None:
    dossier = dossier_of(invented, "Are boosters being built at Velm Works?", now=NOW)
    assert [file.claim.id for file in dossier.claims] == ["claim-boosters"]
    assert dossier.title == "Are boosters being built at Velm Works?"
    page = plain(written(invented, "Are boosters being built at Velm Works?", tmp_path / "q.html"))
    assert "Are boosters being built at Velm Works?" in page
    assert "There is a roughly even chance (45 to 55 per cent)" in page
    assert "engine test stand" not in page


def test_a_question_that_nothing_answers_says_so(invented: Case) -> None:
    with pytest.raises(UsageError, match="no claim of this case answers this") as caught:
        dossier_of(invented, "Who won the boat race?")
    assert "firsthand claims" in caught.value.remedy
    assert caught.value.exit_code == 2


def test_who_asks_for_one_thing_is_not_answered_with_another(invented: Case) -> None:
    assert answers(invented, "Was the engine test stand taken down?") == ["claim-stand"]


def test_one_word_that_is_no_site_is_a_mistake_not_a_question(invented: Case) -> None:
    with pytest.raises(UnknownSiteError):
        dossier_of(invented, "atlantis")
    with pytest.raises(UnknownIdError):
        dossier_of(invented, "clm-000000000000")


def test_markdown_has_a_footnote_for_each_sentence_and_holds_against_the_case(invented: Case, tmp_path: Path) -> None:
    text = written(invented, SITE, tmp_path / "s.md")
    assert text.startswith("# Ormond Point")
    used = set(re.findall(r"[^\n]\[\^(\d+)\]", text))
    assert used == set(re.findall(r"^\[\^(\d+)\]: ", text, re.MULTILINE))
    assert "(claim-stand, place-ormond-point, " in text
    body = text[: text.index("## Sources")] + text[text.index("[^1]:") :]
    key = body[body.index("## Key") : body.index("## What is claimed")] + text[text.index("[^1]:") :]
    assert [verdict.text for verdict in check_text(invented, SITE, key) if not verdict.holds] == []


def test_markup_of_the_outside_is_escaped(invented: Case, tmp_path: Path) -> None:
    text = written(invented, OTHER_SITE, tmp_path / "v.md")
    assert "<script>" not in text


def test_pdf_is_tagged_numbered_and_reads_as_the_brief(invented: Case, tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    brief(invented, SITE, BriefOptions(out=path, now=NOW))
    reader = pypdf.PdfReader(path)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Key judgements" in text
    assert "It is very likely (80 to 95 per cent)" in re.sub(r"\s+", " ", text)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]  # type: ignore[index]
    assert reader.metadata is not None
    assert reader.metadata.title is not None
    assert "Ormond Point" in reader.metadata.title


def test_the_short_form_is_one_page(invented: Case, tmp_path: Path) -> None:
    path = tmp_path / "s.pdf"
    brief(invented, SITE, BriefOptions(out=path, now=NOW, short=True))
    assert len(pypdf.PdfReader(path).pages) == 1
    short, long = (written(invented, SITE, tmp_path / f"{n}.html", short=n == 1) for n in (1, 2))
    assert 'id="claims"' not in short
    assert 'id="claims"' in long
    assert 'id="key"' in short
    short, long = (written(invented, SITE, tmp_path / f"{n}.md", short=n == 1) for n in (1, 2))
    assert "## Sources" in long
    assert "## Sources" not in short


def test_without_pango_the_message_names_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins

    original = builtins.__import__

    def missing(name: str, *args: object, **more: object) -> object:
        if name.startswith("weasyprint"):
            raise OSError("cannot load library 'libpango-1.0-0'")
        return original(name, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(UsageError, match="Pango") as caught:
        printed.pdf("<p>x</p>")
    assert "make system" in caught.value.remedy


def test_since_leaves_out_what_was_known(invented: Case, tmp_path: Path) -> None:
    before = written(invented, SITE, tmp_path / "b.md", since=datetime(2031, 3, 1, tzinfo=UTC))
    after = written(invented, SITE, tmp_path / "a.md", since=datetime(2032, 1, 1, tzinfo=UTC))
    assert "test stand" in before
    assert "test stand" not in after[: after.index("## How this was made")]


def test_a_form_that_is_none_is_refused(invented: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="docx"):
        brief(invented, SITE, BriefOptions(out=tmp_path / "x.html", form="docx"))


def test_claim_reviews_are_data_that_no_text_can_leave(invented: Case, tmp_path: Path) -> None:
    page = written(invented, SITE, tmp_path / "s.html")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert "<" not in block
    graph = json.loads(block)["@graph"]
    review = next(item for item in graph if item["url"] == "#claim-stand")
    assert review["@type"] == "ClaimReview"
    assert review["reviewRating"] == {
        "@type": "Rating",
        "bestRating": 7,
        "worstRating": 1,
        "alternateName": "very likely",
        "ratingValue": 6,
    }
    assert [item["publisher"]["name"] for item in review["itemReviewed"]["appearance"]] == [
        "Tolva Courier",
        "Harbour Wire",
        "Northern Ledger",
        "Orbit Notes",
    ]
