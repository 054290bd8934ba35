from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).resolve().parents[2] / "benchmarks" / "reading.py"


def test_the_benchmark_prints_its_figures(tmp_path: Path, body: str) -> None:
    (tmp_path / "report.txt").write_text(body)
    command = [sys.executable, str(SCRIPT), "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    figures = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    assert list(figures) == ["pages_per_s", "spacy_pages_per_s", "load_s", "peak_mb"]
    assert float(figures["pages_per_s"]) > 0
    assert figures["spacy_pages_per_s"] == "not installed" or float(figures["spacy_pages_per_s"]) > 0
