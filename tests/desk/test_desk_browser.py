"""The desk and a brief in a real browser. Skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
import vector_tiles
from PIL import Image

from firsthand.case import Case
from firsthand.publish.brief.publisher import BriefOptions, brief

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

Seen = TypeVar("Seen")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NAMELESS = """() => [...document.querySelectorAll("a, button, input:not([type=hidden]), summary, svg[role=img]")]
  .filter((element) => !(element.textContent.trim() || element.getAttribute("aria-label") || element.labels?.length
    || element.querySelector("img[alt]:not([alt=''])") || element.getAttribute("aria-hidden")))
  .map((element) => element.outerHTML)"""
"""Controls that a screen reader could not name."""
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FINDINGS = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations
  .filter((found) => ["serious", "critical"].includes(found.impact))
  .map((found) => `${found.id}: ${found.nodes.map((node) => node.html).slice(0, 3).join(" | ")}`)"""
LAND, WATER, ROAD = "#f6f3ec", "#bcd3e0", "#a89e8c"
"""Colours of the map in light."""
PLACES = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"id": id, "name": id}, "geometry": {"type": "Point", "coordinates": point}}
        for id, point in (("tarn", [-35.5, 41.2]), ("ledna", [-35.37, 41.28]))
    ],
}
"""Places of which no image is held, so that their map bears the basemap alone; at sea for outlines of the world."""
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


def two_of(page: Page, look: Callable[[], Seen]) -> set[Seen]:
    """What is seen of something that changes by itself, looked at until it has; a machine may be slow."""
    seen: set[Seen] = set()
    for _ in range(300):
        seen.add(look())
        if len(seen) == 2:
            break
        page.wait_for_timeout(100)
    return seen


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


def test_swipe_flicker_and_side_by_side(page: Page, address: str) -> None:
    page.goto(f"{address}/change/change-stand")
    before = page.locator(".compare .before")
    clip = "e => getComputedStyle(e).clipPath"
    half = before.evaluate(clip)
    page.locator(".compare input").focus()
    page.keyboard.press("End")
    assert before.evaluate(clip) != half
    page.keyboard.press("Home")
    everything_hidden = before.evaluate(clip)
    page.click("button[data-mode=flicker]")
    assert before.evaluate(clip) == "none" != everything_hidden
    assert two_of(page, lambda: before.evaluate("e => getComputedStyle(e).visibility")) == {"visible", "hidden"}
    page.click("button[data-mode=beside]")
    left, right = before.bounding_box(), page.locator(".compare .after").bounding_box()
    assert left and right and left["x"] + left["width"] <= right["x"]


def test_a_reader_who_wants_no_motion_changes_over_by_hand(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/change/change-stand")
    page.locator(".compare .stack").focus()
    page.keyboard.press("f")
    before = page.locator(".compare .before")
    visible = "e => getComputedStyle(e).visibility"
    assert before.evaluate(visible) == "visible"
    page.wait_for_timeout(1000)
    assert before.evaluate(visible) == "visible"
    page.keyboard.press("Space")
    assert before.evaluate(visible) == "hidden"
    assert page.locator(".compare [data-said]").inner_text() == "After"
    context.close()


def test_zoom_and_place_are_the_same_for_both_pictures(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point/compare")
    lie = "e => getComputedStyle(e).transform"
    one, other = page.locator(".pane.before img"), page.locator(".pane.after img")
    start = one.evaluate(lie)
    page.locator(".compare .stack").focus()
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    assert one.evaluate(lie) == other.evaluate(lie) != start
    box = page.locator(".compare .stack").bounding_box()
    assert box is not None
    held = one.evaluate(lie)
    page.mouse.move(box["x"] + 200, box["y"] + 200)
    page.mouse.down()
    page.mouse.move(box["x"] + 240, box["y"] + 230, steps=3)
    page.mouse.up()
    assert one.evaluate(lie) == other.evaluate(lie) != held
    page.click("[data-zoom=reset]")
    assert one.evaluate(lie) == start


def test_any_two_dates_are_chosen_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point/compare")
    picture = page.locator(".pane.before img")
    first = picture.get_attribute("src")
    page.select_option(".pair-form [name=before]", index=1)
    assert picture.get_attribute("src") != first
    # Never `wait_for_function`: it evaluates text in the page, which the desk's policy forbids.
    assert picture.evaluate("async image => { await image.decode(); return image.naturalWidth; }") > 0


def test_dates_narrow_the_lists(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.fill("[data-span] [name=from]", "2031-03-10")
    page.fill("[data-span] [name=to]", "2031-03-31")
    page.locator("[data-span] [name=to]").dispatch_event("change")
    reports = page.locator("section[aria-labelledby=reports-title]")
    assert reports.locator("li:not(.outside)").count() == 2
    assert "lie in this span" in page.locator("[data-span] output").inner_text()
    page.keyboard.press("Escape")
    page.wait_for_selector(".outside", state="detached")


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
    assert page.locator("section[aria-labelledby=reports-title] li.outside").count() >= 5
    page.click("[data-zoom-span]")
    page.wait_for_url("**from=2031-01**")
    page.wait_for_selector("[data-move=all]", state="attached")


def test_clocks_and_zoom_by_the_keyboard_keep_the_place(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.locator("a[data-move]", has_text="Happened").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**clock=happened**")
    assert page.locator("[data-part]").get_attribute("data-clock") == "happened"
    assert page.evaluate("document.activeElement.textContent") == "Happened"
    page.keyboard.press("+")
    page.wait_for_url("**from=**")
    page.reload()
    assert page.locator("[data-part]").get_attribute("data-clock") == "happened"


def test_pointing_at_a_mark_lights_its_entry(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.locator("svg.timeline.wide a[data-ref=change-stand]").hover()
    assert "lit" in (page.locator("li[data-ref=change-stand]").get_attribute("class") or "")


def test_the_map_shows_changes_or_leaves_the_plan(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map].mapped, [data-map].mapless", timeout=30_000)
    if page.locator("[data-map].mapless").count():
        assert page.locator(".plan-figure").is_visible()
        return
    assert not page.locator(".plan-figure").is_visible()
    page.get_by_role("button", name="Plan", exact=True).click()
    assert page.locator(".plan-figure").is_visible()


def drawn(page: Page, address: str) -> dict[str, float]:
    """Shares of the colours that the map of a page draws."""
    page.goto(address)
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map].mapped, [data-map].mapless", state="attached", timeout=30_000)
    if page.locator("[data-map].mapless").count():
        pytest.skip("this Chromium draws no WebGL")
    picture = Image.open(BytesIO(page.locator(".map canvas").screenshot())).convert("RGB")
    pixels = picture.width * picture.height
    counted = picture.getcolors(pixels) or []
    return {"#{:02x}{:02x}{:02x}".format(*colour): number / pixels for number, colour in counted}


@pytest.mark.parametrize("maker", ["protomaps", "openmaptiles"])
def test_the_map_draws_vector_tiles_of_the_case(
    maker: str, page: Page, tmp_path: Path, serve: Callable[[Path], str]
) -> None:
    case = Case.create(tmp_path / "case", title="Tiles")
    case.store.close()
    settings = case.root / "case.toml"
    settings.write_text(settings.read_text() + '\n[map]\ntiles = "base.pmtiles"\nattribution = "© nobody"\n')
    (case.root / "sites.geojson").write_text(json.dumps(PLACES))
    vector_tiles.write(case.root / "base.pmtiles", -35.5, 41.2, vector_tiles.MAKERS[maker])
    address = serve(case.root)
    near = drawn(page, f"{address}/site/tarn")
    assert 0.001 < near[WATER] < 0.1, "the lake"
    assert near[ROAD] > 0.0005, "the roads"
    assert "© nobody" in page.locator(".maplibregl-ctrl-attrib").inner_text()
    far = drawn(page, f"{address}/")
    assert 0.05 < far[LAND] < 0.6, "the island, which no outline of the world holds"
    assert page.locator("a.pin").all_inner_texts() == ["tarn", "ledna"]


def test_without_webgl_the_plan_stays(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{address}/site/ormond-point")
    page.locator("[data-map]").scroll_into_view_if_needed()
    page.wait_for_selector("[data-map].mapless")
    assert page.locator(".plan-figure").is_visible()
    assert page.locator(".map").count() == 0
    context.close()


def test_the_colours_are_chosen_and_kept(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme="light")
    page = context.new_page()
    paper = "getComputedStyle(document.body).backgroundColor"
    page.goto(f"{address}/")
    light = page.evaluate(paper)
    page.click("[data-theme-switch]")
    page.click("[data-theme-switch]")
    assert "dark" in (page.locator("[data-theme-switch]").get_attribute("aria-label") or "")
    dark = page.evaluate(paper)
    assert dark != light
    page.goto(f"{address}/site/ormond-point")
    assert page.evaluate(paper) == dark
    context.close()


def test_what_takes_a_while_comes_in_place(page: Page, address: str) -> None:
    page.goto(f"{address}/site/ormond-point")
    page.click("section[aria-labelledby=passes-title] [data-fetch]")
    page.wait_for_selector("section[aria-labelledby=passes-title] :text('no orbital element sets')")
    assert page.url.endswith("/site/ormond-point")


def test_keys_reach_the_search_and_the_entries(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("/")
    page.keyboard.type("boosters")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=boosters")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('.hits') !== null")


def every_page(case: Case) -> list[str]:
    document = case.store.documents()[0].id
    return ["", "site/ormond-point", "site/ormond-point?clock=happened", "site/ormond-point/compare",
            "site/ormond-point/passes", f"document/{document}", "claim/claim-stand", "change/change-stand",
            "search?q=stand", "claims?only=contested", "reports?site=ormond-point", "nothing"]  # fmt: skip


def test_a_claim_is_reached_without_a_mouse(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/claim/**")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_scrolls_sideways_and_axe_finds_nothing_serious(
    browser: Browser, address: str, desk_case: Case, scheme: str
) -> None:
    context = browser.new_context(viewport=NARROW if scheme == "light" else WIDE, color_scheme=scheme)
    # The policy stays as it is: axe is put in by the browser, not by the page.
    context.add_init_script(path=AXE)
    page = context.new_page()
    for path in every_page(desk_case):
        page.goto(f"{address}/{path}")
        if scheme == "light":
            assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"], path
        assert page.evaluate(FINDINGS) == [], path
        assert page.locator("h1").count() == 1, path
        assert page.evaluate(NAMELESS) == [], path
    context.close()


@pytest.mark.parametrize("width", [768, 3840])
def test_other_screens_have_no_sideways_scroll_either(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 1200})
    page = context.new_page()
    for path in ("", "site/ormond-point", "site/ormond-point/compare"):
        page.goto(f"{address}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


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
    assert len(two_of(page, figure.screenshot)) == 2
    context.close()
