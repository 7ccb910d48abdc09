"""Pictures of a report for the docs: wide and phone, light and dark.

python tools/screenshots.py REPORT.html docs/images
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SIZES = {"wide": (1280, 1000), "phone": (390, 844)}


def main() -> None:
    """Open the page from disk in Debian's Chromium and photograph its top, and the whole of it on a phone."""
    page_file, out = Path(sys.argv[1]).resolve(), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (width, height) in SIZES.items():
            for scheme in ("light", "dark"):
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto(page_file.as_uri())
                page.wait_for_timeout(1500)
                page.screenshot(path=out / f"report-{name}-{scheme}.png")
                if len(sys.argv) > 3:
                    page.screenshot(path=out / f"report-{name}-{scheme}-full.png", full_page=True)
        browser.close()


if __name__ == "__main__":
    main()
