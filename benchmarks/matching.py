"""Do different wordings of one thing find each other?

**Tweets to claims** (CheckThat 2020, task 2): a folder with ``verified_claims.docs.tsv`` and, in subfolders,
``tweets.queries.tsv`` and ``tweet-vclaim-pairs.qrels``. ``map5`` (the official measure) of the product's scorer, beside
``bm25_map5`` (plain words of claim and title, k1 1.5, b .75) and ``meaning_map5`` (the sentence model alone). The one
weight was chosen on the training tweets.

**Reports of one event** (ECB+): a folder with ``docs.jsonl.gz``. All pairs of reports of one topic, which holds two
similar events; each topic is judged by itself. ``same_event_auc`` beside ``tfidf_auc``; ``same_event_f1`` at the
shipped threshold, ``same_event_f1_other_topics`` at one that is fixed anew for each topic on all other topics.

Peers: on the reserved tweets BM25 .669, MiniLM .783; on all of ECB+ TF-IDF .900.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from common import data_folder, sets, show
from scipy.stats import rankdata

from firsthand.trace.matching import SAME_STORY, Search, WordScores, story_likeness, together, tokens, word_likeness

CLAIMS, QUERIES, PAIRS = "verified_claims.docs.tsv", "tweets.queries.tsv", "tweet-vclaim-pairs.qrels"
STORIES = "docs.jsonl.gz"


# ---- tweets to claims ----------------------------------------------------------------------------------------------


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows, delimiter="\t"))


def tweets(folder: Path) -> dict[str, float | int]:
    """MAP@5 over all tweets below ``folder``."""
    claims = table(folder / CLAIMS)
    place = {row[""]: number for number, row in enumerate(claims)}
    search = Search([[row["vclaim"], row["title"] or row["vclaim"]] for row in claims])
    asked: list[str] = []
    wanted: list[set[int]] = []
    for part in sorted(path.parent for path in folder.rglob(QUERIES)):
        right: dict[str, set[int]] = defaultdict(set)
        for line in (part / PAIRS).read_text(encoding="utf-8").splitlines():
            tweet, _, claim, judged = line.split("\t")
            if int(judged):
                right[tweet].add(place[claim])
        for row in table(part / QUERIES):
            asked.append(row["tweet_content"])
            wanted.append(right[row[""]])
    plain = WordScores([f"{row['vclaim']} {row['title']}" for row in claims], tokens)
    meaning, words = search.by_meaning(asked), search.by_words(asked)
    return {
        "map5": map5(together(meaning, words), wanted),
        "bm25_map5": map5(plain.scores(asked), wanted),
        "meaning_map5": map5(meaning, wanted),
        "tweets": len(asked),
        "claims": len(claims),
    }


def map5(scores: np.ndarray, wanted: list[set[int]]) -> float:
    """Mean average precision of the five highest, (queries, entries) scores."""
    total = 0.0
    for row, right in zip(scores, wanted, strict=True):
        hits, precision = 0, 0.0
        for rank, found in enumerate(np.argsort(-row, kind="stable")[:5], 1):
            if int(found) in right:
                hits += 1
                precision += hits / rank
        total += precision / max(min(5, len(right)), 1)
    return total / len(wanted)


# ---- reports of one event ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs of reports of one topic."""

    same: np.ndarray
    ours: np.ndarray
    peer: np.ndarray


def stories(folder: Path) -> dict[str, float | int]:
    """The figures over all topics of the set."""
    with gzip.open(folder / STORIES, "rt", encoding="utf-8") as lines:
        reports = [json.loads(line) for line in lines]
    texts = [text_of(report) for report in reports]
    peer = word_likeness(texts)
    topics = {}
    for topic in sorted({report["topic"] for report in reports}):
        inside = [number for number, report in enumerate(reports) if report["topic"] == topic]
        one, two = np.triu_indices(len(inside), 1)
        told = np.array([reports[number]["story"] for number in inside])
        ours = story_likeness([texts[number] for number in inside])
        topics[topic] = Pairs(told[one] == told[two], ours[one, two], peer[np.ix_(inside, inside)][one, two])
    same, ours, rival = (
        np.concatenate([getattr(pairs, name) for pairs in topics.values()]) for name in Pairs.__slots__
    )
    return {
        "same_event_auc": auc(same, ours),
        "tfidf_auc": auc(same, rival),
        "same_event_f1": f1(same, ours >= SAME_STORY),
        "same_event_f1_other_topics": left_out(list(topics.values())),
        "topics": len(topics),
        "pairs": len(same),
    }


def text_of(report: dict[str, list[list[str]]]) -> str:
    """The text; the first line of a later report is its address on the web, not text."""
    lines = [" ".join(sentence) for sentence in report["sentences"]]
    return "\n".join(lines[1:] if lines[0].startswith("http") and len(lines) > 1 else lines)


def auc(same: np.ndarray, scores: np.ndarray) -> float:
    """How often a pair of one event stands above a pair of two."""
    ranks, hits = rankdata(scores), int(same.sum())
    return float((ranks[same].sum() - hits * (hits + 1) / 2) / (hits * (len(same) - hits)))


def f1(same: np.ndarray, told: np.ndarray) -> float:
    return float(2 * (same & told).sum() / max(same.sum() + told.sum(), 1))


def left_out(topics: list[Pairs]) -> float:
    """F1 where each topic's threshold is the best one of all other topics."""
    told = []
    for number, topic in enumerate(topics):
        others = [other for place, other in enumerate(topics) if place != number]
        told.append(topic.ours >= best_threshold(others))
    return f1(np.concatenate([topic.same for topic in topics]), np.concatenate(told))


def best_threshold(topics: list[Pairs]) -> float:
    same = np.concatenate([topic.same for topic in topics])
    ours = np.concatenate([topic.ours for topic in topics])
    steps = np.linspace(-1.0, 2.0, 61)
    return float(max(steps, key=lambda step: f1(same, ours >= step)))


def main() -> None:
    """Print the figures of each set."""
    folder = data_folder(__doc__ or "", "data/reuse")
    known = {CLAIMS: tweets, STORIES: stories}
    for each in sets(folder, lambda path: any((path / name).is_file() for name in known)).values():
        for name, measure in known.items():
            if (each / name).is_file():
                show(measure(each))


if __name__ == "__main__":
    main()
