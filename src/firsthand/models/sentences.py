"""Sentences as vectors, by the shipped sentence model (card: ``models/sentences.md``)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from firsthand.models.loader import load_session, load_tokenizer

Vectors = npt.NDArray[np.float32]

WIDTH = 384
MAX_TOKENS = 256
"""Words of a text behind this many word pieces are not read."""
BATCH_TOKENS = 4096
"""Word pieces, padding counted, that go through the model at once; bounds memory at some tens of megabytes."""


def embed(texts: Sequence[str]) -> Vectors:
    """Unit vectors of ``texts``, shape (N, 384): the product of two is their likeness, in [-1, 1].

    About 100 sentences a second on one core. Rounding apart, a vector does not depend on what stands beside it.
    Raises IntegrityError when the model's files are not as shipped.
    """
    found = np.zeros((len(texts), WIDTH), dtype=np.float32)
    if not texts:
        return found
    encoded = [each.ids for each in load_tokenizer("sentences.tokenizer.json").encode_batch(list(texts))]
    session = load_session("sentences.onnx")
    for batch in _batches([len(ids) for ids in encoded]):
        longest = max(len(encoded[number]) for number in batch)
        ids = np.zeros((len(batch), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, number in enumerate(batch):
            ids[row, : len(encoded[number])] = encoded[number]
            mask[row, : len(encoded[number])] = 1
        (vectors,) = session.run(None, {"ids": ids, "mask": mask})
        found[batch] = vectors
    return found


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Numbers of texts of like length together, at most :data:`BATCH_TOKENS` with padding."""
    batches: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lambda number: -lengths[number]):
        # Longest first: the first of a batch sets its width.
        if batches and (len(batches[-1]) + 1) * lengths[batches[-1][0]] <= BATCH_TOKENS:
            batches[-1].append(number)
        else:
            batches.append([number])
    return batches
