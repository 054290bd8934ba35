"""In which language a text or a paragraph is: by its script, and by its most common words where that is Latin.

Crude and quick on purpose: it need only tell English from the rest, so that what is not English is marked and left in
peace instead of being read as if it were.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

ENGLISH = "en"
UNKNOWN = "und"
_SAMPLE = 20_000
"""Characters that are looked at."""
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_ENOUGH_WORDS = 8
"""Fewer say too little about a paragraph; it then has the language of its document."""
_SHARE = 0.08
"""Of all words; a language with fewer of its common words does not stand out."""
_FEWEST_DIFFERENT = 3
"""Different common words that it takes: "a … a … a" makes no Portuguese."""
_LISTED = {
    "en": "the of and to in that is was for with said on by are were has have had be been from this which "
    "not it as at he a an i you we they his her its their but or if so what who there will would can "
    "could one two after about",
    "de": "der die das und ist nicht von mit den ein eine zu im auf dem des sich auch wird hat bei nach",
    "fr": "le la les des et est que une dans pour qui du au sur pas par ne avec sont ce il à",
    "es": "el la los las de y que en un una por con del se para al lo como más pero su fue",
    "it": "il lo la gli di che e un una per con del della non si da sono è nel alla dei le",
    "pt": "o a os as de que e um uma por com do da não em para no na se dos mais foi ao",
    "nl": "de het een en van is dat niet met voor op zijn te aan door naar ook bij er wordt",
    "sv": "och att det är som en ett på av för med till den inte har om var från de i",
    "da": "og at det er som en et på af for med til den ikke har om var fra de i",
    "pl": "i w na z do że się nie jest to o po od przez za ale jak dla są był",
    "cs": "a v na se je že z do o s k to by byl jsou ale jako za pro po",
    "tr": "ve bir bu da de için ile olarak olan daha çok gibi kadar sonra ancak ise en var",
    "id": "yang dan di dari untuk dengan pada ini itu tidak akan dalam adalah oleh telah ke",
    "fi": "ja on ei että se oli mutta hän ovat joka myös kun tai ole kuin sen",
    "hu": "a az és hogy nem is egy volt meg de azt csak még van el ez",
    "ro": "și în de la a cu pe care nu din este pentru că o un au mai",
}
_COMMON = {code: frozenset(listed.split()) for code, listed in _LISTED.items()}
_LANGUAGES = {
    word: tuple(code for code, common in _COMMON.items() if word in common)
    for word in frozenset().union(*_COMMON.values())
}
"""Common word to the languages that have it."""
_SCRIPTS = {
    "CYRILLIC": "ru", "ARABIC": "ar", "HEBREW": "he", "GREEK": "el", "HANGUL": "ko", "HIRAGANA": "ja", "KATAKANA": "ja",
    "CJK": "zh", "THAI": "th", "DEVANAGARI": "hi", "GEORGIAN": "ka", "ARMENIAN": "hy",
}  # fmt: skip
_TELLING = {"ru": (("uk", "іїєґ"), ("be", "ў"), ("sr", "ђћџљњ")), "ar": (("fa", "پچژگ"), ("ur", "ٹڈڑے"))}
"""Letters that one language of a script has and its commonest one lacks."""


def language_of(text: str) -> str:
    """ISO 639-1 code; ``und`` when no language stands out."""
    sample = text[:_SAMPLE]
    script = _script(sample)
    if script != "LATIN":
        return _of_script(script, sample)
    found = [word.lower() for word in _WORD.findall(sample)]
    best = _by_words(found)
    if best != UNKNOWN:
        return best
    return ENGLISH if found and len(found) < 40 else UNKNOWN


def foreign_language(text: str, document: str) -> str:
    """The language of a paragraph when it is not English, else empty; ``document`` is that of the whole text."""
    script = _script(text)
    if script not in {"LATIN", ""}:
        return _of_script(script, text)
    found = [word.lower() for word in _WORD.findall(text)]
    own = _by_words(found) if len(found) >= _ENOUGH_WORDS else UNKNOWN
    # Where its words do not tell, as in a headline, it is in the language of the document.
    told = own if own != UNKNOWN else document
    return told if told not in {ENGLISH, UNKNOWN} else ""


def _by_words(found: list[str]) -> str:
    if not found:
        return UNKNOWN
    counts = dict.fromkeys(_COMMON, 0)
    for word in found:
        for code in _LANGUAGES.get(word, ()):
            counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    if counts[best] < _SHARE * len(found):
        return UNKNOWN
    # English text may hold a name or a title of another language; only a clear lead makes it foreign.
    clear = counts[best] >= 1.5 * counts[ENGLISH] and len(_COMMON[best] & set(found)) >= _FEWEST_DIFFERENT
    return best if clear or best == ENGLISH else ENGLISH


def _script(text: str) -> str:
    """The script of most of the letters, by its name in Unicode; empty when there are no letters."""
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    counts = Counter(_script_of(char) for char in text if char.isalpha())
    return counts.most_common(1)[0][0] if counts else ""


def _script_of(char: str) -> str:
    return "LATIN" if char.isascii() else unicodedata.name(char, "").partition(" ")[0]


def _of_script(script: str, text: str) -> str:
    code = _SCRIPTS.get(script, UNKNOWN)
    if code == "zh" and any(_script_of(char) in {"HIRAGANA", "KATAKANA"} for char in text if not char.isascii()):
        return "ja"
    for other, letters in _TELLING.get(code, ()):
        if any(letter in text for letter in letters):
            return other
    return code


def mixed_word(text: str) -> str:
    """The first word whose letters come from two alphabets, as disguised text has them; empty when there is none."""
    if text.isascii():
        return ""
    for match in _WORD.finditer(text):
        if not match.group().isascii() and {"LATIN", "CYRILLIC"} <= set(map(_script_of, match.group())):
            return match.group()
    return ""
