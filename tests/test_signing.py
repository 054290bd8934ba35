"""A bag says whose key signed it; whatever was altered, exchanged or left out afterwards is found."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from firsthand.case import Case
from firsthand.cli import app
from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.exchange.bag import SIGNED, verify_bag, write_bag
from firsthand.exchange.formats import export

needs_ssh = pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="ssh-keygen (OpenSSH) is not here")


def _key(folder: Path, name: str, kind: str = "ed25519") -> Path:
    command = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", f"{name}@quay.example", "-f", str(folder / name)]
    subprocess.run(command, check=True, capture_output=True)
    return folder / name


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _key(tmp_path_factory.mktemp("keys"), "ferro")


@pytest.fixture(scope="module")
def signed(key: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("signed")
    case = Case.create(work / "case", title="Quay", fictional=True)
    (case.root / "notes.txt").write_text("two cranes", encoding="utf-8")
    bag = write_bag(case, work / "case.bag", key)
    case.store.close()
    return bag


@pytest.fixture
def bag(signed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(signed, tmp_path / "case.bag"))


def _public(key: Path) -> Path:
    return key.with_suffix(".pub")


@needs_ssh
def test_the_signer_is_named(bag: Path, key: Path) -> None:
    found = verify_bag(bag, _public(key))
    assert found.problems == () and found.signed
    assert found.signer and found.signer.name == "ferro@quay.example"
    assert found.signer.key.startswith("ED25519 SHA256:")


@needs_ssh
def test_a_third_party_checks_it_with_what_it_has(bag: Path, key: Path, tmp_path: Path) -> None:
    """The very commands of docs/exchange.md."""
    (tmp_path / "allowed").write_text(f"ferro {_public(key).read_text('utf-8')}", encoding="utf-8")
    command = ["ssh-keygen", "-Y", "verify", "-f", str(tmp_path / "allowed"), "-I", "ferro", "-n", "firsthand-bag"]
    with (bag / SIGNED).open("rb") as file:
        done = subprocess.run([*command, "-s", f"{bag / SIGNED}.sig"], stdin=file, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
    for name in (SIGNED, "manifest-sha256.txt"):
        for line in (bag / name).read_text("utf-8").splitlines():
            stated, _, file_name = line.partition("  ")
            assert hashlib.sha256((bag / file_name).read_bytes()).hexdigest() == stated


@needs_ssh
def test_a_file_of_allowed_signers_is_taken(bag: Path, key: Path, tmp_path: Path) -> None:
    other = _key(tmp_path, "dravo", "ecdsa")
    lines = [f"desk-{path.stem} {path.read_text('utf-8')}" for path in (_public(other), _public(key))]
    (tmp_path / "allowed").write_text("# our partners\n" + "".join(lines), encoding="utf-8")
    found = verify_bag(bag, tmp_path / "allowed")
    assert found.signer and found.signer.name == "desk-ferro"


@needs_ssh
def test_another_key_is_not_the_signer(bag: Path, tmp_path: Path) -> None:
    found = verify_bag(bag, _public(_key(tmp_path, "other")))
    assert found.signer is None
    assert ["signed by none of these keys" in problem.message for problem in found.problems] == [True]


@needs_ssh
def test_a_signature_for_something_else_is_not_taken(bag: Path, key: Path) -> None:
    (bag / f"{SIGNED}.sig").unlink()
    command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", "git", str(bag / SIGNED)]
    subprocess.run(command, check=True, capture_output=True)
    assert "does not hold" in verify_bag(bag, _public(key)).problems[0].message


@needs_ssh
def test_a_bag_made_anew_by_somebody_else_is_found(bag: Path, key: Path, tmp_path: Path) -> None:
    """All hashes hold, but the signature is of the earlier listing."""
    case = Case.create(tmp_path / "forged", title="Quay", fictional=True)
    forged = write_bag(case, tmp_path / "forged.bag")
    case.store.close()
    shutil.copy(bag / f"{SIGNED}.sig", forged / f"{SIGNED}.sig")
    assert verify_bag(forged).problems == (), "without a key only the hashes are checked"
    assert "does not hold" in verify_bag(forged, _public(key)).problems[0].message


@needs_ssh
def test_a_stronger_manifest_does_not_hide_the_signed_one(bag: Path, key: Path) -> None:
    """A file is altered, and a manifest by SHA-512 that fits it is put beside the signed one."""
    (bag / "data" / "notes.txt").write_text("ten cranes", encoding="utf-8")
    lines = [
        f"{hashlib.sha512(path.read_bytes()).hexdigest()}  {path.relative_to(bag).as_posix()}\n"
        for path in sorted((bag / "data").rglob("*"))
        if path.is_file()
    ]
    (bag / "manifest-sha512.txt").write_text("".join(lines), encoding="utf-8")
    assert [problem.thing for problem in verify_bag(bag, _public(key)).problems] == ["data/notes.txt"]


@needs_ssh
def test_a_listing_that_covers_nothing_is_no_signature(bag: Path, key: Path) -> None:
    (bag / f"{SIGNED}.sig").unlink()
    (bag / SIGNED).write_text(f"{hashlib.sha256((bag / 'bagit.txt').read_bytes()).hexdigest()}  bagit.txt\n", "utf-8")
    command = ["ssh-keygen", "-Y", "sign", "-f", str(key), "-n", "firsthand-bag", str(bag / SIGNED)]
    subprocess.run(command, check=True, capture_output=True)
    assert "does not cover" in verify_bag(bag, _public(key)).problems[0].message


@needs_ssh
def test_an_unsigned_bag_is_told(bag: Path, key: Path) -> None:
    (bag / f"{SIGNED}.sig").unlink()
    assert not verify_bag(bag).signed
    assert "not signed" in verify_bag(bag, _public(key)).problems[0].message


@needs_ssh
@pytest.mark.parametrize("text", ["", "no key here", "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n"])
def test_what_is_no_public_key_is_refused(bag: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "keys").write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as caught:
        verify_bag(bag, tmp_path / "keys")
    assert caught.value.remedy


@needs_ssh
def test_a_key_that_cannot_sign_leaves_no_bag(tmp_path: Path) -> None:
    (tmp_path / "bad").write_text("no key", encoding="utf-8")
    (tmp_path / "bad").chmod(0o600)
    case = Case.create(tmp_path / "case", fictional=True)
    for key in (tmp_path / "bad", tmp_path / "absent"):
        with pytest.raises(InputError):
            write_bag(case, tmp_path / "case.bag", key)
    case.store.close()
    assert not (tmp_path / "case.bag").exists()


def test_without_ssh_keygen_the_words_are_clear(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "key").write_text("x", encoding="utf-8")
    case = Case.create(tmp_path / "case", fictional=True)
    with pytest.raises(UsageError, match="ssh-keygen, which is not here") as caught:
        write_bag(case, tmp_path / "case.bag", tmp_path / "key")
    assert "openssh-client" in caught.value.remedy
    assert not (tmp_path / "case.bag").exists()
    case.store.close()


def test_only_a_bag_is_signed(tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", fictional=True)
    with pytest.raises(UsageError, match="only a bag"):
        export(case, "csv", tmp_path / "out", key=tmp_path / "key")
    case.store.close()


@needs_ssh
def test_the_commands_sign_and_check(key: Path, tmp_path: Path) -> None:
    case = Case.create(tmp_path / "case", fictional=True)
    case.store.close()
    bag, runner = str(tmp_path / "out.bag"), CliRunner()
    made = runner.invoke(app, ["export", "bag", "--to", bag, "--sign", str(key), "-C", str(case.root)])
    assert made.exit_code == 0, made.output
    checked = runner.invoke(app, ["verify", bag, "--signer", str(_public(key))])
    assert checked.exit_code == 0 and "signed by ferro@quay.example" in checked.output
    assert "--signer KEY" in runner.invoke(app, ["verify", bag]).output
    alone = runner.invoke(app, ["verify", "--signer", str(_public(key)), "-C", str(case.root)])
    assert isinstance(alone.exception, FirsthandError) or alone.exit_code
