"""Places come in from KML and KMZ, also from files that mean harm."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import EXIT_PARTIAL, InputError, UsageError
from firsthand.exchange import places
from firsthand.exchange.formats import export
from firsthand.exchange.places import import_places, kml_features
from firsthand.exchange.taking import take
from firsthand.model import Site
from firsthand.sites import parse_sites

KML = """<?xml version="1.0"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>
<Placemark><name>Grey Quarry</name><description>&lt;b&gt;Two&lt;/b&gt; sheds &amp;amp; a crane</description>
  <Point><coordinates>-12.5,61.25,0</coordinates></Point></Placemark>
<Placemark><name>Salt Pier</name><ExtendedData><Data name="kind"><value>pier</value></Data>
  <Data name="aliases"><value>Old Pier; Pier 9</value></Data></ExtendedData>
  <Polygon><outerBoundaryIs><LinearRing><coordinates>
  -12.0,61.0 -11.9,61.0 -11.9,61.1 -12.0,61.1</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>
<Placemark><name>The road</name><LineString><coordinates>1,2 3,4</coordinates></LineString></Placemark>
<Placemark><name>A visit</name><TimeStamp><when>2024-01-01</when></TimeStamp>
  <Point><coordinates>1,2</coordinates></Point></Placemark>
<Placemark><name>Nowhere</name><Point><coordinates>500,2</coordinates></Point></Placemark>
</Folder></Document></kml>"""


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    opened = Case.create(tmp_path / "case")
    yield opened
    opened.store.close()


def _written(tmp_path: Path, text: str, name: str = "watch.kml") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_points_and_polygons_become_sites(case: Case, tmp_path: Path) -> None:
    taken = import_places(case, _written(tmp_path, KML))
    assert taken.added == ("grey-quarry", "salt-pier")
    quarry, pier = Case(case.root).sites
    assert (quarry.lon, quarry.lat, quarry.note) == (-12.5, 61.25, "Two sheds & a crane")
    assert quarry.sources == ("watch.kml (imported)",)
    assert pier.kind == "pier" and pier.aliases == ("Old Pier", "Pier 9")
    assert pier.footprint and pier.footprint[0][0] == pier.footprint[0][-1], "an open ring is closed"
    said = " ".join(f"{problem.thing} {problem.message}" for problem in taken.problems)
    assert "neither a point nor a polygon" in said and "events" in said and "500, 2 is not a longitude" in said


def test_places_that_are_there_stay_as_they_are(case: Case, tmp_path: Path) -> None:
    path = _written(tmp_path, KML)
    import_places(case, path)
    before = (case.root / "sites.geojson").read_bytes()
    again = import_places(case, path)
    assert again.added == () and any("already" in problem.message for problem in again.problems)
    assert (case.root / "sites.geojson").read_bytes() == before


def test_our_own_kmz_brings_the_places_back(demo_case: Case, case: Case, tmp_path: Path) -> None:
    export(demo_case, "kmz", tmp_path / "demo.kmz")
    import_places(case, tmp_path / "demo.kmz")
    for ours, theirs in zip(demo_case.sites, Case(case.root).sites, strict=True):
        assert (ours.id, ours.name, ours.aliases, ours.kind, ours.sources) == (
            theirs.id,
            theirs.name,
            theirs.aliases,
            theirs.kind,
            theirs.sources,
        )
        assert abs(ours.lon - theirs.lon) < 1e-6 and abs(ours.lat - theirs.lat) < 1e-6
        drawn = {part.id for part in ours.parts if part.footprint}
        assert {part.id for part in theirs.parts} == drawn


def test_files_that_mean_harm_are_refused(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = _written(tmp_path, "secret", "secret.txt")
    head = '<?xml version="1.0"?><!DOCTYPE kml '
    mark = "<kml><Placemark><name>&x;</name><Point><coordinates>1,2</coordinates></Point></Placemark></kml>"
    outside = f'{head}[<!ENTITY x SYSTEM "{secret.as_uri()}">]>{mark}'
    laughs = f'{head}[<!ENTITY a "ha"><!ENTITY x "{"&a;" * 50}">]>{mark}'
    for text in (outside, laughs, "<kml>", "", "<kml/>", '<?xml version="1.0" encoding="no-such"?><kml/>'):
        with pytest.raises(InputError):
            import_places(case, _written(tmp_path, text))
    monkeypatch.setattr(places, "MAX_BYTES", 1000)
    with zipfile.ZipFile(tmp_path / "bomb.kmz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("doc.kml", " " * 1_000_000)
    with pytest.raises(InputError, match="unpacked"):
        import_places(case, tmp_path / "bomb.kmz")
    (tmp_path / "cut.kmz").write_bytes((tmp_path / "bomb.kmz").read_bytes()[:100])
    with pytest.raises(InputError, match="no whole KMZ"):
        import_places(case, tmp_path / "cut.kmz")
    assert case.sites == ()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_bytes_are_read_or_refused_in_due_form(data: bytes) -> None:
    places, said = _read(data)
    assert places or said
    assert all(said)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_words_are_read_or_refused_in_due_form(name: str, coordinates: str) -> None:
    from xml.sax.saxutils import escape

    text = f"<kml><Placemark><name>{escape(name)}</name><Point><coordinates>{escape(coordinates)}</coordinates></Point>"
    places, said = _read(f"{text}</Placemark></kml>".encode(errors="replace"))
    assert places or said
    assert all(said)


def _read(data: bytes) -> tuple[list[Site], list[str]]:
    """The sites that a file gives, and what is said of the rest; of a refusal what it is and what to do."""
    try:
        features, problems = kml_features(data, "x.kml")
    except InputError as error:
        assert error.thing == "x.kml"
        return [], [error.message, error.remedy]
    sites = [site for item in features for site in parse_sites({"type": "FeatureCollection", "features": [item]})]
    assert len(sites) == len(features)
    return sites, [problem.message for problem in problems]


def test_the_command_tells_what_it_left_out(case: Case, tmp_path: Path) -> None:
    path = _written(tmp_path, KML)
    done = CliRunner().invoke(app, ["import", str(path), "-C", str(case.root), "--json"])
    assert done.exit_code == EXIT_PARTIAL
    assert json.loads(done.stdout)["added"] == ["grey-quarry", "salt-pier"]


def test_other_files_are_sent_to_collect(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="firsthand collect"):
        take(case, _written(tmp_path, "words", "report.txt"))
