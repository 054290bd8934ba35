"""The activity series: what is usual, what is not, and looks that cannot tell."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from firsthand.case import Case
from firsthand.watch.activity import FIRST, NOT_SEEN, QUIET, UNUSUAL, USUAL, activity_of, usual_range


def test_the_usual_range_is_the_seasons_own() -> None:
    days = [year * 365.25 + offset for year in range(4) for offset in (100.0, 110.0, 280.0, 290.0)]
    shares = [0.2, 0.21, 0.01, 0.012] * 4
    spring, autumn = usual_range(shares, days, 4), usual_range(shares, days, 6)
    assert spring is not None
    assert autumn is not None
    assert spring[0] < 0.2 < spring[1]
    assert autumn[1] < 0.1


def test_too_few_looks_have_no_usual_range() -> None:
    assert usual_range([0.1, 0.1, 0.1], [0.0, 10.0, 20.0], 1) is None


def test_every_scene_has_a_verdict_and_the_clouded_one_is_not_seen(case_with: Callable[..., Case]) -> None:
    case = case_with()
    found = activity_of(case, case.site("place"))
    assert [look.taken for look in found.looks] == sorted(scene.taken for scene in case.store.scenes("place"))
    verdicts = {look.taken.strftime("%m-%d"): look for look in found.looks}
    assert verdicts["06-15"].verdict == NOT_SEEN
    assert "cloud" in verdicts["06-15"].reason
    assert verdicts["04-01"].verdict == FIRST
    told = [look for look in found.looks if look.share is not None]
    assert len(told) >= 6
    assert {look.verdict for look in told} <= {QUIET, USUAL, UNUSUAL}
    assert all(look.low is not None and look.high is not None and look.low <= look.high for look in told)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_ranges_stay_between_nothing_and_all(share: float) -> None:
    found = usual_range([share] * 8, [float(day) for day in range(8)], 3)
    assert found is not None
    assert 0.0 <= found[0] <= found[1] <= 1.0
