"""Near duplicates among many documents: speed, memory and recall, beside datasketch and rensa where they are installed.

What finds the candidates for copies (:mod:`firsthand.wording.prints`) is measured: prints of all texts, an index of
them, and for each text the earlier ones that hold most of its prints; one that holds half of them is linked.

Invented documents of 300 words (20,000 invented words, frequent ones first as in language); three of ten retell an
earlier one with up to a tenth of the words replaced. ``--documents N`` sets how many (50,000); ``--full`` takes one
million; ``--data`` is accepted as by all benchmarks and not used. Making the documents is not counted.

All times are of the processor. ``docs_per_s``: documents cut, hashed, sorted and looked up in a second, on one core.
``recall``: share of the retellings that have at least .6 of all runs of five words in common with their original and
are linked to its family. ``false_pairs``: pairs of different families. ``peak_mb``: of the process, with its
libraries. ``add_one_ms``: median time to add one more document to all and look it up. On a slice of ``--slice``
documents, the same for datasketch (MinHash of 128, LSH at .5) and rensa (RMinHash of 128, 32 bands): each given the
same runs of five words. ``slice_recall`` is ours there.
"""

from __future__ import annotations

import argparse
import importlib.util
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from common import show

from firsthand.trace.copies import TOGETHER
from firsthand.wording.prints import Prints, sources
from firsthand.wording.runs import SHINGLE_WORDS

WORDS, VOCABULARY, LEAST_SHARED = 300, 20_000, 0.6
LINKED = 0.5
"""Share of a text's prints that an earlier text holds, from which the two are linked."""
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "ar", "en", "is")]
Links = list[tuple[int, int]]


@dataclass(slots=True)
class Corpus:
    """Documents by number, always the same for one seed, made when asked for."""

    seed: int
    making_s: float = 0.0
    """Seconds spent on making documents."""
    words: list[str] = field(default_factory=list)
    limits: np.ndarray = field(default_factory=lambda: np.empty(0))

    def __post_init__(self) -> None:
        chance = np.random.default_rng(self.seed)
        parts = chance.integers(0, len(SYLLABLES), (VOCABULARY, 4))
        self.words = ["".join(SYLLABLES[part] for part in row) for row in parts]
        shares = 1.0 / np.arange(10, VOCABULARY + 10)
        self.limits = np.cumsum(shares / shares.sum())

    def original(self, number: int) -> int:
        """The document that ``number`` retells; itself when it is an original."""
        if number % 10 in (0, 1, 2, 4, 5, 7, 8):
            return number
        return int(np.random.default_rng((self.seed, 1, number)).integers(0, number // 10 * 10 or 1)) // 10 * 10

    def drawn(self, number: int) -> np.ndarray:
        """The words of a document, as numbers."""
        source = self.original(number)
        found = np.searchsorted(self.limits, np.random.default_rng((self.seed, 2, source)).random(WORDS))
        if source != number:
            chance = np.random.default_rng((self.seed, 3, number))
            changed = chance.random(WORDS) < chance.random() / 10
            found[changed] = np.searchsorted(self.limits, chance.random(int(changed.sum())))
        return found

    def text(self, number: int) -> str:
        began = time.process_time()
        found = " ".join(self.words[word] for word in self.drawn(number))
        self.making_s += time.process_time() - began
        return found

    def texts(self, count: int) -> Iterator[str]:
        return (self.text(number) for number in range(count))

    def shared(self, one: int, two: int) -> float:
        """Share of common runs of five words among all of both."""
        first, second = (runs(self.text(number)) for number in (one, two))
        return len(first & second) / len(first | second)


def runs(text: str) -> set[str]:
    words = text.split()
    return {" ".join(words[at : at + SHINGLE_WORDS]) for at in range(len(words) - SHINGLE_WORDS + 1)}


def judged(corpus: Corpus, links: Links, count: int, sample: int) -> tuple[float, int]:
    """Recall over the retellings among the first ``sample`` documents, and how many pairs link two families."""
    family = {number: corpus.original(number) for pair in links for number in pair}
    false = sum(family[one] != family[two] for one, two in links)
    linked = {two for one, two in links if family[one] == family[two]}
    close = [
        number
        for number in range(min(sample, count))
        if corpus.original(number) != number and corpus.shared(number, corpus.original(number)) >= LEAST_SHARED
    ]
    return sum(number in linked for number in close) / max(len(close), 1), false


def links_into(index: Prints, first: int) -> Links:
    """The texts from number ``first`` on, each with the earlier text that holds most of its prints, if half."""
    found: Links = []
    for start in range(first, len(index), TOGETHER):
        numbers = range(start, min(start + TOGETHER, len(index)))
        for number, holders in zip(numbers, index.holders(numbers), strict=True):
            near = sources(holders)
            if near and near[0][1] >= LINKED * index.count(number):
                found.append((near[0][0], number))
    return found


def ours(corpus: Corpus, count: int) -> tuple[Prints, Links, float]:
    """The index, its links and documents a second."""
    index = Prints()
    corpus.making_s = 0.0
    began = time.process_time()
    index.extend(corpus.texts(count))
    links = links_into(index, 0)
    spent = time.process_time() - began - corpus.making_s
    return index, links, count / spent


def add_one(corpus: Corpus, index: Prints, times: int = 200) -> float:
    """Median milliseconds to add one document and look it up."""
    spent = []
    for number in range(len(index), len(index) + times):
        text = corpus.text(number)
        began = time.process_time()
        index.extend([text])
        links_into(index, number)
        spent.append(time.process_time() - began)
    return statistics.median(spent) * 1e3


def with_datasketch(texts: list[str]) -> Links:
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=0.5, num_perm=128)
    found: Links = []
    for number, text in enumerate(texts):
        signature = MinHash(num_perm=128)
        signature.update_batch([run.encode() for run in runs(text)])
        found += [(other, number) for other in index.query(signature)]
        index.insert(number, signature)
    return found


def with_rensa(texts: list[str]) -> Links:
    from rensa import RMinHash, RMinHashLSH

    index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
    found: Links = []
    for number, text in enumerate(texts):
        signature = RMinHash(num_perm=128, seed=1)
        signature.update(list(runs(text)))
        found += [(other, number) for other in index.query(signature)]
        index.insert(number, signature)
    return found


PEERS: dict[str, Callable[[list[str]], Links]] = {"datasketch": with_datasketch, "rensa": with_rensa}


def peers(corpus: Corpus, count: int) -> dict[str, float | int | str]:
    """All on one slice."""
    texts = list(corpus.texts(count))
    began = time.process_time()
    index = Prints()
    index.extend(texts)
    links = links_into(index, 0)
    spent = time.process_time() - began
    recall, _ = judged(corpus, links, count, count)
    figures: dict[str, float | int | str] = {"slice_docs_per_s": count / spent, "slice_recall": recall}
    for name, run in PEERS.items():
        if importlib.util.find_spec(name) is None:
            figures[f"{name}_docs_per_s"] = f"not run: install {name}"
            continue
        began = time.process_time()
        links = run(texts)
        figures[f"{name}_docs_per_s"] = count / (time.process_time() - began)
        figures[f"{name}_recall"], figures[f"{name}_false_pairs"] = judged(corpus, links, count, count)
    return figures


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="not used")
    parser.add_argument("--seed", type=int, default=20315, help="other seeds give other documents")
    parser.add_argument("--documents", type=int, default=50_000)
    parser.add_argument("--full", action="store_true", help="one million documents")
    parser.add_argument("--slice", type=int, default=3_000, help="documents for the peers")
    options = parser.parse_args()
    corpus = Corpus(options.seed)
    slice_figures = peers(corpus, options.slice)
    count = 1_000_000 if options.full else options.documents
    index, links, speed = ours(corpus, count)
    recall, false = judged(corpus, links, count, 5_000)
    show({"documents": count, "docs_per_s": speed, "recall": recall, "pairs": len(links), "false_pairs": false})
    show({"add_one_ms": add_one(corpus, index)})
    show({"peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})
    show(slice_figures)


if __name__ == "__main__":
    main()
