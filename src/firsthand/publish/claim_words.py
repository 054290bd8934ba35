"""One claim in sentences: what it says, who carries it, where they have it from, what the images say, how likely."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from firsthand.model import Action, Basis, ImageAnswer, Quantity, Relation, Site, SourceKind, Stance, Statement, Voice
from firsthand.publish import wording
from firsthand.publish.contract import Sentence
from firsthand.publish.dossier import ClaimFile, Told, outlet_of, place_id
from firsthand.publish.ledger import claim_support

LEAST_WORDS = 3
"""A shorter quotation ("it", "to comment") tells a reader nothing and is left to the evidence."""

QUOTE_LIMIT = 260
"""Characters of a quotation in running text; its evidence shows it whole."""

_PRONOUN = re.compile(r"^(?:he|she|they|it|we|i|this|that|these|those|who|the (?:former|latter))$", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|his|her|its|their|this|that|some|no|any)\s+", re.IGNORECASE)
_ASKS = re.compile(r"(?:what|whether|who|why|when|where|how|which|if|that)\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(?:no|not|never|none|nobody|nothing|neither|false|untrue)\b|n['’]t\b", re.IGNORECASE)
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|did|does|do|can|could|may|might)\b", re.IGNORECASE)

_VERBS = {
    Action.BUILD: ("was", "were", "being built"),
    Action.DISMANTLE: ("was", "were", "being taken down"),
    Action.OPERATE: ("was", "were", "in operation"),
    Action.TEST: ("was", "were", "tested"),
    Action.MOVE: ("was", "were", "moved"),
    Action.PRESENT: ("was", "were", "present"),
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

_PLACE_FIRST = (Action.DISMANTLE, Action.OPERATE, Action.MOVE)

ACTS = tuple(_VERBS)
"""Actions that are matters of fact one can see: these make key judgements."""

IMAGE_OPENINGS = {
    ImageAnswer.AGREES: "The images agree",
    ImageAnswer.CONTRADICTS: "The images speak against it",
    ImageAnswer.TOO_COARSE: "The images are too coarse to tell",
    ImageAnswer.NO_USABLE_LOOK: "No usable image covers it",
}

IMAGE_SHORT = {
    ImageAnswer.AGREES: "images agree",
    ImageAnswer.CONTRADICTS: "images speak against it",
    ImageAnswer.TOO_COARSE: "images too coarse",
    ImageAnswer.NO_USABLE_LOOK: "no usable image",
}


def headline(file: ClaimFile) -> str:
    """The claim's own words with a capital, without a closing mark: for headings and links."""
    return wording.capital(re.sub(r"\s+", " ", file.claim.text).strip().rstrip(".,;"))


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
    event = file.claim.event
    thing = _thing(file, site)
    if not thing:
        text = file.claim.text
        teller = next((told for told in file.agree if text in told.statement.quote), None)
        who = speaker(teller) if teller else "the reports"
        return f"what {who} said is so: {wording.quoted(file.claim.text, QUOTE_LIMIT)}"
    singular, plural, verb = _VERBS[event.action]
    finished, done = _DONE.get(event.action, (None, verb))
    if finished and finished.search(file.claim.text) and not _UNDONE.search(file.claim.text):
        verb = done
    many = _is_plural(thing, event.quantity)
    place = f" at {site.name}" if site and _place_is_missing(thing, site) else ""
    verb = f"{plural if many else singular} {'not ' if event.negated else ''}{verb}"
    return f"{thing}{place} {verb}" if event.action in _PLACE_FIRST else f"{thing} {verb}{place}"


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
    if held is None or held.words == "undetermined":
        if _thing(file, site):
            text = f"Whether {clause(file, site)} cannot be judged from what has been collected."
        elif headed:
            text = "Whether this is so cannot be judged from what has been collected."
        else:
            text = f"Whether this is so cannot be judged from what has been collected: {_own_words(file)}."
        return Sentence(text, carried_by(file, site))
    said = "this is so" if headed and not _thing(file, site) else clause(file, site)
    return Sentence(wording.judged(held.words, said, held.low, held.high), carried_by(file, site))


def carried_by(file: ClaimFile, site: Site | None) -> tuple[str, ...]:
    """The evidence of a sentence that says the claim and names its place: reports may know the place by other names."""
    return (file.claim.id, place_id(site)) if site else (file.claim.id,)


def _own_words(file: ClaimFile, limit: int = QUOTE_LIMIT) -> str:
    return wording.quoted(file.claim.text, limit)


def about(file: ClaimFile, site: Site | None) -> str:
    """The claim named briefly inside a sentence: "the claim that a hall was being built", or its first words."""
    if _thing(file, site):
        return f"the claim that {clause(file, site)}"
    return f"the claim {_own_words(file, 90)}"


def confidence(file: ClaimFile) -> Sentence | None:
    """How good the basis of the judgement is; never in one sentence with the likelihood."""
    held = file.assessment
    if held is None or not held.confidence or held.words == "undetermined":
        return None
    reason = lowered(basis_in_words(held.confidence_reason))
    text = f"Confidence in this judgement is {held.confidence}" + (f": {reason}." if reason else ".")
    return Sentence(text, (file.claim.id,))


_TERSE = {
    "images: agrees": "the images agree",
    "images: contradicts": "the images speak against it",
    "images: too coarse": "the images are too coarse to tell",
    "images: no usable look": "no usable image",
}


def basis_in_words(reason: str) -> str:
    """The reason of a confidence as a list in plain words."""
    parts = [_TERSE.get(part.strip(), part.strip()) for part in wording.spelled(reason.strip().rstrip(".")).split(";")]
    return ", ".join(parts)


def carriers(file: ClaimFile) -> Sentence:
    """How many reports carry the claim, and when they came."""
    claim = file.claim
    verb = "carries" if claim.reports == 1 else "carry"
    who = wording.capital(wording.counted(claim.reports, "report"))
    first, last = _published(file.agree)
    dates = f", published {wording.between_days(first, last)}" if first and last else ""
    return Sentence(f"{who} {verb} it{dates}.", (claim.id,))


def _published(told: Sequence[Told]) -> tuple[datetime, datetime] | tuple[None, None]:
    moments = [item.document.published for item in told if item.document.published]
    return (min(moments), max(moments)) if moments else (None, None)


def roots(file: ClaimFile) -> Sentence:
    """Where the reports have it from."""
    claim = file.claim
    one = claim.reports == 1
    subject = "It goes" if one else "Together they go"
    if not claim.origins or claim.origin_high == 0:
        them = "From whom it has this, the report does not say." if one else "From whom they have it, they do not say."
        return Sentence(them, (claim.id,))
    certain = [origin.name for origin in claim.origins if origin.certain]
    doubtful = [origin.name for origin in claim.origins if not origin.certain]
    count = wording.interval(max(claim.origin_low, 1), claim.origin_high)
    noun = "origin" if claim.origin_high == 1 else "independent origins"
    if not certain:
        certain, doubtful = doubtful[:1], doubtful[1:]
    names = wording.listed(certain)
    if doubtful:
        same = "which may be the same again" if len(doubtful) == 1 else "some of which may be the same again"
        names += f", and {wording.listed(doubtful)}, {same}"
    return Sentence(f"{subject} back to {count} {noun}: {names}.", (claim.id, *(o.id for o in claim.origins)))


def sight(file: ClaimFile) -> Sentence | None:
    """Who, if anyone, knows it at first hand; of what is yet to come nobody does."""
    claim = file.claim
    first = [origin for origin in claim.origins if origin.first_hand]
    if not first and _is_ahead(file):
        return None
    if not first:
        return Sentence("No one is on record as having seen it.", (claim.id,))
    names = wording.listed([origin.name for origin in first])
    return Sentence(f"At first hand it comes from {names}.", (claim.id, *(origin.id for origin in first)))


_GROUNDS = {
    Basis.IMAGE: "images",
    Basis.WITNESS: "a witness",
    Basis.OWN_ACT: "the word of those who act",
    Basis.OFFICIAL_INTELLIGENCE: "official intelligence",
    Basis.DOCUMENT: "a document",
}


def grounds(file: ClaimFile) -> Sentence | None:
    """On what basis the reports say it; asked only of acts that one could see."""
    if file.claim.event.action not in ACTS or _is_ahead(file):
        return None
    ids = {basis: told.statement.id for told in reversed(file.agree) if (basis := told.statement.basis) in _GROUNDS}
    named = [basis for basis in _GROUNDS if basis in ids]
    subject = "the report" if file.claim.reports == 1 else "the reports"
    if not named:
        return Sentence(
            f"On what basis, {subject} {'does' if file.claim.reports == 1 else 'do'} not say.", (file.claim.id,)
        )
    verb = "names" if file.claim.reports == 1 else "name"
    text = f"As its basis {subject} {verb} {wording.listed([_GROUNDS[basis] for basis in named])}."
    return Sentence(text, tuple(ids[basis] for basis in named))


def amount(file: ClaimFile) -> Sentence | None:
    """The pooled quantity, where the reports leave a choice."""
    held = file.claim.event.quantity
    if held is None or (held.low is None and held.high is None) or file.claim.event.action not in ACTS:
        return None
    noun = f" {wording.plural(held.of) if held.high != 1 else held.of}" if held.of else ""
    text = f"The number given is {wording.amount(held)}{noun}"
    if held.surest is not None and held.low != held.high:
        text += f"; the words are surest of {wording.number(held.surest)}"
    return Sentence(f"{text}.", (file.claim.id,))


def happened(file: ClaimFile) -> Sentence | None:
    """When it happened, as far as the words say."""
    span = file.claim.event.time
    told = wording.when(span) if span else ""
    if not told or told.startswith("at a time"):
        return None
    happened = "is to happen" if _is_ahead(file) else "happened"
    return Sentence(f"As worded, it {happened} {told}.", (file.claim.id,))


def _is_ahead(file: ClaimFile) -> bool:
    """Everybody who carries it speaks of what is to come."""
    stances = {told.statement.stance for told in file.agree}
    return bool(stances) and stances <= {Stance.PREDICTS, Stance.PROMISES}


def image_verdict(file: ClaimFile) -> Sentence | None:
    """What the images say of it."""
    held = file.assessment
    if held is None:
        return None
    reason = lowered(wording.tidied(held.image.reason))
    text = IMAGE_OPENINGS[held.image.answer] + (f": {reason}." if reason else ".")
    if reason.startswith("no picture can"):
        text = wording.capital(f"{reason}.")
    return Sentence(text, (file.claim.id, *held.image.change_ids, *held.image.scene_ids))


def voices(file: ClaimFile) -> list[Sentence]:
    """Denials, contradictions and corrections, each with its own words, and in one sentence who declined."""
    found = [_voice(told) for told in (*file.oppose, *file.correct)]
    if file.claim.corrected and not file.correct:
        found.append(Sentence("A later correction stands against it.", (file.claim.id,)))
    if file.decline:
        named_first = sorted(file.decline, key=lambda told: told.lost)
        who = wording.listed(list(dict.fromkeys(speaker(told) for told in named_first)))
        ids = tuple(told.statement.id for told in file.decline)
        text = f"{wording.capital(who)} declined to comment, which counts neither for nor against it."
        found.append(Sentence(text, ids))
    return found


def _voice(told: Told) -> Sentence:
    relation = told.member.relation if told.member else Relation.AGREES
    who, where = wording.capital(speaker(told)), outlet_of(told.document)
    source = f", in {where}" if where != told.speaker else ""
    quote = wording.quoted(told.statement.quote, QUOTE_LIMIT)
    if relation is Relation.DENIES and _denies_what_it_quotes(told.statement):
        return Sentence(
            wording.ended(f"{who} denied{source}{',' if source else ''} that {quote}"), (told.statement.id,)
        )
    quote = f": {quote}" if tells(told) else ""
    verb = {Relation.DENIES: "denied it", Relation.CORRECTS: "corrected it"}.get(relation, "said otherwise")
    return Sentence(wording.ended(f"{who} {verb}{source}{quote}"), (told.statement.id,))


def _denies_what_it_quotes(statement: Statement) -> bool:
    """Whether the words are what is denied ("denied that engines are built"), not the denial ("we build none")."""
    cue = statement.cue.quote if statement.cue else ""
    words = statement.quote
    a_clause = _FINITE.search(words) and not _ASKS.match(words) and not _NEGATIVE.search(words)
    return (
        bool(a_clause)
        and statement.voice is Voice.INDIRECT
        and re.search(r"\bden(?:y|ie[sd]|ying)\b", cue, re.IGNORECASE) is not None
    )


def tells(told: Told) -> bool:
    """Whether the quotation says enough to be printed in a sentence."""
    return len(told.statement.quote.split()) >= LEAST_WORDS


def lowered(text: str) -> str:
    """First letter lower case where the first word is a common opener; names keep their capital."""
    first = re.match(r"[A-Za-z]+", text)
    common = {"the", "a", "an", "one", "two", "three", "no", "it", "this", "our", "only", "all", "images", "image"}
    common |= {"none", "such", "some", "there", "several", "both", "each", "nothing", "at", "in", "on", "between", "by"}
    return text[:1].lower() + text[1:] if first and first.group().lower() in common else text


def claim_sentences(file: ClaimFile) -> list[Sentence]:
    """All that is said of one claim below its heading, the likelihood apart."""
    found = [carriers(file), roots(file), sight(file), grounds(file), amount(file), happened(file), image_verdict(file)]
    return [sentence for sentence in found if sentence] + voices(file)


def in_short(file: ClaimFile) -> str:
    """ "9 reports · 1–2 origins · 0 first-hand"."""
    claim = file.claim
    reports = "1 report" if claim.reports == 1 else f"{claim.reports} reports"
    origins = wording.digits(claim.origin_low, claim.origin_high)
    return f"{reports} · {origins} origin{'' if origins == '1' else 's'} · {claim.first_hand} first-hand"
