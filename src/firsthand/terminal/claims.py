"""Claims, their trees of origins, new texts held against them, and who carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.markup import escape
from rich.table import Table

from firsthand.terminal.base import out

if TYPE_CHECKING:
    from firsthand.model import Decision, Outlet
    from firsthand.views import ClaimView
    from firsthand.views.check import CheckView

_FINDING_COLOURS = {"new": "green", "contradicts": "red", "denies": "red", "corrects": "red", "repeats": "dim"}


def origins_words(low: int, high: int) -> str:
    """ "2 origins", "1–2 origins"."""
    count = str(low) if low == high else f"{low}–{high}"
    return f"{count} origin{'' if high == 1 else 's'}"


def claim_line(claim: ClaimView) -> str:
    """ "9 reports, 1–2 origins, 0 first-hand; image agrees; likely (55–80 %)"."""
    reports = f"{claim.reports} report{'' if claim.reports == 1 else 's'}"
    parts = [f"{reports}, {origins_words(*claim.origins)}, {claim.first_hand} first-hand"]
    if claim.assessment:
        parts.append(f"image: {claim.assessment.image.answer}")
        share = f" ({claim.assessment.low:.0%}–{claim.assessment.high:.0%})".replace("%–", "–")
        parts.append(claim.assessment.words + ("" if claim.assessment.words == "undetermined" else share))
        new = claim.assessment.recalibrated
        if new:
            parts.append(f"recalibrated: {new.words} ({new.low:.0%}–{new.high:.0%})".replace("%–", "–"))
    return "; ".join(parts)


def print_claims(claims: Sequence[ClaimView]) -> None:
    if not claims:
        out.print("No claims yet. Collect reports, then `firsthand run`.")
    for claim in claims:
        out.print(f"[bold cyan]{claim.id}[/]  {escape(claim.text)}")
        where = f"{claim.site} · " if claim.site else ""
        corrected = " [red](corrected)[/]" if claim.corrected else ""
        out.print(f"              [dim]{escape(where)}[/]{escape(claim_line(claim))}{corrected}")


def print_check(view: CheckView) -> None:
    """What a new text says against the case."""
    held = " · the case holds it already; compared with the rest" if view.known else ""
    when = f", {view.published:%d %B %Y}" if view.published else ", undated"
    out.print(f"[bold]{escape(view.document)}[/] {escape(view.outlet or 'outlet unknown')}{when}{held}")
    news = "[green]adds an origin[/]" if view.adds_origin else "adds no origin to a claim of the case"
    out.print(f"{news}; {view.own_share:.0%} of its five-word runs stand in no other text")
    for finding in view.findings:
        colour = _FINDING_COLOURS.get(finding.finding, "yellow")
        who = f"{finding.source or finding.chain[0]}: " if finding.source or finding.chain else ""
        out.print(f"\n[{colour}]{finding.finding}[/] {escape(who)}“{escape(finding.quote)}”")
        if finding.finding != "new":
            out.print(f"  [dim]{finding.claim}[/] {escape(finding.claim_text)} [dim]({escape(finding.reason)})[/]")
        if finding.near:
            out.print(f"  [dim]near, but not joined: {', '.join(finding.near)}[/]")
    if view.effects:
        out.print("\n[bold]If it were collected[/]")
    for effect in view.effects:
        before, after = origins_words(*effect.origins_before), origins_words(*effect.origins_after)
        reports = f"{effect.reports_before} → {effect.reports_after} reports"
        new = f"; new: {', '.join(effect.new_origins)}" if effect.new_origins else ""
        out.print(f"  [dim]{effect.claim}[/] {reports}, {before} → {after}{escape(new)}")
    for copy in view.copies:
        out.print(f"  ◀ {escape(copy.from_document)}  [dim]{copy.kind}, {escape(copy.reason)}[/]")
    if view.nearest:
        out.print(f"  most alike: {escape(', '.join(view.nearest))}", soft_wrap=True)


def print_registry(outlets: Sequence[Outlet]) -> None:
    """Outlets by owner: those of one owner are one publisher."""
    table = Table(box=None, pad_edge=False)
    for column in ("owner", "outlet", "also called", "domains"):
        table.add_column(column)
    for outlet in sorted(outlets, key=lambda outlet: (outlet.owner.casefold(), outlet.name.casefold())):
        row = (outlet.owner or "—", outlet.name, ", ".join(outlet.aliases), ", ".join(outlet.domains))
        table.add_row(*(escape(cell) for cell in row))
    out.print(table)


def print_decision(decision: Decision) -> None:
    from firsthand.corrections import KIND, correction_of
    from firsthand.decisions import GRADE
    from firsthand.proposals import told
    from firsthand.store.journal import PROPOSAL
    from firsthand.weigh.commitments.edits import KIND as COMMITMENT
    from firsthand.weigh.commitments.edits import edit_of
    from firsthand.weigh.hypotheses.edits import KIND as HYPOTHESIS
    from firsthand.weigh.hypotheses.edits import edit_of as board_edit
    from firsthand.weigh.resolutions import RESOLVE

    what = f"{decision.kind} {decision.value}" if decision.kind in (GRADE, RESOLVE) else decision.kind
    gone = f" [yellow]withdrawn {decision.withdrawn:%Y-%m-%d}[/]" if decision.withdrawn else ""
    out.print(f"[bold cyan]{decision.id}[/]  {what}: {escape(', '.join(decision.subjects))}{gone}")
    note = f" — {escape(decision.note)}" if decision.note else ""
    if decision.kind == KIND:
        out.print(f"              {escape(correction_of(decision).told)}")
    elif decision.kind == COMMITMENT:
        edit = edit_of(decision)
        out.print(f"              {escape(f'{edit.told} · {edit.party}: “{edit.about}”')}")
    elif decision.kind == HYPOTHESIS:
        out.print(f"              {escape(board_edit(decision).told)}")
    elif decision.kind == PROPOSAL:
        out.print(f"              {escape(told(decision))}; accept: firsthand decide accept {decision.id}")
    out.print(f"              [dim]{escape(decision.who)}, {decision.when:%Y-%m-%d}{note}[/]")


def print_decisions(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        print_decision(decision)
    if not decisions:
        out.print("No judgements yet. `firsthand decide same CLAIM CLAIM` makes one.")
