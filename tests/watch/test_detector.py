"""The hook for the user's own model, with a tiny one made here: it boxes what is bright."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from firsthand.case import Case
from firsthand.errors import InputError
from firsthand.model import ChangeKind
from firsthand.watch.detector import Box, Detector, read_contract, unmatched
from firsthand.watch.watcher import watch

onnx = pytest.importorskip("onnx", reason="onnx builds the model of this test")

SETTINGS = """
model = "bright.onnx"
name = "bright spots"
input_px = 64
overlap_px = 16
bands = ["red"]
high = 255
labels = ["thing"]
"""


def bright_model(path: Path) -> None:
    """One box around all that is brighter than .9; its score is the brightest pixel."""
    helper, tensor = onnx.helper, onnx.TensorProto
    nodes = [
        helper.make_node("Greater", ["image", "limit"], ["above"]),
        helper.make_node("NonZero", ["above"], ["where"]),
        helper.make_node("Gather", ["where", "axes"], ["places"], axis=0),
        helper.make_node("Cast", ["places"], ["at"], to=tensor.FLOAT),
        helper.make_node("ReduceMin", ["at", "last"], ["low"], keepdims=0),
        helper.make_node("ReduceMax", ["at", "last"], ["high"], keepdims=0),
        helper.make_node("Add", ["high", "one"], ["beyond"]),
        helper.make_node("Concat", ["low", "beyond"], ["flat"], axis=0),
        helper.make_node("Reshape", ["flat", "shape"], ["boxes"]),
        helper.make_node("ReduceMax", ["image"], ["top"], keepdims=0),
        helper.make_node("Reshape", ["top", "single"], ["scores"]),
        helper.make_node("Cast", ["zero"], ["classes"], to=tensor.INT64),
    ]
    constants = {
        "limit": np.array(0.9, np.float32),
        "axes": np.array([3, 2], np.int64),
        "last": np.array([1], np.int64),
        "one": np.array(1, np.float32),
        "shape": np.array([1, 4], np.int64),
        "single": np.array([1], np.int64),
        "zero": np.array([0], np.float32),
    }
    graph = helper.make_graph(
        nodes,
        "bright",
        [helper.make_tensor_value_info("image", tensor.FLOAT, [1, 1, 64, 64])],
        [
            helper.make_tensor_value_info("boxes", tensor.FLOAT, [1, 4]),
            helper.make_tensor_value_info("scores", tensor.FLOAT, [1]),
            helper.make_tensor_value_info("classes", tensor.INT64, [1]),
        ],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)])
    model.ir_version = 9
    path.write_bytes(model.SerializeToString())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "detector.toml").write_text(SETTINGS)
    bright_model(tmp_path / "bright.onnx")
    return tmp_path


def detector(root: Path) -> Detector:
    contract = read_contract(root)
    assert contract is not None
    return Detector(contract)


def test_a_thing_across_tiles_is_boxed_where_it_lies(root: Path) -> None:
    image = np.full((2, 100, 120), 40, dtype=np.float32)
    image[1, 70:78, 60:72] = 250
    (found,) = detector(root).detect(image, ("blue", "red"))
    assert (found.left, found.top, found.right, found.bottom) == (60, 70, 72, 78)
    assert (found.label, round(found.score, 2)) == ("thing", 0.98)


def test_only_what_the_other_look_lacks_is_unmatched() -> None:
    one, moved = Box(10, 10, 20, 20, 0.9, "thing"), Box(11, 10, 21, 20, 0.8, "thing")
    assert unmatched([one], [moved]) == []
    assert unmatched([one], [moved._replace(label="other")]) == [one]


def test_a_case_without_settings_has_no_detector(tmp_path: Path) -> None:
    assert read_contract(tmp_path) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("high = 255", "hgih = 255"), "unknown key hgih"),
        (("high = 255", "high = 0"), "contradict"),
        (("bright.onnx", "absent.onnx"), "missing"),
        (("input_px = 64\n", ""), "input_px"),
    ],
)
def test_settings_that_cannot_be_used_say_why(root: Path, change: tuple[str, str], said: str) -> None:
    (root / "detector.toml").write_text(SETTINGS.replace(*change))
    with pytest.raises(InputError, match=said):
        read_contract(root)


def test_bytes_that_are_no_model_and_missing_bands_are_named(root: Path) -> None:
    loaded = detector(root)
    with pytest.raises(InputError, match="no band red"):
        loaded.detect(np.zeros((1, 64, 64), dtype=np.float32), ("blue",))
    (root / "bright.onnx").write_bytes(b"no model")
    with pytest.raises(InputError, match="cannot be loaded"):
        detector(root)


def test_a_model_whose_words_are_no_text_is_refused_without_a_banner(
    root: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Of what it cannot even name, onnxruntime would print that it tries once more."""
    model = root / "bright.onnx"
    model.write_bytes(model.read_bytes().replace(b"Greater", b"\xff\xfeeater"))
    with pytest.raises(InputError, match="cannot be loaded"):
        detector(root)
    assert capfd.readouterr() == ("", "")


def test_objects_the_model_sees_come_and_go_as_changes(case_with: Callable[..., Case]) -> None:
    case = case_with("*_0.5m.tif")
    bright_model(case.root / "bright.onnx")
    (case.root / "detector.toml").write_text(SETTINGS.replace("high = 255", "high = 130"))
    assert not watch(case).problems
    observed = [change for change in case.store.changes("place") if "bright spots" in change.kind_reason]
    assert {change.kind for change in observed} <= {ChangeKind.OBJECT_APPEARED, ChangeKind.OBJECT_LEFT}
    assert observed
    assert all(change.p_value == 1.0 and len(change.chips) == 3 for change in observed)
