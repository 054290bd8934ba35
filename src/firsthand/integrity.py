"""Does the case still hold? Every anchor, every hash, every reference."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from firsthand.case import Case
from firsthand.model import Anchor, Claim, Statement
from firsthand.stage import Problem, Progress, no_progress


@dataclass(frozen=True, slots=True)
class Verification:
    """What :func:`verify` looked at and what does not hold."""

    anchors: int
    files: int
    chips: int
    references: int
    problems: tuple[Problem, ...]


def verify(case: Case, progress: Progress = no_progress) -> Verification:
    """Check the store, the chain of its event log, every quote against its text, every file and chip against its hash,
    every reference.
    """
    problems = [Problem("case.db", line, "restore it from a backup") for line in case.store.integrity()]
    ask = "compare with a backup, and ask who had access"
    problems += [Problem(thing, said, ask) for thing, said in case.store.chain_faults()]
    counts = {}
    checks: dict[str, Callable[[Case], Iterator[Problem | None]]] = {
        "anchors": _anchors,
        "files": _files,
        "chips": _chips,
        "references": _references,
    }
    for number, (name, check) in enumerate(checks.items(), 1):
        outcomes = list(check(case))
        counts[name] = len(outcomes)
        problems += [outcome for outcome in outcomes if outcome is not None]
        progress(f"verify {name}", number, len(checks))
    return Verification(counts["anchors"], counts["files"], counts["chips"], counts["references"], tuple(problems))


def sha256_of(path: Path) -> str:
    """Hexadecimal SHA-256 of a file, read in blocks."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def anchors_of(statement: Statement) -> list[Anchor]:
    """Every anchor that a statement rests on."""
    event = statement.event
    found = [
        *statement.content,
        statement.source,
        statement.cue,
        *(link.anchor for link in statement.chain),
        *statement.certainty.words,
        *(gap.anchor for gap in statement.unresolved),
        *(place.anchor for place in statement.places),
        event.quantity.anchor if event.quantity else None,
        event.time.anchor if event.time else None,
    ]
    return [anchor for anchor in found if anchor is not None]


def _anchors(case: Case) -> Iterator[Problem | None]:
    for document in case.store.documents():
        for statement in case.store.statements(document.id):
            for anchor in anchors_of(statement):
                holds = document.text[anchor.start : anchor.end] == anchor.quote
                yield (
                    None
                    if holds
                    else Problem(
                        f"{document.name}, {statement.id}",
                        f"the quote {anchor.quote!r} does not stand at {anchor.start}–{anchor.end}",
                        "run `firsthand read` again; if it stays, report a bug",
                    )
                )


def _files(case: Case) -> Iterator[Problem | None]:
    captured = [(document.name, document.sha256) for document in case.store.documents()]
    captured += [(scene.name, scene.sha256) for scene in case.store.scenes()]
    for name, expected in captured:
        yield _hash_problem(name, case.file_path(expected), expected, "collect the file again from its source")


def _chips(case: Case) -> Iterator[Problem | None]:
    for change in case.store.changes():
        for chip in change.chips:
            remedy = "run `firsthand watch` after deleting the chip"
            yield _hash_problem(f"chips/{chip.name}", case.chip_path(chip.name), chip.sha256, remedy)


def _hash_problem(name: str, path: Path, expected: str, remedy: str) -> Problem | None:
    if not path.is_file():
        return Problem(name, f"its bytes are gone ({path.name[:16]}… is missing)", remedy)
    found = sha256_of(path)
    return None if found == expected else Problem(name, "its bytes were altered: the hash does not hold", remedy)


def _references(case: Case) -> Iterator[Problem | None]:
    statements = {statement.id: statement.document_id for statement in case.store.statements()}
    scenes = {scene.id for scene in case.store.scenes()}
    for claim in case.store.claims():
        yield from _claim_references(claim, statements)
    for change in case.store.changes():
        missing = [id for id in change.scene_ids if id not in scenes]
        yield (
            Problem(change.id, f"names scenes that are not there: {missing}", "run `firsthand watch`")
            if missing
            else None
        )


def _claim_references(claim: Claim, statements: dict[str, str]) -> Iterator[Problem | None]:
    origins = {origin.id for origin in claim.origins}
    for member in claim.members:
        wrong = statements.get(member.statement_id) != member.document_id
        wrong = wrong or (member.origin_id is not None and member.origin_id not in origins)
        said = f"its member {member.statement_id} is not there"
        yield Problem(claim.id, said, "run `firsthand trace`") if wrong else None
