"""The user's own detector: an ONNX model in the case finds objects in every fine look; what comes and goes is a change.

``detector.toml`` in the case folder says how the model wants its images; ``docs/watching.md`` describes every key. The
model is run on the processor, offline; nothing it finds counts for more than its name and score say.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from firsthand.errors import InputError
from firsthand.watch.load import Raster

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

SETTINGS = "detector.toml"
KEYS = {
    "model", "name", "input_px", "overlap_px", "bands", "low", "high", "outputs", "labels", "least_score", "gsd_m"
}  # fmt: skip
SAME_PLACE = 0.3
"""Overlap (intersection over union) of two boxes that show the same object."""

MOSTLY = 0.6
"""Share of a box within a larger one of the same label that makes it a repeat."""


@dataclass(frozen=True, slots=True)
class Contract:
    """How the model wants its images and gives its boxes."""

    model: Path
    name: str
    input_px: int
    """Side of the square tiles it is given, (1, bands, input_px, input_px) float32."""
    overlap_px: int
    bands: tuple[str, ...]
    """Roles of the bands in the order the model wants them."""
    low: float
    """Pixel value that becomes 0."""
    high: float
    """Pixel value that becomes 1."""
    outputs: tuple[str, str, str]
    """Names of the boxes (n, 4: left, top, right, bottom in tile pixels), scores (n,) and classes (n,)."""
    labels: tuple[str, ...]
    """What each class number means."""
    least_score: float
    gsd_m: tuple[float, float]
    """Pixel sizes that it was made for, in metres."""


class Box(NamedTuple):
    """One object in one look, in pixels of the series' frame."""

    left: float
    top: float
    right: float
    bottom: float
    score: float
    label: str


def read_contract(root: Path) -> Contract | None:
    """The case's detector, or ``None`` when it has none. Raises InputError when its settings cannot be used."""
    path = root / SETTINGS
    if not path.is_file():
        return None
    try:
        given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        unknown = sorted(set(given) - KEYS)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]}")
        outputs = given.get("outputs", {})
        low_m, high_m = given.get("gsd_m", [0.0, 2.5])
        contract = Contract(
            model=root / str(given["model"]),
            name=str(given.get("name", given["model"])),
            input_px=int(given["input_px"]),
            overlap_px=int(given.get("overlap_px", 32)),
            bands=tuple(map(str, given["bands"])),
            low=float(given.get("low", 0)),
            high=float(given["high"]),
            outputs=(outputs.get("boxes", "boxes"), outputs.get("scores", "scores"), outputs.get("classes", "classes")),
            labels=tuple(map(str, given.get("labels", []))),
            least_score=float(given.get("least_score", 0.5)),
            gsd_m=(float(low_m), float(high_m)),
        )
        present = contract.model.is_file()
    except (KeyError, ValueError, TypeError, AttributeError, ArithmeticError, OSError, RecursionError) as err:
        remedy = "see 'Your own detector' in docs/watching.md"
        raise InputError(f"the detector's settings cannot be used ({err})", thing=SETTINGS, remedy=remedy) from err
    if not 0 <= contract.overlap_px < contract.input_px or contract.high <= contract.low:
        remedy = "overlap_px lies below input_px, and low below high"
        raise InputError("the detector's settings contradict each other", thing=SETTINGS, remedy=remedy)
    if not present:
        raise InputError("the detector's model is missing", thing=contract.model.name, remedy="put it into the case")
    return contract


def fingerprint(root: Path) -> str:
    """Changes when the detector does; empty without one."""
    path = root / SETTINGS
    if not path.is_file():
        return ""
    digest = hashlib.sha256(path.read_bytes())
    for model in sorted(root.glob("*.onnx")):
        digest.update(model.read_bytes())
    return digest.hexdigest()


class Detector:
    """A loaded model."""

    def __init__(self, contract: Contract) -> None:
        """Raises InputError when the model cannot be loaded or lacks an output that the settings name."""
        import onnxruntime

        self.contract = contract
        try:
            options = onnxruntime.SessionOptions()
            options.log_severity_level = 4
            # A fallback from the processor is the processor again, after a banner on standard output.
            self._session: InferenceSession = onnxruntime.InferenceSession(
                str(contract.model), options, providers=["CPUExecutionProvider"], enable_fallback=False
            )
        except Exception as err:  # onnxruntime raises its own kinds, which share no public base
            remedy = "check it with onnx.checker, and its opset against the installed onnxruntime"
            raise InputError("the detector's model cannot be loaded", thing=contract.model.name, remedy=remedy) from err
        missing = [name for name in contract.outputs if name not in {item.name for item in self._session.get_outputs()}]
        if missing:
            remedy = f"name the model's outputs under [outputs] in {SETTINGS}"
            raise InputError(f"the model has no output {missing[0]}", thing=contract.model.name, remedy=remedy)

    def detect(self, values: Raster, bands: tuple[str, ...]) -> list[Box]:
        """Objects in one image (bands, rows, cols), strongest first. Raises InputError without the bands it wants."""
        wanted = self.contract.bands
        if not set(wanted) <= set(bands):
            absent = ", ".join(sorted(set(wanted) - set(bands)))
            remedy = "name the bands in the files, or train on those there are"
            raise InputError(f"the images have no band {absent}", thing=self.contract.name, remedy=remedy)
        image = values[[bands.index(name) for name in wanted]]
        span = self.contract.high - self.contract.low
        image = np.clip((np.nan_to_num(image, nan=self.contract.low) - self.contract.low) / span, 0, 1)
        found: list[Box] = []
        side = self.contract.input_px
        for top in _starts(image.shape[1], side, self.contract.overlap_px):
            for left in _starts(image.shape[2], side, self.contract.overlap_px):
                tile = np.zeros((1, len(wanted), side, side), dtype=np.float32)
                part = image[:, top : top + side, left : left + side]
                tile[0, :, : part.shape[1], : part.shape[2]] = part
                found += self._boxes(tile, top, left)
        return _apart(found)

    def _boxes(self, tile: NDArray[np.float32], top: int, left: int) -> list[Box]:
        name = self._session.get_inputs()[0].name
        try:
            boxes, scores, classes = self._session.run(list(self.contract.outputs), {name: tile})
        except Exception as err:  # as above
            remedy = f"check input_px and bands in {SETTINGS} against the model"
            raise InputError(
                "the detector's model failed on an image", thing=self.contract.name, remedy=remedy
            ) from err
        labels = self.contract.labels
        return [
            Box(box[0] + left, box[1] + top, box[2] + left, box[3] + top, score, _label(labels, int(number)))
            for box, score, number in zip(
                np.reshape(boxes, (-1, 4)).astype(float).tolist(),
                np.ravel(scores).astype(float).tolist(),
                np.ravel(classes).tolist(),
                strict=True,
            )
            if score >= self.contract.least_score and np.isfinite(box).all() and box[0] < box[2] and box[1] < box[3]
        ]


def same_object(one: Box, other: Box) -> bool:
    """Same label and place."""
    wide = min(one.right, other.right) - max(one.left, other.left)
    high = min(one.bottom, other.bottom) - max(one.top, other.top)
    if one.label != other.label or wide <= 0 or high <= 0:
        return False
    return wide * high / (_area(one) + _area(other) - wide * high) >= SAME_PLACE


def unmatched(boxes: Sequence[Box], others: Sequence[Box]) -> list[Box]:
    """Those of ``boxes`` that ``others`` do not show."""
    return [box for box in boxes if not any(same_object(box, other) for other in others)]


def _area(box: Box) -> float:
    return (box.right - box.left) * (box.bottom - box.top)


def _label(labels: Sequence[str], number: int) -> str:
    return labels[number] if 0 <= number < len(labels) else f"class {number}"


def _starts(size: int, side: int, overlap: int) -> list[int]:
    """First pixels of tiles that cover ``size``, the last one flush with the end."""
    starts = list(range(0, max(1, size - overlap), side - overlap))
    return sorted({max(0, min(start, size - side)) for start in starts})


def _apart(boxes: Sequence[Box]) -> list[Box]:
    """Without repeats where tiles overlap; of two, the whole object and not the part that a tile cut off."""
    kept: list[Box] = []
    for box in sorted(boxes, key=lambda item: (-_area(item), -item.score)):
        if not any(_repeats(box, other) for other in kept):
            kept.append(box)
    return sorted(kept, key=lambda item: -item.score)


def _repeats(box: Box, larger: Box) -> bool:
    wide = min(box.right, larger.right) - max(box.left, larger.left)
    high = min(box.bottom, larger.bottom) - max(box.top, larger.top)
    return box.label == larger.label and wide > 0 and high > 0 and wide * high > MOSTLY * _area(box)
