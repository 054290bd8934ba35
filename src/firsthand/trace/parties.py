"""Which party a body or an unnamed speaker is: a ministry by whatever name, and whoever speaks for it, are one."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Document, Link
from firsthand.trace.offices import BODY, bodies_in, body_spoken_for, is_body, party_in, party_key
from firsthand.trace.sources import Publishers, body_words


@dataclass(frozen=True, slots=True)
class Party:
    """A body that speaks."""

    name: str
    key: str
    """Of its state; empty when nobody says whose it is."""


class Parties:
    """Bodies as documents name them."""

    def __init__(self, publishers: Publishers) -> None:
        self._publishers = publishers
        self._named: dict[str, list[str]] = {}

    def body(self, name: str, document: Document) -> Party:
        """A body by its name in a document, where a fuller name of it tells its state.

        "The ministry" is the one that the document names in full; failing that, that of the state whose outlet speaks.
        """
        if not is_body(name):
            return Party(name, "")
        key = party_in(name) or next((party_in(other) for other in self._fuller(name, document)), "")
        return Party(name, key or party_key(self._publishers.state(document.outlet)))

    def spoken_for(self, link: Link, document: Document) -> Party | None:
        """The body for which an unnamed speaker speaks; None for who is no speaker, or nobody knows whose.

        "A spokesman" speaks for the body that his paragraph names last before him.
        """
        said = (link.anchor.quote if link.anchor else "") or link.name
        name = body_spoken_for(said)
        if name is None:
            name = body_spoken_for(link.name)
        if name == "" and link.anchor is not None:
            start = document.text.rfind("\n\n", 0, link.anchor.start) + 1
            name = next(reversed(bodies_in(document.text, start, link.anchor.start)), "")
        return self.body(name, document) if name else None

    def _fuller(self, name: str, document: Document) -> list[str]:
        """Bodies of the document that may be meant by ``name`` and whose state is told."""
        named = self._named.get(document.id)
        if named is None:
            named = self._named[document.id] = [body for body in bodies_in(document.text) if party_in(body)]
        kind, wanted = _kind(name), body_words(name)
        return [body for body in named if _kind(body) == kind and wanted <= body_words(body)]


def _kind(name: str) -> str:
    """The word that says what sort of body it is ("ministry")."""
    found = [match.group().casefold() for match in BODY.finditer(name)]
    return found[-1] if found else ""
