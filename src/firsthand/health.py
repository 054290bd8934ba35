"""``firsthand doctor``: is this installation, and this case, fit for work?"""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.alerts.conditions import read_watchlist
from firsthand.case import Case
from firsthand.errors import FirsthandError, IntegrityError
from firsthand.models.loader import manifest, model_bytes

LIBRARIES = (
    "rasterio",
    "numpy",
    "scipy",
    "skimage",
    "sgp4",
    "onnxruntime",
    "tokenizers",
    "pystac_client",
    "trafilatura",
    "pypdf",
    "feedparser",
    "fastapi",
    "uvicorn",
    "PIL",
)
LOW_DISK_BYTES = 1_000_000_000
"""Below this, a few very-high-resolution scenes may no longer fit."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at; ``state`` is good, note or bad."""

    name: str
    state: str
    message: str


def examine(root: Path | None) -> list[Check]:
    """All checks; those of a case only when ``root`` is given."""
    checks = [*_installation()]
    if root is None:
        return [*checks, Check("case", "note", "no case here; make one with `firsthand new DIR`")]
    try:
        case = Case(root)
    except FirsthandError as error:
        return [*checks, Check("case", "bad", str(error))]
    try:
        return [*checks, *_case(case)]
    finally:
        case.store.close()


def _installation() -> Iterator[Check]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    yield Check("Python", "good" if sys.version_info >= (3, 11) else "bad", f"{version} (3.11 or later is needed)")
    yield _sqlite()
    for name in LIBRARIES:
        try:
            module = importlib.import_module(name)
        except (ImportError, OSError) as error:
            yield Check(name, "bad", f"cannot be loaded ({error}); run `make setup` again")
        else:
            yield Check(name, "good", str(getattr(module, "__version__", "present")))
    yield _models()


def _models() -> Check:
    """The shipped weights against their hashes."""
    try:
        names = sorted(manifest())
        sizes = [len(model_bytes(name)) for name in names]
    except IntegrityError as error:
        return Check("models", "bad", str(error))
    return Check("models", "good", f"{', '.join(names)}: {sum(sizes) / 1e6:.0f} MB, as shipped")


def _sqlite() -> Check:
    connection = sqlite3.connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE a USING fts5(b)")
        connection.execute("CREATE VIRTUAL TABLE c USING rtree(d, e, f)")
    except sqlite3.OperationalError as error:
        return Check("SQLite", "bad", f"{sqlite3.sqlite_version} lacks full-text or area search ({error})")
    finally:
        connection.close()
    return Check("SQLite", "good", f"{sqlite3.sqlite_version} with full-text and area search")


def _case(case: Case) -> Iterator[Check]:
    counts = case.store.counts()
    yield Check("case", "good", f"{case.title}: " + ", ".join(f"{n} {name}" for name, n in counts.items() if n))
    yield _sites(case)
    yield from _alerts(case)
    writable = os.access(case.root, os.W_OK)
    yield Check("folder", "good" if writable else "bad", f"{case.root} is {'' if writable else 'not '}writable")
    free = shutil.disk_usage(case.root).free
    yield Check("disk", "good" if free > LOW_DISK_BYTES else "note", f"{free / 1e9:.1f} GB free")
    documents = case.store.documents()
    undated = [document.name for document in documents if document.published is None]
    if undated:
        said = f"{len(undated)} of {len(documents)} have no publication date, so their relative dates stay unresolved"
        yield Check("dates", "note", f"{said}: {', '.join(undated[:3])}; give --published or a metadata table")
    nameless = [document.name for document in documents if not document.outlet]
    if nameless:
        said = f"{len(nameless)} of {len(documents)} have no outlet, so their own voice has no name"
        yield Check("outlets", "note", f"{said}: {', '.join(nameless[:3])}; give --outlet or a metadata table")
    unread = [document.name for document in documents if case.store.reading(document.id) is None]
    if unread:
        yield Check("stages", "note", f"{len(unread)} documents are unread; `firsthand run`")


def _sites(case: Case) -> Check:
    try:
        sites = case.sites
    except FirsthandError as error:
        return Check("sites", "bad", str(error))
    if not sites:
        return Check("sites", "note", "sites.geojson is empty; add the places under watch")
    return Check("sites", "good", f"{len(sites)}: {', '.join(site.id for site in sites)}")


def _alerts(case: Case) -> Iterator[Check]:
    """The watch conditions of ``case.toml``, each fault with its line."""
    try:
        watchlist = read_watchlist(case)
    except FirsthandError as error:
        yield Check("alerts", "bad", str(error))
        return
    for problem in watchlist.problems:
        yield Check("alerts", "bad", f"{problem.thing}: {problem.message}; {problem.remedy}")
    if watchlist.conditions:
        names = ", ".join(condition.name for condition in watchlist.conditions)
        yield Check("alerts", "good", f"{len(watchlist.conditions)}: {names}")
