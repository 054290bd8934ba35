"""A drawing of ours that shows itself in a notebook."""

from __future__ import annotations

import base64
from pathlib import Path

from firsthand.exchange.writing import write_file
from firsthand.publish.templating import stylesheet

_SVG = 'xmlns="http://www.w3.org/2000/svg"'


class Picture:
    """An SVG that stands alone, with its style inside."""

    def __init__(self, svg: str, about: str) -> None:
        head, inner, rest = svg.partition(">")
        named = head if _SVG in head else f"{head} {_SVG}"
        self.svg = f"{named}{inner}<style>{stylesheet('house.css')}</style>{rest}" if svg else ""
        self.about = about

    def save(self, path: Path | str) -> Path:
        """Write it as an SVG file. Raises UsageError, StorageError."""
        return write_file(Path(path), self.svg.encode())

    def __repr__(self) -> str:
        return self.about

    def _repr_html_(self) -> str:
        if not self.svg:
            return "<p>Nothing to draw yet.</p>"
        # As an image, so that its style stays inside and cannot reach the notebook around it.
        data = base64.b64encode(self.svg.encode()).decode()
        return f'<img alt="{self.about}" style="width: 100%; max-width: 1040px" src="data:image/svg+xml;base64,{data}">'
