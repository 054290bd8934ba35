"""A declared number beside what is seen, in a sentence."""

from __future__ import annotations

import pytest
from fixture_case import SITE

from firsthand.case import Case
from firsthand.publish.brief.background import in_words
from firsthand.publish.claim_words import speaker
from firsthand.publish.dossier import gather
from firsthand.weigh.disclosure.counts import Comparison, CountRow, Role, Span, Verdict


def row(role: Role, thing: str, statement_id: str = "") -> CountRow:
    return CountRow(statement_id, "c", role, "", None, thing, Span(2, 2), SITE, None, None, None, "", False)


@pytest.mark.parametrize(
    ("verdict", "declared", "seen", "said"),
    [
        (Verdict.FEWER, Span(2, 2), Span(4, 5), "two, but four or five were seen: fewer were declared than there are."),
        (
            Verdict.COMPATIBLE,
            Span(3, None),
            Span(1, 1),
            "at least three; one was seen, which does not speak against that.",
        ),
        (Verdict.OTHER_TIMES, Span(0, 0), None, "none; they were counted only at other times"),
        (Verdict.OTHER_THINGS, Span(0, 0), None, "none; only other things were counted there (lorries)."),
        (Verdict.NOTHING_SEEN, Span(2, 4), None, "two to four; neither an image nor a witness gives a count"),
    ],
)
def test_each_verdict_is_a_sentence(
    invented: Case, verdict: Verdict, declared: Span, seen: Span | None, said: str
) -> None:
    dossier = gather(invented, SITE)
    speaks = next(told for told in dossier.statements.values() if not told.lost)
    rows = (row(Role.DECLARED, "launcher", speaks.statement.id), row(Role.SEEN, "lorry"))
    item = Comparison("cmp", "launcher", SITE, declared, seen, Span(6, 6), verdict, "", rows)
    text = in_words(item, dossier, "the other place")
    assert text.startswith(f"{speaker(speaks)} declared ")
    assert said in text.replace(" at the other place", "")
    assert text.endswith(" Others tell of six, which nobody is on record as having seen.")
