"""A brief as Markdown: headings, sentences, and a footnote to each with the quotes it rests on and their ids."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand import __version__
from firsthand.publish.brief.method import METHOD
from firsthand.publish.brief.paper import Block, Figure, Heading, Notes, Paper, Row
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import Dossier

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def markdown(paper: Paper, dossier: Dossier) -> str:
    """The brief as CommonMark with footnotes; pictures stand in the HTML and PDF forms only."""
    lines = [f"# {_plain(paper.title)}", "", _plain(paper.facts), ""]
    if dossier.fictional:
        lines += ["*Invented material for demonstration. No place, person or outlet here is real.*", ""]
    for section in paper.sections:
        lines += [f"## {section.title}", ""]
        for block in section.blocks:
            if isinstance(block, Heading) and lines[-1]:
                lines.append("")
            lines += _block(block, paper.notes)
        lines += [""] if lines[-1] else []
    if paper.sources:
        lines += ["## Sources", ""]
        lines += [f"{number}. {_plain(source)}" for number, source in enumerate(paper.sources, 1)] + [""]
    lines += ["## How this was made", "", f"Written by Firsthand {__version__}. {' '.join(METHOD)}", ""]
    lines += _notes(paper.notes)
    return "\n".join(lines).rstrip() + "\n"


def _block(block: Block, notes: Notes) -> list[str]:
    if isinstance(block, Heading):
        small = [f"*{_plain(block.small)}*", ""] if block.small else []
        return [f"### {_plain(block.text)}", "", *small]
    if isinstance(block, Figure):
        return []
    if isinstance(block, Row):
        return [f"- {_plain(block.text)}"]
    said = " ".join(_sentence(sentence, notes) for sentence in block.sentences)
    return [f"- {said}"] if block.item else [said, ""]


def _sentence(sentence: Sentence, notes: Notes) -> str:
    return f"{_plain(sentence.text)}[^{notes.number(sentence)}]"


def _notes(notes: Notes) -> Iterator[str]:
    for number, (text, ids) in enumerate(zip(notes.texts, notes.ids, strict=True), 1):
        yield f"[^{number}]: {_plain(text)} ({', '.join(ids)})"


def _plain(text: str) -> str:
    """Text of the outside with what Markdown would read as its own escaped."""
    return _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", text).strip())
