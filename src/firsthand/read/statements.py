"""From attributions to statements: source, chain, stance, basis, values; and what the outlet says itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from firsthand.corrections import Words
from firsthand.model import (
    Anchor,
    Basis,
    Document,
    Link,
    Mark,
    PlaceMention,
    Relevance,
    SourceKind,
    Stance,
    Statement,
    Unresolved,
    Voice,
    content_id,
)
from firsthand.read import own_voice
from firsthand.read.attribution import Attribution, Span
from firsthand.read.attribution.cue_names import named
from firsthand.read.basis import basis_of, speaks_of_images
from firsthand.read.blocks import Block, ReadContext
from firsthand.read.certainty import certainty_of
from firsthand.read.chain import anchor, cited_links, dateline_agency, outlet_links, with_outlet
from firsthand.read.dating import dated
from firsthand.read.events import event_of
from firsthand.read.near import Near, Values, near, only_site, open_near, places_near, values_of
from firsthand.read.places.located import site_place
from firsthand.read.relevance import Topic
from firsthand.read.resolve import Memory, Resolved
from firsthand.read.sources import is_definite_outlet
from firsthand.read.stance import stance_of

_DEICTIC = re.compile(
    r"\b(?:these|those|this|that)\s+(?:facilit|site|factory|plant|building|place|location)\w*\b", re.I
)
_FORM_CONFIDENCE = {"according to": 0.9, "header": 0.7, "passive": 0.5, "": 0.6}


@dataclass(frozen=True, slots=True)
class _Here:
    """The paragraph at work, with what was read in it."""

    block: Block
    values: Values
    kinds: set[str]
    """Kinds of its marks."""


@dataclass(frozen=True, slots=True)
class _Said:
    """One attribution as anchors of the document."""

    content: tuple[Anchor, ...]
    source: Anchor | None
    cue: Anchor | None
    sentence: str
    stance: Stance
    rebutted: bool

    @property
    def words(self) -> str:
        return " ".join(piece.quote for piece in self.content)

    @property
    def speaker(self) -> str:
        return self.source.quote if self.source else ""


class Statements:
    """Turns the blocks of one document into statements, in order."""

    def __init__(self, document: Document, context: ReadContext, topic: Topic) -> None:
        self.document = document
        self.context = context
        self.topic = topic
        self.memory = Memory.of(document.text, context.outlets, document.outlet)
        self.resolved: dict[tuple[int, int, int], Resolved] = {}
        """Sources as understood, by paragraph number and span."""
        self.knows: dict[str, Basis] = {}
        self.images = speaks_of_images(document.text)
        self.agency: Link | None = None
        """The agency whose dateline opened the text."""
        self.site = only_site(document.text, context.sites)
        self.site_by_id = {site.id: site for site in context.sites}

    def of(self, block: Block, marks: Sequence[Mark]) -> list[Statement]:
        kinds = {mark.kind for mark in marks}
        if kinds & {"byline", "boilerplate", "foreign"}:
            return []
        found_agency = dateline_agency(block.text, block.base, self.context.outlets, self.document.outlet)
        self.agency = self.agency or found_agency
        here = _Here(block, values_of(block, self.document), kinds)
        made: list[Statement] = []
        for found in block.attributions:
            if "heading" not in kinds or found.family != "orphan":
                made += self._attributed(here, found)
        if not kinds & {"heading", "off-topic"}:
            places = [(place.anchor.start - block.base, place.anchor.end - block.base) for place in block.places]
            spans = own_voice.own_statements(block.text, block.sentences, block.attributions, places, self.topic.extra)
            made += [self._own(here, span) for span in spans]
        self.memory.pass_paragraph(block.number, block.text)
        return sorted(made, key=_position)

    def one(self, block: Block, words: Words) -> Statement | None:
        """The statement that has the given words of ``block``; None when nothing is said in them."""

        def span(words: Anchor) -> Span:
            return words.start - block.base, words.end - block.base

        content = tuple(map(span, words.content))
        cue = span(words.cue) if words.cue else None
        lemma, family = named(words.cue.quote) if words.cue else ("", "say")
        place = (cue or content[0])[0] if cue or content else 0
        around = ((items[0].start, items[-1].end) for items in block.sentences)
        sentence = next((whole for whole in around if whole[0] <= place < whole[1]), (0, len(block.text)))
        source = span(words.source) if words.source else None
        found = Attribution(source, cue, content, lemma, family, sentence)
        made = self._attributed(_Here(block, values_of(block, self.document), set()), found)
        return made[0] if made else None

    # ---- attributed --------------------------------------------------------------------------------------------

    def _attributed(self, here: _Here, found: Attribution) -> list[Statement]:
        resolved = self._resolve(here.block, found.source)
        if found.outer is not None and resolved.kind is SourceKind.LOST:
            return []
        own = self._own_after_all(here, found, resolved)
        if own is not None:
            return own
        chain = self._chain(here.block, found, resolved)
        said = self._said(here.block, found)
        return [_with_id(self._statement(here, found, resolved, chain, said))] if said.content or chain else []

    def _own_after_all(self, here: _Here, found: Attribution, resolved: Resolved) -> list[Statement] | None:
        """What only looks like an attribution: not knowing, pictures made to speak, an outlet on its earlier report."""
        text = here.block.text
        content = text[slice(*found.content[0])] if found.content else ""
        if found.cue and own_voice.knows_nothing(text[slice(*found.cue)], content):
            return []
        if resolved.kind is SourceKind.SENSOR and found.content:
            low = found.source[0] if found.source else found.content[0][0]
            whole = own_voice.without_lead(text, (low, max(piece[1] for piece in found.content)))
            return [] if "heading" in here.kinds else [self._own(here, whole)]
        sentence = text[slice(*found.sentence)]
        if found.source and own_voice.tells_of_earlier_report(text[slice(*found.source)], sentence):
            return [self._own(here, own_voice.without_stop(text, found.sentence))]
        return None

    def _said(self, block: Block, found: Attribution) -> _Said:
        content, rebutted = _content(block.text, found.content)
        anchors = tuple(anchor(block.text, block.base, span) for span in content)
        cue = anchor(block.text, block.base, found.cue) if found.cue else None
        words = " ".join(piece.quote for piece in anchors)
        return _Said(
            content=anchors,
            source=self._source_anchor(block, found),
            cue=cue,
            sentence=block.text[slice(*found.sentence)],
            stance=stance_of(found.lemma, found.family, cue.quote if cue else "", words),
            rebutted=rebutted or own_voice.rebutted(_rest(block.text, found)),
        )

    def _statement(
        self, here: _Here, found: Attribution, resolved: Resolved, chain: tuple[Link, ...], said: _Said
    ) -> Statement:
        basis = basis_of(chain, said.speaker, said.sentence, said.words, (said.stance, self.images))
        near = self._near(here, said.content, found.sentence)
        return Statement(
            id="",
            document_id=self.document.id,
            content=said.content,
            source=said.source,
            cue=said.cue,
            source_kind=chain[0].kind if chain else resolved.kind,
            source_name=chain[0].name if chain else "",
            chain=chain,
            voice=_voice(said.content, here.block),
            stance=said.stance,
            basis=self._witnessed(found, chain, basis),
            certainty=certainty_of(self.document.text, said.content, said.cue),
            event=dated(
                event_of(self.document.text, said.content, said.stance, found.lemma, near),
                (said.sentence, here.block.base + found.sentence[0], said.cue),
                said.content,
                (said.stance, basis, self.document.published),
            ),
            relevance=self._relevance(here, found, said.speaker),
            unresolved=(
                *_gaps(here.block, said.source, resolved, said.content),
                *open_near(here.block, here.values, said.content, found.sentence),
            ),
            confidence=_confidence(found, resolved),
            rebutted=said.rebutted,
            lineage_named=_lineage_named(found, resolved),
            corrects=resolved.kind is SourceKind.OUTLET and own_voice.corrects(said.sentence),
            places=self._places(here, near, said.content, found.sentence),
        )

    def _relevance(self, here: _Here, found: Attribution, speaker: str) -> Relevance:
        """What is told again by the statement inside it counts as said once."""
        relevance = self.topic.relevance(here.block, found.sentence, here.kinds, speaker)
        again = found.retold and relevance is Relevance.ON_TOPIC
        return Relevance.BOILERPLATE if again else relevance

    def adopted(self, orphan: Statement, speaker: Statement) -> Statement:
        """The words of ``orphan`` as said by the speaker of another statement, as in a quotation over paragraphs."""
        said = orphan.quote
        source = speaker.source.quote if speaker.source else ""
        basis = basis_of(speaker.chain, source, said, said, (orphan.stance, self.images))
        return _with_id(
            replace(
                orphan,
                source=speaker.source,
                cue=speaker.cue,
                source_kind=speaker.source_kind,
                source_name=speaker.source_name,
                chain=speaker.chain,
                basis=self.knows.get(speaker.source_name, basis) if basis is Basis.UNSTATED else basis,
                unresolved=(*(gap for gap in speaker.unresolved if gap.anchor == speaker.source), *orphan.unresolved),
                confidence=speaker.confidence,
                lineage_named=speaker.lineage_named,
            )
        )

    def _near(self, here: _Here, content: Sequence[Anchor], sentence: Span) -> Near:
        """What is near, with the document's only site where the content speaks of "the depot"."""
        places, quantities, times = near(here.block, here.values, content, sentence)
        if not places and self.site is not None:
            places = self.site.mentions(content)
        return places, quantities, times

    def _places(self, here: _Here, found: Near, content: Sequence[Anchor], sentence: Span) -> tuple[PlaceMention, ...]:
        sites = [site_place(mention, self.site_by_id[mention.site_id]) for mention in found[0]]
        return places_near(here.block, sites, content, sentence)

    def _witnessed(self, found: Attribution, chain: Sequence[Link], basis: Basis) -> Basis:
        """What a person saw is known by witness; an eyewitness or a reader of images stays one in what they add."""
        person = bool(chain) and chain[0].kind in {SourceKind.NAMED_PERSON, SourceKind.UNNAMED_OTHER}
        if person and basis is Basis.IMAGE:
            self.knows.setdefault(chain[0].name, basis)
        if not person or basis not in {Basis.UNSTATED, Basis.OWN_ACT, Basis.WITNESS}:
            return basis
        sees = found.lemma == "see" and found.perceives
        if basis is Basis.WITNESS and found.family == "think" and not sees:
            return Basis.UNSTATED  # what residents fear they have not seen
        if basis is Basis.WITNESS or sees:
            self.knows[chain[0].name] = Basis.WITNESS
            return Basis.WITNESS
        return self.knows.get(chain[0].name, basis) if found.family == "say" else basis

    def _source_anchor(self, block: Block, found: Attribution) -> Anchor | None:
        span = found.cited[0] if found.family == "cite" and found.cited else found.source
        return anchor(block.text, block.base, span) if span else None

    def _resolve(self, block: Block, span: Span | None) -> Resolved:
        if span is None:
            return Resolved(SourceKind.LOST, "", "the text does not say who")
        key = (block.number, *span)
        if key not in self.resolved:  # once: what is remembered since would make "she" seem to have two antecedents
            self.resolved[key] = self.memory.source(block.text[span[0] : span[1]], block.number, block.text, span[0])
        return self.resolved[key]

    def _chain(self, block: Block, found: Attribution, resolved: Resolved) -> tuple[Link, ...]:
        """Innermost first; empty when the speaker is lost."""
        links = self._links(block, found, resolved)
        outer = found.outer
        while outer is not None and links:
            known = {link.name for link in links}
            relaying = self._links(block, outer, self._resolve(block, outer.source))
            links += [link for link in relaying if link.name not in known]
            outer = outer.outer
        return with_outlet(links, self.document.outlet, self.agency)

    def _links(self, block: Block, found: Attribution, resolved: Resolved) -> list[Link]:
        """The links that one attribution names itself, innermost first."""
        cited = cited_links(block.text, block.base, found, self.context.outlets)
        if resolved.kind is SourceKind.LOST:
            return cited
        links = []
        if found.source:
            words = anchor(block.text, block.base, found.source)
            links.append(Link(resolved.name or words.quote, resolved.kind, words))
        # Who relays somebody cites others for it: "citing the Post, the agency said a commander had …".
        links = links + cited if found.reporter else cited + links
        if found.reporter:
            outer = self._resolve(block, found.reporter)
            words = anchor(block.text, block.base, found.reporter)
            links.append(Link(outer.name or words.quote, outer.kind, words))
        if found.told and is_definite_outlet(told := block.text[found.told[0] : found.told[1]]):
            paper = self.memory.source(told, block.number, block.text, found.told[0])
            links.append(Link(paper.name or told, paper.kind, anchor(block.text, block.base, found.told)))
        links += [
            link
            for link in outlet_links(block.text, block.base, found, self.context.outlets)
            if link.name not in {known.name for known in links}
        ]
        return links

    # ---- the outlet itself -------------------------------------------------------------------------------------

    def _own(self, here: _Here, span: Span) -> Statement:
        anchors = (anchor(here.block.text, here.block.base, span),)
        outlet = self.document.outlet
        words = anchors[0].quote
        chain = self._own_chain()
        sensor = (Link(outlet, SourceKind.OWN_VOICE, None),)
        near = self._near(here, anchors, span)
        return _with_id(
            Statement(
                id="",
                document_id=self.document.id,
                content=anchors,
                source=None,
                cue=None,
                source_kind=SourceKind.OWN_VOICE,
                source_name=chain[0].name if chain else "",
                chain=chain,
                voice=Voice.OUTLET,
                stance=Stance.ASSERTS,
                basis=_own_basis(basis_of(sensor, "", words, words, (Stance.ASSERTS, False))),
                certainty=certainty_of(self.document.text, anchors, None),
                event=event_of(self.document.text, anchors, Stance.ASSERTS, "", near),
                relevance=self.topic.relevance(here.block, span, here.kinds, ""),
                unresolved=(
                    *_gaps(here.block, None, None, anchors),
                    *open_near(here.block, here.values, anchors, span),
                ),
                confidence=0.6,
                rebutted=own_voice.rebutted(words),
                corrects=own_voice.corrects(words),
                places=self._places(here, near, anchors, span),
            )
        )

    def _own_chain(self) -> tuple[Link, ...]:
        """The outlet for itself; an agency's words go back to the agency."""
        outlet = self.document.outlet
        if self.agency is not None:
            return with_outlet((replace(self.agency, kind=SourceKind.OWN_VOICE),), outlet)
        return (Link(outlet, SourceKind.OWN_VOICE, None),) if outlet else ()


def _own_basis(basis: Basis) -> Basis:
    """The outlet's own voice claims an image when it shows one; everything else stays unstated."""
    return basis if basis in {Basis.IMAGE, Basis.WITNESS} else Basis.UNSTATED


def _position(statement: Statement) -> tuple[int, int]:
    pieces = [*statement.content, *([statement.cue] if statement.cue else [])]
    return min(piece.start for piece in pieces), max(piece.end for piece in pieces)


def _with_id(statement: Statement) -> Statement:
    spans = [(piece.start, piece.end) for piece in statement.content]
    cue = (statement.cue.start, statement.cue.end) if statement.cue else None
    source = (statement.source.start, statement.source.end) if statement.source else None
    return replace(statement, id=content_id("stm", statement.document_id, spans, cue, source))


def _content(text: str, pieces: Sequence[Span]) -> tuple[list[Span], bool]:
    """Pieces in order and apart, without the marks around a whole quotation, cut where the outlet rebuts them."""
    kept: list[Span] = []
    rebutted = False
    for start, end in sorted(pieces):
        low = max(start, kept[-1][1]) if kept else start
        high = end
        cut = own_voice.rebuttal_start(text[low:high])
        if cut is not None and cut > 0:
            high, rebutted = low + cut, True
        low, high = _bare(text, low, high)
        if high > low:
            kept.append((low, high))
    return kept, rebutted


def _bare(text: str, start: int, end: int) -> Span:
    """The span without surrounding spaces, and without the marks of a quotation that fills it."""
    opening, closing = "\"“«„‘'", "\"”»’'"
    if text[start : start + 2] == "''" and end - start > 4 and text[end - 2 : end] == "''":
        start, end = start + 2, end - 2
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:"):
        end -= 1
    if start < end and text[start] in opening:
        inner = text[start + 1 : end - 1]
        if text[end - 1] in closing and not any(mark in inner for mark in '"“”«»'):
            end -= 1
            start += 1
        elif not any(mark in text[start + 1 : end] for mark in closing[:3]):
            start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;"):
        end -= 1
    return start, end


def _voice(content: Sequence[Anchor], block: Block) -> Voice:
    quoted = total = 0
    for piece in content:
        start, end = piece.start - block.base, piece.end - block.base
        total += end - start
        quoted += sum(max(0, min(end, item.end) - max(start, item.start)) for item in block.quotations)
    if not quoted:
        return Voice.INDIRECT
    return Voice.DIRECT if quoted >= total - 2 else Voice.MIXED


def _rest(text: str, found: Attribution) -> str:
    """What follows the content in its sentence."""
    if not found.content:
        return ""
    return text[max(piece[1] for piece in found.content) : found.sentence[1]]


def _lineage_named(found: Attribution, resolved: Resolved) -> bool:
    if resolved.gap:
        return False
    return resolved.kind is not SourceKind.OUTLET or bool(found.cited)


def _confidence(found: Attribution, resolved: Resolved) -> float:
    """The model's where it saw the attribution, else one by form; less when the speaker is not known."""
    base = found.confidence
    if base is None:
        base = _FORM_CONFIDENCE.get(found.lemma, {"say": 0.9, "cite": 0.9, "decline": 0.9}.get(found.family, 0.7))
    return round(base * (0.8 if resolved.gap else 1.0), 2)


def _gaps(
    block: Block, source: Anchor | None, resolved: Resolved | None, content: Sequence[Anchor]
) -> tuple[Unresolved, ...]:
    """Words whose meaning the document does not settle: the speaker, "these facilities" with nothing before."""
    gaps = []
    if source is not None and resolved is not None and resolved.gap:
        gaps.append(Unresolved(source, resolved.gap))
    for piece in content:
        match = _DEICTIC.search(piece.quote)
        if match is None:
            continue
        start = piece.start + match.start()
        if not any(place.anchor.start < start for place in block.places):
            words = Anchor(start, start + len(match.group()), match.group())
            gaps.append(Unresolved(words, "no place named before it", "place"))
    return tuple(gaps)
