"""Ask for known vulnerabilities of the locked dependencies (``make audit``), and say how many could be asked about.

pip-audit calls it clean when an index answers nothing at all; here that is no answer. Exit codes: 0 none is known, 1
some are, 2 nothing could be looked up from here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

LOCK = Path(__file__).resolve().parent.parent / "requirements.lock"
OPTIONS = ("--format", "json", "--progress-spinner", "off", "--require-hashes", "--disable-pip", "-r", str(LOCK))
LONGEST_S = 240


def main() -> int:
    code, lines = judged(audited())
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    return code


def judged(found: list[dict[str, Any]] | str) -> tuple[int, list[str]]:
    """The exit code and what to tell, from what :func:`audited` gave."""
    if isinstance(found, str):
        return 2, [f"Nothing could be looked up: {found}"]
    known = [item for item in found if "skip_reason" not in item]
    holes = [(item, hole) for item in known for hole in item["vulns"]]
    lines = [
        f"{item['name']} {item['version']}: {hole['id']}, mended in {', '.join(hole['fix_versions']) or 'none yet'}"
        for item, hole in holes
    ]
    lines.append(f"{len(known)} of {len(found)} dependencies looked up, {len(holes)} known vulnerabilities")
    if not known:
        return 2, [*lines, "Nothing could be looked up: the package index that is asked here keeps no advisories"]
    return int(bool(holes)), lines


def audited() -> list[dict[str, Any]] | str:
    """What pip-audit says of each dependency, or why it says nothing."""
    command = [sys.executable, "-m", "pip_audit", *OPTIONS]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST_S)  # noqa: S603
    except subprocess.TimeoutExpired:
        return f"no answer in {LONGEST_S} s"
    try:
        return list(json.loads(done.stdout)["dependencies"])
    except (ValueError, KeyError):
        return (done.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1][:300]


if __name__ == "__main__":
    sys.exit(main())
