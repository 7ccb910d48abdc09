"""Questions that the document does not answer: twins of the drafts that it does, in the same words.

Each twin takes the form of an answerable draft of the same document and asks for what the document never says: a term,
an abbreviation, a limit, a sentence or a title that stands in it nowhere, or a section beyond its last. The gate
`absent` holds each against every passage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from benchwright.items.rules import bank
from benchwright.items.rules.draft import Draft, quoted
from benchwright.items.rules.reading import Reading
from benchwright.records import Answer

_NOTHING = Answer(type="none")


def twins(reading: Reading, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """A twin per form and per fit entry of the bank, each with a parent among the drafts; the forms take turns."""
    field = bank.field(reading.document.text)
    makers = (_definitions, _sections, _numbers, _titles, _sentences, _short_forms)
    queues = [list(make(reading, field, drafts)) for make in makers]
    for turn in range(max(map(len, queues))):
        yield from (queue[turn] for queue in queues if turn < len(queue))


def _twin(question: str, key: str, topic: str, missing: Iterable[str], parent: Draft) -> Draft:
    return Draft("no_info", "no_info", question, _NOTHING, (), key, "nothing", topic, tuple(missing), parent)


def _of(drafts: Sequence[Draft], rule: str, form: str = "") -> list[Draft]:
    return [draft for draft in drafts if draft.rule == rule and draft.subject.startswith(form)]


def _definitions(reading: Reading, field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    parents = _of(drafts, "definition")
    for at, (term, meaning) in enumerate(bank.TERMS[field]):
        if parents:
            question = f"Which term does {reading.named} define as {quoted(meaning)}?"
            yield _twin(question, f"term {term}", f"{term} {meaning}", [term], parents[at % len(parents)])


def _short_forms(reading: Reading, field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    parents = _of(drafts, "abbreviation")
    for at, short in enumerate(bank.SHORT_FORMS[field]):
        if parents:
            question = f"What does the abbreviation {quoted(short)} stand for in {reading.named}?"
            yield _twin(question, f"short {short}", short, [short], parents[at % len(parents)])


def _numbers(reading: Reading, field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    parents = _of(drafts, "number") or _of(drafts, "counting")
    for at, (asked, missing) in enumerate(bank.NUMBERS[field]):
        if parents:
            question = f"According to {reading.named}, {asked}?"
            yield _twin(question, f"number {asked}", asked, missing.split(), parents[at % len(parents)])


def _titles(reading: Reading, field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    parents = _of(drafts, "section", "number")
    for at, title in enumerate(bank.TITLES[field]):
        if parents:
            question = f"What is the number of the section titled {quoted(title)} in {reading.named}?"
            yield _twin(question, f"title {title}", title, [title], parents[at % len(parents)])


def _sentences(reading: Reading, field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    parents = _of(drafts, "section", "holding")
    for at, sentence in enumerate(bank.SENTENCES[field]):
        if parents:
            question = f"Which section of {reading.named} contains the sentence {quoted(sentence)}?"
            yield _twin(question, f"sentence {sentence}", sentence, [sentence.rstrip(".")], parents[at % len(parents)])


def _sections(reading: Reading, _field: str, drafts: Sequence[Draft]) -> Iterator[Draft]:
    """Sections beyond the last one, of each depth."""
    parents = _of(drafts, "section", "title")
    last: dict[str, tuple[int, Draft]] = {}
    for parent in parents:
        around, _, number = parent.subject.removeprefix("title: ").rpartition(".")
        if not number.isdigit():
            continue
        last[around] = max(last.get(around, (0, parent)), (int(number), parent), key=lambda pair: pair[0])
    for around, (end, parent) in last.items():
        for beyond in range(end + 1, end + 4):
            name = f"{around}.{beyond}" if around else str(beyond)
            question = f"What is the title of section {name} of {reading.named}?"
            yield _twin(question, f"section {name}", "", [f"section {name}", f"§ {name}"], parent)


def stands(phrase: str, reading: Reading) -> bool:
    """Whether the words stand in the document, whatever their case and spacing."""
    pattern = r"\W+".join(re.escape(word) for word in re.findall(r"[\w.]+", phrase))
    return re.search(rf"(?<!\w){pattern}(?![\w]|\.\d)", reading.document.text, re.IGNORECASE) is not None


def numbered(name: str, reading: Reading) -> bool:
    """Whether a line of the document starts with that section number."""
    return re.search(rf"^\W*{re.escape(name)}(?:[.):]?\s|$)", reading.document.text, re.MULTILINE) is not None
