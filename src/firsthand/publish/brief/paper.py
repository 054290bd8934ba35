"""A brief as plain blocks with numbered notes: what Markdown and print have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from firsthand.model import Document, Scene
from firsthand.publish import wording
from firsthand.publish.brief.background import Background
from firsthand.publish.brief.compose import BriefText, ClaimBlock
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Dossier, Seen, Told, outlet_of
from firsthand.publish.drawing import timeline
from firsthand.publish.exhibits import Exhibit, exhibits, shown

NOTE_QUOTES = 3
"""Quotations in one note; the others are counted, and stand in the long form's evidence."""
NOTE_IMAGES = 3
"""Images told one by one in a note; the ids of all stand behind it."""
NOTE_LIMIT = 200
"""Characters of a quotation in a note."""
MOST_GENERAL = 12
"""Words on the matter as a whole; the page in the browser has the others."""
SHORT_CLAIMS, SHORT_UNKNOWN = 3, 3
"""Key judgements and open points on one page."""


@dataclass(frozen=True, slots=True)
class Line:
    """Sentences that stand together: a paragraph, or an item of a list."""

    sentences: tuple[Sentence, ...]
    item: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """Pictures side by side; ``id`` is the change they show, empty for the plan."""

    id: str
    caption: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below its section's own."""

    text: str
    small: str = ""
    """A line of counts under it."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is no sentence: a moment of the timeline."""

    text: str


Block = Line | Figure | Heading | Row


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One brief for print or Markdown."""

    title: str
    facts: str
    sections: tuple[Section, ...]
    notes: Notes
    sources: tuple[str, ...]
    """The reports behind it, one line each; the notes of one page name theirs."""


@dataclass
class Notes:
    """Notes in order of first use; sentences to which the same is to be said share one."""

    held: dict[str, Exhibit]
    texts: list[str] = field(default_factory=list)
    ids: list[tuple[str, ...]] = field(default_factory=list)
    _numbers: dict[str, int] = field(default_factory=dict)

    def number(self, sentence: Sentence) -> int:
        """The note of a sentence, from 1."""
        text = self._text(sentence)
        if text not in self._numbers:
            self.texts.append(text)
            self.ids.append(())
            self._numbers[text] = len(self.texts)
        place = self._numbers[text] - 1
        self.ids[place] = tuple(dict.fromkeys((*self.ids[place], *sentence.evidence)))
        return place + 1

    def _text(self, sentence: Sentence) -> str:
        items = shown(sentence, self.held)
        scenes = [item.record.scene for item in items if isinstance(item.record, Seen)]
        parts = [part for item in items if not isinstance(item.record, Seen) and (part := _rest(item))]
        return " ".join(dict.fromkeys([*parts, *_images_note(scenes)]))


def paper(dossier: Dossier, text: BriefText, short: bool, beside: Background) -> Paper:
    """The brief as blocks; ``short`` for one page: key judgements, one picture, what is not known."""
    notes = Notes(exhibits(dossier))
    told = _short(dossier, text) if short else _long(dossier, text, beside)
    sections = [section for section in told if section.blocks]
    listed = () if short else tuple(sources(dossier, beside))
    return Paper(title(dossier), facts(dossier, text), tuple(sections), notes, listed)


def title(dossier: Dossier) -> str:
    return dossier.title or dossier.site.name


def facts(dossier: Dossier, text: BriefText) -> str:
    """The line under the title: what it rests on, and when it was written."""
    counts = [
        wording.counted(len(text.claims), "claim"),
        wording.counted(len(dossier.reports), "report"),
        wording.counted(len(dossier.seen), "image"),
    ]
    known = f" As known on {wording.day(dossier.known_at)}." if dossier.known_at else ""
    since = f" Only what came in since {wording.day(dossier.since)}." if dossier.since else ""
    return f"{wording.capital(', '.join(counts))}; written on {wording.day(dossier.written)}.{known}{since}"


def _short(dossier: Dossier, text: BriefText) -> Iterator[Section]:
    yield Section("Key judgements", tuple(Line(part) for part in text.key[: SHORT_CLAIMS + 1]))
    shown_change = next((block for block in text.changes if not block.minor and block.change.chips), None)
    if shown_change:
        yield Section("What the images show", (Line(shown_change.said[:1]), Figure(shown_change.change.id, "")))
    yield Section("What is not known", tuple(Line((item,), True) for item in text.unknown[:SHORT_UNKNOWN]))


def _long(dossier: Dossier, text: BriefText, beside: Background) -> Iterator[Section]:
    yield Section("Key judgements", tuple(Line(part) for part in text.key))
    yield Section("What is claimed", tuple(block for claim in text.claims for block in _claim(claim, text)))
    yield Section("What the images show", tuple(_images(dossier, text)))
    yield Section("What was promised", tuple(Line(block.said) for block in text.promises))
    yield Section(
        "Rival readings",
        tuple(Line((item,), place > 0) for block in text.rivals for place, item in enumerate(block.said)),
    )
    yield Section("What may lie behind it", tuple(_boards(beside)))
    compared = (f"{wording.capital(item.thing)}: {item.text}" for item in beside.compared)
    yield Section("Numbers declared and numbers seen", tuple(Row(line) for line in compared))
    yield Section("Timeline", tuple(_timeline(dossier)))
    general = text.programme[:MOST_GENERAL]
    yield Section("Said of the matter as a whole", tuple(Line((item,), True) for item in general))
    yield Section("What is not known", tuple(Line((item,), True) for item in (*text.unknown, *text.gaps)))


def _boards(beside: Background) -> Iterator[Block]:
    for board in beside.boards:
        yield Heading(board.question, "" if board.settled else "The evidence does not settle which.")
        for item in board.explanations:
            yield Row(f"{item.text} ({item.share})")


def _timeline(dossier: Dossier) -> Iterator[Block]:
    marks = [mark for mark in timeline.items(dossier) if mark.lane != "Images"]
    for lane, held in groupby(marks, key=lambda mark: mark.lane):
        yield Heading(lane)
        for mark in held:
            yield Row(wording.capital(mark.label))


def _claim(block: ClaimBlock, text: BriefText) -> Iterator[Block]:
    keys = {part[0].evidence[0] for part in text.key if part and part[0].evidence}
    held = block.file.assessment
    likely = f" · {held.words}" if held and block.judgement else ""
    yield Heading(block.heading, f"{block.short}{likely}")
    yield Line(block.said)
    if block.judgement and block.file.claim.id not in keys:
        yield Line(block.judgement)


def _images(dossier: Dossier, text: BriefText) -> Iterator[Block]:
    if text.looks:
        yield Line(text.looks)
    if dossier.is_of_site and (dossier.site.footprint or dossier.changes):
        yield Figure("", "")
    for block in text.changes:
        if not block.minor:
            yield Line(block.said)
            if block.change.chips:
                yield Figure(block.change.id, "")


# ---- notes -----------------------------------------------------------------------------------------------------------


def _rest(item: Exhibit) -> str:
    """What one record gives to a note."""
    record = item.record
    if isinstance(record, Told):
        return quotation(record)
    if isinstance(record, ClaimFile):
        return _claim_note(record)
    if item.kind == "change":
        return f"Change {item.id}: {wording.tidied(getattr(record, 'kind_reason', ''))}."
    if item.kind == "site":
        return "Counted over everything that the case holds on the place."
    return ""


def _images_note(scenes: Sequence[Scene]) -> Iterator[str]:
    """The images that a sentence rests on, one by one; many of them by their days and sensors."""
    if len(scenes) <= NOTE_IMAGES:
        for scene in scenes:
            yield f"Image of {wording.day(scene.taken)}, {scene.sensor}."
        return
    days = [scene.taken for scene in scenes]
    sensors = wording.listed(list(dict.fromkeys(scene.sensor for scene in scenes)))
    yield f"{wording.opening(len(scenes), 'image')} taken {wording.between_days(min(days), max(days))} by {sensors}."


def quotation(told: Told) -> str:
    """ "Tolva Courier, 3 March 2031: “…”", the words cut to what a note holds."""
    published = f", {wording.day(told.document.published)}" if told.document.published else ""
    quote = wording.quoted(told.statement.quote, NOTE_LIMIT) if told.statement.content else "no words of its own"
    return f"{outlet_of(told.document)}{published}: {quote}."


def _claim_note(file: ClaimFile) -> str:
    different: dict[str, Told] = {}
    for told in (*file.agree, *file.oppose, *file.correct):
        if told.statement.content:
            different.setdefault(told.statement.quote.casefold(), told)
    chosen = list(different.values())[:NOTE_QUOTES]
    rest = len(file.told) - len(chosen)
    more = f" {wording.capital(wording.counted(rest, 'further statement'))} in the case." if rest > 0 else ""
    return " ".join(quotation(told) for told in chosen) + more


def sources(dossier: Dossier, beside: Background) -> list[str]:
    """The reports behind the brief, one line each."""
    return [_source(document, beside) for document in dossier.documents]


def _source(document: Document, beside: Background) -> str:
    outlet, day = outlet_of(document), document.published
    graded = beside.letters.get(outlet)
    letter = f" ({graded[0]}: {graded[1]})" if graded else ""
    named = f", “{document.title}”" if document.title else ""
    published = f"published {wording.day(day)}" if day else "publication date not known"
    link = f" {document.url}" if document.url.startswith(("https://", "http://")) else ""
    captured = f"captured {wording.day(document.captured)}"
    return f"{outlet}{letter}{named}; {published}, {captured}.{link} SHA-256 {document.sha256[:16]}…"
