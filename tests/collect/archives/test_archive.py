"""WACZ: what is written, that it can be read again, and what hostile ones come to."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from firsthand.case import Case
from firsthand.cli import app
from firsthand.collect.archives import wacz
from firsthand.collect.archives.written import export_wacz, sort_key
from firsthand.collect.collector import collect
from firsthand.errors import InputError, StorageError, UnknownIdError
from firsthand.stage import Problem, StageReport

URL = "https://courier.example/2025/03/05/new-hall"


@pytest.fixture
def full(case: Case, inbox: Path, page: str, body: str) -> Case:
    """A case with two pages and a text that is none."""
    (inbox / "a.html").write_text(page)
    (inbox / "b.html").write_text(page.replace("new-hall", "old-hall").replace("forty metres", "fifty paces"))
    (inbox / "c.txt").write_text(body)
    assert collect(case, [str(inbox)]).done == 3
    return case


def other(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "other", "Other")


def take(case: Case, path: Path) -> StageReport:
    return collect(case, [str(path)])


def test_what_was_exported_can_be_collected_elsewhere(full: Case, tmp_path: Path) -> None:
    path = export_wacz(full, tmp_path / "new" / "pages.wacz")
    there = other(tmp_path)
    report = take(there, path)
    pages = [document for document in full.store.documents() if document.url]
    assert (report.done, report.problems) == (2, ())
    copies = {document.url: document for document in there.store.documents()}
    for ours in pages:
        copy = copies[ours.url]
        assert (copy.text, copy.sha256, copy.captured) == (ours.text, ours.sha256, ours.captured)
        assert (copy.title, copy.published, copy.outlet) == (ours.title, ours.published, ours.outlet)
    # Once more, from the second case: the same captures make the same archive.
    again = export_wacz(there, tmp_path / "again.wacz")
    with zipfile.ZipFile(path) as one, zipfile.ZipFile(again) as two:
        assert {e.filename for e in one.infolist()} == {e.filename for e in two.infolist()}
    there.store.close()


def test_an_export_is_the_same_each_time(full: Case, tmp_path: Path) -> None:
    first = export_wacz(full, tmp_path / "a.wacz").read_bytes()
    assert export_wacz(full, tmp_path / "b.wacz").read_bytes() == first


def test_the_index_and_the_hashes_hold(full: Case, tmp_path: Path) -> None:
    with zipfile.ZipFile(export_wacz(full, tmp_path / "a.wacz")) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
    described = json.loads(files["datapackage.json"])
    assert described["wacz_version"] == "1.1.1"
    for resource in described["resources"]:
        data = files[resource["path"]]
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)
    digest = hashlib.sha256(files["datapackage.json"]).hexdigest()
    assert json.loads(files["datapackage-digest.json"])["hash"] == f"sha256:{digest}"
    lines = files["indexes/index.cdxj"].decode().splitlines()
    assert [line.split(" ")[0] for line in lines] == [
        "example,courier)/2025/03/05/new-hall",
        "example,courier)/2025/03/05/old-hall",
    ]
    for line in lines:
        found = json.loads(line.split(" ", 2)[2])
        start = int(found["offset"])
        member = files["archive/data.warc.gz"][start : start + int(found["length"])]
        record = next(iter(ArchiveIterator(io.BytesIO(member))))
        assert record.rec_headers.get_header("WARC-Target-URI") == found["url"]
        assert found["digest"] == f"sha256:{hashlib.sha256(record.raw_stream.read()).hexdigest()}"
    head, *pages = map(json.loads, files["pages/pages.jsonl"].decode().splitlines())
    assert head["format"] == "json-pages-1.0"
    assert {page["title"] for page in pages} == {"New hall seen at Alder Works"}
    assert {page["url"] for page in pages} == {URL, URL.replace("new", "old")}


def test_the_digests_hold_by_warcios_own_check(full: Case, tmp_path: Path) -> None:
    with zipfile.ZipFile(export_wacz(full, tmp_path / "a.wacz")) as archive:
        data = archive.read("archive/data.warc.gz")
    records = []
    for record in ArchiveIterator(io.BytesIO(data), check_digests="raise"):
        record.raw_stream.read()
        records.append((record.rec_type, record.digest_checker.passed))
    assert records == [("warcinfo", True), ("resource", True), ("resource", True)]


def test_only_pages_that_were_asked_for(full: Case, tmp_path: Path) -> None:
    page, text = (next(d for d in full.store.documents() if d.name == name) for name in ("a.html", "c.txt"))
    with zipfile.ZipFile(export_wacz(full, tmp_path / "a.wacz", [page.id, page.id])) as archive:
        assert len(archive.read("pages/pages.jsonl").splitlines()) == 2
    with pytest.raises(InputError, match="no captured page"):
        export_wacz(full, tmp_path / "b.wacz", [text.id])
    with pytest.raises(UnknownIdError):
        export_wacz(full, tmp_path / "b.wacz", ["doc-nothing"])
    assert not (tmp_path / "b.wacz").exists()


def test_a_case_without_pages_exports_nothing(case: Case, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no captured page is in this case"):
        export_wacz(case, tmp_path / "a.wacz")


def test_changed_bytes_are_not_exported(full: Case, tmp_path: Path) -> None:
    page = next(document for document in full.store.documents() if document.url)
    full.file_path(page.sha256).write_bytes(b"<p>Something else</p>")
    with pytest.raises(StorageError, match="not the bytes that were captured"):
        export_wacz(full, tmp_path / "a.wacz")
    assert [path.name for path in tmp_path.iterdir() if "wacz" in path.name or "writing" in path.name] == []


def test_the_command_prints_the_path(full: Case, tmp_path: Path) -> None:
    path = tmp_path / "pages.wacz"
    done = CliRunner().invoke(app, ["export-wacz", str(path), "--case", str(full.root)])
    assert (done.exit_code, done.stdout.strip()) == (0, str(path))
    assert path.is_file()
    done = CliRunner().invoke(app, ["export-wacz", str(path), "--case", str(full.root), "--json"])
    assert json.loads(done.stdout) == {"wacz": str(path)}


def test_sort_keys() -> None:
    assert sort_key("https://www.Courier.example/A?b=2&a=1") == "example,courier)/a?a=1&b=2"
    assert sort_key("http://courier.example:8080") == "example,courier:8080)/"


# ---- hostile ---------------------------------------------------------------------------------------------------------


def rewritten(path: Path, target: Path, **changes: bytes | None) -> Path:
    """A copy of a WACZ with entries replaced, taken away (None) or added; "/" and "." are written "__" and "_"."""
    wanted = {name.replace("__", "/").replace("_", "."): data for name, data in changes.items()}
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        files = {name: old.read(name) for name in old.namelist()} | wanted
        for name, data in files.items():
            if data is not None:
                new.writestr(name, data)
    return target


def only_problem(case: Case, path: Path) -> Problem:
    report = take(case, path)
    assert report.done == 0
    (problem,) = report.problems
    assert problem.remedy
    return problem


def test_a_changed_archive_is_not_believed(full: Case, tmp_path: Path) -> None:
    whole = export_wacz(full, tmp_path / "a.wacz")
    with zipfile.ZipFile(whole) as archive:
        data = archive.read("archive/data.warc.gz")
    path = rewritten(whole, tmp_path / "b.wacz", archive__data_warc_gz=data + data)
    there = other(tmp_path)
    assert "does not have the hash" in only_problem(there, path).message
    there.store.close()


def test_what_is_no_wacz_is_named(case: Case, full: Case, tmp_path: Path) -> None:
    whole = export_wacz(full, tmp_path / "a.wacz")
    there = other(tmp_path)
    (tmp_path / "text.wacz").write_text("not a ZIP")
    assert "no whole WACZ" in only_problem(there, tmp_path / "text.wacz").message
    (tmp_path / "cut.wacz").write_bytes(whole.read_bytes()[:-300])
    assert "no whole WACZ" in only_problem(there, tmp_path / "cut.wacz").message
    path = rewritten(whole, tmp_path / "bare.wacz", datapackage_json=None)
    assert "datapackage.json is missing" in only_problem(there, path).message
    path = rewritten(whole, tmp_path / "deep.wacz", datapackage_json=b"[" * 100_000)
    assert "datapackage.json is missing or cannot be read" in only_problem(there, path).message
    path = rewritten(whole, tmp_path / "empty.wacz", archive__data_warc_gz=None)
    assert "no WARC file" in only_problem(there, path).message
    there.store.close()


def test_a_zip_bomb_is_stopped(full: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "MAX_RATIO", 10)
    monkeypatch.setattr(wacz, "_CHUNK", 2**16)
    whole = export_wacz(full, tmp_path / "a.wacz")
    path = rewritten(whole, tmp_path / "b.wacz", archive__bomb_warc=bytes(50 * 2**20))
    there = other(tmp_path)
    report = take(there, path)
    assert report.done == 2
    assert [problem.message for problem in report.problems] == ["it swells like a bomb when it is unpacked"]
    there.store.close()


def test_a_lying_size_is_not_believed(full: Case, tmp_path: Path) -> None:
    data = bytearray(export_wacz(full, tmp_path / "a.wacz").read_bytes())
    entry = data.find(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (2**31).to_bytes(4, "little")
    data[entry + 20 : entry + 24] = (2**31).to_bytes(4, "little")
    (tmp_path / "b.wacz").write_bytes(data)
    there = other(tmp_path)
    assert "cannot be unpacked" in only_problem(there, tmp_path / "b.wacz").message
    there.store.close()


def test_too_many_entries_and_a_long_table_are_refused(
    full: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = export_wacz(full, tmp_path / "a.wacz")
    there = other(tmp_path)
    monkeypatch.setattr(wacz, "MAX_ENTRIES", 3)
    assert only_problem(there, whole).message == "more than 3 entries"
    monkeypatch.setattr(wacz, "MAX_DIRECTORY_BYTES", 100)
    assert only_problem(there, whole).message == "its table of contents is too long"
    there.store.close()


def test_tricks_with_names_are_refused_and_the_rest_goes_on(full: Case, tmp_path: Path) -> None:
    whole = export_wacz(full, tmp_path / "a.wacz")
    path = tmp_path / "b.wacz"
    path.write_bytes(whole.read_bytes())
    with zipfile.ZipFile(path, "a") as archive:
        for name in ("../../evil.warc", "/etc/evil.warc", "archive/..\\evil.warc"):
            archive.writestr(name, b"WARC/1.0")
    there = other(tmp_path)
    report = take(there, path)
    assert (report.done, len(report.problems)) == (2, 3)
    assert all("leads out of the archive" in problem.message for problem in report.problems)
    assert not list(tmp_path.rglob("evil*"))
    there.store.close()
    assert sort_key("http://[::1/A") == "http://[::1/a", "what is no address stays as it is"
