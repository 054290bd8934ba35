"""Who owns which outlet, edited for one case: sister titles are one publisher, and so never two origins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.case import Case, storing, write_atomic
from firsthand.errors import UsageError
from firsthand.model import Outlet
from firsthand.outlets import COLUMNS, builtin_outlets, own_outlets


@dataclass(frozen=True, slots=True)
class OutletEdit:
    """What to set for one outlet; ``None`` and empty leave it as it is, an empty ``owner`` takes the owner away."""

    name: str
    owner: str | None = None
    aliases: tuple[str, ...] = ()
    """Added to those there are."""
    domains: tuple[str, ...] = ()
    """Added to those there are."""


def edit_outlet(case: Case, edit: OutletEdit) -> Outlet:
    """Write one outlet into the table of ``case``, made when missing; a built-in one is copied there first.

    Takes effect with the next ``read`` and ``trace``. The table is written anew, in its order. Raises InputError
    on a table that cannot be used, UsageError on a name that is empty or another outlet's, StorageError.
    """
    wanted = edit.name.strip()
    if not wanted or any(mark in part for part in (wanted, *edit.aliases, *edit.domains) for mark in ";\n"):
        raise UsageError("not a name an outlet can have", thing=edit.name, remedy="give it without ; and line breaks")
    path = case.root / "outlets.csv"
    own = own_outlets(path)
    known = next((outlet for outlet in (*own, *builtin_outlets()) if _is_called(outlet, wanted)), Outlet(wanted))
    taken = {name.casefold() for outlet in own if outlet.name != known.name for name in (outlet.name, *outlet.aliases)}
    for alias in edit.aliases:
        if alias.casefold() in taken:
            raise UsageError("another outlet of the case has this name", thing=alias, remedy="see `firsthand outlets`")
    changed = Outlet(
        known.name,
        tuple(dict.fromkeys((*known.aliases, *edit.aliases))),
        tuple(dict.fromkeys((*known.domains, *edit.domains))),
        known.owner if edit.owner is None else edit.owner.strip(),
    )
    kept = [changed if outlet.name == known.name else outlet for outlet in own]
    with storing(path):
        write_atomic(path, outlets_table(kept if changed in kept else [*kept, changed]).encode())
    return changed


def outlets_table(outlets: Iterable[Outlet]) -> str:
    """``outlets`` as the CSV text that :func:`parse_outlets` reads."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(COLUMNS)
    rows.writerows((each.name, ";".join(each.aliases), ";".join(each.domains), each.owner) for each in outlets)
    return text.getvalue()


def _is_called(outlet: Outlet, name: str) -> bool:
    return name.casefold() in {known.casefold() for known in (outlet.name, *outlet.aliases)}
