"""The evidence store: the only place with SQL."""

from firsthand.store.search import Hit
from firsthand.store.store import Store

__all__ = ["Hit", "Store"]
