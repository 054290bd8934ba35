"""Places: the case's own sites first, then a compact gazetteer of the world."""

from firsthand.read.places.finder import SiteMention, find_sites
from firsthand.read.places.located import find_places, locate

__all__ = ["SiteMention", "find_places", "find_sites", "locate"]
