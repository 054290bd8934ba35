"""Ingest: the body, title, byline and date of web pages, with trafilatura's own figures beside ours in the same run.

Sets (see their READMEs): ``zyte`` gives ``body_f1`` and ``body_accuracy`` by that benchmark's rule, written anew;
``fundus`` gives ``title_exact``, ``author_precision``, ``author_recall`` and ``date_exact`` on its English pages (the
``all_`` figures and ``news_body_f1``: on pages of every language); ``htmldate`` gives ``day_exact``.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from common import data_folder, sets, show

from firsthand.collect.pages.html import read_page
from firsthand.collect.pages.page import Page
from firsthand.errors import InputError

Shingles = Counter[tuple[str, ...]]

ENGLISH_WORDS = frozenset(["the", "of", "and", "to", "in", "that", "for", "was", "with", "is"])
ENGLISH_SHARE = 0.12
"""These ten words make up a fifth to a quarter of English news text and nearly nothing of other languages' text."""


def main() -> None:
    folder = data_folder(__doc__ or "", "data/ingest")
    kinds = {"zyte": zyte, "fundus": fundus, "htmldate": htmldate}
    plain: dict[str, float | int] = {}
    for prefix, data in sets(folder, lambda path: kind_of(path) is not None).items():
        figures = kinds[kind_of(data) or ""](data)
        show(figures, prefix)
        plain |= figures if prefix else {}
    show(plain)


def kind_of(folder: Path) -> str | None:
    """Which of the three sets lies in a folder, by its files."""
    if (folder / "ground-truth.json").is_file():
        return "zyte"
    if (folder / "eval_default.json").is_file():
        return "htmldate"
    return "fundus" if any(folder.glob("*/meta.info")) else None


# ---- what is measured ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What one system makes of one page."""

    body: str
    title: str
    authors: frozenset[str]
    day: datetime | None


NOTHING = Answer("", "", frozenset(), None)


def firsthand(data: bytes, url: str) -> Answer:
    try:
        page: Page = read_page(data, url, url)
    except InputError:
        return NOTHING
    found = page.published
    moment = (found.moment if found.exact else found.moment.replace(tzinfo=None)) if found else None
    return Answer(page.text, page.title, names(page.byline.split(", ")), moment)


def trafilatura(data: bytes, url: str) -> Answer:
    """trafilatura as it comes, in precision mode, which is its best on these sets."""
    from trafilatura import bare_extraction

    found = bare_extraction(data, url=url or None, favor_precision=True, include_comments=False, with_metadata=True)
    if found is None:
        return NOTHING
    values: dict[str, Any] = found.as_dict()
    moment = datetime.fromisoformat(values["date"]) if values["date"] else None
    return Answer(values["text"] or "", values["title"] or "", names((values["author"] or "").split("; ")), moment)


SYSTEMS = {"": firsthand, "trafilatura_": trafilatura}


def names(found: Iterable[str]) -> frozenset[str]:
    return frozenset(" ".join(name.split()).casefold() for name in found if name.strip())


def page_bytes(path: Path) -> bytes:
    with gzip.open(path) as file:
        return file.read()


# ---- body: Zyte ------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class BodyScore:
    """Precision and recall of 4-word shingles per page, averaged; F1 of the two averages."""

    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    equal: int = 0
    pages: int = 0

    def add(self, gold: str, said: str) -> None:
        self.pages += 1
        self.equal += words(gold) == words(said)
        wanted, got = shingles(gold), shingles(said)
        hits = sum((wanted & got).values())
        surplus, missed = sum((got - wanted).values()), sum((wanted - got).values())
        if hits + surplus:
            self.precisions.append(hits / (hits + surplus))
        if hits + missed:
            self.recalls.append(hits / (hits + missed))

    def figures(self, prefix: str) -> dict[str, float]:
        precision, recall = mean(self.precisions), mean(self.recalls)
        return {
            f"{prefix}body_f1": 2 * precision * recall / (precision + recall) if precision + recall else 0.0,
            f"{prefix}body_precision": precision,
            f"{prefix}body_recall": recall,
            f"{prefix}body_accuracy": self.equal / self.pages if self.pages else 0.0,
        }


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def shingles(text: str, size: int = 4) -> Shingles:
    """Runs of ``size`` words with how often each occurs; a shorter text is one run."""
    found = words(text)
    if not found:
        return Counter()
    return Counter(tuple(found[at : at + size]) for at in range(max(len(found) - size + 1, 1)))


def mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def zyte(folder: Path) -> dict[str, float | int]:
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    scores = {prefix: BodyScore() for prefix in SYSTEMS}
    for id, row in gold.items():
        data = page_bytes(folder / "html" / f"{id}.html.gz")
        for prefix, system in SYSTEMS.items():
            scores[prefix].add(row["articleBody"], system(data, row.get("url", "")).body)
    figures: dict[str, float | int] = {"pages": len(gold)}
    for prefix, score in scores.items():
        figures |= score.figures(prefix)
    return figures


# ---- title, byline, date: fundus -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gold:
    title: str
    authors: frozenset[str]
    published: datetime | None
    body: str


@dataclass(slots=True)
class MetaScore:
    titles: list[bool] = field(default_factory=list)
    days: list[bool] = field(default_factory=list)
    author_sets: list[bool] = field(default_factory=list)
    right: int = 0
    said: int = 0
    wanted: int = 0

    def add(self, gold: Gold, answer: Answer) -> None:
        if gold.title:
            self.titles.append(line(gold.title) == line(answer.title))
        if gold.published:
            self.days.append(same_day(gold.published, answer.day))
        self.author_sets.append(gold.authors == answer.authors)
        self.right += len(gold.authors & answer.authors)
        self.said += len(answer.authors)
        self.wanted += len(gold.authors)

    def figures(self, prefix: str) -> dict[str, float]:
        return {
            f"{prefix}title_exact": mean([float(hit) for hit in self.titles]),
            f"{prefix}author_precision": self.right / self.said if self.said else 0.0,
            f"{prefix}author_recall": self.right / self.wanted if self.wanted else 0.0,
            f"{prefix}author_set_exact": mean([float(hit) for hit in self.author_sets]),
            f"{prefix}date_exact": mean([float(hit) for hit in self.days]),
        }


def line(text: str) -> str:
    return " ".join(text.split())


def same_day(gold: datetime, said: datetime | None) -> bool:
    """The same calendar day on the publisher's clock; an answer without clock is taken as that day."""
    if said is None:
        return False
    return (said.astimezone(gold.tzinfo) if said.tzinfo else said).date() == gold.date()


def fundus(folder: Path) -> dict[str, float | int]:
    bodies = {prefix: BodyScore() for prefix in SYSTEMS}
    english = {prefix: MetaScore() for prefix in SYSTEMS}
    every = {prefix: MetaScore() for prefix in SYSTEMS}
    count = 0
    for data, url, gold in fundus_pages(folder):
        in_english = is_english(gold.body)
        count += in_english
        for prefix, system in SYSTEMS.items():
            answer = system(data, url)
            every[prefix].add(gold, answer)
            bodies[prefix].add(gold.body, answer.body)
            if in_english:
                english[prefix].add(gold, answer)
    figures: dict[str, float | int] = {"english_pages": count}
    for prefix in SYSTEMS:
        figures |= english[prefix].figures(prefix) | every[prefix].figures(f"{prefix}all_")
        figures[f"{prefix}news_body_f1"] = bodies[prefix].figures("")["body_f1"]
    return figures


def fundus_pages(folder: Path) -> Iterator[tuple[bytes, str, Gold]]:
    """(page, URL, gold) of each page; of a publisher's gold versions the one whose body stands most in the page."""
    for info in sorted(folder.glob("*/meta.info")):
        for name, about in sorted(json.loads(info.read_text(encoding="utf-8")).items()):
            versions = info.with_name(re.sub(r"_\d{4}_\d\d_\d\d\.html\.gz$", ".json", name))
            if not versions.is_file() or not (info.parent / name).is_file():
                continue
            data = page_bytes(info.parent / name)
            markup = json_unescaped(data.decode("utf-8", "replace"))
            here = shingles(re.sub(r"<[^<>]*>", " ", markup))
            golds = [parse_gold(row) for row in json.loads(versions.read_text(encoding="utf-8")).values()]
            yield data, about["url"], max(golds, key=lambda gold: share(shingles(gold.body), here))


def json_unescaped(markup: str) -> str:
    """Letters that scripts spell as \\uXXXX and that markup spells as entities."""
    import html

    return html.unescape(re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), markup))


def share(part: Shingles, whole: Shingles) -> float:
    return sum((part & whole).values()) / max(sum(part.values()), 1)


def parse_gold(row: dict[str, Any]) -> Gold:
    body = row.get("body") or {}
    parts = list(body.get("summary") or [])
    for section in body.get("sections") or []:
        parts += [*section.get("headline", []), *section.get("paragraphs", [])]
    moment = datetime.fromisoformat(row["publishing_date"]) if row.get("publishing_date") else None
    if moment and moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return Gold(row.get("title") or "", names(row.get("authors") or []), moment, "\n".join(parts))


def is_english(text: str) -> bool:
    found = [word.lower() for word in words(text)]
    return bool(found) and sum(word in ENGLISH_WORDS for word in found) / len(found) > ENGLISH_SHARE


# ---- date: htmldate --------------------------------------------------------------------------------------------------


def htmldate(folder: Path) -> dict[str, float | int]:
    hits: dict[str, list[float]] = {prefix: [] for prefix in SYSTEMS}
    for table in sorted(folder.glob("eval_*.json")):
        for url, row in json.loads(table.read_text(encoding="utf-8")).items():
            path = folder / "html" / f"{row['file']}.gz"
            if path.is_file() and re.match(r"\d{4}-", str(row["date"])):
                data = page_bytes(path)
                for prefix, system in SYSTEMS.items():
                    day = system(data, url).day
                    hits[prefix].append(float(day is not None and day.date().isoformat() == row["date"]))
    return {"pages": len(hits[""])} | {f"{prefix}day_exact": mean(found) for prefix, found in hits.items()}


if __name__ == "__main__":
    main()
