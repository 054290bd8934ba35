"""A backup holds a state that the case was in, whoever writes meanwhile, and comes back as that; or there is none."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import CaseMissingError, InputError, IntegrityError, StorageError, UsageError
from firsthand.exchange.backup import back_up, restore
from firsthand.exchange.bag import import_case, write_bag
from firsthand.integrity import verify
from firsthand.model import Decision, Document
from firsthand.queries import claims
from firsthand.store import Store

NOON = datetime(2031, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def case(tmp_path: Path) -> Any:
    made = Case.create(tmp_path / "pier", fictional=True)
    yield made
    made.store.close()


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "shelf"


def add(case: Case, number: int) -> str:
    """One report and one judgement in one transaction; the last link of the log after it."""
    body = f"Report {number}: the mayor said the old pier is closed."
    sha256 = case.archive(body.encode())
    with case.store.writing():
        case.store.put_document(Document(f"doc-{number}", f"{number}.txt", body, sha256, "text/plain", NOON))
        case.store.put_decision(Decision(f"dec-{number}", "same", (f"doc-{number}",), "same", "ana", NOON))
        return case.store.chain_head()


def held(root: Path) -> tuple[set[str], set[str], str]:
    """What a case holds: reports, judgements, the last link of its log."""
    opened = Case(root)
    try:
        assert verify(opened).problems == ()
        documents = {document.id for document in opened.store.documents()}
        return documents, {decision.id for decision in opened.store.decisions()}, opened.store.chain_head()
    finally:
        opened.store.close()


def test_a_restored_case_says_the_same(small_case_copy: Case, shelf: Path, tmp_path: Path) -> None:
    told = [view.model_dump_json() for view in claims(small_case_copy)]
    (small_case_copy.root / ".inbox-token").write_text("secret", encoding="utf-8")
    done = CliRunner().invoke(app, ["backup", str(shelf), "-C", str(small_case_copy.root), "--json"])
    assert done.exit_code == 0, done.output
    said = json.loads(done.stdout)
    assert said["case"]["problems"] == [] and said["case"]["anchors"] > 0 and said["removed"] == []
    assert [folder.name for folder in shelf.iterdir()] == [Path(said["folder"]).name]
    again = CliRunner().invoke(app, ["restore", said["folder"], str(tmp_path / "again")])
    assert again.exit_code == 0 and "all hold" in again.output
    restored = Case(tmp_path / "again")
    assert [view.model_dump_json() for view in claims(restored)] == told
    assert restored.store.chain_head() == small_case_copy.store.chain_head()
    names = {path.relative_to(restored.root) for path in restored.root.rglob("*") if path.is_file()}
    ours = {path.relative_to(small_case_copy.root) for path in small_case_copy.root.rglob("*") if path.is_file()}
    assert {path.name for path in ours - names} <= {".inbox-token", ".lock", "case.db-wal", "case.db-shm"}
    restored.store.close()


def test_a_backup_while_somebody_writes_is_a_state_of_the_case(case: Case, shelf: Path, tmp_path: Path) -> None:
    heads, stop = [add(case, 0)], threading.Event()

    def write() -> None:
        mine = Case(case.root)
        while not stop.is_set():
            heads.append(add(mine, len(heads)))
        mine.store.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [back_up(case, shelf) for _ in range(4)]
    finally:
        stop.set()
        writer.join()
    assert len(heads) > 4
    for number, backup in enumerate(made):
        assert backup.problems == ()
        assert restore(backup.folder, tmp_path / f"restored-{number}").problems == ()
        documents, judged, head = held(tmp_path / f"restored-{number}")
        state = heads.index(head) + 1
        assert documents == {f"doc-{item}" for item in range(state)}
        assert judged == {f"dec-{item}" for item in range(state)}


@pytest.mark.parametrize("copied", [back_up, lambda case, shelf: write_bag(case, shelf / "bag")])
def test_what_arrives_before_the_records_are_copied_comes_with_its_file(
    copied: Callable[[Case, Path], object], case: Case, shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Store.copy_to

    def late(store: Store, path: Path) -> None:
        add(case, 1)
        real(store, path)
        add(case, 2)

    monkeypatch.setattr(Store, "copy_to", late)
    copied(case, shelf)
    (bag,) = shelf.iterdir()
    shutil.copytree(bag / "data", shelf / "opened")
    assert held(shelf / "opened")[0] == {"doc-1"}


def test_what_vanishes_meanwhile_is_left_out(case: Case, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (case.root / "briefs" / "old.html").write_text("about to be replaced", encoding="utf-8")
    real = shutil.copyfile

    def copy(source: Path, target: Path) -> Path:
        if source.name == "old.html":
            source.unlink()
        return real(source, target)

    monkeypatch.setattr(shutil, "copyfile", copy)
    made = back_up(case, shelf)
    assert made.problems == ()
    assert not (made.folder / "data" / "briefs" / "old.html").exists()


PAUSED = """
import sys, time
from firsthand import cli
from firsthand.exchange import backup

where = sys.argv.pop()
real = getattr(backup, where)

def pausing(*args):
    if where != "write_payload":
        real(*args)
    print("IN THE MIDDLE", flush=True)
    time.sleep(60)

setattr(backup, where, pausing)
cli.main()
"""


@pytest.mark.parametrize("where", ["write_payload", "inspected", "write_tags"])
def test_a_killed_backup_leaves_nothing_that_looks_like_one(where: str, case: Case, shelf: Path) -> None:
    add(case, 1)
    command = [sys.executable, "-c", PAUSED, "backup", str(shelf), "-C", str(case.root), where]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout
    line = ""
    while "IN THE MIDDLE" not in line:
        line = process.stdout.readline()
        assert line or process.poll() is None, process.communicate()[1]
    meanwhile = back_up(case, shelf)
    assert len(list(shelf.iterdir())) == 2, "what is still at work is left alone"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    (shelf / ".firsthand-unfinished-letters").mkdir()
    mine = shelf / ".firsthand-unfinished-letters" / "to-ana.txt"
    mine.touch()
    (left,) = set(shelf.iterdir()) - {meanwhile.folder, mine.parent}
    assert left.name.startswith(".")
    with pytest.raises(InputError, match="no backup"):
        restore(left, shelf / "never")
    made = back_up(case, shelf)
    assert set(shelf.iterdir()) == {meanwhile.folder, made.folder, mine.parent}, "what a killed process left is gone"
    assert mine.exists()


def test_a_full_disk_is_said_and_leaves_nothing(small_case_copy: Case, shelf: Path) -> None:
    limited = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "size = int(sys.argv.pop())\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))\n"
        "from firsthand import cli\ncli.main()"
    )
    root = small_case_copy.root
    largest = max(path.stat().st_size for path in (root / "files").rglob("*") if path.is_file())
    (root / "large.bin").write_bytes(bytes((root / "case.db").stat().st_size * 2 + largest))
    # The first cannot write the records, the second not one of the files.
    for size in (20_000, (root / "large.bin").stat().st_size - 1):
        command = [sys.executable, "-c", limited, "backup", str(shelf), "-C", str(root), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == StorageError.exit_code, done.stderr
        assert "disk" in done.stderr and "run the same command again" in done.stderr
        assert "Traceback" not in done.stderr
        assert list(shelf.iterdir()) == []
    assert verify(small_case_copy).problems == ()


def test_where_no_backup_can_lie(case: Case, shelf: Path, tmp_path: Path) -> None:
    for inside in (case.root, case.root / "files" / "backups"):
        with pytest.raises(UsageError, match="inside the case"):
            back_up(case, inside)
    (tmp_path / "way-in").symlink_to(case.root)
    with pytest.raises(UsageError, match="inside the case"):
        back_up(case, tmp_path / "way-in" / "backups")
    shelf.write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="a file"):
        back_up(case, shelf)
    with pytest.raises(UsageError, match="at least one"):
        back_up(case, tmp_path, keep=0)
    done = CliRunner().invoke(app, ["backup", "-C", str(tmp_path / "nowhere")])
    assert isinstance(done.exception, CaseMissingError)
    assert not (case.root / "files" / "backups").exists()


def test_without_a_folder_it_lies_beside_the_case(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case.root)
    opened = Case(Path())
    made = back_up(opened)
    opened.store.close()
    assert made.folder.parent == case.root.parent
    assert made.folder.name.startswith("pier-backup-")


def test_only_the_oldest_of_this_case_are_removed(case: Case, shelf: Path, tmp_path: Path) -> None:
    other = Case.create(tmp_path / "elsewhere" / "pier", fictional=True)
    theirs = back_up(other, shelf).folder
    other.store.close()
    (shelf / "pier-backup-20200101T000000Z").mkdir()
    (shelf / "notes.txt").touch()
    ours = [back_up(case, shelf).folder for _ in range(3)]
    old = [ours[0].rename(shelf / "pier-backup-20210101T000000Z")]
    old += [ours[1].rename(shelf / "pier-backup-20210101T000000Z-2")]
    late = ours[2].rename(shelf / "pier-backup-29990101T000000Z")
    made = back_up(case, shelf, keep=2)
    assert made.removed == tuple(old)
    assert {path.name for path in shelf.iterdir()} == {
        *(made.folder.name, late.name, theirs.name),
        *("pier-backup-20200101T000000Z", "notes.txt"),
    }
    assert back_up(case, shelf, keep=1).removed == (made.folder, late)


def test_a_backup_that_does_not_hold_removes_no_other(case: Case, shelf: Path, tmp_path: Path) -> None:
    add(case, 1)
    good = back_up(case, shelf)
    case.file_path(case.store.documents()[0].sha256).unlink()
    done = CliRunner().invoke(app, ["backup", str(shelf), "--keep", "1", "-C", str(case.root)])
    assert done.exit_code == IntegrityError.exit_code
    assert "1.txt" in done.output and "older backups were left alone" in " ".join(done.output.split())
    (bad,) = set(shelf.iterdir()) - {good.folder}
    refused = restore(bad, tmp_path / "again")
    assert [problem.thing for problem in refused.problems] == ["1.txt"]
    assert not (tmp_path / "again").exists()
    assert restore(good.folder, tmp_path / "again").problems == ()


def test_a_damaged_backup_is_refused_with_all_that_differs(case: Case, shelf: Path, tmp_path: Path) -> None:
    add(case, 1)
    folder = back_up(case, shelf).folder
    path = next((folder / "data" / "files").glob("*/*"))
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    (folder / "data" / "sites.geojson").unlink()
    done = CliRunner().invoke(app, ["restore", str(folder), str(tmp_path / "again"), "--json"])
    assert done.exit_code == IntegrityError.exit_code
    said = {item["thing"]: item["message"] for item in json.loads(done.stdout)["problems"]}
    assert "altered" in said[path.relative_to(folder).as_posix()]
    assert "gone" in said["data/sites.geojson"]
    assert list(tmp_path.glob("again*")) == [] and list(tmp_path.glob(".firsthand*")) == []


def test_nothing_is_restored_over_a_case(case: Case, shelf: Path, tmp_path: Path) -> None:
    folder = back_up(case, shelf).folder
    with pytest.raises(UsageError, match="empty"):
        restore(folder, case.root)
    with pytest.raises(InputError, match="no backup"):
        restore(shelf / "nothing", tmp_path / "again")
    (tmp_path / "empty").mkdir()
    assert restore(folder, tmp_path / "empty").problems == ()
    assert held(tmp_path / "empty")[0] == set()


@pytest.mark.parametrize("taken", [restore, import_case])
def test_whoever_takes_a_case_with_roles_may_write_to_it(
    taken: Callable[[Path, Path], object],
    case: Case,
    shelf: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: "ana")
    case.store.set_person("ben", "reader")
    folder = back_up(case, shelf).folder
    monkeypatch.setattr("getpass.getuser", lambda: "cleo")
    taken(folder, tmp_path / "again")
    opened = Case(tmp_path / "again")
    add(opened, 1)
    roles = {person.name: person.role for person in opened.store.people()}
    assert roles == {"ana": "owner", "ben": "reader", "cleo": "owner"}
    assert "cleo: owner, " in {event.detail[:13] for event in opened.store.events()}
    assert verify(opened).problems == ()
    opened.store.close()
