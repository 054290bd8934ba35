"""Files of others: each as its lock says, with its licence, and nothing that a page loads comes from elsewhere."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

from firsthand import desk

STATIC = Path(desk.__file__).parent / "static"
FOLDERS = (STATIC / "vendor", Path(__file__).parent / "vendor")
FREE = {"BSD-3-Clause", "MIT", "ISC", "Apache-2.0", "MPL-2.0"}


@pytest.mark.parametrize("folder", FOLDERS, ids=("shipped", "tests"))
def test_each_file_is_the_one_in_the_lock(folder: Path) -> None:
    held = tomllib.loads((folder / "VENDOR.lock").read_text())["file"]
    assert {entry["name"] for entry in held} == {path.name for path in folder.iterdir()} - {"VENDOR.lock"}
    for entry in held:
        assert hashlib.sha256((folder / entry["name"]).read_bytes()).hexdigest() == entry["sha256"], entry["name"]
        assert entry["licence"] in FREE
        assert (folder / f"{entry['package']}.LICENSE.txt").read_text().strip(), "the licence travels with the files"


def test_what_only_tests_may_use_is_not_shipped() -> None:
    shipped = tomllib.loads((FOLDERS[0] / "VENDOR.lock").read_text())["file"]
    assert "MPL-2.0" not in {entry["licence"] for entry in shipped}


def test_our_scripts_import_our_files_only() -> None:
    for path in STATIC.glob("*.js"):
        for target in re.findall(r'(?:^import .* from |import\()"([^"]+)"', path.read_text(), re.MULTILINE):
            assert target.startswith("./"), path.name
            assert (STATIC / target).is_file(), target
