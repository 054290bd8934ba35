"""What a brief judges, as schema.org ClaimReview in JSON-LD, for those who collect fact checks.

Terms: https://schema.org/ClaimReview. The rating runs over the seven bands of ICD 203, from 1 (almost no chance) to 7
(almost certain); a claim that could not be judged has a word and no number.
"""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from firsthand.model import SourceKind
from firsthand.publish.brief.compose import BriefText, ClaimBlock
from firsthand.publish.claim_words import headline
from firsthand.publish.contract.estimates import ICD_TERMS
from firsthand.publish.dossier import Dossier, Told, outlet_of

_BANDS = {term: number for number, term in enumerate(ICD_TERMS, 1)}
_PERSONS = (SourceKind.NAMED_PERSON,)


def claim_reviews(dossier: Dossier, text: BriefText) -> Markup:
    """The data block of a page, safe inside a script element; empty when nothing was judged."""
    reviews = [_review(block, dossier) for block in text.claims if block.judgement and not block.minor]
    if not reviews:
        return Markup("")
    data = json.dumps({"@context": "https://schema.org", "@graph": reviews}, ensure_ascii=False, indent=1)
    safe = data.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{safe}</script>')  # noqa: S704 - markup characters are escaped


def _review(block: ClaimBlock, dossier: Dossier) -> dict[str, Any]:
    held, agree = block.file.assessment, block.file.agree
    rating: dict[str, Any] = {"@type": "Rating", "bestRating": 7, "worstRating": 1}
    if held:
        rating["alternateName"] = held.words
        if held.words in _BANDS:
            rating["ratingValue"] = _BANDS[held.words]
    first = agree[0] if agree else None
    return {
        "@type": "ClaimReview",
        "url": f"#{block.file.claim.id}",
        "datePublished": dossier.written.date().isoformat(),
        "author": {"@type": "Organization", "name": dossier.case_title},
        "claimReviewed": headline(block.file),
        "reviewBody": " ".join(sentence.text for sentence in (*block.judgement, *block.said)),
        "reviewRating": rating,
        "itemReviewed": {
            "@type": "Claim",
            "text": headline(block.file),
            **({"author": _author(first), **_dated(first)} if first else {}),
            "appearance": [_article(told) for told in _first_of_each_document(agree)],
        },
    }


def _author(told: Told) -> dict[str, str]:
    person = told.statement.source_kind in _PERSONS
    return {"@type": "Person" if person else "Organization", "name": told.speaker}


def _dated(told: Told) -> dict[str, str]:
    published = told.document.published
    return {"datePublished": published.date().isoformat()} if published else {}


def _first_of_each_document(agree: tuple[Told, ...]) -> list[Told]:
    return list({told.document.id: told for told in reversed(agree)}.values())[::-1]


def _article(told: Told) -> dict[str, Any]:
    document = told.document
    link = {"url": document.url} if document.url.startswith(("https://", "http://")) else {}
    return {
        "@type": "NewsArticle",
        "headline": document.title or document.name,
        "publisher": {"@type": "Organization", "name": outlet_of(document)},
        **_dated(told),
        **link,
    }
