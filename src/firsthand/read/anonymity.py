"""Why a source is not named: words that stand between a source and its cue and say nothing of the matter.

"Two officials who asked not to be named told the Post …" attributes to the officials what they told, not the wish.
"""

from __future__ import annotations

import re

from firsthand.read import lexicon

_CORE = (
    r"(?:anonymity|anonymously|(?:not|un)\s*(?:to\s+be\s+|be\s+)?(?:named|identified|quoted)(?:\s+by\s+name)?|"
    r"without\s+being\s+(?:named|identified)|(?:not|n['’]t)\s+(?:allowed|authori[sz]ed|permitted)\s+to\s+"
    r"(?:speak|talk|comment|discuss)\b[^,;.“”\"]{0,40}|names?\s+(?:would|will|should|must|not)?\s*(?:not\s+)?be\s+"
    r"(?:withheld|used|printed|published|given))"
)
_REASON = r"(?:\s+(?:because|as|since|for|due to|in order to|given|while)\b[^,;.“”\"]{0,120}(?=[,;.]))?"
_GROUNDS = re.compile(
    rf"(?P<open>,\s*)?\b(?:(?:both|all|each) (?:of whom )?)?(?:who|speaking|requesting|insisting)\b[^,;.“”\"]{{0,80}}?"
    rf"{_CORE}{_REASON}(?P<close>,)?",
    re.IGNORECASE,
)
_NEXT = re.compile(r"\s*([^\W\d_]+)")


def without_grounds(text: str) -> str:
    """``text`` with the grounds for anonymity blanked out, at the same length.

    A closing comma stays where no cue follows it: there it ends the phrase that it closes.
    """

    def blank(match: re.Match[str]) -> str:
        after = _NEXT.match(text, match.end())
        cue = after is not None and after.group(1).lower() in lexicon.CUE_FORMS
        keeps = bool(match.group("close")) and not (match.group("open") and cue)
        return " " * (len(match.group()) - keeps) + "," * keeps

    return _GROUNDS.sub(blank, text)
