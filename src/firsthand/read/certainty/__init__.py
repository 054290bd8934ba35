"""Certainty: how likely the words make what they say, and whether they negate it."""

from firsthand.read.certainty.judge import Scale, certainty_of, factuality, is_negated

__all__ = ["Scale", "certainty_of", "factuality", "is_negated"]
