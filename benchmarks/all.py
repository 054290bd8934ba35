"""Run every benchmark whose data are there and write ``docs/benchmarks.md``.

``python benchmarks/all.py [--data ROOT]``: ROOT holds one folder per task, as ``../shared`` does (default).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent / "docs" / "benchmarks.md"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """One script, where its data lie below ROOT, and what it shows."""

    script: str
    data: str
    shows: str


BENCHMARKS = (
    Benchmark("demo", "", "The demo case against its own ground truth: origins, changes, dates, build time."),
    Benchmark("contract", "", "Sentences on the demo case, true and distorted: what the brief editor refuses."),
    Benchmark("simulated", "", "Changes found and false alarms in simulated image series, over six seeds."),
    Benchmark("specimens", "specimens", "Two real, garbled reports against what a careful reader finds."),
    Benchmark(
        "weigh", "", "Probabilities against two simulated worlds; what the arithmetic is worth, not the weights."
    ),
    Benchmark("attribution", "data/attribution/polnear", "Who said what, in US political news (development part)."),
    Benchmark("nested", "", "Chains, anonymity, refusals and quotations in 90 short invented passages."),
    Benchmark("ingest", "data/ingest", "Article text, title, author and date of web pages."),
    Benchmark("temporal", "data/temporal", "Time expressions to calendar intervals."),
    Benchmark("quantity", "data/quantity", "Numbers to intervals."),
    Benchmark("places", "data/places", "Place names to coordinates."),
    Benchmark("factuality", "data/factuality", "How sure the words make an event, on [-3, 3]."),
    Benchmark("reading", "specimens", "Pages a second, text to statements, beside a small spaCy pipeline alone."),
    Benchmark("matching", "data/reuse", "Tweets to the claims they repeat; reports of one event among two of a kind."),
    Benchmark("dedup", "", "Near duplicates among many documents, beside datasketch and rensa."),
    Benchmark("joining", "", "What one more report costs in a case of 5,000 statements, beside tracing all anew."),
    Benchmark("distortions", "", "Invented facts retold with one detail changed, which must not count as support."),
    Benchmark("lineage", "", "Invented stories with a logged flow: independent origins, and who had it from whom."),
    Benchmark("truth", "data/truth", "The true value where sources differ and copy from each other."),
    Benchmark("passes", "data/imagery/tle_sentinel2", "Satellite passes, and the chance of being seen at least once."),
    Benchmark("change", "data/imagery/landsat_taizhou", "Changed pixels in a labelled Landsat pair."),
    Benchmark("series", "data/imagery", "Injected changes and false alarms in a real Sentinel-2 series; dated breaks."),
    Benchmark("registration", "data/imagery", "Real and injected offsets between scenes."),
    Benchmark("tiles", "data/imagery", "Very fine pairs, without labels, beside six trained peers: we lose."),
    Benchmark("desk", "", "The desk over 10,000 invented statements: search, pages, sizes."),
    Benchmark("store", "", "Put, get and search over 10,000 invented statements, on SQLite and on PostgreSQL."),
    Benchmark("scale", "", "Documents read a second alone, by two and on a cluster of four; how a growing case slows."),
    Benchmark("faults", "", "Processes killed at random moments, damaged input for every parser, the desk under many."),
    Benchmark("speed", "", "Pairs and series a second, and memory, beside plain IR-MAD, pyxccd and nrt."),
    Benchmark("clouds", "data/imagery/s2_cloud_chip", "Clouds on labelled chips; new roofs kept in simulated series."),
)


def run(benchmark: Benchmark, root: Path) -> tuple[str, str]:
    """The command as a person would type it, and what it printed; the reason when it could not run."""
    shown = f"python benchmarks/{benchmark.script}.py"
    command = [sys.executable, str(HERE / f"{benchmark.script}.py")]
    if benchmark.data:
        folder = root / benchmark.data
        shown += f" --data {benchmark.data}"
        if not folder.is_dir():
            return shown, f"not run: {benchmark.data} is not here"
        command += ["--data", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    figures = "\n".join(line for line in done.stdout.splitlines() if ": " in line)
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        return shown, f"{figures}\nfailed: {said}".strip()
    return shown, figures


def machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--data", type=Path, default=HERE.parent.parent / "shared", help="folder that holds the corpora"
    )
    root: Path = parser.parse_args().data
    parts = [
        "# Benchmarks",
        "Made by `make bench`, which runs each command below and writes this page. The corpora are not part of the "
        "project; their names and peers' figures stand in the scripts' docstrings. Figures are on the development "
        f"parts, with which rules were tuned; expect less elsewhere. Machine: {machine()}.",
    ]
    for benchmark in BENCHMARKS:
        print(f"== {benchmark.script}", flush=True)
        command, figures = run(benchmark, root)
        print(figures, flush=True)
        parts.append(f"## {benchmark.script}\n\n{benchmark.shows}\n\n`{command}`\n\n```text\n{figures}\n```")
    DOCS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
