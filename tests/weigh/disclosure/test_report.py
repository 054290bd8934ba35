"""Concealment is listed by origin; the whole of it is answered for a case, and says what it cannot tell."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from makers import OFFICIAL, ORGANISATION, PERSON, doc, said
from orbit_makers import two_lines
from typer.testing import CliRunner
from weigh_makers import claims_of, scene

from firsthand.case import Case
from firsthand.cli import app
from firsthand.collect.images.elements import FOLDER
from firsthand.errors import UnknownIdError, UnknownSiteError
from firsthand.model import Action, Document, Look, Scene, SourceKind, Statement
from firsthand.watch.activity import Activity, ActivityLook
from firsthand.watch.passes.planner import Overflights
from firsthand.watch.visibility import smallest_visible_m
from firsthand.weigh.disclosure.concealment import Concealment, concealments
from firsthand.weigh.disclosure.quiet import DUE
from firsthand.weigh.disclosure.report import comparison, disclosure

NOON = datetime(2031, 3, 2, 12, tzinfo=UTC)


def made(tmp_path: Path) -> Case:
    """A case with one site and nothing else."""
    case = Case.create(tmp_path / "case")
    site = {
        "type": "Feature",
        "properties": {"id": "brack", "name": "Brack"},
        "geometry": {"type": "Point", "coordinates": [20.0, 40.0]},
    }
    (case.root / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [site]}), "utf-8")
    return case


def hiding(quote: str, name: str = "an official", kind: SourceKind = OFFICIAL) -> tuple[Document, Statement]:
    document = doc(quote, f"{quote}, {name} said.", 1, "Skywatch")
    return document, said(document, quote, (name, kind), act=Action.CONCEAL, thing="")


def listed(*pairs: tuple[Document, Statement]) -> tuple[Concealment, ...]:
    return concealments(claims_of(*pairs), {document.id: document for document, _ in pairs}, {})


@pytest.mark.parametrize(
    ("quote", "hider", "what", "kind"),
    [
        ("Varland intends to hide two launchers from inspectors", "Varland", "two launchers", "unstated"),
        ("Varland is hiding the engines in a tunnel at Brack", "Varland", "the engines", "underground"),
        ("Varland concealed the yard under camouflage netting", "Varland", "the yard", "covered"),
        ("trucks at Brack are decoys that mask work inside", "", "work inside", "decoy"),
    ],
)
def test_who_is_said_to_hide_what(quote: str, hider: str, what: str, kind: str) -> None:
    (found,) = listed(hiding(quote))
    assert (found.hider, found.what, found.kind) == (hider, what, kind)
    assert [one.first_hand for one in found.said_by] == [False]
    assert not found.denied_in_words


def test_having_nothing_to_hide_is_listed_as_such() -> None:
    (found,) = listed(hiding("We have nothing to hide at Brack", "Ilan Dorr", PERSON))
    assert (found.hider, found.denied_in_words) == ("Ilan Dorr", True)


def test_other_claims_are_not_listed() -> None:
    document = doc("d", "The test stand was dismantled, Mara Ost said.", 1, "Skywatch")
    assert listed((document, said(document, "The test stand was dismantled", ("Mara Ost", ORGANISATION)))) == ()


def looks_of(site: str, count: int, moved: dict[int, float]) -> tuple[list[Scene], Activity]:
    """One look a day at noon; ``moved`` is the share of the ground by the number of the look, else 5 %."""
    scenes = [replace(scene(0), id=f"scn-{n}", site_id=site, taken=NOON + timedelta(days=n)) for n in range(count)]
    shares = [moved.get(n, 0.05 + n / 1000) for n in range(count)]
    seen = [
        ActivityLook(one.id, one.taken, one.sensor, one.gsd_m, share, None, None, "usual")
        for one, share in zip(scenes, shares, strict=True)
    ]
    return scenes, Activity(site, tuple(seen))


def test_passes_of_the_cases_own_elements_are_held_against_the_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = made(tmp_path)
    (case.root / FOLDER).mkdir()
    (case.root / FOLDER / "invented.tle").write_text(two_lines(), "utf-8")
    table = (
        '[[sensor]]\nnumber = 40697\nname = "Eye 1"\nkind = "radar"\ngsd_m = 0.3\nhalf_swath_km = 400\nacquired = 1.0\n'
    )
    (case.root / "sensors.toml").write_text(table, "utf-8")
    scenes, series = looks_of("brack", 20, {})
    flights = Overflights.of(case)
    assert flights is not None
    near = [
        bool(flights.over(case.site("brack"), one.taken - DUE, one.taken + DUE, smallest_visible_m(one.gsd_m)))
        for one in scenes
    ]
    assert 5 <= sum(near) <= 15
    scenes, series = looks_of("brack", 20, {n: 0.01 for n, due in enumerate(near) if due})
    for one in scenes:
        case.store.put_scene(one)
    case.store.put_watch("brack", [Look(one.id, "brack", 1.0, (0.0, 0.0), True) for one in scenes], ())
    monkeypatch.setattr("firsthand.watch.activity.activity_of", lambda case, site, tell: series)
    (found,) = disclosure(case, "Brack").quiet
    assert [bool(look.due) for look in found.looks] == near
    assert found.flagged
    far = two_lines(epoch="29060.25000000")
    (case.root / FOLDER / "invented.tle").write_text(far, "utf-8")
    (old,) = disclosure(case, "Brack").quiet
    assert old.text == "It cannot be tested: the element sets of the case are too far from the days of its looks."


def test_an_empty_case_says_what_it_cannot_tell(tmp_path: Path) -> None:
    case = made(tmp_path)
    found = disclosure(case)
    assert (found.comparisons, found.concealments) == ((), ())
    assert [(item.tested, item.flagged) for item in found.quiet] == [(False, False)]
    with pytest.raises(UnknownSiteError):
        disclosure(case, "nowhere")
    with pytest.raises(UnknownIdError):
        comparison(case, "cmp-nothing")
    run = CliRunner().invoke(app, ["disclosure", "--case", str(case.root), "--json"])
    assert json.loads(run.stdout)["quiet"][0]["text"].startswith("It cannot be tested")
    page = CliRunner().invoke(app, ["disclosure", "brack", "--case", str(case.root)])
    assert "nobody declares a number" in page.output
