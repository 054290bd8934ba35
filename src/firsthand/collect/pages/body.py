"""The article's body: trafilatura's choice, mended where it is known to be weak.

Its text is taken line by line. Lines that only lead elsewhere (links to other texts, calls to follow or subscribe) are
dropped, and where it took one of several equal parts of an article, the others are added.
"""

from __future__ import annotations

import re
from collections import Counter
from copy import deepcopy

from lxml.html import HtmlElement

from firsthand.collect.pages.markup import Markup, line

LINK_LINE_SHARE = 0.8
"""From this share of its letters in links on, a short line is a link to another text."""

LINK_LINE_WORDS = range(4, 31)
"""How many words such a line has: a shorter one may be a name in a list, a longer one is prose."""

CALL_WORDS = 45
"""A longer line is prose, whatever it begins with."""

PROSE_WORDS = 12
"""A paragraph of so many words beside the article's own, and like them, belongs to it."""

LEFT_OUT_SHARE = 0.3
"""Left out paragraphs are taken back when they are at least so much of what was taken."""

SIBLINGS = 3
"""How many paragraphs of the article must share a parent before others there are taken for its own."""

MANY_BLOCKS = 3000
"""Elements with text. News pages have some hundreds, the largest one measured 2,738; pages with more are read in
trafilatura's fast mode."""

MANY_CELLS = 5000
"""A table with more cells of its own holds data. An article laid out in tables has some dozens in each."""

_NETWORK = r"(?:twitter|facebook|instagram|x|linkedin|telegram|youtube|whatsapp|google news)"

CALLS = (
    rf"(?:follow|find|like|join) [@\w\s.,’'-]{{2,60}} on {_NETWORK}\b|for more stories\b",
    r"(?:in case you missed it|got a story\?|get in touch with (?:us|our))",
    r"(?:like|enjoy(?:ed|ing)?) (?:this|our|what) (?:story|article|post|content|coverage|latest|you)\b",
    r"sign(?:ing)? up (?:for|to|here|now) (?:the|our|a|free|news)|subscribe (?:to (?:the|our)|now|today|here)\b",
    r"get [\w\s’']{0,40} delivered|(?:click|tap) (?:here|on the)\b|(?:download|get) (?:the|our) app\b|tell us what you",
    r"(?:advertisement|comments?|sponsored|loading|trending|related|recommended)\W*$|thank you for visiting \S+\.\w",
    r"(?:©|\(c\)|copyright\b).{0,120}(?:\d{4}|reserved|associated press)|all rights reserved|filed under\b|tags?:",
    r"(?:posted|published|updated|last (?:updated|modified)|first published)(?: (?:at|on))?:?\W{0,3}[\d\w,.: ]{4,45}$",
    r"(?:photo(?:graph)?|image|picture|video)s? ?(?:credits?|source|by|via)?\s*[:/]\s|have your say|leave a reply",
    r"(?:e-?mail|write to|reach|contact) .{2,60}@|you must (?:confirm your|be logged)|(?:log|sign) in (?:or|to) \w",
    rf"(?:https?://)?(?:www\.)?{_NETWORK}\.\w+/\S+$|\S+@\S+$",
)
"""How lines begin that call on the reader, or say of the page what is no report. English, as the reader is."""

LABELS = (
    r"(?:read|see|learn|find out|watch|view|discover|explore) (?:more|also|next|the full)",
    r"(?:related|recommended|trending|up next|don[’']t miss|more(?=\s*:)|most (?:read|popular|viewed))",
    r"(?:more from|more on|also on|our standards|continue reading|listen (?:to|live)|what do you think)",
    r"(?:please )?(?:follow|like|join|find|visit|contact|tweet|support|donate to) (?:us|me|our|@\w+)",
)
"""Words before the name of another text. They may begin a sentence too, so a colon or a missing full stop decides."""

CALL = re.compile(rf"^\W*(?:{'|'.join(CALLS)})", re.IGNORECASE)
LABEL = re.compile(rf"^\W*(?:{'|'.join(LABELS)})\b(\s*[:|»>])?", re.IGNORECASE)
SENTENCE_END = re.compile(r"[.!?…][\s\"”’')\]]*$")


def body_of(page: Markup, title: str, url: str) -> str:
    """The article's text, paragraphs separated by a blank line; empty when there is none. The tree is changed."""
    from trafilatura import extract

    _tame_tables(page.tree)
    _drop_link_clusters(page.tree)
    links = _link_lines(page.tree)
    paragraphs = list(page.tree.iter("p"))
    # Its second opinion (jusText) takes time by the square of the number of blocks.
    fast = page.tree.xpath("count(//*[text()])") > MANY_BLOCKS
    found = extract(deepcopy(page.tree), url=url or None, include_comments=False, fast=fast) or ""
    lines = [text for text in found.split("\n") if text.strip()]
    lines = _with_left_out(lines, paragraphs)
    kept = [text for text in lines if not _leads_elsewhere(text, links)]
    return "\n\n".join(_without_title(kept, title))


def words(text: str) -> str:
    """Lower-case words, single spaces: what two forms of one line share."""
    return " ".join(re.findall(r"\w+", text)).casefold()


def _without_title(lines: list[str], title: str) -> list[str]:
    wanted = words(title)
    return [text for number, text in enumerate(lines) if number > 2 or not wanted or words(text) != wanted]


def _leads_elsewhere(text: str, links: frozenset[str]) -> bool:
    if words(text) in links:
        return True
    if len(text.split()) > CALL_WORDS:
        return False
    label = LABEL.match(text)
    return CALL.match(text) is not None or (label is not None and bool(label[1] or not SENTENCE_END.search(text)))


def _link_lines(tree: HtmlElement) -> frozenset[str]:
    """Words of the paragraphs and list items that are links and hardly anything else."""
    found = set()
    for element in tree.iter("p", "li"):
        text = line(element.text_content())
        if len(text.split()) in LINK_LINE_WORDS and _link_share(element, text) >= LINK_LINE_SHARE:
            found.add(words(text))
    return frozenset(found)


def _link_share(element: HtmlElement, text: str) -> float:
    linked = sum(len(line(link.text_content())) for link in element.iter("a"))
    return linked / len(text) if text else 0.0


def _tame_tables(tree: HtmlElement) -> None:
    """Take away tables that are data and no text, and spans that would make a cell into very many."""
    cells: Counter[HtmlElement] = Counter()
    for cell in tree.iter("td", "th"):
        cells[next(cell.iterancestors("table"), None)] += 1
        for name in ("colspan", "rowspan"):
            written = cell.get(name, "")
            if written and not re.fullmatch(r"\s*\d{1,2}\s*", written):
                del cell.attrib[name]
    for table, count in cells.items():
        if table is not None and count > MANY_CELLS:
            table.drop_tree()


def _drop_link_clusters(tree: HtmlElement) -> None:
    """Take away what hangs in the middle of a sentence and is only links: a pop-up with a person's other news."""
    # Inner ones first: what is left around them may be the one link that belongs to the sentence.
    for span in reversed(tree.xpath("//p//span[count(.//a) > 1]")):
        clustered = len(span.xpath(".//a")) > 1 and _link_share(span, line(span.text_content())) >= LINK_LINE_SHARE
        if clustered:
            span.drop_tree()


def _with_left_out(lines: list[str], paragraphs: list[HtmlElement]) -> list[str]:
    """``lines`` with the rest of the article, where its paragraphs lie in several like parts and one was taken.

    Small rests are left where they are: what trafilatura leaves out beside the text is mostly not of the text.
    """
    place = {words(text): number for number, text in enumerate(lines)}
    runs = {run for key in place for run in _runs(key)}
    keyed = [(line(element.text_content()), _kin(element), element) for element in paragraphs]
    own = Counter(kin for text, kin, _ in keyed if text and words(text) in place)
    homes = {kin for kin, count in own.items() if count >= SIBLINGS}
    added: dict[int, list[str]] = {}
    last = -1
    for text, kin, element in keyed:
        key = words(text)
        if key in place:
            last = max(last, place[key])
        elif kin in homes and len(key.split()) >= PROSE_WORDS and _link_share(element, text) < 0.5:
            mine = _runs(key)
            # The same paragraph may be spaced otherwise where its links begin and end.
            if sum(run in runs for run in mine) < 0.5 * len(mine):
                added.setdefault(last, []).append(text)
    rest = sum(len(text) for texts in added.values() for text in texts)
    if rest < LEFT_OUT_SHARE * sum(len(text) for text in lines):
        return lines
    result = list(added.get(-1, []))
    for number, text in enumerate(lines):
        result += [text, *added.get(number, [])]
    return result


def _runs(key: str) -> list[tuple[str, ...]]:
    """All runs of four words."""
    parts = key.split()
    return [tuple(parts[at : at + 4]) for at in range(max(len(parts) - 3, 1))]


def _kin(element: HtmlElement) -> tuple[HtmlElement | None, str, str]:
    """What paragraphs of one article share: the article element around them, their parent's class and their own."""
    around = next(element.iterancestors("article", "main"), None)
    parent = element.getparent()
    return around, (parent.get("class") or "") if parent is not None else "", element.get("class") or ""
