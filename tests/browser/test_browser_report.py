"""The report in a browser: quiet, offline, narrow, dark, hostile and large."""

from functools import cache

import pytest

from benchwright.reports import ReportInput, build, html
from reports.fabric import Runner, Shape, Skill, benchmark, hostile, realistic, single

pytestmark = pytest.mark.browser
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@cache
def page(which="real"):
    about, items, homes = benchmark(Shape(items=36, documents=3))
    broken = ReportInput(about, items, homes, (Runner(items).run("m", skill=Skill(error=1)), Runner(items).run("n")))
    one = single(shape=Shape(items=1, documents=1))
    whole = Runner(items, epochs=3).run("a", skill=Skill(error=0.05))
    some = ReportInput(about, items, homes, (whole, whole.model_copy(update={"system": "b", "model": "b",
                       "graded": whole.graded[:12]})))  # fmt: skip
    given = {"real": lambda: realistic(Shape(items=60, documents=4)), "hostile": hostile, "broken": lambda: broken,
             "one": lambda: one, "some": lambda: some}[which]()  # fmt: skip
    return html(build(given), given)


def open_everything(page_):
    for _ in range(2):  # replies are inside items
        page_.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page_.wait_for_timeout(200)


@pytest.mark.parametrize("which", ["real", "hostile", "broken", "one", "some"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_quiet_offline_and_does_not_scroll_sideways(opened, which, width):
    found = opened(page(which), width=width)
    open_everything(found.page)
    assert found.said == []
    assert len(found.asked) == 1
    assert found.page.evaluate(SIDEWAYS) == 0


def test_hostile_text_is_shown_and_does_nothing(opened):
    found = opened(page("hostile"))
    open_everything(found.page)
    assert found.page.evaluate("window.hit") is None
    assert found.page.locator("img").count() == 0
    assert "<script>window.hit=1</script>" in found.page.inner_text("#list")
    assert "{{7*7}}" in found.page.inner_text("h1")


def test_a_script_that_was_slipped_in_is_not_run(opened):
    slipped = page().replace("</main>", "<script>window.hit = 1</script></main>", 1)
    found = opened(slipped)
    assert found.page.evaluate("window.hit") is None
    assert any("Content Security Policy" in text for text in found.said)


def count(page_):
    return int(page_.inner_text("#count").split()[0].replace(",", ""))


def test_filters_find_what_they_name(opened):
    found = opened(page()).page
    assert count(found) == 60
    found.select_option("#f-kind", label="date")
    assert count(found) == 10
    assert set(found.locator("#list .kind").all_inner_texts()) == {"date"}
    found.select_option("#f-outcome", label="refused wrongly")
    shown = count(found)
    assert 0 < shown < 10
    assert found.locator("#list .chip.refused-wrongly").count() >= shown
    found.fill("#f-text", "no such words anywhere")
    found.wait_for_selector("#list > li", state="detached")
    assert count(found) == 0


def test_a_system_narrows_an_outcome_to_its_own(opened):
    found = opened(page()).page
    found.select_option("#f-outcome", label="right")
    anyone = count(found)
    found.select_option("#f-system", label="embedded/small · direct · full")
    assert 0 < count(found) < anyone


def test_items_turn_pages_and_open_by_keyboard(opened):
    found = opened(page()).page
    first = found.locator("#list summary").first.inner_text()
    found.click("#next")
    assert found.inner_text("#where") == "26 to 50"
    found.click("#prev")
    assert found.locator("#list summary").first.inner_text() == first
    found.locator("#list summary").nth(1).focus()
    found.keyboard.press("Enter")
    found.wait_for_selector("#list .passage mark")
    box, mark = (found.locator(f"#list .context{inner}").first.bounding_box() for inner in ("", " mark"))
    assert box["y"] <= mark["y"] < box["y"] + box["height"]
    assert found.locator("#list .tried").count() == 5


def test_an_address_opens_its_item(opened):
    found = opened(page()).page
    name = found.evaluate("JSON.parse(document.getElementById('data').textContent).items[40].id")
    found.evaluate(f"window.location.hash = 'item-{name}'")
    found.wait_for_selector(f"#item-{name}[open] .gold")
    assert found.inner_text("#where") == "26 to 50"


CONTRAST = """() => {
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map((v) => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
    if (!/, 0\\)$/.test(c)) return c; } return getComputedStyle(document.body).backgroundColor; };
  const faint = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.getClientRects().length || node.disabled || ['OPTION', 'SCRIPT'].includes(node.tagName)) continue;
    const style = getComputedStyle(node);
    const ink = node instanceof SVGElement ? style.fill : style.color;
    const [low, high] = [light(ink), light(paper(node))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(`${node.tagName} ${node.textContent.slice(0, 30)} ${ink}`);
  }
  return faint;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("which", ["real", "broken", "some"])
def test_all_text_can_be_read_in_light_and_dark(opened, which, scheme):
    found = opened(page(which), scheme=scheme).page
    open_everything(found)
    assert found.evaluate(CONTRAST) == []


def test_plots_follow_when_the_scheme_changes(opened):
    found = opened(page()).page
    colours = (
        "[...document.querySelectorAll('#chart-families .role-axis-label text')].map((one) => one.getAttribute('fill'))"
    )
    before = found.evaluate(colours)
    found.emulate_media(color_scheme="dark")
    found.wait_for_selector("html[data-charts=dark]", state="attached")
    after = found.evaluate(colours)
    assert before
    assert len(after) == len(before)
    assert not set(before) & set(after)


def test_a_plot_tells_its_figures_when_pointed_at(opened):
    found = opened(page()).page
    dot = found.locator("#chart-families .mark-symbol.role-mark path").first
    dot.scroll_into_view_if_needed()
    found.wait_for_timeout(300)  # scrolling hides the tip
    dot.hover()
    found.wait_for_selector("#tip:not([hidden])")
    assert "figure" in found.inner_text("#tip")


def test_every_plot_is_drawn_in_a_phone(opened):
    found = opened(page(), width=390).page
    for plot in found.locator(".plot").all():
        box = plot.locator("svg").bounding_box()
        assert 200 < box["width"] <= 390


def test_figures_need_no_script(chromium, tmp_path):
    file = tmp_path / "report.html"
    file.write_text(page(), "utf-8")
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(file.as_uri())
    assert plain.locator(".score .strip").count() == 5
    assert "need JavaScript" in plain.inner_text("#items")
    context.close()


@pytest.mark.slow
def test_two_thousand_items_and_four_runs_open_and_filter(opened):
    about, items, homes = benchmark(Shape(items=2000, documents=40))
    runner = Runner(items)
    runs = tuple(runner.run(f"m{n}") for n in range(4))
    given = ReportInput(about, items, homes, runs)
    found = opened(html(build(given), given))
    assert found.page.locator("#list > li").count() == 25
    found.page.select_option("#f-kind", label="table")
    assert count(found.page) == 333
    spent = found.page.evaluate(
        "() => { const from = performance.now(); const box = document.getElementById('f-outcome'); box.value = '2';"
        " box.dispatchEvent(new Event('change')); return performance.now() - from; }"
    )
    assert 0 < count(found.page) < 333
    assert spent < 2000
    assert found.said == []
