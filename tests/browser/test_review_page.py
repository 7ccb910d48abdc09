"""The review page in a browser: two reviewers by keyboard, hostile text, a phone, a large benchmark."""

import socket
import threading
from contextlib import contextmanager

import pytest

from benchwright.pages.review import build_app, read_decisions
from benchwright.pages.review.journal import journal_of
from pages.review_cases import HOSTILE, TOKENS, desk, item, many, seal, small

pytestmark = pytest.mark.browser
CONTRAST = """() => {
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map((v) => { v /= 255;
    return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
    if (!/, 0\\)$/.test(c)) return c; } return getComputedStyle(document.body).backgroundColor; };
  const faint = [];
  for (const node of document.querySelectorAll('body *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.textContent.trim());
    if (!own || !node.getClientRects().length || node.disabled || ['OPTION', 'SCRIPT'].includes(node.tagName)) continue;
    const ink = getComputedStyle(node).color;
    const [low, high] = [light(ink), light(paper(node))].sort((a, b) => a - b);
    if ((high + 0.05) / (low + 0.05) < 4.5) faint.push(`${node.tagName} ${node.textContent.slice(0, 30)} ${ink}`);
  }
  return faint;
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@contextmanager
def serving(bench):
    """The page of `bench`, served from a thread; gives its root."""
    import uvicorn

    made = desk(bench)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(build_app(made), log_level="warning", lifespan="off", ws="none"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
    made.journal.close()


@pytest.fixture
def opening(chromium):
    """Opens the page of a reviewer; what it said and asked for stands on it."""
    contexts = []

    def opens(root, who="ada", *, width=1280, scheme="light", tail=""):
        context = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
        contexts.append(context)
        page = context.new_page()
        page.said, page.asked = [], []
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(f"{root}/{TOKENS[who]}/{tail}")
        page.wait_for_selector("html[data-item]", state="attached")
        return page

    yield opens
    for context in contexts:
        context.close()


def shows(page, question):
    page.wait_for_function(
        "(text) => document.getElementById('question').textContent.startsWith(text)", arg=question
    )  # fmt: skip


def saved(page, words):
    page.wait_for_function("(text) => document.getElementById('status').textContent.includes(text)", arg=words)


@pytest.fixture
def bench(tmp_path):
    return small(tmp_path / "b")


def test_two_reviewers_accept_edit_reject_and_undo_by_keyboard(opening, bench):
    with serving(bench) as root:
        ada = opening(root)
        shows(ada, "What does a night cost?")
        ada.wait_for_timeout(250)  # is counted as time spent
        ada.keyboard.press("a")
        saved(ada, "1: saved as accepted")
        shows(ada, "Who opens the gate?")
        ada.keyboard.press("e")
        ada.fill("#edit-question", "Who is the warden?")
        ada.fill("#edit-accepted", "Lind\nM. Lind")
        ada.keyboard.press("Control+Enter")
        saved(ada, "2: saved as edited")
        shows(ada, "When is the gate moved?")
        ada.keyboard.press("r")
        ada.keyboard.press("2")
        ada.keyboard.press("Enter")
        saved(ada, "3: saved as rejected")
        shows(ada, "What does a week cost?")
        ada.keyboard.press("u")
        saved(ada, "3: your last decision is taken back")
        shows(ada, "When is the gate moved?")
        assert ada.inner_text("#verdict") == ""
        ada.keyboard.press("r")
        ada.keyboard.type("two questions in one")
        ada.keyboard.press("Enter")
        shows(ada, "What does a week cost?")

        ben = opening(root, "ben")
        assert ben.locator(".other").count() == 0
        for number in range(1, 5):
            ben.keyboard.press("a")
            saved(ben, f"{number}: saved as accepted")
        assert "ada" not in ben.inner_text("#others")
        ben.keyboard.press("k")
        shows(ben, "When is the gate moved?")
        assert ben.inner_text(".other") == "ada rejected it: two questions in one"
        ben.keyboard.press("s")
        ben.wait_for_selector("#summary[open]")
        figures = ben.inner_text("#figures")
        assert "3 decided by both" in figures
        assert "agreement 0.33 [0.06, 0.79]" in figures
        assert "at least 10" in figures
        assert [*ada.said, *ben.said] == []
    actions = [(one.reviewer, one.action) for one in read_decisions(journal_of(bench.path)).entries]
    assert actions == [("ada", act) for act in ("accept", "edit", "reject", "undo", "reject")] + [("ben", "accept")] * 4
    edit = read_decisions(journal_of(bench.path)).entries[1]
    assert edit.changes.model_dump(exclude_none=True) == {
        "question": "Who is the warden?",
        "accepted": ("Lind", "M. Lind"),
    }
    assert read_decisions(journal_of(bench.path)).entries[0].seconds >= 0.2


def seen(page, number):
    """Whether the beginning of a quote can be seen in the panel of the document."""
    mark, box = (page.locator(which).first.bounding_box() for which in (f"#runs mark[data-quotes='{number}']", "#text"))
    return bool(mark) and box["y"] <= mark["y"] < box["y"] + box["height"]


def test_the_evidence_is_scrolled_to_and_more_of_the_document_comes_when_asked_for(opening, bench):
    with serving(bench) as root:
        page = opening(root, tail=f"#item-{bench.items[1].id}")
        shows(page, "Who opens the gate?")
        page.wait_for_selector("#runs mark[data-quotes='1']")
        assert seen(page, 1)
        assert page.inner_text("#runs mark[data-quotes='1'] sup") == "1"
        assert page.locator("#runs mark[data-quotes='2']").count() == 0  # some 29,000 characters away
        assert len(page.inner_text("#runs")) < 10_000
        page.keyboard.press("2")
        page.wait_for_selector("#runs mark.here[data-quotes='2']")
        page.wait_for_timeout(500)  # the panel scrolls smoothly
        assert seen(page, 2)
        assert page.is_hidden("#earlier")
        held = len(page.inner_text("#runs"))
        page.click("#later")
        page.wait_for_function("(size) => document.getElementById('runs').textContent.length > size + 1000", arg=held)
        home = (
            bench.documents[bench.items[1].documents[0]]
            .text.replace("\u202e", "⟨U+202E⟩")
            .replace("The warden", "2The warden")
        )
        assert home.startswith(page.evaluate("document.getElementById('runs').textContent"))


def test_earlier_text_is_put_in_front_and_the_view_stays(opening, bench):
    with serving(bench) as root:
        page = opening(root, tail=f"#item-{bench.items[2].id}")
        page.wait_for_selector("#runs mark")
        place = "document.querySelector('#runs mark').getBoundingClientRect().top"
        page.evaluate("document.getElementById('text').scrollTo({top: 40, behavior: 'instant'})")
        before = page.evaluate(place)
        held = page.evaluate("document.getElementById('runs').textContent.length")
        page.evaluate("document.getElementById('earlier').click()")
        page.wait_for_function("(size) => document.getElementById('runs').textContent.length > size", arg=held)
        assert abs(page.evaluate(place) - before) < 60


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_is_quiet_fits_and_runs_nothing_that_came_with_the_items(opening, bench, width, scheme):
    with serving(bench) as root:
        page = opening(root, width=width, scheme=scheme)
        for key in "jjjk":
            page.keyboard.press(key)
        shows(page, "When")
        page.keyboard.press("k")
        shows(page, "Who opens the gate?")
        for key, opened in (("l", "#list[open]"), ("s", "#summary[open]"), ("?", "#help[open]")):
            page.keyboard.press(key)
            page.wait_for_selector(opened)
            assert page.evaluate(SIDEWAYS) == 0
            page.keyboard.press("Escape")
        page.keyboard.press("e")
        assert page.evaluate(SIDEWAYS) == 0
        assert page.input_value("#edit-question").endswith(HOSTILE)
        assert page.evaluate("window.hit") is None
        assert page.locator("img").count() == 0
        assert "<script>window.hit=1</script>" in page.inner_text("#question")
        assert "⟨U+202E⟩gnp" in page.inner_text("#question")
        assert page.said == []
        assert all(url.startswith(root) for url in page.asked)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_can_be_read_in_light_and_dark(opening, bench, scheme):
    with serving(bench) as root:
        for who, act in (("ben", "a"), ("ada", "r")):
            page = opening(root, who, scheme=scheme)
            page.keyboard.press(act)
        page.keyboard.type("1")
        page.keyboard.press("Enter")
        saved(page, "1: saved as rejected. ben accepted it")
        page.keyboard.press("k")
        shows(page, "What does a night cost?")
        for key in ("e", "Escape", "r", "Escape", "l", "Escape", "s", "Escape", "?"):
            page.keyboard.press(key)
            page.wait_for_timeout(150)
            assert page.evaluate(CONTRAST) == [], key


def test_keys_typed_into_a_field_decide_nothing(opening, bench):
    with serving(bench) as root:
        page = opening(root)
        page.keyboard.press("e")
        page.focus("#edit-accepted")
        page.keyboard.type("a reject undo j k n")
        page.keyboard.press("Escape")
        page.wait_for_selector("#edit", state="hidden")
        page.keyboard.press("r")
        page.keyboard.press("Enter")
        page.wait_for_selector("#alarm:not([hidden])")
        assert "needs a reason" in page.inner_text("#alarm")
        assert page.said == []
    assert read_decisions(journal_of(bench.path)).entries == []


def test_buttons_do_what_keys_do(opening, bench):
    with serving(bench) as root:
        page = opening(root, width=390)
        page.click("#do-reject")
        page.click("text=trivial or guessable")
        page.click("#reject .go")
        saved(page, "1: saved as rejected")
        page.click("#do-accept")
        saved(page, "2: saved as accepted")
        page.click("#do-undo")
        shows(page, "Who opens the gate?")
        page.click("#open-list")
        page.click("#rows li:nth-child(4) button")
        shows(page, "What does a week cost?")
    assert [one.action for one in read_decisions(journal_of(bench.path)).entries] == ["reject", "accept", "undo"]


def test_where_the_server_is_gone_it_says_that_nothing_was_saved(opening, bench):
    with serving(bench) as root:
        page = opening(root)
        shows(page, "What does a night cost?")
    page.keyboard.press("a")
    page.wait_for_selector("#alarm:not([hidden])")
    assert "nothing was saved" in page.inner_text("#alarm")
    assert page.inner_text("#status") == ""
    shows(page, "What does a night cost?")


def test_a_reload_stays_at_the_item(opening, bench):
    with serving(bench) as root:
        page = opening(root)
        page.keyboard.press("j")
        shows(page, "Who opens the gate?")
        page.reload()
        shows(page, "Who opens the gate?")


@pytest.mark.slow
def test_two_thousand_items_and_two_megabytes_open_at_once(opening, tmp_path):
    small_ones = many(tmp_path / "m", 2_000)
    home = small_ones.documents[small_ones.items[0].documents[0]]
    long = home.model_copy(update={"text": home.text + "\n" + "More about boats and berths.\n" * 70_000})
    long = type(home).model_validate(long.model_dump())
    asked = [item(long, one.question, one.answer, one.evidence[0].quote) for one in small_ones.items]
    bench = seal(tmp_path / "large", [long], asked)
    assert len(long.text) > 2_000_000
    with serving(bench) as root:
        page = opening(root)
        page.wait_for_selector("#runs mark")
        assert len(page.content()) < 100_000
        page.keyboard.press("l")
        page.wait_for_selector("#rows li")
        assert page.locator("#rows li").count() == 50
