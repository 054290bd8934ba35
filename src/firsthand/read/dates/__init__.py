"""Dates: time expressions in news text to calendar intervals. Stands on its own."""

from firsthand.read.dates.finder import Expression, find_expressions, find_times, read_times

__all__ = ["Expression", "find_expressions", "find_times", "read_times"]
