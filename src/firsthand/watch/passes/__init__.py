"""Passes: which satellites could have seen a site, when the next ones come, and what could be missed between them."""
