"""Every export is read back by a validator or reader of its format, carries ids and quotes, and is the same twice."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import InputError, UsageError
from firsthand.exchange import annotations, ftm, geojson, prov, stix, timelinejs
from firsthand.exchange.columns import Column, Kind, Table
from firsthand.exchange.formats import FORMATS, export
from firsthand.exchange.holdings import Holdings, holdings
from firsthand.exchange.kmz import NAMESPACE
from firsthand.exchange.rows import tables
from firsthand.exchange.tables import csv_bytes, parquet_bytes
from firsthand.model import Document

EVIL = '<script>alert("x")</script> & =1+1'


@pytest.fixture(scope="module")
def case(small_root: Path) -> Iterator[Case]:
    opened = Case(small_root)
    yield opened
    opened.store.close()


@pytest.fixture(scope="module")
def held(case: Case) -> Holdings:
    found = holdings(case)
    assert found.claims, "the small case has claims to export"
    return found


def _bytes(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else [item for item in sorted(path.rglob("*")) if item.is_file()]
    return {str(item.relative_to(path)): item.read_bytes() for item in files}


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_case_makes_the_same_bytes(name: str, case: Case, tmp_path: Path) -> None:
    for target in ("one", "other"):
        assert export(case, name, tmp_path / target)
    assert _bytes(tmp_path / "one") == _bytes(tmp_path / "other")


def test_one_site_has_nothing_of_another(case: Case) -> None:
    part = holdings(case, "tarn-valley")
    assert [site.id for site in part.sites] == ["tarn-valley"]
    assert {scene.site_id for scene in part.scenes.values()} == {"tarn-valley"}
    assert part.claims and all("tarn-valley" in claim.event.site_ids for claim in part.claims)
    assert {item.document_id for item in part.statements.values()} == set(part.documents)
    assert len(part.documents) < len(holdings(case).documents)


def test_an_earlier_day_knows_less(case: Case) -> None:
    early = holdings(case, known_at=datetime(2025, 7, 2, tzinfo=UTC))
    assert 0 < len(early.documents) < len(holdings(case).documents)
    assert all(document.captured <= datetime(2025, 7, 2, tzinfo=UTC) for document in early.documents.values())


def test_stix_is_valid_and_keeps_confidence_to_itself(held: Holdings) -> None:
    import stix2

    bundle = stix2.parse(stix.stix_bytes(held).decode(), allow_custom=False)
    by_kind: dict[str, list[Any]] = {}
    for thing in bundle.objects:
        by_kind.setdefault(thing["type"], []).append(thing)
    assert set(by_kind) >= {"identity", "location", "note", "opinion", "report", "extension-definition"}
    ids = {thing["id"] for thing in bundle.objects}
    refers = [ref for thing in bundle.objects for ref in thing.get("object_refs", [])]
    assert set(refers) <= ids, "no reference leads out of the bundle"
    own = next(thing["id"] for thing in by_kind["identity"] if thing["name"] == "Firsthand")
    sure = [thing for thing in bundle.objects if "confidence" in thing]
    assert sure and all(thing["created_by_ref"] == own for thing in sure)
    note = next(thing for thing in by_kind["note"] if thing["abstract"] == held.claims[0].text)
    assert all(quote in note["content"] for quote in held.quotes(held.claims[0].members))
    people = {item.source_name for item in held.statements.values() if item.source_kind.value == "named person"}
    assert people and not people & {thing["name"] for thing in by_kind["identity"]}, "named persons get no object"


def test_geojson_keeps_to_the_standard(held: Holdings, tmp_path: Path) -> None:
    import geopandas

    path = tmp_path / "case.geojson"
    path.write_bytes(geojson.geojson_bytes(held))
    frame = geopandas.read_file(path)
    assert set(frame["layer"]) == {"site", "part", "scene"} | ({"change"} if held.changes else set())
    for geometry in frame.geometry:
        assert geometry.is_valid
        assert geometry.geom_type != "Polygon" or geometry.exterior.is_ccw, "RFC 7946, section 3.1.6"
    site = next(item for item in geojson.geojson(held)["features"] if item["id"] == "tarn-valley")
    assert site["properties"]["claims"][0]["quotes"]


def test_csv_holds_every_row_with_its_words(held: Holdings) -> None:
    for table in tables(held):
        rows = list(csv.DictReader(io.StringIO(csv_bytes(table).decode(), newline="")))
        assert len(rows) == len(table.rows)
        assert not rows or list(rows[0]) == [column.name for column in table.columns]
    members = next(table for table in tables(held) if table.name == "members")
    for row in members.rows:
        assert held.documents[row["document"]].text[row["start"] : row["end"]] == row["quote"]


def test_csv_runs_no_formula() -> None:
    columns = (Column("quote", Kind.TEXT, ""), Column("lon", Kind.NUMBER, ""))
    cells = csv_bytes(Table("t", columns, ({"quote": "=HYPERLINK(1)", "lon": -35.5},))).decode().splitlines()[1]
    assert cells == "'=HYPERLINK(1),-35.5"


def test_parquet_can_be_read_and_places_are_geoparquet(held: Holdings, tmp_path: Path) -> None:
    import geopandas
    import pyarrow.parquet

    for table in tables(held):
        path = tmp_path / f"{table.name}.parquet"
        path.write_bytes(parquet_bytes(table))
        read = pyarrow.parquet.read_table(path)
        assert read.num_rows == len(table.rows)
        if table.shape_column and table.rows:
            frame = geopandas.read_parquet(path)
            assert frame.crs.to_epsg() == 4326 or frame.crs.to_string() == "OGC:CRS84"
            assert frame.geometry.is_valid.all()
            geo = json.loads(pyarrow.parquet.read_metadata(path).metadata[b"geo"])
            assert geo["version"] == "1.1.0"
        else:
            quotes = read.to_pylist()
            assert [row.get("quote") for row in quotes] == [row.get("quote") for row in table.rows]


def test_kmz_opens_in_a_reader_of_kml(case: Case, tmp_path: Path) -> None:
    import geopandas

    [path] = export(case, "kmz", tmp_path / "case.kmz")
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        assert names[0] == "doc.kml"
        archive.extract("doc.kml", tmp_path)
    places = geopandas.read_file(tmp_path / "doc.kml", layer="Places")
    assert "Tarn Valley Engine Test Site" in set(places["Name"])
    reports = geopandas.read_file(tmp_path / "doc.kml", layer="Reports")
    assert reports["begin"].notna().all() and reports["description"].str.contains("<blockquote>").all()
    kml = (tmp_path / "doc.kml").read_text("utf-8")
    assert f'xmlns="{NAMESPACE}"' in kml
    assert kml.count("<GroundOverlay") == len(names) - 1


def test_words_from_outside_are_escaped(small_case_copy: Case, tmp_path: Path) -> None:
    from xml.etree import ElementTree

    case = small_case_copy
    document = next(iter(case.store.documents()))
    _retitle(case, document, EVIL)
    held = holdings(case)
    slides = [slide["text"] for slide in timelinejs.timeline(held)["events"]]
    assert not any("<script" in text["headline"] + text["text"] for text in slides)
    export(case, "atom", tmp_path / "feeds")
    export(case, "kmz", tmp_path / "x.kmz")
    with zipfile.ZipFile(tmp_path / "x.kmz") as archive:
        pages = [archive.read("doc.kml"), *(path.read_bytes() for path in (tmp_path / "feeds").iterdir())]
    for page in pages:
        for element in ElementTree.fromstring(page).iter():
            assert not str(element.tag).endswith("}script")
            if str(element.tag).endswith(("description", "content")):
                assert "<script" not in (element.text or "")


def _retitle(case: Case, document: Document, title: str) -> None:
    from dataclasses import replace

    case.store.put_document(replace(document, title=title, outlet=title, url="javascript:alert(1)"))


def test_stac_is_valid(demo_case: Case, tmp_path: Path) -> None:
    import pystac
    from pystac.extensions.eo import EOExtension
    from pystac.validation.stac_validator import JsonSchemaSTACValidator

    [path] = export(demo_case, "stac", tmp_path / "stac")
    validator = JsonSchemaSTACValidator()
    # The core schemas come with pystac; those of the extensions would be fetched, so they are stood in for.
    for name in ("eo/v1.1.0", "view/v1.0.0"):
        address = f"https://stac-extensions.github.io/{name}/schema.json"
        validator.schema_cache[address] = {"$schema": "http://json-schema.org/draft-07/schema#", "$id": f"{address}#"}
    catalog = pystac.Catalog.from_file(path)
    items = list(catalog.get_items(recursive=True))
    for thing in (catalog, *catalog.get_children(), *items):
        pystac.validation.validate(thing, validator=validator)
    assert {item.id for item in items} == {
        *(scene.id for scene in demo_case.store.scenes()),
        *(change.id for change in demo_case.store.changes()),
    }
    for item in items:
        for asset in item.get_assets().values():
            assert Path(asset.get_absolute_href() or "").is_file()
        for link in item.get_links("derived_from"):
            assert link.resolve_stac_object().target
    scene = next(item for item in items if EOExtension.has_extension(item))
    assert 0 <= (EOExtension.ext(scene).cloud_cover or 0) <= 100


def test_prov_is_read_back(held: Holdings) -> None:
    from prov.model import ProvDerivation, ProvDocument, ProvEntity

    document = ProvDocument.deserialize(content=prov.prov_bytes(held).decode(), format="json")
    entities = {str(record.identifier): record for record in document.get_records(ProvEntity)}
    used = {str(end) for record in document.get_records(ProvDerivation) for _, end in record.formal_attributes if end}
    assert used <= set(entities), "nothing is derived from what is not there"
    claim = held.claims[0]
    assert f"fh:{claim.id}" in entities
    statement = entities[f"fh:{claim.members[0].statement_id}"]
    assert held.quotes(claim.members[:1]) == [str(value) for value in statement.get_attribute("prov:value")]


def test_web_annotations_select_their_words(held: Holdings) -> None:
    collection = json.loads(annotations.annotation_bytes(held))
    assert collection["@context"] == annotations.CONTEXT
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(held.statements)
    for item in items:
        assert item["type"] == "Annotation" and item["id"] and item["body"]
        document = held.documents[item["target"]["scope"].removeprefix("urn:firsthand:")]
        position, quote = item["target"]["selector"]
        assert document.text[position["start"] : position["end"]] == quote["exact"]
        around = quote["prefix"] + quote["exact"] + quote["suffix"]
        assert document.text.count(around) >= 1


def test_timeline_has_what_timelinejs_asks_for(held: Holdings) -> None:
    found = timelinejs.timeline(held)
    assert found["title"]["text"]["headline"] == held.title
    groups = {slide["group"] for slide in found["events"]}
    assert groups >= {"Published", "Said to have happened"}
    for slide in found["events"]:
        assert set(slide) <= {"unique_id", "group", "text", "start_date", "end_date"}
        assert 1 <= slide["start_date"].get("month", 1) <= 12 and slide["start_date"]["year"] > 1900
    ids = [slide["unique_id"] for slide in found["events"]]
    assert len(ids) == len(set(ids))


def test_feeds_are_read_back(case: Case, held: Holdings, tmp_path: Path) -> None:
    import feedparser

    paths = export(case, "atom", tmp_path / "feeds")
    assert {path.name.partition("-")[0] for path in paths} >= {"site"}
    parsed = {path.name: feedparser.parse(path.read_bytes()) for path in paths}
    assert not any(feed.bozo for feed in parsed.values())
    entries = parsed["site-tarn-valley.atom"].entries
    assert len({entry.id for entry in entries}) == len(entries)
    assert [entry.updated for entry in entries] == sorted((entry.updated for entry in entries), reverse=True)
    quotes = [quote for claim in held.claims for quote in held.quotes(claim.members)]
    assert any(quotes[0][:20] in entry.content[0].value for entry in entries)


SCHEMATA = json.loads((Path(__file__).parent / "ftm_schemata.json").read_text("utf-8"))
"""Properties of the schemata used and their types, as followthemoney 4.11 gives them (see ``schemata.py`` beside)."""


def test_ftm_uses_known_properties(held: Holdings) -> None:
    entities = list(ftm.entities(held))
    ids = {entity["id"] for entity in entities}
    assert len(ids) == len(entities)
    for entity in entities:
        known = SCHEMATA[entity["schema"]]
        for name, values in entity["properties"].items():
            assert name in known["properties"], f"{entity['schema']} has no {name}"
            assert values and all(isinstance(value, str) for value in values)
            if known["properties"][name] == "entity":
                assert set(values) <= ids
        assert set(known["required"]) <= set(entity["properties"])


def test_ftm_is_valid(held: Holdings) -> None:
    followthemoney = pytest.importorskip("followthemoney", reason="needs ICU to be built; not a development dependency")
    for entity in ftm.entities(held):
        proxy = followthemoney.proxy.EntityProxy.from_dict(entity, cleaned=False)
        assert {name: sorted(values) for name, values in proxy.to_dict()["properties"].items()} == {
            name: sorted(values) for name, values in entity["properties"].items()
        }


def test_the_command_lists_and_writes(case: Case, tmp_path: Path) -> None:
    run = CliRunner()
    listed = json.loads(run.invoke(app, ["export", "--list", "--json"]).stdout)
    assert [line["name"] for line in listed] == list(FORMATS)
    target = tmp_path / "tarn.geojson"
    done = run.invoke(app, ["export", "geojson", "tarn-valley", "--to", str(target), "-C", str(case.root)])
    assert done.exit_code == 0 and json.loads(target.read_text("utf-8"))["type"] == "FeatureCollection"


def test_what_cannot_be_written_is_said(case: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such format"):
        export(case, "docx", tmp_path / "x")
    with pytest.raises(UsageError, match="--to"):
        export(case, "stix", None)
    with pytest.raises(UsageError, match="whole case"):
        export(case, "bag", tmp_path / "x", site="tarn-valley")
    with pytest.raises(UsageError, match="folder"):
        export(case, "stix", tmp_path)
    empty = Case.create(tmp_path / "empty")
    for name in ("wacz", "brat"):
        with pytest.raises(InputError):
            export(empty, name, tmp_path / name)
    assert export(empty, "stix", tmp_path / "empty.json"), "an empty case is still a bundle"
    empty.store.close()
