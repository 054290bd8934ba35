"""The trained tagger as ONNX with 8-bit weights, and its settings beside it."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import onnx
import torch
from network import Tagger
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional


class ByteRows(nn.Module):
    """Embeddings kept as one signed byte a number, with one scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self.rows).to(torch.float32) * functional.embedding(ids, self.scale)


def export(tagger: Tagger, longest: int, folder: Path) -> None:
    """Write ``attribution.onnx`` and ``attribution.json`` to ``folder``."""
    tagger = tagger.float().eval()
    tagger.encoder.words = ByteRows(tagger.encoder.words.weight.data)
    tagger.encoder.places.weight.data = tagger.encoder.places.weight.data[: longest + 2]
    # Windows are read one at a time, so none is padded and no mask is needed.
    ids = torch.ones((1, 16), dtype=torch.int64)
    names = ["ids", "cases", "quoted", "emissions", "links"]
    options = {
        "input_names": names[:3],
        "output_names": names[3:],
        "dynamic_axes": {name: {1: "pieces"} for name in names},
    }
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(tagger, (ids, ids * 0, ids * 0), str(whole), opset_version=20, dynamo=False, **options)
        quantize_dynamic(
            whole,
            folder / "attribution.onnx",
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            reduce_range=True,  # without it, sums of 8-bit products overflow on processors without VNNI
            weight_type=QuantType.QInt8,
        )
    onnx.checker.check_model(onnx.load(folder / "attribution.onnx"))
    settings = {
        "longest": longest,
        "steps": _rounded(tagger.crf.steps + tagger.crf.barred),
        "begin": _rounded(tagger.crf.begin + tagger.crf.opening),
        "bias": _rounded(tagger.bias),
        "sureness": [0.0] * 6,  # fitted afterwards, see calibrate.py
    }
    (folder / "attribution.json").write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")


def _rounded(values: Tensor) -> list[object]:
    return torch.round(values.detach(), decimals=4).tolist()
