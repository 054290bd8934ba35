"""What a reader is given, and a paragraph with what was found in it."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Outlet, PlaceMention, Site, Unresolved
from firsthand.read.attribution import Attribution
from firsthand.read.attribution.grammar import Sentence
from firsthand.read.attribution.quotes import Quotation
from firsthand.read.paragraphs import Paragraph
from firsthand.read.places import SiteMention
from firsthand.read.places.gazetteer import Gazetteer


@dataclass(frozen=True, slots=True)
class ReadContext:
    """What the case knows that a reader needs."""

    sites: tuple[Site, ...] = ()
    outlets: tuple[Outlet, ...] = ()
    topic_words: tuple[str, ...] = ()
    """Added to the built-in words of the watch domain."""
    gazetteer: Gazetteer | None = None
    """Where places beside the sites of the case are looked up; none in a fictional case."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph with what was found in it; spans and items are the paragraph's, anchors the document's."""

    number: int
    paragraph: Paragraph
    attributions: tuple[Attribution, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]
    places: tuple[SiteMention, ...]
    named: tuple[PlaceMention, ...] = ()
    """Every place that it names, the sites of the case and those of the gazetteer."""
    open_places: tuple[Unresolved, ...] = ()
    """Names that may be several places."""
    runs_on: bool = False
    """Its last quotation stays open, and the next paragraph goes on with it."""
    goes_on: bool = False
    """It goes on with the quotation that the paragraph before left open."""
    foreign: str = ""
    """Code of its language when that is not English; nothing is then read in it."""

    @property
    def text(self) -> str:
        return self.paragraph.text

    @property
    def base(self) -> int:
        return self.paragraph.start
