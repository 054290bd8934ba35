"""What the pages of documentation show is what the commands print."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "scripts"))

import examples  # noqa: E402


@pytest.mark.parametrize("page", examples.PAGES, ids=lambda page: page.name)
def test_the_page_shows_what_its_commands_print(page: Path, demo_root: Path) -> None:
    shown, printed = examples.settled(page.read_text("utf-8")), examples.settled(examples.play(page, demo_root))
    assert printed.splitlines() == shown.splitlines(), f"renew it with `python scripts/examples.py {page.name}`"


def test_a_page_that_shows_something_else_is_found(tmp_path: Path) -> None:
    page = "```console\n$ echo clm-000000000001\nclm-00000000000f\n$ echo saw clm-00000000000f\nsaw nothing\n```\n"
    now = examples.played(page, tmp_path)
    assert now.endswith("$ echo saw clm-000000000001\nsaw clm-000000000001\n```\n")
    assert examples.settled(now) != examples.settled(page)


def test_the_tutorials_images_are_those_that_its_script_makes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import rasterio
    import tutorial_scenes

    monkeypatch.setattr(tutorial_scenes, "SCENES", tmp_path)
    tutorial_scenes.main()
    shipped = sorted((ROOT / "examples" / "tutorial" / "scenes").iterdir())
    assert [path.name for path in shipped] == [path.name for path in sorted(tmp_path.iterdir())]
    for path in shipped:
        with rasterio.open(path) as here, rasterio.open(tmp_path / path.name) as there:
            assert abs(here.read().astype(int) - there.read().astype(int)).max() <= 1
            assert here.tags() == there.tags()
