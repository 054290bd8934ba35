"""The command line as a person meets it: help, examples, clear errors, honest exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main

from firsthand import cli

REPORT = """The pier at Old Mill was closed on Monday, a harbour official told the Pier News.

"We have seen no ship there for weeks", said Ada Lund, who runs the kiosk beside it.
"""
SITES = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"id": "old-mill", "name": "Old Mill", "kind": "pier"},
            "geometry": {"type": "Point", "coordinates": [-35.5, 41.2]},
        }
    ],
}


@dataclass
class Said:
    code: int
    out: str
    err: str


Firsthand = Callable[..., Said]


@pytest.fixture
def firsthand(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Firsthand:
    """Run a command in this process, as the installed script would."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["firsthand", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        text = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0 if code is None else 1, text.out, text.err)

    return run


@pytest.fixture
def case(tmp_path: Path, firsthand: Firsthand, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A case with one site and one report, read; the current folder is inside it."""
    (tmp_path / "sites.geojson").write_text(json.dumps(SITES))
    (tmp_path / "report.txt").write_text(REPORT)
    root = tmp_path / "case"
    assert firsthand("new", root, "--sites", tmp_path / "sites.geojson").code == 0
    monkeypatch.chdir(root)
    collected = firsthand("collect", tmp_path / "report.txt", "--published", "2025-07-02", "--outlet", "Pier News")
    assert collected.code == 0, collected.err
    return root


COMMANDS = sorted(typer.main.get_command(cli.app).commands)  # type: ignore[attr-defined]
VERBS = sorted(
    f"{name} {verb}"
    for name, command in typer.main.get_command(cli.app).commands.items()  # type: ignore[attr-defined]
    for verb in getattr(command, "commands", ())
)


def test_every_command_of_the_contract_is_there() -> None:
    wanted = "new collect read trace watch weigh run sites claims show search brief desk verify doctor changes demo"
    assert set(wanted.split()) <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS + VERBS)
def test_every_command_has_help_with_an_example(command: str, firsthand: Firsthand) -> None:
    said = firsthand(*command.split(), "--help")
    assert said.code == 0
    assert f"firsthand {command}" in said.out
    assert "Example" in said.out


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys\nimport firsthand.cli\n"
        "heavy = {'numpy', 'rasterio', 'scipy', 'skimage', 'trafilatura', 'fastapi', 'sqlalchemy', 'PIL', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_tells_the_flow(firsthand: Firsthand) -> None:
    said = firsthand("--help").out
    panels = ("─ A case ─", "─ Stages ─", "─ Answers ─", "─ Judge ─", "─ Publish ─", "─ Exchange ─", "─ Care ─")
    places = [said.find(panel) for panel in panels]
    assert -1 not in places and places == sorted(places)


def test_every_judgement_is_signed_by_the_same_option() -> None:
    root = typer.main.get_command(cli.app)
    found = {**root.commands}  # type: ignore[attr-defined]
    found |= {f"{name} {verb}": sub for name in found for verb, sub in getattr(found[name], "commands", {}).items()}
    takes = {name: {flag for option in command.params for flag in option.opts} for name, command in found.items()}
    judging = {name for name, flags in takes.items() if "--note" in flags and name != "score"}
    assert {"decide", "correct", "grade", "resolve", "forecast", "alert", "hypothesis rate"} <= judging
    assert {name for name in judging if "--signed" not in takes[name]} == set()


def test_version(firsthand: Firsthand) -> None:
    assert firsthand("--version").out.startswith("firsthand 0.")


@pytest.mark.parametrize(
    ("arguments", "code", "named"),
    [
        (("claims", "--case", "nowhere"), 4, "nowhere"),
        (("claims", "--site", "atlantis"), 2, "old-mill"),
        (("brief", "atlantis"), 2, "old-mill"),
        (("changes", "atlantis"), 2, "old-mill"),
        (("show", "clm-000000000000"), 2, "clm-000000000000"),
        (("trace", "clm-000000000000"), 2, "clm-000000000000"),
        (("claims", "--known-at", "yesterday-ish"), 2, "yyyy-mm-dd"),
        (("collect", "missing.txt"), 8, "missing.txt"),
        (("collect",), 2, "Missing argument"),
        (("frobnicate",), 2, "frobnicate"),
        (("read", "missing.txt"), 3, "missing.txt"),
        (("read", "--explain"), 2, "name a document"),
        (("read", "--explain", "missing.txt"), 3, "missing.txt"),
        (("correct", "stm-000000000000", "--drop"), 2, "stm-000000000000"),
        (("correct", "report.txt", "--content", "no such words", "--source", "nobody"), 2, "no such words"),
        (("correct", "report.txt"), 2, "--content"),
        (("export-annotations", "out", "--document", "missing.txt"), 2, "missing.txt"),
    ],
)
def test_errors_name_the_thing_and_the_remedy(
    case: Path, firsthand: Firsthand, arguments: tuple[str, ...], code: int, named: str
) -> None:
    said = firsthand(*arguments)
    assert said.code == code, said
    assert named in said.err
    assert "Traceback" not in said.err


def test_outside_a_case_it_says_how_to_make_one(
    tmp_path: Path, firsthand: Firsthand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = firsthand("claims")
    assert said.code == 4
    assert "firsthand new" in said.err


def test_read_prints_statements_whose_quotes_stand(case: Path, firsthand: Firsthand) -> None:
    path = case.parent / "report.txt"
    view = json.loads(firsthand("read", "--json", path, "--published", "2025-07-02", "--outlet", "Pier News").out)
    text = REPORT.strip()
    assert view["statements"]
    for statement in view["statements"]:
        assert text[statement["start"] : statement["end"]] == statement["quote"]
        for piece in statement["content"]:
            assert text[piece["start"] : piece["end"]] == piece["quote"]
    assert json.loads(firsthand("claims", "--json").out) == [], "nothing is stored by reading one file"


def test_standard_input_is_read_too(case: Path, firsthand: Firsthand, monkeypatch: pytest.MonkeyPatch) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "firsthand.cli", "read", "-", "--json"],
        input=REPORT.encode(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["statements"]


def test_explain_marks_a_file_and_a_document(case: Path, firsthand: Firsthand) -> None:
    told = firsthand("read", "--explain", case.parent / "report.txt", "--outlet", "Pier News").out
    assert "{1 a harbour official}" in " ".join(told.split())
    assert "known by:" in told
    firsthand("read")
    stored = firsthand("read", "--explain", "report.txt").out
    assert "[1 The pier at Old Mill was closed on Monday]" in " ".join(stored.split())
    assert json.loads(firsthand("read", "--explain", "report.txt", "--json").out)["document"] == "report.txt"


def test_a_correction_is_heeded_shown_exported_and_undone(case: Path, firsthand: Firsthand) -> None:
    firsthand("run")
    told = json.loads(firsthand("read", "--explain", "report.txt", "--json").out)["statements"]
    pier = next(item for item in told if "closed" in item["quote"])
    decision = json.loads(firsthand("correct", pier["id"], "--stance", "denies", "--note", "sic", "--json").out)
    assert "stance denies" in firsthand("decisions").out
    assert json.loads(firsthand("run", "--json").out)[0]["done"] == 1
    assert f"corrected by a person: {decision['id']}" in firsthand("read", "--explain", "report.txt").out
    [path] = json.loads(firsthand("export-annotations", case / "brat", "--json").out)["annotations"]
    assert decision["id"] in Path(path).read_text(encoding="utf-8")
    assert firsthand("undo", decision["id"]).code == 0
    assert json.loads(firsthand("run", "--json").out)[0]["done"] == 1
    assert "corrected by" not in firsthand("read", "--explain", "report.txt").out


def test_run_then_every_answer(case: Path, firsthand: Firsthand) -> None:
    ran = firsthand("run")
    assert ran.code == 0, ran.err
    claims = json.loads(firsthand("claims", "--json").out)
    assert claims
    assert firsthand("claims").out.count(claims[0]["id"]) == 1
    assert claims[0]["id"] in firsthand("trace", claims[0]["id"], "--json").out
    assert "report.txt" in firsthand("show", "report.txt").out
    assert json.loads(firsthand("search", "pier", "--json").out)
    assert json.loads(firsthand("sites", "--json").out)[0]["id"] == "old-mill"
    assert json.loads(firsthand("changes", "--geojson").out) == {"type": "FeatureCollection", "features": []}
    assert firsthand("verify").code == 0
    assert firsthand("doctor").code == 0
    assert Path(firsthand("brief", "old-mill").out.strip()).is_file()


def test_running_again_does_nothing_anew(case: Path, firsthand: Firsthand) -> None:
    firsthand("run")
    again = json.loads(firsthand("run", "--json").out)
    assert [stage["stage"] for stage in again][:4] == ["read", "trace", "watch", "weigh"]
    assert [stage["done"] for stage in again][:4] == [0, 0, 0, 0]


def test_verify_finds_an_altered_file(case: Path, firsthand: Firsthand) -> None:
    (captured,) = [path for path in (case / "files").rglob("*") if path.is_file()]
    captured.write_bytes(captured.read_bytes() + b"!")
    said = firsthand("verify")
    assert said.code == 6
    assert "report.txt" in said.err
