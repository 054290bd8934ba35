"""The case folder: made once, opened often, held by one worker at a time, files kept under their hash."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from firsthand.case import Case, new_case, write_atomic
from firsthand.errors import (
    CaseBusyError,
    CaseError,
    CaseExistsError,
    CaseMissingError,
    InputError,
    StorageError,
    UnknownSiteError,
)

SITES = '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "Old Pier", "aliases": ["the pier"]}, "geometry": {"type": "Point", "coordinates": [3, 4]}}]}'  # noqa: E501


def test_a_new_case_opens_with_its_title(tmp_path: Path) -> None:
    title = 'Quotes " and \\ slashes'
    Case.create(tmp_path / "case", title).store.close()
    assert Case(tmp_path / "case").title == title


def test_a_case_is_not_made_twice(tmp_path: Path) -> None:
    Case.create(tmp_path / "case")
    with pytest.raises(CaseExistsError, match="already"):
        Case.create(tmp_path / "case")


def test_a_case_is_not_made_among_other_files(tmp_path: Path) -> None:
    (tmp_path / "thesis.doc").write_text("years of work")
    with pytest.raises(CaseError, match="not an empty folder"):
        Case.create(tmp_path)
    assert (tmp_path / "thesis.doc").read_text() == "years of work"


def test_no_case_here_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CaseMissingError, match="firsthand new"):
        Case(tmp_path)


def test_bad_sites_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    (tmp_path / "sites.geojson").write_text("{}")
    with pytest.raises(InputError):
        new_case(tmp_path / "case", sites=tmp_path / "sites.geojson")
    assert not (tmp_path / "case").exists()


def test_sites_go_by_id_name_or_alias(tmp_path: Path) -> None:
    (tmp_path / "sites.geojson").write_text(SITES)
    case = new_case(tmp_path / "case", sites=tmp_path / "sites.geojson")
    assert {case.site(name).id for name in ("old-pier", "OLD PIER", "the pier")} == {"old-pier"}
    with pytest.raises(UnknownSiteError, match="old-pier"):
        case.site("new-pier")


def test_a_case_opened_twice_is_fine_but_worked_on_by_one(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    other = Case(tmp_path / "case")
    with case.working(), pytest.raises(CaseBusyError, match="another firsthand process"), other.working():
        pytest.fail("two workers at once")
    with other.working():
        assert other.store.documents() == []


def test_a_killed_worker_leaves_the_case_free(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    script = (
        "import os, pathlib, sys\nfrom firsthand.case import Case\n"
        "with Case(pathlib.Path(sys.argv[1])).working():\n    os.kill(os.getpid(), 9)"
    )
    assert subprocess.run([sys.executable, "-c", script, str(case.root)], check=False).returncode == -9
    with case.working():
        assert case.store.integrity() == []


def test_bytes_are_kept_once_under_their_hash(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    digest = case.archive(b"a page")
    assert digest == case.archive(b"a page") == hashlib.sha256(b"a page").hexdigest()
    assert case.file_path(digest).read_bytes() == b"a page"


def test_a_failed_write_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "brief.html"
    path.write_bytes(b"old")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_atomic(path, b"new")
    assert path.read_bytes() == b"old"
    assert [child.name for child in tmp_path.iterdir()] == ["brief.html"]


def test_a_full_disk_while_archiving_is_said_with_its_remedy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case = Case.create(tmp_path / "case")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StorageError, match="free some space"):
        case.archive(b"a page")
    assert [path for path in (case.root / "files").rglob("*") if path.is_file()] == []


def test_a_broken_case_toml_is_named(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    (case.root / "case.toml").write_text("[case\ntitle = ")
    with pytest.raises(CaseError, match=r"case\.toml"):
        _ = Case(case.root).title
