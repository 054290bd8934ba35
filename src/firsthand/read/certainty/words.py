"""What single words and phrases say about probability, each band with its source.

Bands are closed intervals in [0, 1]. The sources:

* ``ICD203``: Intelligence Community Directive 203, Analytic Standards (2015), D.6.e.(2)(a): the seven likelihood bands.
* ``BELIEF_SURVEY``: W. Fagen-Ulmschneider, Perception of Probability Words (survey of 123 people, published with its
  data in github.com/wadefagen/datasets): lower and upper quartile of the answers, rounded to .05.
* ``JP2_0``: US Joint Publication 2-0, appendix on analytic confidence, as tabulated in the MISP taxonomy
  ``estimative-language``: "may, might, could, possible" go with low confidence, "appear, anticipate" with moderate.
* ``OPEN``: S. Kent, Words of Estimative Probability (1964), gives "may", "might", "could", "perhaps", "possible" no
  number, since they only say that the thing is not excluded; Mosteller and Youtz (Statistical Science 5, 1990) found
  "possible" to mean different things to different people. Their band here spans ICD 203's "unlikely" to "likely".
* ``OWN``: no published figure is known to us; the entry's comment or ``docs/certainty.md`` gives the reason.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ICD203 = "ICD 203 (2015) D.6.e.(2)(a)"
BELIEF_SURVEY = "Fagen-Ulmschneider survey, quartiles"
JP2_0 = "JP 2-0 confidence words, mapped to ICD 203 bands"
OPEN = "Kent 1964: not excluded, no number; spans ICD 203 unlikely to likely"
OWN = "own band, see docs/certainty.md"

PLAIN_LOW, PLAIN_HIGH = 0.95, 1.0
"""A plain assertion, without any hedge: ICD 203's lower edge of "almost certain", and no upper doubt."""


@dataclass(frozen=True, slots=True)
class Band:
    """The probability interval that a phrase gives its content, and where the figures are from."""

    low: float
    high: float
    source: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """A family of phrases with one meaning. ``pattern`` is a regular expression for whole words, any case."""

    pattern: str
    band: Band


_ALMOST_CERTAIN = Band(0.95, 0.99, ICD203)
_VERY_LIKELY = Band(0.80, 0.95, ICD203)
_LIKELY = Band(0.55, 0.80, ICD203)
_EVEN = Band(0.45, 0.55, ICD203)
_UNLIKELY = Band(0.20, 0.45, ICD203)
_VERY_UNLIKELY = Band(0.05, 0.20, ICD203)
_REMOTE = Band(0.01, 0.05, ICD203)
_POSSIBLE = Band(0.20, 0.80, OPEN)
_BELIEF = Band(0.60, 0.85, BELIEF_SURVEY)
_DOUBT = Band(0.10, 0.35, BELIEF_SURVEY)
_MODERATE = Band(0.55, 0.80, JP2_0)
_IMPOSSIBLE = Band(0.0, 0.05, ICD203)
_CERTAIN = Band(0.95, 1.0, OWN)
# Neither side has been shown: the words leave the content where they found it.
_NOT_SETTLED = Band(0.20, 0.80, OWN)
# Absence of evidence lowers the content below even, yet does not exclude it.
_NO_EVIDENCE = Band(0.05, 0.45, OWN)
# An observation is said to bear on the content, and nothing on how strongly.
_EVIDENTIAL = Band(0.45, 0.80, OWN)
_HEARSAY = Band(0.45, 0.80, OWN)
_NO_COMMITMENT = Band(0.0, 1.0, OWN)

_BE = r"(?:is|are|was|were|be|been|being|'s|’s)"
_SEEM = r"(?:appear|seem|look)(?:s|ed)?"
_THINK = r"(?:believed|thought|understood|assumed|presumed|reckoned|considered)"

# Longer and more particular phrases first: the first that matches at a place wins.
PHRASES: tuple[Phrase, ...] = (
    Phrase(r"(?:neither|not) confirm(?:ed|s)? (?:n?or|and) (?:den(?:y|ied|ies))", _NO_COMMITMENT),
    Phrase(r"(?:declin|refus)(?:e[sd]?|ing) to (?:comment|discuss|say|confirm|elaborate)|no comment", _NO_COMMITMENT),
    Phrase(
        r"(?:can|could|would|did|does|do|has|have)(?:\s?n[o'’]?t| not) (?:immediately )?(?:been )?den(?:y|ied)",
        _NOT_SETTLED,
    ),
    Phrase(
        r"(?:can|could|did|does|do|would|has|have|had)(?:\s?n[o'’]?t| not) (?:be )?(?:been )?"
        r"(?:immediately |independently )*(?:be |been )?(?:confirm|verif|corroborat)\w*",
        _NOT_SETTLED,
    ),
    Phrase(
        r"(?:can|could|did|does|do|would|has|have|had)(?:\s?n[o'’]?t| not) (?:be )?(?:been )?rule[ds]? (?:it )?out",
        Band(0.05, 0.55, OWN),
    ),
    Phrase(r"cannot (?:be )?ruled? out", Band(0.05, 0.55, OWN)),
    Phrase(r"cannot (?:be )?(?:immediately |independently )?(?:confirm|verif|corroborat)\w*", _NOT_SETTLED),
    Phrase(r"unable to (?:independently )?(?:confirm|verify|corroborate)|yet to (?:be )?confirm(?:ed)?", _NOT_SETTLED),
    Phrase(r"not (?:yet )?(?:been )?(?:confirmed|verified|proven)|unconfirmed|unverified|uncorroborated", _NOT_SETTLED),
    Phrase(r"(?:do|does|did)(?:\s?n[o'’]?t| not) (?:suggest|indicate|show|point to|imply|prove)", _NO_EVIDENCE),
    Phrase(r"(?:do|does|did)(?:\s?n[o'’]?t| not) (?:appear|seem|look) to", _UNLIKELY),
    Phrase(r"rule[sd]? out|ruling out", _IMPOSSIBLE),
    Phrase(
        r"(?:no|little|scant|without(?: any)?|not (?:see|seen|find|found) (?:any )?) ?(?:clear |new |visible |"
        r"conclusive |firm |hard |credible |outward )*(?:evidence|signs?|indications?|proof|hints?)",
        _NO_EVIDENCE,
    ),
    Phrase(r"(?:do|does|did)(?:\s?n[o'’]?t| not) (?:believe|think|expect|anticipate)", Band(0.10, 0.30, BELIEF_SURVEY)),
    Phrase(r"almost no chance|virtually no chance|remote (?:chance|possibility)", _REMOTE),
    Phrase(r"(?:little|slim|slight|small) (?:chance|likelihood|prospect)", Band(0.05, 0.15, BELIEF_SURVEY)),
    Phrase(r"(?:very|highly|extremely|most) (?:unlikely|improbabl[ey])", _VERY_UNLIKELY),
    Phrase(r"unlikely|improbabl[ey]|not (?:very )?(?:likely|probable|probably)|probably not", _UNLIKELY),
    Phrase(r"impossible|not possible|inconceivable", _IMPOSSIBLE),
    Phrase(r"almost certain(?:ly)?|nearly certain|virtually certain|all but certain", _ALMOST_CERTAIN),
    Phrase(
        r"(?:very|highly|most|extremely|quite) (?:likely|probabl[ey])|in all (?:likelihood|probability)|"
        r"more than likely",
        _VERY_LIKELY,
    ),
    Phrase(r"(?:about|roughly|fairly|an|even) even (?:chance|odds)|even chance|fifty-fifty|50-50", _EVEN),
    Phrase(r"better than even", Band(0.55, 0.60, BELIEF_SURVEY)),
    Phrase(r"likely|probabl[ey]|in (?:likelihood|probability)|chances are", _LIKELY),
    Phrase(r"high confidence", _VERY_LIKELY),
    Phrase(r"(?:moderate|medium) confidence", _LIKELY),
    Phrase(r"low confidence", Band(0.20, 0.55, JP2_0)),
    Phrase(
        r"not (?:certain|sure|clear)|unclear|uncertain|unsure|unknown (?:whether|if)|not known (?:whether|if)",
        _NOT_SETTLED,
    ),
    Phrase(r"(?:strong|clear|growing|mounting) (?:evidence|signs?|indications?)", Band(0.55, 0.95, OWN)),
    Phrase(r"(?:signs?|indications?|hints?|evidence) (?:that|of|to suggest|pointing)", _EVIDENTIAL),
    Phrase(r"strongly suggest(?:s|ed|ing)?", Band(0.55, 0.95, OWN)),
    Phrase(
        r"suggest(?:s|ed|ing)?(?! (?:to|going|a visit))|hint(?:s|ed|ing)? (?:that|at)|point(?:s|ed|ing)? to|"
        r"indicat(?:e|es|ed|ing|ive)",
        _EVIDENTIAL,
    ),
    Phrase(r"consistent with", _POSSIBLE),
    Phrase(rf"{_SEEM} (?:likely|set|poised) to", _MODERATE),
    Phrase(rf"{_SEEM} (?:to|that|as (?:if|though)|like)|apparently|seemingly|evidently|ostensibly|apparent", _MODERATE),
    Phrase(rf"{_BE} (?:widely |generally |long |now )?{_THINK}(?: to| that)?|{_THINK} to", _BELIEF),
    Phrase(rf"{_BE} (?:widely )?suspected(?: of)?|suspects? (?:that)?|suspected to", Band(0.45, 0.80, OWN)),
    Phrase(r"assess(?:es|ed)?(?: that| to)|judg(?:e|es|ed) (?:that|to)|conclud(?:e|es|ed) that", Band(0.55, 0.95, OWN)),
    Phrase(r"estimat(?:e|es|ed) that|presumabl[ey]|supposedly", _MODERATE),
    Phrase(rf"{_BE} (?:widely )?expected (?:to|that)", Band(0.55, 0.95, OWN)),
    Phrase(r"must have", _VERY_LIKELY),
    Phrase(r"seem(?:s|ed)?|arguably|tentatively", _MODERATE),
    Phrase(r"reportedly|allegedly|purportedly|alleged(?: to)?|(?:is|are|was|were) (?:said|reported) to", _HEARSAY),
    Phrase(
        r"rumou?r(?:s|ed)?(?: (?:that|to|of))?|speculation (?:that|about)|speculat(?:e|es|ed)(?: that)?",
        Band(0.20, 0.55, JP2_0),
    ),
    Phrase(r"doubt(?:s|ed|ful)?(?: (?:that|whether|if))?", _DOUBT),
    Phrase(r"no doubt|without (?:a )?doubt|beyond (?:any )?doubt|undoubtedly|unquestionably", _CERTAIN),
    Phrase(r"certainly|definitely|indisputably|unmistakabl[ey]|conclusively|confirm(?:s|ed)?(?: that)?", _CERTAIN),
    Phrase(r"may well|might well|could well|good chance", Band(0.55, 0.80, OWN)),
    # A general possibility ("fueling can take long"), not an ability ("can reach the coast").
    Phrase(
        r"can(?= (?:also |sometimes |often |still |even )?(?:take|be|last|lead|cause|drag|mean|happen|occur|become)\b)",
        _POSSIBLE,
    ),
    Phrase(r"believ(?:e|es|ed)(?! in\b)|suspects?(?= (?:that|the|it|they|its)\b)", _BELIEF),
    Phrase(r"may|might|could|possibly|perhaps|maybe|potentially|conceivably|possible|possibility", _POSSIBLE),
)

# Only where someone reports, never inside the content: "believe in", "a think tank".
CUE_PHRASES: tuple[Phrase, ...] = (
    Phrase(r"den(?:y|ies|ied|ying)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:e|es|ed)", _IMPOSSIBLE),
    Phrase(r"declin(?:e|es|ed|ing)|refus(?:e|es|ed|ing)", _NO_COMMITMENT),
    Phrase(r"believ(?:e|es|ed|ing)|think(?:s|ing)?|thought|reckons?", _BELIEF),
    Phrase(r"suspect(?:s|ed)?|fear(?:s|ed)?", Band(0.45, 0.80, OWN)),
    Phrase(r"assess(?:es|ed|ment)?|conclud(?:e|es|ed)|judg(?:e|es|ed)|deduc(?:e|es|ed)", Band(0.55, 0.95, OWN)),
    Phrase(r"estimat(?:e|es|ed)|anticipat(?:e|es|ed)|expect(?:s|ed)?|infer(?:s|red)?|presum(?:e|es|ed)", _MODERATE),
)

# A new voice begins after these verbs: a chain gains a link. Bands of links multiply at their low end.
VOICE = re.compile(
    r"\b(?:sa(?:y|ys|id)|told|tells?|report(?:s|ed)?|stat(?:es?|ed)|add(?:s|ed)|claim(?:s|ed)|argu(?:es?|ed)|"
    r"not(?:es|ed)|warn(?:s|ed)|assert(?:s|ed)|insist(?:s|ed)|believ(?:es?|ed)|think(?:s)?|thought|suspect(?:s|ed)?|"
    r"according to|acknowledg(?:es?|ed)|announc(?:es?|ed)|quoted|wrote|writes|testif(?:ies|ied))\b",
    re.IGNORECASE,
)

_COUNT = r"\d|one|two|three|four|five|six|seven|eight|nine|ten|twenty|a dozen|dozens|hundreds|several|more"
NUMBER_AFTER = re.compile(
    rf"\s+(?:about |around |nearly |up to |as many as |at least |more than |some )?(?:{_COUNT})(?!\w*[a-z])",
    re.IGNORECASE,
)
"""What follows a hedge that bears on a count ("possibly two") and not on the content."""
