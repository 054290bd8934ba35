"""Signatures by an SSH key, made and checked by ``ssh-keygen``: whoever checks one needs no program of ours.

The form is OpenSSH's (https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig); a signature says who
held the key, not when it was made.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from firsthand.errors import InputError, IntegrityError, StorageError, UsageError

NAMESPACE = "firsthand-bag"
"""A signature made for anything else, a commit or a letter, is not taken for one of a bag."""
ENDING = ".sig"
MOST_BYTES = 2**20
"""Of a signature, or of a file of keys."""
CHECK_S = 30
_KEY = re.compile(r"(?P<key>(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[\w@.-]+ [A-Za-z0-9+/=]+)(?: (?P<comment>[^\n]*))?\s*")
_GOOD = re.compile(r"with (?P<kind>\S+) key (?P<print>SHA256:\S+)")


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed, as far as the file of keys says."""

    name: str
    """As the file names the key; empty when it is a bare key without a comment."""
    key: str
    """Kind and fingerprint, as `ssh-keygen -l` prints them: "ED25519 SHA256:…"."""


def sign(path: Path, key: Path) -> Path:
    """Sign a file; returns the signature, which lies beside it under its name and ``.sig``.

    ``key`` is a private key, or a public one whose private half an agent holds. A passphrase is asked for by
    ssh-keygen itself. Raises UsageError without ssh-keygen, InputError when the key cannot be used, StorageError.
    """
    if not key.is_file():
        raise InputError("there is no such key", thing=str(key), remedy="make one with `ssh-keygen -t ed25519`")
    signature = path.with_name(path.name + ENDING)
    command = [_program(), "-Y", "sign", "-f", str(key.resolve()), "-n", NAMESPACE, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode or not signature.is_file():
        remedy = "give a private SSH key that only you may read, or load it into an agent"
        raise InputError(f"the key cannot sign ({_said(done.stderr)})", thing=str(key), remedy=remedy)
    return signature


def signer(path: Path, signature: Path, keys: Path) -> Signer:
    """Who of ``keys`` signed the file at ``path``.

    ``keys`` is a public key, or a file of allowed signers as `man ssh-keygen` has it. Raises IntegrityError when the
    signature is by none of them or for other bytes; UsageError without ssh-keygen; InputError when ``keys`` are none.
    """
    program = _program()
    with TemporaryDirectory(prefix="firsthand-signers-") as work:
        allowed = Path(work) / "allowed"
        try:
            allowed.write_text(_allowed(keys), encoding="utf-8")
            data = path.read_bytes()
        except OSError as err:
            raise StorageError(f"cannot be read ({err.strerror})", thing=str(err.filename), remedy="check it") from err
        files = ["-f", str(allowed), "-s", str(signature)]
        names = _run([program, "-Y", "find-principals", *files])
        name = names.stdout.splitlines()[0].strip() if names.returncode == 0 and names.stdout.strip() else ""
        if not name:
            remedy = "ask the sender, over another way, for the public key that was used"
            raise IntegrityError("it is signed by none of these keys", thing=str(keys), remedy=remedy)
        checked = _run([program, "-Y", "verify", *files, "-I", name, "-n", NAMESPACE], data)
    good = _GOOD.search(checked.stdout)
    if checked.returncode or good is None:
        said = _said(checked.stderr) or _said(checked.stdout)
        raise IntegrityError(f"the signature does not hold ({said})", thing=path.name, remedy="get it again")
    return Signer("" if name == _NAMELESS else name, f"{good['kind']} {good['print']}")


_NAMELESS = "firsthand-signer"


def _allowed(keys: Path) -> str:
    """The text of a file of allowed signers. Raises InputError, OSError."""
    if keys.stat().st_size > MOST_BYTES:
        raise InputError("this is too long for a file of keys", thing=str(keys), remedy="give a public SSH key")
    text = keys.read_text(encoding="utf-8", errors="replace").strip()
    if "PRIVATE KEY" in text:
        raise InputError("this is a private key", thing=str(keys), remedy="give the public one, which ends in .pub")
    bare = _KEY.fullmatch(text)
    if bare:
        # Principals are separated by white space and may hold patterns, so only plain names are taken over.
        name = re.sub(r"[^\w.@+-]", "_", (bare["comment"] or "").strip()) or _NAMELESS
        return f"{name} {bare['key']}\n"
    if not _KEY.search(text):
        raise InputError("there is no SSH key in it", thing=str(keys), remedy="give a public SSH key (.pub)")
    return f"{text}\n"


def _run(command: list[str], data: bytes = b"") -> subprocess.CompletedProcess[str]:
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=CHECK_S, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as err:
        raise IntegrityError("ssh-keygen did not answer", thing=command[2], remedy="try again") from err
    texts = (held.decode("utf-8", "replace") for held in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(command, done.returncode, *texts)


def _said(text: str) -> str:
    """The last line, without what a terminal would take for a command."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return "".join(sign for sign in lines[-1] if sign.isprintable())[:200] if lines else ""


def _program() -> str:
    found = shutil.which("ssh-keygen")
    if found is None:
        remedy = "install OpenSSH (Debian: openssh-client); without it a bag is handed over unsigned"
        raise UsageError("signatures need ssh-keygen, which is not here", thing="ssh-keygen", remedy=remedy)
    return found
