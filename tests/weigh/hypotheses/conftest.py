"""The makers of statements and of images lie with the tests of tracing and weighing."""

from __future__ import annotations

import sys
from pathlib import Path

for folder in ("", "trace", "weigh"):
    sys.path.insert(0, str(Path(__file__).parents[2] / folder))
