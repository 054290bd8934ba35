"""Shipped weights are handed out as shipped, or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from firsthand.errors import IntegrityError
from firsthand.models.loader import FOLDER, MANIFEST, manifest, model_bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "one.json").write_bytes(b"{}")
    sha256 = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    (tmp_path / MANIFEST).write_text(f'[files."one.json"]\nsha256 = "{sha256}"\nbytes = 2\n')
    return tmp_path


def test_bytes_that_hold_are_handed_out(folder: Path) -> None:
    assert model_bytes("one.json", folder) == b"{}"


def test_a_damaged_file_is_refused_by_name(folder: Path) -> None:
    (folder / "one.json").write_bytes(b"[]")
    with pytest.raises(IntegrityError, match=r"one\.json: model file is damaged.*\n.*install firsthand again"):
        model_bytes("one.json", folder)


def test_a_missing_file_is_refused_by_name(folder: Path) -> None:
    (folder / "one.json").unlink()
    with pytest.raises(IntegrityError, match=r"one\.json: model file cannot be read \(No such file"):
        model_bytes("one.json", folder)


def test_a_file_that_the_manifest_does_not_name_is_refused(folder: Path) -> None:
    (folder / "two.json").write_bytes(b"{}")
    with pytest.raises(IntegrityError, match="no shipped model has this name"):
        model_bytes("two.json", folder)


@pytest.mark.parametrize("text", ["not toml [", "files = 3", '[files."one.json"]\nbytes = 2\n', None])
def test_an_unusable_manifest_is_an_error(folder: Path, text: str | None) -> None:
    if text is None:
        (folder / MANIFEST).unlink()
    else:
        (folder / MANIFEST).write_text(text)
    with pytest.raises(IntegrityError, match="list of models cannot be used"):
        model_bytes("one.json", folder)


@pytest.mark.parametrize("name", sorted(manifest()))
def test_what_is_shipped_holds(name: str) -> None:
    assert model_bytes(name)


def test_every_shipped_model_is_in_the_manifest() -> None:
    assert {path.name for path in FOLDER.iterdir() if path.suffix in {".json", ".onnx"}} == set(manifest())
