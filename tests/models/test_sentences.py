"""The shipped sentence model: likeness follows meaning, and a text's vector is its own."""

from __future__ import annotations

import numpy as np

from firsthand.models.sentences import MAX_TOKENS, WIDTH, embed


def test_another_wording_is_nearer_than_another_matter() -> None:
    told, reworded, other = embed(
        [
            "Workers have taken down the old test tower at the northern yard.",
            "The tower formerly used for tests was dismantled.",
            "Grain prices rose again in the capital this week.",
        ]
    )
    assert float(told @ reworded) > 0.5
    assert float(told @ other) < 0.2


def test_vectors_have_length_one_and_do_not_depend_on_their_batch() -> None:
    texts = [
        "A hall was built.",
        "Two wagons left the yard during the night, said a driver who had seen them. " * 9,
        "",
    ]
    together = embed(texts)
    assert together.shape == (3, WIDTH)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for text, vector in zip(texts, together, strict=True):
        assert float(embed([text])[0] @ vector) > 0.999


def test_no_text_gives_no_vector() -> None:
    assert embed([]).shape == (0, WIDTH)


def test_words_behind_the_limit_are_not_read() -> None:
    long = "crane " * MAX_TOKENS
    assert np.allclose(embed([long]), embed([long + "submarine"]), atol=1e-5)
