"""Attribution: sources, cues and contents as spans. The seam behind which a learned model may stand."""

from firsthand.read.attribution.finder import DATELINE, Attribution, Span, find_attributions

__all__ = ["DATELINE", "Attribution", "Span", "find_attributions"]
