"""Which term is defined so? The document's own definition is given, the term is asked for.

Asking for the meaning would need a rubric; asking for the term has one short answer. Three forms: a quoted term
('A "covered work" means ...'), a plain one ('The term working day refers to ...', 'Downtime means ...'), and a line of
a glossary ('**Key**: ...').
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from benchwright.items.rules.draft import Draft, Rule, quoted, text_answer
from benchwright.items.rules.reading import Block, Reading, Sentence, plain
from benchwright.items.rules.words import DETERMINERS, POINTERS, content

_SAYS = (
    r"(?:shall mean|means?|refers? to|denotes?|(?:is|are) defined (?:as|to mean|to be)|"
    rf"(?:is|are)(?= (?:{'|'.join(DETERMINERS)}|terms|works|parts|persons|people)\b))"
)
_LEAD = r"(?:(?:In|For)[^,\"]{3,60}, )?"
QUOTED = re.compile(
    rf"{_LEAD}(?P<before>(?:[Aa]n?|[Tt]he|[Tt]o|Each|[Tt]he terms?|(?:[Aa]n? |[Tt]he )?\w+'s)\s+)?"
    rf"\"(?P<term>[^\"]{{2,50}})\""
    rf"(?: ?\(or \"(?P<other>[^\"]+)\"\))?,?(?P<of> (?:of|for|to|in|a|an|the) [^\",;:.]{{1,50}}?)?,?"
    rf"(?:,? (?:in this context|below),)? (?P<says>{_SAYS}) (?P<meaning>.+)[.;]"
)
PLAIN = re.compile(
    rf"(?:For the purposes? of [^,]{{3,50}}, )?(?P<before>(?:An?|The|a|an|the)\s+)?(?P<named>term )?"
    rf"(?P<term>[A-Za-z][\w-]*(?: [A-Za-z][\w-]*){{0,3}}) "
    rf"(?P<says>means|(?(named)refers to|is defined as)|is defined as|denotes) "
    rf"(?P<meaning>(?:{'|'.join(DETERMINERS)}|that|[a-z]+ing)\b.+)[.]"
)
GLOSSARY = re.compile(
    r"\s*(?:[-*\u2022]\s+)?(?:\*\*|__)(?P<term>[^*_:\"\u201c\u201d]{2,50}?):?(?:\*\*|__)\s*[:\u2013\u2014-]?\s+"
    rf"(?P<meaning>(?!{_SAYS}|is\b|are\b|[Yy]ou\b|[Ww]e\b|_)\S[^.]{{15,}}\.)"
)
_GLOSSARIES = re.compile(r"\b(?:glossary|definitions?|defined terms|key terms|terminology|vocabulary)\b", re.IGNORECASE)
_NO_TERM = re.compile(
    r"\b(?:if|when|then|where|this|that|it|which|what|also|only|by|of|in|on|all|no|any|note|example|warning|who|they|and|or|is|are|not)\b",
    re.IGNORECASE,
)
_LONGEST = 34  # words of a quoted meaning


def draft(reading: Reading) -> Iterator[Draft]:
    """A draft per definition."""
    for sentence in reading.sentences:
        match = QUOTED.fullmatch(sentence.text)
        if match is None:
            match = PLAIN.fullmatch(sentence.text)
            if match is None or (_NO_TERM.search(match["term"]) and not match["named"]):
                continue
        yield from _drafted(match, sentence, reading)
    for block in reading.blocks:
        section = reading.section_at(block.start)
        match = GLOSSARY.match(reading.document.text[block.start : block.end])
        if match and section and _GLOSSARIES.search(section.title):
            yield from _drafted(match, block, reading)


def shortened(meaning: str) -> str | None:
    """The meaning, cut at a comma or semicolon where it is long; None where it cannot be cut well."""
    tokens = meaning.split(" ")
    if len(tokens) <= _LONGEST:
        return meaning if len(tokens) >= 3 else None
    cuts = [at for at in range(12, _LONGEST) if tokens[at - 1].endswith((",", ";"))]
    return " ".join(tokens[: cuts[-1]]).rstrip(",;") + " ..." if cuts else None


def _drafted(match: re.Match[str], where: Sentence | Block, reading: Reading) -> Iterator[Draft]:
    found = match.groupdict()
    named = plain(match["term"]).strip(" ,;:")
    term = re.sub(r"^(?:The|An?) ", "", named)
    whole = plain(match["meaning"]).rstrip(".;")
    meaning = shortened(whole)
    vague = POINTERS.search(" ".join(whole.split()[:3]))  # 'any such manual': which one?
    if found.get("of") and found.get("says") in {"is", "are"}:
        return  # 'The "two modes" of a stream are ...' tells something of the term; it does not define it
    if meaning is None or whole.endswith(":") or vague or _unbalanced(meaning):
        return
    other, before = found.get("other") or "", (found.get("before") or "").strip()
    verb = before.lower() == "to" and meaning.startswith("to ")
    question = f"Which {'verb' if verb else 'term'} does {reading.named} define as {quoted(meaning)}?"
    accepted = [
        named,
        other,
        f"to {term}" if verb else "",
        f"{before} {term}" if before and before.lower() not in {"to", "the term", "the terms"} else "",
    ]
    yield Draft(
        kind="definition",
        rule="definition",
        question=question,
        answer=text_answer(term, *accepted),
        evidence=(reading.evidence(where.start, where.end),),
        subject=term.casefold(),
        claim=" ".join(sorted(content(whole))),
        topic=meaning,
    )


def _unbalanced(text: str) -> bool:
    return text.count("(") != text.count(")") or text.count('"') % 2 == 1 or text.count("[") != text.count("]")


def check(draft: Draft, _reading: Reading) -> str:
    """The evidence must name the term before its meaning, and the meaning must not use the term."""
    quote = plain(draft.evidence[0].quote)
    term = draft.answer.values[0]
    opening = draft.topic.removesuffix(" ...")
    at, meant = quote.find(term), quote.find(opening)
    if at < 0 or meant < 0 or at > meant:
        return f"the passage does not name {term!r} before what it means"
    share = content(term) & content(opening)
    if share and share == content(term):
        return f"the meaning uses the words of the term {term!r}"
    return ""


RULE = Rule("definition", "definition", draft, check)
