"""The commands of alerts, scoring and opened numbers, as a person or program meets them."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from firsthand import cli

SCHEMAS = Path(__file__).parents[2] / "docs" / "schemas"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, demo_case_copy) -> Run:
    """Run a command on a copy of the demonstration; (exit code, output, errors)."""
    demo_case_copy.store.close()

    def command(*arguments: object) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["firsthand", *map(str, arguments), "-C", str(demo_case_copy.root)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code
        return code if isinstance(code, int) else 0, said.out, said.err

    return command


def form(said: tuple[int, str, str], schema: str) -> object:
    """The JSON that was printed, once it keeps to its published schema."""
    assert said[0] == 0, said[2]
    found = json.loads(said[1])
    wanted = json.loads((SCHEMAS / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(found, wanted, cls=jsonschema.Draft202012Validator)
    return found


def test_json_keeps_to_the_published_schemas(run: Run) -> None:
    listed = form(run("alerts", "--json"), "alerts")
    assert isinstance(listed, list) and listed
    form(run("alerts", "--check", "--json"), "conditions")
    form(run("feed", "--json"), "feed")
    (claim, *_) = json.loads(run("claims", "--json")[1])
    form(run("forecast", claim["id"], "70%", "--by", "2026-03-01", "--who", "Ada", "--json"), "forecast")
    form(run("score", "--json"), "score")
    opened = form(run("why", claim["id"], "--json"), "why")
    assert isinstance(opened, dict) and opened["id"] == claim["id"]


def test_an_alert_is_seen_from_the_command_line(run: Run) -> None:
    first = json.loads(run("alerts", "--json")[1])[0]["id"]
    assert run("alert", "seen", first, "--who", "Ada")[0] == 0
    (marked,) = [item for item in json.loads(run("alerts", "--json")[1]) if item["seen"]]
    assert (marked["id"], marked["seen_by"]) == (first, "Ada")
    assert first not in run("alerts", "--unseen", "--json")[1]
    assert run("alert", "unseen", first)[0] == 0
    assert first in run("alerts", "--unseen")[1]
    assert run("alerts", "--since", "9999-01-01", "--json")[1].strip() == "[]"


def test_what_people_read_names_words_and_ids(run: Run) -> None:
    _, said, _ = run("alerts")
    assert "stm-" in said and "chg-" in said and "denies:" in said
    claim = json.loads(run("claims", "--json")[1])[0]
    _, said, _ = run("why", claim["id"])
    assert "Before anybody is counted" in said and "log odds" in said
    assert run("resolve", claim["id"], "true", "--note", "seen")[0] == 0
    _, said, _ = run("score", "--who", "machine")
    assert "1 resolved" in said and "Brier score" in said


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        (("alert", "read", "alr-1"), "seen or unseen"),
        (("alert", "seen", "alr-gone"), "firsthand alerts"),
        (("forecast", "it rains", "likely"), "no probability"),
        (("forecast", "it rains", "100%"), "strictly between"),
        (("resolve", "clm-gone", "true"), "clm-gone"),
        (("score", "--stated", "best"), "first"),
        (("score", "--recalibrate", "apply"), "too few"),
        (("score", "--plot", "plot.png"), ".svg"),
        (("why", "clm-gone"), "clm-gone"),
        (("why", "nothing of the kind"), "firsthand claims"),
        (("feed", "--site", "atlantis"), "tarn-valley"),
    ],
)
def test_wrong_use_is_said_with_a_remedy(run: Run, arguments: tuple[str, ...], named: str) -> None:
    code, _, said = run(*arguments)
    assert code == 2
    assert named in said and "→" in said


def test_a_faulty_condition_leaves_a_problem_and_the_exit_code_of_one(run: Run, demo_case_copy) -> None:
    path = demo_case_copy.root / "case.toml"
    path.write_text(path.read_text(encoding="utf-8") + '\n[[alert]]\nname = "Odd"\nwhen = "origns"\n', encoding="utf-8")
    code, _, said = run("alerts", "--check")
    assert code == 8
    assert "did you mean 'origin'" in said.replace("\n", " ")
