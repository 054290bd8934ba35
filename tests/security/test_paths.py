"""Names from outside never become paths: at the desk, in archives, in what is exported and taken in."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hostile_case import filled, routes
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.collect.archives.wacz import warc_files
from firsthand.errors import FirsthandError, InputError, IntegrityError, UsageError
from firsthand.exchange.bag import check_bag, import_case, write_bag
from firsthand.exchange.formats import FORMATS, export
from firsthand.exchange.places import import_places
from firsthand.publish.drafts.shelf import delete_draft, load_draft, save_draft
from firsthand.stage import Problem

OUTSIDE = "the words of another file"
CLIMBS = (
    "../secret.txt",
    "../../secret.txt",
    "..%2f..%2fsecret.txt",
    "....//....//secret.txt",
    "..\\secret.txt",
    "%2e%2e/secret.txt",
    "/etc/passwd",
    "file:///etc/passwd",
    "case.toml\x00.jpg",
    "case.db",
    ".inbox-token",
)
SECRETS = (OUTSIDE, "root:x:", "SQLite format 3", "fictional =")


@pytest.mark.parametrize("name", CLIMBS)
def test_path_traversal_at_the_desk(desk: TestClient, hostile_copy: Path, name: str) -> None:
    """Chips, scenes, pairs, tiles, drafts, sources, static files: every route that takes a name."""
    for folder in (hostile_copy, hostile_copy.parent):
        (folder / "secret.txt").write_text(OUTSIDE, encoding="utf-8")
    paths = [path for path in routes(desk, writing=False) if "{" in path]
    assert "/chip/{name}" in paths and "/draft/{id}/published" in paths
    for path in (*paths, "/static/{name}", "/{name}"):
        for address in (filled(path, name), path[: path.index("{")] + name.replace("\x00", "%00")):
            answer = desk.get(address, follow_redirects=False)
            assert answer.status_code < 500, address
            assert not any(secret in answer.text for secret in SECRETS), address


@pytest.mark.parametrize("id", [*CLIMBS, "", ".", "..", "a/b", "A", "x" * 90, "con\n", "ä"])
def test_path_traversal_by_ids_of_drafts(hostile_case: Case, id: str) -> None:
    (hostile_case.root / "secret.md").write_text(OUTSIDE, encoding="utf-8")
    for act in (load_draft, delete_draft, lambda case, id: save_draft(case, id, "x")):
        with pytest.raises(UsageError):
            act(hostile_case, id)


def _wacz(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("datapackage.json", json.dumps({"resources": [{"path": name}]}))
        archive.writestr(name, "WARC/1.0\r\n")
    return path


@pytest.mark.parametrize("name", ["../x.warc", "/tmp/x.warc", "archive/../../x.warc", "c:\\x.warc", "a\\..\\x.warc"])
def test_path_traversal_by_entries_of_a_wacz(tmp_path: Path, name: str) -> None:
    before = set(tmp_path.parent.rglob("*"))
    [problem] = list(warc_files(_wacz(tmp_path / "pages.wacz", name)))
    assert isinstance(problem, Problem) and "leads out" in problem.message
    assert set(tmp_path.parent.rglob("*")) - before == {tmp_path / "pages.wacz"}


def _listed(bag: Path, name: str) -> None:
    (bag.parent / "secret.txt").write_text(OUTSIDE, encoding="utf-8")
    digest = hashlib.sha256(OUTSIDE.encode()).hexdigest()
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{digest}  {name}\n")


def _linked(bag: Path, name: str) -> None:
    (bag.parent / "secret.txt").write_text(OUTSIDE, encoding="utf-8")
    (bag / "data" / "link.txt").symlink_to(bag.parent / "secret.txt")
    _listed(bag, "data/link.txt")


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        (_listed, "../secret.txt"),
        (_listed, "data/../../secret.txt"),
        (_listed, "data/%2E%2E/../../secret.txt"),
        (_listed, "/etc/passwd"),
        (_listed, "data\\..\\..\\secret.txt"),
        (_linked, ""),
    ],
)
def test_path_traversal_by_entries_of_a_bag(tmp_path: Path, damage: Callable[[Path, str], None], name: str) -> None:
    case = Case.create(tmp_path / "case", fictional=True)
    bag = write_bag(case, tmp_path / "case.bag")
    case.store.close()
    damage(bag, name)
    (bag / "tagmanifest-sha256.txt").unlink()
    assert len(check_bag(bag)[1]) >= 1
    with pytest.raises(IntegrityError):
        import_case(bag, tmp_path / "taken")
    assert not (tmp_path / "taken").exists()


def test_path_traversal_by_entries_of_a_kmz(tmp_path: Path) -> None:
    """Only a KML at the top is read, in memory; nothing is unpacked to the disk."""
    case = Case.create(tmp_path / "case", fictional=True)
    for name in ("../doc.kml", "/doc.kml", "a/../doc.kml"):
        with zipfile.ZipFile(tmp_path / "x.kmz", "w") as archive:
            archive.writestr(name, "<kml/>")
        with pytest.raises(InputError):
            import_places(case, tmp_path / "x.kmz")
    case.store.close()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["case", "x.kmz"]


def _site(id: str) -> dict[str, Any]:
    properties = {"id": id, "name": "Quay", "radius_m": 300}
    feature = {"type": "Feature", "geometry": {"type": "Point", "coordinates": [1, 2]}, "properties": properties}
    return {"type": "FeatureCollection", "features": [feature]}


@pytest.mark.parametrize("id", ["../../up", "/tmp/up", "a/b", "..", "a\\b", "a\x00b", "a\nb"])
def test_path_traversal_by_ids_of_places(tmp_path: Path, id: str) -> None:
    """Ids of places name files of briefs and feeds, so one that is no plain word is refused where it enters."""
    case = Case.create(tmp_path / "case", fictional=True)
    (case.root / "sites.geojson").write_text(json.dumps(_site(id)), encoding="utf-8")
    with pytest.raises(FirsthandError):
        _ = case.sites
    (tmp_path / "taken.geojson").write_text(json.dumps(_site(id)), encoding="utf-8")
    (case.root / "sites.geojson").write_text('{"type": "FeatureCollection", "features": []}', encoding="utf-8")
    with pytest.raises(FirsthandError):
        import_places(case, tmp_path / "taken.geojson")
    case.store.close()


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_path_traversal_by_targets_of_exports(hostile_case: Case, tmp_path: Path, name: str) -> None:
    """Whatever titles and names say, an export writes where it was told to and nowhere else."""
    work = tmp_path / "elsewhere"
    work.mkdir()
    folder = FORMATS[name].kind == "folder"
    target = work / ("out" if folder else f"out{FORMATS[name].kind}")
    before = {path for path in tmp_path.rglob("*") if "case.db" not in path.name}
    if name == "wacz":
        pytest.skip("the case holds no page with an address; test_archive.py looks at names in a WACZ")
    written = export(hostile_case, name, target)
    after = {path for path in tmp_path.rglob("*") if "case.db" not in path.name or "elsewhere" in path.parts}
    assert written
    assert {path.relative_to(work).parts[0] for path in after - before} == {target.name}


def test_path_traversal_by_names_of_captures(tmp_path: Path) -> None:
    """Captured bytes lie under their hash; the name that a file or page has is only shown."""
    from firsthand.collect.collector import collect

    case = Case.create(tmp_path / "case", fictional=True)
    given = tmp_path / "given"
    given.mkdir()
    name = "..%2f..%2fup.txt"
    (given / name).write_text("Two cranes left the quay by night, the harbour master said.\n" * 3, encoding="utf-8")
    assert collect(case, [str(given / name)]).problems == ()
    held = {path.name for path in (case.root / "files").rglob("*") if path.is_file()}
    assert held == {document.sha256 for document in case.store.documents()} != set()
    case.store.close()
    shutil.rmtree(given)
