"""``verify`` finds any quote, file or chip that no longer holds, and says which."""

from __future__ import annotations

from sqlalchemy import text

from firsthand.case import Case
from firsthand.integrity import verify


def test_the_demo_holds(demo_case: Case) -> None:
    result = verify(demo_case)
    assert result.problems == ()
    assert result.anchors > 100
    assert result.files == len(demo_case.store.documents()) + len(demo_case.store.scenes())
    assert result.chips >= 2 * len(demo_case.store.changes()) > 0


def test_an_altered_chip_is_named(demo_case_copy: Case) -> None:
    chip = demo_case_copy.store.changes()[0].chips[0]
    path = demo_case_copy.chip_path(chip.name)
    path.write_bytes(path.read_bytes() + b"!")
    assert chip.name in verify(demo_case_copy).problems[0].thing


def test_a_missing_scene_is_named(demo_case_copy: Case) -> None:
    scene = demo_case_copy.store.scenes()[0]
    demo_case_copy.file_path(scene.sha256).unlink()
    (problem,) = verify(demo_case_copy).problems
    assert problem.thing == scene.name
    assert "gone" in problem.message


def test_an_altered_text_breaks_its_quotes(demo_case_copy: Case) -> None:
    statement = demo_case_copy.store.statements()[0]
    document = demo_case_copy.store.document(statement.document_id)
    with demo_case_copy.store.writing() as connection:
        connection.execute(
            text("UPDATE document SET body = replace(body, :old, :new) WHERE id = :id"),
            {"old": document.text[:20], "new": "x" * 21, "id": document.id},
        )
    problems = verify(demo_case_copy).problems
    assert problems
    assert all(document.name in problem.thing for problem in problems)
