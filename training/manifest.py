"""Renew the list of shipped models: ``python training/manifest.py``; the training scripts call :func:`renew`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/firsthand/models"
HEAD = """\
# SHA-256 of each file that firsthand/models/loader.py may hand out. Written by training/manifest.py.
"""


def renew(folder: Path = FOLDER) -> str:
    """Write ``manifest.toml`` for all weights and tokenizers in ``folder``; returns its text."""
    kept = sorted(path for path in folder.iterdir() if path.suffix in {".json", ".onnx"})
    rows = []
    for path in kept:
        data = path.read_bytes()
        rows.append(f'[files."{path.name}"]\nsha256 = "{hashlib.sha256(data).hexdigest()}"\nbytes = {len(data)}\n')
    text = "\n".join((HEAD, *rows))
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    sys.stdout.write(renew())
