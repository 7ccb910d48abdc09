"""Counterfactual twins of real texts, at full size: `python proofs/twins.py [tries a text] [further files]`.

Texts are the long licences, release notes and author lists of the installed packages and the language's own manual,
then generated worlds of every genre. Answers are drawn from them by plain rules (numbers, dates, names with their
sentence), or are the worlds' own. A scripted author offers names, some of them unusable; a scripted checker finds no
contradiction, so that everything else must hold by itself. What is made is audited by code that shares nothing with the
editing: no form of the old value is left, every quote is exact, nothing else changed. Exits 1 on any fault.
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from pydoc_data.topics import topics

from benchwright.grading import gold_text, grade, slip_of
from benchwright.items.drafts.draft import Desk
from benchwright.items.drafts.twins import Twins, twin
from benchwright.items.worlds.genres import GENRES
from benchwright.items.worlds.maker import WorldSettings, batches
from benchwright.models.calls import Call, Reply
from benchwright.records import Answer, Check, Document, Evidence, Heading, Item, Lineage
from benchwright.seeding import rng

SHORTEST, LONGEST = 15_000, 120_000
TEXTS = 14


def _list(text: str) -> list[str]:
    return text.split()


_ONES = _list("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen")
_ONES += _list("seventeen eighteen nineteen")
_TENS = _list("twenty thirty forty fifty sixty seventy eighty ninety")
_MONTHS = _list("January February March April May June July August September October November December")
_NAMES = _list("Orwin Tarleth Quennell Bascombe Ivarsen Oxley Dunwich Marrable Veltman Sorrel Ashgrove Kittredge")
_NUMBER = re.compile(r"(?<![\w.,:/-])(?:\d{1,3}(?:,\d{3})+|\d{1,7})(?:\.\d+)?(?![\w:/]|[.,-]\w)")
_DATE = re.compile(rf"\b(?:\d{{1,2}} (?:{'|'.join(_MONTHS)}) \d{{4}}|(?:{'|'.join(_MONTHS)}) \d{{1,2}}, \d{{4}})\b")
_NAME = re.compile(r"\b[A-Z][a-z]{2,}(?: [A-Z][a-z]{2,}){1,2}\b|(?<=[a-z] )[A-Z][a-z]{4,}\b")


def real_texts() -> Iterator[tuple[str, str]]:
    """Name and text of long texts that every installation has."""
    found = {}
    for one in distributions():
        for file in one.files or ():
            if re.search(r"(?:LICEN[CS]E\S*|METADATA|AUTHORS\S*)$", file.name):
                path = Path(str(file.locate()))
                if path.is_file() and SHORTEST <= path.stat().st_size <= 3 * LONGEST:
                    found[f"{one.name} {file.name}"] = path.read_text("utf-8", "replace")
    kinds = ("METADATA", "LICEN", "AUTHORS")
    for kind in kinds:
        names = sorted((name for name in found if kind in name), key=lambda name: (-len(found[name]), name))
        yield from ((name, found[name][:LONGEST]) for name in names[: TEXTS // 3])
    longest = sorted(topics, key=lambda name: (-len(topics[name]), name))[:3]
    yield from ((f"manual: {name}", topics[name][:LONGEST]) for name in longest)


def document_of(name: str, text: str) -> Document:
    heads = tuple(
        Heading(level=1, text=match[1], start=match.start(1), end=match.end(1))
        for match in re.finditer(r"^#+ (.+)$|^(?=x)y", text, re.MULTILINE) if match[1]
    )  # fmt: skip
    return Document(title=name, source=name, media_type="text/plain", language="en", text=text, headings=heads)


def drawn(document: Document, tries: int) -> list[Item]:
    """Items whose answers are numbers, dates and names of the text, with the sentence as evidence."""
    made = []
    for pattern, kind in ((_NUMBER, "number"), (_DATE, "text"), (_NAME, "text")):
        places = list(pattern.finditer(document.text))
        rng("proof", document.id, pattern.pattern).shuffle(places)
        made += [item_of(document, match, kind) for match in places[: tries // 3]]
    return made


def item_of(document: Document, match: re.Match[str], kind: str) -> Item:
    text = document.text
    start = max(text.rfind(sign, 0, match.start()) for sign in (". ", "\n")) + 1
    ends = [at for sign in (". ", "\n") if (at := text.find(sign, match.end())) >= 0]
    quote = text[start : min(ends, default=len(text))]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    evidence = Evidence(document=document.id, start=start, end=start + len(quote), quote=quote)
    return Item(
        question=f"Which one is it at {match.start():x}?", kind="fact", answerable=True,
        answer=Answer(type="number" if kind == "number" else "text", values=(match[0],)), evidence=(evidence,),
        documents=(document.id,), cluster=document.id, lineage=Lineage(maker="proof", settings="", seed=1),
    )  # fmt: skip


def desk_of(document: Document) -> Desk:
    """An author that offers names, some of them unusable, and a checker that finds nothing."""

    async def author(call: Call) -> Reply:
        stream = rng("author", call.text)
        words = int(re.search(r"as many words \((\d+)\)", call.text.replace("\n", " "))[1])  # type: ignore[index]
        if stream.random() < 0.2:
            return Reply(stream.choice(["", "I cannot do that.", "x" * 900, "no name", document.text[:30]]))
        return Reply(" ".join(stream.sample(_NAMES, words)))

    async def checker(_: Call) -> Reply:
        return Reply("NO")

    return Desk({document.id: document}, author, checker, lambda _: [])


# --- the audit: nothing of the editing is used here


def words_of(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10 - 2] + (f"-{_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        return f"{_ONES[number // 100]} hundred" + (f" and {words_of(number % 100)}" if number % 100 else "")
    if number < 10**6:
        return f"{words_of(number // 1000)} thousand" + (f" {words_of(number % 1000)}" if number % 1000 else "")
    return "-"


def number_forms(value: str) -> set[str]:
    """Spellings of a number, by brute force."""
    size = float(value.replace(",", ""))
    forms = {value, f"{size:g}" if size < 10**6 else value, f"{size:,.10g}", f"{size:.10g}", f"{size:.2f}"}
    if size == int(size):
        whole = int(size)
        forms |= {words_of(whole), words_of(whole).replace("-", " "), words_of(whole).replace(" and ", " ")}
        forms |= {f"{whole}{end}" for end in ("st", "nd", "rd", "th", "%")}
    return {form for form in forms if form.strip("- ")}


def date_forms(value: str) -> set[str]:
    match = _DATE.fullmatch(value)
    parts = re.findall(r"\w+", match[0] if match else value)
    month = next(part for part in parts if part in _MONTHS)
    day, year = int(next(part for part in parts if len(part) < 3)), parts[-1]
    at = _MONTHS.index(month) + 1
    short = month[:3]
    return {
        f"{day} {month} {year}", f"{day} {month}", f"{month} {day}, {year}", f"{month} {day}", f"{day} {short} {year}",
        f"{short} {day}, {year}", f"{year}-{at:02d}-{day:02d}", f"{day:02d}.{at:02d}.{year}", f"{day}th of {month}",
        f"{day:02d}/{at:02d}/{year}", f"{at:02d}/{day:02d}/{year}", f"{at}/{day}/{year}",
    }  # fmt: skip


def traces(old: str, new: str, text: str) -> str:
    """A form of the old answer that still stands in the edited text; empty where none does."""
    plain = " ".join(text.replace("-\n", "").split())
    if _DATE.search(old):
        forms = date_forms(_DATE.search(old)[0])  # type: ignore[index]
    elif numbers := _NUMBER.findall(old):
        forms = number_forms(numbers[0])
    else:
        gone = set(re.findall(r"\w{3,}", old)) - set(re.findall(r"\w+", new))
        short = {word for word in gone if len(word) == 3 and not re.search(rf"\b{word}\b", plain, re.IGNORECASE)}
        return next((word for word in gone - short if word.lower() in plain.lower()), "")
    pattern = "|".join(re.escape(form) for form in sorted(forms, key=len, reverse=True))
    left = re.search(rf"(?<![\w.,:/-])(?:{pattern})(?![\w:/]|[.,-]\w)", plain, re.IGNORECASE)
    return left[0] if left else ""


def faults(item: Item, document: Document, found: Twins) -> Iterator[str]:
    """What is wrong with twins."""
    text, old, new = found.document.text, item.answer.values[0], found.edited.answer.values[0]
    if not traces(old, new, document.text):
        yield f"the audit does not see {old!r} in the unedited text"
    if left := traces(old, new, text):
        yield f"{left!r} of {old!r} is left (now {new!r})"
    if not any(says(new, evidence.quote) for evidence in found.edited.evidence):
        yield f"no quote says {new!r}"
    if (
        grade(found.edited.answer, gold_text(found.edited.answer)).value != 1.0
        or slip_of(found.edited, old) != "memory"
    ):
        yield f"{old!r} and {new!r} are graded amiss"
    if other := changed_otherwise(old, new, document.text, text):
        yield f"something else changed: {other}"
    yield from inexact(found)


def inexact(found: Twins) -> Iterator[str]:
    """Quotes and headings that are not where they say."""
    text = found.document.text
    for one in (found.edited, *(pair[1] for pair in found.carried)):
        for evidence in one.evidence:
            if text[evidence.start : evidence.end] != evidence.quote or evidence.document != found.document.id:
                yield f"a quote is not exact: {evidence.quote[:60]!r}"
    for heading in found.document.headings:
        if text[heading.start : heading.end] != heading.text:
            yield f"a heading is not exact: {heading.text!r}"


def says(value: str, quote: str) -> bool:
    """Whether a quote holds the value, in some spelling."""
    plain = " ".join(quote.split()).lower()
    numbers = _NUMBER.findall(value)
    forms = {value} if _DATE.search(value) or not numbers else number_forms(numbers[0])
    forms |= date_forms(value) if _DATE.search(value) else set()
    return any(" ".join(form.split()).lower() in plain for form in forms)


def changed_otherwise(old: str, new: str, before: str, after: str) -> str:
    """A line that changed though neither value, nor a part of them, stands in it; empty where there is none."""
    if before.count("\n") != after.count("\n"):
        return "the number of lines"
    for first, second in zip(before.split("\n"), after.split("\n"), strict=True):
        one, two = first.split(), second.split()
        pairs = [(a, b) for a, b in zip(one, two, strict=False) if a != b] if len(one) == len(two) else []
        if any(signs(a) != signs(b) for a, b in pairs):
            return f"{first!r} -> {second!r} ({old!r}, {new!r})"
    return ""


def signs(word: str) -> str:
    """What is neither letter, digit, hyphen nor a mark that belongs to a number or a possessive."""
    return re.sub(r"[\w,.'\u2019-]", "", word)


def reason_of(check: Check) -> str:
    """The reason without its particulars."""
    text = re.sub(r"'[^']*'|\"[^\"]*\"", "...", check.detail)
    text = re.sub(r"it takes part in .*", "it takes part in a sum or product", " ".join(text.split()))
    return re.sub(r":.*|\d+", "", text).strip()[:70]


async def one_text(name: str, document: Document, items: list[Item]) -> tuple[Counter[str], list[str]]:
    """Reasons (and `made`), and faults."""
    told: Counter[str] = Counter()
    wrong = []
    for item in items:
        found = await twin(item, document, desk_of(document), items[:20])
        if isinstance(found, Check):
            told[reason_of(found)] += 1
            continue
        told["made"] += 1
        wrong += [f"{name}: {fault}" for fault in faults(item, document, found)]
    return told, wrong


def world_texts(count: int) -> Iterator[tuple[str, Document, list[Item]]]:
    for genre in GENRES:
        settings = WorldSettings(genre=genre, count=count, seed=5, tokens=8_000, worlds=2)
        for batch in batches(settings):
            for document in batch.documents:
                items = [one for one in batch.items if one.documents == (document.id,)]
                yield f"world: {genre}", document, items


def main(tries: int, files: list[str]) -> int:
    texts = [*real_texts(), *((Path(file).name, Path(file).read_text("utf-8", "replace")[:LONGEST]) for file in files)]
    work = [(name, document := document_of(name, text), drawn(document, tries)) for name, text in texts]
    work += world_texts(60)
    reasons: Counter[str] = Counter()
    wrong: list[str] = []
    for name, document, items in work:
        began = time.perf_counter()
        told, bad = asyncio.run(one_text(name, document, items))
        reasons += told
        wrong += bad
        size, spent = len(document.text), time.perf_counter() - began
        print(f"{name:44} {size:8,} characters {len(items):4} tried {told['made']:4} made", end="")
        print(f" {len(bad)} faults {spent:5.1f} s", flush=True)
    print(f"\n{reasons.total()} tried, {reasons['made']} made, given up:")
    for reason, count in reasons.most_common():
        if reason != "made":
            print(f"  {count:5}  {reason}")
    print(f"\n{len(wrong)} faults")
    print("\n".join(wrong[:40]))
    return 1 if wrong or not reasons["made"] else 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60, sys.argv[2:]))
