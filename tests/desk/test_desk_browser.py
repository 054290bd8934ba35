"""The desk and a brief in a real browser. Skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from firsthand.case import Case
from firsthand.publish.publisher import BriefOptions, brief

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NAMELESS = """() => [...document.querySelectorAll("a, button, input, summary, svg[role=img]")]
  .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label") || element.labels?.length
    || element.querySelector("img[alt]:not([alt=''])") || element.getAttribute("aria-hidden")))
  .map((element) => element.outerHTML)"""
"""Controls that a screen reader could not name."""
NARROW = {"width": 320, "height": 640}
WIDE = {"width": 1440, "height": 900}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt install chromium")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: pip install playwright")
    with api.sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails its test when the console reports an error, such as a refusal by the policy."""
    context = browser.new_context(viewport=WIDE)
    opened = context.new_page()
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert said == []


def test_from_site_to_claim_to_the_quoted_words(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.click("article.claim h3 a")
    assert page.url.endswith("/claim/claim-stand")
    page.click(".tree a >> nth=1")
    assert "/document/" in page.url
    mark = page.locator("mark:target")
    assert mark.inner_text() == "Maravia is dismantling the engine test stand at Ormond Point"
    plain = page.locator("mark.said").last
    colour = "e => getComputedStyle(e).backgroundColor"
    assert mark.evaluate(colour) != plain.evaluate(colour)
    page.click(".note a[href^='/claim/'] >> nth=0")
    assert "/claim/claim-stand#st-" in page.url


def test_a_sentence_opens_its_evidence_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    first = page.locator("details.sentence").first
    assert not first.locator(".rests").is_visible()
    first.locator("summary").focus()
    page.keyboard.press("Enter")
    assert first.locator(".rests").is_visible()


def test_swipe_and_flicker(page: Page, address: str) -> None:
    page.goto(f"{address}/change/change-stand")
    before = page.locator(".compare .before")
    clip = "e => getComputedStyle(e).clipPath"
    half = before.evaluate(clip)
    page.locator(".compare input").focus()
    page.keyboard.press("End")
    assert before.evaluate(clip) != half
    page.keyboard.press("Home")
    everything_hidden = before.evaluate(clip)
    page.click("[data-flicker]")
    assert before.evaluate(clip) == "none" != everything_hidden
    page.click("[data-flicker]")
    assert before.evaluate(clip) == everything_hidden


def test_dates_narrow_the_lists(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.fill("[data-span] [name=from]", "2031-03-10")
    page.fill("[data-span] [name=to]", "2031-03-31")
    page.locator("[data-span] [name=to]").dispatch_event("change")
    assert page.locator(".rows > li:not(.outside)").count() == 2
    assert "lie in this span" in page.locator("[data-span] output").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".outside").count() == 0


def test_dragging_across_the_timeline_narrows_too(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    box = page.locator("svg.timeline.wide").bounding_box()
    assert box is not None
    y = box["y"] + box["height"] - 3
    page.mouse.move(box["x"] + box["width"] * 0.2, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.4, y, steps=4)
    page.mouse.up()
    assert page.locator("[data-span] [name=from]").input_value().startswith("2031-01")
    assert page.locator(".rows > li.outside").count() == 5


def test_pointing_at_a_mark_lights_its_entry(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.locator("svg.timeline.wide a[data-ref=change-stand]").hover()
    assert "lit" in (page.locator("article.change").get_attribute("class") or "")


def test_keys_reach_the_search_and_the_entries(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.keyboard.type("boosters")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=boosters")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.hits') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_on_a_small_screen(
    browser: Browser, address: str, desk_case: Case, scheme: str
) -> None:
    context = browser.new_context(viewport=NARROW, color_scheme=scheme)
    page = context.new_page()
    document = desk_case.store.documents()[0].id
    for path in ("", "site/ormond-point", f"document/{document}", "claim/claim-stand", "change/change-stand",
                 "search?q=stand", "brief/ormond-point", "nothing"):  # fmt: skip
        page.goto(f"{address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    context.close()


def test_every_control_has_a_name(page: Page, address: str) -> None:
    for path in ("", "site/ormond-point", "change/change-stand"):
        page.goto(f"{address}/{path}")
        nameless = page.evaluate(NAMELESS)
        assert nameless == []
        assert page.evaluate("document.querySelectorAll('img:not([alt])').length") == 0
        assert page.locator("h1").count() == 1


def test_a_brief_opens_from_a_file_without_network(browser: Browser, desk_case: Case, tmp_path: Path) -> None:
    path = brief(desk_case, "ormond-point", BriefOptions(out=tmp_path / "b.html", now=datetime(2031, 4, 2, tzinfo=UTC)))
    context = browser.new_context(viewport=WIDE, offline=True, java_script_enabled=False)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    page.locator("#key summary").first.click()
    assert page.locator("#key .rests").first.is_visible()
    assert page.locator(".swipe .over").first.is_visible()
    assert all(url.startswith(("file:", "data:")) for url in asked)
    page.set_viewport_size(NARROW)
    assert page.locator(".swipe img").first.is_visible()
    context.close()


def test_a_brief_compares_by_the_keyboard_and_flickers_without_a_script(
    browser: Browser, desk_case: Case, tmp_path: Path
) -> None:
    path = brief(desk_case, "ormond-point", BriefOptions(out=tmp_path / "b.html", now=datetime(2031, 4, 2, tzinfo=UTC)))
    context = browser.new_context(viewport=WIDE, java_script_enabled=False)
    page = context.new_page()
    page.goto(path.as_uri())
    figure = page.locator("figure.pair").first
    earlier = figure.locator(".over")
    figure.get_by_label("Both").focus()
    page.keyboard.press("ArrowRight")
    shown, whole = earlier.bounding_box(), figure.locator(".swipe").bounding_box()
    assert shown and whole and shown["width"] > 0.95 * whole["width"]
    page.keyboard.press("ArrowRight")
    assert not earlier.is_visible()
    page.keyboard.press("ArrowRight")
    assert figure.get_by_label("Flicker").is_checked()
    seen = set()
    for _ in range(14):
        seen.add(figure.screenshot())
        page.wait_for_timeout(120)
    assert len(seen) >= 2
    context.close()
