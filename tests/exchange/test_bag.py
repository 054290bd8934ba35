"""A case that is handed over holds, and the other side sees when it does not."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import bagit
import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import InputError, IntegrityError, UsageError
from firsthand.exchange.bag import check_bag, import_case, verify_bag, write_bag


@pytest.fixture(scope="module")
def bag(small_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _bag(small_root, tmp_path_factory.mktemp("bags"), "two\nlines.txt")


def _bag(root: Path, work: Path, name: str) -> Path:
    """The bag of a copy of a case in which one more file has an awkward name."""
    case = Case(shutil.copytree(root, work / "case"))
    (case.root / name).write_text("a name that would break a manifest", encoding="utf-8")
    folder = write_bag(case, work / "case.bag")
    case.store.close()
    return folder


@pytest.fixture
def copy(bag: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(bag, tmp_path / "copy.bag"))


def test_the_bag_is_valid(bag: Path) -> None:
    opened = bagit.Bag(str(bag))
    opened.validate()
    assert opened.info["External-Description"].startswith("Firsthand case")
    assert opened.info["Payload-Oxum"].endswith(f".{len(list(opened.payload_files()))}")


def test_a_per_cent_sign_is_encoded(small_root: Path, tmp_path: Path) -> None:
    folder = _bag(small_root, tmp_path, "50% sure%41.txt")
    assert "  data/50%25 sure%2541.txt\n" in (folder / "manifest-sha256.txt").read_text("utf-8"), "RFC 8493, 2.1.3"
    assert check_bag(folder)[1] == []


def test_the_case_inside_holds_and_the_bag_stays_as_it_was(bag: Path) -> None:
    before = {path: path.read_bytes() for path in bag.rglob("*") if path.is_file()}
    result = verify_bag(bag)
    assert result.problems == () and result.case and result.case.anchors > 0
    assert {path: path.read_bytes() for path in bag.rglob("*") if path.is_file()} == before


def _alter(bag: Path) -> None:
    sites = bag / "data" / "sites.geojson"
    sites.write_text(sites.read_text("utf-8").replace("41.2", "41.3"), encoding="utf-8")


def _lose(bag: Path) -> None:
    next((bag / "data" / "files").rglob("*/*")).unlink()


def _add(bag: Path) -> None:
    (bag / "data" / "extra.txt").write_text("slipped in", encoding="utf-8")


def _retag(bag: Path) -> None:
    (bag / "bag-info.txt").write_text("External-Description: another case\n", encoding="utf-8")


def _lead_out(bag: Path) -> None:
    with (bag / "manifest-sha256.txt").open("a", encoding="utf-8") as file:
        file.write(f"{'0' * 64}  data/../../outside\n")


def _link(bag: Path) -> None:
    shutil.move(bag / "data" / "files", bag.parent / "elsewhere")
    (bag / "data" / "files").symlink_to(bag.parent / "elsewhere")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_alter, "altered"),
        (_lose, "gone"),
        (_add, "added later"),
        (_retag, "altered"),
        (_lead_out, "leads out"),
        (_link, "link"),
    ],
)
def test_damage_is_named(copy: Path, damage: Callable[[Path], None], said: str, tmp_path: Path) -> None:
    damage(copy)
    _, problems = check_bag(copy)
    assert any(said in problem.message for problem in problems)
    done = CliRunner().invoke(app, ["verify", str(copy), "--json"])
    assert done.exit_code == IntegrityError.exit_code and said in done.stdout
    with pytest.raises(IntegrityError, match=said):
        import_case(copy, tmp_path / "taken")
    assert not (tmp_path / "taken").exists()


def test_a_case_comes_back_whole(bag: Path, small_root: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["import-case", str(bag), str(tmp_path / "theirs"), "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["problems"] == []
    ours, theirs = Case(small_root), Case(tmp_path / "theirs")
    assert theirs.store.claims() == ours.store.claims()
    assert theirs.sites == ours.sites
    assert not (theirs.root / ".lock").exists()
    for case in (ours, theirs):
        case.store.close()


def test_what_is_no_bag_or_no_place_is_refused(bag: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no bag"):
        check_bag(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").touch()
    with pytest.raises(UsageError, match="empty"):
        import_case(bag, tmp_path / "full")
