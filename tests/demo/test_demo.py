"""The demonstration case as shipped: invented, complete, consistent, small, the same every time."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from firsthand.case import Case
from firsthand.demo import build as building
from firsthand.demo.build import HERE, LINEAGE, METADATA, REPORTS, build
from firsthand.demo.truth import read_lineage
from firsthand.errors import CaseError, IntegrityError
from firsthand.model import Action, ImageAnswer
from firsthand.outlets import builtin_outlets, parse_outlets
from firsthand.sites import read_sites
from firsthand.stage import Problem, StageReport

INVENTED = "Invented text for the Firsthand demonstration case."
MAX_BYTES = 15 * 10**6


@pytest.fixture(scope="module")
def texts(demo_built_root: Path) -> dict[str, str]:
    """Clean text by report file, as collected."""
    case = Case(demo_built_root)
    found = {document.name: document.text for document in case.store.documents()}
    case.store.close()
    return found


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return list(csv.DictReader(METADATA.open(encoding="utf-8")))


@pytest.fixture(scope="module")
def log() -> dict:
    return json.loads(LINEAGE.read_text(encoding="utf-8"))


def bytes_below(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


# ---- reports -------------------------------------------------------------------------------------------------------


def test_every_report_says_that_it_is_invented(texts):
    assert len(texts) >= 16
    assert [name for name, text in texts.items() if not text.rstrip().endswith(INVENTED)] == []


def test_no_real_outlet_is_named(texts):
    # As whole words, as the reader matches them.
    names = [name for outlet in builtin_outlets() for name in (outlet.name, *outlet.aliases)]
    found = [
        (name, file) for file, text in texts.items() for name in names if re.search(rf"\b{re.escape(name)}\b", text)
    ]
    assert found == []


def test_reports_are_of_newspaper_length(texts):
    lengths = {name: len(text.split()) for name, text in texts.items()}
    assert min(lengths.values()) >= 100
    assert max(lengths.values()) <= 450


def test_metadata_is_complete(rows, texts):
    outlets = {outlet.name: outlet for outlet in parse_outlets((HERE / "outlets.csv").read_text(encoding="utf-8"))}
    assert {row["file"] for row in rows} == set(texts) == {path.name for path in REPORTS.iterdir()}
    assert len({row["url"] for row in rows}) == len(rows)
    for row in rows:
        host = urlsplit(row["url"]).hostname
        assert host.endswith(".example")
        assert host.removeprefix("www.") in outlets[row["outlet"]].domains
        assert row["title"]
        hours = (
            datetime.fromisoformat(row["captured"]) - datetime.fromisoformat(row["published"])
        ).total_seconds() / 3600
        assert 0 < hours < 12, row["file"]
        assert row["file"].split("-2025-")[1].startswith(row["published"][5:10]), "file names carry the date"


# ---- the log -------------------------------------------------------------------------------------------------------


def test_every_logged_quote_stands_verbatim_in_its_report(texts):
    quotes = read_lineage(LINEAGE).quotes()
    assert len(quotes) > 80
    assert [(file, quote) for file, quote in quotes if quote not in texts[file]] == []


def test_the_log_agrees_with_metadata(log, rows):
    published = {row["file"]: (row["outlet"], row["published"]) for row in rows}
    assert {item["file"]: (item["outlet"], item["published"]) for item in log["documents"]} == published


def test_information_flows_forward_in_time(log, rows):
    published = {row["file"]: datetime.fromisoformat(row["published"]) for row in rows}
    assert {flow["kind"] for flow in log["flows"]} == {"verbatim", "rewrite", "cites", "merge"}
    ids = {item["id"] for kind in ("claims", "commitments", "readings") for item in log[kind]}
    assert [flow for flow in log["flows"] if not set(flow.get("claims", [])) <= ids] == []
    assert [flow for flow in log["flows"] if published[flow["from"]] >= published[flow["to"]]] == []


def test_each_logged_claim_hangs_together(log):
    sites = {site.id: {part.id for part in site.parts} for site in read_sites(HERE / "sites.geojson")}
    for claim in [*log["claims"], *log["commitments"], *log["readings"]]:
        assert claim["part"] is None or claim["part"] in sites[claim["site"]]
        assert Action(claim["action"])
        assert claim["images"] is None or ImageAnswer(claim["images"]["answer"])
        origins = {origin["id"] for origin in claim["origins"]}
        supporting = {item["origin"] for item in claim["carriers"] if item["stance"] != "denies"}
        assert supporting == origins, claim["id"]
        low, high = claim["origin_count"]
        assert low <= claim["origins_true"] <= high
        assert high <= len(origins) + 1


# ---- the builder ---------------------------------------------------------------------------------------------------


def test_shipped_and_built_demo_are_small(demo_built_root):
    assert bytes_below(HERE) < MAX_BYTES
    assert bytes_below(demo_built_root) < MAX_BYTES


def test_built_case_is_marked_fictional_and_holds_its_truth(demo_built_root):
    case = Case(demo_built_root)
    assert case.fictional
    assert {site.id for site in case.sites} == {"tarn-valley", "ledna"}
    assert case.outlets[0].name == "Osmeria Courier"
    assert (case.root / "truth" / "lineage.json").read_bytes() == LINEAGE.read_bytes()
    truth = json.loads((case.root / "truth" / "changes.geojson").read_text(encoding="utf-8"))
    assert sorted({feature["properties"]["thing"] for feature in truth["features"]}) == [
        "tarn-hall",
        "tarn-stand",
        "tarn-trailer",
    ]
    assert {site: len(looks) for site, looks in truth["looks"].items()} == {
        site.id: len(case.store.scenes(site.id)) for site in case.sites
    }
    assert len({scene.taken.date() for scene in case.store.scenes("tarn-valley")}) >= 14
    case.store.close()


def test_documents_and_scenes_keep_the_metadata(demo_built_root, rows):
    case = Case(demo_built_root)
    by_name = {document.name: document for document in case.store.documents()}
    for row in rows:
        document = by_name[row["file"]]
        assert (document.url, document.outlet, document.title) == (row["url"], row["outlet"], row["title"])
        assert document.published == datetime.fromisoformat(row["published"])
        assert document.captured == datetime.fromisoformat(row["captured"])
    assert all(
        scene.taken < scene.captured < datetime.fromisoformat("2026-01-01T00:00Z") for scene in case.store.scenes()
    )
    case.store.close()


def test_building_again_gives_the_same_records(demo_built_root, tmp_path):
    first, again = Case(demo_built_root), build(tmp_path / "again")
    assert again.store.documents() == first.store.documents()
    assert again.store.scenes() == first.store.scenes()
    for name in ("lineage.json", "changes.geojson"):
        assert (again.root / "truth" / name).read_bytes() == (first.root / "truth" / name).read_bytes()
    first.store.close()
    again.store.close()


def test_a_folder_in_use_is_left_alone(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(CaseError, match="not an empty folder"):
        build(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, StageReport("collect", problems=(Problem("a.txt", "gone"),))])
def test_a_failed_build_leaves_nothing(tmp_path, monkeypatch, failure):
    def collect(*_):
        if isinstance(failure, StageReport):
            return failure
        raise failure

    monkeypatch.setattr(building, "write_scenes", _one_site)
    monkeypatch.setattr(building, "collect", collect)
    with pytest.raises(IntegrityError if isinstance(failure, StageReport) else failure):
        build(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()


def _one_site(folder: Path) -> dict:
    folder.mkdir()
    collection = {"site_id": "tarn-valley", "note": "", "features": [], "looks": []}
    (folder / "changes.geojson").write_text(json.dumps(collection))
    return {}
