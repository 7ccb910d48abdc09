"""Documents for the tests of the rules."""

import re

from benchwright.items.rules.catalogue import RULES
from benchwright.items.rules.prepare import prepare
from benchwright.items.rules.reading import Reading
from benchwright.records import Document, Heading

FILLER = "\n\nThe staff of the house read what is written here and keep to it in all that they do for the readers.\n"

HANDBOOK = """# Harbour Library Handbook

## 1. Definitions

"Working day" means any day other than a Saturday, a Sunday or a public holiday. The term line manager refers to the
person who approves a colleague's leave. The Data Protection Board (DPB) hears complaints.

**Core hours**: the part of the day in which all staff are expected to be reachable.

## 2. Leave

### 2.1 Annual leave

Full-time employees are entitled to 25 days of annual leave per year. Employees may carry over up to five days of
unused leave into the next year. The handbook was last revised on 12 January 2025.

### 2.2 Sick leave

A medical certificate is required after three consecutive working days. Sick pay is paid for a maximum of 26 weeks.

## 3. Expenses

Employees must submit expense claims within 30 days of purchase. Hotel costs must not exceed 140 euros per night.

The following expenses are not reimbursed:

- parking fines
- alcohol
- laundry.

| Grade | Notice period | Daily allowance |
|-------|---------------|-----------------|
| Junior | 1 month | €30 |
| Senior | 3 months | €45 |

## 4. Closing

The last person to leave the building at night is responsible for the alarm and for the lights in the stairwell. The
building closes to readers on the stroke of the clock and the doors are then locked from the inside by the porter.
"""


def document(text, *, title="Harbour Library Handbook", language="en"):
    """A Markdown document with its headings found."""
    found = re.finditer(r"^(#+) (.+)$", text, re.MULTILINE)
    headings = tuple(Heading(level=len(one[1]), text=one[2], start=one.start(2), end=one.end(2)) for one in found)
    return Document(
        title=title, source="a.md", media_type="text/markdown", language=language, text=text, headings=headings
    )


def drafts(rule, text, **settings):
    """What a rule drafts from a text."""
    return list(RULES[rule].draft(Reading(document(text, **settings))))


def asked(rule, text):
    """(question without the document's name, values) of what a rule drafts."""
    return [
        (one.question.replace('"Harbour Library Handbook"', "it").removeprefix("According to it, "), one.answer.values)
        for one in drafts(rule, text)
    ]


def stock(text, **settings):
    """What comes through the gates."""
    return prepare(document(text, **settings), {"test": 1.0}, "test")
