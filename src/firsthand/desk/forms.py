"""What the desk's forms bring, checked where it enters, and the way back after they were heeded."""

from __future__ import annotations

from urllib.parse import quote

from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from firsthand.desk.security import local_path

SEE_OTHER = 303
LONGEST_NOTE = 4_000
LONGEST_WORDS = 20_000


class Posted(BaseModel):
    """What every form brings besides its own fields."""

    model_config = ConfigDict(extra="ignore")

    back: str = Field("/", max_length=2_000, description="the page that it was sent from")
    note: str = Field("", max_length=LONGEST_NOTE)
    csrf: str = Field("", max_length=200, description="the session's form token; checked at the door")


class CorrectionForm(Posted):
    content: str = Field("", max_length=LONGEST_WORDS, description="one line for each piece")
    source: str = Field("", max_length=LONGEST_WORDS)
    cue: str = Field("", max_length=LONGEST_WORDS)
    stance: str = Field("", max_length=40)
    drop: bool = False


class JudgementForm(Posted):
    kind: str = Field(max_length=20)
    statements: list[str] = Field([], max_length=400)
    other: str = Field("", max_length=60, description="id of another claim")


class ResolutionForm(Posted):
    value: str = Field(max_length=20)


class ForecastForm(Posted):
    probability: str = Field(max_length=20)
    by: str = Field("", max_length=30)


class BoardForm(Posted):
    text: str = Field("", max_length=LONGEST_NOTE)
    hypothesis: str = Field("", max_length=60)
    other: str = Field("", max_length=60)
    row: str = Field("", max_length=60)
    ratings: list[str] = Field([], max_length=60, description="H1=CC; an empty rating is none")
    weight: str = Field("", max_length=20)
    source: str = Field("", max_length=LONGEST_NOTE)
    base_rate: str = Field("", max_length=80)
    state: str = Field("", max_length=20)
    kind: str = Field("", max_length=20)


class CommitmentForm(Posted):
    status: str = Field("", max_length=40)
    others: list[str] = Field([], max_length=40)
    who: str = Field("", max_length=400)
    what: str = Field("", max_length=LONGEST_NOTE)
    to: str = Field("", max_length=1_000, description="parties, separated by commas")
    by: str = Field("", max_length=30)
    until: str = Field("", max_length=30)
    made: str = Field("", max_length=30)
    kinds: list[str] = Field([], max_length=8)
    sites: list[str] = Field([], max_length=40)
    text_source: str = Field("", max_length=400)
    article: str = Field("", max_length=400)


class LetterForm(Posted):
    name: str = Field(max_length=400)
    letter: str = Field(max_length=4)


class AlertsForm(Posted):
    ids: list[str] = Field([], max_length=2_000)
    state: str = Field("seen", max_length=10)


class NameForm(Posted):
    name: str = Field("", max_length=400)


class EntryForm(Posted):
    token: str = Field("", max_length=200)
    name: str = Field("", max_length=400)


class DraftForm(Posted):
    text: str = Field("", max_length=400_000)
    subject: str = Field("", max_length=200)


class RunForm(Posted):
    stage: str = Field("", max_length=20, description="empty: all")


class Back(RedirectResponse):
    """To a page, by GET, after a form was heeded."""

    def __init__(self, url: str, status_code: int = SEE_OTHER) -> None:
        super().__init__(url, status_code)


def back_to(path: str, done: str = "", waits: bool = False, at: str = "") -> Back:
    """Back to a page of the desk, which says that decision ``done`` was recorded; ``at`` is where on the page."""
    head, _, place = local_path(path).partition("#")
    told = f"done={quote(done, safe='')}{'&waits=1' if waits else ''}" if done else ""
    query = f"{'&' if '?' in head else '?'}{told}" if told else ""
    place = quote(at or place, safe="")
    return Back(f"{head}{query}{'#' if place else ''}{place}")
