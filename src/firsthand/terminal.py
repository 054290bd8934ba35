"""What the command line shows to people: tables, trees, progress, problems. JSON goes to standard output untouched."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from firsthand.read import UNSURE_BELOW
from firsthand.stage import Problem, Progress, StageReport, no_progress

if TYPE_CHECKING:
    from pathlib import Path

    from _typeshed import DataclassInstance

    from firsthand.case import Case
    from firsthand.health import Check
    from firsthand.integrity import Verification
    from firsthand.model import Decision, Document, Outlet, Reading
    from firsthand.trace.behaviour import OutletRecord
    from firsthand.views import ClaimView, HitView, PlaceView, ReadView, SiteView, StatementView, TraceView, View
    from firsthand.views.check import CheckView
    from firsthand.watch.activity import Activity
    from firsthand.watch.passes.planner import PassReport

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_FINDING_COLOURS = {"new": "green", "contradicts": "red", "denies": "red", "corrects": "red", "repeats": "dim"}

SURE_FROM = 0.9
"""Places with better odds than this are shown without them."""


def print_json(value: View | Sequence[View] | dict[str, Any] | list[Any]) -> None:
    """``value`` as indented JSON on standard output, without colour or wrapping."""
    json.dump(_plain(value), sys.stdout, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return [_plain(item) for item in value] if isinstance(value, list | tuple) else value


def as_json(record: DataclassInstance) -> dict[str, Any]:
    """A plain report record as a JSON-ready dictionary."""
    return {name: str(value) if isinstance(value, datetime) else value for name, value in asdict(record).items()}


def print_problems(problems: Iterable[Problem]) -> None:
    """What was left out, each with its remedy, on standard error."""
    for problem in problems:
        err.print(f"[yellow]left out[/] [bold]{escape(problem.thing)}[/]: {escape(problem.message)}")
        if problem.remedy:
            err.print(f"  → {escape(problem.remedy)}")


def print_path(path: Path) -> None:
    """A path alone on its line, for other programs to take."""
    out.print(str(path), markup=False, soft_wrap=True)


def print_new_case(case: Case) -> None:
    out.print(f"Made the case [bold]{escape(case.title)}[/] in {escape(str(case.root))}")
    if not case.sites:
        out.print("Next: put the places under watch into sites.geojson, then `firsthand collect`.")


def print_doors(root: Path) -> None:
    """Where the briefs and the desk of a case are."""
    for path in sorted((root / "briefs").glob("*.html")):
        out.print(f"brief    {escape(str(path))}", soft_wrap=True)
    out.print(f"desk     firsthand desk -C {escape(str(root))}  →  http://127.0.0.1:8321/", soft_wrap=True)


def print_report(report: StageReport) -> None:
    fresh = f", {report.fresh} up to date" if report.fresh else ""
    out.print(f"[bold]{report.stage:<8}[/] {escape(report.summary or f'{report.done} done{fresh}')}")


@contextmanager
def progress_bar(wanted: bool = True) -> Iterator[Progress]:
    """A progress bar on standard error while the block runs; silent when standard error is no terminal."""
    if not (wanted and err.is_terminal):
        yield no_progress
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description:<32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=err, transient=True) as bars:
        task = bars.add_task("starting", total=None)

        def show(what: str, done: int, total: int) -> None:
            bars.update(task, description=what[:32], completed=done, total=total)

        yield show


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
    return "; ".join(parts)


def print_claims(claims: Sequence[ClaimView]) -> None:
    if not claims:
        out.print("No claims yet. Collect reports, then `firsthand run`.")
    for claim in claims:
        out.print(f"[bold cyan]{claim.id}[/]  {escape(claim.text)}")
        where = f"{claim.site} · " if claim.site else ""
        corrected = " [red](corrected)[/]" if claim.corrected else ""
        out.print(f"              [dim]{escape(where)}[/]{escape(claim_line(claim))}{corrected}")


def print_sites(sites: Sequence[SiteView]) -> None:
    table = Table(box=None, pad_edge=False)
    for column in ("id", "name", "where", "sources differ by", "claims", "changes", "scenes"):
        table.add_column(column, justify="right" if column in {"claims", "changes", "scenes"} else "left")
    for site in sites:
        where = f"{site.lat:.4f}, {site.lon:.4f} ± {site.radius_m:.0f} m"
        apart = f"{distance(site.disagreement_m)} ({len(site.stated)} lists)" if len(site.stated) > 1 else ""
        counts = (str(site.claims), str(site.changes), str(site.scenes))
        table.add_row(escape(site.id), escape(site.name), where, apart, *counts)
    out.print(table)
    if not sites:
        out.print("No sites yet. Add them to sites.geojson in the case folder.")


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


def print_outlets(records: Sequence[OutletRecord]) -> None:
    """One row per outlet."""
    table = Table(box=None, pad_edge=False)
    for column in ("outlet", "claims", "first", "accuracy", "has it from"):
        table.add_column(column, justify="right" if column in {"claims", "first", "accuracy"} else "left")
    for record in records:
        givers = "\n".join(
            f"{giver.outlet}: {giver.texts} texts, copying {giver.probability:.0%}" for giver in record.copies_from
        )
        table.add_row(
            escape(record.outlet), str(record.claims), str(record.first), f"{record.accuracy:.2f}", escape(givers)
        )
    out.print(table)
    if not records:
        out.print("No outlet carries a claim yet. Collect reports, then `firsthand run`.")


def print_activity(activity: Activity) -> None:
    """One row per look: what moved, what is usual then, and the verdict; cloudy looks as such."""
    table = Table(box=None, pad_edge=False)
    for column in ("taken", "sensor", "share that moved", "usual", "verdict"):
        table.add_column(column, justify="right" if column in {"share that moved", "usual"} else "left")
    for look in activity.looks:
        known = look.share is not None
        table.add_row(
            f"{look.taken:%Y-%m-%d}",
            escape(f"{look.sensor} {look.gsd_m:g} m".strip()),
            f"{look.share:.2%}" if known else "",
            f"{look.low:.2%} to {look.high:.2%}" if known else "",
            escape(f"{look.verdict}: {look.reason}" if look.reason else look.verdict),
        )
    out.print(table)
    if not activity.looks:
        out.print("No image of this site yet. Collect scenes first.")


def print_trace(view: TraceView) -> None:
    """The tree from each origin to every repetition, with the words that carried it and the dates."""
    tree = Tree(f"[bold]{escape(view.claim.text)}[/]\n[dim]{escape(claim_line(view.claim))}[/]")
    for origin in view.claim.origin_list:
        first = "[green]first-hand[/]" if origin.first_hand else origin.kind
        maybe = "" if origin.certain else " [yellow](may be the same as another)[/]"
        branch = tree.add(f"[bold]{escape(origin.name)}[/] · {first}{maybe}")
        _add_members(branch, view, origin.id)
    if any(member.origin is None for member in view.claim.members):
        _add_members(tree.add("[bold]no origin counted[/] (declined, speaker lost, or lineage unknown)"), view, None)
    out.print(tree)
    for member in (member for member in view.claim.members if member.relation == "corrects"):
        when = f" on {member.published:%d %B %Y}" if member.published else ""
        out.print(f"[red]corrected[/] by {escape(member.outlet or member.document)}{when}")
    for copy in view.copies:
        out.print(
            f"  {escape(copy.to_document)} ◀ {escape(copy.from_document)}  [dim]{copy.kind}, {escape(copy.reason)}[/]"
        )


def _add_members(branch: Tree, view: TraceView, origin: str | None) -> None:
    members = [member for member in view.claim.members if member.origin == origin]
    for member in sorted(members, key=lambda m: (m.published is None, str(m.published))):
        day = member.published.date().isoformat() if member.published else "undated"
        who = " ◀ ".join(member.chain) or "speaker lost"
        fallen = " · [red]rests on what was corrected[/]" if member.corrected_upstream else ""
        branch.add(
            f"{day} [cyan]{escape(member.outlet or member.document)}[/] [dim]{escape(who)}[/] · "
            f"{member.relation}{fallen}\n"
            f"“{escape(member.quote)}”"
        )


def print_statements(view: ReadView) -> None:
    """The statements of one text."""
    for statement in view.statements:
        out.print(_statement_text(statement))
    for mark in view.marks:
        out.print(f"[dim]{mark.start}–{mark.end} {mark.kind}: {escape(mark.reason)}[/]")
    _print_places(view.places)


def _print_places(places: Sequence[PlaceView]) -> None:
    """Each place once, with the number of times that the text names it."""
    table = Table(box=None, pad_edge=False, title="Places", title_justify="left")
    for column in ("words", "place", "where", "how"):
        table.add_column(column)
    times = Counter((place.quote, place.name) for place in places)
    shown: set[tuple[str, str]] = set()
    for place in places:
        if (place.quote, place.name) in shown:
            continue
        shown.add((place.quote, place.name))
        often = times[place.quote, place.name]
        words = place.quote if often == 1 else f"{place.quote} ×{often}"
        where = f"{place.lat:.4f}, {place.lon:.4f} ± {distance(place.radius_m)}"
        how = place.how if place.odds >= SURE_FROM else f"{place.how} ({place.odds:.0%})"
        table.add_row(escape(words), escape(place.name), where, escape(how))
    if places:
        out.print(table)


def distance(metres: float) -> str:
    """ "870 m", "3.5 km", "420 km"."""
    if metres < 1000:
        return f"{metres:.0f} m"
    return f"{metres / 1000:.1f} km" if metres < 20_000 else f"{metres / 1000:.0f} km"


def print_explained(document: Document, reading: Reading, json_wanted: bool) -> None:
    """The text with its statements marked; as JSON what `read --json` prints."""
    if json_wanted:
        from firsthand.views import read_view

        print_json(read_view(document, reading))
        return
    from firsthand.explain import explained

    for line in explained(document, reading):
        out.print(line)


def _statement_text(statement: StatementView) -> Text:
    who = " ◀ ".join(statement.chain) or "speaker lost"
    text = Text()
    text.append(f"{statement.start}–{statement.end} ", "dim")
    text.append(who, "bold")
    text.append(f" {statement.stance}", "green" if statement.stance == "asserts" else "yellow")
    if statement.content:
        text.append(f" “{' … '.join(piece.quote for piece in statement.content)}”")
    tags = [statement.voice, f"basis: {statement.basis}", *statement.sites]
    if statement.relevance != "on-topic":
        tags.append(statement.relevance)
    if statement.confidence < UNSURE_BELOW:
        tags.append(f"unsure ({statement.confidence:.0%})")
    text.append(f"\n    {' · '.join(tags)}", "dim")
    for gap in statement.unresolved:
        text.append(f"\n    open ({gap.kind}): “{gap.quote}”: {gap.reason}", "yellow")
    return text


def print_hits(hits: Sequence[HitView]) -> None:
    for hit in hits:
        text = Text(f"{hit.kind:<10}{hit.id}  ", "cyan")
        text.append(f"{hit.title or hit.document or ''}\n          ", "bold")
        text.append(hit.snippet)
        out.print(text)
    if not hits:
        out.print("Nothing found. Search covers document texts, statements and claims; all words must occur.")


def print_changes(collection: dict[str, Any]) -> None:
    """Changes, one line each, with the reason of their kind below."""
    for feature in collection["features"]:
        what = feature["properties"]
        where = f" at {what['part']}" if what["part"] else ""
        out.print(
            f"[bold cyan]{feature['id']}[/]  {what['site']}{where}: [bold]{what['kind']}[/], "
            f"after {what['before']}, by {what['after']}; {what['area_m2']:.0f} ± {what['area_sd_m2']:.0f} m²"
        )
        out.print(f"              [dim]{escape(what['kind_reason'])}; {what['sensor']}, {what['gsd_m']:g} m[/]")
    if not collection["features"]:
        out.print("No changes seen. Collect two or more dated images of a site, then `firsthand watch`.")


def print_record(record: dict[str, Any]) -> None:
    """A record as indented YAML-like lines."""
    _print_value(record, 0)


def _print_value(value: Any, depth: int) -> None:
    pad = "  " * depth
    items = value.items() if isinstance(value, dict) else ((None, item) for item in value)
    for name, item in items:
        head = f"{pad}[cyan]{name}[/]:" if name is not None else f"{pad}-"
        if isinstance(item, dict | list) and item:
            out.print(head)
            _print_value(item, depth + 1)
        else:
            said = "none" if item in (None, [], {}, "") else str(item)
            out.print(f"{head} {escape(said)}")


def print_decisions(decisions: Sequence[Decision]) -> None:
    from firsthand.corrections import KIND, correction_of

    for decision in decisions:
        gone = f" [yellow]withdrawn {decision.withdrawn:%Y-%m-%d}[/]" if decision.withdrawn else ""
        out.print(f"[bold cyan]{decision.id}[/]  {decision.kind}: {escape(', '.join(decision.subjects))}{gone}")
        note = f" — {escape(decision.note)}" if decision.note else ""
        if decision.kind == KIND:
            out.print(f"              {escape(correction_of(decision).told)}")
        out.print(f"              [dim]{escape(decision.who)}, {decision.when:%Y-%m-%d}{note}[/]")
    if not decisions:
        out.print("No judgements yet. `firsthand decide same CLAIM CLAIM` makes one.")


def print_verification(result: Verification) -> None:
    held = (
        f"{result.anchors} quotes, {result.files} files, {result.chips} chips, {result.references} references checked"
    )
    verdict = "[green]all hold[/]" if not result.problems else f"[red]{len(result.problems)} do not hold[/]"
    out.print(f"{held}: {verdict}")


def print_checks(checks: Iterable[Check]) -> None:
    colours = {"good": "green", "note": "yellow", "bad": "red"}
    for check in checks:
        out.print(f"[{colours[check.state]}]{check.state:<5}[/] [bold]{escape(check.name)}[/]  {escape(check.message)}")


def print_passes(report: PassReport) -> None:
    """The passes of a window, the odds, and all that they rest on."""
    out.print(f"[bold]{escape(report.site.name)}[/], {report.start:%Y-%m-%d %H:%M} to {report.end:%Y-%m-%d %H:%M} UTC")
    table = Table("pass (UTC)", "satellite", "elevation", "off nadir", "off track", "sun", "usable look", box=None)
    for item in report.passes:
        flown = item.flown
        table.add_row(
            f"{flown.time + timedelta(seconds=0.5):%Y-%m-%d %H:%M:%S}",
            escape(flown.sensor.name),
            f"{flown.elevation_deg:.0f}°",
            f"{flown.off_nadir_deg:.0f}°",
            f"{flown.track_km:.0f} km {flown.side}",
            f"{flown.sun_elevation_deg:.0f}°",
            item.why_not or f"{item.chance:.0%}",
            style="dim" if item.why_not else "",
        )
    out.print(table)
    count = sum(not item.why_not for item in report.passes)
    out.print(f"{count} of {len(report.passes)} passes can give a usable look.\n")
    odds = Table("activity of", "seen, mean", "seen, worst case", "the worst case starts between", box=None)
    for held in report.odds:
        first, last = (report.start + timedelta(hours=hours) for hours in (held.worst_from_h, held.worst_to_h))
        between = f"{first:%Y-%m-%d %H:%M} and {last:%Y-%m-%d %H:%M}"
        odds.add_row(f"{held.hours:g} h", f"{held.mean:.1%}", f"{held.worst:.1%}", between)
    out.print(odds)
    for warned in (item for item in report.ephemerides if item.warning):
        out.print(
            f"[yellow]elements[/] {escape(warned.sensor.name)}, {warned.elements.epoch:%Y-%m-%d}: {warned.warning}"
        )
    for line in report.assumptions:
        out.print(f"[dim]· {escape(line)}[/]")
