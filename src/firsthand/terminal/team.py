"""A shared case: what moved, who may do what, who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.stage import plural
from firsthand.terminal.base import escape, put

if TYPE_CHECKING:
    from firsthand.store import Person
    from firsthand.team import Log, Moved


def print_moved(moved: Moved) -> None:
    put(f"{plural(sum(moved.rows.values()), 'row')} in {plural(len(moved.rows), 'table')} carried and compared")
    put(escape(moved.now), "now     ")
    put(f"{escape(moved.before)}, kept as it was and not used any more", "before  ")
    for name in moved.without_account:
        put(f"the server has no account {escape(name)}; when its keeper has made it, give the role again", "roles   ")


def print_people(people: Sequence[Person]) -> None:
    if not people:
        put("nobody has a role: who reaches the case may do everything")
    longest = max((len(person.name) for person in people), default=0)
    for person in people:
        added = f"since {person.added[:10]}, by {escape(person.added_by)}"
        put(f"{person.role:<8} {added}", f"[bold]{escape(person.name):<{longest}}[/]  ")


def print_log(log: Log) -> None:
    for event in log.events:
        put(f"{escape(event.what)}: {escape(event.detail)}", f"{event.at[:19]}  [bold]{escape(event.who or '–')}[/]  ")
    put(log.head or "none", "last link  ")
