"""A wrong id or name is answered with the one that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import UnknownIdError
from firsthand.nearest import closest, nearest


def changed(id: str, place: int) -> str:
    """An id with one letter mistyped."""
    return id[:place] + ("0" if id[place] != "0" else "1") + id[place + 1 :]


def test_the_nearest_id_or_name(demo_case: Case) -> None:
    claim, statement = demo_case.store.claims()[0], demo_case.store.statements()[5]
    assert nearest(demo_case, changed(claim.id, 15)) == claim.id
    assert nearest(demo_case, f"{claim.id[:10]}…") == claim.id, "as lists shorten it"
    assert nearest(demo_case, changed(statement.id, 12)) == statement.id
    assert nearest(demo_case, "tarn-vally") == nearest(demo_case, "Tarn") == "tarn-valley"
    assert nearest(demo_case, "Northen Wire") == "Northern Wire"
    for far in ("clm-zzzzzzzzzzzz", "clm-", "clm", "xyz-12345", "", "%", "clm-%"):
        assert nearest(demo_case, far) == ""


def test_names_are_near_whatever_their_case() -> None:
    assert closest("KZM", ["stix", "kmz"]) == "kmz"
    assert closest("par", ["parquet", "prov"]) == "parquet"
    assert closest("p", ["parquet", "prov"]) == ""


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        (["claims", "--site", "tarn-vally"], "tarn-valley"),
        (["grade", "Northen Wire", "B"], "Northern Wire"),
        (["export", "kzm", "--to", "x"], "kmz"),
    ],
)
def test_commands_ask_whether_it_was_meant(asked: list[str], meant: str, demo_root: Path) -> None:
    ended = CliRunner().invoke(app, [*asked, "--case", str(demo_root)])
    assert f"did you mean {meant}? " in str(ended.exception)


def test_an_error_without_a_near_id_stays_as_it_was(demo_root: Path) -> None:
    ended = CliRunner().invoke(app, ["show", "clm-zzzzzzzzzzzz", "--case", str(demo_root)])
    assert isinstance(ended.exception, UnknownIdError)
    assert "did you mean" not in str(ended.exception)


@pytest.mark.parametrize("command", [["changes"], ["disclosure"], ["export", "csv", "--to", "x"]])
def test_a_site_is_named_once(command: list[str], demo_root: Path) -> None:
    named = [*command[:2], "ledna", *command[2:]] if command[0] == "export" else [*command, "ledna"]
    ended = CliRunner().invoke(app, [*named, "--site", "tarn-valley", "--case", str(demo_root)])
    assert "two sites are named" in str(ended.exception)
    ended = CliRunner().invoke(app, [*command, "--site", "nowhere", "--case", str(demo_root)])
    assert "no such site" in str(ended.exception)
