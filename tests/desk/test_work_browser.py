"""Working on the desk in a real browser, each flow from end to end. Skipped, with the reason, without a Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from test_desk_browser import AXE, CHROMIUM, FINDINGS, NAMELESS, NARROW, WIDE, browser
from working_case import claim_about, document_named, statement_saying

from firsthand.case import Case
from firsthand.desk.inbox import make_token
from firsthand.read.reader import read
from firsthand.trace.tracer import trace
from firsthand.weigh.hypotheses.boards import board

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

__all__ = ["browser"]
expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright").expect
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt install chromium")
HELD = "The engine test stand at Ormond Point was dismantled, according to two officials."


@pytest.fixture
def desk(work_root: Path, serve: Callable[[Path], str]) -> str:
    """The desk over a case of its own."""
    return serve(work_root)


@pytest.fixture
def page(browser: Browser, desk: str) -> Iterator[Page]:
    """A page that fails its test when the console reports an error, such as a refusal by the policy."""
    context = browser.new_context(viewport=WIDE, base_url=desk)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def mark_words(page: Page, words: str) -> None:
    """As a reader marks words with the mouse."""
    page.evaluate(
        """(words) => {
          const walker = document.createTreeWalker(document.querySelector("article.text"), NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(node, at);
            range.setEnd(node, at + words.length);
            getSelection().removeAllRanges();
            getSelection().addRange(range);
            return;
          }
          throw new Error("not in one piece: " + words);
        }""",
        words,
    )


def test_read_correct_and_read_again(page: Page, work_case: Case) -> None:
    statement = statement_saying(work_case, "A covered red vehicle")
    document = document_named(work_case, "herald.txt")
    page.goto(f"/document/{document}")
    page.click(f"a[data-correct='{statement}']")
    form = page.locator(".note .correction")
    form.wait_for()
    assert page.url.endswith(document), "the form opens beside the text"
    mark_words(page, "covered red vehicle")
    page.click(".marked-bar button:has-text('Said')")
    assert form.locator("textarea").input_value() == "covered red vehicle"
    form.locator("[name=note]").fill("the article belongs to nobody")
    form.locator("button", has_text="Correct").click()
    page.wait_for_url("**done=dec-**")
    assert page.locator("mark.said", has_text="covered red vehicle").inner_text() == "covered red vehicle"
    read(work_case)
    page.goto(f"/document/{document}")
    assert page.locator("mark.said", has_text="covered red vehicle").inner_text() == "covered red vehicle"


def test_marked_words_begin_a_new_statement(page: Page, work_case: Case) -> None:
    document = document_named(work_case, "courier.txt")
    page.goto(f"/document/{document}")
    mark_words(page, "two officials")
    page.click(".marked-bar button:has-text('Who')")
    page.wait_for_url("**correct=new**")
    form = page.locator(".correction")
    assert form.locator("[name=source]").input_value() == "two officials"
    form.locator("textarea").fill("on Monday")
    form.locator("button", has_text="Add the statement").click()
    page.wait_for_url("**done=dec-**")
    assert [item.quote for item in work_case.store.statements(document) if item.corrected_by] == ["on Monday"]


def test_merge_and_undo(page: Page, work_case: Case) -> None:
    one, other = claim_about(work_case, "A red trailer"), claim_about(work_case, "A covered red vehicle")
    page.goto(f"/claim/{one}")
    page.select_option("#judge [name=other]", other)
    page.click("#judge button:has-text('Merge')")
    page.wait_for_url("**done=dec-**")
    trace(work_case)
    merged = claim_about(work_case, "A red trailer")
    assert len(work_case.store.claim(merged).members) == 2
    page.goto(f"/claim/{merged}")
    page.click(".decision button:has-text('Undo')")
    page.wait_for_url("**done=dec-**")
    expect(page.locator(".decision.gone")).to_have_count(1)
    assert not [item for item in work_case.store.decisions() if item.kind == "same"]


def test_a_run_is_started_watched_and_stopped(page: Page, work_root: Path) -> None:
    page.goto("/decisions")
    case = Case(work_root)
    with case.store.writing():  # the run waits for its turn to write, and so is there to be stopped
        page.click("button:has-text('Run the stages')")
        page.locator("[data-stop]").wait_for()
        assert not page.locator("[data-start]").is_visible()
        page.click("[data-stop] button")
        page.locator("[data-said]", has_text="stopped").wait_for()
        page.locator("[data-start]").wait_for()
    case.store.close()


def test_a_draft_turns_red_then_green_then_is_published(page: Page, work_root: Path) -> None:
    page.goto("/brief/ormond-point/edit")
    text, said, publish = page.locator("#text"), page.locator("#verdict"), page.locator("[data-publish]")
    text.fill("# Ormond Point\n\nNine hundred missiles were sold to Atlantis in 1912.")
    page.wait_for_selector(".under .fails")
    assert "1 of 1 sentences does not hold" in said.inner_text()
    assert publish.get_attribute("aria-disabled") == "true"
    publish.press("Enter")
    assert page.evaluate("document.activeElement.closest('.faults') !== null"), "it leads to what is wrong"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type(HELD)
    page.wait_for_selector(".under .holds")
    assert page.locator(".under .fails").count() == 0
    assert "The sentence holds" in said.inner_text()
    publish.click()
    page.wait_for_url("**/published")
    assert HELD in page.inner_text("body")
    assert HELD in (work_root / "briefs" / "ormond-point-brief.html").read_text()


def test_what_does_not_hold_is_not_published_by_any_way(browser: Browser, desk: str, work_root: Path) -> None:
    context = browser.new_context(base_url=desk)
    page = context.new_page()
    page.goto("/brief/ormond-point/edit")
    page.locator("#text").fill("Nine hundred missiles were sold to Atlantis in 1912.")
    # A form sent before the check has answered, as without scripts.
    page.evaluate("""() => {
      const form = document.querySelector("form.editor");
      form.action = form.querySelector("[data-publish]").formAction;
      HTMLFormElement.prototype.submit.call(form);
    }""")
    page.wait_for_selector("h1:has-text('This brief was refused')")
    assert not (work_root / "briefs" / "ormond-point-brief.html").exists()
    context.close()


def test_a_commitment_is_confirmed_by_the_keyboard_alone(page: Page, work_case: Case) -> None:
    page.goto("/commitments")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "Confirm":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**done=dec-**")
    assert work_case.store.decisions()[-1].kind == "commitment"
    expect(page.locator(".notice")).to_have_text(re.compile("^Recorded"))


def test_a_row_of_a_board_is_rated_by_the_keyboard(page: Page, work_case: Case) -> None:
    id = work_case.store.proposed_boards()[0].id
    page.goto(f"/board/{id}")
    page.get_by_label("E1 with H1", exact=True).focus()
    page.keyboard.type("II")
    page.get_by_label("Rate E1").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**done=dec-**#E1")
    assert board(work_case, id).rows[0].cells[0].rating.value == "II"


def test_numbers_open_in_place(page: Page, work_case: Case) -> None:
    claim = claim_about(work_case, "has dismantled")
    page.goto(f"/claim/{claim}")
    page.click("[data-later] [data-fetch]")
    page.wait_for_selector(".opened")
    page.locator(".opened summary").first.click()
    expect(page.locator(".opened tfoot").first).to_be_visible()
    assert page.url.endswith(claim)


def test_a_name_is_set_once(page: Page, work_case: Case) -> None:
    page.goto("/")
    page.click(".signed summary")
    page.fill(".signed [name=name]", "Ada Brink")
    page.keyboard.press("Enter")
    page.wait_for_selector(".signed summary:has-text('Ada Brink')")
    page.goto("/source/Harbour Wire")
    page.select_option("[name=letter]", "C")
    page.click("button:has-text('Give')")
    page.wait_for_url("**done=dec-**")
    assert work_case.store.decisions()[-1].who == "Ada Brink"


def test_without_scripts_everything_can_still_be_done(browser: Browser, desk: str, work_case: Case) -> None:
    context = browser.new_context(viewport=WIDE, base_url=desk, java_script_enabled=False)
    page = context.new_page()
    statement = statement_saying(work_case, "A covered red vehicle")
    page.goto(f"/document/{document_named(work_case, 'herald.txt')}")
    page.click(f"a[data-correct='{statement}']")
    page.select_option(".correction [name=stance]", "denies")
    page.click(".correction button:has-text('Correct')")
    expect(page.locator(".notice")).to_be_visible()
    assert [item.stance for item in work_case.store.statements() if item.corrected_by] == ["denies"]
    page.goto("/brief/ormond-point/edit")
    page.fill("#text", "Nine hundred missiles were sold to Atlantis in 1912.")
    page.click("button:has-text('Save and check')")
    expect(page.locator(".faults li")).to_have_count(1)
    context.close()


def work_pages(case: Case) -> list[str]:
    board_id, commitment = case.store.proposed_boards()[0].id, case.store.commitments()[0].id
    claim, document = claim_about(case, "has dismantled"), document_named(case, "herald.txt")
    statement = statement_saying(case, "A covered red vehicle")
    return [f"document/{document}?correct={statement}", f"document/{document}?correct=new&done=dec-0",
            f"document/{document_named(case, 'attack.html')}/original", f"claim/{claim}", "boards",
            f"board/{board_id}", "commitments", f"commitment/{commitment}", "sources", "source/Harbour Wire", "alerts",
            "decisions", f"why/{claim}", "drafts", "brief/ormond-point/edit", "capture", "enter"]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_work_scrolls_sideways_and_axe_finds_nothing_serious(
    browser: Browser, desk: str, work_case: Case, scheme: str
) -> None:
    make_token(work_case)
    context = browser.new_context(viewport=NARROW if scheme == "light" else WIDE, color_scheme=scheme)
    context.add_init_script(path=AXE)
    page = context.new_page()
    for path in work_pages(work_case):
        page.goto(f"{desk}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], path
        assert page.evaluate(FINDINGS) == [], path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(NAMELESS) == [], path
    context.close()
