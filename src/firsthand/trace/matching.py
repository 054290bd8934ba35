"""How alike texts are among others: by their words, their names, and what a sentence model makes of them.

Likeness finds candidates and tells stories apart. It never joins two statements by itself: the plain checks of
:mod:`firsthand.trace.acts` come first, and what they set apart stays apart.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from scipy import sparse

from firsthand.models.sentences import embed
from firsthand.trace.words import STOP, stem

Floats = npt.NDArray[np.float32]
Cut = Callable[[str], list[str]]

BM25_K1, BM25_B = 1.5, 0.75
"""The usual saturation and length settings (Robertson and Zaragoza, 2009, The Probabilistic Relevance Framework)."""
WORD_WEIGHT = 0.01
"""What one BM25 point counts beside a cosine of vectors; the best of a few on the training tweets of CheckThat."""
SAME_STORY = -0.2
"""Likeness, in [-3, 3], from which on two reports tell one event; fixed on the odd topics of ECB+."""

_LINK = re.compile(r"https?://\S+|\b(?:pic\.twitter\.com|t\.co)/\S+")
_TAG = re.compile(r"[#@](\w+)")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|_")
_TOKEN = re.compile(r"\w+")
_SENTENCE_ENDS = (".", "!", "?", "\n", ":")


class Search:
    """Entries, each in one or several wordings, in which the nearest to a query are looked for."""

    def __init__(self, entries: Sequence[Sequence[str]]) -> None:
        """``entries`` are never empty, nor are their wordings."""
        self._entries = [[readable(text) for text in wordings] for wordings in entries]
        self._words = WordScores([" ".join(wordings) for wordings in self._entries], stems)

    def by_words(self, queries: Sequence[str]) -> Floats:
        """BM25 over stems, shape (queries, entries)."""
        return self._words.scores([readable(query) for query in queries])

    def by_meaning(self, queries: Sequence[str]) -> Floats:
        """Mean cosine of the query's vector and those of the entry's wordings, shape (queries, entries)."""
        asked = embed([readable(query) for query in queries])
        vectors = embed([text for wordings in self._entries for text in wordings])
        ends = np.cumsum([0, *(len(wordings) for wordings in self._entries)])
        cosines = asked @ vectors.T
        summed = np.add.reduceat(cosines, ends[:-1], axis=1) if len(ends) > 1 else cosines
        found: Floats = (summed / np.diff(ends)).astype(np.float32)
        return found

    def scores(self, queries: Sequence[str]) -> Floats:
        """Both together, shape (queries, entries): the higher the nearer."""
        return together(self.by_meaning(queries), self.by_words(queries))


def together(meaning: Floats, words: Floats) -> Floats:
    """One score of the cosine of vectors and BM25."""
    found: Floats = meaning + np.float32(WORD_WEIGHT) * words
    return found


class WordScores:
    """BM25 weights of each word in each text; ``cut`` makes words of a text."""

    def __init__(self, texts: Sequence[str], cut: Cut) -> None:
        self._cut = cut
        counts = [Counter(cut(text)) for text in texts]
        lengths = np.array([count.total() for count in counts], dtype=np.float32)
        self._columns = {word: number for number, word in enumerate(dict.fromkeys(w for c in counts for w in c))}
        plain = _matrix(counts, self._columns)
        holders = np.asarray((plain > 0).sum(axis=0)).ravel()
        rarity = np.log(1 + (len(texts) - holders + 0.5) / (holders + 0.5))
        rows, columns = plain.nonzero()
        often = np.asarray(plain[rows, columns]).ravel()
        spread = BM25_K1 * (1 - BM25_B + BM25_B * lengths[rows] / max(float(lengths.mean()), 1.0))
        weights = rarity[columns] * often * (BM25_K1 + 1) / (often + spread)
        self._weights = sparse.csr_matrix((weights.astype(np.float32), (rows, columns)), shape=plain.shape)

    def scores(self, queries: Sequence[str]) -> Floats:
        asked = _matrix([Counter(set(self._cut(query))) for query in queries], self._columns)
        found: Floats = (asked @ self._weights.T).toarray()
        return found


# ---- one story or two ----------------------------------------------------------------------------------------------


def story_likeness(texts: Sequence[str]) -> Floats:
    """How surely each two of ``texts`` tell one event rather than two of a kind, in [-3, 3], shape (N, N).

    The sum of three cosines, of words, of names and numbers, and of vectors, each after taking away the mean of all
    ``texts``: what reports of one kind have in common ("earthquake", "struck") says nothing about which one is meant.
    """
    views = (_weighted(texts, stems), _weighted(texts, names), embed(texts))
    total = np.zeros((len(texts), len(texts)), dtype=np.float32)
    for view in views:
        centred = view - view.mean(axis=0)
        centred /= np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-6)
        total += centred @ centred.T
    return total


def word_likeness(texts: Sequence[str]) -> Floats:
    """Plain TF-IDF cosine of each two texts, in [0, 1], shape (N, N); the peer of :func:`story_likeness`."""
    vectors = _weighted(texts, tokens)
    found: Floats = vectors @ vectors.T
    return found


def _weighted(texts: Sequence[str], cut: Cut) -> Floats:
    """Unit TF-IDF vectors with damped counts, shape (N, words)."""
    counts = [Counter(cut(text)) for text in texts]
    holders = Counter(word for count in counts for word in count)
    columns = {word: number for number, word in enumerate(holders)}
    rarity = np.array([math.log((1 + len(texts)) / (1 + each)) + 1 for each in holders.values()], dtype=np.float32)
    plain = _matrix(counts, columns).toarray()
    vectors = np.where(plain > 0, 1 + np.log(np.maximum(plain, 1)), 0) * rarity
    found: Floats = (vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-6)).astype(np.float32)
    return found


def _matrix(counts: Sequence[Counter[str]], columns: dict[str, int]) -> sparse.csr_matrix:
    """Counts of the known words, shape (texts, words)."""
    cells = [
        (row, columns[word], often)
        for row, count in enumerate(counts)
        for word, often in count.items()
        if word in columns
    ]
    rows, places, often = zip(*cells, strict=True) if cells else ((), (), ())
    return sparse.csr_matrix((np.array(often, dtype=np.float32), (rows, places)), shape=(len(counts), len(columns)))


# ---- words of a text -----------------------------------------------------------------------------------------------


def readable(text: str) -> str:
    """``text`` without links, with tags as words: "#DeepState" becomes "Deep State"."""
    return _TAG.sub(lambda match: _CAMEL.sub(" ", match.group(1)), _LINK.sub(" ", text))


def tokens(text: str) -> list[str]:
    """All words of ``text``, lower case, in order."""
    return [match.group().lower() for match in _TOKEN.finditer(text)]


def stems(text: str) -> list[str]:
    """The content words of ``text`` as stems, in order."""
    return [stem(word) for word in tokens(text) if word not in STOP]


def names(text: str) -> list[str]:
    """Words with a capital that do not begin a sentence, and numbers, lower case."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        if word[0].isdigit() or (word[0].isupper() and not _begins(text, match.start())):
            found.append(word.lower())
    return found


def _begins(text: str, start: int) -> bool:
    before = text[max(start - 8, 0) : start].rstrip(" \"“”'‘’`()")
    return not before or before.endswith(_SENTENCE_ENDS)


# ---- two sentences -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65_536)
def _vector(text: str) -> Floats:
    vector: Floats = embed([text])[0]
    return vector


def vectors(texts: Sequence[str]) -> list[Floats]:
    """The vector of each sentence. One by one, for in company they would differ in the last bit."""
    return [_vector(text) for text in texts]


def meaning(first: str, second: str, known: Mapping[str, Floats] = MappingProxyType({})) -> float:
    """Cosine of the vectors of two sentences, in [-1, 1]. Nearly blind to numbers, names and "not".

    ``known`` are vectors that were worked out before.
    """
    one = known[first] if first in known else _vector(first)
    two = known[second] if second in known else _vector(second)
    return float(one @ two)
