"""What changed in what is known, in plain sentences: for the terminal, Markdown and a page."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.model import Assessment, Document, Relation
from firsthand.publish import wording
from firsthand.publish.claim_words import LEAST_WORDS
from firsthand.publish.diff import Answer, Kept, Moved, NewOrigin, News
from firsthand.publish.dossier import outlet_of
from firsthand.publish.templating import environment, stylesheet

CLAIM_LIMIT = 140
"""Characters of a claim's words in a line."""
MOST_REASONS = 3


def sections(found: News) -> list[tuple[str, list[str]]]:
    """Each kind of news under its heading, in order of weight; kinds without news are left out."""
    told = [
        ("Judgements that moved", [_moved(item) for item in found.moved]),
        ("New claims", [_new(item.claim.text, item.words) for item in found.claims]),
        ("New origins of known claims", [_origin(item) for item in found.origins]),
        ("Denied or corrected", [_answer(item) for item in found.answers]),
        ("Changes on the ground", list(_changes(found))),
        ("Promises", [_kept(item) for item in found.promises]),
        ("Claims that stand no longer", [_claim(claim.text) for claim in found.gone]),
        ("New reports", [_report(item) for item in found.documents]),
    ]
    return [(heading, [wording.ended(wording.capital(line)) for line in lines]) for heading, lines in told if lines]


def summary(found: News) -> str:
    """One line: between which days, and how much."""
    days = f"Between {wording.day(found.since)} and {wording.day(found.until)}"
    if found.empty:
        return f"{days} nothing new came in."
    counts = [
        wording.counted(len(found.documents), "report"),
        wording.counted(found.images, "image"),
        wording.counted(len(found.claims), "new claim"),
    ]
    moved = wording.counted(len(found.moved), "judgement")
    return f"{days}: {', '.join(counts)}; {moved} moved."


def markdown(found: News) -> str:
    """The news as Markdown."""
    lines = [f"# What changed: {found.case_title}", "", summary(found), ""]
    for heading, told in sections(found):
        lines += [f"## {heading}", "", *(f"- {line}" for line in told), ""]
    return "\n".join(lines).rstrip() + "\n"


def page(found: News) -> str:
    """The news as one HTML file."""
    template = environment().get_template("diff.html")
    css = stylesheet("house.css", "brief.css")
    return template.render(news=found, summary=summary(found), sections=sections(found), css=css)


def _claim(text: str) -> str:
    return wording.quoted(text, CLAIM_LIMIT)


def _origin(item: NewOrigin) -> str:
    return f"{item.origin.name}, for {_claim(item.claim.text)}"


def _new(text: str, words: str) -> str:
    return f"{_claim(text)}: {words}" if words else _claim(text)


def _judgement(held: Assessment) -> str:
    if held.words == "undetermined":
        return "undetermined"
    return f"{held.words} ({wording.per_cent(held.low, held.high)})"


def _moved(item: Moved) -> str:
    before, after = item.before, item.after
    why = "; ".join(wording.tidied(reason) for reason in item.reasons[:MOST_REASONS])
    if _judgement(before) != _judgement(after):
        moved = f"from {_judgement(before)} to {_judgement(after)}"
    elif before.confidence != after.confidence:
        moved = f"{after.words} as before, confidence from {before.confidence} to {after.confidence}"
    elif before.image.answer is not after.image.answer:
        moved = f"{after.words} as before, what the images say: from {before.image.answer} to {after.image.answer}"
    else:
        moved = f"{after.words} as before, but between {_ends(after)} and no longer between {_ends(before)}"
    return f"{_claim(item.claim.text)}: {moved}.{f' New since then: {why}' if why else ''}"


def _ends(held: Assessment) -> str:
    return f"{round(held.low * 100)} and {round(held.high * 100)} per cent"


def _answer(item: Answer) -> str:
    verb = "corrected" if item.relation is Relation.CORRECTS else "denied"
    who, where = item.statement.source_name or outlet_of(item.document), outlet_of(item.document)
    inside = f" in {where}" if where != who else ""
    tells = len(item.statement.quote.split()) >= LEAST_WORDS
    said = f": {wording.quoted(item.statement.quote, CLAIM_LIMIT)}" if tells else ""
    return f"{_claim(item.claim.text)} was {verb} by {who}{inside}{said}"


def _changes(found: News) -> Iterator[str]:
    for change in found.changes:
        dates = wording.between_days(change.before, change.after)
        yield f"{dates} {wording.changed(change.kind, change.area_m2)} ({change.site_id})"


def _kept(item: Kept) -> str:
    promise = item.promise
    moved = f"from {item.before} to {promise.status}" if item.before else f"new, {promise.status}"
    reason = f"; {item.reason.rstrip('.')}" if item.reason else ""
    return f"{promise.who or 'somebody'} promised {wording.quoted(promise.what, CLAIM_LIMIT)}: {moved}{reason}"


def _report(document: Document) -> str:
    published = f", {wording.day(document.published)}" if document.published else ""
    return f"{outlet_of(document)}{published}: {document.title or document.name}"
