"""Debian's Chromium, offline by construction: every request but the page itself is recorded."""

import shutil
from dataclasses import dataclass, field
from typing import Any

import pytest


@dataclass
class Opened:
    """A page with what it said and asked for."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def chromium():
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("Chromium is not installed; run: apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def opened(chromium, tmp_path):
    """Opens HTML from disk at a width and in a colour scheme, and waits until its plots are drawn."""
    contexts = []

    def opening(html, *, width=1280, scheme="light", plots=True):
        file = tmp_path / "report.html"
        file.write_text(html, "utf-8")
        context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
        contexts.append(context)
        found = Opened(context.new_page())
        found.page.on("console", lambda message: found.said.append(message.text))
        found.page.on("pageerror", lambda error: found.said.append(str(error)))
        found.page.on("request", lambda request: found.asked.append(request.url))
        found.page.goto(file.as_uri())
        if plots:
            found.page.wait_for_selector(f"html[data-charts={scheme}]", state="attached")
        return found

    yield opening
    for context in contexts:
        context.close()
