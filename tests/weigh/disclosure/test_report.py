"""Concealment is listed by origin; the whole of it is answered for a case, and says what it cannot tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from makers import OFFICIAL, ORGANISATION, PERSON, doc, said
from typer.testing import CliRunner
from weigh_makers import claims_of

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import UnknownIdError, UnknownSiteError
from firsthand.model import Action, Document, SourceKind, Statement
from firsthand.weigh.disclosure.concealment import Concealment, concealments
from firsthand.weigh.disclosure.report import comparison, disclosure


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


def test_an_empty_case_says_what_it_cannot_tell(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case")
    site = {
        "type": "Feature",
        "properties": {"id": "brack", "name": "Brack"},
        "geometry": {"type": "Point", "coordinates": [0, 0]},
    }
    (case.root / "sites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [site]}), "utf-8")
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
