"""Which sites of the case a report names at all."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from firsthand.model import Document, Site


class Places:
    """The sites that each document names, in its text or title."""

    def __init__(self, documents: Iterable[Document], sites: Sequence[Site]) -> None:
        self._documents = {document.id: document for document in documents}
        self._patterns = {site.id: _pattern(site) for site in sites}
        self._named: dict[str, frozenset[str]] = {}

    def only_one(self, document_ids: Iterable[str]) -> tuple[str, ...]:
        """The one site that all these documents name, if each names no other; else nothing.

        "The remaining work" in a report about one place is work at that place; in a report about two, nobody knows.
        """
        named = [self._in(id) for id in document_ids]
        found = frozenset().union(*named)
        return tuple(found) if len(found) == 1 and all(named) else ()

    def _in(self, document_id: str) -> frozenset[str]:
        found = self._named.get(document_id)
        if found is None:
            document = self._documents[document_id]
            found = self._named[document_id] = frozenset(
                id
                for id, pattern in self._patterns.items()
                if pattern.search(document.title) or pattern.search(document.text)
            )
        return found


def _pattern(site: Site) -> re.Pattern[str]:
    names = sorted({site.name, *site.aliases}, key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, names)) + r")\b")
