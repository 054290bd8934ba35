"""What a cue is called: its verb and the family that the lexicon gives it."""

from __future__ import annotations

import re

from firsthand.read import lexicon

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_DECLINES = re.compile(
    r"\b(?:declin\w+|refus\w+ to (?:comment|answer|say|discuss|confirm)|no comment)\b", re.IGNORECASE
)


def named(cue: str) -> tuple[str, str]:
    """Lemma and family of a cue by its last verb of attribution; ``say`` where no verb is known."""
    if _DECLINES.search(cue):
        return "decline", "decline"
    if re.search(r"\baccording to\b", cue, re.IGNORECASE):
        return "according to", "say"
    for word in reversed(_WORD.findall(cue.lower())):
        form = lexicon.CUE_FORMS.get(word)
        if form:
            return form[0], form[1]
        if word in lexicon.NOUN_CUES:
            return lexicon.NOUN_CUES[word], "say"
    return "", "say"
