"""The registry of outlets: what a person sets is written to the case's table and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.errors import InputError, UsageError
from firsthand.outlets import case_outlets, own_outlets
from firsthand.ownership import OutletEdit, edit_outlet


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return Case.create(tmp_path / "case")


def table(case: Case) -> Path:
    return case.root / "outlets.csv"


def test_a_new_outlet_is_added_and_changed(case: Case) -> None:
    edit_outlet(case, OutletEdit("Pier News", "Harbour Press", ("PN",), ("pier.example",)))
    changed = edit_outlet(case, OutletEdit("pn", "Quay Holdings", ("the News",)))
    assert own_outlets(table(case)) == (changed,)
    assert (changed.name, changed.aliases, changed.owner) == ("Pier News", ("PN", "the News"), "Quay Holdings")
    assert edit_outlet(case, OutletEdit("Pier News", "")).owner == ""


def test_a_builtin_outlet_is_copied_with_all_it_has(case: Case) -> None:
    changed = edit_outlet(case, OutletEdit("Reuters", "Another Owner"))
    assert changed.domains == ("reuters.com",)
    assert case_outlets(table(case))[0] == changed


def test_rows_of_others_keep_their_order(case: Case) -> None:
    for name in ("B", "A", "C"):
        edit_outlet(case, OutletEdit(name, f"owner of {name}, and sons"))
    edit_outlet(case, OutletEdit("A", "x"))
    assert [(outlet.name, outlet.owner) for outlet in own_outlets(table(case))] == [
        ("B", "owner of B, and sons"),
        ("A", "x"),
        ("C", "owner of C, and sons"),
    ]


@pytest.mark.parametrize("edit", [OutletEdit(" "), OutletEdit("a;b"), OutletEdit("B", aliases=("A",))])
def test_unusable_names_are_refused(case: Case, edit: OutletEdit) -> None:
    edit_outlet(case, OutletEdit("A", "x"))
    with pytest.raises(UsageError):
        edit_outlet(case, edit)
    assert [outlet.name for outlet in own_outlets(table(case))] == ["A"]


def test_a_broken_table_is_left_alone(case: Case) -> None:
    table(case).write_text("name,owner\nA,B\n")
    with pytest.raises(InputError, match=r"outlets\.csv"):
        edit_outlet(case, OutletEdit("A", "x"))
    assert table(case).read_text() == "name,owner\nA,B\n"
