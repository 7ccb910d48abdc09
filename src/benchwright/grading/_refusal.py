"""Whether a reply says that the document does not answer.

The reply is cut into clauses. A clause *refuses* (`the text does not mention ...`, `not stated`), is *idle* (what the
document does talk about, apologies, reasons), or is *content*. A reply is a refusal if some clause refuses and none is
content: `The document does not say exactly, but it was about 40` answers, and so does `1931. It does not say who`.
English only; a refusal in another language is graded as an answer. Replies beyond 2,000 characters are not refusals.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 2000


def _any(words: str) -> str:
    """A pattern for any of some words (spaces between alternatives, underscores within them)."""
    return "(?:" + "|".join(word.replace("_", " ") for word in words.split()) + ")"


_NOUN = _any(
    "document text passage article context report story excerpt source author information content material page"
    " section paper file extract snippet data contract"
)
_GIVEN = _any("provided given supplied above attached source available")
_ADVERB = rf"(?:(?:\w+ly|{_any('ever even also yet really just itself any at_all')})\s)*"
_SOURCE = (
    rf"(?:{_any('the this that these any your our entire whole')}\s)?(?:{_GIVEN}\s)*{_NOUN}s?"
    rf"(?:\s{_any('provided given supplied above itself shown')})?"
)
_SAY = _any(
    "say state mention specify tell give provide contain include indicate reveal disclose discuss address cover"
    " describe explain identify name list answer define note show offer record refer make have detail clarify supply"
    " elaborate touch present express suggest report comment"
)
_SAID = _any(
    "said stated mentioned specified told given provided contained included indicated revealed disclosed discussed"
    " addressed covered described explained identified named listed answered defined noted shown recorded detailed"
    " supplied available found known clear present applicable reported referenced certain answerable made"
)
_FOUND = _any("determined answered found inferred established known ascertained identified deduced concluded told")
_TELL = _any(
    "say tell determine know answer establish find infer ascertain identify deduce conclude locate see provide give"
    " be_sure"
)
_WEIGH = _any("determine infer ascertain deduce conclude establish tell say know")
_BRIEF = _any("information info mention reference indication details? data context answer")
_DARK = _any("unknown unclear unspecified undisclosed undetermined uncertain unstated not_clear unavailable")
_BARE = _any(
    r"n/?a n\.a\.? unknown unspecified undisclosed undetermined unanswerable unclear unstated unavailable idk no_idea"
    r" no_clue no_comment indeterminate inconclusive insufficient_context dunno"
)
_IN = _any("in by within from on using based_on with at")
_ASK = r"(?:who|whom|whose|what|which|when|where|why|whether|if|how(?!\sto\b))\b"
_END = r"[\s.,!?)\"']*$"
_WITHIN = rf"(?:anywhere\s)?(?:{_IN}\s{_SOURCE}|here\b|anywhere\b|there\b)"
_AFTER = rf"(?:{_END}|\s?{_WITHIN}|\s{_ASK}|\sabout\b)"
_HAS = _any("gives? provides? contains? has have includes? offers? makes? supplies holds")
_THAT = _any("it this that which")
_SUBJECT = r"(?:(?!whose\b)[^,])*?"
_ANSWER = r"(?:(?:the|your)\s(?:answer|question)|this|that|it|any|an?)\b"
_TOPIC = r"(?:about|on|regarding|of|for|as to)\b"


def _patterns(texts: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(re.compile, texts))


_REFUSES = _patterns(
    (
        # The document does not say.
        rf"{_SOURCE}\s{_ADVERB}(?:do|does|did|has|have)\snot\s{_ADVERB}(?:been\s)?(?:{_SAY}|{_SAID})\b",
        rf"{_SOURCE}\snever\s{_ADVERB}{_SAY}s?\b",
        rf"(?:{_SOURCE}|it)\s(?:fails?|neglects?|omits?)\sto\s{_SAY}\b",
        rf"(?:{_SOURCE}|it)\s{_ADVERB}(?:lacks?|omits?)\b",
        rf"{_SOURCE}\s(?:is|are|remains?|stays?)\s{_ADVERB}(?:silent|unclear|not clear|vague)\b",
        rf"(?:{_SOURCE}|it)\s{_ADVERB}{_HAS}\s(?:no|nothing|not enough|insufficient|too little)\b",
        rf"(?:{_THAT}\s)?(?:does|do|did)\snot\s{_ADVERB}{_SAY}(?:\s(?:{_ANSWER}|so|anything|us))?{_AFTER}",
        r"(?:it|which|that)\s(?:does\snot|never)\s(?:\w+ly\s)?(?:give|state|mention|specify|provide|name|identify)s?\b",
        rf"(?:none|neither|nothing|nowhere|no part)\s?(?:of|in)?\s?{_SOURCE}\b.*\b(?:{_SAY}s?|{_SAID})\b",
        rf"nothing\sis\s{_SAID}\b",
        rf"{_SOURCE}\s{_SAY}s?\s(?:us\s)?nothing(?:{_END}|\s(?:about|on|regarding|of)\b)",
        # It is not stated.
        rf"{_SUBJECT}\b(?:is|are|has|have)\s(?:not|never|nowhere)\s(?:been\s)?{_ADVERB}{_SAID}{_AFTER}",
        rf"{_SUBJECT}\b(?:was|were)\s(?:not|never|nowhere)\s{_ADVERB}{_SAID}\s{_WITHIN}",
        rf"(?:it|this|that)\swas\s(?:not|never)\s{_ADVERB}{_SAID}{_END}",
        rf"{_SUBJECT}\b(?:is|are)\snot\s{_ADVERB}(?:in|part of|within)\s{_SOURCE}{_END}",
        rf"{_SUBJECT}\b(?:does|do)\snot\s(?:appear|occur|come up)\s{_WITHIN}",
        rf"{_SUBJECT}\b(?:is|are|seems?|remains?)\s{_ADVERB}(?:absent|missing|omitted|left out)\sfrom\s{_SOURCE}",
        rf"{_SUBJECT}\b(?:is|are|remains?)\s(?:still\s)?{_DARK}{_AFTER}",
        rf"no\s[\w' -]{{1,60}}\s(?:is|are|was|were)\s{_ADVERB}{_SAID}{_AFTER}",
        # It cannot be determined; I do not know.
        rf"{_SUBJECT}\b(?:can|could|may|might)\snot\s{_ADVERB}be\s{_ADVERB}{_FOUND}(?:{_AFTER}|\s(?:with|without)\b)",
        rf"(?:it\s(?:is|would be)\s)?(?:not\s{_ADVERB}possible|impossible|unable)\sto\s{_TELL}\b",
        rf"(?:i|we|one|you)\scan\snot\s{_ADVERB}{_WEIGH}\b",
        rf"(?:i|we|one|you)\s(?:can|could)\snot\s{_ADVERB}{_TELL}(?:{_AFTER}|\s{_ANSWER}|\s(?:with|without)\b)",
        rf"i\s(?:am|was)\s(?:unable|not able)\sto\s{_TELL}\b",
        rf"(?:i|we)\s(?:do|did|have)\snot\s{_ADVERB}(?:see|find|found|seen)\s{_ANSWER}",
        rf"(?:i\s|we\s)?do\snot\sknow(?:{_END}|\s(?:the answer|this|that|based|from)\b|\s{_ASK})",
        r"(?:i\s)?(?:do|does)\snot\shave\s(?:enough|any|sufficient|the|access|that|this|(?:\w+\s)?information)\b",
        r"(?:i|we)\shave\sno\s(?:information|idea|data|way)\b",
        rf"(?:i\sam\s)?(?:not\s(?:sure|certain)|unsure|uncertain)(?:{_END}|\s{_ASK})",
        r"(?:we|readers?|the reader|one)\s(?:is|are)\s(?:not|never)\s(?:told|informed|given)\b",
        # There is no information.
        rf"there\s(?:is|are)\s(?:no|not\s(?:enough|any)|insufficient)\s(?:\w+\s){{0,3}}?{_BRIEF}\b",
        rf"there\s(?:was|were)\s(?:no|not\s(?:enough|any)|insufficient)\s(?:\w+\s){{0,3}}?{_BRIEF}{_AFTER}",
        rf"there\sis\s(?:nothing|no)\s(?:[\w' -]{{1,60}}\s)?{_WITHIN}",
        r"there\sis\snothing\s(?:about|regarding)\b",
        rf"no\s[\w' -]{{1,60}}\s(?:can|could)\sbe\s{_ADVERB}(?:{_SAID}|{_FOUND}){_AFTER}",
        rf"there\sis\sno\sway\s(?:to|of)\s(?:{_TELL}|knowing|telling)\b",
        rf"(?:no|not\senough|insufficient|not\sany)\s(?:\w+\s)?{_BRIEF}(?:{_END}|\s{_TOPIC}|\s{_WITHIN})",
        rf"(?:no|not\senough|insufficient|not\sany)\s(?:\w+\s)?{_BRIEF}\s(?:{_SAID}|is|are|exists?)\b",
        rf"(?:(?:the|that|this)\s)?(?:answer|information|info|data)\s(?:is\s)?(?:unavailable|not\s(?:{_SAID}|in\b)){_AFTER}",
        r"(?:more|further|additional)\s(?:information|context|details?)\s(?:is|are|would be)\s(?:needed|required)\b",
        # Not mentioned. Unknown.
        rf"(?:not|none)\s{_ADVERB}(?:(?:{_SAID})(?:\s{_WITHIN})?|{_WITHIN}){_END}",
        rf"(?:{_BARE}|can\snot\s{_TELL})(?:{_END}|\s{_WITHIN})",
    )
)
_DOES = _any("describe discusse cover focuse mention talk list deal refer provide contain give concentrate concern")
_ONLY = _any("only just merely mainly primarily mostly simply instead rather")
_PER = _any("based_on according_to from in as_far_as judging_by per given")
_IDLE = _patterns(
    (
        r"(?:however|therefore|thus|so|but|yet|hence|unfortunately|sorry|no|then)?$",
        rf"{_PER}\s{_SOURCE}(?:\s\w+)?$",
        r"without [\w ]{1,40}$",
        rf"(?:(?:{_SOURCE}|it|which|that|and|only)\s)?(?:{_ONLY}\s)?{_DOES}s?\b",
        rf"(?:{_SOURCE}|it)\s{_ONLY}\s\w+s\b",
        rf"{_SOURCE}\s(?:is|are)\s(?:only\s|mainly\s)?(?:about|concerned)\b",
        r"(?:because|since|as|given that|due to)\b",
        r"i\s(?:have (?:read|checked|searched|reviewed|looked)|apologi[sz]e|am (?:sorry|afraid))\b",
        r"(?:sorry|apologies|my apologies)\b",
        r"(?:please|if you|let me know|would you|feel free|you (?:may|might|could|would))\b",
        r"the\squestion\s(?:is|asks|concerns|refers)\b|you\s(?:asked|are asking)\b",
        r"the\s(?:information|answer|detail)s?\s(?:that\s)?(?:you|requested|asked)\b.{0,40}$",
    )
)
_OPENERS = re.compile(
    r"(?:(?:sorry|unfortunately|apologies|regrettably|however|but|and|so|thus|hence|therefore|yet|still|though|also"
    r"|actually|which|although|though|while|even though|whilst|note that|well|no(?=,)|i am sorry|my apologies"
    r"|i am afraid(?: that)?|i apologi[sz]e"
    r"|(?:the |my )?(?:final )?answer is(?: that)?|it (?:seems|appears)(?: that)?|i (?:think|believe)(?: that)?"
    rf"|{_PER}\s{_SOURCE}(?:\s\w+)?(?=,)|without [\w ]{{1,40}}?(?=,|\sit\sis\b))[\s,:]+)+"
)
_SPLIT = re.compile(
    r"[.!?]+(?:\s|$)|[;\n]|\s[-\u2013\u2014]+\s|,?\s(?=(?:but|however|although|though|because)\s)"
    r"|\sand\s(?=(?:do|does|is|are|has|can)\snot\b|never\b)|,\s(?=(?:so|which|since|as|and|therefore|it|yet|instead)\s)"
)
_GOES_ON = re.compile(rf"(?:(?:but|and|however|yet)\s)?(?:it\s)?(?:does\snot|do\snot|never)\s{_ADVERB}{_SAY}s?\b")
_CONCEDES = re.compile(r"(?:although|though|while|even though|whilst|as(?! far)|since)\s([^,]*),\s*")
_DROPPED = re.compile(r"\([^()]*\)|[*_`#\"\u201c\u201d\u00ab\u00bb]")
_ASKED = re.compile(r"(\bquestions?[\s:,]*)[\"\u201c](?:.*[\"\u201d]|.*)", re.DOTALL)
"""The question, quoted back: its words are not the reply's."""
_NOT = (("cannot", "can not"), ("can't", "can not"), ("won't", "will not"), ("n't", " not"), ("i'm", "i am"),
        ("it's", "it is"), ("there's", "there is"), ("that's", "that is"), ("i've", "i have"))  # fmt: skip


def _plain(text: str) -> str:
    text = re.sub("[\u2019\u2018\u02bc]", "'", unicodedata.normalize("NFKC", text).casefold())
    text = _DROPPED.sub("", _ASKED.sub(r"\1", text))
    for short, full in _NOT:
        text = text.replace(short, full)
    return "\n".join(" ".join(line.split()) for line in text.splitlines())


def clauses(text: str) -> list[tuple[str, str]]:
    """The clauses of a text without their openers, and their kinds; none of a text too long to refuse."""
    parts = _clauses(_plain(text)) if len(text) <= _LONGEST else []
    return [(_bare(part), _kind(part)) for part in parts]


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


def _bare(clause: str) -> str:
    return _OPENERS.sub("", clause, count=1) if _OPENERS.match(clause) else clause


def _kind(clause: str) -> str:
    bare = _bare(clause)
    if any(pattern.match(form) for form in dict.fromkeys((clause, bare)) for pattern in _REFUSES):
        return "refuses"
    return "idle" if any(pattern.match(bare) for pattern in _IDLE) else "content"


def _kinds(text: str) -> set[str]:
    """The kinds of the clauses; `... and does not discuss it` refuses where the document was the subject before."""
    kinds: list[str] = []
    for clause in _clauses(text):
        kind = _kind(clause)
        if kind == "content" and kinds and kinds[-1] != "content" and _GOES_ON.match(clause):
            kind = "refuses"
        kinds.append(kind)
    return set(kinds)


def is_refusal(text: str) -> bool:
    """Whether the whole text says that the question cannot be answered from the document, and nothing else."""
    if len(text) > _LONGEST:
        return False
    kinds = _kinds(_plain(text))
    return "refuses" in kinds and "content" not in kinds
