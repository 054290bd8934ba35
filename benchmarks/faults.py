"""What breaks: ``kills``, ``lost``, ``doubled``, ``soak_errors``, ``fuzzed_inputs``, ``crashes``.

``--kills`` processes are killed at random moments of all stages (``kills.py``), 50 readers and 5 writers use the desk
for ``--minutes`` (``soak.py``), ``--inputs`` damaged inputs are tried on all parsers together (``fuzz.py``). ``make
soak`` asks for 200, ten minutes and 1,000,000; without options it is a matter of minutes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from common import show
from fuzz import fuzz_all
from kills import kill_many
from soak import soak


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=20, help="processes to kill")
    parser.add_argument("--minutes", type=float, default=0.5, help="of the desk under many people")
    parser.add_argument("--inputs", type=int, default=20_000, help="damaged inputs to try")
    parser.add_argument("--jobs", type=int, default=2, help="processes that try inputs at once")
    parser.add_argument("--seed", type=int, default=0, help="of all chance")
    parser.add_argument("--ledger", type=Path, help="of a fuzzing campaign that was begun with fuzz.py; see there")
    given = parser.parse_args()
    toll = kill_many(given.kills, given.seed)
    show({"kills": toll.kills, "lost": toll.lost, "doubled": toll.doubled})
    show(soak(given.minutes))
    tally = fuzz_all(given.inputs, given.jobs, given.seed, given.ledger)
    show({"fuzzed_inputs": tally.inputs, "refused": tally.refused, "crashes": tally.crashes})


if __name__ == "__main__":
    main()
