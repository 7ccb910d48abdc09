"""Whether a reply says that the document does not answer.

The reply is cut into clauses. A clause *refuses* (`the text does not mention ...`, `not stated`), is *idle* (what the
document does talk about, apologies, reasons), or is *content*. A reply is a refusal if some clause refuses and none is
content: `The document does not say exactly, but it was about 40` answers, and so does `1931. It does not say who`.
English only; a refusal in another language is graded as an answer. Replies beyond 2,000 characters are not refusals.
"""

from __future__ import annotations

import re
import unicodedata

_LONGEST = 2000
_ADVERB = r"(?:(?:\w+ly|ever|even|also|yet|really|just|itself|any|at all)\s)*"
_SOURCE = (
    r"(?:(?:the|this|that|these|any|your|our|entire|whole)\s)?(?:(?:provided|given|supplied|above|attached|source|available)\s)*"
    r"(?:document|text|passage|article|context|report|story|excerpt|source|author|information|content|material|page|"
    r"section|paper|file|extract|snippet|data|contract)s?(?:\s(?:provided|given|supplied|above|itself|shown))?"
)
_SAY = (
    r"(?:say|state|mention|specify|tell|give|provide|contain|include|indicate|reveal|disclose|discuss|address|cover|"
    r"describe|explain|identify|name|list|answer|define|note|show|offer|record|refer|make|have|detail|clarify|supply|"
    r"elaborate|touch|present|express|suggest|report|comment)"
)
_SAID = (
    r"(?:said|stated|mentioned|specified|told|given|provided|contained|included|indicated|revealed|disclosed|discussed|"
    r"addressed|covered|described|explained|identified|named|listed|answered|defined|noted|shown|recorded|detailed|"
    r"supplied|available|found|known|clear|present|applicable|reported|referenced|certain|answerable|stated)"
)
_FIND = (
    r"(?:determined|answered|found|inferred|established|known|ascertained|identified|deduced|concluded|derived|told)"
)
_TELL = r"(?:say|tell|determine|know|answer|establish|find|infer|ascertain|identify|deduce|conclude|locate|see|provide|give|be sure)"
_THING = r"(?:information|info|mention|reference|indication|details?|data|evidence|records?|answer|statement|context|clue|hint)"
_ASK = r"(?:who|whom|whose|what|which|when|where|why|whether|if|how(?!\sto\b))\b"
_END = r"[\s.,!?)\"']*$"
_WITHIN = rf"(?:anywhere\s)?(?:(?:in|by|within|from|on|using|based on|with|at)\s{_SOURCE}|here\b|anywhere\b|there\b)"
_AFTER = rf"(?:{_END}|\s?{_WITHIN}|\s{_ASK}|\sabout\b)"
_REFUSES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_SOURCE}\s(?:alone\s)?{_ADVERB}(?:do|does|did|has|have)\snot\s{_ADVERB}(?:been\s)?(?:{_SAY}|{_SAID})\b",
        rf"{_SOURCE}\snever\s{_ADVERB}{_SAY}s?\b",
        rf"(?:{_SOURCE}|it)\s(?:fails?|neglects?|omits?)\sto\s{_SAY}\b",
        rf"(?:{_SOURCE}|it)\s{_ADVERB}(?:lacks?|omits?)\b",
        rf"{_SOURCE}\sis\s{_ADVERB}(?:silent|unclear|not clear|vague)\b",
        rf"(?:{_SOURCE}|it)\s{_ADVERB}(?:gives?|provides?|contains?|has|have|includes?|offers?|makes?|supplies|holds)"
        rf"\s(?:no|nothing|not enough|insufficient|too little)\b",
        rf"(?:it|this|that|which)?\s?(?:does|do|did)\snot\s{_ADVERB}(?:say|mention|state|specify|tell|indicate|give|reveal|"
        rf"address|provide|discuss|explain)(?:\s(?:it|that|this|so|anything|us|the answer|this information|any \w+))?"
        rf"(?:{_END}|\s{_ASK}|\s{_WITHIN})",
        rf"(?:it|which|that)\s(?:does\snot|never)\s{_ADVERB}(?:give|state|mention|specify|provide|name|identify)s?\b",
        rf"(?:none|neither|nothing|nowhere|no part)\s?(?:of|in)?\s?{_SOURCE}\b.*\b{_SAY}s?\b",
        rf".*\b(?:is|are|has|have)\s(?:not|never)\s(?:been\s)?{_ADVERB}{_SAID}{_AFTER}",
        rf".*\b(?:was|were)\s(?:not|never)\s{_ADVERB}{_SAID}\s{_WITHIN}",
        rf".*\b(?:is|are)\snot\s{_ADVERB}(?:in|part of|within)\s{_SOURCE}{_END}",
        rf".*\b(?:is|are|seems?|remains?)\s{_ADVERB}(?:absent|missing|omitted|left out)\sfrom\s{_SOURCE}",
        rf".*\b(?:is|are|remains?)\s(?:still\s)?(?:unknown|unclear|unspecified|undisclosed|undetermined|uncertain|unstated|not clear)"
        rf"{_AFTER}",
        rf"(?:no|none of the)\s[\w' -]{{1,60}}\s(?:is|are|was|were)\s{_ADVERB}{_SAID}{_AFTER}",
        rf".*\b(?:can|could|may|might)\snot\s{_ADVERB}be\s{_ADVERB}{_FIND}(?:{_AFTER}|\s(?:with|without)\b)",
        rf"(?:it\sis|it\swould\sbe)?\s?(?:not\s{_ADVERB}possible|impossible|unable)\sto\s{_TELL}\b",
        rf"(?:i|we|one|you|a reader)\s(?:can|could)\snot\s{_ADVERB}{_TELL}(?:{_END}|\s(?:(?:the|your) (?:answer|question)|this|that|it|any|an?)\b"
        rf"|\s{_WITHIN}|\s{_ASK}|\s(?:with|without)\b)",
        rf"i\s(?:am|was)\s(?:unable|not able)\sto\s{_TELL}\b",
        rf"(?:i|we)\s(?:do|did)\snot\s{_ADVERB}(?:see|find)\s(?:any|this|that|it|the answer|an answer)\b",
        rf"(?:i\s)?do\snot\sknow(?:{_END}|\s(?:the answer|this|that|based|from)\b|\s{_ASK})",
        rf"(?:i\s)?(?:do\snot|does\snot)\shave\s(?:enough|any|sufficient|the|access|that|this)\b",
        rf"i\shave\sno\s(?:information|idea|data|way)\b",
        rf"(?:i\sam\s)?(?:not\s(?:sure|certain)|unsure|uncertain)(?:{_END}|\s{_ASK})",
        rf"(?:we|readers?|the reader|one)\s(?:is|are)\s(?:not|never)\s(?:told|informed|given)\b",
        rf"there\s(?:is|are|was|were)\s(?:no|not\s(?:enough|any|sufficient)|insufficient)\s(?:\w+\s){{0,3}}?{_THING}\b",
        rf"there\sis\s(?:nothing|no\s[\w' -]{{1,40}})\s{_WITHIN}",
        rf"(?:no|not\senough|insufficient|not\sany)\s(?:\w+\s)?{_THING}"
        rf"(?:\s(?:available|found|provided|given|is|are|exists?)\b.*|\s(?:about|on|regarding|of|for|as to)\b.*|\s{_WITHIN}.*|{_END})",
        rf"(?:the\s)?(?:answer|information|info|data)\s(?:is\s)?not\s(?:{_SAID}|in\b)(?:{_AFTER})",
        rf"not\s{_ADVERB}(?:(?:{_SAID})(?:\s{_WITHIN})?|{_WITHIN}){_END}",
        rf"(?:n/?a|n\.a\.?|unknown|unspecified|undisclosed|undetermined|unanswerable|unclear|unstated|idk|no idea|no clue|"
        rf"no comment|indeterminate|inconclusive|can\snot\s(?:say|tell|answer|determine)|insufficient context|dunno){_END}",
    )
)
_IDLE = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:however|therefore|thus|so|but|yet|hence|unfortunately|sorry|no|then)?$",
        rf"(?:based on|according to|from|in|as far as|judging by|per|given)\s{_SOURCE}(?:\s\w+)?$|without [\w ]{{1,40}}$",
        rf"(?:(?:{_SOURCE}|it|which|that|and|only)\s)?(?:only|just|merely|mainly|primarily|mostly|simply|instead|rather)?\s?"
        r"(?:describe|discusse|cover|focuse|mention|talk|list|deal|refer|provide|contain|give|concentrate|concern|relate)s?\b",
        rf"{_SOURCE}\s(?:is|are)\s(?:only\s|mainly\s)?(?:about|concerned)\b",
        r"(?:because|since|as|given that|due to)\b",
        r"(?:i\s(?:am\s)?(?:have (?:read|checked|searched|reviewed|looked)|apologi[sz]e|sorry|afraid))\b|sorry$|apologies",
        r"(?:please|if you|let me know|would you|feel free|you (?:may|might|could|would))\b",
        r"the\squestion\s(?:is|asks|concerns|refers)\b|you\s(?:asked|are asking)\b",
        r"the\s(?:information|answer|detail)s?\s(?:that\s)?(?:you|requested|asked)\b.{0,40}$",
    )
)
_OPENERS = re.compile(
    r"(?:(?:sorry|unfortunately|apologies|regrettably|however|but|and|so|thus|hence|therefore|yet|still|though|also|actually"
    r"|note that|well|no|i am sorry|i am afraid(?: that)?|i apologi[sz]e|my apologies|(?:the |my )?(?:final )?answer is(?: that)?|"
    r"it (?:seems|appears)(?: that)?|i (?:think|believe)(?: that)?|"
    rf"(?:based on|according to|from|in|as far as|judging by|per|given)\s{_SOURCE}(?:\s\w+)?(?=,)|without [\w ]{{1,40}}?(?=,|\sit\sis\b))"
    r"[\s,:]+)+"
)
_SPLIT = re.compile(
    r"[.!?]+(?:\s|$)|[;\n]|,?\s(?=(?:but|however|although|though|because)\s)|,\s(?=(?:so|which|since|as|and|therefore|it|yet|instead)\s)"
)
_NOT = (("cannot", "can not"), ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("i'm", "i am"),
        ("it's", "it is"), ("there's", "there is"), ("that's", "that is"), ("i've", "i have"))  # fmt: skip
_CONCEDES = re.compile(r"(?:although|though|while|even though|whilst)\s([^,]*),\s*")


def _plain(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    text = re.sub("[\u2019\u2018\u02bc]", "'", text)
    text = re.sub(r"[*_`#\"\u201c\u201d\u00ab\u00bb]", "", re.sub(r"\([^()]*\)", "", text))
    for short, full in _NOT:
        text = text.replace(short, full)
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def _clauses(text: str) -> list[str]:
    parts = []
    for part in _SPLIT.split(text):
        bare = part.strip(" ,")
        conceded = _CONCEDES.match(bare)
        if conceded:
            parts.append(conceded[1])
            bare = bare[conceded.end() :]
        parts.append(bare)
    return parts


def _kind(clause: str) -> str:
    bare = _OPENERS.sub("", clause, count=1) if _OPENERS.match(clause) else clause
    for form in dict.fromkeys((clause, bare)):
        if any(pattern.match(form) for pattern in _REFUSES):
            return "refuses"
    return "idle" if any(pattern.match(bare) for pattern in _IDLE) else "content"


def is_refusal(text: str) -> bool:
    """Whether the whole text says that the question cannot be answered from the document, and nothing else."""
    if len(text) > _LONGEST:
        return False
    kinds = {_kind(clause) for clause in _clauses(_plain(text))}
    return "refuses" in kinds and "content" not in kinds
