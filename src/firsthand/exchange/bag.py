"""A whole case as a bag (BagIt 1.0, https://www.rfc-editor.org/rfc/rfc8493): handed over so that the other side can
check that nothing was lost or altered.

``data/`` holds the case folder as it is; the store is copied as one consistent state, also while somebody works on it.
The bag does not say when it was made: the same case makes the same bag.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from urllib.parse import quote, unquote

from firsthand import __version__
from firsthand.case import Case, names_server, with_store
from firsthand.errors import InputError, IntegrityError
from firsthand.exchange.whole import UNFINISHED, check_free, made_whole
from firsthand.integrity import Verification, sha256_of, verify
from firsthand.signing import ENDING, Signer, sign, signer
from firsthand.stage import Problem, Progress, no_progress
from firsthand.store import take_over

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha512", "sha256")
"""Those that a bag is checked by; weaker ones prove nothing against somebody who wants to alter it."""
SIGNED = "tagmanifest-sha256.txt"
"""What a signature is over: it lists the manifest, which lists all else."""
_LEFT = (
    *("case.db", "case.db-wal", "case.db-shm", "case.db.moved", "case.db.moving"),
    *("case.toml", ".lock", ".inbox-token"),
)
"""The store is copied apart; the token lets this desk's own people in; the rest belongs to running processes."""
_AGAIN = "get the bag again from where it came"
_MAX_TAG_BYTES = 256 * 2**20


@dataclass(frozen=True, slots=True)
class BagVerification:
    """What :func:`verify_bag` looked at and what does not hold."""

    files: int
    """Payload files whose bytes were compared with the manifest."""
    case: Verification | None
    """Of the case inside; None when the bag itself does not hold."""
    problems: tuple[Problem, ...]
    signed: bool = False
    """There is a signature; by whom, and whether it holds, is known only with the signer's key."""
    signer: Signer | None = None
    """Who signed; None where that was not asked or does not hold."""


# ---- writing ---------------------------------------------------------------------------------------------------------


def write_bag(case: Case, folder: Path, key: Path | None = None) -> Path:
    """Write the whole case as a bag into a new or empty folder, signed with an SSH key when one is given.

    Raises UsageError, StorageError, InputError when the key cannot sign.
    """
    check_free(folder, "choose a new or empty folder for the bag")
    with made_whole(folder) as work:
        write_payload(case, work / "data")
        write_tags(case, work)
        if key is not None:
            sign(work / SIGNED, key)
    return folder


def write_payload(case: Case, payload: Path) -> None:
    """Write the case into a new folder, as one consistent state also while others write to it.

    Raises OSError, StorageError, IntegrityError.
    """
    payload.mkdir(parents=True)
    # The records before the files: a file is there before its row, and captured bytes are never removed.
    case.store.copy_to(payload / "case.db")
    for source in _payload(case.root):
        target = payload / source.relative_to(case.root)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(source, target)
        except FileNotFoundError:
            # Somebody at work has removed it since it was listed; an empty copy must not stand for it.
            if source.exists():
                raise
            target.unlink(missing_ok=True)
    # A bag holds its records; a server named in it would be asked in their place wherever the bag is opened.
    settings = (case.root / "case.toml").read_text(encoding="utf-8")
    (payload / "case.toml").write_text(with_store(settings, None), encoding="utf-8")


def write_tags(case: Case, bag: Path) -> None:
    """Write what makes a bag of a folder whose ``data`` holds the case. Raises OSError, StorageError."""
    files = sorted(path for path in (bag / "data").rglob("*") if path.is_file())
    tags = {
        "bagit.txt": DECLARATION,
        "bag-info.txt": _info(case, files),
        "manifest-sha256.txt": _manifest(bag, files),
    }
    for name, data in tags.items():
        (bag / name).write_bytes(data)
    (bag / SIGNED).write_bytes(_manifest(bag, [bag / name for name in tags]))


def _payload(root: Path) -> Iterator[Path]:
    for path in sorted(root.rglob("*")):
        half_made = any(part.startswith((".writing-", UNFINISHED)) for part in path.relative_to(root).parts)
        if path.is_file() and path.name not in _LEFT and not half_made:
            yield path


def _info(case: Case, files: Iterable[Path]) -> bytes:
    sizes = [path.stat().st_size for path in files]
    title = " ".join(case.title.split())
    note = " (invented material: this case is fictional)" if case.fictional else ""
    lines = [
        f"Bag-Software-Agent: firsthand {__version__}",
        f"External-Description: Firsthand case: {title}{note}",
        f"External-Identifier: {case.store.chain_start()}",
        f"Payload-Oxum: {sum(sizes)}.{len(sizes)}",
    ]
    return "".join(f"{line}\n" for line in lines).encode()


def _manifest(root: Path, files: Iterable[Path]) -> bytes:
    lines = [f"{sha256_of(path)}  {_encoded(path.relative_to(root).as_posix())}\n" for path in files]
    return "".join(lines).encode()


def _encoded(name: str) -> str:
    """Only what would break a line is encoded (section 2.1.3)."""
    return re.sub(r"[%\r\n]", lambda match: quote(match.group()), name)


# ---- checking --------------------------------------------------------------------------------------------------------


def verify_bag(bag: Path, keys: Path | None = None) -> BagVerification:
    """Check a bag, and the case inside it when the bag holds; with ``keys``, also that one of them signed it.

    Raises InputError when it is no bag or ``keys`` hold none, UsageError without ssh-keygen, StorageError.
    """
    files, problems = check_bag(bag)
    signed, by = (bag / f"{SIGNED}{ENDING}").is_file(), None
    if keys is not None:
        try:
            by = _signer(bag, keys)
        except IntegrityError as err:
            problems.append(Problem.of(err, SIGNED))
    if problems:
        return BagVerification(files, None, tuple(problems), signed, None)
    with TemporaryDirectory(prefix="firsthand-bag-") as work:
        # Opening a store may write beside it, so a copy is opened; the rest of the case is only read.
        root = Path(work)
        for item in (bag / "data").iterdir():
            if item.name != "case.db":
                (root / item.name).symlink_to(item.resolve())
        shutil.copyfile(bag / "data" / "case.db", root / "case.db")
        inside = inspected(root)
    return BagVerification(files, inside, inside.problems, signed, by)


def _signer(bag: Path, keys: Path) -> Signer:
    """Who signed the bag. Raises IntegrityError when none of ``keys`` did, or what is signed does not cover the bag."""
    listing, signature = bag / SIGNED, bag / f"{SIGNED}{ENDING}"
    if not signature.is_file() or not listing.is_file():
        raise IntegrityError("the bag is not signed", thing=bag.name, remedy="ask the sender for a signed one")
    if not any(line.split()[1:] == ["manifest-sha256.txt"] for line in _tag_text(listing).splitlines()):
        raise IntegrityError("its signature does not cover the files of the bag", thing=SIGNED, remedy=_AGAIN)
    return signer(listing, signature, keys)


def check_bag(bag: Path) -> tuple[int, list[Problem]]:
    """The number of payload files and all that is wrong with the bag. Raises InputError when it is no bag."""
    if not (bag / "bagit.txt").is_file():
        raise InputError("this is no bag: it has no bagit.txt", thing=str(bag), remedy="name the folder of a bag")
    problems: list[Problem] = []
    if not re.match(r"BagIt-Version: (?:0\.97|1\.0)\s", _tag_text(bag / "bagit.txt")):
        problems.append(Problem("bagit.txt", "it declares no version of BagIt that is known here", _AGAIN))
    if (bag / "fetch.txt").exists():
        problems.append(Problem("fetch.txt", "parts of this bag lie elsewhere", "fetch them first"))
    payload = _compared(bag, "manifest", problems)
    _compared(bag, "tagmanifest", problems)
    if payload is None:
        problems.append(Problem(bag.name, "it has no manifest by SHA-256 or SHA-512", _AGAIN))
        return 0, problems
    found = {path.relative_to(bag).as_posix() for path in (bag / "data").rglob("*") if path.is_file()}
    for name in sorted(found - payload):
        problems.append(Problem(name, "no manifest lists this file: it was added later", "ask who made the bag"))
    if "data/case.toml" in payload and names_server(bag / "data" / "case.toml"):
        problems.append(Problem("case.toml", "it names a server for the records", "ask for a bag that holds them"))
    if not {"data/case.toml", "data/case.db"} <= payload:
        problems.append(Problem(bag.name, "there is no case in it", "name the bag of a case"))
    return len(payload), problems


def _compared(bag: Path, kind: str, problems: list[Problem]) -> set[str] | None:
    """Names that all manifests of a kind list, each compared with its hash; None when there is no such manifest.

    Each is heeded, not only the strongest: the others may be what was signed.
    """
    held = [_listed(bag, kind, name, problems) for name in ALGORITHMS if (bag / f"{kind}-{name}.txt").is_file()]
    if kind == "manifest" and any(names != held[0] for names in held):
        problems.append(Problem(kind, "its manifests do not list the same files", _AGAIN))
    return set.intersection(*held) if held else None


def _listed(bag: Path, kind: str, name: str, problems: list[Problem]) -> set[str]:
    """Names that one manifest lists, each compared with its hash."""
    listed = set()
    for line in _tag_text(bag / f"{kind}-{name}.txt").splitlines():
        stated, _, path = line.strip().partition(" ")
        file = unquote(path.strip().removeprefix("*").removeprefix("./"))
        if not file:
            continue
        listed.add(file)
        problem = _mismatch(bag, file, stated, name, kind)
        if problem:
            problems.append(Problem(file if file.isprintable() else ascii(file), problem, _AGAIN))
    return listed


def _mismatch(bag: Path, name: str, stated: str, algorithm: str, kind: str) -> str:
    """Why a listed file does not hold; empty when it does."""
    parts = PurePosixPath(name).parts
    if PurePosixPath(name).is_absolute() or {"..", "\0"} & {*parts, *name} or "\\" in name or ":" in name:
        return "its name leads out of the bag"
    if (kind == "manifest") != (parts[0] == "data"):
        return f"it does not belong into a {kind}"
    path = bag / name
    try:
        there = path.is_file()
    except OSError:  # a name longer than any file's
        there = False
    if not there:
        return "its bytes are gone"
    if path.resolve() != bag.resolve() / name:
        return "it is a link that leads elsewhere"
    with path.open("rb") as file:
        held = hashlib.file_digest(file, algorithm).hexdigest() == stated.lower()
    return "" if held else "its bytes were altered: the hash does not hold"


def _tag_text(path: Path) -> str:
    if path.stat().st_size > _MAX_TAG_BYTES:
        raise InputError("too long for a tag file", thing=str(path), remedy=_AGAIN)
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as err:
        raise InputError("not UTF-8", thing=str(path), remedy=_AGAIN) from err


# ---- taking in -------------------------------------------------------------------------------------------------------


def import_case(bag: Path, folder: Path) -> BagVerification:
    """Make a case of a bag in a new or empty folder, once every hash holds; whoever does becomes an owner of it.

    Raises InputError when it is no bag, IntegrityError when a hash does not hold, UsageError, StorageError.
    """
    check_free(folder, "choose a new or empty folder for the case")
    files, problems = check_bag(bag)
    if problems:
        first = problems[0]
        more = f"; and {len(problems) - 1} more" if len(problems) > 1 else ""
        raise IntegrityError(f"{first.thing}: {first.message}{more}", thing=str(bag), remedy=first.remedy)
    with made_whole(folder) as work:
        unpack(bag, work)
        take_over(work / "case.db", "taken in from a bag")
    inside = inspected(folder)
    return BagVerification(files, inside, inside.problems)


def unpack(bag: Path, folder: Path) -> None:
    """Copy what a bag holds into a folder. Raises OSError."""
    for source in sorted((bag / "data").rglob("*")):
        if source.is_file():
            target = folder / source.relative_to(bag / "data")
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def inspected(root: Path, progress: Progress = no_progress) -> Verification:
    """What :func:`verify` says of the case at ``root``, which is closed again. Raises CaseError, StorageError."""
    case = Case(root)
    try:
        return verify(case, progress)
    finally:
        case.store.close()
