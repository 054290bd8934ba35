"""The command: a listing without fetching, then the scenes, as text and as JSON."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import EXIT_PARTIAL
from firsthand.views.scenes import OffersView


def run(case: Case, archive: Any, *more: str) -> Any:
    wanted = ("--site", "alder", "--collection", "sentinel-2-l2a", "--allow-private", "-C", str(case.root))
    return CliRunner().invoke(app, ["collect-scenes", archive.url, *wanted, *more])


def test_a_dry_run_lists_and_fetches_nothing(case: Case, archive: Any) -> None:
    for day in ("2023-05-01", "2023-05-06"):
        archive.sentinel_2(day)
    told = run(case, archive, "--dry-run", "--from", "2023-05-06", "--to", "2023-05-06")
    assert told.exit_code == 0, told.output
    assert "S2B_33TTG_20230506_0_L2A" in told.output.replace("\n", "")
    assert "1 to collect" in told.output
    assert not archive.asked
    form = OffersView.model_validate_json(run(case, archive, "--dry-run", "--json").stdout)
    assert [(scene.covered, scene.known, scene.bands[-1]) for scene in form.scenes] == [(1.0, False, "scl")] * 2


def test_scenes_come_in_and_what_is_left_out_is_told(case: Case, archive: Any) -> None:
    archive.sentinel_2("2023-05-01")
    archive.sentinel_2("2023-05-06")
    (archive.root / "2023-05-06/B04.tif").unlink()
    told = run(case, archive, "--json", "--bands", "red, scl")
    assert told.exit_code == EXIT_PARTIAL
    form = json.loads(told.stdout)
    assert (form["done"], len(form["problems"])) == (1, 1)
    case.store.close()
    assert Case(case.root).store.scenes()[0].bands == ("red", "scl")
