"""The language side of constrained text: how words and sentences are counted, how a reply is read, and the vocabulary.

One rule of counting serves everywhere (`parse`): case, accents and invisible signs do not count; a word is a run of
letters and digits, with apostrophes and hyphens between two of them; a sentence ends at a full stop, question mark or
exclamation mark before a space or the end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

NO_TEXT = "No text can meet all these rules."
LONGEST = 100_000  # characters of a reply that is read

FAMILIES = {
    "positive": ("include", "count"),
    "negative": ("avoid", "letter", "comma"),
    "positional": ("first", "last", "opening", "closing", "nth"),
    "sequencing": ("order", "alphabet"),
    "conditional": ("if_word", "if_long"),
    "iterative": ("every", "size"),
}
KINDS = ("sentences", "length", *(kind for kinds in FAMILIES.values() for kind in kinds))
NOUNS = tuple(
    word
    for line in (
        "anchor apple barrel basket bridge candle carpet castle corner desert engine feather garden hammer harbour",
        "island kettle ladder lantern letter market mirror needle orchard paper pillow river saddle silver station",
        "ticket tunnel umbrella valley village window",
    )
    for word in line.split()
)
GROUPS = tuple(
    tuple(line.split())
    for line in ("amber crimson green violet white", "fog frost rain snow wind", "crow fox hare otter wren")
)
COMMON = ("the", "and", "of", "was", "it")
SCENES = ("a village at dawn", "a journey by train", "an empty workshop", "the end of a long summer", "a lost parcel")

# What the solver writes where the rules leave a slot open; none of these is ever named by a rule.
PATTERN = tuple(
    tuple(line.split())
    for line in (
        "this that each every some our their another many",  # each slot of a sentence in turn
        "quiet old small bright distant gentle heavy young calm kind warm",
        "boat man child street room yard guest dog clock cup",
        "waits rests stands turns hums lies moves stays sits",
        "near under behind beside beyond within above by",
        "that this each every one his her my",
        "road hill tree door wall shop field shore",
        "while as but until or",
    )
)
STARTERS = tuple(
    word
    for line in (
        "all any by both calm cheery dull dear each every for five good grim high her in if just jolly kind key",
        "long little my mere no near old our pure plain round rare so still two these up under vast very we worn young",
        "yet",
    )
    for word in line.split()
)
FILLERS = tuple(dict.fromkeys((*STARTERS, *(word for words in PATTERN for word in words))))

PHRASES: dict[str, tuple[str, ...]] = {
    "sentences": ("Number of sentences: {span}.", "The number of sentences must be {span}."),
    "length": ("Number of words in the whole text: {span}.", "Counting every word, the length must be {span}."),
    "include": ("The text contains each of these words: {all}.", "Use all of these words: {all}."),
    "count": ('The word "{a}" is used exactly {at} times.', 'Use the word "{a}" {at} times, no more and no less.'),
    "avoid": ("The text contains none of these words: {all}.", "Do not use any of these words: {all}."),
    "letter": (
        'The letter "{a}" appears nowhere in the text, nor does any letter outside a to z.',
        'Write without the letter "{a}", and with no letters outside a to z.',
    ),
    "comma": ("The text contains no comma.", "Do not use a comma."),
    "first": ('The first word of the text is "{a}".', 'Let the text begin with the word "{a}".'),
    "last": ('The last word of the text is "{a}".', 'Let the text end with the word "{a}".'),
    "opening": (
        'There is a {nth} sentence, and it begins with "{a}".',
        'The {nth} sentence must exist and open with "{a}".',
    ),
    "closing": (
        'There is a {nth} sentence, and it ends with "{a}".',
        'The {nth} sentence must exist and close with "{a}".',
    ),
    "nth": ('The {nth} word of the text is "{a}".', 'Counting from the start, the {nth} word is "{a}".'),
    "order": (
        'The words "{a}" and "{b}" are both used, and the first "{a}" comes before the first "{b}".',
        'Use "{a}" and "{b}"; where each is used for the first time, "{a}" comes earlier than "{b}".',
    ),
    "alphabet": (
        "The sentences begin in alphabetical order (two that follow one another may begin with the same letter).",
        "The first letters of the sentences follow the alphabet; the same letter may come again.",
    ),
    "if_word": ('If the text uses "{a}", it also uses "{b}".', 'The word "{a}" may be used only if "{b}" is used too.'),
    "if_long": (
        'If the text has more than {at} sentence(s), it uses the word "{a}".',
        'A text of more than {at} sentence(s) must use the word "{a}".',
    ),
    "every": ("{each} contains at least one of these words: {all}.", "{each} uses one or more of these words: {all}."),
    "size": (
        "Number of words in every sentence: {span}.",
        "Each sentence on its own has this number of words: {span}.",
    ),
}
INTROS = (
    "Write a short text. A possible subject is {scene}; the subject is not judged.",
    "Compose a short text, for instance about {scene}. What it is about does not matter.",
    "A short text is wanted. Its subject is free ({scene}, if you like).",
)
FORM = """\
Only these rules are judged, by a program. A word is a run of letters and digits; an apostrophe or a hyphen between two
of them belongs to the word. Capitals and accents do not matter. A word counts only in the exact form given ("cats" is
not "cat"). A sentence ends at a full stop, question mark or exclamation mark that is followed by a space or by the end
of the text.

Reply with a line that says `TEXT:` and then the text, and write nothing after the text. If no text at all can meet all
the rules, reply with exactly this sentence instead:
{none}"""


class Rule(NamedTuple):
    """One rule: the words (or the letter) it names, a number (place, count or step), a span, where it has them."""

    kind: str
    words: tuple[str, ...] = ()
    at: int = 0
    low: int = 0
    high: int = 0


class Text(NamedTuple):
    """A text as every rule sees it."""

    plain: str
    words: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]


Slot = tuple[str | None, bool]  # a named word or a filler; whether the sentence ends here

WORD = re.compile(r"(?:[^\W_]|(?<=[^\W_])['-](?=[^\W_]))+")
STOP = re.compile(r"[.!?][\"')\]”’*_`]{0,4}(?=\s|$)")


def fold(text: str) -> str:
    """The text without case, accents and invisible signs, with plain apostrophes and hyphens."""
    if text.isascii():
        return text.lower()
    flat = unicodedata.normalize("NFKD", text.casefold()).replace("’", "'").replace("\u2010", "-")
    return "".join(sign for sign in flat if unicodedata.category(sign) not in {"Mn", "Cf"})


def parse(text: str) -> Text:
    """The one rule of counting: words and sentences of a text."""
    plain = fold(text)
    pieces = (tuple(WORD.findall(piece)) for piece in STOP.split(plain))
    sentences = tuple(piece for piece in pieces if piece)
    return Text(plain, tuple(word for sentence in sentences for word in sentence), sentences)


def _ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 4th, ... 11th, ..."""
    last = 0 if number % 100 in {11, 12, 13} else number % 10
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"


def phrase(rule: Rule, wording: int) -> str:
    """One rule in words."""
    a, b, *_ = (*rule.words, "", "")
    step = f"Every {_ordinal(rule.at)} sentence (number {rule.at}, {2 * rule.at} and so on)"
    phrases = PHRASES[rule.kind]
    return phrases[wording % len(phrases)].format(
        a=a,
        b=b,
        all=", ".join(rule.words),
        at=rule.at,
        nth=_ordinal(rule.at),
        each="Every sentence" if rule.at == 1 else step,
        span=f"exactly {rule.low}" if rule.low == rule.high else f"at least {rule.low} and at most {rule.high}",
    )


def filler(rules: Mapping[str, Rule], place: int, turn: int, start: str) -> str:
    """A word that no rule names, without the forbidden letter; `start`: the letter that it must begin with, or none."""
    letter = "".join(rules["letter"].words) if "letter" in rules else ""
    rank = PATTERN[place % len(PATTERN)]
    likely = rank[turn % len(rank) :] + rank[: turn % len(rank)]
    return next(word for word in (*likely, *FILLERS) if word.startswith(start) and not (letter and letter in word))


def compose(sentences: list[list[str]]) -> str:
    """The reply that holds these sentences."""
    return "TEXT:\n" + " ".join(" ".join(words).capitalize() + "." for words in sentences if words)


def write(rules: Mapping[str, Rule], slots: list[Slot]) -> list[list[str]]:
    """The slots with fillers in the open ones; fillers that open a sentence keep the alphabet where it is asked for."""
    sentences: list[list[str]] = [[]]
    start = "b" if "letter" in rules and rules["letter"].words == ("a",) else "a"
    for turn, (word, ends) in enumerate(slots):
        inside = len(sentences[-1])
        begins = inside == 0 and "alphabet" in rules
        start = word[0] if word and begins else start
        sentences[-1].append(word or filler(rules, inside, turn * 3, start if begins else ""))
        if ends:
            sentences.append([])
    return sentences[:-1]


LABEL = re.compile(r"[\s*_#>`-]*(?:final |your |my )?(?:text|answer)[*_`]{0,3} {0,3}:[*_`]{0,3}(.*)", re.IGNORECASE)
CUT = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,}|END\.?)[ \t]*$|```", re.MULTILINE)
INFO = re.compile(r"\A[\w+-]{0,20}[ \t]{0,9}\n")
CLAIM = re.compile(
    r"(?:^|[.:;,!?] |\b(?:so|hence|thus|therefore) )no text can (?:meet|satisfy|keep) all (?:of )?(?:these|the) rules"
    r"(?=[.!]?(?: |$))",
    re.MULTILINE,
)


def _fences(reply: str) -> list[str]:
    """The contents of fenced blocks."""
    return [INFO.sub("", part, count=1) for part in reply.split("```")[1::2]]


def _labelled(reply: str) -> list[str]:
    """What follows each label `TEXT:`, up to the next, a line of dashes, or the end; or the fenced block there."""
    bodies: list[str] = []
    for line in reply.splitlines():
        found = LABEL.match(line)
        if found:
            bodies.append(found[1])
        elif bodies:
            bodies[-1] += "\n" + line
    return [_fences(body)[0] if body.lstrip().startswith("```") else CUT.split(body)[0] for body in bodies]


def _bare(text: str) -> str:
    """Folded lines without marks of emphasis, quotation or lists."""
    return "\n".join(" ".join(re.sub(r"[*_`\"“”>#-]", "", line).split()) for line in fold(text).splitlines())


def read(reply: str) -> str | None:
    """The one text that a reply proposes, or the no-text sentence; None where there is neither, or more than one."""
    if len(reply) > LONGEST:
        return None
    found = {parse(text)[1:]: text for text in _labelled(reply) or _fences(reply) if parse(text).words}
    if len(found) > 1:
        return None
    claims = CLAIM.search(_bare(reply)) is not None
    text = next(iter(found.values()), None)
    if claims:
        return NO_TEXT if text is None or CLAIM.match(_bare(text).strip()) else None
    return text
