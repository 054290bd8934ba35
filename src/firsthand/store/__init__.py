"""The evidence store: the only place with SQL."""

from firsthand.store.address import Address
from firsthand.store.chain import Logged
from firsthand.store.dialects.base import Hit
from firsthand.store.people import ROLES, Person, take_over
from firsthand.store.store import Store

__all__ = ["ROLES", "Address", "Hit", "Logged", "Person", "Store", "take_over"]
