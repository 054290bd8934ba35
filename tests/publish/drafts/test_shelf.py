"""Drafts are kept whole, opened again with their subject, and published only when every sentence holds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fixture_case import SITE

from firsthand.case import Case
from firsthand.errors import InputError, UnknownIdError, UnknownSiteError, UnsupportedSentenceError, UsageError
from firsthand.publish.drafts.shelf import check_file, delete_draft, drafts, load_draft, publish_draft, save_draft

GOOD = "# The stand\n\nIt is very likely that the engine test stand was being taken down.\n"
BAD = GOOD + "\nBoosters are being built at Velm Works.\n"


@pytest.fixture
def own(invented: Case, tmp_path: Path) -> Iterator[Case]:
    case = Case(shutil.copytree(invented.root, tmp_path / "case"))
    yield case
    case.store.close()


def test_a_draft_comes_back_as_it_was_saved(own: Case) -> None:
    saved = save_draft(own, "stand", BAD, SITE)
    assert (saved.text, saved.subject) == (BAD, SITE)
    assert load_draft(own, "stand") == saved
    assert [draft.id for draft in drafts(own)] == ["stand"]
    delete_draft(own, "stand")
    assert drafts(own) == []


@pytest.mark.parametrize("id", ["../evil", "A", "", "a/b", "a" * 90, ".hidden"])
def test_ids_never_leave_the_folder(own: Case, id: str) -> None:
    with pytest.raises(UsageError):
        save_draft(own, id, GOOD)
    assert not (own.root / "drafts").exists()


def test_a_draft_of_nothing_known_is_not_saved(own: Case) -> None:
    with pytest.raises(UnknownSiteError):
        save_draft(own, "stand", GOOD, "atlantis")
    with pytest.raises(UnknownIdError):
        load_draft(own, "stand")


def test_publishing_is_refused_while_a_sentence_is_red(own: Case) -> None:
    save_draft(own, "stand", BAD, "velm-works")
    with pytest.raises(UnsupportedSentenceError, match="engine test stand was being taken down"):
        publish_draft(own, "stand")
    assert not (own.root / "briefs" / "stand.html").exists()


def test_a_draft_that_holds_becomes_a_page_whose_sentences_open(own: Case) -> None:
    save_draft(own, "stand", GOOD, SITE)
    page = publish_draft(own, "stand").read_text(encoding="utf-8")
    assert "<h1>The stand</h1>" in page
    assert page.count('<details class="sentence">') == 1
    assert "Maravia is dismantling the engine test stand" in page
    assert "<script" not in page


def test_an_empty_draft_is_no_brief(own: Case) -> None:
    save_draft(own, "stand", "# Only a heading\n")
    with pytest.raises(UsageError, match="no sentence"):
        publish_draft(own, "stand")


def test_a_file_is_checked_without_being_kept(own: Case, tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text(BAD, encoding="utf-8-sig")
    assert [verdict.holds for verdict in check_file(own, path)] == [True, False]
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError, match="UTF-8"):
        check_file(own, path)
    with pytest.raises(InputError, match="cannot be read"):
        check_file(own, tmp_path / "absent.txt")
