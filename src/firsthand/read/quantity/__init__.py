"""Numbers: counts and measures in running text as closed intervals. Stands on its own."""

from firsthand.read.quantity.finder import find_quantities

__all__ = ["find_quantities"]
