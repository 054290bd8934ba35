"""What sort of source the words name, its normalised name, and which antecedent a pronoun has.

A pronoun or a definite source is resolved only when the text itself carries one clear antecedent; otherwise the gap
is kept. A wrong speaker does more harm than a lost one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from firsthand.model import Outlet, SourceKind
from firsthand.read import lexicon
from firsthand.read.lexicon import words

_WORD = re.compile(r"[^\W_]+(?:[-’'.&][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_HEAD_ENDS = words(
    """of at in on from with for by to who which that familiar having speaking including near inside under about into
    gathered based close briefed"""
)
_NATION_ADJECTIVES = {
    "us": "US", "u.s": "US", "usa": "US", "american": "US", "united states": "US", "uk": "UK", "british": "UK",
}  # fmt: skip
_STATES = words(
    """washington pyongyang seoul beijing moscow tehran tokyo london paris berlin jerusalem kyiv brussels delhi
    islamabad riyadh ankara damascus baghdad russia china iran japan israel syria pakistan india france germany
    britain ukraine turkey iraq libya egypt korea america states kingdom union north south dprk rok uk us u.s usa eu
    un"""
)
_FIRM_WORDS = words(
    """power energy shipping industries ltd limited inc corp plc gmbh holdings systems aerospace steel oil gas mining
    airlines airways motors electric engineering construction logistics technologies dynamics shipyards port ports
    rail railways"""
)
_FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s(?:[A-Z]\.|[A-Z][\w’'-]+)){1,6}")
_SOME_OF = re.compile(
    r"(?:one|two|three|four|five|some|several|many|most|both|a few|a number) of (?=\w)", re.IGNORECASE
)
_KOREA = re.compile(r"\b(?:at|of|in|from)\s+(North|South) Korea\b")
_REFLEXIVE = re.compile(r"\s+(?:itself|himself|herself|themselves)$")
_NOT_IN_NAMES = lexicon.FINITE | (lexicon.PREPOSITIONS - {"of", "to"}) | {"still", "now", "not"}
_DEFINITE_PERSON = re.compile(
    r"^(?:the|this|that)\s+(?:\w+\s+){0,2}?(?:official|spokesman|spokeswoman|spokesperson|minister|ambassador|diplomat|"
    r"officer|analyst|expert|researcher|source|witness|adviser|general|leader|president|chairman|director|aide|man|woman|"
    r"inspector|engineer|scientist|officials|analysts|experts|sources|researchers)$|"
    r"^(?:the|this|that)\s+(?:agency|ministry|group|company|organisation|organization)$",
    re.IGNORECASE,
)
_DEFINITE_OUTLET = re.compile(
    r"^(?:the|this|that)\s+(?:paper|newspaper|outlet|broadcaster|magazine|news agency|website|network|daily|wire)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """What the words of a source come to."""

    kind: SourceKind
    name: str


def describe(words: str, outlets: Sequence[Outlet]) -> Named:
    """Kind and normalised name of a source from its own words, without looking at the rest of the document."""
    text = " ".join(words.split())
    if text.lower() in lexicon.PRONOUNS | lexicon.THIRD_PERSON:
        return Named(SourceKind.LOST, "")
    text = _REFLEXIVE.sub("", without_count(text))
    head = head_words(text)
    last = _bare(head[-1]) if head else ""
    outlet = outlet_in(text, outlets)
    if outlet is not None and last in _outlet_heads(outlet) | lexicon.DOCUMENT_WORDS | lexicon.OUTLET_NOUNS:
        return Named(SourceKind.OUTLET, outlet.name)
    if last in lexicon.IMAGE_WORDS:
        return Named(SourceKind.SENSOR, _plain(head))
    if last in lexicon.DOCUMENT_WORDS:
        return Named(SourceKind.DOCUMENT, _plain(head))
    if last in lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS:
        return _by_role(text, head, last)
    return _by_name(text, head, last)


def _by_role(text: str, head: list[str], last: str) -> Named:
    """A source named by its role, with or without the name of who holds it."""
    name = _named_aside(text)
    if name:
        return Named(SourceKind.NAMED_PERSON, name)
    official = last in lexicon.OFFICIAL_WORDS
    return Named(SourceKind.UNNAMED_OFFICIAL if official else SourceKind.UNNAMED_OTHER, _unnamed(head, text))


def _by_name(text: str, head: list[str], last: str) -> Named:
    """A source with a name of its own: a service, a body, a state, a person."""
    every = {_bare(word) for word in _WORD.findall(text)}
    spies = last == "intelligence" or (every & lexicon.INTELLIGENCE_WORDS and last in lexicon.ORGANISATION_WORDS)
    if spies:
        return Named(SourceKind.ORGANISATION, f"{_nation(text)} intelligence".strip())
    if last in lexicon.ORGANISATION_WORDS | _STATES or _acronym(head):
        return Named(SourceKind.ORGANISATION, _plain(head))
    company = _company(text, head)
    if company:
        return Named(SourceKind.ORGANISATION, company)
    person = _several(text) or person_name(text) or (_named_aside(text) if last in lexicon.ROLE_WORDS else "")
    if person:
        return Named(SourceKind.NAMED_PERSON, person)
    if "intelligence" in {_bare(word) for word in head}:
        return Named(SourceKind.ORGANISATION, f"{_nation(text)} intelligence".strip())
    return Named(SourceKind.UNNAMED_OTHER, _plain(head) or text)


def _company(text: str, head: Sequence[str]) -> str:
    """ "Tarn Power", also after "the operator, "; empty when no name of a firm is there."""
    aside = head_words(text.partition(",")[2])
    for phrase in (list(head), aside):
        if len(phrase) > 1 and _bare(phrase[-1]) in _FIRM_WORDS and all(word[0].isupper() for word in phrase):
            return " ".join(phrase)
    return ""


def _several(text: str) -> str:
    """ "Ines Dravo / Kaspar Lundin" for two full names joined by "and"; empty otherwise."""
    first, joined, second = text.partition(" and ")
    names = [person_name(first), person_name(second)] if joined else []
    return " / ".join(names) if len(names) == 2 and all(" " in name for name in names) else ""


def without_count(words: str) -> str:
    """ "one of the officials" without "one of"."""
    match = _SOME_OF.match(words)
    return words[match.end() :] if match else words


def _named_aside(text: str) -> str:
    """Names that follow the role ("two analysts, Ines Dravo and Kaspar Lundin"); empty when none do."""
    aside = text.partition(",")[2].partition(", who")[0]
    names = [match.group() for match in _FULL_NAME.finditer(aside)]
    people = [name for name in map(person_name, names) if " " in name]
    starts = bool(aside) and aside.strip()[:1].isupper()
    return " / ".join(people[:3]) if starts else ""


def head_words(text: str) -> list[str]:
    """Words of the noun phrase up to the end of its head ("a senior official", not "… at the ministry")."""
    found: list[str] = []
    position = 0
    for match in _WORD.finditer(text):
        gap = text[position : match.start()]
        if found and (any(mark in gap for mark in ",;(—–") or match.group().lower() in _HEAD_ENDS):
            break
        found.append(match.group())
        position = match.end()
    return found


@lru_cache(maxsize=4096)
def person_name(text: str) -> str:
    """The personal name in a noun phrase, without titles and appositions; empty when there is none."""
    head = head_words(text)
    run: list[str] = []
    for word in head:
        low = _bare(word)
        if word[0].isupper() and low not in lexicon.DETERMINERS and not word.isupper():
            run.append(_POSSESSIVE.sub("", word) if word is head[-1] else word)
        elif word[0].isupper() and len(word) <= 2:
            run.append(word)
        else:
            run = []
    roles = [index for index, word in enumerate(run) if _bare(word) in lexicon.ROLE_WORDS]
    run = run[roles[-1] + 1 :] if roles else run
    while run and (_bare(run[0]) in lexicon.ROLE_WORDS or _demonym(run[0]) or _bare(run[0]) in _STATES):
        run.pop(0)
    if any(_bare(word) in _NOT_IN_NAMES for word in run):
        return ""
    if not run or _bare(run[-1]) in lexicon.ORGANISATION_WORDS | _STATES | lexicon.ROLE_WORDS | lexicon.TIME_WORDS:
        return ""
    return " ".join(run) if len(run) <= 4 else ""


def _bare(word: str) -> str:
    return _POSSESSIVE.sub("", word.lower().strip("."))


def _demonym(word: str) -> bool:
    return word.endswith(("an", "ese", "ish", "ian")) and _bare(word) in {
        "american", "korean", "chinese", "japanese", "russian", "iranian", "israeli", "british", "syrian", "ukrainian",
        "german", "indian", "turkish", "egyptian", "iraqi", "libyan", "indonesian", "european",
    }  # fmt: skip


def _acronym(head: Sequence[str]) -> bool:
    last = head[-1] if head else ""
    return last.isupper() and 2 < len(last) <= 6


def _plain(head: Sequence[str]) -> str:
    words = list(head)
    while words and words[0].lower() in {"the", "a", "an"}:
        words.pop(0)
    return " ".join(words)


def _nation(text: str) -> str:
    low = f" {text.lower().replace('.', '')} "
    for adjective, short in _NATION_ADJECTIVES.items():
        if f" {adjective.replace('.', '')} " in low:
            return short
    match = re.search(r"\b((?:North |South )?[A-Z][a-z]+(?:an|ese|ish|li))\b", text)
    return match.group(1) if match else ""


def _unnamed(head: Sequence[str], text: str) -> str:
    """ "unnamed US intelligence officials" from the words of the phrase."""
    korea = _KOREA.search(text)
    nation = _nation(" ".join(head)) or (f"{korea.group(1)} Korean" if korea else "")
    kept = [
        word.lower()
        for word in head
        if not word[0].isupper()
        and word.lower()
        not in lexicon.DETERMINERS | {"unnamed", "unidentified", "anonymous", "and", "senior", "undisclosed"}
    ]
    if not kept:
        kept = [head[-1].lower()] if head else []
    return " ".join(part for part in ("unnamed", nation, *kept) if part)


@lru_cache(maxsize=4)
def _outlet_pattern(outlets: tuple[Outlet, ...]) -> tuple[re.Pattern[str] | None, dict[str, Outlet]]:
    names: dict[str, Outlet] = {}
    for outlet in outlets:
        for name in (outlet.name, *outlet.aliases, *outlet.domains):
            names.setdefault(name, outlet)
            if name.startswith("the "):
                names.setdefault("The " + name[4:], outlet)
    if not names:
        return None, {}
    longest = sorted(names, key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, longest)) + r")(?![\w-])"), names


def outlets_in(text: str, outlets: Sequence[Outlet]) -> list[tuple[int, int, Outlet]]:
    """Outlets named in ``text`` by name, alias or domain: (start, end, outlet)."""
    pattern, names = _outlet_pattern(tuple(outlets))
    if pattern is None:
        return []
    return [(match.start(), match.end(), names[match.group()]) for match in pattern.finditer(text)]


def outlet_in(text: str, outlets: Sequence[Outlet]) -> Outlet | None:
    """The first outlet named in ``text``."""
    found = outlets_in(text, outlets)
    return found[0][2] if found else None


def _outlet_heads(outlet: Outlet) -> frozenset[str]:
    return frozenset(_bare(name.split()[-1]) for name in (outlet.name, *outlet.aliases, *outlet.domains))


def is_pronoun(words: str) -> bool:
    return words.lower() in lexicon.PRONOUNS | lexicon.THIRD_PERSON


def is_definite_outlet(words: str) -> bool:
    """ "the paper": an outlet that must have been named before."""
    return bool(_DEFINITE_OUTLET.match(words))


def is_definite_person(words: str) -> bool:
    """ "the official", "the spokesman": somebody who must have been introduced before."""
    return bool(_DEFINITE_PERSON.match(words))


_NO_NAME = (
    lexicon.SUBORDINATORS | lexicon.DETERMINERS | lexicon.PREPOSITIONS | lexicon.ADVERBS | lexicon.PRONOUNS | {"and"}
)


def full_names(text: str) -> list[str]:
    """Capitalised runs of two to four words that may be personal names, each once, in order."""
    found: dict[str, None] = {}
    for match in _FULL_NAME.finditer(text):
        run = match.group().split()
        while run and run[0].lower() in _NO_NAME:
            run.pop(0)
        name = person_name(" ".join(run))
        if " " in name:
            found.setdefault(name, None)
    return list(found)


_TITLED = re.compile(
    r"\b(Mr|Mrs|Ms|Miss|Dr|Prof|President|Minister|Senator|General|Ambassador)\.?\s+"
    r"((?:[A-Z][\w-]+\s){0,2}[A-Z][\w’'-]+)"
)
_PLACE_WORDS = words(
    """valley river sea city county street peninsula island bay port lake mountain station centre center university
    house hill hills north south east west cape gulf region province district square road airport base depot site post
    courier times herald wire news journal daily tribune monitor echo meridian gazette"""
)


def people_in(text: str, known: Sequence[str]) -> list[str]:
    """Personal names in ``text`` in order: full names that look like people's, and titled surnames completed."""
    found: dict[str, None] = {}
    for match in _TITLED.finditer(text):
        found.setdefault(complete(match.group(2).removesuffix("’s").removesuffix("'s"), known), None)
    for name in full_names(text):
        parts = {_bare(part) for part in name.split()}
        if not parts & (_PLACE_WORDS | _STATES | lexicon.ORGANISATION_WORDS | lexicon.TIME_WORDS):
            found.setdefault(name, None)
    return list(found)


_ROLES = "|".join(sorted(lexicon.OFFICIAL_WORDS | lexicon.UNNAMED_WORDS, key=len, reverse=True))
_ROLE_PHRASE = re.compile(
    r"\b(?:(?:[Tt]he|[Aa]n?|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Ss]ome|[Mm]any|[Oo]ther)\s+)"
    rf"(?:[a-z-]+\s+){{0,2}}?({_ROLES})\b(?!\s+[A-Z])"
)


def roles_in(text: str, plural: bool) -> list[str]:
    """Phrases in ``text`` that bring in people by their role only ("three customs officials"), in order."""
    return [
        match.group()
        for match in _ROLE_PHRASE.finditer(text)
        if match.group(1).endswith(("s", "people", "men")) is plural
    ]


@dataclass(frozen=True, slots=True)
class Hints:
    """What a document's own words tell about its names, gathered once."""

    titled_he: frozenset[str]
    titled_she: frozenset[str]
    capitalised: frozenset[str]

    @classmethod
    def of(cls, text: str) -> Hints:
        titles = re.findall(r"\b(Mr|Mrs|Ms|Miss)\.?\s+((?:[A-Z][\w’-]+\s)*[A-Z][\w-]+)", text)
        he = frozenset(name.split()[-1] for title, name in titles if title == "Mr")
        she = frozenset(name.split()[-1] for title, name in titles if title != "Mr")
        return cls(he, she, frozenset(re.findall(r"\b[A-Z]\w+", text)))

    def gender(self, name: str) -> str:
        """ "he" or "she" by the titles given to the surname; empty when there is none, or both."""
        surname = name.rsplit(maxsplit=1)[-1]
        if (surname in self.titled_he) == (surname in self.titled_she):
            return ""
        return "he" if surname in self.titled_he else "she"

    def is_state(self, name: str) -> bool:
        """A bare name treated as a country: it has a demonym in the text, or is formed like one."""
        stem = name.rstrip("ao")
        demonyms = {name + "n", name + "an", stem + "ian", stem + "an", stem + "ese", stem + "ish", name + "i"}
        if name in self.titled_he | self.titled_she:
            return False
        return bool(demonyms & self.capitalised) or (len(name) > 6 and name.endswith(("ia", "land", "stan")))


def complete(name: str, known: Sequence[str]) -> str:
    """The one full name of the document that a bare surname belongs to; the name itself when none or several do."""
    if " " in name:
        return name
    last = [full for full in known if full.split()[-1] == name]
    first = [full for full in known if full.split()[0] == name and ("-" in full or len(full.split()) == 3)]
    options = last or first
    return options[0] if len({option.replace("-", " ").lower() for option in options}) == 1 else name
