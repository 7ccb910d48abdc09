"""Benchmarks to review: small ones with several quotes, hostile text, and one that is large."""

from collections import Counter

from benchwright.pages.review import Desk, Journal
from benchwright.pages.review.journal import journal_of
from benchwright.records import Answer, Card, Document, Evidence, Item, Lineage
from benchwright.store import Writer

HOSTILE = "<script>window.hit=1</script><img src=x onerror='window.hit=1'> \U0001f600 {{7*7}} \u202egnp"
HOURS = "The gate opens at six. It closes at nine"
TOKENS = {"ada": "token-of-ada", "ben": "token-of-ben"}


def document(text, title="A handbook"):
    return Document(title=title, source="handbook.txt", media_type="text/plain", language="en", text=text)


def quote(home, words):
    start = home.text.index(words)
    return Evidence(document=home.id, start=start, end=start + len(words), quote=words)


def item(home, question, answer, *quotes, kind="fact", **more):
    typed = answer if isinstance(answer, Answer) else Answer(type="text", values=(answer,))
    return Item(
        question=question, kind=kind, answer=typed, answerable=typed.type != "none", documents=(home.id,),
        evidence=tuple(quote(home, words) for words in quotes), cluster=home.id,
        lineage=Lineage(maker="test", settings="s", seed=1), **more,
    )  # fmt: skip


def seal(folder, documents, items):
    writer = Writer(folder, {"test": folder.name})
    writer.append(documents, items, [])
    card = Card(
        name="Harbour rules", version="1", benchwright="1", makers=(), licence="CC0-1.0", languages=("en",),
        canary="canary", counts=dict(Counter(one.kind for one in items)),
        documents={one.id: len(one.text) for one in documents},
    )  # fmt: skip
    return writer.seal(card)


def handbook():
    filler = "\n\n".join(
        f"Paragraph {n}. Boats keep to the right of the channel, and sound the horn." for n in range(400)
    )
    return document(
        f"HARBOUR RULES\n\nThe fee for a night is 12 crowns. {HOSTILE} The warden is Mara Lind.\n\n{filler}\n\n"
        "The gate opens at six. It closes at nine in the evening."
    )


def small(folder):
    """Four items: one quote, two quotes far apart, a set, and one that nothing answers."""
    home = handbook()
    asked = [
        item(home, "What does a night cost?", number("12"), "The fee for a night is 12 crowns."),
        item(home, f"Who opens the gate? {HOSTILE}", "Mara Lind", "The gate opens at six.", "The warden is Mara Lind."),
        item(home, "When is the gate moved?", Answer(type="set", values=("six", "nine")), HOURS, kind="list"),
        item(home, "What does a week cost?", Answer(type="none"), kind="absent"),
    ]
    return seal(folder, [home], asked)


def number(value):
    return Answer(type="number", values=(value,))


def many(folder, count=60):
    """Items about one document, alike but for a number."""
    home = document("\n".join(f"Berth {n} is let to the keeper {n}." for n in range(count)))
    return seal(
        folder,
        [home],
        [item(home, f"Who keeps berth {n}?", f"keeper {n}", f"Berth {n} is let to") for n in range(count)],
    )


def desk(benchmark, tokens=None, fault=lambda _item: "", journal=None):
    journal = journal or Journal(journal_of(benchmark.path))
    return Desk(benchmark, benchmark.items, journal, tokens or TOKENS, fault, now=lambda: "2026-01-01T00:00:00+00:00")
