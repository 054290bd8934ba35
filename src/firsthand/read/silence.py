"""Refusals without a speaking verb: "could not be reached", "there was no comment from …", "neither confirm nor deny".

Silence is a statement, too: whoever was asked and said nothing neither supports nor denies. Spans are the paragraph's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.read import lexicon
from firsthand.read.attribution import Attribution, Span

_STOP = r"(?=[,;.]?\s*(?:[.!?]|$)|[,;]\s)"
_FORMS = (
    re.compile(
        r"(?P<cue>(?:(?:would|could|did|will|can|has|have|had)\s+)?(?:neither\s+confirm(?:ed)?\s+nor\s+den(?:y|ied)|"
        r"(?:not|n['’]t)\s+confirm\s+or\s+deny))\s+(?P<content>[^,;.]+)" + _STOP,
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<cue>(?:could|can)\s*not\s+(?:immediately\s+|be\s+immediately\s+)?(?:be\s+)?(?:reached|contacted))"
        r"(?:\s+(?P<content>(?:for|to|about|on)\s+[^,;.]+))?" + _STOP,
        re.IGNORECASE,
    ),
    re.compile(
        r",\s+(?:through|speaking through|via)\s+[^,;.]{3,40},\s+(?P<cue>(?:declined|refused))\s+"
        r"(?P<content>to\s+[^;.]+)" + _STOP,
        re.IGNORECASE,
    ),
)
"""The speaker stands before the cue, or before the comma that opens the form."""
_NONE_FROM = re.compile(
    r"\b(?P<cue>(?:there (?:was|has been|had been)|it drew) no (?:immediate |official |public )?"
    r"(?:comment|response|reaction|reply|word|statement) from)\s+(?P<source>[^,;.]+?(?:,\s+[A-Z][^,;.]*,)?)"
    r"(?P<content>,?\s+(?:on|about|to)\s+(?:the|its|his|her|their|whether|what)\b[^;.]*)?" + _STOP,
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:^|[,;:—–“”\"]\s*|\b(?:and|but|while|because|that)\s+)(?=[^,;:—–“”\"]*$)")
_LONGEST_SPEAKER = 10
"""Words."""


def with_silence(text: str, found: Sequence[Attribution], sentences: Sequence[Span]) -> list[Attribution]:
    """``found`` with the refusals that it lacks; what was wrongly read in their words makes way."""
    made = list(found)
    for span in sentences:
        refusal = _refusal(text, span)
        if refusal is None or any(item.family == "decline" and _touch(item.cue, refusal.cue) for item in made):
            continue
        made = [item for item in made if not (_touch(item.cue, refusal.cue) or _touch(item.source, refusal.cue))]
        made.append(refusal)
    return sorted(made, key=lambda item: item.cue or item.sentence)


def _refusal(text: str, sentence: Span) -> Attribution | None:
    match = _NONE_FROM.search(text, *sentence)
    if match:
        start, end = match.span("source")
        return _made(match, (start, start + len(text[start:end].rstrip(" ,"))), sentence)
    for form in _FORMS:
        match = form.search(text, *sentence)
        source = _before(text, sentence[0], match.start()) if match else None
        if match and source:
            return _made(match, source, sentence)
    return None


def _made(match: re.Match[str], source: Span, sentence: Span) -> Attribution:
    said = match.group("content")
    start, end = match.span("content") if said else (0, 0)
    content = ((start + len(said) - len(said.lstrip(" ,")), end),) if said else ()
    return Attribution(source, match.span("cue"), content, "decline", "decline", sentence)


def _before(text: str, low: int, cue: int) -> Span | None:
    """The speaker that ends before the cue; None when no plain phrase stands there."""
    before = text[low:cue].rstrip()
    leads = list(_LEAD.finditer(before))
    start = leads[-1].end() if leads else 0
    words = before[start:].split()
    first = words[0].lower() if words else ""
    barred = lexicon.PREPOSITIONS | lexicon.SUBORDINATORS
    if not words or len(words) > _LONGEST_SPEAKER or first in barred or first in {"it", "this"}:
        return None
    return low + start, low + len(before)


def _touch(first: Span | None, second: Span | None) -> bool:
    return first is not None and second is not None and first[0] < second[1] and second[0] < first[1]
