"""Claims, their trees of origins, new texts held against them, and who carries them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from firsthand.terminal.base import escape, out, put

if TYPE_CHECKING:
    from firsthand.model import Decision, Outlet
    from firsthand.views import ClaimView
    from firsthand.views.check import CheckView

PAD = " " * 18
"""Below the words that follow an id."""
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
        put("No claims yet. Collect reports, then `firsthand run`.")
    for claim in claims:
        put(escape(claim.text), f"[bold cyan]{claim.id}[/]  ")
        where = f"[dim]{escape(claim.site)}[/] · " if claim.site else ""
        corrected = " [red](corrected)[/]" if claim.corrected else ""
        put(f"{where}{escape(claim_line(claim))}{corrected}", PAD)


def print_check(view: CheckView) -> None:
    """What a new text says against the case."""
    held = " · the case holds it already; compared with the rest" if view.known else ""
    when = f", {view.published:%d %B %Y}" if view.published else ", undated"
    put(f"[bold]{escape(view.document)}[/] {escape(view.outlet or 'outlet unknown')}{when}{held}")
    news = "[green]adds an origin[/]" if view.adds_origin else "adds no origin to a claim of the case"
    put(f"{news}; {view.own_share:.0%} of its five-word runs stand in no other text")
    for finding in view.findings:
        colour = _FINDING_COLOURS.get(finding.finding, "yellow")
        who = f"{finding.source or finding.chain[0]}: " if finding.source or finding.chain else ""
        out.print()
        put(f"{escape(who)}“{escape(finding.quote)}”", f"[{colour}]{finding.finding}[/] ")
        if finding.finding != "new":
            told = f"{escape(finding.claim_text)} [dim]({escape(finding.reason)})[/]"
            put(told, f"  [dim]{finding.claim}[/]  ")
        if finding.near:
            put(f"[dim]near, but not joined: {', '.join(finding.near)}[/]", "  ")
    if view.effects:
        put("\n[bold]If it were collected[/]")
    for effect in view.effects:
        before, after = origins_words(*effect.origins_before), origins_words(*effect.origins_after)
        reports = f"{effect.reports_before} → {effect.reports_after} reports"
        new = f"; new: {', '.join(effect.new_origins)}" if effect.new_origins else ""
        put(f"{reports}, {before} → {after}{escape(new)}", f"  [dim]{effect.claim}[/]  ")
    for copy in view.copies:
        put(f"{escape(copy.from_document)}  [dim]{copy.kind}, {escape(copy.reason)}[/]", "  ◀ ")
    if view.nearest:
        put(escape(", ".join(view.nearest)), "  most alike: ")


def print_registry(outlets: Sequence[Outlet]) -> None:
    """Owners, each with its outlets: those of one owner are one publisher."""
    owner = None
    for outlet in sorted(outlets, key=lambda outlet: (outlet.owner.casefold(), outlet.name.casefold())):
        if outlet.owner != owner:
            owner = outlet.owner
            put(f"[dim]{escape(owner or 'owner not known')}[/]")
        known = [f"also {', '.join(outlet.aliases)}" if outlet.aliases else "", ", ".join(outlet.domains)]
        rest = "; ".join(part for part in known if part)
        put(f"[bold]{escape(outlet.name)}[/]  [dim]{escape(rest)}[/]", "  · ")


def print_decision(decision: Decision) -> None:
    """What was judged of what, in words where its kind has them; then by whom, when and why."""
    from firsthand.decisions import GRADE
    from firsthand.weigh.scoring.resolutions import RESOLVE

    what = f"{decision.kind} {decision.value}" if decision.kind in (GRADE, RESOLVE) else decision.kind
    gone = f" [yellow]withdrawn {decision.withdrawn:%Y-%m-%d}[/]" if decision.withdrawn else ""
    put(f"{escape(what)}: {escape(', '.join(decision.subjects))}{gone}", f"[bold cyan]{decision.id}[/]  ")
    told = _told(decision)
    if told:
        put(escape(told), PAD)
    note = f": {escape(decision.note)}" if decision.note else ""
    put(f"[dim]{escape(decision.who)}, {decision.when:%Y-%m-%d}{note}[/]", PAD)


def _told(decision: Decision) -> str:
    """A decision in words; empty where its kind and subjects say all."""
    from firsthand.corrections import KIND, correction_of
    from firsthand.proposals import told
    from firsthand.store.journal import PROPOSAL
    from firsthand.weigh.commitments.edits import KIND as COMMITMENT
    from firsthand.weigh.commitments.edits import edit_of
    from firsthand.weigh.hypotheses.edits import KIND as HYPOTHESIS
    from firsthand.weigh.hypotheses.edits import edit_of as board_edit

    if decision.kind == KIND:
        return correction_of(decision).told
    if decision.kind == COMMITMENT:
        edit = edit_of(decision)
        return f"{edit.told} · {edit.party}: “{edit.about}”"
    if decision.kind == HYPOTHESIS:
        return board_edit(decision).told
    if decision.kind == PROPOSAL:
        return f"{told(decision)}; accept: firsthand decide accept {decision.id}"
    return ""


def print_decisions(decisions: Sequence[Decision]) -> None:
    for decision in decisions:
        print_decision(decision)
    if not decisions:
        put("No judgements yet. `firsthand decide same CLAIM CLAIM` makes one.")
