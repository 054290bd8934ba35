"""What is built in and what is let in: pinned, hashed, listed, and nothing that runs what it reads."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
FORBIDDEN_MODULES = frozenset(
    {"pickle", "cPickle", "dill", "marshal", "shelve", "joblib", "cloudpickle", "yaml", "torch"}
)
FORBIDDEN_CALLS = frozenset({"eval", "exec", "compile", "__import__", "os.system", "os.popen"})


def _name(node: ast.expr) -> str:
    return ast.unparse(node) if isinstance(node, (ast.Name, ast.Attribute)) else ""


def _runs_what_it_reads(tree: ast.AST) -> list[str]:
    """What a module uses that could run what somebody wrote."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [item.name for item in node.names if item.name.split(".")[0] in FORBIDDEN_MODULES]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            found.append(str(node.module))
        elif isinstance(node, ast.Call):
            options = {item.arg: ast.unparse(item.value) for item in node.keywords}
            if _name(node.func) in FORBIDDEN_CALLS:
                found.append(_name(node.func))
            if options.get("allow_pickle", "False") != "False" or options.get("shell", "False") != "False":
                found.append(ast.unparse(node)[:80])
    return found


@pytest.mark.parametrize(
    "text",
    ["import pickle", "from yaml import load", "eval('1')", "np.load(f, allow_pickle=True)", "run(c, shell=True)"],
)
def test_what_is_forbidden_is_found(text: str) -> None:
    assert _runs_what_it_reads(ast.parse(text))


def test_nothing_runs_what_it_reads() -> None:
    """No pickle, no evaluated text, no shell, anywhere in the package."""
    assert len(SOURCES) > 300
    assert {path.name: found for path in SOURCES if (found := _runs_what_it_reads(ast.parse(path.read_bytes())))} == {}


def test_every_dependency_is_locked_with_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    pinned = {re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", lock, re.MULTILINE)}
    blocks = re.split(r"^(?=[\w.-]+==)", lock, flags=re.MULTILINE)[1:]
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ]", item)[0]).lower() for item in asked}
    assert "--require-hashes" in (ROOT / "Makefile").read_text("utf-8")
    missing = names - pinned
    if missing:
        pytest.skip(f"requirements.lock is older than pyproject.toml: `make lock` adds {', '.join(sorted(missing))}")


def _bill() -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "sbom.py")], capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def test_the_bill_of_materials_lists_every_pin_and_all_weights() -> None:
    found = _bill()
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    components = found["components"]
    assert isinstance(components, list)
    pins = re.findall(r"^([\w.-]+)==([^\s\\;]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    libraries = [item for item in components if item["type"] == "library"]
    assert [item["version"] for item in libraries] == [version for _, version in pins]
    assert all(item["properties"] and item["purl"].startswith("pkg:pypi/") for item in libraries)
    folder = ROOT / "src" / "firsthand" / "models"
    for item in components:
        if item["type"] == "machine-learning-model":
            assert hashlib.sha256((folder / item["name"]).read_bytes()).hexdigest() == item["hashes"][0]["content"]
    assert len({item["bom-ref"] for item in components}) == len(components)


def test_known_vulnerabilities() -> None:
    """As ``make audit`` asks, where there is somebody to ask: no answer is not taken for a good one."""
    command = [sys.executable, str(ROOT / "scripts" / "audit.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 2:
        pytest.skip(done.stdout.strip().splitlines()[-1])
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("said", "code", "told"),
    [
        ([{"name": "a", "skip_reason": "not found"}], 2, "keeps no advisories"),
        ([{"name": "a", "version": "1", "vulns": []}, {"name": "b", "skip_reason": "no"}], 0, "1 of 2"),
        ([{"name": "a", "version": "1", "vulns": [{"id": "X-1", "fix_versions": ["2"]}]}], 1, "a 1: X-1, mended in 2"),
        ("ConnectionError: nobody there", 2, "nobody there"),
    ],
)
def test_no_answer_is_no_good_answer(said: object, code: int, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import audit

    exit_code, lines = audit.judged(said)
    assert exit_code == code
    assert told in "\n".join(lines)


def test_the_wheel_is_the_same_each_time(tmp_path: Path) -> None:
    """Built twice from two folders at two times, with the moment of the sources given: the same bytes."""
    pytest.importorskip("hatchling")
    hashes = []
    for name in ("one", "another"):
        work = tmp_path / name
        work.mkdir()
        for item in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / item, work / item)
        package = work / "src" / "firsthand"
        # A small package of the same build settings: the whole one takes long to pack and says no more.
        for part in ("__init__.py", "py.typed", "errors.py", "signing.py", "outlets.csv"):
            package.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / "src" / "firsthand" / part, package / part)
        environment = {**os.environ, "SOURCE_DATE_EPOCH": "1767225600"}
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel"]
        subprocess.run(command, cwd=work, env=environment, check=True, capture_output=True)
        [wheel] = (work / "dist").glob("*.whl")
        hashes.append(hashlib.sha256(wheel.read_bytes()).hexdigest())
    assert hashes[0] == hashes[1]
