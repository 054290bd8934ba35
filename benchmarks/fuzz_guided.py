"""Coverage-guided fuzzing of parsers of ours with atheris (https://github.com/google/atheris).

``python benchmarks/fuzz_guided.py NAME --runs 100000``: NAME is a target of ``fuzz_targets.py``; seeds, limits, what
counts as a crash and where it is kept are the same. Atheris is no dependency: ``pip install atheris`` where it is
wanted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

GUIDED = (
    *(
        "robots",
        "elements",
        "numbers",
        "times",
        "warc",
        "warcgz",
        "wacz",
        "stac",
        "catalogue",
        "sites",
        "kml",
        "places",
    ),
    *("brat", "bag", "matrix", "draft", "search", "sensors", "settings", "tiles", "typed", "ownership", "proposal"),
)
"""Parsers that are ours from the first byte; of those written in C no coverage is seen."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", choices=GUIDED)
    parser.add_argument("--runs", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=0, help="at most; 0: as long as the runs take")
    given = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not here\n  -> pip install atheris")
    # All of ours is imported here, so that atheris sees which lines are reached.
    with atheris.instrument_imports(include=["firsthand"]):
        from fuzz import keep, tried
        from fuzz_damage import LONGEST
        from fuzz_kit import held_case
        from fuzz_targets import TARGETS
    target = next(target for target in TARGETS if target.name == given.name)
    # Ended by libFuzzer itself, which leaves no time to tidy up; so the folders lie where the system clears them.
    with held_case():
        work, corpus = Path(tempfile.mkdtemp()), Path(tempfile.mkdtemp())
        for number, seed in enumerate(target.sound()):
            (corpus / str(number)).write_bytes(seed)
            with atheris.instrument_imports(include=["firsthand"]):
                tried(target, seed, work)

        def once(data: bytes) -> None:
            said = tried(target, data, work)
            if said not in ("", "refused"):
                keep(target, data, said)

        limits = [f"-runs={given.runs}", f"-max_total_time={given.seconds}", f"-max_len={LONGEST}"]
        atheris.Setup([sys.argv[0], str(corpus), *limits, "-print_final_stats=1"], once)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
