"""Which place a name means, from the whole document: what is said beside it, what else is named, how large it is.

Every mention gets candidates from the gazetteer and all are settled together. For each candidate count: the region
written after it ("Paris, Texas"), the countries and provinces named anywhere in the text, how close it lies to the
candidates of the other names, its population, and whether the name is its own or another. One name means one place in
one document. A name that the gazetteer lacks (a street, a school, a small hamlet) stands where the document's nearest
settled name stands, with a radius that says so.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firsthand.geo import great_circle_km
from firsthand.read.places.gazetteer import Gazetteer, Place, distance_km, regions
from firsthand.read.places.towns import gazetteer

MAX_CANDIDATES = 40
"""Candidates kept per name, the most populous first; "San Antonio" has some hundred."""
ROUNDS = 3
LARGE_TOWN = 300_000
"""Inhabitants from which a part of a name is taken for that town without further support."""
NEAR_KM = 100.0
APART_KM = 161.0
"""Distance from which two places of one name are different answers (100 miles, the field's usual line)."""
MAX_COMPANY = 400
"""Candidates of other names that a candidate is measured against."""
LEAST_ODDS = 0.05
FAR_DEG = 6.0
"""Degrees of latitude beyond which a name pulls no more."""
BORROWED_RADIUS_M = 100_000.0
"""Uncertainty of a place that is only known to lie near the document's other places."""

_REGION_AFTER = re.compile(r"(?:(?:'s|’s)?,\s*|\s+in\s+(?:the\s+)?)((?:[A-Z][\w.'’-]*[ ]?){1,4})")
_DOMAIN = re.compile(r"(?<![\w-])[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,5}\.([a-z]{2})(?=[/\s]|$)")
_CAPITALISED = re.compile(r"(?:[A-Z]\.){2,}|[A-Z][\w'’-]*\.?")
_NAME_RUN = re.compile(r"[A-Z][\w'’.-]*[\w.](?: [A-Z][\w'’.-]*\w){0,3}")
_COUNTY = re.compile(r"^(.*?)\s+(?:co\.?|county|counties|parish|parishes|borough)$", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:the|city of|town of|village of|county of|state of|port of|republic of|greater|downtown|uptown|central|inner|"
    r"upper|lower|mid|new|old|metro|metropolitan|rural|(?:north|south|east|west)(?:ern|east|west|eastern|western)?)[\s-]+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"[\s-]+(?:city|town|township|twp\.?|village|borough|district|province|region|state|county|governorate|prefecture|"
    r"area|metro|metropolitan area|valley|heights|island|islands|beach|bay|international airport|airport|university|"
    r"river|creek|lake|harbou?r|port|oblast|division|suburb|municipality|based)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each kind of evidence counts, in nats; fitted on half of LGL and GeoWebNews (``training/places.py``)."""

    population: float = 0.75
    """Per factor of ten inhabitants."""
    capital: float = 1.0
    country: float = 5.0
    region: float = 4.0
    """For a province, sea or continent, which has no population here; ``country`` likewise."""
    alias: float = -1.25
    """For a town found under another name than its own."""
    region_alias: float = -0.9
    beside: float = 5.0
    """For lying in the region written right after the name."""
    country_named: float = 1.0
    province_named: float = 0.6
    near: float = 0.6
    near_km: float = 250.0
    """Distance at which another name's pull has fallen to a third, in kilometres."""
    same_country: float = 1.0
    """Per e-fold of the other names that lie in the same country."""
    same_province: float = 1.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A settled mention."""

    start: int
    end: int
    place: Place | None
    """``None`` when neither the gazetteer nor the document says anything."""
    how: str
    """named, part of the name, or borrowed from the document."""
    odds: float = 1.0
    """Share of the odds that fall to this place and what lies near it, against its rival, in [0, 1]."""
    rival: Place | None = None
    """The likeliest place of that name that lies elsewhere."""


@dataclass(slots=True)
class _Name:
    """One name of the document with its candidates; ``odds`` sum to one."""

    text: str
    places: list[Place]
    beside: list[Place]
    odds: list[float]
    whole: bool


def resolve(mention: str, context: str, known: Gazetteer | None = None) -> Place | None:
    """The place that ``mention`` means in ``context``, a text that may hold it; ``None`` when nothing is known."""
    book = known or gazetteer()
    start = context.find(mention)
    text, start = (context, start) if start >= 0 else (f"{mention}. {context}", 0)
    span = (start, start + len(mention))
    others = [
        match.span()
        for match in _NAME_RUN.finditer(text)
        if (match.end() <= span[0] or match.start() >= span[1]) and book.find(match.group())
    ]
    return resolve_all(text, [span, *others[:MAX_COMPANY]], known=book)[0].place


def resolve_all(
    text: str,
    spans: Sequence[tuple[int, int]],
    *,
    hint: str = "",
    known: Gazetteer | None = None,
    weights: Weights | None = None,
) -> list[Toponym]:
    """Settle the names at ``spans`` (start, end) of ``text`` together, in the order given.

    ``hint`` is more text of the same document, as a title or the outlet's name. Deterministic; linear in the text and
    quadratic in its distinct names.
    """
    book = known or gazetteer()
    scale = weights or Weights()
    names = _names(text, spans, book)
    named = _regions_named(f"{hint}\n{text}", book)
    for _ in range(ROUNDS):
        _weigh(list(names.values()), named, scale)
    settled = [_settled(start, end, names[_label(text[start:end])], names) for start, end in spans]
    return _with_borrowed(settled)


def _label(words: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"['’]s$", "", words.strip(' .,"“”')))


def _names(text: str, spans: Sequence[tuple[int, int]], book: Gazetteer) -> dict[str, _Name]:
    names: dict[str, _Name] = {}
    for start, end in spans:
        label = _label(text[start:end])
        if label not in names:
            places, whole = candidates(label, book)
            names[label] = _Name(label, places, [], [1 / len(places)] * len(places) if places else [], whole)
        names[label].beside += _beside(text, end, book)
    return names


def candidates(label: str, book: Gazetteer) -> tuple[list[Place], bool]:
    """The places that ``label`` may mean, and whether it is the whole name rather than a part of it."""
    for number, form in enumerate(_forms(label)):
        found = list(dict.fromkeys(book.find(form)))[:MAX_CANDIDATES]
        if found:
            return found, number == 0
    return [], False


def _forms(label: str) -> Iterator[str]:
    """``label``, then less and less of it."""
    yield label
    county = _COUNTY.match(label)
    if county:
        yield f"{county.group(1)} County"
        yield f"{county.group(1)} Parish"
    bare = label
    for pattern in (_LEADING, _TRAILING, _LEADING, _TRAILING):
        shorter = pattern.sub("", bare)
        if shorter != bare and shorter:
            bare = shorter
            yield bare
    yield f"{label} County"
    words = re.findall(r"[\w.'’-]+", label)
    for size in range(len(words) - 1, 0, -1):
        for first in (*range(len(words) - size + 1),):
            part = " ".join(words[first : first + size])
            if part[:1].isupper() and len(part) > 3:
                yield part


def _beside(text: str, end: int, book: Gazetteer) -> list[Place]:
    """The region written after a name: "Paris, Texas", "Athens, Ga.", "Cambridge, MA", "Paris in Texas"."""
    match = _REGION_AFTER.match(text, end)
    if not match:
        return []
    words = match.group(1).split()
    for size in range(len(words), 0, -1):
        phrase = " ".join(words[:size])
        state = _us_states().get(phrase.rstrip(".,"))
        if state is not None:
            return [state]
        found = [place for place in book.find(phrase) if place.kind in {"country", "region", "county"}]
        if found:
            return found
    return []


@lru_cache(maxsize=1)
def _us_states() -> dict[str, Place]:
    return {place.region: place for place in regions() if place.country == "US" and place.region}


def _regions_named(text: str, book: Gazetteer) -> dict[tuple[str, str], float]:
    """How often each country (code, "") and province (country, code) is named anywhere in the text."""
    counts: defaultdict[tuple[str, str], float] = defaultdict(float)
    for domain in _DOMAIN.finditer(text):
        code = domain.group(1).upper()
        counts["GB" if code == "UK" else code, ""] += 1
    words = list(_CAPITALISED.finditer(text))
    at = 0
    while at < len(words):
        for size in (4, 3, 2, 1) if book.opens_region(words[at].group()) else ():
            group = words[at : at + size]
            if len(group) == size and group[-1].end() - group[0].start() <= sum(len(w.group()) for w in group) + size:
                found = book.region(text[group[0].start() : group[-1].end()])
                if found:
                    for place in found:
                        counts[place.country, place.region] += 1 / len(found)
                    at += size - 1
                    break
        at += 1
    return counts


def _weigh(names: list[_Name], named: dict[tuple[str, str], float], scale: Weights) -> None:
    """One round: new odds for every name from the odds of the others."""
    company = _Company(names)
    renewed = [_scores(name, company, named, scale) if len(name.places) > 1 else [] for name in names]
    for name, scores in zip(names, renewed, strict=True):
        if scores:
            top = max(scores)
            powers = [math.exp(score - top) for score in scores]
            name.odds = [power / sum(powers) for power in powers]


class _Company:
    """Where the names of the document lie, by the odds of the last round."""

    def __init__(self, names: list[_Name]) -> None:
        self._sums: defaultdict[tuple[str, str], float] = defaultdict(float)
        self._near: list[tuple[_Name, Place, float]] = []
        for name in names:
            if name.whole:
                for key, odds in self._shares(name):
                    self._sums[key] += odds
                self._near += [
                    (name, place, odds)
                    for place, odds in zip(name.places, name.odds, strict=True)
                    if odds > LEAST_ODDS and place.kind in {"town", "region"}
                ]
        # A gazetteer printed as one text must not cost its square.
        del self._near[MAX_COMPANY:]

    @staticmethod
    def _shares(name: _Name) -> Iterator[tuple[tuple[str, str], float]]:
        for place, odds in zip(name.places, name.odds, strict=True):
            yield (place.country, "any"), odds
            if place.region:
                yield (place.country, "town or province"), odds
                yield (place.country, place.region), odds

    def without(self, name: _Name) -> defaultdict[tuple[str, str], float]:
        """How many other names lie in each country and province."""
        others = self._sums.copy()
        for key, odds in self._shares(name) if name.whole else ():
            others[key] = max(0.0, others[key] - odds)
        return others

    def pull(self, place: Place, name: _Name, near_km: float) -> float:
        """How near the other names' likely places lie, each name at most 1."""
        lat, lon = place.lat, place.lon
        wide = FAR_DEG / max(0.1, math.cos(math.radians(lat)))
        return sum(
            odds * math.exp(-great_circle_km(lat, lon, there.lat, there.lon) / near_km)
            for other, there, odds in self._near
            if abs(there.lat - lat) < FAR_DEG and not wide < abs(there.lon - lon) < 360 - wide and other is not name
        )


def _scores(name: _Name, company: _Company, named: dict[tuple[str, str], float], scale: Weights) -> list[float]:
    others = company.without(name)
    return [_alone(place, name, named, scale) + _with(place, name, others, company, scale) for place in name.places]


def _alone(place: Place, name: _Name, named: dict[tuple[str, str], float], scale: Weights) -> float:
    """What the place itself, the words beside the name and the regions named anywhere say."""
    score = scale.population * math.log10(place.population + 100) + (scale.capital if place.capital else 0.0)
    if place.kind not in {"town", "county"}:
        score += scale.country if place.kind == "country" else scale.region
        score += scale.region_alias if place.alias else 0.0
    elif place.alias:
        score += scale.alias
    if name.beside and any(_within(place, region) for region in name.beside):
        score += scale.beside
    if place.country:
        score += scale.country_named * math.log1p(named.get((place.country, ""), 0.0))
        if place.region and place.kind in {"town", "county"}:
            score += scale.province_named * math.log1p(named.get((place.country, place.region), 0.0))
    return score


def _with(place: Place, name: _Name, others: dict[tuple[str, str], float], company: _Company, scale: Weights) -> float:
    """What the document's other names say."""
    score = scale.near * math.log1p(company.pull(place, name, scale.near_km))
    if place.country:
        country = others.get((place.country, "town or province" if place.region else "any"), 0.0)
        province = others.get((place.country, place.region), 0.0) if place.region else 0.0
        score += scale.same_country * math.log1p(country) + scale.same_province * math.log1p(province)
    return score


def _within(place: Place, region: Place) -> bool:
    if place.kind in {"country", "continent", "sea", "area"} or region == place:
        return False
    if region.kind == "country":
        return place.country == region.country
    return (place.country, place.region) == (region.country, region.region)


def _settled(start: int, end: int, name: _Name, names: dict[str, _Name]) -> Toponym:
    if not name.places:
        return Toponym(start, end, None, "")
    place = name.places[max(range(len(name.places)), key=lambda number: name.odds[number])]
    if not name.whole and not _plausible_part(place, names):
        return Toponym(start, end, None, "")
    odds, rival = _odds_of(place, name)
    if place.kind == "county":
        place = _placed_county(place, names)
    return Toponym(start, end, place, "named" if name.whole else "part of the name", odds, rival)


def _odds_of(place: Place, name: _Name) -> tuple[float, Place | None]:
    """The odds of a place and of what lies near it against its likeliest rival elsewhere, and that rival."""
    odds, rival_odds, rival = 0.0, 0.0, None
    for other, share in zip(name.places, name.odds, strict=True):
        if other is place or distance_km(place, other) <= APART_KM:
            odds += share
        elif share > rival_odds:
            rival_odds, rival = share, other
    return odds / (odds + rival_odds), rival


def _plausible_part(place: Place, names: dict[str, _Name]) -> bool:
    """Whether a place found by a part of a name ("Manila Cathedral") fits: large, or near what is named in full."""
    if place.kind not in {"town", "county"} or place.population >= LARGE_TOWN:
        return True
    return any(
        odds > 0.3 and there.kind == "town" and distance_km(place, there) <= NEAR_KM
        for name in names.values()
        if name.whole
        for there, odds in zip(name.places, name.odds, strict=True)
    )


def _placed_county(county: Place, names: dict[str, _Name]) -> Place:
    """A US county stands where the document's towns of its state stand, since the list gives no coordinates."""
    towns = [
        (odds, place)
        for name in names.values()
        for place, odds in zip(name.places, name.odds, strict=True)
        if place.kind == "town" and (place.country, place.region) == (county.country, county.region) and odds > 0.3
    ]
    if not towns:
        return county
    lat = sum(odds * place.lat for odds, place in towns) / sum(odds for odds, _ in towns)
    lon = sum(odds * place.lon for odds, place in towns) / sum(odds for odds, _ in towns)
    return replace(county, lat=lat, lon=lon)


def _with_borrowed(settled: list[Toponym]) -> list[Toponym]:
    """Names without candidates stand at the nearest settled town, else at the nearest settled region."""
    anchors = sorted((item for item in settled if item.place is not None), key=lambda item: item.start)
    towns = [item for item in anchors if item.place is not None and item.place.kind in {"town", "county"}]
    lenders = towns or [item for item in anchors if item.place is not None and item.place.kind in {"region", "country"}]
    return [item if item.place is not None else _borrowed(item, lenders) for item in settled]


def _borrowed(item: Toponym, lenders: list[Toponym]) -> Toponym:
    lender = min(lenders, key=lambda other: abs(other.start - item.start), default=None)
    if lender is None or lender.place is None:
        return item
    place = replace(lender.place, radius_m=max(BORROWED_RADIUS_M, lender.place.radius_m))
    return replace(item, place=place, how="borrowed from the document")
