"""What a list holds, and how many: an introduction that ends with a colon, and the entries under it.

A list is asked about only where its extent cannot be argued: entries of one style and one depth, labels in sequence,
nothing but them behind the introduction. `How many` needs the noun that the introduction counts ('these conditions:');
`which` needs entries of a few words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchwright.items.rules.draft import Draft, Rule, quoted, section_name
from benchwright.items.rules.lines import ROMAN, follows
from benchwright.items.rules.reading import Block, Reading, plain
from benchwright.records import Answer

_NOUN = r"(?P<noun>(?:[a-z]+ ){0,2}?[a-z]{3,}s)"
FOLLOWING = re.compile(rf"(?:.*\b)?(?:the following|these) {_NOUN}\b(?P<rest>[^:]*):")
COUNTED = re.compile(
    rf"(?:.*\b)?(?:(?P<said>two|three|four|five|six|seven|eight|nine|ten) )(?:of the following |following )?{_NOUN}\b(?P<rest>[^:]*):"
)
_NOT_NOUN = re.compile(r"\b(?:is|are|was|has|includes|applies|means|as|this|its|terms|follows|purposes|always|cases)$")
_LONGEST_ENTRY = 6
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Listing:
    """A list with its introduction."""

    intro: Block
    entries: tuple[Block, ...]
    noun: str
    """What the introduction says it lists, in the plural."""

    @property
    def span(self) -> tuple[int, int]:
        """From the start of the introduction to the end of the last entry."""
        return self.intro.start, self.entries[-1].end


def listings(reading: Reading) -> Iterator[Listing]:
    """The lists of a document whose extent and noun are beyond doubt."""
    blocks = reading.blocks
    for at, intro in enumerate(blocks):
        if intro.text.endswith(":") and at + 1 < len(blocks) and not _numbered_entry(intro):
            entries = _entries(at + 1, reading)
            noun = noun_of(_last_sentence(intro.text))
            if noun and 2 <= len(entries) <= 26:
                yield Listing(intro, entries, noun)


def _numbered_entry(block: Block) -> bool:
    """Whether an introduction is an entry itself, of which nothing is asked: its list is a list in a list."""
    return bool(block.label) and not re.search(r"\d+\.\d", block.label)


def noun_of(intro: str) -> str:
    """What an introduction says it lists; empty where it does not say."""
    match = FOLLOWING.fullmatch(intro) or COUNTED.fullmatch(intro)
    return "" if match is None or _NOT_NOUN.search(match["noun"]) else match["noun"]


def _last_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?]) +(?=[A-Z\"])", text)[-1]


def _entries(at: int, reading: Reading) -> tuple[Block, ...]:
    """The entries from a block on: one style, one depth, labels in sequence; none where anything is in doubt."""
    found: list[Block] = []
    for block in reading.blocks[at:]:
        section = reading.section_at(block.start)
        if section is not None and found and section.start > found[0].start:
            break
        style = _style(block.label)
        if not block.label or (found and style != _style(found[0].label) and block.indent <= found[0].indent):
            if found and block.indent > found[0].indent and not block.label:
                return ()  # a paragraph inside the last entry, or one behind the list: the text does not tell
            break
        if found and (block.indent != found[0].indent or style != _style(found[0].label)):
            return ()  # a list in the list
        found.append(block)
    return tuple(found) if _in_sequence([block.label for block in found]) else ()


def _style(label: str) -> str:
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", label))


def _in_sequence(labels: list[str]) -> bool:
    marks = [re.sub(r"[().]", "", label) for label in labels]
    if all(mark == marks[0] and not mark.isalnum() for mark in marks):
        return True
    ways = (list(_LETTERS), [str(count) for count in range(1, 27)], list(ROMAN))
    return any(marks == way[: len(marks)] for way in ways)


def draft_count(reading: Reading) -> Iterator[Draft]:
    """How many entries a list has, and how many sections or subsections there are."""
    found = list(listings(reading))
    for listing in found:
        yield _counted(listing, _place(listing, found, reading), reading)
    yield from _sections(reading)


def _place(listing: Listing, found: list[Listing], reading: Reading) -> str:
    """Where the list stands, in words that fit no other list."""
    section = reading.section_at(listing.intro.start)
    twins = [one for one in found if reading.section_at(one.intro.start) == section and one.noun == listing.noun]
    lead = _last_sentence(listing.intro.text).removesuffix(":")
    if section is not None and len(twins) == 1 and len(section.title) <= 80:
        return f"does {section_name(section)} of {reading.named} list"
    return f"does {reading.named} list after the words {quoted(lead)}"


def _counted(listing: Listing, place: str, reading: Reading) -> Draft:
    question = f"How many {listing.noun} {place}?"
    return Draft(
        kind="count",
        rule="count",
        question=question,
        answer=Answer(type="number", values=(str(len(listing.entries)),)),
        evidence=(reading.evidence(*listing.span),),
        subject=question.casefold(),
        claim=str(len(listing.entries)),
        topic=_last_sentence(listing.intro.text),
    )


def _sections(reading: Reading) -> Iterator[Draft]:
    """How many numbered parts a numbered section has: asked where their numbers run from 1 without a gap."""
    for section in reading.sections:
        if not section.number:
            continue
        inner = [one for one in reading.sections if re.fullmatch(rf"{re.escape(section.number)}\.\d+", one.number)]
        numbers = [one.number for one in inner]
        if len(inner) >= 2 and numbers == [f"{section.number}.{count}" for count in range(1, len(inner) + 1)]:
            question = f"How many numbered subsections does {section_name(section)} of {reading.named} have?"
            spans = tuple(reading.evidence(one.start, one.end) for one in inner)
            answer = Answer(type="number", values=(str(len(inner)),))
            yield Draft("count", "count", question, answer, spans, question.casefold(), str(len(inner)), section.title)


def draft_list(reading: Reading) -> Iterator[Draft]:
    """Which entries a list of short entries has."""
    found = list(listings(reading))
    for listing in found:
        entries = [entry_text(block) for block in listing.entries]
        if len(entries) <= 10 and all(entries) and len(set(entries)) == len(entries):
            place = _place(listing, found, reading)
            yield Draft(
                kind="list",
                rule="list",
                question=f"Which {listing.noun} {place}?",
                answer=Answer(type="set", values=tuple(entries)),
                evidence=(reading.evidence(*listing.span),),
                subject=f"which {listing.noun} {place}".casefold(),
                claim=" ; ".join(entries).casefold(),
                topic=_last_sentence(listing.intro.text),
            )


def entry_text(block: Block) -> str:
    """A short entry without its closing punctuation and 'and'; empty where it is long or a sentence."""
    text = re.sub(r"[;,.]?(?: (?:and|or))?[;,.]?$", "", block.text).strip()
    fits = 1 <= len(text.split()) <= _LONGEST_ENTRY and not re.search(r"[:;,.!?|]", text)
    return text if fits else ""


def check_count(draft: Draft, reading: Reading) -> str:
    """Counts again, by the marks at the starts of the lines of the evidence."""
    quotes = [evidence.quote for evidence in draft.evidence]
    if len(quotes) > 1:
        return "" if len(quotes) == int(draft.claim) else f"{len(quotes)} headings against {draft.claim}"
    marks = re.findall(
        r"^[ \t]*(?:[-*•‣◦–]|\(?[a-z]{1,4}\)|\(?\d+[.)]|[a-z]\.|\d+(?:\.\d+)+)[ \t]", quotes[0], re.MULTILINE
    )
    marks = [mark for mark in marks if _style(mark.strip()) == _style(marks[0].strip())]
    said = re.search(r"\b(two|three|four|five|six|seven|eight|nine|ten) (?:of the )?following\b", quotes[0])
    if (
        said
        and reading.document.text
        and len(marks) != ("one two three four five six seven eight nine ten".split().index(said[1]) + 1)
    ):
        return f"the introduction says {said[1]}"
    if len(marks) != int(draft.claim):
        return f"{len(marks)} marks at line starts against {draft.claim}"
    return _goes_on(draft, marks[-1].strip(), reading)


def _goes_on(draft: Draft, last: str, reading: Reading) -> str:
    """Whether the next label stands further down in the section: then the list has been cut."""
    end = draft.evidence[0].end
    section = reading.section_at(draft.start)
    stop = section.body_end if section else len(reading.document.text)
    labels = re.findall(r"^[ \t]*(\(?[a-z]{1,4}\)|\(?\d+[.)])[ \t]", reading.document.text[end:stop], re.MULTILINE)
    if last[-1].isalnum() or last in "-*•‣◦–":
        return ""
    return f"the label {labels[0]!r} stands behind the list" if any(follows(last, label) for label in labels) else ""


def check_list(draft: Draft, reading: Reading) -> str:
    """Every entry stands in the evidence, and they stand there in order."""
    quote, at = plain(draft.evidence[0].quote), 0
    for value in draft.answer.values:
        at = quote.find(value, at)
        if at < 0:
            return f"the entry {value!r} is not in the passage"
    return check_count(Draft("count", "count", draft.question, draft.answer, draft.evidence, draft.subject,
                             str(len(draft.answer.values))), reading)  # fmt: skip


COUNT = Rule("count", "count", draft_count, check_count)
LIST = Rule("list", "list", draft_list, check_list)
