"""Weigh: how likely it is, what would change our mind, was the promise kept."""
