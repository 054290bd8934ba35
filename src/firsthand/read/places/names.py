"""Which words of a text are names of places, before it is settled which places.

A gazetteer has a town for every second surname and for many plain words, so a name in it is no evidence: what counts
is how the text uses it. Countries, provinces, continents and seas count wherever they stand as a name of their own. A
town counts where it is told as a place: after "in", "near" or "north of", before the region it lies in ("Paris,
Texas"), in the dateline, in a list with such a place, or when it is large; and then wherever the document names it
again. Persons ("Mr. Paris", and "Paris" where "Jean Paris" is named), papers ("Washington Post"), words that the text
also writes small, and months do not. Adjectives of countries ("Mongolian") are no places. Time grows linearly with the
text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.read.dates.words import word_set
from firsthand.read.places.gazetteer import Gazetteer, Place

LARGE_TOWN = 500_000
"""Inhabitants from which a town needs no "in" before it."""
FAIR_TOWN = 15_000
"""Inhabitants from which "from", "to" or "of" before it are enough."""
MAX_WORDS = 5

_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?:St|Ste|Mt|Ft|Pt)\.(?= [A-Z])|[^\W\d_][\w'’]*(?:-[\w'’]+)*")
_LINKS = word_set("of the and de la el al du do da dos del von van den der y e")
_NEARER = r"(?: (?:the )?(?:nearby|central|downtown|northern|southern|eastern|western|neighbou?ring|coastal))?"
_AT = re.compile(
    r"\b(?:[Ii]n|[Nn]ear|[Oo]utside|[Aa]round|[Ii]nside|[Tt]owards?|[Aa]cross|[Bb]etween|[Oo]ff|[Nn]earby|[Dd]owntown"
    r"|(?:north|south|east|west)(?:east|west)?(?:ern)? of"
    r"|(?:town|city|village|port|province|capital|suburb|district|region|island|county|neighbou?rhood)(?: of|,)?"
    rf"|(?:km|miles|kilomet(?:er|re)s) (?:from|of)){_NEARER}(?: (?:city|town|village|port)(?: of)?)? $"
)
_BY = re.compile(
    r"(?<![Aa]ccording )\b(?:[Ff]rom|[Tt]o|[Aa]t|[Oo]f|[Vv]ia|[Tt]hrough|[Oo]ver|[Ii]nto|[Ll]eft|[Rr]eached)"
    rf"{_NEARER} $"
)
_TITLE = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Gen|Lt|Col|Capt|Maj|Sgt|Sen|Rep|Gov|Prof|Rev|St|Adm|President|General|Minister|Senator|Premier|"
    r"Governor|Secretary|Ambassador|Colonel|Captain|Professor|Judge|Justice|Chancellor|King|Queen|Prince|Princess|Pope|"
    r"Chairman|Director|Admiral|Sir|Lord|Lady|Coach|Officer|Detective|Sheriff|Mayor)\.? $"
)
_PERSON_AFTER = re.compile(
    r",? (?:\d\d,|who\b|said|says|told|added|wrote|tweeted|argued|recalled|explained|noted|testified)"
)
_DATELINE_END = re.compile(r"(?:, [A-Z][\w.]+)?(?: \([A-Z][\w ]{1,20}\))? [-–—]{1,2} ")
_REGION_AFTER = re.compile(r"(?:,| in| in the)\s((?:[A-Z][\w.’'-]*\s?){1,3})")
_LISTED = re.compile(r",? (?:and|or) |, ")
_FACILITY = word_set(
    """
    airport base bay beach border bridge bureau cathedral central church city coast consulate county district dock
    embassy facility factory governorate gulf harbor harbour heights hospital hotel island islands lake metro mine
    mountain mountains municipality naval oblast parish park peninsula plant port prefecture prison province region
    reservoir river road sea shipyard square station strait street suburb town township university valley village yard
    """
)
"""Words that may follow the name of a place and leave it one ("Lyon Cathedral", "Osan Air Base")."""
_BEFORE = word_set("north south east west northern southern eastern western central greater downtown upper lower")
_OPENERS = word_set(
    """
    a after all also although an and as at because before both but by during either even from her here his however if in
    inside its like meanwhile near neither now of on once only our outside since so some that the their then there these
    this those though through thus to today towards under unlike until what when where while with within yesterday yet
    """
)
"""Words that open a sentence, and so have a capital, before a name."""
_NO_PLACE = word_set(
    """
    amazon apple april army august autumn best bible block bush catholic central christian christmas church clinton
    college commerce commission committee congress council court december defence defense democrat department earth
    easter education energy english enterprise facebook fall february federal freedom friday general god google
    government health house independence industry interior internet islam january jewish july june jupiter justice kim
    labor labour lee liberty loop man march mars may media metro minister ministry mobile model monday moon most
    national navy nice november obama october office opera park parliament part party police president public putin
    reading republican salt saturday school senate september spring state summer sun sunday thursday tour treasury
    trump tuesday twitter union university wash wednesday winter
    """
)
"""Words with a capital that are towns somewhere and hardly ever meant as such."""
_NO_PLACES = frozenset({"white house", "wall street", "supreme court"})


@dataclass(frozen=True, slots=True)
class _Word:
    start: int
    end: int
    text: str
    capital: bool


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    places: tuple[Place, ...]
    whole: bool
    """No other capitalised word stands against it."""


def find_names(text: str, book: Gazetteer) -> list[tuple[int, int]]:
    """Spans (start, end) of the names of places in ``text``, in order and apart."""
    finder = _Finder(text, book)
    found = finder.candidates()
    told = {_label(text, item) for item in found if finder.is_told(item)}
    # "Kherson and Mykolaiv in Ukraine": what is listed with a place is one.
    for one, other in zip(found[-2::-1], found[:0:-1], strict=True):
        if _LISTED.fullmatch(text, one.end, other.start) and _label(text, other) in told and finder.may_be(other):
            told.add(_label(text, one))
    return [(item.start, item.end) for item in found if _label(text, item) in told and finder.may_be(item)]


def _label(text: str, item: _Found) -> str:
    return " ".join(text[item.start : item.end].split()).casefold()


class _Finder:
    """The words of one text, and what is known of its persons and plain words."""

    def __init__(self, text: str, book: Gazetteer) -> None:
        self._text = text
        self._book = book
        self._words = [
            _Word(match.start(), match.end(), match.group(), match.group()[0].isupper())
            for match in _WORD.finditer(text)
        ]
        self._small = {word.text for word in self._words if not word.capital}
        self._persons: set[str] = set()

    def candidates(self) -> list[_Found]:
        """The longest names of the gazetteer in every run of capitalised words; persons are noted on the way."""
        found: list[_Found] = []
        for first, last in self._runs():
            inside = list(self._of_run(first, last))
            found += inside
            if last - first > 1 and not any(item.whole for item in inside):
                self._note_person(first, last)
        return found

    def _note_person(self, first: int, last: int) -> None:
        """ "Jean Paris": the last word may be a surname that then stands alone."""
        if all(word.capital for word in self._words[first:last]):
            self._persons.add(re.sub(r"['’]s$", "", self._words[last - 1].text))

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Stretches of capitalised words, with "of" and the like between them; first, one past the last."""
        words, at = self._words, 0
        while at < len(words):
            if not words[at].capital:
                at += 1
                continue
            end = at + 1
            while end < len(words) and self._joined(end - 1, end):
                if words[end].capital:
                    end += 1
                elif words[end].text in _LINKS and end + 1 < len(words) and self._leads_on(end):
                    end += 2
                else:
                    break
            yield at, end
            at = end

    def _joined(self, one: int, other: int) -> bool:
        return self._words[other].start - self._words[one].end == 1 and self._text[self._words[one].end] == " "

    def _leads_on(self, link: int) -> bool:
        return self._joined(link, link + 1) and self._words[link + 1].capital and self._words[link].text != "and"

    def _of_run(self, first: int, last: int) -> Iterator[_Found]:
        at = first
        while at < last:
            for size in range(min(MAX_WORDS, last - at), 0, -1):
                item = self._at(first, last, at, at + size)
                if item is not None:
                    yield item
                    at += size
                    break
            else:
                at += 1

    def _at(self, first: int, last: int, at: int, end: int) -> _Found | None:
        """The name of words ``at`` to ``end`` in the run, when the gazetteer has it and the run leaves it alone."""
        words = self._words
        start, stop = words[at].start, words[end - 1].end
        if self._text[stop - 2 : stop] in {"'s", "’s"}:
            stop -= 2
        name = self._text[start:stop]
        if not words[at].capital or name.casefold() in _NO_PLACE | _NO_PLACES or name.startswith(("I'", "I’")):
            return None
        places = tuple(place for place in self._book.find(name) if not place.demonym)
        if not places or (len(name) <= 3 and places[0].kind == "town"):
            return None
        before = [word.text.lower() for word in words[first:at]]
        after = [word.text.lower().rstrip(".") for word in words[end:last]]
        return _Found(start, stop, places, self._stands_alone(before, after, at, first))

    def _stands_alone(self, before: list[str], after: list[str], at: int, first: int) -> bool:
        if after and not _FACILITY.intersection(after) and after[0] not in _LINKS:
            return False
        opens = at - first == 1 and self._opens_sentence(first)
        return not before or before[-1] in _BEFORE | _LINKS or (opens and before[0] in self._small | _OPENERS)

    def _opens_sentence(self, number: int) -> bool:
        before = self._text[max(0, self._words[number].start - 3) : self._words[number].start].rstrip()
        return not before or before[-1] in '.!?:;"”“\n—–-•'

    # ---- what the text does with a name ------------------------------------------------------------------------

    def may_be(self, item: _Found) -> bool:
        """False where this very mention is a person's, or part of another name."""
        if not item.whole:
            return False
        if item.places[0].kind != "town":
            return True
        if _TITLE.search(self._text, max(0, item.start - 16), item.start):
            return False
        return self._text[item.start : item.end].split()[-1] not in self._persons or self._stands_as_place(item)

    def is_told(self, item: _Found) -> bool:
        """Whether the text uses the name as that of a place, here."""
        if not self.may_be(item):
            return False
        if item.places[0].kind not in {"town", "county"}:
            return True
        name, size = self._text[item.start : item.end], item.places[0].population
        if (name.lower() in self._small and " " not in name) or self._text[item.start - 4 : item.start] == "the ":
            return False
        if self._stands_as_place(item):
            return True
        if _PERSON_AFTER.match(self._text, item.end) and size < LARGE_TOWN:
            return False
        by = size >= FAIR_TOWN and _BY.search(self._text, max(0, item.start - 48), item.start)
        return bool(by) or item.places[0].kind == "county" or size >= LARGE_TOWN

    def _stands_as_place(self, item: _Found) -> bool:
        """The plainest evidence: "in Lyon", "Lyon, France", "LYON (Agency) -"."""
        before = _AT.search(self._text, max(0, item.start - 64), item.start)
        return bool(before) or self._has_region_after(item) or self._is_dateline(item)

    def _has_region_after(self, item: _Found) -> bool:
        match = _REGION_AFTER.match(self._text, item.end)
        if match is None:
            return False
        words = match.group(1).rstrip(" .").split()
        return any(
            region.country in {place.country for place in item.places}
            for size in range(len(words), 0, -1)
            for region in self._book.region(" ".join(words[:size]).rstrip("."))
        )

    def _is_dateline(self, item: _Found) -> bool:
        opens = item.start == 0 or self._text[item.start - 1] == "\n" or self._text[item.start : item.end].isupper()
        return opens and _DATELINE_END.match(self._text, item.end) is not None
