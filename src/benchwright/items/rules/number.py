"""How many, how much, how long? A quantity with its unit is asked for from the clause around it.

'Employees must submit claims within 30 days of purchase.' gives 'Within how many days of purchase must employees submit
claims?'. The unit stands in the question, so that the answer is a bare number. A sentence with two quantities of one
unit, a range, or a clause that cannot be turned round gives nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchwright.items.rules.clause import Inverted, invert
from benchwright.items.rules.draft import Draft, Rule
from benchwright.items.rules.reading import Reading, Sentence
from benchwright.items.rules.words import DIGITS, NUMBER_WORD, POINTERS, content, number
from benchwright.records import Answer

_CURRENCY = {"$": "dollars", "€": "euros", "£": "pounds", "USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling"}
_SYMBOLS = {"%": "percent", "per cent": "percent", "euro": "euros", "dollar": "dollars"}
_KINDS = r"(?:calendar|working|business|consecutive|full|paid|unpaid|additional|separate|different|independent|further)"
_MEASURES = (
    r"KB|MB|GB|TB|kB|KiB|MiB|GiB|Hz|kHz|MHz|GHz|mm|cm|km|kg|mg|ms|kW|kWh|mA|bits?|bytes?|kilobytes?|megabytes?|"
    r"gigabytes?"
)
QUANTITY = re.compile(
    rf"(?<![\w.,/$€£#-])(?:(?P<money>[$€£]|(?:USD|EUR|GBP) ?)?(?P<num>{DIGITS}|{NUMBER_WORD})(?![\w/]|[.,]\d|-\w)"
    rf"(?: \({DIGITS}\))?(?P<scale> (?:million|billion|thousand|hundred))?"
    rf"(?: ?(?P<unit>%|(?:{_MEASURES})\b)| (?P<noun>per ?cent|(?:{_KINDS} )?[a-z]{{3,}}\b(?P<notice>'? notice\b)?))?)",
    re.IGNORECASE,
)
_BOUND = (
    r"up to|at least|at most|no more than|not more than|no less than|not less than|no fewer than|fewer than|less than|"
    r"more than|exactly|approximately|about|no later than|no longer than"
)
_EXTENT = "length|period|size|total|maximum|minimum|limit|rate|duration|term|depth|width|height"
_ASK = re.compile(
    rf"(?P<head>.*?)(?P<mod>(?: (?:within|for|after|before|by|of|to|at|every|until|in|with))?"
    rf"(?: an? (?:{_EXTENT}) of)?(?: (?:{_BOUND}))?)\s*",
    re.IGNORECASE,
)
_NEAR_TAIL = r"(?:of|after|before|from|prior to|following|per|an?|each|every|long|old|in advance(?: of)?)"
_FAR_TAIL = r"(?:to|for|in|on|at|during|by|with|as|when|if)"
_TAIL = re.compile(rf"(?: (?P<near>{_NEAR_TAIL}\b[^,;:()]*)| (?P<far>{_FAR_TAIL}\b[^,;:()]*))?(?P<cut>[,;(].*)?[.;]?")
_BREAKS_OFF = re.compile(r"\b(?:or|and|of|to|the|an?|if|as|with|in|for|by|on|at|than|before|after|from|following)$")
_LONGEST_NEAR = 10  # words between the unit and the verb
_EXCEED = re.compile(r"(?P<subject>.+) (?:must not|shall not|may not|should not|cannot|can not|does not|do not) exceed")
_NO_NOUN = """was has does this its others unless across towards perhaps always less plus yes thus minus is as us"""


@dataclass(frozen=True)
class Quantity:
    """A number with its unit, in a sentence."""

    start: int
    end: int
    value: str
    unit: str
    raw: str


def quantities(text: str) -> list[Quantity]:
    """The numbers of a sentence that have a unit."""
    return [found for match in QUANTITY.finditer(text) if (found := _quantity(match)) is not None]


def _quantity(match: re.Match[str]) -> Quantity | None:
    value, money = number(match["num"]), (match["money"] or "").strip()
    unit = match["unit"] or match["noun"] or ""
    if value is None or match["scale"]:
        return None
    if money:
        return Quantity(match.start(), match.end("num"), value, _CURRENCY[money.upper()], match["num"])
    unit = _SYMBOLS.get(unit.lower().replace("per cent", "per cent"), unit)
    measure = bool(match["unit"]) or unit == "percent"
    if not unit or (not measure and not _counts(unit, value)):
        return None
    return Quantity(match.start(), match.end(), value, unit if measure else _plural(unit), match["num"])


def _counts(unit: str, value: str) -> bool:
    """Whether a word behind a number is what is counted: a plural, or behind 'one' a unit of time."""
    noun = unit.lower().removesuffix(" notice").rstrip("'").split()[-1]
    if value == "1":
        return bool(re.fullmatch(r"(?:second|minute|hour|day|week|month|year)s?", noun))
    return noun.endswith("s") and not noun.endswith("ss") and noun not in _NO_NOUN.split()


def _plural(unit: str) -> str:
    return unit if unit.endswith(("s", "notice")) else unit + "s"


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per quantity whose clause can be turned round."""
    for sentence in reading.sentences:
        found = quantities(sentence.text)
        for quantity in found:
            alone = sum(other.unit == quantity.unit for other in found) == 1
            question = ask(sentence.text, quantity, reading) if alone else None
            if question:
                yield _drafted(question, quantity, sentence, reading)


def ask(text: str, quantity: Quantity, reading: Reading) -> str | None:
    """The question for a quantity of a sentence, without the name of the document; None where it cannot be asked."""
    before, tail = text[: quantity.start].rstrip(), _TAIL.fullmatch(text[quantity.end :])
    asked = _ASK.fullmatch(before)
    if tail is None or asked is None or _hedged(before, tail):
        return None
    near, far = (tail["near"] or "").strip(" ."), (tail["far"] or "").strip(" .")
    if asked["head"].endswith(" exceed"):
        return _limit(asked["head"], quantity, f"{near} {far}".strip(), reading)
    turned = invert(asked["head"].strip(), reading)
    if turned is None or not _tail_stands(near, far):
        return None
    carried = re.match(r"(.*?\S) (into|to) (.*)", near)
    if carried:
        near, far = carried[1], f"{carried[2]} {carried[3]} {far}"
    return _joined(turned, asked["mod"].strip().lower(), quantity.unit, (near, far))


def _tail_stands(near: str, far: str) -> bool:
    """Whether what follows the unit can follow it in a question: short, whole, leaning on nothing."""
    whole = f"{near} {far}".strip()
    joined = re.search(r"\b(?:and|or|but)\b", near)
    return not (_BREAKS_OFF.search(whole) or POINTERS.search(whole) or joined) and len(near.split()) <= _LONGEST_NEAR


def _joined(turned: Inverted, mod: str, unit: str, tail: tuple[str, str]) -> str | None:
    """The parts in the order of a question; None where they do not say what is asked ('The default is 1000 bytes.')."""
    near, far = tail
    if mod.startswith("of") and not re.search(r"\b(?:consists?|composed|made up)$", turned.core):
        return None
    if len(content(f"{turned.front} {turned.core} {near} {far}")) < 2:
        return None
    wh = "what percentage" if unit == "percent" else f"how many {unit}"
    return " ".join(" ".join((turned.front + mod, wh, near, turned.core, far)).split())


def _limit(head: str, quantity: Quantity, tail: str, reading: Reading) -> str | None:
    """'Attachments must not exceed 5 MB.' gives 'what limit, in MB, must attachments not exceed?'."""
    match = _EXCEED.fullmatch(head)
    turned = match and invert(f"{match['subject']} may be", reading)
    if turned is None or not re.fullmatch(r"(?:per \w+)?", tail) or quantity.unit == "percent":
        return None
    subject = turned.core.removeprefix("may ").removesuffix(" be")
    return f"{turned.front}what limit, in {f'{quantity.unit} {tail}'.strip()}, must {subject} not exceed"


def _hedged(before: str, tail: re.Match[str]) -> bool:
    """Whether the number is one end of a range, an alternative, or bound to a condition behind it."""
    cut = (tail["cut"] or "").lower()
    if re.search(r"\b(?:between|from|either|or|section|article|version|clause|than one|over)$", before, re.IGNORECASE):
        return True
    if before.lower().endswith(" to") and not re.search(
        r"\b(?:entitled|up|limited|amounts?) to$", before, re.IGNORECASE
    ):
        return True
    if re.search(r"\b(?:or|and)\b", cut) and (tail["near"] or tail["far"] or re.match(r"[,;(]?\s*(?:or|and)\b", cut)):
        return True
    return "whichever" in cut or " or " in (tail["near"] or "")


def _drafted(question: str, quantity: Quantity, sentence: Sentence, reading: Reading) -> Draft:
    return Draft(
        kind="number",
        rule="number",
        question=f"According to {reading.named}, {question}?",
        answer=Answer(type="number", values=(quantity.value,)),
        evidence=(reading.evidence(sentence.start, sentence.end),),
        subject=question.casefold(),
        claim=quantity.value,
        topic=question,
    )


def check(draft: Draft, reading: Reading) -> str:
    """The evidence holds the number once with that unit, and no passage gives another for the same words."""
    asked = content(draft.topic) - {"many", "percentag"}
    values = {found.value for found in quantities(draft.evidence[0].quote) if _same_unit(found, draft)}
    if values and values != {draft.claim}:
        return f"the passage gives {sorted(values)} for one unit"
    for sentence, held in zip(reading.sentences, reading.meanings, strict=True):
        if sentence.start == draft.start or not _rivals(asked, held):
            continue
        rivals = {found.value for found in quantities(sentence.text) if _same_unit(found, draft)} - {draft.claim}
        if rivals:
            return f"another passage gives {sorted(rivals)}: {sentence.text[:80]!r}"
    return ""


def _rivals(asked: frozenset[str], held: frozenset[str]) -> bool:
    """Whether a passage speaks of most of what is asked; not where what it lacks is a number ('door 3')."""
    return len(asked & held) >= 0.7 * len(asked) and not any(word[0].isdigit() for word in asked - held)


def _same_unit(found: Quantity, draft: Draft) -> bool:
    return found.unit in draft.question or (found.unit == "percent" and "percentage" in draft.question)


RULE = Rule("number", "number", draft, check)
