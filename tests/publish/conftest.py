"""The invented case of these tests, built once."""

from __future__ import annotations

from collections.abc import Iterator

import fixture_case
import pytest

from firsthand.case import Case


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The fixture case, open. Read it only."""
    case = fixture_case.build(tmp_path_factory.mktemp("invented") / "case")
    yield case
    case.store.close()
