"""The tree of a claim: from each origin to every report that has it from there, with the words and the dates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.tree import Tree

from firsthand.terminal.base import escape, out, put, width
from firsthand.terminal.claims import claim_line

if TYPE_CHECKING:
    from firsthand.views import TraceView
    from firsthand.views.claims import CopyView, MemberView

UNCOUNTED = "[bold]no origin counted[/] (declined, denied, speaker lost, or lineage unknown)"


def print_trace(view: TraceView) -> None:
    """Each origin with the reports that go back to it; a report stands below the one it has it from."""
    tree = Tree(f"[bold]{escape(view.claim.text)}[/]\n[dim]{escape(claim_line(view.claim))}[/]")
    for origin in view.claim.origin_list:
        first = "[green]first-hand[/]" if origin.first_hand else origin.kind
        maybe = "" if origin.certain else " [yellow](may be the same as another)[/]"
        branch = tree.add(f"[bold]{escape(origin.name)}[/] · {first}{maybe}")
        _grow(branch, _reports(view, origin.id), view.copies)
    rest = _reports(view, None)
    if rest:
        _grow(tree.add(UNCOUNTED), rest, ())
    out.print(tree, width=width())
    for member in (member for member in view.claim.members if member.relation == "corrects"):
        when = f" on {member.published:%d %B %Y}" if member.published else ""
        put(f"{escape(member.outlet or member.document)}{when}", "[red]corrected[/] by ")


def _reports(view: TraceView, origin: str | None) -> dict[str, list[MemberView]]:
    """The members that go back to the origin, report by report, by date; undated ones last."""
    found: dict[str, list[MemberView]] = {}
    members = [member for member in view.claim.members if member.origin == origin]
    for member in sorted(members, key=lambda m: (m.published is None, str(m.published))):
        found.setdefault(member.document, []).append(member)
    return found


def _grow(branch: Tree, reports: dict[str, list[MemberView]], copies: Sequence[CopyView]) -> None:
    """Add the reports; one that has it from another of them stands below that one."""
    giver: dict[str, CopyView] = {}
    for copy in copies:
        if copy.from_document in reports and copy.to_document in reports:
            fullest = giver.get(copy.to_document)
            if fullest is None or copy.containment > fullest.containment:
                giver[copy.to_document] = copy
    nodes: dict[str, Tree] = {}
    waiting = list(reports)
    while waiting:
        # Flows run forward in time, so that there is always one whose giver stands already.
        ready = [name for name in waiting if name not in giver or giver[name].from_document in nodes] or waiting
        for name in ready:
            flow = giver.get(name)
            above = nodes.get(flow.from_document, branch) if flow else branch
            nodes[name] = above.add(_report(reports[name], flow))
        waiting = [name for name in waiting if name not in nodes]


def _report(members: Sequence[MemberView], flow: CopyView | None) -> str:
    first = members[0]
    day = first.published.date().isoformat() if first.published else "undated"
    how = ""
    if flow is not None:
        how = (
            " [dim](cites)[/]"
            if flow.kind == "cites"
            else f" [dim]({flow.kind}, {flow.containment:.0%} of its runs)[/]"
        )
    lines = [f"{day} [cyan]{escape(first.outlet or first.document)}[/]{how}"]
    for member in members:
        who = " ◀ ".join(member.chain) or "speaker lost"
        fallen = " · [red]rests on what was corrected[/]" if member.corrected_upstream else ""
        lines.append(f"{member.relation} [dim]{escape(who)}[/]{fallen}\n“{escape(member.quote)}”")
    return "\n".join(lines)
