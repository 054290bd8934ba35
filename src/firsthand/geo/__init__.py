"""Outlines of the countries, small enough to travel with the package: extents, containment, an offline base map.

``countries.geojson`` is Natural Earth 4.1 (public domain, naturalearthdata.com) at 1:110 million, with the countries
too small for that scale from 1:50 million, by way of the npm package world-atlas 2.0.2 (ISC, Michael Bostock); made by
``scripts/countries.py``. Lines are drawn as they are held on the ground and take no side in any dispute. They are off
by some ten kilometres, by more on ragged coasts. Lands without inhabitants are left out.
"""

from firsthand.geo.distance import great_circle_km
from firsthand.geo.outlines import Country, countries, countries_geojson, country_at, outline_of

__all__ = ["Country", "countries", "countries_geojson", "country_at", "great_circle_km", "outline_of"]
