"""Attribution: sources, cues and contents as spans. A learned model marks them, rules name them."""

from firsthand.read.attribution.finder import DATELINE, Attribution, Span, find_attributions
from firsthand.read.attribution.whole import attributions

__all__ = ["DATELINE", "Attribution", "Span", "attributions", "find_attributions"]
