"""What the desk's answers are, for its description (OpenAPI), against which ``tests/security`` holds every answer.

The description is not served: it would tell strangers more than they need.
"""

from __future__ import annotations

from typing import Any

Answers = dict[int | str, dict[str, Any]]
"""Answers of a route by status, as FastAPI takes them."""


def kinds(*media_types: str) -> Answers:
    """A route whose answer is one of these media types."""
    return {200: {"description": "As asked for", "content": _content(*media_types)}}


def turned_away(media_type: str) -> Answers:
    """Refusals and failures, which any route may give."""
    return {
        "4XX": {"description": "Refused, with the reason and what to do", "content": _content(media_type)},
        "5XX": {"description": "The case cannot be read or written now", "content": _content(media_type)},
    }


def _content(*media_types: str) -> dict[str, Any]:
    """What a media type says of its own form is not said again."""
    forms = {"application/json": "object", "application/geo+json": "object", "text/html": "string"}
    return {name: {"schema": {"type": forms[name]}} if name in forms else {} for name in media_types}


EVERYWHERE: Answers = {303: {"description": "To the page that asks for a token, or to what was asked for"}}
EVERYWHERE |= turned_away("text/html")
