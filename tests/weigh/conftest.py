"""The makers of documents and statements live with the tests of tracing."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "trace"))
