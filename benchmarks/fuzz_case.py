"""The parsers that take what others made into a case, or hold it against one: targets of ``fuzz.py``."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import lru_cache
from pathlib import Path

from fuzz_kit import Target, case_root, fresh_case, zipped

from firsthand.case import Case
from firsthand.demo.build import HERE as DEMO

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
    case = Case(root)
    try:
        import_places(case, path)
    finally:
        case.store.close()


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
        case = Case(case_root())
        first = case.store.documents()[0]
        paths = export_annotations(case, Path(folder))
        case.store.close()
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

    case = Case(case_root())
    found = boards(case)
    case.store.close()
    return tuple(export_csv(on).encode("utf-8-sig") for on in found[:2])


def _draft(data: bytes, folder: Path) -> None:
    from firsthand.publish.drafts.checker import check_text
    from firsthand.publish.drafts.shelf import blocks

    case = Case(case_root())
    text = data.decode("utf-8", "replace")[:4000]
    try:
        list(blocks(text, check_text(case, "", text)))
    finally:
        case.store.close()


def _search(data: bytes, folder: Path) -> None:
    case = Case(case_root())
    try:
        case.store.search(data.decode("utf-8", "replace"), 20)
    finally:
        case.store.close()


def _inbox(data: bytes, folder: Path) -> None:
    from firsthand.desk.inbox import Upload, take

    with fresh_case(folder) as case:
        take(case, Upload(data, "application/json"))


SENT = json.dumps({"url": "https://quay.example/7", "title": "Cranes", "html": "<p>Two cranes left, she said.</p>"})

CASE_TARGETS = (
    Target("kml", _kml, (KML,), WORDS_OF_XML, 4),
    Target("kmz", _kmz, (zipped(doc_kml=KML),), (b"PK\x03\x04", b"PK\x01\x02", b"\xff\xff\xff\xff"), 4),
    Target(
        "places",
        _geojson,
        (PLACES,),
        (b"null", b"[", b"{}", b"1e308", b'"id"', b'"part_of"'),
        2,
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
    Target("inbox", _inbox, (SENT.encode(),), (b'"url"', b"null", b"{", b"<script>", b"\\ud800", b"javascript:"), 1),
)
