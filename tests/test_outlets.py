"""Outlets: the built-in list and a case's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import InputError
from firsthand.outlets import builtin_outlets, case_outlets, parse_outlets


def test_own_outlets_come_first(tmp_path: Path) -> None:
    path = tmp_path / "outlets.csv"
    path.write_text("name,aliases,domains,owner\nPier News,the News; PN,pier.example,Harbour Press\n")
    first, *rest = case_outlets(path)
    assert (first.name, first.aliases, first.owner) == ("Pier News", ("the News", "PN"), "Harbour Press")
    assert tuple(rest) == builtin_outlets()


def test_builtin_names_and_domains_are_unique() -> None:
    names = [outlet.name for outlet in builtin_outlets()]
    domains = [domain for outlet in builtin_outlets() for domain in outlet.domains]
    assert len(set(names)) == len(names)
    assert len(set(domains)) == len(domains)


@pytest.mark.parametrize("table", ["", "name,owner\nA,B\n", "name,aliases,domains,owner\n,x,y,z\n"])
def test_a_bad_table_is_refused(tmp_path: Path, table: str) -> None:
    with pytest.raises(ValueError, match=r"missing columns|no name"):
        parse_outlets(table)
    path = tmp_path / "outlets.csv"
    path.write_text(table)
    with pytest.raises(InputError, match=r"outlets\.csv"):
        case_outlets(path)
