from __future__ import annotations

import pytest

from firsthand.geo import great_circle_km


def test_great_circle() -> None:
    assert great_circle_km(48.85, 2.35, 48.85, 2.35) == 0
    assert great_circle_km(51.51, -0.13, 48.86, 2.35) == pytest.approx(343.5, abs=1.5)
