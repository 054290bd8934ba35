"""A case in a notebook: objects that show themselves, frames, pictures, and the example of the documentation."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

import firsthand
from firsthand.case import Case
from firsthand.errors import CaseMissingError, UnknownIdError, UnknownSiteError, UsageError
from firsthand.notebook.book import CaseBook

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def book(small_root: Path) -> Iterator[CaseBook]:
    with firsthand.open(small_root) as opened:
        yield opened


def test_frames_have_every_row_and_column(book: CaseBook) -> None:
    site = book.site("tarn-valley")
    frame = site.claims.to_frame()
    assert len(frame) == len(site.claims) > 0
    assert list(frame.columns) == list(site.claims.columns)
    assert str(site.documents.to_frame()["published"].dtype).startswith("datetime64")
    assert len(book.commitments.to_frame().columns) > 5, "an empty table has its columns too"


def test_places_are_frames_on_the_map(book: CaseBook) -> None:
    scenes = book.scenes.to_geodataframe()
    assert scenes.crs.to_epsg() == 4326 and scenes.geometry.is_valid.all()
    features = book.sites.geojson()["features"]
    assert [feature["id"] for feature in features] == ["tarn-valley", "ledna"]
    with pytest.raises(UsageError, match="no place"):
        book.claims.geojson()


def test_rows_are_found_by_value(book: CaseBook) -> None:
    claim = book.claim(book.claims[0].id)
    assert {member.claim for member in claim.members} == {claim.id}
    about = book.statements.where(sites="tarn-valley")
    assert 0 < len(about) < len(book.statements)
    assert book.statements[:3][2] == book.statements[2]
    with pytest.raises(UsageError, match="columns are"):
        book.claims.where(colour="red")
    with pytest.raises(AttributeError):
        _ = book.claims[0].colour


def test_what_is_not_there_is_said(book: CaseBook, tmp_path: Path) -> None:
    with pytest.raises(UnknownSiteError):
        book.site("atlantis")
    with pytest.raises(UnknownIdError):
        book.claim("clm-none")
    with pytest.raises(UsageError, match="no date"):
        book.as_of("yesterday")
    with pytest.raises(CaseMissingError):
        firsthand.open(tmp_path)


def test_a_missing_package_is_named_with_its_remedy(book: CaseBook, monkeypatch: pytest.MonkeyPatch) -> None:
    for package in ("pandas", "geopandas"):
        monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(UsageError, match=r"firsthand\[notebook\]"):
        book.claims.to_frame()
    with pytest.raises(UsageError, match="geopandas"):
        book.scenes.to_geodataframe()
    assert book.claims[0]["quotes"], "the rows can be read without it"


def test_words_from_outside_are_escaped(small_case_copy: Case) -> None:
    case = small_case_copy
    document = case.store.documents()[0]
    case.store.put_document(replace(document, title="<script>x</script>", outlet="<img src=x onerror=y>"))
    with firsthand.open(case.root) as book:
        shown = book.documents._repr_html_() + book.documents[0]._repr_html_() + book.members._repr_html_()
        shown += "".join(book.claim(claim.id)._repr_html_() for claim in book.claims)
    assert "<script" not in shown and "<img" not in shown
    assert "&lt;script&gt;" in shown


def test_drawings_stand_alone(book: CaseBook, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    site = book.site("tarn-valley")
    for name, picture in (("timeline", site.timeline()), ("plan", site.plan())):
        path = picture.save(tmp_path / f"{name}.svg")
        root = ElementTree.fromstring(path.read_bytes())
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert root.find("{http://www.w3.org/2000/svg}style") is not None
        assert picture._repr_html_().startswith("<img alt=")


def test_earlier_days_know_less(book: CaseBook) -> None:
    then = book.as_of("2025-07-02")
    assert 0 < len(then.documents) < len(book.documents)
    assert "as known at 2025-07-02" in then._repr_html_()


def test_importing_it_imports_nothing_heavy() -> None:
    heavy = ("pandas", "numpy", "sqlalchemy", "pydantic", "typer")
    code = (
        f"import sys, firsthand; sys.exit(any(name in sys.modules for name in {heavy}) or not callable(firsthand.open))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook_script", ROOT / "scripts" / "notebook.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_example_runs_and_shows_its_output(demo_root: Path) -> None:
    nbformat = pytest.importorskip("nbformat")
    script = _script()
    stored = nbformat.read(script.NOTEBOOK, as_version=4)
    nbformat.validate(stored)
    run = script.executed(demo_root)
    for kept, fresh in zip(stored.cells, run.cells, strict=True):
        assert kept.source == fresh.source
        if kept.cell_type == "code":
            kinds = [[sorted(output.get("data", {})) for output in cell.outputs] for cell in (kept, fresh)]
            assert kinds[0] == kinds[1], "run `python scripts/notebook.py DEMO-CASE`"
