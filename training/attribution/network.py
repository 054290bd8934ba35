"""The tagger: a six-layer BERT encoder with case and quotation features, a linear-chain CRF and two linking heads."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import torch
from corpus import LABELS
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from firsthand.read.attribution.pieces import CASES, QUOTED

LINK_WIDTH = 64
FORBIDDEN = -1e4


@dataclass(frozen=True)
class Shape:
    """Sizes of the encoder (MiniLM-L6-H384)."""

    vocabulary: int = 30522
    positions: int = 512
    width: int = 384
    heads: int = 12
    layers: int = 6
    inner: int = 1536


class Layer(nn.Module):
    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        self.heads = shape.heads
        self.qkv = nn.Linear(shape.width, 3 * shape.width)
        self.out = nn.Linear(shape.width, shape.width)
        self.norm1 = nn.LayerNorm(shape.width, eps=1e-12)
        self.up = nn.Linear(shape.width, shape.inner)
        self.down = nn.Linear(shape.inner, shape.width)
        self.norm2 = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, width = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=None if mask is None else mask.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Hidden states ``[batch, length, width]`` of pieces; masks are 1 for real pieces, None where all are."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        super().__init__()
        self.words = nn.Embedding(shape.vocabulary, shape.width)
        self.places = nn.Embedding(shape.positions, shape.width)
        self.kind = nn.Parameter(torch.zeros(shape.width))
        self.cases = nn.Embedding(CASES, shape.width)
        self.quoted = nn.Embedding(QUOTED, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        nn.init.zeros_(self.cases.weight)
        nn.init.zeros_(self.quoted.weight)

    def forward(self, ids: Tensor, cases: Tensor, quoted: Tensor, mask: Tensor | None = None) -> Tensor:
        place = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.places(place) + self.kind + self.cases(cases) + self.quoted(quoted)
        x = self.dropout(self.norm(x))
        bias = None if mask is None else (1.0 - mask[:, None, None, :].to(x.dtype)) * FORBIDDEN
        for layer in self.layers:
            x = layer(x, bias)
        return x

    @classmethod
    def pretrained(cls, weights: Path, shape: Shape) -> Encoder:
        """Starting weights in BERT's naming, as sentence encoders ship them."""
        given = load_file(str(weights))
        made = cls(shape)
        names = {
            "words.weight": "embeddings.word_embeddings.weight",
            "places.weight": "embeddings.position_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        state = {own: given[theirs] for own, theirs in names.items()}
        state["kind"] = given["embeddings.token_type_embeddings.weight"][0]
        for number in range(shape.layers):
            base = f"encoder.layer.{number}."
            for part in ("weight", "bias"):
                state[f"layers.{number}.qkv.{part}"] = torch.cat(
                    [given[f"{base}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
                )
                for own, theirs in (
                    ("out", "attention.output.dense"),
                    ("norm1", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm2", "output.LayerNorm"),
                ):
                    state[f"layers.{number}.{own}.{part}"] = given[f"{base}{theirs}.{part}"]
        left = made.load_state_dict(state, strict=False)
        if set(left.missing_keys) != {"cases.weight", "quoted.weight"}:
            raise ValueError(f"{weights}: not the weights of such an encoder: {left.missing_keys[:4]}")
        return made


class Tagger(nn.Module):
    """Emissions of each label and four linking vectors for each piece."""

    def __init__(self, encoder: Encoder, width: int) -> None:
        super().__init__()
        self.encoder = encoder
        self.emit = nn.Linear(width, len(LABELS))
        self.link = nn.Linear(width, 4 * LINK_WIDTH)
        self.crf = Crf()
        self.bias = nn.Parameter(torch.zeros(2, 6))
        """Weights of the distance features of the two links (see :func:`distance`)."""

    def forward(self, ids: Tensor, cases: Tensor, quoted: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        hidden = self.encoder(ids, cases, quoted, mask)
        return self.emit(hidden), self.link(hidden)

    def scores(self, links: Tensor, which: int, heads: Tensor, tails: Tensor) -> Tensor:
        """Scores ``[heads, tails]`` of one text's link ``which`` (0: content to cue, 1: cue to source).

        ``heads`` and ``tails`` are spans, one row (first, last + 1) each.
        """
        first, second = (
            links[:, (2 * which + part) * LINK_WIDTH : (2 * which + part + 1) * LINK_WIDTH] for part in (0, 1)
        )
        asks = first[heads[:, 0]] + first[heads[:, 1] - 1]
        gives = second[tails[:, 0]] + second[tails[:, 1] - 1]
        return asks @ gives.T / math.sqrt(LINK_WIDTH) + distance(heads, tails) @ self.bias[which]


def distance(heads: Tensor, tails: Tensor) -> Tensor:
    """Features ``[heads, tails, 6]`` of how two spans stand: before or after, touching, how far apart."""
    after = (tails[None, :, 0] >= heads[:, None, 1]).float()
    before = 1 - after
    gap = torch.where(
        after > 0, tails[None, :, 0] - heads[:, None, 1], heads[:, None, 0] - tails[None, :, 1]
    ).clamp(min=0).float()  # fmt: skip
    near = torch.log1p(gap)
    touch = (gap <= 2).float()
    return torch.stack([after, before, after * near, before * near, after * touch, before * touch], -1)


class Crf(nn.Module):
    """Linear-chain CRF whose impossible steps (O to I, B-cue to I-content) stay impossible."""

    def __init__(self) -> None:
        super().__init__()
        size = len(LABELS)
        self.steps = nn.Parameter(torch.zeros(size, size))
        self.begin = nn.Parameter(torch.zeros(size))
        barred = torch.zeros(size, size)
        for second, label in enumerate(LABELS):
            if label.startswith("I-"):
                allowed = {label, "B-" + label[2:]}
                for first, other in enumerate(LABELS):
                    if other not in allowed:
                        barred[first, second] = FORBIDDEN
        self.register_buffer("barred", barred)
        self.register_buffer(
            "opening", torch.tensor([FORBIDDEN if label.startswith("I-") else 0.0 for label in LABELS])
        )

    def loss(self, emissions: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """Negative log-likelihood for each piece of the batch."""
        steps = self.steps + self.barred
        begin = self.begin + self.opening
        batch, length, _ = emissions.shape
        rows = torch.arange(batch)
        gold = begin[labels[:, 0]] + emissions[rows, 0, labels[:, 0]]
        alpha = begin + emissions[:, 0]
        for at in range(1, length):
            here = mask[:, at]
            gold = gold + (steps[labels[:, at - 1], labels[:, at]] + emissions[rows, at, labels[:, at]]) * here
            onward = torch.logsumexp(alpha[:, :, None] + steps, 1) + emissions[:, at]
            alpha = torch.where(here[:, None] > 0, onward, alpha)
        return (torch.logsumexp(alpha, 1) - gold).sum() / mask.sum()
