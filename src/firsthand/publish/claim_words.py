"""One claim in sentences: what it says, who carries it, where they have it from, what the images say, how likely."""

from __future__ import annotations

import re
from collections.abc import Iterable

from firsthand.model import Action, Document, ImageAnswer, Quantity, Site, SourceKind
from firsthand.publish import wording
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Told, place_id
from firsthand.publish.ledger import claim_support

LEAST_WORDS = 3
"""A shorter quotation ("it", "to comment") tells a reader nothing and is left to the evidence."""

QUOTE_LIMIT = 260
"""Characters of a quotation in running text; its evidence shows it whole."""

_PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|this|that|these|those|who|the (?:former|latter))$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their|this|that|some|no|any)\s+", re.IGNORECASE)
ASKS = re.compile(r"(?:what|whether|who|why|when|where|how|which|if|that)\b", re.IGNORECASE)
NEGATIVE = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|false|untrue)\b|n['’]t\b", re.IGNORECASE)
_TENSED = re.compile(
    r"\b(?!(?:need|seed|speed|feed|bed|red|hundred|indeed|naked|sacred)\b)[a-z]{3,}ed\b|\b(?:intends|arrives?|plans|builds|stood|"
    r"came|went|left|began|took|made|saw|says|shows|stands|remains|needs|wants|keeps|holds|moves|goes|means)\b"
)
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|(?<!good )will|would|did|does|do|can|could|may|might)\b", re.IGNORECASE
)

_VERBS = {
    Action.BUILD: ("was", "were", "being built"),
    Action.DISMANTLE: ("was", "were", "being taken down"),
    Action.OPERATE: ("was", "were", "in operation"),
    Action.TEST: ("was", "were", "tested"),
    Action.MOVE: ("was", "were", "moved"),
    Action.PRESENT: ("stood", "stood", ""),
}

_DONE = {
    Action.BUILD: (re.compile(r"\b(?:built|erected|constructed|completed?|finished)\b", re.IGNORECASE), "built"),
    Action.DISMANTLE: (
        re.compile(r"\b(?:dismantled|demolished|razed|(?:torn|tore|taken|took|pulled) down)\b", re.IGNORECASE),
        "taken down",
    ),
}
"""Words that tell an act as finished, and how a clause says so."""
_UNDONE = re.compile(
    r"\b(?:being|be|partly|partially|half|begun|began|start(?:ed|ing)?|under\s?way|not yet|still|almost|nearly)\b",
    re.IGNORECASE,
)
"""Beside such words the act is not finished."""

_PROGRESS = re.compile(r"\b(?:is|are|was|were|be|been)\s+(?:\w+ly\s+)?(?:being\s+\w+|\w+ing)\b", re.IGNORECASE)
"""Words that tell an act as going on."""

_PLACE_FIRST = (Action.DISMANTLE, Action.OPERATE, Action.MOVE)
_POINTING = re.compile(
    r"(?:he|she|they|it|we|i|you|this|that|these|those|who|which|what|whatever|nothing of the kind|both|such|here|"
    r"there|and|but|or|so|one image|one picture)\b",
    re.IGNORECASE,
)
"""Words that lean on what stood before them: such a sentence cannot be quoted after "that"."""

ACTS = tuple(_VERBS)
"""Actions that are matters of fact one can see: these make key judgements."""

NO_PICTURE = re.compile(r"\bno picture can show\b", re.IGNORECASE)
"""In the reason of an image verdict: not for want of finer images, but since nothing of it shows from above."""

IMAGE_SHORT = {
    ImageAnswer.AGREES: "images agree",
    ImageAnswer.CONTRADICTS: "images speak against it",
    ImageAnswer.TOO_COARSE: "images too coarse",
    ImageAnswer.NO_USABLE_LOOK: "no usable image",
}


_IN_PERSON = re.compile(r"(?:we|i|our|my|they|he|she)\b", re.IGNORECASE)


def headline(file: ClaimFile) -> str:
    """The claim's own words with a capital, without a closing mark: for headings and links."""
    words = wording.capital(re.sub(r"\s+", " ", file.claim.text).strip().rstrip(".,;"))
    said = next((told for told in file.agree if told.statement.quote == file.claim.text), None)
    # "We have nothing to hide" is nobody's heading without saying whose words they are.
    return f"“{words}” ({speaker(said)})" if said and _IN_PERSON.match(words) else words


def speaker(told: Told) -> str:
    """Who said it, to stand in a sentence: a name, or the document's own words for people without one."""
    if told.lost:
        return "a speaker whom the text has lost"
    # "The officials, who spoke on condition that they not be named": what follows the comma is no part of a name.
    words = told.statement.source.quote.split(",")[0].strip() if told.statement.source else ""
    named = told.statement.source_kind in (SourceKind.NAMED_PERSON, SourceKind.OUTLET, SourceKind.OWN_VOICE)
    if named or not words or _PRONOUN.match(words):
        return subject(told.speaker)
    first = words.split(maxsplit=1)[0]
    return words[:1].lower() + words[1:] if _ARTICLE.match(words) or first.lower() in wording.NUMBER_WORDS else words


def subject(name: str) -> str:
    """A source's name as it stands in a sentence: "president of Maravia" takes its article, names stay."""
    bare = name[:1].islower() and not _ARTICLE.match(name) and not name.startswith("unnamed")
    bare = bare and "." not in name.split(maxsplit=1)[0]  # a document without an outlet goes by its file name
    return f"the {name}" if bare and not wording.looks_plural(name.split(" of ", maxsplit=1)[0]) else name


def clause(file: ClaimFile, site: Site | None) -> str:
    """What the claim says as a subordinate clause; its own words where the event does not carry one."""
    thing = "" if _speaks_for_itself(file) else _thing(file, site)
    return _told(file, site, thing) if thing else _in_its_words(file)


def _told(file: ClaimFile, site: Site | None, thing: str) -> str:
    """The act of the claim's event in our words."""
    event = file.claim.event
    singular, plural, verb = _VERBS[event.action]
    finished, done = _DONE.get(event.action, (None, verb))
    if finished and finished.search(file.claim.text) and not _UNDONE.search(file.claim.text):
        verb = done
    if event.action is Action.MOVE and _PROGRESS.search(file.claim.text):
        verb = "being moved"
    if event.action is Action.PRESENT and event.negated:
        singular, plural, verb = "did", "did", "stand"
    many = _is_plural(thing, event.quantity)
    place = f" at {wording.the_place(site.name)}" if site and site.name and _place_is_missing(thing, site) else ""
    told = " ".join(word for word in (plural if many else singular, "not" if event.negated else "", verb) if word)
    return f"{thing}{place} {told}" if event.action in _PLACE_FIRST else f"{thing} {told}{place}"


def _in_its_words(file: ClaimFile) -> str:
    """A whole sentence as "“the hall was complete”, in the words of Orbit Notes"; any other words as quoted."""
    text = re.sub(r"\s+", " ", file.claim.text).strip().rstrip(".,;")
    teller = next((told for told in file.agree if file.claim.text in told.statement.quote), None)
    who = speaker(teller) if teller else "the reports"
    if is_sentence(text) and len(text) <= QUOTE_LIMIT:
        return f"{wording.quoted(inside(text, [told.document for told in file.agree]))}, in the words of {who}"
    return f"what {who} said is so: {wording.quoted(text, QUOTE_LIMIT)}"


def inside(text: str, documents: Iterable[Document]) -> str:
    """The words as they stand inside a sentence: a first word that some report writes small is no name."""
    word = text.split(maxsplit=1)[0]
    small = any(f" {word.lower()} " in document.text for document in documents)
    return text[:1].lower() + text[1:] if small else lowered(text)


def is_sentence(text: str) -> bool:
    """Whether the words stand on their own after "that"."""
    verb = FINITE.search(text) or _TENSED.search(text)
    return verb is not None and not _POINTING.match(text) and "…" not in text and not ASKS.match(text)


def _speaks_for_itself(file: ClaimFile) -> bool:
    """Of a move the words say more than "was moved": who arrives, how often, from where."""
    return file.claim.event.action is Action.MOVE and is_sentence(file.claim.text)


def _thing(file: ClaimFile, site: Site | None) -> str:
    """The event's object as the quotes write it, with its count or article; empty when it makes no good clause."""
    event = file.claim.event
    wanted = _ARTICLE.sub("", event.object.strip())
    if event.action not in _VERBS or not wanted or len(wanted.split()) > 7 or not re.search(r"\w", wanted):
        return ""
    if event.action in (Action.PRESENT, Action.MOVE) and site and _names_place(wanted, site):
        return ""
    quotes = claim_support(file).quotes
    written = next((found for quote in quotes if (found := _as_written(wanted, quote))), "")
    if not written or "(" in written or written.casefold().split()[0] in ("it", "this", "they", "which", "that"):
        return ""
    quantity = event.quantity
    if quantity and (quantity.low is not None or quantity.high is not None) and quantity.surest != 0:
        many = quantity.high != 1 or quantity.low != 1
        return f"{wording.amount(quantity)} {wording.plural(written) if many else written}"
    articles = ("the", "an", "a", "its", "their")
    if event.action is Action.PRESENT:
        articles = ("an", "a", "the", "its", "their")  # what is newly seen is not yet known
    joined = " ".join(quotes).casefold()
    found = next((article for article in articles if re.search(rf"\b{article} {re.escape(written)}", joined, re.I)), "")
    if found in ("its", "their"):
        found = "the"
    # Without an article and not plural it is a name ("Kelvaria was tested") or a scrap of the sentence.
    return f"{found} {written}".strip() if found or wording.looks_plural(written) else ""


def _names_place(words: str, site: Site) -> bool:
    names = [site.name, *site.aliases]
    names += [name for part in site.parts for name in (part.name, *part.aliases)]
    return words.casefold() in {name.casefold() for name in names}


def _as_written(words: str, quote: str) -> str:
    found = re.search(rf"\b{re.escape(words)}s?\b", quote, re.IGNORECASE)
    return found.group() if found else ""


def _is_plural(thing: str, quantity: Quantity | None) -> bool:
    return wording.looks_plural(thing) and not (quantity and quantity.low == quantity.high == 1)


def _place_is_missing(thing: str, site: Site) -> bool:
    return not any(name.casefold() in thing.casefold() for name in (site.name, *site.aliases))


# ---- sentences -------------------------------------------------------------------------------------------------------


def judgement(file: ClaimFile, site: Site | None, headed: bool = False) -> Sentence:
    """How likely the claim is, in ICD 203 words with the interval; ``headed`` when its words stand just above."""
    held = file.assessment
    ours = not _speaks_for_itself(file) and _thing(file, site) != ""
    if held is None or held.words == "undetermined":
        if ours:
            text = f"Whether {clause(file, site)} cannot be judged from what has been collected."
        elif headed:
            text = "Whether this is so cannot be judged from what has been collected."
        else:
            text = f"Whether this is so cannot be judged from what has been collected: {_own_words(file)}."
        return Sentence(text, carried_by(file, site))
    said = "this is so" if headed and not ours else clause(file, site)
    return Sentence(wording.judged(held.words, said, held.low, held.high), carried_by(file, site))


def carried_by(file: ClaimFile, site: Site | None) -> tuple[str, ...]:
    """The evidence of a sentence that says the claim and names its place: reports may know the place by other names."""
    return (file.claim.id, place_id(site)) if site else (file.claim.id,)


def _own_words(file: ClaimFile, limit: int = QUOTE_LIMIT) -> str:
    return wording.quoted(file.claim.text, limit)


def about(file: ClaimFile, site: Site | None) -> str:
    """The claim named briefly inside a sentence: "the claim that a hall was being built", or its first words."""
    if not _speaks_for_itself(file) and _thing(file, site):
        return f"the claim that {clause(file, site)}"
    return f"the claim {_own_words(file, 90)}"


def tells(told: Told) -> bool:
    """Whether the quotation says enough to be printed in a sentence."""
    return len(told.statement.quote.split()) >= LEAST_WORDS


def lowered(text: str) -> str:
    """First letter lower case where the first word is a common opener; names keep their capital."""
    first = re.match(r"[A-Za-z]+", text)
    common = {"the", "a", "an", "one", "two", "three", "no", "it", "this", "our", "only", "all", "images", "image"}
    common |= {"none", "such", "some", "there", "several", "both", "each", "nothing", "at", "in", "on", "between", "by"}
    return text[:1].lower() + text[1:] if first and first.group().lower() in common else text


def in_short(file: ClaimFile) -> str:
    """ "9 reports · 1–2 origins · 0 first-hand"."""
    claim = file.claim
    reports = "1 report" if claim.reports == 1 else f"{claim.reports} reports"
    origins = wording.digits(claim.origin_low, claim.origin_high)
    return f"{reports} · {origins} origin{'' if origins == '1' else 's'} · {claim.first_hand} first-hand"


def confidence(file: ClaimFile) -> Sentence | None:
    """How good the basis of the judgement is; never in one sentence with the likelihood."""
    held = file.assessment
    if held is None or not held.confidence or held.words == "undetermined":
        return None
    reason = lowered(basis_in_words(held.confidence_reason))
    if NO_PICTURE.search(held.image.reason):
        reason = reason.replace(_TERSE["images: too coarse"], "no picture can show it")
    text = f"Confidence in this judgement is {held.confidence}" + (f": {reason}." if reason else ".")
    return Sentence(text, (file.claim.id,))


_TERSE = {
    "images: agrees": "the images agree",
    "images: contradicts": "the images speak against it",
    "images: too coarse": "the images are too coarse to tell",
    "images: no usable look": "no usable image covers it",
    "corrected later": "a correction stands against it",
    "only unnamed sources": "only unnamed sources stand behind it",
}
_ORIGINS = re.compile(r"(?:between \w+ and \w+|[a-z]+|\d+) (?:independent )?origins?")


def basis_in_words(reason: str) -> str:
    """The reason of a confidence as a clause: "it rests on two independent origins, both first-hand, and …"."""
    parts = [part.strip() for part in wording.spelled(lowered(reason.strip().rstrip("."))).split(";")]
    if not _ORIGINS.fullmatch(parts[0]):
        return ", ".join(_TERSE.get(part, part) for part in parts)
    first = parts[1] if len(parts) > 1 else ""
    # "between three and four" counts no better than "three or four", and reads worse.
    count = re.sub(r"^between (\w+) and (\w+)", _range, parts[0])
    rests = f"it rests on {count}{_at_first_hand(parts[0], first)}"
    rest = [_TERSE.get(part, part) for part in parts[2:]]
    return ", and ".join([", ".join([rests, *rest[:-1]]), *rest[-1:]])


def _range(found: re.Match[str]) -> str:
    ends = [wording.NUMBER_WORDS.index(word) if word in wording.NUMBER_WORDS else -1 for word in found.groups()]
    return wording.interval(ends[0], ends[1]) if min(ends) > 0 else f"{found[1]} to {found[2]}"


def _at_first_hand(origins: str, first: str) -> str:
    """ ", all of them first-hand", or ", one of them first-hand", or ", and on nothing first-hand"."""
    count, known = origins.split(" ", maxsplit=1)[0], first.split(" ", maxsplit=1)[0]
    if first == "nothing first-hand":
        return " and on nothing first-hand"
    if not first.endswith("first-hand"):
        return f", {first}" if first else ""
    if known == count:
        return (
            ", which is first-hand" if known == "one" else ", both first-hand" if known == "two" else ", all first-hand"
        )
    return f", {known} of them first-hand"


def is_judged(file: ClaimFile) -> bool:
    """Readings and promises are no matters of fact: no likelihood is printed for them."""
    return file.assessment is not None and file.claim.event.action not in (Action.INTERPRET, Action.PROMISE)


def is_clause(text: str) -> bool:
    """Whether the words hold a verb of their own, whatever they lean on."""
    return (FINITE.search(text) or _TENSED.search(text)) is not None and not ASKS.match(text)
