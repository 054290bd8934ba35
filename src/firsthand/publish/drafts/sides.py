"""What a text says is so and what it says is not: words under a negation, acts, opposites, and words of a thing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from firsthand.trace.words import COLOURS, COMPASS, THINGS, concept, concepts, listed
from firsthand.wording.words import words

_CONTRACTED = re.compile(r"n[’']t\b", re.IGNORECASE)
_NEGATOR = re.compile(
    r"\b(?:(?P<lack>(?:no|not any|without|lack of|absence of) (?:\w+ )?(?:evidence|signs?|proof|indications?|trace))|"
    r"not(?! only| just| merely| later| earlier| less| fewer| more)|no longer|never|cannot|none|nobody|no one|nothing|"
    r"nowhere|neither|nor|without|hardly|scarcely|fail(?:s|ed)? to|refus(?:es|ed) to|unable to|untrue|false|falsely|"
    r"wrong(?:ly)?|invented|fabricated|unfounded|baseless|instead of|rather than|far from|"
    r"no(?! doubt| later| fewer| less| more| one| longer| comment| usable| second| matter))\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:()—“”]|\b(?:what|which|who|where|when|whether|that|because)\b|, (?:but|and|or|while|which|who|so)\b|"
    r"\b(?:but|although|though|because|while|whereas)\b|,"
)
_REACH = 12
"""Words behind a negation that it may govern within its clause."""

_ACTS = {
    "taken down": r"dismantl\w+|demolish\w*|demolition|disassembl\w+|raz(?:ed|ing)|"
    r"t(?:ake|aken|akes|ook|aking|ear|ears|ore|orn|earing)\b(?: \w+){0,3}? (?:down|apart)|(?:pull|br)\w* down|"
    r"remov(?:e|es|ed|ing|al)|strip(?:ped|ping)|cleared|scrapp\w+|gone",
    "built": r"built|buil[dt]s?\b|(?<=being )built|(?:is|are|was|were|be|been|began|begun|stop\w*|continu\w+|of|"
    r"started|"
    r"with|for|at) building|construct\w*|erect(?:s|ed|ing|ion)?|assembl(?:e|es|ed|ing)|produc(?:es?|ed|ing|tion)|"
    r"manufactur\w+|fabricat\w+|complet\w+|finish\w*|at work on|working on|under way|rebuil\w+|put up|went up|goes up",
    "moved": r"mov(?:e|es|ed|ing|ement)|transport(?:s|ed|ing)?|shipp(?:ed|ing)|deliver\w*|relocat\w+|haul\w*|"
    r"arriv\w+|depart\w*|left (?:the|it)\b|drove|driven|carried (?:away|off)|brought|towed",
    "tested": r"(?<!be )test(?:s|ed|ing)?(?! stand| site| pad| range| area| hall| bed)|launch(?:es|ed|ing)?(?! site|"
    r" station| pad|"
    r" vehicle| programme| program)|fir(?:e|ed|ing|ings)\b|detonat\w+",
    "left standing": r"(?:still|remains?|remained) (?:there|in place|stand\w*|up\b)|intact|untouched|undamaged",
    "hidden": r"conceal\w*|hid(?:e|es|den|ing)?\b|camouflag\w+|deceiv\w+|decept\w+",
    "destroyed": r"destroy\w*|destruction|blew up|blown up|explod\w*|explosion|burn(?:ed|t)|collapsed?|wreck\w*|"
    r"bomb\w*|"
    r"attack\w*|struck|sabotag\w*",
    "resumed": r"resum\w+|restart\w*|reopen\w*|reactivat\w+|begin again|began again",
    "stopped": r"stop(?:s|ped|ping)?|halt\w*|ceas\w+|suspend\w*|end(?:s|ed)\b|wind(?:s|ing)? down|wound down|"
    r"shut(?: down)?|"
    r"clos(?:e|es|ed|ing)\b|abandon\w*|cancel\w*|freez\w+|froze\w*|pause[sd]?",
    "expanded": r"expan\w+|enlarg\w+|extend\w*|extension|grew|grown|doubl\w+|tripl\w+",
    "shrunk": r"shr[aiu]nk\w*|reduc\w+|halv\w+|cut back|scaled back|downsiz\w+",
}
_ACT = {act: re.compile(rf"\b(?:{verbs})\b", re.IGNORECASE) for act, verbs in _ACTS.items()}
_NEAR = (
    {"taken down", "moved"},
    {"built", "expanded"},
    {"stopped", "shrunk"},
    {"resumed", "built"},
)
"""Acts that reports tell in each other's words."""

_OPPOSITES = (
    ("arrived arrive arrival came", "left departed depart departure gone"),
    ("appeared appear", "disappeared vanished disappear vanish"),
    ("open opened", "closed close shut"),
    ("begin began begun start started", "end ended stop stopped halted ceased"),
    (
        "increase increased rose risen grew larger bigger more",
        "decrease decreased fell fallen shrank smaller fewer less",
    ),
    ("north northern", "south southern"),
    ("east eastern", "west western"),
    ("intact standing stands stood undamaged", "destroyed damaged gone dismantled removed demolished"),
    ("full", "empty"),
    ("indoors inside", "outdoors outside"),
    ("civilian peaceful", "military"),
    ("large big huge", "small tiny little"),
    ("old older", "new newer"),
    ("temporary reversible", "permanent irreversible"),
    ("serious significant major", "minor trivial symbolic negligible"),
    ("kept honoured", "broken breached violated"),
    ("uncovered", "covered"),
    ("day daytime daylight", "night"),
    ("liquid", "solid"),
    ("public openly", "secret secretly"),
    ("accept accepted welcomed welcome praised", "rejected reject criticised condemned"),
    ("unnamed anonymous", "named"),
)
_SIDES = tuple((listed(one), listed(other)) for one, other in _OPPOSITES)

HOUSE = frozenset(
    concept(word)
    for word in listed(
        """according account acre acres agree agrees alleged almost already also analysis analyst analysts apart area
        assess assessed assessment away back basis bear bears behind bore both brief cannot carries carry case cent
        certain certainly chance claim claims collected come comes comment confidence contradict contradicts
        could counts cover covered covers date dated day days decline denial denied deny describe described
        different disagree done entirely even evidence expert experts fact far feet find finding firsthand
        foot forecast fully go goes government hand happen happened hectare hectares held herself high himself hold
        holds image imagery images independent independently itself judge judged judgement judging kilometre
        kilometres know known knows later likelihood likely look looks low make makes match matter mean means
        measure measures media meter meters metre metres mile miles minister ministry moderate name named
        names nearly neither newspaper newspapers nobody nor nothing number observation observer observers
        official officials one open origin origins otherwise outlet outlets paper papers part people per
        percent photo photograph picture pictures place plan plans point possible possibly presence press
        probability probable probably public publicly publish published question quote reading reason record
        remote report reports rest rests result roughly said satellite saw say scene second see seen separate
        settled several show shown side sight single source sources span spans speak speaker spoke spokesman
        spokesperson spokeswoman square stand stands state statement stood story such support sure taken
        teacher tell thing things third time together told tonne tonnes total two unknown unlikely unnamed
        usable use used view way went whether witness witnesses word worded words year yet"""
    )
)
"""Words of those who write about reports; they need not stand in a quote."""


def plain_contractions(text: str) -> str:
    """ "isn't" as "is not", so that the negation is a word of its own."""
    return _CONTRACTED.sub(" not", text.replace("can’t", "cannot").replace("can't", "cannot"))


@lru_cache(maxsize=16_384)
def sides(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The concepts of a text that it affirms, and those that stand under a negation of their clause."""
    text = plain_contractions(text)
    denied: set[str] = set()
    affirmed: set[str] = set()
    spans = [_reach(text, found) for found in _NEGATOR.finditer(text)]
    marks = [(word.start, name) for word in words(text) for name in concepts(word.text)]
    # "taken down" and "dismantled" share no stem, only the act.
    marks += [(found.start(), act) for act, pattern in _ACT.items() for found in pattern.finditer(text)]
    for place, name in marks:
        inside = sum(start <= place < end for start, end in spans)
        (denied if inside % 2 else affirmed).add(name)
    return frozenset(affirmed - denied), frozenset(denied)


def _reach(text: str, negator: re.Match[str]) -> tuple[int, int]:
    """What a negation governs: the words after it in its clause; for "is false" those before it."""
    if re.match(r"(?:untrue|false|wrong|invented|fabricated|unfounded|baseless)\b", negator.group(), re.IGNORECASE):
        return 0, negator.start()
    lack = re.match(r"\s+(?:that|whether|of)\b", text[negator.end() :]) if negator["lack"] else None
    broken = _BREAK.search(text, negator.end() + (lack.end() if lack else 0))
    end = broken.start() if broken else len(text)
    after = words(text[negator.end() : end])
    return negator.end(), negator.end() + (after[_REACH - 1].end if len(after) >= _REACH else end - negator.end())


@lru_cache(maxsize=16_384)
def acts(text: str) -> frozenset[str]:
    """The acts that a text tells, whether so or not."""
    return frozenset(act for act, pattern in _ACT.items() if pattern.search(text))


def foreign_act(claimed: str, known: Iterable[str]) -> str:
    """An act of the sentence that none of the known texts tells, even in other words; empty when there is none."""
    held = {act for text in known for act in acts(text)}
    held |= {other for act in held for group in _NEAR if act in group for other in group}
    return next(iter(sorted(acts(claimed) - held)), "")


def opposite(claimed: str, known: Iterable[str]) -> str:
    """A word of the sentence whose opposite the evidence has, and not it; a colour or quarter that it lacks."""
    own = {word.text for word in words(claimed)}
    held = {word.text for text in known for word in words(text)}
    for one, other in _SIDES:
        for mine, theirs in ((one, other), (other, one)):
            said = own & mine
            if said and not held & mine and held & theirs and not own & theirs:
                return min(said)
    return next(iter(sorted((own & (COLOURS | COMPASS)) - held)), "")


def foreign_thing(claimed: frozenset[str], known: frozenset[str]) -> str:
    """A thing of sites under watch ("silo") that the sentence names and its evidence does not."""
    return next(iter(sorted((claimed & THINGS) - known)), "")
