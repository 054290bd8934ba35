"""How a brief comes about, in the words that each form of it prints at its end."""

from __future__ import annotations

METHOD = (
    "Statements are read with their exact place in the text; statements that say the same are one claim; repetition "
    "adds nothing, so origins are counted, not reports, and the count is a range where the lineage is uncertain.",
    "A claim is called confirmed only when somebody knows it at first hand and a second origin or an image bears it "
    "out. "
    "Declining to comment counts neither for nor against.",
    "Likelihood uses the terms and ranges of ICD 203; confidence speaks of the basis and stands apart.",
    "“No usable look”, “too coarse” and “looked, and it was not there” are three different answers.",
    "A sentence whose words, numbers, dates or names its evidence does not carry is refused before printing.",
)
"""One paragraph, sentence by sentence."""
