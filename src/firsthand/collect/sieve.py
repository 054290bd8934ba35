"""What of a large collection is kept: pages in certain languages, pages about the places under watch.

For web archives as crawls publish them, of which a case needs one page in many thousands. It looks at words only,
before the model runs; what it passes over is counted, never stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.language import UNKNOWN, language_of
from firsthand.model import Document, Site

OTHER_LANGUAGE = "in another language"
OFF_TOPIC = "not about the case"


@dataclass(frozen=True, slots=True)
class Sieve:
    """Passes every document unless told otherwise."""

    languages: frozenset[str] = frozenset()
    """ISO 639-1 codes; empty: any. A text whose language does not stand out passes."""
    words: re.Pattern[str] | None = None
    """One of these must occur, as whole words in any case."""

    def passed_over(self, document: Document) -> str:
        """Why the document is not kept; empty when it is."""
        if self.words is not None and not self.words.search(f"{document.title}\n{document.text}"):
            return OFF_TOPIC
        if self.languages and language_of(document.text) not in {*self.languages, UNKNOWN}:
            return OTHER_LANGUAGE
        return ""


def topic_pattern(sites: Iterable[Site], topic_words: Iterable[str]) -> re.Pattern[str] | None:
    """Names and aliases of sites, and the topic words of the case; None when there are none.

    Parts of sites are left out: "the hall" stands in too many pages.
    """
    names = {name for site in sites for name in (site.name, *site.aliases)} | set(topic_words)
    # Longest first, for the reader of the pattern; blanks and hyphens are taken for each other, as in print.
    ways = [
        re.sub(r"(?:\\ |\\-)+", r"[\\s-]+", re.escape(name))
        for name in sorted(names, key=lambda n: (-len(n), n))
        if name
    ]
    return re.compile(rf"(?<!\w)(?:{'|'.join(ways)})(?!\w)", re.IGNORECASE) if ways else None
