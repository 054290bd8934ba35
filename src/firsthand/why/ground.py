"""The numbers of changes, scenes and looks."""

from __future__ import annotations

from firsthand.model import Change, Scene
from firsthand.watch.visibility import smallest_visible_m
from firsthand.why.rows import Number, Opened, Row, Shelf, clipped


def change(shelf: Shelf, id: str) -> Opened:
    """Where, when, how large and how surely something changed. Raises UnknownIdError."""
    found = shelf.store.change(id)
    numbers = (_area(found), _surely(found), _dates(shelf, found), _kind(found), _bears(shelf, found))
    title = f"{found.kind} at {found.part_id or found.site_id}, by {found.after:%Y-%m-%d}"
    return Opened(id, "change", title, numbers)


def _area(found: Change) -> Number:
    pixel_m2 = found.gsd_m**2
    rows = (Row(f"{found.area_m2 / pixel_m2:,.0f} pixels of {pixel_m2:g} m²", found.area_m2, found.scene_ids[-1:]),)
    value = f"{found.area_m2:,.0f} ± {found.area_sd_m2:,.0f} m²"
    note = f"One standard deviation, from the pixels along its edge. {found.limits}"
    return Number("area", value, rows, "m²", found.area_m2, note)


def _surely(found: Change) -> Number:
    from firsthand.watch.detect import FAMILY_RATE as IN_PAIRS
    from firsthand.watch.steps import FAMILY_RATE as IN_SERIES

    rows = (
        Row("strength, in standard deviations of the noise", found.strength, found.scene_ids),
        Row("chance of such a score without any change, over all pixels and looks tested", found.p_value),
        Row("what a listed change may have at most, between single looks", IN_PAIRS),
        Row("what it may have at most, over a long series", IN_SERIES),
    )
    return Number("p value", f"{found.p_value:.2g}", rows, "", None, "Robust noise of the calm ground around it.")


def _dates(shelf: Shelf, found: Change) -> Number:
    roles = ("last look without it", "first look with it")
    rows = [_scene_row(shelf, id, role) for id, role in zip(found.scene_ids, roles, strict=False)]
    value = f"after {found.before:%Y-%m-%d}, by {found.after:%Y-%m-%d}"
    days = (found.after - found.before).days
    return Number("dates", value, tuple(rows), "m per pixel", None, f"{days} days apart.")


def _scene_row(shelf: Shelf, id: str, role: str) -> Row:
    scene = shelf.scenes.get(id)
    if scene is None:
        return Row(f"{role}: this scene is gone", None, (id,))
    return Row(f"{role}: {scene.taken:%Y-%m-%d}, {scene.sensor}, {scene.name}", scene.gsd_m, (id,))


def _kind(found: Change) -> Number:
    rows = tuple(Row(part.strip()) for part in found.kind_reason.split(";") if part.strip())
    return Number("kind", str(found.kind), rows)


def _bears(shelf: Shelf, found: Change) -> Number:
    rows = []
    judged = [item for item in shelf.store.assessments_holding(found.id) if found.id in item.image.change_ids]
    claims = shelf.store.claim_heads(item.claim_id for item in judged)
    for held in judged:
        moved = next((reason for reason in held.reasons if found.id in reason.evidence), None)
        if held.claim_id in claims:
            text = clipped(claims[held.claim_id].text)
            rows.append(Row(f"{held.image.answer}: {text}", moved.log_odds if moved else None, (held.claim_id,)))
    return Number("claims it bears on", str(len(rows)), tuple(rows), "log odds")


def scene(shelf: Shelf, id: str) -> Opened:
    """What a look was good for. Raises UnknownIdError."""
    found: Scene = shelf.store.scene(id)
    look = shelf.looks.get(id)
    numbers = [Number("resolution", f"{found.gsd_m:g} m per pixel", note=_shows(found.gsd_m))]
    if look:
        rows = [Row("of the site's window can be judged", look.usable_share)]
        rows += [Row("is under cloud or shadow, or without data", found.cloud_share)] if found.cloud_share else []
        moved = f"moved by {look.shift_px[0]:+.2f} rows and {look.shift_px[1]:+.2f} columns to lie on the others"
        rows.append(Row(moved if look.aligned else "left where it lay: moving it would have made it worse"))
        numbers.append(Number("usable share", f"{look.usable_share:.0%}", tuple(rows), "share", None, look.reason))
    rows = [
        Row(f"{item.kind}, {item.area_m2:,.0f} m²", item.area_m2, (item.id,))
        for item in shelf.changes.values()
        if id in item.scene_ids
    ]
    numbers.append(Number("changes it dates", str(len(rows)), tuple(rows), "m²"))
    return Opened(id, "scene", f"{found.name}, {found.taken:%Y-%m-%d}, {found.sensor}", tuple(numbers))


def _shows(gsd_m: float) -> str:
    return f"Shows things of {smallest_visible_m(gsd_m):g} m and more."


def place(shelf: Shelf, id: str) -> Opened | None:
    """What a place is called and where that comes from; ``None`` when the case has none of this id."""
    site = next((site for site in shelf.case.sites if id in (site.id, f"place-{site.id}")), None)
    if site is None:
        return None
    names = [Row(name) for name in (site.name, *site.aliases)]
    names += [Row(f"part {part.id}: {', '.join((part.name, *part.aliases))}") for part in site.parts]
    sources = tuple(Row(source) for source in site.sources)
    where = Number("place", f"{site.lat:.5f}, {site.lon:.5f} ± {site.radius_m:.0f} m", sources, "", None, site.note)
    return Opened(id, "place", site.name, (Number("names", str(len(names)), tuple(names)), where))
