"""Counts and measures of English news as closed intervals with open ends.

What the words mean, where English leaves it open:

- a bound keeps the number it names, because news rounds: "more than a dozen" is [12, open], "fewer than 10" is
  [open, 10]. An end that the words do not give is open, also where a count could not go below nought: "up to 60" is
  [open, 60];
- "no missiles" is [0, 0];
- "about 200" is 200 give or take a tenth, "nearly 200" from a tenth below up to 200; 200 is what they are surest of;
- "dozens" is 24 to 99, "hundreds" 200 to 999, "several" 3 to 9, "a few" 2 to 6, "a handful" 3 to 6;
- "at least one, and possibly two" is [1, 2], surest 1.

Years, dates, clock times, lengths of time, ages, ordinals, telephone numbers, addresses and labels ("Hwasong-15",
"Building 5", "38 North") are no quantities. Time grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.model import Anchor, Quantity
from firsthand.read.dates.words import MONTHS, WEEKDAYS, compiled, word_set, words
from firsthand.read.quantity.nouns import IRREGULAR, is_plural, noun_phrase, singular
from firsthand.read.quantity.words import ABOUT, ABOVE, ALMOST, QUANTITY, STARTS, SURE, VAGUE, number_value

_APPROXIMATION = 0.1
"""Half width of "about", as a share of the number."""
_TOKEN = re.compile(r"[A-Za-z]+|\d|[$£€¥<>≤≥~]")
_DIGIT_RUN = re.compile(r"\d+(?:[.,:/-]\d+)*")


@dataclass(frozen=True, slots=True)
class _Bounds:
    low: float | None
    high: float | None
    surest: float | None = None


def find_quantities(text: str) -> list[Quantity]:
    """Every quantity of ``text``, by place; anchors cover the words of the number and its bounds, not the noun."""
    return list(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    position = 0
    while token := _TOKEN.search(text, position):
        start, position = token.start(), token.end()
        key = token[0].lower()
        if key in ("no", "not", "zero") and (none := _nothing(text, start)):
            yield none
        elif not key.isalpha() or (key in STARTS and not text[start - 1 : start].isalnum()):
            found, position = _quantity(text, start, position)
            if found:
                yield found


def _quantity(text: str, start: int, position: int) -> tuple[Quantity | None, int]:
    """The quantity at ``start``, if any, and where to go on: behind all of "2018-07-07", so no part is read alone."""
    if match := QUANTITY.match(text, start):
        bounds, end = _read(match)
        of = _counted(text, match, end) if bounds else None
        if bounds and of is not None:
            anchor = Anchor(start, end, text[start:end])
            return Quantity(bounds.low, bounds.high, of, bounds.surest, anchor), end
    run = _DIGIT_RUN.match(text, start)
    return None, run.end() if run else position


def _read(match: re.Match[str]) -> tuple[_Bounds | None, int]:
    """The bounds, and where the words that carry them end."""
    if match["comp"]:
        return _compared(match)
    if match["b1"]:
        return _between(match["b1"], match["b2"]), match.end()
    if match["f1"]:
        return _between(match["f1"], match["f2"]), match.end()
    return _plain(match), match.end()


def _plain(match: re.Match[str]) -> _Bounds | None:
    if match["vague"]:
        low, high = VAGUE[_squeezed(match["vague"])]
        return _Bounds(low, high)
    first = number_value(match["n"])
    if first is None:
        return None
    if match["perhaps"]:
        return _possibly(first, match["perhaps"])
    if match["r2"]:
        bounds = _between(match["n"], match["r2"])
        return bounds if bounds and bounds.low == first else None
    if match["ratio"]:
        first /= int(re.sub(r"\D", "", match["ratio"])) or 1
    if match["suffix"]:
        more = match["suffix"].lower() in ("more", "greater", "higher", "above", "over")
        return _Bounds(first, None, first) if more else _Bounds(None, first)
    return _rough(first, _squeezed(match["about"]))


def _squeezed(found: str | None) -> str:
    return " ".join((found or "").lower().split())


def _rough(number: float, word: str) -> _Bounds:
    margin = abs(number) * _APPROXIMATION
    if word in ABOUT:
        return _Bounds(number - margin, number + margin, number)
    return _Bounds(number - margin, number, number) if word in ALMOST else _Bounds(number, number, number)


def _possibly(first: float, found: str) -> _Bounds | None:
    second = number_value(found)
    return None if second is None else _Bounds(min(first, second), max(first, second), first)


def _compared(match: re.Match[str]) -> tuple[_Bounds | None, int]:
    """One bound, or two that hold together ("more than 10 and less than 20")."""
    first = number_value(match["n1"])
    if first is None:
        return None, match.end()
    one = _bound(match["comp"], first)
    if match["maybe"]:
        more = _possibly(first, match["maybe"])
        return (_Bounds(None, more.high) if more and one.low is None else more), match.end()
    second = number_value(match["n2"]) if match["n2"] else None
    if second is not None:
        two = _bound(match["comp2"], second)
        low = two.low if one.low is None else one.low
        high = two.high if one.high is None else one.high
        if low is not None and high is not None and low <= high:
            return _Bounds(low, high), match.end()
    return one, match.end("n1")


def _bound(found: str, number: float) -> _Bounds:
    plain = _squeezed(found)
    if plain in ABOVE:
        return _Bounds(number, None, number if plain in SURE else None)
    return _Bounds(None, number)


def _between(first: str, second: str) -> _Bounds | None:
    low, high = number_value(first), number_value(second)
    if low is None or high is None:
        return None
    return _Bounds(min(low, high), max(low, high))


_CURRENCIES = {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}
_PERCENT = re.compile(r"\s?%|\s+per\s?cent\b")
_PLAIN_OTHER = ("perhaps", "r2", "suffix", "ratio", "about")


def _counted(text: str, match: re.Match[str], end: int) -> str | None:
    """What is counted, empty when the text does not say; ``None`` when the number is no quantity."""
    exact = bool(match["n"]) and not any(match[name] for name in _PLAIN_OTHER)
    if _is_part_of_more(text, match, end) or _is_date(text, match, end, exact=exact):
        return None
    if currency := re.search(r"[$£€¥]", match[0]):
        return _CURRENCIES[currency[0]]
    if _PERCENT.match(text, end):
        return "percent"
    after_comma = text[end : end + 1] == "," and (match["maybe"] or match["perhaps"])
    one = match["n"] and not match["r2"] and number_value(match["n"]) == 1
    phrase = noun_phrase(text, end + 1 if after_comma else end, plural=not one)
    for gap in ("gap", "ngap", "bgap", "fgap"):
        if not phrase and match[gap]:
            phrase = match[gap].split()
    if exact and _is_label(text, match, phrase):
        return None
    return singular(phrase)


_GLUED = re.compile(r"[A-Za-z0-9_][-–./:,]?$|[#.]$|\(\d{3}\) ?$")
_TELEPHONE = re.compile(r"\d{3}-\d{4}\b")
_COMPOUND = re.compile(r"-[A-Za-z]")


def _is_part_of_more(text: str, match: re.Match[str], end: int) -> bool:
    """Whether the number is part of a longer token: a model, a compound adjective, a telephone number."""
    start = match.start()
    if text[start].isdigit() and (_GLUED.search(text, max(0, start - 6), start) or _TELEPHONE.match(text, start)):
        return True
    return bool(match["n"]) and _COMPOUND.match(text, end) is not None


_TIME_UNIT = compiled(
    r"[- ]?(?:(?:more|full|consecutive|straight|additional) )?"
    r"(?:(?:seconds?|minutes?|hours?|hrs?|days?|nights?|weeks?|weekends?|months?|quarters?|years?|decades?"
    r"|centur(?:y|ies)|o['’]clock|[ap]m|hundred hours|GMT|UTC)\b|[ap]\.m\.)|:\d",
    re.IGNORECASE,
)
_MONTH_NAME = words(*(name.capitalize() for name in MONTHS))
_DAY_NAME = words(*(name.capitalize() for name in WEEKDAYS if name.endswith("day")))
_DATE_BEFORE = compiled(rf"(?:\b{_MONTH_NAME}\.?|\b{_DAY_NAME},?) (?:the )?$")
_DATE_AFTER = compiled(rf"(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}\b")
_YEAR = re.compile(r"19\d\d|20[0-6]\d")
_NUMBER_GROUPS = ("n", "n1", "r2", "b1", "b2", "f1", "f2")


def _is_date(text: str, match: re.Match[str], end: int, *, exact: bool) -> bool:
    """Whether the number belongs to a date, a time, a length of time or names years."""
    if _TIME_UNIT.match(text, end) or _DATE_AFTER.match(text, end):
        return True
    if match["comp"]:
        return False
    if (exact or match["r2"]) and _DATE_BEFORE.search(text, max(0, match.start() - 24), match.start()):
        return True
    numbers = [match[name] for name in _NUMBER_GROUPS if match[name]]
    return bool(numbers) and all(_YEAR.fullmatch(number) for number in numbers)


_LABEL_BEFORE = compiled(
    r"\b(?:number|no\.|phase|stage|part|chapter|volume|page|version|level|section|article|paragraph|figure|table|room"
    r"|step|issue|flight|route|highway|channel|grade|class|round|block|type|mark|model|portal|pad|gate|site|group of"
    r"|ext\.) $",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?<![.!?:;\n\"“]) ([A-Z][\w’'-]*) $")
_NO_NAME = word_set(
    """
    at about some only in the with more over under up from between to and or but for by all nearly almost around another
    these those of a an on as that his her its their he she they it we i said killed found
    """
)
_TOLD_BARE = compiled(
    r"\b(?:killed|killing|wounded|wounding|injured|injuring|found|counted|seen|saw|another|total(?:s|ed|ing)?(?: of)?"
    r"|number(?:ed|s)?(?: at)?|reached|least|built|fired|launched|tested|lost|destroyed|to) $",
    re.IGNORECASE,
)
_STREET_AFTER = re.compile(
    r"(?: [A-Z]\w*\.?){1,4} (?:Street|St|Drive|Dr|Road|Rd|Avenue|Ave|Lane|Boulevard|Blvd|Court|Way)\b"
)
_NO_COUNT = frozenset(("block", "anniversary", "birthday", "parallel"))


def _is_label(text: str, match: re.Match[str], phrase: list[str]) -> bool:
    """Whether an exact number only names something ("Building 5", "38 North", "phase two") or counts nothing told."""
    start, number = match.start(), match["n"]
    if number.lower() == "one":
        return _is_pronoun(text, match, phrase)
    if phrase and (phrase[-1].lower() in _NO_COUNT or _is_proper(text, match, phrase)):
        return True
    label = _LABEL_BEFORE.search(text, max(0, start - 24), start)
    if label and (not phrase or not number[0].isdigit()):
        return True
    name = _NAME_BEFORE.search(text, max(0, start - 24), start)
    if name and name[1].lower() not in _NO_NAME and (number[0].isdigit() or number[0].isupper()):
        return True
    return not phrase and not _TOLD_BARE.search(text, max(0, start - 24), start)


def _is_proper(text: str, match: re.Match[str], phrase: list[str]) -> bool:
    """Whether number and phrase together are a name or an address: "38 North", "Six Flags", "227 Hot Springs Drive"."""
    start, number = match.start(), match["n"]
    if number == "38" and phrase[0] == "North":
        return True
    if number[0].isdigit() and _STREET_AFTER.match(text, match.end()):
        return True
    if not all(word[0].isupper() for word in phrase) or phrase[-1].lower() in IRREGULAR:
        return False
    if number[0].isdigit():
        return not phrase[-1].endswith("s") or phrase[-1] == "Minutes"
    return number[0].isupper() and text[max(0, start - 2) : start - 1].isalnum()


_NO_ONE_AFTER = compiled(r" (?:of|another|day|side|hand|thing|way|point|time|that|who|which)\b", re.IGNORECASE)
_NO_ONE_BEFORE = compiled(r"\b(?:no|the|this|that|any|every|each|another|number) $", re.IGNORECASE)


def _is_pronoun(text: str, match: re.Match[str], phrase: list[str]) -> bool:
    """Whether "one" counts nothing: "no one", "one of them", "the one who"."""
    start, end = match.start(), match.end()
    if not phrase or _NO_ONE_AFTER.match(text, end):
        return True
    return _NO_ONE_BEFORE.search(text, max(0, start - 12), start) is not None


_NONE = compiled(r"(?P<words>no|zero|not a single|not one)(?: more)?(?P<noun> [a-z][a-z-]{1,20}){1,4}", re.IGNORECASE)
_ABSTRACT = word_set(
    """
    signs plans details comments reasons doubts indications words things ways terms conditions circumstances means
    results changes problems questions answers ideas chances intentions illusions secrets talks efforts steps limits
    strings preconditions records others differences effects conclusions statements responses links ties news claims
    charges concerns hopes options choices surprise doubt question matter wonder evidence sign reason plan comment
    longer
    """
)


def _nothing(text: str, start: int) -> Quantity | None:
    """As in "no missiles", "not a single launcher", "zero tests"; "no signs" and "no evidence" count nothing."""
    match = _NONE.match(text, start)
    if match is None:
        return None
    end = match.end("words")
    phrase = noun_phrase(text, end, plural=True)
    if not phrase or _ABSTRACT.intersection((phrase[0].lower(), phrase[-1].lower())):
        return None
    last = phrase[-1].lower()
    if not match["words"].lower().startswith("not") and not (is_plural(last) or last in IRREGULAR):
        return None
    return Quantity(0.0, 0.0, singular(phrase), 0.0, Anchor(start, end, text[start:end]))
