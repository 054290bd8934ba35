"""How the source knows: the field from which first-hand is told from hearsay. Definitions: ``docs/reading.md``."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firsthand.model import Basis, Link, SourceKind, Stance
from firsthand.read import lexicon
from firsthand.read.events import tells_act
from firsthand.read.sources import head_words

_IMAGES = (
    r"(?:(?:satellite|commercial|aerial|radar|overhead|new|recent|latest)\s+)*"
    r"(?:imagery|images?|photos?|photographs?|pictures?|footage)"
)
_IMAGE_SHOWS = re.compile(
    rf"\b{_IMAGES}\b[^.;]{{0,80}}?\b(?:shows?|showed|showing|depicts?|depicting|suggests?|suggested|indicates?|"
    rf"indicated|reveals?|revealed|captured|taken|exhibit(?:s|ed)?|portray(?:s|ed)?|display(?:s|ed)?|present(?:s|ed)?|"
    rf"illustrate[sd]?)\b|\b(?:seen|visible|shown|spotted|appears?|based)\s+(?:in|on|from)\s+"
    rf"(?:the\s+|a\s+)?{_IMAGES}\b|"
    rf"\b(?:compar|stud|examin|review|analy[sz]|inspect)\w+\s+(?:\w+\s+)?{_IMAGES}\b|"
    rf"\baccording to\s+(?:the\s+)?{_IMAGES}\b",
    re.IGNORECASE,
)
_SEEN = re.compile(
    r"\b(?:was|were|been|is|are)\s+(?:seen|spotted|observed|photographed)\s+(?:\w+ing|at|on|in|near)\b", re.IGNORECASE
)
_ANY_IMAGE = re.compile(r"\b(?:satellite|imagery|images?|photographs?)\b", re.IGNORECASE)
_WITNESSED = re.compile(
    r"\b(?:i|we)\s+(?:\w+\s+)?(?:saw|watched|heard|witnessed|walked|counted|stood|drove past|photographed)\b|"
    r"\bwith (?:my|our) own eyes\b",
    re.IGNORECASE,
)
_FIRST_PERSON = re.compile(r"\b(?:I|we|We|my|My|our|Our|us)\b")
_OPINION = re.compile(
    r"\b(?:I|we|We)\s+(?:think|believe|assess|see|know|understand|suspect|guess|hope|feel|doubt|have seen)\b|"
    r"\b(?:since|when) (?:I|we) (?:was|were)\b"
)
_INTELLIGENCE = re.compile(r"\b(?:intelligence|spy agenc(?:y|ies)|CIA|NSA|DIA|classified)\b", re.IGNORECASE)

_OWN_DEED = re.compile(
    r"^(?:that )?(?:it|they|we)\b|\b(?:its|their|our) (?:own )?(?:crews?|workers|engineers|forces|troops|"
    r"staff|technicians)\b",
    re.IGNORECASE,
)
_BY_KIND = {SourceKind.DOCUMENT: Basis.DOCUMENT, SourceKind.OUTLET: Basis.ANOTHER_REPORT}


def speaks_of_images(text: str) -> bool:
    """Whether images are in play in a document, so that "were seen" most likely means on them."""
    return _ANY_IMAGE.search(text) is not None


def shows_image(words: str) -> bool:
    """The words tell what an image shows."""
    return _IMAGE_SHOWS.search(words) is not None


def basis_of(
    chain: Sequence[Link], source_words: str, sentence: str, content: str, context: tuple[Stance, bool]
) -> Basis:
    """How the root of ``chain`` knows; ``context`` is the stance, and whether the document speaks of images."""
    stance, images_in_play = context
    root = chain[0] if chain else None
    kind = root.kind if root else SourceKind.LOST
    if stance in {Stance.PROMISES, Stance.DECLINES}:
        return Basis.OWN_ACT if kind is not SourceKind.LOST else Basis.UNSTATED
    seen = _sees(kind, source_words, content)
    if seen is not None:
        return seen
    if _INTELLIGENCE.search(f"{source_words} {root.name if root else ''}"):
        return Basis.OFFICIAL_INTELLIGENCE
    if _IMAGE_SHOWS.search(content) or _IMAGE_SHOWS.search(sentence) or (images_in_play and _SEEN.search(content)):
        return Basis.IMAGE
    if kind in _BY_KIND:
        return _BY_KIND[kind]
    if kind is SourceKind.ORGANISATION and _OWN_DEED.search(content) and tells_act(content):
        return Basis.OWN_ACT
    owner = kind in {SourceKind.NAMED_PERSON, SourceKind.ORGANISATION}
    own = owner and _FIRST_PERSON.search(content) and not _OPINION.search(content)
    return Basis.OWN_ACT if own else Basis.UNSTATED


def _sees(kind: SourceKind, source_words: str, content: str) -> Basis | None:
    """The source itself is an eyewitness, an image, or one who reads images; None when it is none of them."""
    head = (head_words(source_words) or [""])[-1].lower()
    if head in lexicon.WITNESS_WORDS or _WITNESSED.search(content):
        return Basis.WITNESS
    reads_images = {"imagery", "satellite"} & set(re.findall(r"[a-z]+", source_words.lower()))
    return Basis.IMAGE if reads_images or kind is SourceKind.SENSOR else None
