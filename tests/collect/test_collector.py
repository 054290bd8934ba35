from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect, load_document
from firsthand.errors import InputError, StorageError
from firsthand.model import Document
from firsthand.stage import StageReport

DAY = datetime(2025, 3, 5, tzinfo=UTC)


def take(case: Case, *inputs: str | Path, options: CollectOptions | None = None) -> StageReport:
    return collect(case, [str(item) for item in inputs], options)


def only(case: Case) -> Document:
    (document,) = case.store.documents()
    return document


def test_a_text_file_is_archived_and_stored(case: Case, inbox: Path, body: str) -> None:
    (inbox / "report.txt").write_text(f"A new hall\n\n{body}\n")
    report = take(case, inbox / "report.txt")
    document = only(case)
    assert (report.done, report.summary) == (1, "1 new document, 0 new scenes")
    assert (document.name, document.title, document.text) == ("report.txt", "A new hall", f"A new hall\n\n{body}")
    assert (document.published, document.notes) == (None, ("no publication date",))
    assert case.file_path(document.sha256).read_bytes() == (inbox / "report.txt").read_bytes()


def test_the_same_file_again_refreshes_the_metadata_only(case: Case, inbox: Path, body: str) -> None:
    (inbox / "report.txt").write_text(body)
    take(case, inbox)
    first = only(case)
    report = take(case, inbox / "report.txt", options=CollectOptions(outlet="Osmeria Courier", published=DAY))
    assert (report.done, report.fresh) == (0, 1)
    assert only(case) == replace(first, outlet="Osmeria Courier", published=DAY, published_from="given", notes=())


def test_a_folder_is_walked_in_order(case: Case, inbox: Path, body: str) -> None:
    names = ["b.txt", "a/z.md", "a/a.html", ".hidden.txt", "table.csv", "README.md", "a/.git/x.txt"]
    for name in names:
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}: {body}")
    seen: list[str] = []
    report = collect(case, [str(inbox)], None, lambda what, done, total: seen.append(what))
    assert seen == ["b.txt", "a/a.html", "a/z.md", ""]
    assert "2 files of other kinds passed over" in report.summary


def test_loops_of_links_end(case: Case, inbox: Path, body: str) -> None:
    (inbox / "sub").mkdir()
    (inbox / "sub" / "report.txt").write_text(body)
    (inbox / "sub" / "up").symlink_to(inbox)
    (inbox / "self.txt").symlink_to(inbox / "self.txt")
    (inbox / "gone.txt").symlink_to(inbox / "nothing.txt")
    report = take(case, inbox)
    assert [document.name for document in case.store.documents()] == ["sub/report.txt"]
    assert sorted(Path(problem.thing).name for problem in report.problems) == ["gone.txt", "self.txt"]
    assert take(case, inbox / "self.txt").problems[0].remedy


def test_pipes_and_other_cases_are_not_read(case: Case, inbox: Path, body: str) -> None:
    os.mkfifo(inbox / "pipe.txt")
    Case.create(inbox / "older").store.close()
    (inbox / "older" / "briefs" / "brief.html").write_text(body)
    report = take(case, inbox)
    assert [problem.message for problem in report.problems] == ["this is not a regular file"]
    assert not case.store.documents()
    assert take(case, inbox / "pipe.txt").problems[0].message == "this is not a regular file"


def test_bad_files_are_named_and_the_rest_goes_on(case: Case, inbox: Path, body: str) -> None:
    (inbox / "empty.txt").touch()
    (inbox / "junk.txt").write_bytes(bytes(range(256)) * 9)
    (inbox / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing that follows makes sense")
    (inbox / "empty.html").write_text("<html><body></body></html>")
    (inbox / "good.txt").write_text(body)
    report = take(case, inbox / "missing.txt", inbox)
    assert only(case).name == "good.txt"
    assert [Path(problem.thing).name for problem in report.problems] == [
        "missing.txt",
        "broken.pdf",
        "empty.html",
        "empty.txt",
        "junk.txt",
    ]
    assert all(problem.remedy for problem in report.problems)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(case: Case, inbox: Path, body: str) -> None:
    (inbox / "secret.txt").write_text(body)
    (inbox / "secret.txt").chmod(0)
    assert "cannot be read" in take(case, inbox / "secret.txt").problems[0].message


def test_a_file_that_fails_while_it_is_read(
    case: Case, inbox: Path, monkeypatch: pytest.MonkeyPatch, body: str
) -> None:
    (inbox / "bad.txt").write_text(body)

    def fail(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", fail)
    (problem,) = take(case, inbox).problems
    assert problem.message == "cannot be read (Permission denied)"


def test_an_empty_folder_says_what_it_wants(case: Case, inbox: Path) -> None:
    (problem,) = take(case, inbox).problems
    assert ".pdf" in problem.remedy


def test_a_large_text_is_taken_whole(case: Case, inbox: Path) -> None:
    paragraph = "The officials said on Monday that one or two halls were being built at the works.\n\n"
    (inbox / "large.txt").write_text(paragraph * (50 * 10**6 // len(paragraph)))
    assert take(case, inbox).problems == ()
    assert len(only(case).text) > 49 * 10**6


def test_standard_input(case: Case, monkeypatch: pytest.MonkeyPatch, page: str, body: str) -> None:
    for data, media_type in ((body.encode(), "text/plain"), (page.encode(), "text/html")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        take(case, "-")
        assert case.store.documents()[-1 if media_type == "text/plain" else 0].media_type == media_type
    assert {document.name for document in case.store.documents()} == {"standard input"}
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    assert "empty" in take(case, "-").problems[0].message


def test_a_page_tells_of_itself(case: Case, inbox: Path, page: str, body: str) -> None:
    (inbox / "page.html").write_text(page)
    take(case, inbox)
    document = only(case)
    assert document.text == body
    assert (document.title, document.byline) == ("New hall seen at Alder Works", "Ada Quill")
    assert (document.outlet, document.url) == ("Osmeria Courier", "https://courier.example/2025/03/05/new-hall")
    assert document.published is not None
    assert (document.published.date(), document.published_from) == (DAY.date(), "meta")


def test_sidecar_beats_table_beats_options_beat_page(case: Case, inbox: Path, page: str) -> None:
    (inbox / "page.html").write_text(page)
    (inbox / "page.html.meta.json").write_text(json.dumps({"published": "2025-03-07", "mood": "glum"}))
    (inbox / "table.csv").write_text('file,outlet,published,byline\npage.html,"Weekly, The",2025-03-08,\n')
    options = CollectOptions(published=DAY, outlet="Option", metadata=inbox / "table.csv", captured=DAY)
    take(case, inbox, options=options)
    document = only(case)
    assert document.published == datetime(2025, 3, 7, tzinfo=UTC)
    assert (document.published_from, document.outlet, document.byline) == ("sidecar", "Weekly, The", "Ada Quill")
    assert document.captured == DAY
    assert "metadata not used: mood" in document.notes


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("outlet,published\nx,2025-01-01\n", "no column"),
        ("file,published\na.txt,yesterday\n", "published is no date: 'yesterday'"),
        ("", "empty"),
    ],
)
def test_a_table_that_cannot_be_used_stops_the_run(
    case: Case, inbox: Path, table: str, message: str, body: str
) -> None:
    (inbox / "a.txt").write_text(body)
    (inbox / "table.csv").write_text(table)
    with pytest.raises(InputError, match=message):
        take(case, inbox, options=CollectOptions(metadata=inbox / "table.csv"))


def test_a_sidecar_that_cannot_be_used_leaves_its_file_out(case: Case, inbox: Path, body: str) -> None:
    for name, sidecar in (
        ("a.txt", "{"),
        ("b.txt", "[1]"),
        ("c.txt", '{"published": "soon"}'),
        ("d.txt", '{"url": {}}'),
    ):
        (inbox / name).write_text(body)
        (inbox / f"{name}.meta.json").write_text(sidecar)
    report = take(case, inbox)
    assert [Path(problem.thing).name for problem in report.problems] == [f"{n}.txt.meta.json" for n in "abcd"]


def test_a_new_text_under_a_known_url_is_a_revision(case: Case, inbox: Path, page: str) -> None:
    url = "https://courier.example/2025/03/05/new-hall"
    (inbox / "first.html").write_text(page)
    take(case, inbox / "first.html")
    first = only(case)
    (inbox / "other-ads.html").write_text(page.replace("<footer>", "<footer><!-- other ads -->"))
    assert take(case, inbox / "other-ads.html").fresh == 1
    (inbox / "second.html").write_text(page.replace("forty metres", "fifty metres"))
    assert take(case, inbox / "second.html").done == 1
    second = case.store.document_with_url(url)
    assert second is not None
    assert (second.revises, "fifty" in second.text) == (first.id, True)
    assert take(case, inbox / "first.html").fresh == 1
    assert case.store.document(first.id).revises is None


def test_same_bytes_under_two_names_are_two_documents(case: Case, inbox: Path, body: str) -> None:
    for name in ("one.txt", "two.txt"):
        (inbox / name).write_text(body)
    assert take(case, inbox, inbox / "one.txt").done == 2


def test_a_pdf_is_read(case: Case, inbox: Path, make_pdf: Callable[..., bytes]) -> None:
    info = "/Title (New hall) /Author (Ada Quill) /CreationDate (D:20250306)"
    (inbox / "hall-2025-03-05.pdf").write_bytes(make_pdf("A new hall has been built at Alder Works.", info))
    take(case, inbox)
    document = only(case)
    assert document.text == "A new hall has been built at Alder Works."
    assert (document.title, document.byline, document.published_from) == ("New hall", "Ada Quill", "name")
    assert "other dates given: 2025-03-06 (PDF CreationDate)" in document.notes


def test_dates_and_bylines_in_plain_text(case: Case, inbox: Path, body: str) -> None:
    (inbox / "report.txt").write_text(f"A new hall\n\nBy Ada Quill and Jo Tern\n\nPublished March 5, 2025\n\n{body}")
    take(case, inbox)
    document = only(case)
    assert (document.published, document.published_from, document.byline) == (DAY, "text", "Ada Quill and Jo Tern")


def test_a_full_disk_stops_without_harm(case: Case, inbox: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    (inbox / "a.txt").write_text(body)
    (inbox / "b.txt").write_text(body + " More.")
    take(case, inbox / "a.txt")

    def full(fd: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StorageError, match="No space left"):
            take(case, inbox)
    assert only(case).name == "a.txt"
    assert take(case, inbox).done == 1


def test_load_document_stores_nothing(inbox: Path, page: str, body: str) -> None:
    (inbox / "page.html").write_text(page)
    document = load_document(str(inbox / "page.html"), CollectOptions(outlet="Else"))
    assert (document.text, document.outlet, document.byline) == (body, "Else", "Ada Quill")
    with pytest.raises(InputError, match="no such file"):
        load_document(str(inbox / "missing.txt"))
