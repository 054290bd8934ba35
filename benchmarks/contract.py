"""Hold true sentences and sentences with one thing changed against the demo case; the latter must be refused.

The sentences are our own (``gold/contract.toml``); number, date, place, name, side, sureness or the whole is changed.
Those of ``gold/contract_unseen.toml`` were written before anybody saw how they fared, and are counted apart
(``unseen_…``); its head says what the first look gave.
``--data DIR`` may name a demo case that is built already; without it one is built. ``--detail`` lists what is wrong.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import tomllib
from pathlib import Path

from common import show

from firsthand import pipeline
from firsthand.case import Case
from firsthand.demo.build import build
from firsthand.publish.drafts.checker import Checker, checker

GOLD = Path(__file__).resolve().parent / "gold" / "contract.toml"
UNSEEN = GOLD.with_name("contract_unseen.toml")
"""Sentences written before anybody saw how they fared; printed apart."""


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a demo case that is built already")
    parser.add_argument("--detail", action="store_true", help="say on standard error which sentences are judged wrong")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="firsthand-benchmark-") as folder:
        case = Case(options.data) if options.data else build(Path(folder) / "demo")
        if not options.data:
            pipeline.run(case)
        measure(case, options.detail)
        case.store.close()


def measure(case: Case, detail: bool) -> None:
    """Figures over all parts: how many distorted sentences passed and how many true ones were refused."""
    parts = tomllib.loads(GOLD.read_text(encoding="utf-8"))["part"]
    held = checker(case)
    true = [text for part in parts for text in part["honest"]]
    changed = [(kind, text) for part in parts for kind, texts in part["distorted"].items() for text in texts]
    holds(held, true[0])  # the sentence model is loaded before the clock starts
    begun = time.perf_counter()
    refused = [text for text in true if not holds(held, text)]
    passed = [(kind, text) for kind, text in changed if holds(held, text)]
    each_ms = 1000 * (time.perf_counter() - begun) / (len(true) + len(changed))
    show(
        {
            "honest": len(true),
            "honest_refused": len(refused),
            "distorted": len(changed),
            "distorted_passed": len(passed),
        }
    )
    for kind in dict.fromkeys(kind for kind, _ in changed):
        show({f"{kind}_passed": f"{sum(k == kind for k, _ in passed)} of {sum(k == kind for k, _ in changed)}"})
    show({"sentence_ms": each_ms})
    later = tomllib.loads(UNSEEN.read_text(encoding="utf-8"))
    new = [(kind, text) for kind, texts in later["distorted"].items() for text in texts]
    refused += [text for text in later["honest"] if not holds(held, text)]
    passed += [(kind, text) for kind, text in new if holds(held, text)]
    show(
        {
            "unseen_honest": len(later["honest"]),
            "unseen_honest_refused": sum(text in refused for text in later["honest"]),
            "unseen_distorted": len(new),
            "unseen_distorted_passed": sum(item in passed for item in new),
        }
    )
    if detail:
        for text in refused:
            print(f"refused: {text}", file=sys.stderr)
        for kind, text in passed:
            print(f"passed ({kind}): {text}", file=sys.stderr)


def holds(held: Checker, text: str) -> bool:
    """Every sentence of the text is borne."""
    return all(verdict.holds for verdict in held.check(text))


if __name__ == "__main__":
    main()
