"""The desk on a large case: ``python benchmarks/desk.py [--statements 10000] [--case DIR]``.

Writes an invented case record by record through the store (no stage runs), serves it with the desk's own application on
a port of this machine, and asks for pages as a browser does, compressed. ``search_ms`` is the slowest of several
searches, from a rare word to one that stands in every report; ``site_page_ms`` and ``case_page_ms`` are the page of the
busiest site and of the case (medians), ``…_first_ms`` the same when nothing has been read yet; ``largest_page_kb`` is
the largest of all pages asked for, compressed, before pictures. ``sources_ms`` is the list of sources after a weighing;
``editor_check_first_ms`` a sentence in the brief editor after a change, when nothing of the busiest site has been read
yet, ``editor_check_ms`` each of some new sentences later (median), half of them on claims that are not at hand; the
sentence model is loaded before. ``--case`` keeps the case there, and takes the one that
is there; ``--data`` is accepted and not used.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import uvicorn
from common import show

from firsthand.case import Case, write_atomic
from firsthand.desk.app import create_app
from firsthand.desk.pages.editor import UNHEARD
from firsthand.desk.serve import listener
from firsthand.model import (
    Action,
    Anchor,
    Assessment,
    Basis,
    Certainty,
    Change,
    ChangeKind,
    Claim,
    Commitment,
    CommitmentStatus,
    Copy,
    Document,
    Event,
    Granularity,
    ImageAnswer,
    ImageVerdict,
    Link,
    Look,
    Member,
    Origin,
    Reading,
    Reason,
    Relation,
    Relevance,
    Scene,
    SourceKind,
    Stance,
    Statement,
    TimeSpan,
    Unresolved,
    Voice,
    content_id,
)
from firsthand.publish.drafts.checker import check_text, checker
from firsthand.publish.drafts.reach import MOST_CLAIMS
from firsthand.store.desk import Wanted
from firsthand.trace.matching import meaning

SITES = 40
A_REPORT = 8
"""Statements of one report."""
FIRST_DAY = datetime(2024, 1, 1, tzinfo=UTC)
DAYS = 900
NEW_STORY = 0.3
"""Chance that a statement opens a claim of its own; else it joins one as likely as that one is large."""
OBJECTS = ("test stand", "engine hall", "fuel store", "assembly shed", "rail spur", "antenna mast", "bunker", "crane")
ACTS = tuple(Action)[:6]
SYLLABLES = ("ka", "lo", "mir", "ven", "tas", "or", "bel", "dun", "sha", "ri", "no", "gal", "pet", "um", "zan", "ek")
REPEATS = 7
CHECKED = 12
"""Sentences on claims at hand, and as many on others."""


class World:
    """An invented press over invented places, the same for the same seed."""

    def __init__(self, statements: int, seed: int = 8) -> None:
        self.count = statements
        self.random = random.Random(seed)
        self.words = sorted({"".join(self.random.choices(SYLLABLES, k=3)) for _ in range(4000)})
        self.outlets = [
            f"{self.word().title()} {kind}" for kind in ("Courier", "Wire", "Post", "Echo") for _ in range(40)
        ]
        self.sites = [f"site-{number:02d}" for number in range(SITES)]
        self.stories: dict[str, list[str]] = {site: [] for site in (*self.sites, "")}
        """Claim ids by site, one for each statement that joined, so that a choice among them is by size."""
        self.claims: dict[str, list[tuple[Statement, Document]]] = {}

    def word(self) -> str:
        """A word, the first ones of the list far more often than the last."""
        return self.words[(int(self.random.paretovariate(0.7)) - 1) % len(self.words)]

    def reports(self) -> Iterator[tuple[Document, Reading]]:
        """Reports in the order of their publication."""
        total = max(self.count // A_REPORT, 1)
        for number in range(total):
            published = FIRST_DAY + timedelta(days=DAYS * number / total, minutes=self.random.randrange(600))
            rank = (int(self.random.paretovariate(0.7)) - 1) % SITES
            site = self.sites[rank] if self.random.random() < 0.8 else ""
            yield self._report(number, site, published)

    def _report(self, number: int, site: str, published: datetime) -> tuple[Document, Reading]:
        outlet, id = self.random.choice(self.outlets), content_id("doc", number)
        stories = [self._story(site) for _ in range(A_REPORT)]
        lines = [
            f"The {OBJECTS[hash_of(story) % len(OBJECTS)]} {self.word()} {self.word()} of {site or 'the programme'} "
            f"is {self.word()} and {self.word()}"
            for story in stories
        ]
        text, starts = "", []
        for line in lines:
            starts.append(len(text))
            text += f"{line}, an official told the {outlet}. {self.word().title()} {self.word()} {self.word()}.\n\n"
        title = f"{self.word().title()} {self.word()} at {site or 'large'}"
        captured = published + timedelta(hours=5)
        document = Document(
            id, f"report-{number}.txt", text.strip(), f"{number:064x}", "text/plain", captured, outlet=outlet,
            title=title, published=published,
        )  # fmt: skip
        statements = tuple(
            self._statement(f"stm-{number}-{place}", document, story, site, Anchor(at, at + len(line), line))
            for place, (story, line, at) in enumerate(zip(stories, lines, starts, strict=True))
        )
        return document, Reading(id, statements)

    def _story(self, site: str) -> str:
        held = self.stories[site]
        story = (
            self.random.choice(held)
            if held and self.random.random() > NEW_STORY
            else content_id("clm", site, len(held))
        )
        held.append(story)
        return story

    def _statement(self, id: str, document: Document, story: str, site: str, words: Anchor) -> Statement:
        number = hash_of(story)
        start = FIRST_DAY + timedelta(days=number % DAYS)
        gap = (Unresolved(words, "the pronoun has no clear antecedent"),) if self.random.random() < 0.05 else ()
        made = Statement(
            id=id, document_id=document.id, content=(words,), source=None, cue=None,
            source_kind=SourceKind.UNNAMED_OFFICIAL, source_name="unnamed official",
            chain=(Link("unnamed official", SourceKind.UNNAMED_OFFICIAL), Link(document.outlet, SourceKind.OUTLET)),
            voice=Voice.INDIRECT, stance=Stance.DENIES if self.random.random() < 0.04 else Stance.ASSERTS,
            basis=Basis.UNSTATED, certainty=Certainty(0.7, 0.9),
            event=Event(ACTS[number % len(ACTS)], OBJECTS[number % len(OBJECTS)], (site,) if site else (),
                        time=TimeSpan(start, start + timedelta(days=1 + number % 20), Granularity.WEEK)),
            relevance=Relevance.ON_TOPIC, unresolved=gap,
        )  # fmt: skip
        self.claims.setdefault(story, []).append((made, document))
        return made

    def traced(self) -> Iterator[Claim]:
        for id, held in self.claims.items():
            first = held[0][0]
            origins = tuple(
                Origin(content_id("org", id, number), id, f"unnamed officials via {document.outlet}",
                       SourceKind.UNNAMED_OFFICIAL, number == 2, number < 2)
                for number, (_, document) in enumerate(held[:3])
            )  # fmt: skip
            members = tuple(
                Member(made.id, document.id, Relation.DENIES if made.stance is Stance.DENIES else Relation.AGREES,
                       origins[number % len(origins)].id, "the same act and object")
                for number, (made, document) in enumerate(held)
            )  # fmt: skip
            reports = len({document.id for _, document in held})
            yield Claim(id, first.quote, first.event, members, origins, 1, len(origins), len(origins) > 2, reports)

    def judged(self, claims: list[Claim]) -> Iterator[Assessment]:
        for claim in claims:
            verdict = ImageVerdict(claim.id, ImageAnswer.NO_USABLE_LOOK, "no usable look in those days")
            yield Assessment(
                claim.id, 0.55, 0.8, "likely", "low", "one origin", (Reason("one origin", 0.9),), verdict, 3
            )

    def promises(self) -> Iterator[Commitment]:
        for number, (made, _) in enumerate(
            held[0] for held in list(self.claims.values())[:: max(self.count // 900, 1)]
        ):
            due = FIRST_DAY + timedelta(days=number % DAYS)
            yield Commitment(
                f"com-{number}", "the ministry", made.quote, (made.id,), made.event.site_ids,
                TimeSpan(due, due + timedelta(days=1), Granularity.DAY), True, "a day and an act",
                CommitmentStatus.NO_EVIDENCE, "nothing was seen",
            )  # fmt: skip

    def copies(self) -> Iterator[Copy]:
        for id, held in self.claims.items():
            for number in range(1, min(len(held), 4)):
                one, other = held[0][1].id, held[number][1].id
                if one != other:
                    yield Copy(content_id("cpy", id, number), one, other, "rewrite", 0.6, (), "shared words")


def hash_of(text: str) -> int:
    """The same in every run, which ``hash`` is not."""
    return int(content_id("h", text)[2:8], 16)


def build(root: Path, statements: int) -> None:
    """The whole case in one transaction for each kind of record."""
    case = Case.create(root, title="Invented press (benchmark)", fictional=True)
    world = World(statements)
    features = [
        {"type": "Feature", "id": site, "properties": {"id": site, "name": f"Place {number}", "radius_m": 300},
         "geometry": {"type": "Point", "coordinates": [10 + number * 0.5, 50.0]}}
        for number, site in enumerate(world.sites)
    ]  # fmt: skip
    write_atomic(root / "sites.geojson", json.dumps({"type": "FeatureCollection", "features": features}).encode())
    with case.store.writing():
        for document, reading in world.reports():
            case.store.put_document(document)
            case.store.put_reading(reading)
    claims = list(world.traced())
    with case.store.writing():
        case.store.put_trace(claims, list(world.copies()))
        case.store.put_weigh(list(world.judged(claims)), (), list(world.promises()))
        for number, site in enumerate(world.sites):
            _watch(case, site, 10 + number * 0.5)
    case.store.close()


def _watch(case: Case, site: str, lon: float) -> None:
    """Two years of looks and some changes, as records without pictures."""
    scenes = []
    for number in range(120):
        taken = FIRST_DAY + timedelta(days=6 * number, hours=10)
        scene = Scene(
            f"scn-{site}-{number}", site, f"{site}-{number}.tif", f"{number:064x}", taken, "SIM-10", 10.0, "EPSG:32632",
            (lon - 0.02, 49.98, lon + 0.02, 50.02), 256, 256, ("red", "green", "blue"), taken + timedelta(days=1),
        )  # fmt: skip
        case.store.put_scene(scene)
        scenes.append(scene)
    looks = [
        Look(scene.id, site, 0.2 if number % 3 else 1.0, (0.0, 0.0), True, "" if number % 3 == 0 else "80% under cloud")
        for number, scene in enumerate(scenes)
    ]
    changes = [
        Change(
            f"chg-{site}-{number}", site,
            (((lon, 50.0), (lon + 0.001, 50.0), (lon + 0.001, 50.001), (lon, 50.0)),),
            scenes[number * 3].taken, scenes[number * 3 + 3].taken, ChangeKind.BUILT, "brighter than before",
            900.0, 90.0, 8.0, 1e-7, "SIM-10", 10.0, (scenes[number * 3].id, scenes[number * 3 + 3].id),
        )
        for number in range(30)
    ]  # fmt: skip
    case.store.put_watch(site, looks, changes)


@contextmanager
def served(root: Path) -> Iterator[tuple[str, int]]:
    """The desk on a free port of this machine."""
    with listener("127.0.0.1", 0) as socket:
        server = uvicorn.Server(uvicorn.Config(create_app(root), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield "127.0.0.1", socket.getsockname()[1]
        server.should_exit = True
        thread.join()


class Reader:
    """Asks for pages and keeps what they cost."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.largest = (0, "")

    def ask(self, path: str) -> float:
        """Milliseconds until the whole page is there."""
        line = http.client.HTTPConnection(*self.address, timeout=600)
        started = time.perf_counter()
        line.request("GET", path, headers={"Accept-Encoding": "gzip"})
        answer = line.getresponse()
        body = answer.read()
        took = (time.perf_counter() - started) * 1000
        line.close()
        if answer.status != 200:
            raise SystemExit(f"{path}: {answer.status}")
        self.largest = max(self.largest, (len(body), path))
        return took

    def median(self, path: str) -> float:
        return statistics.median(self.ask(path) for _ in range(REPEATS))


def measure(root: Path) -> dict[str, float | int | str]:
    case = Case(root)
    counts = case.store.counts()
    busiest = max(case.store.site_counts().items(), key=lambda item: item[1].claims if item[0] else 0)[0]
    claim = case.store.claim_ids(Wanted(busiest, limit=1))[0][0]
    document = case.store.report_ids(Wanted(busiest, limit=1))[0][0]
    case.store.close()
    words = World(1).words
    asked = [words[-1], words[3], f"{words[0]} {words[1]}", "official", f'"an official told" {words[2][:4]}']
    with served(root) as address:
        reader = Reader(address)
        reader.ask("/static/desk.css")
        site_first, case_first = reader.ask(f"/site/{busiest}"), reader.ask("/")
        searches = [reader.median(f"/search?{urlencode({'q': text})}") for text in asked]
        sources = reader.ask("/sources")
        site, whole = reader.median(f"/site/{busiest}"), reader.median("/")
        for path in (f"/claim/{claim}", f"/document/{document}", "/claims", "/reports", f"/site/{busiest}/compare",
                     f"/site/{busiest}?clock=happened"):  # fmt: skip
            reader.ask(path)
    return {
        "statements": counts["statement"],
        "documents": counts["document"],
        "claims": counts["claim"],
        "search_ms": round(max(searches), 1),
        "site_page_ms": round(site, 1),
        "site_page_first_ms": round(site_first, 1),
        "case_page_ms": round(whole, 1),
        "case_page_first_ms": round(case_first, 1),
        "sources_ms": round(sources, 1),
        **editing(root, busiest),
        "largest_page_kb": round(reader.largest[0] / 1000, 1),
        "largest_page": reader.largest[1],
    }


def editing(root: Path, site: str) -> dict[str, float | int | str]:
    """Sentences in the brief editor, as the page asks for them."""
    case = Case(root)
    case.store.make_ready()
    meaning("a sentence", "another one")
    first_ms = _check_ms(case, site, UNHEARD)
    checker(case, site).warm()
    at_hand, _ = case.store.claim_ids(Wanted(site, limit=CHECKED))
    beyond, _ = case.store.claim_ids(Wanted(site, limit=CHECKED, offset=2 * MOST_CLAIMS))
    texts = [case.store.claim(id).text for id in (*at_hand, *beyond)]
    spent_ms = [_check_ms(case, site, f"An official said that {text[:1].lower()}{text[1:]}.") for text in texts]
    case.store.close()
    return {
        "editor_check_first_ms": round(first_ms, 1),
        "editor_check_ms": round(statistics.median(spent_ms), 1),
    }


def _check_ms(case: Case, site: str, text: str) -> float:
    started = time.perf_counter()
    check_text(case, site, text)
    return (time.perf_counter() - started) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=10_000)
    parser.add_argument("--case", type=Path, help="where the case is, or is to be kept")
    parser.add_argument("--data", type=Path, help="not used")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = given.case or Path(folder) / "case"
        if not (root / "case.toml").is_file():
            build(root, given.statements)
        show(measure(root))


if __name__ == "__main__":
    main()
