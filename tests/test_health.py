"""``firsthand doctor``: what it says of the shipped models."""

from __future__ import annotations

import pytest

from firsthand import health
from firsthand.errors import IntegrityError


def _models() -> health.Check:
    return next(check for check in health.examine(None) if check.name == "models")


def test_shipped_models_are_as_they_were_shipped() -> None:
    assert _models().state == "good"
    assert "attribution.onnx" in _models().message


def test_a_damaged_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(name: str) -> bytes:
        raise IntegrityError("model file is damaged", thing=name, remedy="install firsthand again")

    monkeypatch.setattr(health, "model_bytes", damaged)
    assert _models().state == "bad"
    assert "attribution.json" in _models().message
