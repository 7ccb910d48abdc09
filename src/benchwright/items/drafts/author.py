"""The author's half of a job: what a section holds, facet by facet, then questions about these facets.

    section(s) --facets--> summaries --draft--> reply --read, typed, quotes located--> drafts
                                                        └── whatever did not come, or cannot be used: rejections

Both calls show the section first, byte for byte alike, so that a server reads it once. Every draft that was wanted is
either a draft or a rejection with its reason.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchwright.errors import UnknownNameError
from benchwright.items.drafts._prompts import filled, language, mark, material, shipped
from benchwright.items.drafts.draft import Desk, Draft, Drafted, Job, Section
from benchwright.items.drafts.facets import Facets, all_facets
from benchwright.items.drafts.kinds import KINDS, Kind
from benchwright.items.drafts.quotes import locate
from benchwright.items.drafts.replies import Written, clean, read_objects, typed, written
from benchwright.models.calls import Call, Reply
from benchwright.records import Check, Evidence, Rejection

EARLIER = 16_000
"""Characters of summaries of earlier sections that are shown, at most."""
FEWEST, LONGEST = 5, 600
"""Letters of a question, at least; characters, at most."""
_EXAMPLES = ("example_short", "example_rubric", "example_none")
_EACH, _MOST = 260, 4096
"""Output tokens per draft, and in all."""
_MARKS = "?？؟⁇;՞፧"
_UNMARKED = {"th", "lo", "km", "my"}
"""Languages whose questions have no mark."""
_TELLS = re.compile(
    r"(?:(?:in|from|after|before|according|for|of|on|under|given|by|with|at)\b[^,]{0,80},\s*)?"
    r"(?:name|list|state|give|identify|describe|explain|compare|summari[sz]e|tell|define|say|outline|quote|put)\b",
    re.IGNORECASE,
)


async def draft(job: Job, desk: Desk) -> Drafted:
    """The drafts of a job, and a rejection for each that was wanted and is none.

    Raises:
        UnknownNameError: a kind that is wanted is none.
    """
    wanted = {name: count for name, count in job.wanted.items() if count > 0}
    for name in wanted:
        if name not in KINDS:
            raise UnknownNameError("kind of question", name, KINDS)
    if not wanted:
        return Drafted()
    facets = await all_facets(job.sections, desk)
    failed = _facets_failed(job, facets)
    if failed:
        return _none_came(job, wanted, "facets", failed)
    reply = await desk.author(_call(job, wanted, facets, desk))
    if reply.failure:
        return _none_came(job, wanted, "call", reply.reason or reply.failure)
    return _sorted(job, wanted, reply, desk)


def _facets_failed(job: Job, facets: Sequence[Facets]) -> str:
    """Why the job cannot go on; of earlier sections some may be lacking, of those that are shown none."""
    shown = facets[-1:] if _so_far(job) else facets
    failure = next((one.failure for one in shown if one.failure), "")
    if not failure and _so_far(job) and len(facets) > 1 and not any(one.found for one in facets[:-1]):
        failure = facets[0].failure
    return failure


def _so_far(job: Job) -> bool:
    return any(KINDS[name].reads == "so far" for name, count in job.wanted.items() if count > 0)


def _none_came(job: Job, wanted: Mapping[str, int], gate: str, reason: str) -> Drafted:
    home = job.sections[0].document
    return Drafted(
        rejected=tuple(
            Rejection(gate=gate, reason=reason, question="", kind=name, document=home)
            for name, count in wanted.items()
            for _ in range(count)
        )
    )


# --- what is asked


def _call(job: Job, wanted: Mapping[str, int], facets: Sequence[Facets], desk: Desk) -> Call:
    last = job.sections[-1:] if _so_far(job) else job.sections
    shown = [material(section, desk.documents[section.document]) for section in last]
    if _so_far(job) and len(job.sections) > 1:
        summaries = _earlier(job, facets)
        shown.append(filled("so_far", mark=mark(summaries), summaries=summaries))
    count = sum(wanted.values())
    return Call(
        "draft",
        (*shown, _asks(wanted, facets[-len(last) :], desk)),
        min(_MOST, _EACH * count + 200),
        draw=job.draw,
        schema=_schema(list(wanted)),
    )


def _earlier(job: Job, facets: Sequence[Facets]) -> str:
    """The facets of all sections but the last, a sentence of each; fewer of each where they would be too long."""
    told = [
        [f"{section.title}; {facet.told}" for facet in one.found]
        for section, one in zip(job.sections[:-1], facets, strict=False)
    ]
    most = max(map(len, told), default=0)
    lines = _kept(told, most)
    while sum(map(len, lines)) > EARLIER and most > 1:
        most -= 1
        lines = _kept(told, most)
    every = -(-sum(map(len, lines)) // EARLIER)
    return "\n".join(lines[:: max(1, every)])


def _kept(told: Sequence[Sequence[str]], most: int) -> list[str]:
    return [line for lines in told for line in lines[:most]]


def _asks(wanted: Mapping[str, int], facets: Sequence[Facets], desk: Desk) -> str:
    kinds = [KINDS[name] for name in wanted]
    told = "\n".join(f"- {facet.told}" for one in facets for facet in one.found)
    count = sum(wanted.values())
    return filled(
        "draft",
        mark=mark(told),
        facets=told,
        count="one question" if count == 1 else f"{count} questions",
        kinds="\n".join(f'- {wanted[kind.name]} of kind "{kind.name}": {kind.asks}' for kind in kinds),
        quotes=_quotes(kinds),
        language=language(desk.language),
        answers=_answers(kinds),
        example=filled(f"example_{kinds[0].answer}", kind=kinds[0].name),
    )


def _answers(kinds: Sequence[Kind]) -> str:
    says = {
        "short": '"answer": as short as it can be: a name, a number, a date or a few words; a list of these where '
        'several are asked for. "answer_type": text, number, date or list. "accepted": other right spellings.',
        "rubric": f'"answer" of {_named(kinds, "rubric")}: a list of two to four points.',
        "none": f'"answer" of {_named(kinds, "none")}: null.',
    }
    return " ".join(text for name, text in says.items() if any(kind.answer == name for kind in kinds))


def _named(kinds: Sequence[Kind], answer: str) -> str:
    return " and ".join(f'"{kind.name}"' for kind in kinds if kind.answer == answer)


def _quotes(kinds: Sequence[Kind]) -> str:
    if any(kind.reads in {"sections", "documents"} for kind in kinds):
        return "the sentences that show the answer, at least one from each part of a document."
    fewest = "; ".join(f'{kind.quotes or "none"} at least for "{kind.name}"' for kind in kinds if kind.quotes != 1)
    return f"the sentences that show it, at least one{f' ({fewest})' if fewest else ''}."


def _schema(kinds: Sequence[str]) -> dict[str, Any]:  # Any: JSON
    text = {"type": "string"}
    texts = {"type": "array", "items": text}
    fields = {
        "kind": {"type": "string", "enum": list(kinds)},
        "facet": text,
        "quotes": texts,
        "question": text,
        "answer": {"anyOf": [text, {"type": "number"}, texts, {"type": "null"}]},
        "answer_type": {"type": "string", "enum": ["text", "number", "date", "list", "none"]},
        "accepted": texts,
    }
    each = {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}
    questions = {"questions": {"type": "array", "items": each}}
    return {"type": "object", "properties": questions, "required": ["questions"], "additionalProperties": False}


# --- what came


@dataclass
class _Sorting:
    """Drafts and rejections of one reply, as its objects are taken one by one."""

    job: Job
    wanted: Mapping[str, int]
    desk: Desk
    open: Counter[str]
    """Drafts that have not come yet."""
    made: Counter[str] = field(default_factory=Counter)
    asked: set[str] = field(default_factory=set)
    drafts: list[Draft] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)

    def take(self, one: Written) -> None:
        """One object of the reply."""
        named = one.kind if one.kind in self.wanted or len(self.wanted) > 1 else next(iter(self.wanted))
        # one of a kind that was not asked for stands in the place of one that will not come
        name = named if named in self.wanted else max(self.wanted, key=lambda each: self.open[each])
        self.open[name] -= 1
        made = self._made(one, named)
        if isinstance(made, Draft):
            self.made[name] += 1
            if self.made[name] <= 2 * self.wanted[name]:
                self.drafts.append(made)
                return
            came = f"{self.made[name]} drafts came where {self.wanted[name]} were wanted"
            made = Check(gate="surplus", passed=False, detail=came)
        home = self.job.sections[0].document
        self.rejected.append(
            Rejection(gate=made.gate, reason=made.detail, question=one.question, kind=name, document=home)
        )

    def _made(self, one: Written, named: str) -> Draft | Check:
        if named not in self.wanted:
            return _unfit(f"is of kind {named[:40]!r}, which was not asked for")
        if one.question.casefold() in self.asked:
            return _unfit("repeats a question of the same reply")
        self.asked.add(one.question.casefold())
        return draft_of(one, KINDS[named], self.job, self.desk)


def _sorted(job: Job, wanted: Mapping[str, int], reply: Reply, desk: Desk) -> Drafted:
    """Drafts and rejections, in the order of the reply; then what did not come."""
    objects = read_objects(reply.text)
    sorting = _Sorting(job, wanted, desk, Counter(wanted))
    for raw in objects.found:
        sorting.take(written(raw))
    why = _why(reply, len(objects.found), cut=reply.cut or objects.cut)
    lacking = _none_came(job, +sorting.open, "reply", why)
    return Drafted(tuple(sorting.drafts), (*sorting.rejected, *lacking.rejected))


def _why(reply: Reply, found: int, *, cut: bool) -> str:
    """Why a wanted draft did not come."""
    if cut:
        return f"the reply was cut off before this draft; {found} came whole"
    if found:
        return f"the reply has {found} drafts, and not this one"
    return f"no draft could be read from the reply {clean(reply.text)[:80]!r}"


def _unfit(reason: str, gate: str = "reply") -> Check:
    return Check(gate=gate, passed=False, detail=reason)


def draft_of(one: Written, kind: Kind, job: Job, desk: Desk) -> Draft | Check:
    """A draft of what was written, or the gate (`reply`, `quote`) at which it falls, with the reason."""
    fault = _fault(one, desk.language)
    answer = typed(one, kind)
    if fault or isinstance(answer, str):
        return _unfit(fault or str(answer))
    evidence = _evidence(one.quotes, kind, job.sections, desk)
    if isinstance(evidence, str):
        return _unfit(evidence, "quote")
    documents = tuple(dict.fromkeys(section.document for section in job.sections))
    return Draft(kind.name, one.question, answer, evidence, documents, one.facet, job.number)


def _fault(one: Written, code: str) -> str:
    """Why what was written is no question; empty where it is one."""
    if not one.question:
        return "has no question"
    if sum(map(str.isalpha, one.question)) < FEWEST or any(one.question in shipped(name) for name in _EXAMPLES):
        return f"repeats the form that was shown, or has fewer than {FEWEST} letters"
    if len(one.question) > LONGEST:
        return f"the question has {len(one.question)} characters; at most {LONGEST} are of use"
    asks = any(sign in one.question[-12:] for sign in _MARKS) or _TELLS.match(one.question) or code in _UNMARKED
    return "" if asks else "is not a question"


def _evidence(quotes: Sequence[str], kind: Kind, sections: Sequence[Section], desk: Desk) -> tuple[Evidence, ...] | str:
    """Where the quotes stand; or which one stands nowhere, or which are lacking."""
    found: dict[tuple[str, int, int], Evidence] = {}
    bare = list(reversed(sections))
    for quote in quotes:
        # sections without a quote come first, so that two quotes that stand in both show both
        home, at = _place(quote, (*bare, *reversed(sections)), desk)
        if home is None or at is None:
            return f"the quote {quote[:80]!r} does not stand in what was shown"
        bare = [section for section in bare if section is not home]
        found[at.document, at.start, at.end] = at
    if len(found) < kind.quotes:
        return f"{kind.quotes} quotes are needed, and {len(found)} are given"
    if kind.reads in {"sections", "documents"} and bare:
        return f"no quote from the part {bare[-1].title[:80]!r}"
    return tuple(found.values())


def _place(quote: str, sections: Iterable[Section], desk: Desk) -> tuple[Section | None, Evidence | None]:
    for section in sections:
        at = locate(quote, desk.documents[section.document], (section.start, section.end))
        if at is not None:
            return section, at
    return None, None
