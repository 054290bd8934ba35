"""Who a link of a chain is: publishers and their owners, persons and their desks, the unnamed and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from firsthand.model import Document, Link, Outlet, SourceKind, Statement
from firsthand.trace.offices import Office, offices_in, party_key
from firsthand.trace.words import STOP, listed
from firsthand.wording.words import words

_INTELLIGENCE = re.compile(r"\b(?:intelligence|spy agenc|security services?|secret services?)", re.IGNORECASE)
_SECRET_NOT_NAMED = re.compile(
    r"\b(?:officials?|sources?|agenc(?:y|ies)|reports?|assessments?|analysts?)\b", re.IGNORECASE
)
_REPORT = re.compile(
    r"^(?:(?:the|this|that|an?|its|their|\w+day'?s?|yesterday'?s|earlier|latest|new|news|media)\s+)*"
    r"(?:paper|newspaper|report|reports|story|article|account|daily|agency|outlet|magazine)$",
    re.IGNORECASE,
)
_OF_WHOM = re.compile(r"\b(?:of|at|from|with|for)\s+(?:the\s+)?((?:[A-Z0-9][\w’'-]*\s?)+)")
_PIECE = re.compile(r"[^\W_]+")
_SOME_REPORT = re.compile(r"\b(?:newspapers?|media|press|reports?|papers?)$", re.IGNORECASE)
_ANYBODY = listed(
    "everyone everybody nobody someone somebody anyone many some others both neither people readers all none"
)
_WHOSE = re.compile(
    r"\b(?:officials?|sources?|analysts?|experts?|officers?|diplomats?|agenc(?:y|ies)|services?)\b", re.I
)
_COMES_FROM = re.compile(r"\b(?:officials?|sources?|officers?|diplomats?)\s+(?:of|from|in)\s+((?:[A-Z][\w’'-]+\s?)+)")
_STATE = re.compile(r"^(?:state|government|republic|kingdom) of (?:the )?(.+)$", re.IGNORECASE)
_AMERICAN = re.compile(r"\b(?:U\.?S\.?A?\.?|United States|American)\b|\bUSA?\b")
_CAPITAL = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_ROLE = listed(
    """a an the two three several some many senior former unnamed unidentified anonymous current intelligence government
    defence defense foreign ministry official officials source sources expert experts analyst analysts agency agencies
    one other these those president minister spokesman spokeswoman deputy prime industry ms mr mrs dr on"""
)
_REPORTERS = r"(?:correspondents?|reporters?|journalists?|photographers?)"
_ON_THE_SPOT = re.compile(
    rf"(?:(?P<paper>(?:[A-Z][\w-]*\s)*[A-Z][\w-]*)(?:['’]s)?\s+)?(?:\w+\s+)?\b{_REPORTERS}\b"
    r"(?P<of>\s+(?:of|for|from|with)\s+(?:the\s+)?(?:[A-Z][\w’'-]*\s?)+)?\s*(?:[\w-]+\s+){0,3}?"
    r"\b(?:saw|seen|watched|witnessed|counted|visited|photographed|filmed|heard)\b"
)
UNNAMED = frozenset({SourceKind.UNNAMED_OFFICIAL, SourceKind.UNNAMED_OTHER})


class Publishers:
    """The register of outlets: names, aliases and owners."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, Outlet] = {}
        for outlet in outlets:
            for name in (outlet.name, *outlet.aliases):
                self._by_name.setdefault(_folded(name), outlet)
        names = sorted((outlet.name for outlet in self._by_name.values()), key=len, reverse=True)
        self._anywhere = re.compile(r"\b(?:" + "|".join(map(re.escape, dict.fromkeys(names))) + r")\b")

    def name(self, name: str) -> str:
        """The outlet's registered name; ``name`` itself when it is not registered."""
        outlet = self._by_name.get(_folded(name))
        return outlet.name if outlet else name

    def knows(self, name: str) -> bool:
        return _folded(name) in self._by_name

    def key(self, name: str) -> str:
        """What tells publishers apart: the owner where known, so that sister titles are one; empty for no name."""
        outlet = self._by_name.get(_folded(name))
        return _folded((outlet.owner or outlet.name) if outlet else name)

    def affiliation(self, text: str) -> str:
        """The registered outlet to which somebody belongs by ``text`` ("analysts of Skywatch"); else empty."""
        for match in _OF_WHOM.finditer(text):
            run = match.group(1).split()
            for length in range(len(run), 0, -1):
                name = " ".join(run[:length])
                if self.knows(name):
                    return self.name(name)
        return ""

    def named_before(self, text: str, place: int, own: str) -> str:
        """The outlet other than ``own`` that ``text`` names last before character ``place``; empty when none."""
        found = ""
        for match in self._anywhere.finditer(text, 0, max(0, place)):
            if self.key(match.group()) != self.key(own):
                found = self.name(match.group())
        return found

    def reporter_in(self, text: str, own: str) -> str:
        """The outlet whose reporter saw it, as ``text`` says: ``own`` for "our correspondent"; empty for none."""
        match = _ON_THE_SPOT.search(text)
        if match is None:
            return ""
        if match.group("of"):
            return self.affiliation(match.group("of"))
        paper = re.sub(r"^(?:The|Our|A)\b\s*", "", match.group("paper") or "")
        return self.name(paper if self.knows(paper) else own)

    def state(self, name: str) -> str:
        """The state that owns the outlet ("State of North Korea" gives "North Korea"); empty when none does."""
        outlet = self._by_name.get(_folded(name))
        match = _STATE.match(outlet.owner) if outlet else None
        return match.group(1) if match else ""


@lru_cache(maxsize=16_384)
def _folded(name: str) -> str:
    return re.sub(r"^the\s+", "", name.strip().casefold())


class Persons:
    """Persons as the statements name them; a lone surname is its one bearer, a byline its desk."""

    def __init__(self, documents: Sequence[Document], statements: Iterable[Statement], publishers: Publishers) -> None:
        names = {
            link.name
            for statement in statements
            for link in statement.chain
            if link.kind is SourceKind.NAMED_PERSON and len(link.name.split()) > 1
        }
        self._desks: dict[str, str] = {}
        for document in documents:
            for person in re.split(r"\s*(?:;|,|\band\b)\s*", document.byline):
                if len(person.split()) > 1 and document.outlet:
                    self._desks.setdefault(person.casefold(), document.outlet)
                    names.add(person)
        self._bearers: dict[str, set[str]] = {}
        for name in names:
            self._bearers.setdefault(name.split()[-1].casefold(), set()).add(name)
        offices: dict[str, list[tuple[Office, str]]] = {}
        for document in documents:
            owner = party_key(publishers.state(document.outlet))
            for office in offices_in(document.text):
                first = _PIECE.match(office.holder)
                if first:
                    offices.setdefault(first.group(), []).append((office, owner))
        self._states = {name.casefold(): _state_of(name, offices) for name in names}

    def full(self, name: str) -> str:
        """The full name of a lone surname that only one person of the case bears; else ``name``, of two the first."""
        bare = re.sub(r"^(?:mr|mrs|ms|dr|prof)\.?\s+", "", name.strip(), flags=re.IGNORECASE)
        bare = re.split(r"\s*(?:/|,|;|\band\b)\s*", bare)[0]
        bearers = self._bearers.get(bare.casefold(), set())
        return next(iter(bearers)) if len(bearers) == 1 else bare

    def desk(self, name: str) -> str:
        """The outlet under whose byline the person writes; empty when none."""
        return self._desks.get(self.full(name).casefold(), "")

    def state(self, name: str) -> str:
        """Key of the state whose minister or speaker the person is, as the documents say; empty for anybody else."""
        return self._states.get(self.full(name).casefold(), "")

    def known(self, name: str) -> tuple[str, str, str]:
        """All that the case knows of a person: full name, desk and state."""
        return self.full(name), self.desk(name), self.state(name)


def _state_of(person: str, offices: Mapping[str, Sequence[tuple[Office, str]]]) -> str:
    """The party whose office the person holds; where no words name it, the state of an outlet that names the office."""
    name = person.casefold()
    first = _PIECE.match(name)
    held = [
        (office.party, owner)
        for office, owner in (offices.get(first.group(), ()) if first else ())
        if office.holder.startswith(name) and not _PIECE.match(office.holder, len(name))
    ]
    return next((party for party, _ in held if party), "") or next((owner for _, owner in held if owner), "")


def is_unnamed(link: Link) -> bool:
    """The link names nobody: officials, experts, "intelligence reports", "US spy agencies"."""
    if link.kind in UNNAMED:
        return True
    said = f"{link.name} {link.anchor.quote if link.anchor else ''}"
    secret = link.kind in (SourceKind.ORGANISATION, SourceKind.DOCUMENT) and bool(_INTELLIGENCE.search(said))
    return secret and bool(_SECRET_NOT_NAMED.search(said) or _folded(link.name).endswith("intelligence"))


def is_bare_report(link: Link) -> bool:
    """The link says "the paper" or "Monday's report" and nothing more."""
    if link.kind not in (SourceKind.DOCUMENT, SourceKind.OUTLET, SourceKind.UNNAMED_OTHER):
        return False
    name = link.name.strip().replace("’", "'")
    return bool(_REPORT.match(name)) or (link.kind is SourceKind.UNNAMED_OTHER and bool(_SOME_REPORT.search(name)))


def is_anybody(link: Link) -> bool:
    """The link is a word that points to no source at all ("everyone", "many")."""
    return link.name.strip().casefold() in _ANYBODY


def nation(link: Link) -> str:
    """Whose officials they are ("us", "osmer"), as a key; empty when the words do not say."""
    said = f"{link.name} {link.anchor.quote if link.anchor else ''}"
    if _AMERICAN.search(said):
        return "us"
    # "Osmerian officials", "officials of Osmeria"; not "officials who spoke to the Courier".
    before = _WHOSE.split(said, maxsplit=1)[0]
    for run in [*_CAPITAL.findall(before), *_COMES_FROM.findall(said)]:
        plain = [word for word in re.split(r"[\s’']+", run) if word.casefold() not in _ROLE | STOP and len(word) > 3]
        if plain:
            return " ".join(word.casefold()[:5] for word in plain[:2])
    return ""


@lru_cache(maxsize=16_384)
def body_words(name: str) -> frozenset[str]:
    """The telling words of an organisation's name, cut so that "Kelvaria" and "Kelvarian" meet."""
    return frozenset(
        word.text[:6]
        for word in words(name)
        if word.text not in STOP and word.text not in {"of", "ministry", "government"}
    )


def cited_outlets(statements: Sequence[Statement], publishers: Publishers, own: str) -> list[str]:
    """Outlets other than ``own`` on which a document's statements rest, most often named first, then first named."""
    counts: dict[str, int] = {}
    for statement in statements:
        # The edge "the Post's report cited officials" tells plainly whose report a text retells.
        weight = 3 if not statement.content else 1
        for link in statement.chain:
            known = link.kind is SourceKind.OUTLET or publishers.knows(link.name)
            if known and not is_bare_report(link) and publishers.key(link.name) not in ("", publishers.key(own)):
                name = publishers.name(link.name)
                counts[name] = counts.get(name, 0) + weight
    return sorted(counts, key=lambda name: -counts[name])
