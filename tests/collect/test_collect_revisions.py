from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from firsthand.case import Case
from firsthand.collect.collector import CollectOptions, collect
from firsthand.collect.revisions import address, diff, is_revision
from firsthand.model import Document
from firsthand.queries import show

DAY = datetime(2025, 3, 5, tzinfo=UTC)


def doc(text: str, name: str = "a", **more: object) -> Document:
    facts: dict[str, object] = {"outlet": "Osmeria Courier", "published": DAY} | more
    return Document(f"doc-{name}", name, text, "", "text/html", DAY, **facts)  # type: ignore[arg-type]


def applied(earlier: str, later: str) -> str:
    """The earlier text with the changes made to it."""
    out, position = "", 0
    for _, start, end, to_start, to_end in diff(earlier, later):
        out += earlier[position:start] + later[to_start:to_end]
        position = end
    return out + earlier[position:]


def test_one_address_is_one_work(body: str) -> None:
    first = doc(body, url="https://www.courier.example/hall/")
    second = doc("Quite another text.", "b", url="http://courier.example/hall#top", published=DAY + timedelta(days=90))
    assert is_revision(first, second)
    assert not is_revision(first, replace(second, url="https://courier.example/hall?id=2"))
    assert not is_revision(first, first)


def test_nearly_one_text_by_one_outlet_is_one_work(body: str) -> None:
    first = doc(body, url="https://courier.example/1")
    for text in (
        body,
        body.replace("forty", "fifty"),
        body + "\n\nThe ministry said on Thursday that it would answer.",
    ):
        assert is_revision(first, doc(text, "b", url="https://courier.example/2", published=DAY + timedelta(days=1)))


def test_another_outlet_copies_but_does_not_revise(body: str) -> None:
    assert not is_revision(doc(body), doc(body, "b", outlet="Northern Wire"))
    assert not is_revision(doc(body, outlet=""), doc(body, "b", outlet=""))


def test_a_follow_up_is_a_new_report(body: str) -> None:
    background = body.split("\n\n")
    news = "Cranes left the works on Monday, three neighbours said, and the road to the gate has been opened again.\n\n"
    more = "A spokeswoman of the ministry said that the hall is for storing grain, and that visitors are welcome.\n\n"
    assert not is_revision(doc(body), doc(news + more + background[-1], "b"))


def test_a_weekly_bulletin_is_no_revision(body: str) -> None:
    assert not is_revision(doc(body), doc(body.replace("forty", "fifty"), "b", published=DAY + timedelta(days=7)))
    assert not is_revision(doc(body), doc(body, "b", published=None))


@pytest.mark.parametrize("url", ["https://[", "", "not a url"])
def test_odd_addresses_are_told_apart(url: str) -> None:
    assert address(url) == url


def test_a_change_is_told_to_the_word(body: str) -> None:
    later = body.replace("forty metres", "fifty metres")
    (change,) = diff(body, later)
    op, start, end, to_start, to_end = change
    assert (op, body[start:end], later[to_start:to_end]) == ("replace", "forty", "fifty")


def test_paragraphs_that_come_and_go(body: str) -> None:
    first, second, third = body.split("\n\n")
    (gone,) = diff(body, f"{first}\n\n{third}")
    assert (gone[0], body[gone[1] : gone[2]], gone[3] == gone[4]) == ("delete", second, True)
    ((op, start, end, to_start, to_end),) = diff(f"{first}\n\n{third}", body)
    assert (op, start, end, body[to_start:to_end]) == ("insert", len(first), len(first), second)


@pytest.mark.parametrize("later", ["", "Other words.", "A new hall. Another one.\n\nAnd more (1,200 in all)."])
def test_changes_applied_give_the_later_text(later: str, body: str) -> None:
    def words(text: str) -> str:
        return "".join(text.split())

    for earlier in ("", "A hall.\n\nAnd more.", body):
        assert words(applied(earlier, later)) == words(later)
    assert diff(body, body) == []


def test_a_long_change_is_given_whole() -> None:
    earlier, later = ("x " * 30_000).strip(), ("y " * 30_000).strip()
    assert diff(earlier, later) == [("replace", 0, len(earlier), 0, len(later))]


def test_collected_revisions_form_a_line(case: Case, inbox: Path, page: str) -> None:
    """Also when one that lies between two others comes last."""
    texts = {1: page, 2: page.replace("forty", "fifty"), 3: page.replace("forty", "sixty")}
    for day in (1, 3, 2):
        (inbox / f"{day}.html").write_text(texts[day].replace("new-hall", f"new-hall-{day}"))
        options = CollectOptions(captured=DAY + timedelta(days=day))
        collect(case, [str(inbox / f"{day}.html")], options)
    one, two, three = (next(d for d in case.store.documents() if d.name == f"{day}.html") for day in (1, 2, 3))
    assert (one.revises, two.revises, three.revises) == (None, one.id, two.id)


def test_show_prints_what_a_revision_changed(case: Case, inbox: Path, page: str) -> None:
    for name, text in (("a.html", page), ("b.html", page.replace("forty", "fifty"))):
        (inbox / name).write_text(text)
        collect(case, [str(inbox / name)])
    revision = show(case, "b.html")["revision"]
    assert (revision["name"], len(revision["changes"])) == ("a.html", 1)
    change = revision["changes"][0]
    assert (change["op"], change["before"], change["after"]) == ("replace", "forty", "fifty")
    assert "revision" not in show(case, "a.html")
