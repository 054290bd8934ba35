"""Take the pictures of the README from a demo case: ``python scripts/pictures.py DEMO-CASE``.

Chromium (Debian's will do) opens the desk and a brief as a reader would. Each picture is kept below 200 kB by a palette
of 256 colours or fewer.
"""

from __future__ import annotations

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import uvicorn
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from firsthand.desk.app import create_app
from firsthand.desk.serve import listener

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
MOST_BYTES = 200_000
WIDTH, HEIGHT = 1280, 900
SITE, CLAIM = "tarn-valley", "clm-45da2c541fd3"


@contextmanager
def desk(case: Path) -> Iterator[str]:
    """The address of the case's desk, served while the block runs."""
    with listener("127.0.0.1", 0) as socket:
        server = uvicorn.Server(uvicorn.Config(create_app(case), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.05)
        try:
            yield f"http://127.0.0.1:{socket.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=10)


def keep(page: Page, name: str, height: int, below: str = "body") -> None:
    """Save what the page shows from an element on, in as many colours as fit."""
    page.set_viewport_size({"width": WIDTH, "height": height})
    page.wait_for_load_state("networkidle")
    page.locator(below).first.evaluate("element => element.scrollIntoView()")
    page.wait_for_timeout(2500)
    picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
    for colours in (256, 128, 64, 32):
        held = BytesIO()
        # Coverage keeps the few pixels that have a colour of their own: marks, and what came and went on the map.
        picture.quantize(colours, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE).save(held, "PNG", optimize=True)
        if held.tell() < MOST_BYTES:
            break
    (IMAGES / f"{name}.png").write_bytes(held.getvalue())
    sys.stdout.write(f"{name}.png: {held.tell() // 1000} kB, {colours} colours\n")


def main() -> None:
    case = Path(sys.argv[1]).resolve()
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    with desk(case) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--use-gl=swiftshader"])
        page = browser.new_page(color_scheme="light", viewport={"width": WIDTH, "height": HEIGHT})
        page.goto(f"{address}/site/{SITE}")
        keep(page, "desk", 1400)
        keep(page, "place", 1420, below="#place-title")
        page.goto(f"{address}/claim/{CLAIM}")
        keep(page, "claim", 1000)
        page.goto(f"{address}/search?q=supper")
        page.locator("a[href*='/document/']").first.click()
        keep(page, "document", 900, below="header.head")
        page.goto((case / "briefs" / f"{SITE}.html").as_uri())
        page.locator("summary").first.click()
        keep(page, "brief", 1200)
        browser.close()


if __name__ == "__main__":
    main()
