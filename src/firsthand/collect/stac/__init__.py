"""Scenes from STAC: found by search or in a static catalogue, cut to the window around a site, kept as our files."""
