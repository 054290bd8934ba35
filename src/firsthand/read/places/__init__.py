"""Places: the case's own sites first, then a compact gazetteer."""

from firsthand.read.places.finder import SiteMention, find_sites, locate

__all__ = ["SiteMention", "find_sites", "locate"]
