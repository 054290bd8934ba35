"""Train the event factuality model: ``python training/factuality.py --data ../shared/data/factuality``.

Reads ``train*.jsonl[.gz]`` of every set below the folder, learns three small networks (embedding bag, one hidden layer,
softmax over nine factuality levels) with numpy, prunes and quantises them, and writes
``src/firsthand/models/factuality.json``. Seeded: the same data and numpy give the same file. About half a minute
on one core. Development figures: ``python benchmarks/factuality.py``.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import json
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from manifest import renew
from scipy.sparse import csr_matrix

from firsthand.read.certainty.features import features, tokens_of
from firsthand.read.certainty.model import LEVELS, feature_hash

ROOT = Path(__file__).resolve().parent.parent
NETS, HIDDEN, EPOCHS, BATCH = 3, 16, 8, 64
FEATURE_DROPOUT, HIDDEN_DROPOUT, DECAY = 0.4, 0.2, 0.03
LEARNING_RATE, LAST_RATE = 0.003, 0.0002
MIN_COUNT, KEPT_FEATURES = 4, 12_000
STEPS = 10
"""Embeddings are stored as whole numbers from -10 to 10: the score is the same as with 8 bits, the file a third."""
# The two small sets would drown in the large one.
SET_WEIGHT = {"uds_ih2": 1.0}
OTHER_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Examples:
    rows: list[list[str]]
    labels: np.ndarray
    weights: np.ndarray


def read(folder: Path) -> Examples:
    """All training events of the sets below ``folder``."""
    rows: list[list[str]] = []
    labels: list[float] = []
    weights: list[float] = []
    for path in sorted(folder.glob("*/train.jsonl*")):
        for words, label in events(path):
            rows.append(words)
            labels.append(label)
            weights.append(SET_WEIGHT.get(path.parent.name, OTHER_WEIGHT))
    return Examples(rows, np.array(labels), np.array(weights, dtype=np.float32))


def events(path: Path) -> Iterator[tuple[list[str], float]]:
    """(features, label) of each event of one jsonl file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            words = record["text"].split(" ")
            tokens = tokens_of(record["text"])
            for target in record["targets"]:
                first = target["span1"][0]
                position = sum(len(word) + 1 for word in words[:first])
                yield features(tokens, tokens.index_of(position)), float(target["label"])


def soft_targets(labels: np.ndarray) -> np.ndarray:
    """Each label shared between its two neighbouring levels; shape (N, levels)."""
    step = LEVELS[1] - LEVELS[0]
    place = (np.clip(labels, LEVELS[0], LEVELS[-1]) - LEVELS[0]) / step
    low = np.minimum(place.astype(int), len(LEVELS) - 2)
    share = (place - low).astype(np.float32)
    targets = np.zeros((len(labels), len(LEVELS)), dtype=np.float32)
    rows = np.arange(len(labels))
    targets[rows, low] = 1 - share
    targets[rows, low + 1] += share
    return targets


def matrix(rows: list[list[str]], vocabulary: dict[str, int]) -> csr_matrix:
    """Rows of 1/sqrt(features known), shape (N, vocabulary)."""
    known = [[vocabulary[word] for word in row if word in vocabulary] for row in rows]
    starts = np.concatenate([[0], np.cumsum([len(row) for row in known])])
    values = np.concatenate([np.full(len(row), len(row) ** -0.5, dtype=np.float32) for row in known])
    return csr_matrix((values, np.concatenate([np.array(row, dtype=np.int32) for row in known]), starts))


def train(data: csr_matrix, targets: np.ndarray, weights: np.ndarray, seed: int) -> list[np.ndarray]:
    """Embedding, its bias, output weights and bias, by Adam with decoupled weight decay."""
    random = np.random.default_rng(seed)
    params = [
        random.normal(0, 0.3, (data.shape[1], HIDDEN)).astype(np.float32),
        np.zeros(HIDDEN, dtype=np.float32),
        random.normal(0, 0.1, (HIDDEN, len(LEVELS))).astype(np.float32),
        np.log(targets.mean(0) + 1e-9).astype(np.float32),
    ]
    moments = [(np.zeros_like(param), np.zeros_like(param)) for param in params]
    step = 0
    for epoch in range(EPOCHS):
        rate = LEARNING_RATE * (1 - epoch / EPOCHS) + LAST_RATE
        order = random.permutation(data.shape[0])
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            step += 1
            gradients = backward(params, data[rows].copy(), targets[rows], weights[rows], random)
            for number, gradient in enumerate(gradients):
                first, second = moments[number]
                first += 0.1 * (gradient - first)
                second += 0.001 * (gradient**2 - second)
                update = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
                params[number] -= rate * (update + (DECAY * params[number] if gradient.ndim == 2 else 0))
    return params


def backward(
    params: list[np.ndarray], data: csr_matrix, targets: np.ndarray, weights: np.ndarray, random: np.random.Generator
) -> list[np.ndarray]:
    """Gradients of the weighted cross-entropy of one batch, with dropout of features and hidden units."""
    embed, bias, out, out_bias = params
    data.data *= (random.random(len(data.data)) > FEATURE_DROPOUT) / (1 - FEATURE_DROPOUT)
    before = data @ embed + bias
    mask = (random.random(before.shape) > HIDDEN_DROPOUT) / (1 - HIDDEN_DROPOUT)
    hidden = np.maximum(before, 0) * mask
    scores = softmax(hidden @ out + out_bias)
    error = (scores - targets) * weights[:, None] / len(weights)
    back = (error @ out.T) * mask * (before > 0)
    return [
        np.asarray(gradient, dtype=np.float32)
        for gradient in (data.T @ back, back.sum(0), hidden.T @ error, error.sum(0))
    ]


def softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(1, keepdims=True))
    return powers / powers.sum(1, keepdims=True)


def write(path: Path, vocabulary: dict[str, int], counts: Counter[str], nets: list[list[np.ndarray]]) -> None:
    """The kept features' hashes and quantised embeddings, and the small dense parts as decimals."""
    words = list(vocabulary)
    embed = np.hstack([net[0] for net in nets])
    use = np.linalg.norm(embed, axis=1) * np.sqrt([counts[word] for word in words])
    kept = sorted(np.argsort(-use, kind="stable")[:KEPT_FEATURES].tolist(), key=lambda row: feature_hash(words[row]))
    # The tail beyond five deviations is cut, so that the many small weights keep their resolution.
    scale = min(float(np.abs(embed[kept]).max()), 5 * float(embed[kept].std())) / STEPS
    levels = np.clip(np.round(embed[kept] / scale), -STEPS, STEPS).astype(np.int8)
    hashes = np.array([feature_hash(words[row]) for row in kept], dtype="<u4")
    model = {
        "hashes": packed(hashes.tobytes()),
        "embed": packed(levels.tobytes()),
        "scale": scale,
        "hidden": HIDDEN,
        "nets": [
            {
                "bias": np.round(bias, 4).tolist(),
                "out": np.round(out, 4).tolist(),
                "out_bias": np.round(out_bias, 4).tolist(),
            }
            for _, bias, out, out_bias in ([part.astype(float) for part in net] for net in nets)
        ],
    }
    path.write_text(json.dumps(model), encoding="utf-8")


def packed(data: bytes) -> str:
    return base64.b64encode(zlib.compress(data, 9)).decode("ascii")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data/factuality")
    parser.add_argument("--out", type=Path, default=ROOT / "src/firsthand/models/factuality.json")
    options = parser.parse_args()
    examples = read(options.data)
    counts = Counter(word for row in examples.rows for word in row)
    vocabulary = {word: number for number, (word, count) in enumerate(counts.most_common()) if count >= MIN_COUNT}
    data, targets = matrix(examples.rows, vocabulary), soft_targets(examples.labels)
    nets = [train(data, targets, examples.weights, seed) for seed in range(NETS)]
    write(options.out, vocabulary, counts, nets)
    renew()
    sys.stdout.write(f"events: {len(examples.rows)}\nbytes: {options.out.stat().st_size}\n")


if __name__ == "__main__":
    main()
