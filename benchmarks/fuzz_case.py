"""The parsers that take what others made into a case, or hold it against one: targets of ``fuzz.py``."""

from __future__ import annotations

import hashlib
import json
import shutil
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path

from fuzz_kit import Target, fresh_case, held, opened, zipped
from pydantic import BaseModel, ValidationError

from firsthand.case import Case
from firsthand.demo.build import HERE as DEMO
from firsthand.errors import FirsthandError, InputError, UnknownIdError
from firsthand.mcp import Change

KML = b"""<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Q</name>
<Placemark id="p1"><name>North quay</name><description>&lt;b&gt;A crane&lt;/b&gt;</description>
<ExtendedData><Data name="kind"><value>harbour</value></Data></ExtendedData>
<Point><coordinates>11.5,54.2,0</coordinates></Point></Placemark>
<Placemark><name>Basin</name><Polygon><outerBoundaryIs><LinearRing><coordinates>11.1,54.1 11.2,54.1 11.2,54.2 11.1,54.1
</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark></Document></kml>"""
PLACES = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "quay", "name": "North quay", "radius_m": 900, "sources": ["a chart"]},
                "geometry": {"type": "Point", "coordinates": [11.5, 54.2]},
            },
            {
                "type": "Feature",
                "properties": {"id": "basin", "name": "Basin", "part_of": "quay", "kind": "basin"},
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[11.5, 54.2], [11.6, 54.2], [11.6, 54.3], [11.5, 54.2]]],
                },
            },
        ],
    }
).encode()
WORDS_OF_XML = (
    b"<",
    b"</Placemark>",
    b"<Point>",
    b"<coordinates>",
    b"&a;",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"<![CDATA[",
    b"nan,nan",
    b"1e999,0",
    b"inf",
)
DRAFT = (
    b"# Tarn valley\n\nA crane left the north quay, the port authority said.[^1]\n\n- It is **likely** that two cranes"
    b" left in March 2026.\n- Nobody saw it [clm-0123456789ab].\n\n[^1]: stm-0123456789ab\n"
)


# ---- places and annotations ----------------------------------------------------------------------------------------


def _places(suffix: str, data: bytes, folder: Path) -> None:
    from firsthand.exchange.places import import_places

    path = folder / f"places{suffix}"
    path.write_bytes(data)
    root = folder / "places"
    if not (root / "case.toml").exists():
        Case.create(root, fictional=True).store.close()
    shutil.copy(DEMO / "sites.geojson", root / "sites.geojson")
    import_places(opened(root), path)


def _kml(data: bytes, folder: Path) -> None:
    _places(".kml", data, folder)


def _kmz(data: bytes, folder: Path) -> None:
    _places(".kmz", data, folder)


def _geojson(data: bytes, folder: Path) -> None:
    _places(".geojson", data, folder)


def _brat(data: bytes, folder: Path) -> None:
    from firsthand.exchange.brat import import_annotations

    with fresh_case(folder) as case:
        given = folder / "annotated"
        given.mkdir(exist_ok=True)
        (given / "report.txt").write_bytes(case.store.documents()[0].text.encode())
        (given / "report.ann").write_bytes(data)
        import_annotations(case, given)


@lru_cache(maxsize=1)
def _annotated() -> tuple[bytes, ...]:
    from tempfile import TemporaryDirectory

    from firsthand.publish.annotations import export_annotations

    with TemporaryDirectory() as folder:
        first = held().store.documents()[0]
        paths = export_annotations(held(), Path(folder))
        return tuple(path.read_bytes() for path in paths if path.stem.startswith(first.id))[:1] or (
            paths[0].read_bytes(),
        )


# ---- bags and models -----------------------------------------------------------------------------------------------


def _bag(data: bytes, folder: Path) -> None:
    from firsthand.exchange.bag import verify_bag

    bag = folder / "bag"
    if not bag.exists():
        _make_bag(bag)
    tags = {path.name: path.read_bytes() for path in bag.glob("*.txt")}
    name = next((name for name in sorted(tags) if data[:6] == tags[name][:6]), "manifest-sha256.txt")
    (bag / name).write_bytes(data)
    try:
        verify_bag(bag)
    finally:
        (bag / name).write_bytes(tags[name])


def _make_bag(bag: Path) -> None:
    from firsthand.exchange.bag import write_bag

    case = Case.create(bag.with_name("bagged"), title="Quay", fictional=True)
    write_bag(case, bag)
    case.store.close()


@lru_cache(maxsize=1)
def _tags() -> tuple[bytes, ...]:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        _make_bag(Path(folder, "bag"))
        return tuple(path.read_bytes() for path in sorted(Path(folder, "bag").glob("*.txt")))


def _models(data: bytes, folder: Path) -> None:
    from firsthand.models.loader import manifest, model_bytes

    (folder / "manifest.toml").write_bytes(data)
    (folder / "cues.json").write_bytes(b"{}")
    for name in list(manifest(folder))[:5]:
        model_bytes(name, folder)


def _weights(data: bytes, folder: Path) -> None:
    """A detector that a person put into the case: its bytes go to the runtime as they are."""
    from firsthand.watch.detector import SETTINGS, Detector, read_contract

    (folder / "model.onnx").write_bytes(data)
    (folder / SETTINGS).write_text('model = "model.onnx"\ninput_px = 8\noverlap_px = 0\nbands = ["red"]\nhigh = 1.0\n')
    Detector(read_contract(folder))


@lru_cache(maxsize=1)
def _onnx() -> tuple[bytes, ...]:
    """A model that gives the three outputs that a detector has, whatever it is shown."""
    from onnx import TensorProto, helper

    shapes = {"boxes": [1, 4], "scores": [1], "classes": [1]}
    nodes = [
        helper.make_node(
            "Constant", [], [name], value=helper.make_tensor(name, 1, shape, [0.0] * (4 if shape[1:] else 1))
        )
        for name, shape in shapes.items()
    ]
    given = helper.make_tensor_value_info("image", TensorProto.FLOAT, [1, 1, 8, 8])
    told = [helper.make_tensor_value_info(name, TensorProto.FLOAT, shape) for name, shape in shapes.items()]
    graph = helper.make_graph(nodes, "quay", [given], told)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    return (model.SerializeToString(),)


# ---- what is asked and written at the desk -------------------------------------------------------------------------


def _matrix(data: bytes, folder: Path) -> None:
    from firsthand.weigh.hypotheses.table import import_csv

    path = folder / "matrix.csv"
    path.write_bytes(data)
    with fresh_case(folder) as case:
        import_csv(case, path)


@lru_cache(maxsize=1)
def _matrices() -> tuple[bytes, ...]:
    from firsthand.weigh.hypotheses.boards import boards
    from firsthand.weigh.hypotheses.table import export_csv

    return tuple(export_csv(on).encode("utf-8-sig") for on in boards(held())[:2])


def _draft(data: bytes, folder: Path) -> None:
    from firsthand.publish.drafts.checker import check_text
    from firsthand.publish.drafts.page import blocks_of

    text = data.decode("utf-8", "replace")[:4000]
    list(blocks_of(text, check_text(held(), "", text)))


def _search(data: bytes, folder: Path) -> None:
    held().store.search(data.decode("utf-8", "replace"), 20)


def _inbox(data: bytes, folder: Path) -> None:
    from firsthand.desk.inbox import Upload, take

    with fresh_case(folder) as case:
        take(case, Upload(data, "application/json"))


def _ownership(data: bytes, folder: Path) -> None:
    """Who owns an outlet, edited in a table that somebody else wrote, and read again."""
    from firsthand.outlets import own_outlets
    from firsthand.ownership import OutletEdit, edit_outlet

    case = opened(_plain(folder))
    (case.root / "outlets.csv").write_bytes(data)
    edit_outlet(case, OutletEdit("Quay News", owner="Quay Holding", aliases=("QN",)))
    assert any(outlet.owner == "Quay Holding" for outlet in own_outlets(case.root / "outlets.csv"))


def _plain(folder: Path) -> Path:
    """An empty case below ``folder``."""
    root = folder / "plain"
    if not root.exists():
        Case.create(root, fictional=True).store.close()
    return root


def _sensors(data: bytes, folder: Path) -> None:
    from firsthand.watch.passes.sensors import FILE, known_sensors

    (folder / FILE).write_bytes(data)
    known_sensors(folder)


def _tiles(data: bytes, folder: Path) -> None:
    """A basemap that somebody put into the case."""
    from firsthand.desk import tiles

    root = _plain(folder)
    if "[map]" not in (root / "case.toml").read_text():
        with (root / "case.toml").open("a") as file:
            file.write('\n[map]\ntiles = "base.pmtiles"\n')
    case = opened(root)
    (root / "base.pmtiles").write_bytes(data)
    tiles.told(case)
    for place in ((0, 0, 0), (1, 1, 0), (5, 3, 3)):
        try:
            tiles.tile(case, *place)
        except UnknownIdError:
            continue


@lru_cache(maxsize=1)
def _pmtiles() -> tuple[bytes, ...]:
    from io import BytesIO

    from pmtiles.tile import Compression, TileType, zxy_to_tileid
    from pmtiles.writer import Writer

    file = BytesIO()
    writer = Writer(file)
    for z, x, y in ((0, 0, 0), (1, 1, 0)):
        writer.write_tile(zxy_to_tileid(z, x, y), b"tile")
    writer.finalize({"tile_type": TileType.PNG, "tile_compression": Compression.NONE}, {})
    return (file.getvalue(),)


class Proposal(BaseModel):
    """What an agent sends to either of its two tools that write."""

    kind: str = ""
    subjects: list[str] = []
    note: str = ""
    who: str = ""
    change: Change | None = None


def _proposal(data: bytes, folder: Path) -> None:
    """Checked as the server's library checks it, proposed, told, and accepted by a person."""
    from firsthand import agents, proposals
    from firsthand.decisions import Wanted

    with fresh_case(folder) as case:
        try:
            asked = Proposal.model_validate_json(data)
        except ValidationError as error:
            raise InputError("no proposal", thing="agent") from error
        if asked.change:
            change = asked.change
            wanted = Wanted(tuple(change.content), change.source, change.cue, change.stance, change.drop)
            subject = asked.subjects[0] if asked.subjects else ""
            made = agents.propose_correction(case, subject, wanted, asked.note, asked.who).proposals
        else:
            made = agents.propose_judgement(case, asked.kind, asked.subjects, asked.note, asked.who).proposals
        for found in case.store.proposals():
            proposals.told(found)
        proposals.accept(case, made[0].id, asked.note, asked.who)


@lru_cache(maxsize=1)
def _proposals() -> tuple[bytes, ...]:
    statements = held().store.statements()
    said = next(item for item in statements if item.source)
    other = next(item for item in statements if item.document_id != said.document_id)
    change = {"content": [piece.quote for piece in said.content], "source": said.source and said.source.quote}
    both: list[dict[str, object]] = [
        {"kind": "same", "subjects": [said.id, other.id], "note": "one event", "who": "a model"},
        {"subjects": [said.document_id], "note": "missed", "who": "a model", "change": change},
        {"subjects": [said.id], "who": "a model", "change": {"stance": "denies"}},
    ]
    return tuple(json.dumps(each).encode() for each in both)


def _typed(data: bytes, folder: Path) -> None:
    """What people type into one field: a probability, a day, an address of a store, a name, a path of the desk."""
    from firsthand.desk.days import asked_day
    from firsthand.desk.security import clean_name, local_path
    from firsthand.store.address import parse
    from firsthand.weigh.scoring.resolutions import probability_of

    text = data.decode("utf-8", "replace")
    clean_name(text)
    assert not local_path(text).startswith("//")
    for read in (probability_of, asked_day, partial(parse, schema="a")):
        with suppress(FirsthandError):
            read(text)


SENSORS = b"""[[sensor]]
number = 40697
name = "Sentinel-2A"
kind = "optical"
gsd_m = 10.0
half_swath_km = 145.0
acquired = 0.9
until = 2031-12-23
[[sensor]]
number = 1
name = "B"
kind = "radar"
gsd_m = 3
off_nadir_deg = [20.0, 45]
side = "right"
"""
TYPED = (
    b"70 %",
    b"2026-11-30T12:00:00+02:00",
    b"/claim/clm-1?page=2#a",
    b"postgresql://eve:x@[::1]:5432/db?sslmode=require",
)
SENT = json.dumps({"url": "https://quay.example/7", "title": "Cranes", "html": "<p>Two cranes left, she said.</p>"})

CASE_TARGETS = (
    Target("kml", _kml, (KML,), WORDS_OF_XML, 8),
    Target("kmz", _kmz, (zipped(doc_kml=KML),), (b"PK\x03\x04", b"PK\x01\x02", b"\xff\xff\xff\xff"), 4),
    Target(
        "places",
        _geojson,
        (PLACES,),
        (b"null", b"[", b"{}", b"1e308", b'"id"', b'"part_of"'),
        6,
    ),
    Target("brat", _brat, _annotated, (b"T1\t", b"E1\t", b"#1\t", b"\t", b"Attribution:", b" 9 1", b";"), 1),
    Target("bag", _bag, _tags, (b"data/../..", b"%0A", b"  ", b"/etc/passwd", b"\\", b"BagIt-Version: "), 2),
    Target(
        "models",
        _models,
        (b'[files."cues.json"]\nsha256 = "' + hashlib.sha256(b"{}").hexdigest().encode() + b'"\n',),
        (b"[files.", b"[[files]]", b'"../x"', b"sha256", b"=", b'"manifest.toml" = {sha256 = "0"}'),
        10,
    ),
    Target("weights", _weights, _onnx, (b"\x0a\xff\xff\xff\xff\x0f", b"Constant", b"Loop", b"\x08\x7f"), 2),
    Target("matrix", _matrix, _matrices, (b",", b'"', b"hyp-", b"=cmd()", b"CC", b"\r\n", b";", b"nan", b"1e999"), 1),
    Target("draft", _draft, (DRAFT,), (b"[^", b"clm-", b"#", b"```", b"according to", b"\n\n", b"](", b"said"), 2),
    Target("search", _search, (b'crane "north quay"', b"cran*"), (b'"', b"*", b"NEAR(", b" OR ", b"^", b"words:"), 6),
    Target("ownership", _ownership, ((DEMO / "outlets.csv").read_bytes(),), (b",", b'"', b"\n", b"Quay News", b";"), 4),
    Target("sensors", _sensors, (SENSORS,), (b"[[sensor]]", b"=", b"inf", b"nan", b"{", b"until"), 10),
    Target("tiles", _tiles, _pmtiles, (b"PMTiles", b"\xff\xff\xff\xff\xff", b"\x1f\x8b"), 4),
    Target(
        "proposal", _proposal, _proposals, (b'"same"', b"null", b"[", b"stm-", b"clm-", b"doc-", b'"drop": true'), 2
    ),
    Target("typed", _typed, TYPED, (b"%", b"/", b"://", b"@", b"?", b"nan", b"T", b"\\", b"\xe2\x80\xae"), 20),
    Target("inbox", _inbox, (SENT.encode(),), (b'"url"', b"null", b"{", b"<script>", b"\\ud800", b"javascript:"), 1),
)
