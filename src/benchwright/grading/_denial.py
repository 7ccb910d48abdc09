"""Whether a reply denies what a question takes for granted (`No such sale took place.`, `He never had the key.`).

Asked of replies to questions that nothing answers, and of no others: elsewhere a denial is an answer like any. What
`never` and `not` say of somebody may itself be an answer (`She never liked the house`), so a denial must be of what the
question could name: that something happened, or that somebody had or did `the`, `that` or `such a` thing. What follows
may put right who did (`it was Ada who left that post`), but may hold no number and no guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from benchwright.grading._refusal import clauses

_FALSE = r"(?:false|wrong|mistaken|incorrect|faulty|untrue|unfounded|invalid|not (?:true|correct|supported|right|so))\b"
_IT = (
    r"(?!(?:to|when|if|for|with|by|after|before|until|once|where|who|whose|how|what|not|no|because|since|as)\s"
    r"|that\s(?!never|did|was|is|has|had))(?:(?:it|this|that|he|she|they|there)\b|(?:[\w'-]+\s){0,6}?[\w'-]+)"
)
_HAPPENS = (
    r"(?:happen(?:s|ed)?|occur(?:s|red)?|take place|takes place|took place|taken place|exist(?:s|ed)?|come about)"
)
_NOT = (
    r"(?:never|(?:did|does|do|has|have|had|was|were|is|are)\s(?:not|never))(?:\s(?:ever|actually|really|in fact|been))*"
)
_THING = (
    r"(?:(?:the|that|this|these|those|any|such|such an?|any such|an?)\s(?:[\w'-]+\s){0,5}?(?!WANT\b)[\w'-]+|it|one)$"
)
_OWN = r"(?:had|have|held|hold|owned|own|possessed|possess|received|receive|got|get|kept|keep|took over|take over)"
_PUT = r"(?:given|assigned|awarded|handed|entrusted with|appointed to|in charge of|put in charge of)"
_WANT = "(?:money|time|chance|means|courage|heart|nerve|strength|luck|leisure|patience)"
"""What somebody never had for a reason of what they did."""
_MIND = (
    r"(?:say|said|mention|know|knew|like|want|need|trust|believe|see|saw|tell|told|think|thought|expect|remember|hear"
    r"|understand|understood|love|mean|let|allow)(?:s|d|ed|n|t)?\b"
)
"""What is said of somebody, and not of what happened."""
_PREMISE = (
    rf"(?:the|this|that|your)\squestion\s.*\b(?:premise|assumption|presupposition)s?\b.*\b{_FALSE}",
    rf"(?:the|this|that|your)\squestion\s(?:is|rests|relies|has|contains|makes|starts)(?:\s\w+){{0,3}}?\san?\s{_FALSE}",
    rf"(?:the|this|that|its|your)\s(?:premise|assumption)\s(?:of the question\s)?(?:is|was|seems)\s{_FALSE}",
    r"(?:a\s)?false premise$",
)
_DENIES = tuple(
    re.compile(text.replace("WANT", _WANT))
    for text in (
        *_PREMISE,
        r"never$",
        r"(?:there\s(?:is|are|was|were|has been|had been)\s)?no\ssuch\s\w(?!.*\b(?:except|until|save|other than)\b)",
        r"(?:there\s(?:is|are|was|were)\s)?no\s(?:record|evidence|mention|indication)\s(?:of|that|for)\b",
        rf"{_IT}\s{_NOT}\s{_HAPPENS}$",
        rf"{_IT}\s(?:did|does|do|has|have|had|was|were|is|are)\s(?:not|never)(?:\sdo\s(?:so|that|this|it))?$",
        rf"{_IT}\snever\s(?:did|was|has|had|were)(?:\s(?:so|that|this|it))?$",
        rf"{_IT}\s{_NOT}\s{_OWN}\s{_THING}",
        rf"{_IT}\s(?:was|were|has|had)\s(?:not|never)\s(?:ever\s|been\s)*{_PUT}\s{_THING}",
        rf"{_IT}\s(?:never|did\snot)\s(?:ever\s)?(?!{_MIND})\w+\s(?:that|this|any such|such an?)(?:\s[\w'-]+){{1,4}}$",
        rf"(?:this|that|it)\s(?:is|was)\s(?:{_FALSE}|not\sthe\scase\b|not\swhat\shappened\b)",
        r"nothing\s(?:of the (?:kind|sort)|like that|such)(?:\s(?:happened|took place|occurred|is \w+))?$",
        r"(?:there\s(?:is|was)\s)?(?:no one|nobody|no person|no character)\s(?:of|by|with)\s(?:that|this)\sname\b",
        r"(?:no one|nobody)\s(?:ever\s)?(?:did|was|has|had)(?:\s(?:so|that|this|it))?$",
    )
)
_GUESS = re.compile(
    r"\d|\b(?:probably|perhaps|maybe|likely|presumably|possibly|might|may|could|must|seems?|appears?|guess|suppose"
    r"|about|around|because)\b"
)
_PUTS_RIGHT = re.compile(
    r"(?:(?:instead|rather|in fact|actually)\s)?(?:it\s(?:was|is)\s)?(?:only\s)?[\w'-]+(?:\s[\w'-]+){0,5}?\s"
    r"(?:who\s(?:\w+\s){1,3}?(?:that|this|the)\b.*|(?:did|was|is|has|had)(?:\s(?:so|that|it|instead))?)$"
)
_ONLY = re.compile(r"only\s.*\s(?:that|this)\s")
_INSTEAD = re.compile(r"it\s(?:was|is)\s.*\bwho\s|.*\b(?:that|this|instead)\b")
"""After a denial in so many words, what was so instead."""


def denies(text: str) -> bool:
    """Whether the text denies the question's premise, and claims nothing that could be an answer."""
    told = clauses(text)
    kinds = list(_kinds(told))
    return bool({"denies", "refuses"} & set(kinds)) and "content" not in kinds


def _kinds(told: Iterable[tuple[str, str]]) -> Iterable[str]:
    denied = refused = False
    for clause, kind in told:
        if kind != "refuses" and any(pattern.match(clause) for pattern in _DENIES):
            denied = True
            yield "denies"
        elif kind == "content" and (denied or refused) and _puts_right(clause, denied):
            yield "idle"
        else:
            refused = refused or kind == "refuses"
            yield kind


def _puts_right(clause: str, denied: bool) -> bool:  # noqa: FBT001 - one of two known states
    if _GUESS.search(clause) or len(clause) > 200:
        return False
    return bool(_PUTS_RIGHT.match(clause) or _ONLY.match(clause) or (denied and _INSTEAD.match(clause)))
