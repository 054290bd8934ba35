"""Numbers: counts and measures in running text as closed intervals. Stands on its own."""

from firsthand.read.quantity.finder import find_quantities
from firsthand.read.quantity.unknown import find_unknown_counts

__all__ = ["find_quantities", "find_unknown_counts"]
