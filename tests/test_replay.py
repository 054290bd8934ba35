"""``--known-at``: what had been captured by then, and nothing later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from firsthand.case import Case
from firsthand.queries import claims
from firsthand.replay import knowledge


def test_replaying_today_gives_today(demo_case: Case) -> None:
    later = max(document.captured for document in demo_case.store.documents()) + timedelta(days=400)
    now, then = knowledge(demo_case), knowledge(demo_case, later)
    assert {claim.id: claim for claim in then.claims} == {claim.id: claim for claim in now.claims}
    assert set(then.assessments) == set(now.assessments)
    assert then.changes == now.changes


def test_before_anything_was_captured_nothing_is_known(demo_case: Case) -> None:
    known = knowledge(demo_case, datetime(2000, 1, 1, tzinfo=UTC))
    assert known.documents == known.claims == known.changes == ()


def test_each_answer_rests_on_what_was_captured_by_then(demo_case: Case) -> None:
    captured = sorted(document.captured for document in demo_case.store.documents())
    middle = captured[len(captured) // 2]
    known = knowledge(demo_case, middle)
    names = {document.name for document in known.documents}
    assert 0 < len(names) < len(captured)
    assert all(document.captured <= middle for document in known.documents)
    views = claims(demo_case, known_at=middle)
    assert views
    assert {member.document for view in views for member in view.members} <= names


def test_claims_keep_their_ids_as_reports_join(demo_case: Case) -> None:
    captured = sorted(document.captured for document in demo_case.store.documents())
    early = {claim.id for claim in knowledge(demo_case, captured[len(captured) // 2]).claims}
    now = {claim.id for claim in demo_case.store.claims()}
    assert len(early & now) >= 0.8 * len(early)
