"""The sentence contract: nothing is printed that its evidence does not carry.

Each sentence is checked against the records that it names. What stands between “ and ” must be the very words of a
quote. Outside of quotation marks, every number, date and name must stand in a quote or follow from a record (a count of
origins, the date of a scene). A likelihood must be the one that was assessed, and a likelihood and a confidence never
share a sentence (ICD 203, section D.6.e.(2)(c)). What people write is checked further, in
:mod:`firsthand.publish.drafts`: the side that a sentence takes, how surely, and in whose name must agree as well.
"""

from firsthand.publish.contract.check import check, fault, loose_anchor, mention_fault
from firsthand.publish.contract.estimates import ESTIMATIVE_WORDS
from firsthand.publish.contract.support import Sentence, Support

__all__ = [
    "ESTIMATIVE_WORDS",
    "Sentence",
    "Support",
    "check",
    "fault",
    "loose_anchor",
    "mention_fault",
]
