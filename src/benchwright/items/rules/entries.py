"""Which ones? The entries of a list, where each is a few words, as a set."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from benchwright.items.rules.draft import Draft, Rule
from benchwright.items.rules.listing import Listing, last_sentence, listings, place, recount
from benchwright.items.rules.reading import Block, Reading, plain
from benchwright.items.rules.words import POINTERS
from benchwright.records import Answer

DIRECT = re.compile(
    r"The following (?P<noun>[a-z ]+?) (?P<rest>(?:are|may|must|can|will|should|shall|apply) [^:,;()]+):"
)
_LONGEST = 6  # words of an entry
_MOST = 10  # entries


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per list of short entries."""
    found = tuple(listings(reading))
    for listing in found:
        entries = [entry_text(block) for block in listing.entries]
        if len(entries) <= _MOST and all(entries):
            question = _ask(listing, found, reading)
            yield Draft(
                kind="list",
                rule="list",
                question=question,
                answer=Answer(type="set", values=tuple(entries)),
                evidence=(reading.evidence(*listing.span),),
                subject=question.casefold(),
                claim=" ; ".join(entries).casefold(),
                topic=last_sentence(listing.intro.text),
            )


def _ask(listing: Listing, found: Sequence[Listing], reading: Reading) -> str:
    """'The following expenses are not reimbursed:' gives 'which expenses are not reimbursed?'."""
    match = DIRECT.fullmatch(last_sentence(listing.intro.text))
    if match:
        return f"According to the list in {reading.named}, which {listing.noun} {match['rest']}?"
    return f"Which {listing.noun} {place(listing, found, reading)}?"


def entry_text(block: Block) -> str:
    """A short entry without its closing punctuation and 'and'; empty where it is long or a sentence."""
    text = re.sub(r"[;,.]?(?: (?:and|or))?[;,.]?$", "", block.text).strip().strip("\"'")
    fits = 1 <= len(text.split()) <= _LONGEST and not re.search(r"[:;,.!?|<>={}]|\(see\b", text)
    return text if fits and not POINTERS.search(text) and not text.lower().startswith("this ") else ""


def check(draft: Draft, reading: Reading) -> str:
    """Every entry stands in the evidence, in order, and there are no more marks than entries."""
    quote, at = plain(draft.evidence[0].quote), 0
    for value in draft.answer.values:
        at = quote.find(value, at)
        if at < 0:
            return f"the entry {value!r} is not in the passage"
    found, problem = recount(draft.evidence[0].quote, draft.start, reading)
    return problem or ("" if found == len(draft.answer.values) else f"{found} marks at line starts")


RULE = Rule("list", "list", draft, check)
