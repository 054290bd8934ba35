"""Counts and measures of English news as closed intervals with open ends.

What the words mean, where English leaves it open:

- a bound keeps the number it names, because news rounds: "more than a dozen" is [12, open], "fewer than 10" is
  [open, 10]. An end that the words do not give is open, also where a count could not go below nought: "up to 60" is
  [open, 60];
- "no missiles" is [0, 0];
- "about 200" is 200 give or take a tenth, "nearly 200" from a tenth below up to 200; 200 is what they are surest of;
- "dozens" is 24 to 99, "hundreds" 200 to 999, "several" 3 to 9, "a few" 2 to 6, "a handful" 3 to 6;
- "at least one, and possibly two" is [1, 2], surest 1.

Years, dates, clock times, lengths of time, ages, ordinals, labels ("Hwasong-15", "Building 5", "38 North") are no
quantities. Time grows linearly with the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.model import Anchor, Quantity
from firsthand.read.date_words import MONTHS, NUMBER_WORDS, ORDINALS, WEEKDAYS, compiled, words

_MAGNITUDES = {
    "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "bn": 10**9, "dozen": 12,
    "m": 10**6,
}  # fmt: skip
_VAGUE = {
    "a few": (2, 6), "few": (2, 6), "several": (3, 9), "a handful of": (3, 6), "a handful": (3, 6), "a couple of": (2, 2),
    "a couple": (2, 2), "dozens": (24, 99), "scores of": (40, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "tens of thousands": (20_000, 99_999), "hundreds of thousands": (200_000, 999_999), "millions": (2e6, 999e6),
    "tens of millions": (20e6, 99e6), "hundreds of millions": (200e6, 999e6), "billions": (2e9, 999e9),
    "several dozen": (36, 108), "a few dozen": (24, 72), "several hundred": (300, 900), "a few hundred": (200, 600),
    "several thousand": (3000, 9000), "a few thousand": (2000, 6000), "dozens of thousands": (24_000, 99_999),
}  # fmt: skip
"""Vague counts: the lowest and highest number that they are taken for; a choice, as the words leave it open."""

_ABOVE = (
    "more than", "over", "above", "greater than", "larger than", "higher than", "exceed", "exceeds", "exceeded",
    "exceeding", "in excess of", "upwards of", "upward of", "bigger than", "well over", "just over", "topped", ">",
    "at least", "no less than", "no fewer than", "not less than", "not fewer than", "a minimum of", "minimum of",
    "at a minimum", "at the very least", "at least or equal to", "greater than or equal to", "greater or equal than",
    "greater or equal to", "more than or equal to", "higher or equal than", "higher or equal to", "higher than or equal to",
    "larger or equal than", "larger than or equal to", ">=", "> =", "≥", "bigger or equal than", "equal to or more than",
    "equal to or greater than", "no smaller than", "no lower than",
)  # fmt: skip
_BELOW = (
    "less than", "fewer than", "under", "below", "smaller than", "lower than", "<", "at most", "no more than",
    "not more than", "up to", "as many as", "as much as", "a maximum of", "maximum of", "no greater than", "no larger than",
    "no higher than", "just under", "well under", "well below", "less than or equal to", "lower than or equal to",
    "lower or equal than", "lower or equal to", "less or equal than", "less or equal to", "smaller or equal than",
    "smaller or equal to", "smaller than or equal to", "fewer than or equal to", "<=", "< =", "≤", "equal to or less than",
    "not exceeding",
)  # fmt: skip
_ABOUT = (
    "about", "around", "roughly", "approximately", "some", "an estimated", "estimated", "~", "circa", "close to",
    "more or less", "in the region of", "on the order of",
)  # fmt: skip
_ALMOST = ("nearly", "almost", "not quite", "just short of")
_EXACTLY = ("exactly", "equal to", "equals to", "equals", "equal", "just", "only", "precisely", "all")
_APPROXIMATION = 0.1
"""Half width of "about", as a share of the number."""

_WORD_NUMBER = words(*NUMBER_WORDS, "hundred", "thousand", "million", "billion", "trillion", "dozen")
_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?:\.\d{1,6})?"
_NUMBER = (
    rf"(?:(?:negative |minus |[-−](?=\d))?(?:{_DIGITS}(?:[ -](?:hundred|thousand|million|billion|trillion|dozen|bn)\b|m\b)?"
    rf"|half a dozen|an? (?:hundred|thousand|million|billion|dozen)(?:(?: and | ){_WORD_NUMBER}){{0,4}}"
    rf"|{_WORD_NUMBER}(?:(?:-| and | ){_WORD_NUMBER}){{0,7}})(?![\w]))"
)
_ORDINAL = rf"(?:the (?:{words(*(name for name in ORDINALS if name != 'last'))}|\d{{1,3}}(?:st|nd|rd|th)))"
_VALUE = rf"(?:[$£€¥] ?)?(?:{_NUMBER}|{_ORDINAL})"
_COMPARE = words(*_ABOVE, *_BELOW)
_POSSIBLY = r"(?:possibly|perhaps|maybe|probably|likely|potentially|conceivably)"
_GAP_NOUN = r"(?: [a-z][a-z-]{1,20}){0,3}?"

_QUANTITY = compiled(
    rf"(?P<comp>{_COMPARE}) ?(?P<n1>{_VALUE})"
    rf"(?:(?:,? and|,? but|,)? (?P<comp2>{_COMPARE}) (?P<n2>{_VALUE})"
    rf"|(?P<gap>{_GAP_NOUN})(?:,? (?:and|or|but)|,) {_POSSIBLY}(?: as many as| up to)? (?P<maybe>{_NUMBER}))?"
    rf"|between (?P<b1>{_VALUE})(?P<bgap>(?: [a-zA-Z%°]{{1,12}})?) and (?P<b2>{_VALUE})"
    rf"|(?:from )(?P<f1>{_VALUE})(?P<fgap>(?: [a-zA-Z%°]{{1,12}})?) to (?P<f2>{_VALUE})"
    rf"|(?:(?P<about>{words(*_ABOUT, *_ALMOST, *_EXACTLY)}) )?(?:(?P<vague>{words(*_VAGUE)})\b(?P<of> of)?"
    rf"|(?P<n>(?:[$£€¥] ?)?{_NUMBER})(?:(?P<ngap>{_GAP_NOUN})(?:,? (?:and|or|but)|,) {_POSSIBLY} (?P<perhaps>{_NUMBER})"
    rf"|(?: or |-to-| to | ?[-–—] ?|,? if not )(?P<r2>{_NUMBER})"
    r"|(?P<ratio> in \d{1,3}\b)?(?:,? or (?P<suffix>more|greater|higher|less|fewer|lower|above|below|over|under)\b(?! than))?"
    r"))",
    re.IGNORECASE,
)
_NONE = compiled(r"(?:no|zero|not a single|not one)(?P<more> more)? (?P<noun>[a-z][a-z-]{2,20}(?: [a-z][a-z-]{2,20}){0,3})", re.IGNORECASE)
_STARTS = frozenset(
    name.split()[0]
    for name in (*_ABOVE, *_BELOW, *_ABOUT, *_ALMOST, *_EXACTLY, *_VAGUE, *NUMBER_WORDS, *_MAGNITUDES, "between", "from", "a", "an", "half", "negative", "minus")
) - {"hundred", "thousand", "million", "billion", "trillion", "m", "bn", "dozen"}
_TOKEN = re.compile(r"[A-Za-z]+|\d|[$£€¥<>≤≥~]")


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
            position = none.anchor.end if none.anchor else position
            yield none
            continue
        if key.isalpha() and (key not in _STARTS or text[start - 1 : start].isalnum()):
            continue
        match = _QUANTITY.match(text, start)
        if match is None:
            position = _past_digits(text, start, position)
            continue
        read, end = _read(match)
        of = _counted(text, match, end) if read else None
        if read is None or of is None:
            position = _past_digits(text, start, position)
            continue
        position = end
        yield Quantity(read.low, read.high, of, read.surest, Anchor(start, end, text[start:end]))


_DIGIT_RUN = re.compile(r"\d+(?:[.,:/-]\d+)*")


def _past_digits(text: str, start: int, position: int) -> int:
    """Behind the whole run of digits that begins at ``start``, so that no part of "2018-07-07" is read alone."""
    run = _DIGIT_RUN.match(text, start)
    return run.end() if run else position


def _read(match: re.Match[str]) -> tuple[_Bounds | None, int]:
    """The bounds, and where the words that carry them end."""
    if match["comp"]:
        return _compared(match)
    return _plain(match), match.end()


def _plain(match: re.Match[str]) -> _Bounds | None:
    if match["b1"] or match["f1"]:
        kind = "b" if match["b1"] else "f"
        return _between(match[kind + "1"], match[kind + "2"])
    if match["vague"]:
        low, high = _VAGUE[_squeezed(match["vague"])]
        return _Bounds(low, high)
    first = value_of(match["n"])
    if first is None:
        return None
    if match["perhaps"]:
        return _possibly(first, match["perhaps"])
    if match["r2"]:
        read = _between(match["n"], match["r2"])
        return None if read and read.low != first else read
    if match["ratio"]:
        first /= int(re.sub(r"\D", "", match["ratio"])) or 1
    if match["suffix"]:
        more = match["suffix"].lower() in ("more", "greater", "higher", "above", "over")
        return _Bounds(first, None, first) if more else _Bounds(None, first)
    return _rough(first, _squeezed(match["about"]))


def _squeezed(words_found: str | None) -> str:
    return " ".join((words_found or "").lower().split())


def _rough(number: float, word: str) -> _Bounds:
    margin = abs(number) * _APPROXIMATION
    if word in _ABOUT:
        return _Bounds(number - margin, number + margin, number)
    return _Bounds(number - margin, number, number) if word in _ALMOST else _Bounds(number, number, number)


def _possibly(first: float, words_found: str) -> _Bounds | None:
    second = value_of(words_found)
    return None if second is None else _Bounds(min(first, second), max(first, second), first)


def _compared(match: re.Match[str]) -> tuple[_Bounds | None, int]:
    first = value_of(match["n1"])
    if first is None:
        return None, match.end()
    if match["maybe"]:
        return _possibly(first, match["maybe"]), match.end()
    one = _bound(match["comp"], first)
    second = value_of(match["n2"]) if match["n2"] else None
    if second is not None:
        two = _bound(match["comp2"], second)
        low = one.low if one.low is not None else two.low
        high = one.high if one.high is not None else two.high
        if low is not None and high is not None and low <= high:
            return _Bounds(low, high), match.end()
    return one, match.end("n1")


def _bound(words_found: str, number: float) -> _Bounds:
    plain = _squeezed(words_found)
    if plain in _ABOVE:
        return _Bounds(number, None, number if plain in _SURE else None)
    return _Bounds(None, number)


_SURE = ("at least", "no fewer than", "no less than", "not less than", "not fewer than", "a minimum of", "minimum of")


def _between(first: str, second: str) -> _Bounds | None:
    low, high = value_of(first), value_of(second)
    if low is None or high is None:
        return None
    return _Bounds(min(low, high), max(low, high))


_CLEAN = re.compile(r"[$£€¥,]|\bnegative\b|\bminus\b")


def value_of(text: str) -> float | None:
    """The number of "1,200", "2.5 million", "a dozen", "half a dozen", "one hundred and two", "the tenth"."""
    plain = " ".join(text.lower().replace("−", "-").split())
    sign = -1.0 if plain.startswith(("-", "negative", "minus")) else 1.0
    plain = _CLEAN.sub("", plain).strip().lstrip("-")
    if plain.startswith("the "):
        name = plain[4:]
        return float(ORDINALS[name]) if name in ORDINALS else float(re.sub(r"\D", "", name))
    if plain == "half a dozen":
        return 6.0
    total, current, seen = 0.0, 0.0, False
    for part in re.findall(r"\d+(?:\.\d+)?|[a-z]+", plain):
        if part[0].isdigit():
            current, seen = current + float(part), True
        elif part in NUMBER_WORDS:
            current, seen = current + NUMBER_WORDS[part], True
        elif part in ("a", "an"):
            current, seen = 1.0, True
        elif part in _MAGNITUDES:
            current = (current if seen else 1.0) * _MAGNITUDES[part]
            seen = True
            if _MAGNITUDES[part] >= 1000:
                total, current, seen = total + current, 0.0, False
        elif part != "and":
            return None
    return sign * (total + current)


_TIME_UNIT = compiled(
    r"[- ]?(?:more |full |consecutive |straight |additional )?"
    r"(?:seconds?|minutes?|hours?|hrs?|days?|nights?|weeks?|weekends?|months?|quarters?|years?|decades?|centur(?:y|ies)"
    r"|o['’]clock|[ap]\.m\.|[ap]m|hundred hours|GMT|UTC)\b|:\d|['’]s\b(?! )",
    re.IGNORECASE,
)
_MONTH_NAME = words(*(name.capitalize() for name in MONTHS))
_DAY_NAME = words(*(name.capitalize() for name in WEEKDAYS if name.endswith("day")))
_DATE_BEFORE = compiled(rf"(?:\b{_MONTH_NAME}\.?|\b{_DAY_NAME},?) (?:the )?$")
_DATE_AFTER = compiled(rf"(?:st|nd|rd|th)?(?: of)? {_MONTH_NAME}\b")
_LABEL_BEFORE = compiled(
    r"\b(?:page|chapter|number|version|building|unit|phase|level|resolution|article|section|paragraph|figure|table|room|step"
    r"|part|volume|issue|flight|route|highway|channel|reactor|no\.|day|group of|aged?|grade|class|round|stage|block|type"
    r"|mark|model|tunnel \w+|portal|hall|pad|gate|site|at age|the age of) $",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?<![.!?:;\n\"“])[ ]([A-Z][\w’'-]*) $")
_NO_NAME = frozenset(
    "at about about some only in the with more over under up from between to and or but for by all nearly almost around "
    "another these those of a an on as that his her its their he she they it we i said killed found".split()
)
_GLUED = re.compile(r"[A-Za-z0-9_][-–./:,]?$|#$")
_AGE = re.compile(r"[A-Za-z.”\"],\s+$")
_SHAPE_YEAR = re.compile(r"(?:19|20)\d\d$")


def _is_year(words_found: str | None) -> bool:
    return bool(words_found) and bool(_SHAPE_YEAR.match(words_found or "")) and 1900 <= int(words_found or 0) <= 2060


def _counted(text: str, match: re.Match[str], end: int) -> str | None:
    """What is counted, empty when the text does not say; ``None`` when the number is no quantity."""
    start = match.start()
    exact = bool(match["n"]) and not any(match[name] for name in ("perhaps", "r2", "suffix", "ratio"))
    if _is_other(text, match, end, exact):
        return None
    if text[end : end + 1] == "%" or re.match(r"\s+per\s?cent\b", text[end : end + 12]):
        return "percent"
    currency = re.search(r"[$£€¥]", text[start:end])
    if currency:
        return {"$": "dollar", "£": "pound", "€": "euro", "¥": "yen"}[currency[0]]
    closing = 1 if text[end : end + 1] == "," and (match["maybe"] or match["perhaps"]) else 0
    phrase = _noun_phrase(text, end + closing, plural=match["n"] is None or value_of(match["n"]) != 1)
    for gap in ("gap", "ngap", "bgap", "fgap"):
        if not phrase and match[gap] and match[gap].strip():
            phrase = match[gap].split()
    if exact and _is_name(match["n"], phrase, text, start, end):
        return None
    return _singular(phrase)


def _is_other(text: str, match: re.Match[str], end: int, exact: bool) -> bool:
    """Whether the number belongs to a date, a time, an age, a label or a longer token."""
    start = match.start()
    first = text[start]
    before = text[max(0, start - 24) : start]
    if first.isdigit() and _GLUED.search(before):
        return True
    if _TIME_UNIT.match(text, end) or _DATE_AFTER.match(text, end) or re.match(r"-[A-Za-z]", text[end : end + 2]) and exact and _TIME_UNIT.match(text, end):
        return True
    numbers = [match[name] for name in ("n", "n1", "r2", "b1", "b2", "f1", "f2") if match[name]]
    if all(_is_year(one) for one in numbers) and numbers and (exact or not match["comp"]):
        return True
    if exact or match["r2"]:
        if _DATE_BEFORE.search(before) or _LABEL_BEFORE.search(before):
            return True
        if first.isdigit() and exact and _AGE.search(before) and text[end : end + 1] == ",":
            return True
        name = _NAME_BEFORE.search(before)
        if name and name[1].lower() not in _NO_NAME and (first.isdigit() or first.isupper()):
            return True
    return False


def _is_name(number: str, phrase: list[str], text: str, start: int, end: int) -> bool:
    """Whether an exact number is part of a name ("38 North") or "one" is a pronoun."""
    if number.lower() == "one":
        after = text[end : end + 12].lower()
        before = text[max(0, start - 12) : start].lower()
        if not phrase or re.match(r"\s+(?:of|another|day|side|hand|thing|way|point|that|who|which)\b", after):
            return True
        return bool(re.search(r"\b(?:no|the|this|that|any|every|each|another|number)\s$", before))
    if number[0].isdigit() and phrase and all(word[0].isupper() for word in phrase) and phrase[-1].lower() not in _IRREGULAR:
        return not phrase[-1].endswith("s") or phrase[-1] == "Minutes"
    return False


_STOP = frozenset(
    "a an the of in on at to from by for with and or but as than that which who whom whose when where while if so because "
    "since until after before during about over under into onto near between through against along across around "
    "is are was were be been being has have had do does did will would can could may might must should shall not no nor "
    "it its he she they them their we our you your i this these those there here said says told also then now per each "
    "every other more less fewer least most only just even still already yet ago later earlier out up down off away back "
    "were seen found killed wounded injured took made came went fell rose hit struck flew landed remained remain stood "
    "left right stand appear appeared appears followed using including according such both either whether how why what "
    "north-east inside outside within without toward towards among amid last next today yesterday tomorrow apiece".split()
)
_OF_THEM = compiled(r"(?: of)?(?: (?:the|its|their|his|her|our|these|those|such|new|more|other|additional|separate|different))?(?= [A-Za-z])")
_NOUN_WORD = re.compile(r"[- \t]\s?\n?([A-Za-z][A-Za-z-]*(?:-\d+)?s?)(?![\w])")
_IRREGULAR = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "aircraft": "aircraft", "spacecraft": "spacecraft",
    "personnel": "personnel", "feet": "foot", "series": "series", "staff": "staff", "police": "police", "crew": "crew",
    "buses": "bus", "lives": "life", "km": "km", "kg": "kg", "kilometers": "kilometer", "fish": "fish", "percent": "percent",
    "artillery": "artillery", "cm": "cm", "mm": "mm", "mw": "mw", "mwe": "mwe", "kt": "kt",
}  # fmt: skip
_MOST_WORDS = 5


def _noun_phrase(text: str, end: int, *, plural: bool) -> list[str]:
    """The words after a number up to its head noun: the first plural, else the last word before a stop."""
    lead = _OF_THEM.match(text, end)
    position = lead.end() if lead else end
    phrase: list[str] = []
    while len(phrase) < _MOST_WORDS and (word := _NOUN_WORD.match(text, position)):
        plain = word[1].lower()
        if plain in _STOP or (phrase and plain.endswith("ed") and "-" not in plain) or (phrase and plain.endswith("ing")):
            break
        phrase.append(word[1])
        position = word.end()
        if plain in _IRREGULAR or (plural and _is_plural(plain) and not _plural_follows(text, position)):
            break
    return phrase


def _is_plural(plain: str) -> bool:
    return len(plain) > 3 and plain.endswith("s") and not plain.endswith(("ss", "us", "is", "ous"))


def _plural_follows(text: str, position: int) -> bool:
    """Whether a plural word goes straight on to another one ("sports cars", "weapons systems")."""
    word = _NOUN_WORD.match(text, position)
    return bool(word) and _is_plural(word[1].lower()) and word[1].lower() not in _STOP if word else False


def _singular(phrase: list[str]) -> str:
    if not phrase:
        return ""
    *rest, last = (word.lower() for word in phrase)
    return " ".join([*rest, _singular_word(last)])


def _singular_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not _is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes", "zes")) else word[:-1]


_ABSTRACT = frozenset(
    "signs plans details comments reasons doubts indications words things ways terms conditions circumstances means "
    "results changes problems questions answers ideas chances intentions illusions secrets talks efforts steps limits "
    "strings preconditions immediate records others differences effects conclusions statements responses links ties news "
    "claims charges concerns hopes options choices arrests injuries casualties".split()
) - {"arrests", "injuries", "casualties"}


def _nothing(text: str, start: int) -> Quantity | None:
    """"no missiles", "not a single launcher", "zero tests": none at all; "no signs" and "no evidence" count nothing."""
    match = _NONE.match(text, start)
    if match is None:
        return None
    phrase = _noun_phrase(text, match.start("noun") - 1, plural=True)
    single = match[0].lower().startswith("not")
    if not phrase or phrase[-1].lower() in _ABSTRACT:
        return None
    if not single and not (_is_plural(phrase[-1].lower()) or phrase[-1].lower() in _IRREGULAR):
        return None
    end = match.start("noun") - 1
    return Quantity(0.0, 0.0, _singular(phrase), 0.0, Anchor(start, end, text[start:end]))
