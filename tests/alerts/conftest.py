"""The makers of documents, statements, claims and changes live with the tests of tracing and weighing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("trace", "weigh")]
