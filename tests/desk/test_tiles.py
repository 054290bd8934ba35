"""The case's own basemap: a file of tiles, or a server that the policy then lets in, and nothing else."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import vector_tiles
from pmtiles.tile import Compression, TileType, zxy_to_tileid
from pmtiles.writer import Writer
from starlette.testclient import TestClient

from firsthand.case import Case
from firsthand.desk import tiles
from firsthand.desk.app import create_app
from firsthand.errors import InputError


def case_with(root: Path, table: str) -> Case:
    Case.create(root, title="Tiles").store.close()
    settings = root / "case.toml"
    settings.write_text(settings.read_text() + f"\n[map]\n{table}\n")
    return Case(root)


def write_tiles(path: Path, data: bytes, kind: TileType) -> None:
    with path.open("wb") as file:
        writer = Writer(file)
        writer.write_tile(zxy_to_tileid(0, 0, 0), data)
        compression = Compression.GZIP if kind is TileType.MVT else Compression.NONE
        writer.finalize({"tile_type": kind, "tile_compression": compression}, {})


def desk(case: Case) -> TestClient:
    return TestClient(create_app(case.root), base_url="http://127.0.0.1")


def test_pictures_out_of_a_file(tmp_path: Path) -> None:
    case = case_with(tmp_path / "case", 'tiles = "base.pmtiles"\nattribution = "nobody"')
    write_tiles(case.root / "base.pmtiles", b"\x89PNG tile", TileType.PNG)
    told = tiles.told(case)
    assert told is not None
    assert (told["kind"], told["address"], told["attribution"]) == ("raster", "/tiles/{z}/{x}/{y}", "nobody")
    answer = desk(case).get("/tiles/0/0/0")
    assert (answer.content, answer.headers["content-type"]) == (b"\x89PNG tile", "image/png")
    assert desk(case).get("/tiles/3/1/1").status_code == 404
    assert "http" not in desk(case).get("/").headers["content-security-policy"]


def test_vector_tiles_keep_their_compression(tmp_path: Path) -> None:
    case = case_with(tmp_path / "case", 'tiles = "base.pmtiles"')
    write_tiles(case.root / "base.pmtiles", gzip.compress(b"vector tile"), TileType.MVT)
    assert (tiles.told(case) or {})["kind"] == "vector"
    answer = desk(case).get("/tiles/0/0/0")
    assert (answer.content, answer.headers["content-encoding"]) == (b"vector tile", "gzip")


def test_a_file_tells_how_far_it_reaches_and_what_it_draws(tmp_path: Path) -> None:
    case = case_with(tmp_path / "case", 'tiles = "base.pmtiles"')
    vector_tiles.write(case.root / "base.pmtiles", -35.5, 41.2)
    told = tiles.told(case)
    assert told is not None
    assert (told["min_zoom"], told["max_zoom"]) == (0, vector_tiles.MOST_ZOOM)
    assert told["bounds"] == pytest.approx([-35.8, 41.0, -35.2, 41.4])
    assert set(told["layers"]) == {"earth", "water", "roads", "places", "boundaries"}
    archive = case.root / "base.pmtiles"
    archive.write_bytes(archive.read_bytes()[:102] + bytes(16) + archive.read_bytes()[118:])
    assert (tiles.told(case) or {})["bounds"] is None, "its maker left them out"


@pytest.mark.parametrize("data", [b"", b"no tiles at all", b"PMTiles\x03" + bytes(119)])
def test_a_file_that_holds_no_tiles_is_told(tmp_path: Path, data: bytes) -> None:
    case = case_with(tmp_path / "case", 'tiles = "base.pmtiles"')
    (case.root / "base.pmtiles").write_bytes(data)
    with pytest.raises(InputError):
        tiles.told(case)
    assert desk(case).get("/").status_code == 200, "the page stands without its map"


def test_no_file_outside_of_the_case_is_opened(tmp_path: Path) -> None:
    write_tiles(tmp_path / "outside.pmtiles", b"secret", TileType.PNG)
    case = case_with(tmp_path / "case", 'tiles = "../outside.pmtiles"')
    with pytest.raises(InputError, match="case folder"):
        tiles.tile(case, 0, 0, 0)


def test_the_policy_lets_in_the_host_of_the_tiles_on_pages_with_a_map(tmp_path: Path) -> None:
    case = case_with(tmp_path / "case", 'tiles = "https://tiles.example:8443/{z}/{x}/{y}.png"')
    policy = desk(case).get("/").headers["content-security-policy"]
    assert "connect-src 'self' https://tiles.example:8443" in policy
    assert "tiles.example" not in desk(case).get("/search").headers["content-security-policy"]


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a.example; script-src *", "https://'unsafe-inline'/", "//x", "https://x:port/"],
)
def test_no_address_bends_the_policy(tmp_path: Path, address: str) -> None:
    case = case_with(tmp_path / "case", f'tiles = "{address}"')
    policy = desk(case).get("/").headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "script-src" not in policy
    assert tiles.host(case) in ("", "https://a.example")
