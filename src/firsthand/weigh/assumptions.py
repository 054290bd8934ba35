"""What is assumed of sources and images, and the weights that follow from it by Bayes' rule.

Each row is an interval, because nobody knows these shares better than that. They are assumptions, set down to be argued
with: no public set holds resolved claims of this field by kind of source. What they lean on: in the flight-status set
of Li et al. (Truth Finding on the Deep Web, VLDB 2012, as cleaned in flights_pclean) 31 web sources that mostly
hand on others' data are right for 63 per cent of items on average, each from 18 to 100; reports on Kumchang-ri (1998)
and Iraq (2002) by unnamed officials named sites that inspection found to be something else. ``benchmarks/weigh.py``
holds them against simulated worlds.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from firsthand.model import ImageAnswer, SourceKind

Range = tuple[float, float]
"""Low and high end."""


def from_accuracy(low: float, high: float) -> Range:
    """Log odds that a plain assertion adds when such sources are right with that share of a question at even odds."""
    return log(low / (1 - low)), log(high / (1 - high))


def from_rates(said_if_so: Range, said_if_not: Range) -> Range:
    """Log odds of a sign that appears with the one chance when the claim is so, with the other when it is not."""
    return log(said_if_so[0] / said_if_not[1]), log(said_if_so[1] / said_if_not[0])


START = from_accuracy(0.42, 0.48)
"""Before anybody is counted: of those who know, whoever believes that it is not so mostly says nothing, and a case
collects no silence."""

# ---- assertions: how often right, of questions at even odds ----------------------------------------------------------

WITNESS = from_accuracy(0.80, 0.90)
"""A named witness or reader of images, who stakes a name on what others can check."""
OWN_DEED = from_accuracy(0.67, 0.85)
"""A party about its own deed: it knows, and it has an interest."""
_SECOND_HAND = from_accuracy(0.60, 0.77)
BY_KIND: Mapping[SourceKind, Range] = {
    SourceKind.NAMED_PERSON: _SECOND_HAND,
    SourceKind.ORGANISATION: _SECOND_HAND,
    SourceKind.DOCUMENT: _SECOND_HAND,
    SourceKind.SENSOR: _SECOND_HAND,
    SourceKind.OUTLET: from_accuracy(0.55, 0.73),
    SourceKind.UNNAMED_OFFICIAL: from_accuracy(0.52, 0.69),
    SourceKind.UNNAMED_OTHER: from_accuracy(0.50, 0.62),
}
"""Origins that did not see it themselves."""
SPREAD = 0.12
"""Standard deviation of single sources' share right about that of their kind: .25 among the 31 web sources of Li et
al.; half of it is taken, since a desk chooses whom it collects, and reporters whom they quote."""
FORECAST = from_accuracy(0.50, 0.65)
"""Whoever foretells has not seen it, however well placed."""

# ---- denials: how often one is heard when the claim is so, and when it is not ----------------------------------------

DENIAL = from_rates((0.35, 0.65), (0.80, 0.85))
"""Whoever is accused denies what is so about half of the time."""
UNNAMED_DENIAL = from_rates((0.50, 0.75), (0.75, 0.80))
FIRST_HAND_DENIAL = from_rates((0.10, 0.25), (0.80, 0.90))
"""Somebody who was there says that it was not so: as good as a witness for it."""
REBUTTED = from_rates((0.40, 0.70), (0.85, 0.90))
"""An outlet goes on to say that what it quotes is not so."""
CORRECTED_SHARE = 0.4
"""What is left of an origin's weight when its outlet corrected a detail: what is not so is corrected oftener. Nothing
is left when it took it all back."""

# ---- images: how often a matching change is found, in looks fine enough on both sides --------------------------------

FOUND_IF_SO: Range = (0.75, 0.90)
FOUND_IF_NOT: Range = (0.06, 0.15)
"""Some other work of the same kind, at the same part and in the same weeks."""
IMAGES: Mapping[ImageAnswer, Range] = {
    ImageAnswer.AGREES: from_rates(FOUND_IF_SO, FOUND_IF_NOT),
    ImageAnswer.CONTRADICTS: from_rates(
        (1 - FOUND_IF_SO[1], 1 - FOUND_IF_SO[0]), (1 - FOUND_IF_NOT[1], 1 - FOUND_IF_NOT[0])
    ),
    ImageAnswer.TOO_COARSE: (0.0, 0.0),
    ImageAnswer.NO_USABLE_LOOK: (0.0, 0.0),
}
