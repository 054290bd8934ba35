"""Trace: which statements say the same thing, and how many independent origins it really has."""
