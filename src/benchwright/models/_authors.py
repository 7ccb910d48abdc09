"""A fake author of questions: it really drafts from the text that it is shown, with planted defects at a known rate.

    prompt --what is asked?--> facets | drafts | verdicts of a checker | a summary     (each in the form asked for)

A question asks for the words in a gap: the words around it, taken from a sentence, stand in the question, and the
sentence is its quote. Whoever is shown the sentence can answer, and nobody else. Defects are drawn apart for each
draft by the prompt and the seed, so that the same prompt gets the same reply: a quote that does not exist, a question
that holds its answer, a wrong answer, an answer that can be had without the document (a word spelt backwards), a
question that leans on "this passage", a vague one, the same one twice; and whole replies of broken JSON.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchwright.models._adversary import Stop, act
from benchwright.seeding import rng

AROUND = 6
"""Words of a question on either side of its gap."""
BROKEN = 0.2
"""Whole replies that are broken, for each defect of a single draft."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n\s*\n|\n(?=\s*[-*#|])")
_WORD = re.compile(r"[A-Za-zÀ-ɏ]{4,}|\d{2,}")
_WORDS = re.compile(r"\W+")
_AWKWARD = re.compile(
    r"[^\w\s,.;'’-]|\b(?:above|below|chapter|context|excerpt|page|paragraph|passage|section|sentence|text)\b",
    re.IGNORECASE,
)
"""In a question these would read as defects."""
_SYLLABLES = ("vre", "lun", "tak", "osh", "mir", "zel", "dro", "pag", "ith", "wen")
_ENDING = ".,;:!?)("
Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True)
class Gap:
    """A word of a sentence, with the words around it."""

    left: str
    word: str
    right: str
    sentence: str

    @property
    def between(self) -> str:
        """Where the word stands, for a question."""
        return f'between "{self.left}" and "{self.right}"'


@dataclass(frozen=True)
class Pair:
    """A question with its answer."""

    question: str
    answer: str | list[str] | None
    quotes: tuple[str, ...]
    defect: str = ""
    """What was planted; empty where nothing was."""


def gaps(text: str) -> list[Gap]:
    """One gap for each sentence of a text that is long and plain enough, two for a long one."""
    return [gap for sentence in _SENTENCE.split(text) for gap in _gaps(sentence.strip())]


def _gaps(sentence: str) -> list[Gap]:
    words = sentence.split()
    if not 8 <= len(words) <= 80 or any(sign in sentence for sign in '"|_<>*#'):
        return []
    inner = [at for at in range(3, len(words) - 3) if _WORD.fullmatch(words[at].strip(_ENDING))]
    ranked = sorted(inner, key=lambda at: (not words[at][0].isdigit(), -len(words[at])))
    found = [gap for at in ranked if (gap := _gap(words, at, sentence))]
    return found[: 1 + (len(words) >= 20)]


def _gap(words: Sequence[str], at: int, sentence: str) -> Gap | None:
    left, right = words[max(0, at - AROUND) : at], words[at + 1 : at + 1 + AROUND]
    word, window = words[at].strip(_ENDING), " ".join((*left, *right))
    if _AWKWARD.search(window) or word.casefold() in _WORDS.split(window.casefold()):
        return None
    return Gap(" ".join(left), word, " ".join(right), sentence)


def solved(question: str, shown: str) -> str:
    """The answer to a question of ours from a text: every word that stands in its gaps; what is found of them."""
    text = " ".join(shown.split())
    found = [_between(left, right, text) for left, right in re.findall(r'between "([^"]+)" and "([^"]+)"', question)]
    return " and ".join(word.strip(_ENDING) for word in found if word)


def _between(left: str, right: str, text: str) -> str:
    """The one word of a text between some words; empty where they do not stand there."""
    before, after = (" ".join(part.split()) for part in (left, right))
    at = text.find(f"{before} ")
    while at >= 0:
        word, _, rest = text[at + len(before) + 1 :].partition(" ")
        if word and rest.startswith(after):
            return word
        at = text.find(f"{before} ", at + 1)
    return ""


def known(question: str) -> str:
    """The answer to a question of ours that needs no document: what it spells backwards; empty where it does not."""
    return " and ".join(word[::-1] for word in re.findall(r'spelt backwards "([^"]+)"', question))


# --- drafting


@dataclass
class Drafter:
    """Drafts from texts.

    Args:
        texts: one for each part that is shown.
        draw: everything is drawn from it.
        rate: of defects, 0 to 1.
    """

    texts: Sequence[str]
    draw: Random
    rate: float

    def __post_init__(self) -> None:
        self._gaps = [gaps(text) for text in self.texts]
        for held in self._gaps:
            self.draw.shuffle(held)
        self._last: dict[str, Pair] = {}

    def pair(self, kind: str) -> Pair | None:
        """A question of a kind; none where the texts have no sentence for it."""
        defect = ""
        if self.draw.random() < self.rate:
            defect = self.draw.choice(_DEFECTS[_FAMILY.get(kind, "one")])
        if defect == "duplicate" and kind in self._last:
            return replace(self._last[kind], defect=defect)
        picked = self._picked(kind)
        if not picked:
            return None
        made = self._last[kind] = self._spoilt(self._sound(kind, picked), picked, defect)
        return made

    def _picked(self, kind: str) -> list[Gap]:
        """Sentences for one question: two where the kind needs two, from two parts where there are two."""
        count = 2 if _FAMILY.get(kind) in {"two", "points"} or kind == "partly_absent" else 1
        held = [one for one in reversed(self._gaps) if one]
        if kind in {"multi_hop", "cross_document"} and len(held) < 2:
            return []
        if not held or sum(map(len, held)) < count:
            return []
        return [held[at % len(held)].pop() if held[at % len(held)] else held[0].pop() for at in range(count)]

    def _sound(self, kind: str, picked: Sequence[Gap]) -> Pair:
        family = _FAMILY.get(kind, "one")
        quotes = tuple(gap.sentence for gap in picked)
        if family == "points":
            asked = " and ".join(f'"{gap.left}"' for gap in picked)
            return Pair(f"What is meant by {asked}, taken together?", [gap.right for gap in picked], quotes)
        if family == "none":
            return self._unanswered(kind, picked)
        asked = ", and ".join(gap.between for gap in picked)
        each = "Which word stands" if len(picked) == 1 else "Which words stand"
        return Pair(f"{each} {asked}?", " and ".join(gap.word for gap in picked), quotes)

    def _unanswered(self, kind: str, picked: Sequence[Gap]) -> Pair:
        gap = picked[-1]
        if kind == "false_premise":
            return Pair(
                f'Which word stands between "{self._made_up()} {gap.left}" and "{gap.right}"?', None, (gap.sentence,)
            )
        missing = f'between "{gap.left}" and "{self._made_up()} {self._made_up()}"'
        if kind == "absent":
            return Pair(f"Which word stands {missing}?", None, ())
        return Pair(f"Which words stand {picked[0].between}, and {missing}?", None, (picked[0].sentence,))

    def _made_up(self) -> str:
        return "".join(self.draw.choices(_SYLLABLES, k=3))

    def _spoilt(self, pair: Pair, picked: Sequence[Gap], defect: str) -> Pair:
        spoilt: Mapping[str, Any] = {}
        if defect == "quote" and pair.quotes:
            words = pair.quotes[0].split()
            words[len(words) // 2] = self._made_up()
            spoilt = {"quotes": (" ".join(words), *pair.quotes[1:])}
        elif defect == "wrong":
            wrong = [self._made_up(), self._made_up()]
            spoilt = {"answer": wrong if isinstance(pair.answer, list) else wrong[0]}
        elif defect in _ASKS:
            spoilt = {"question": _ASKS[defect](pair, picked)}
        return replace(pair, **spoilt, defect=defect if spoilt else "")


def _backwards(pair: Pair, picked: Sequence[Gap]) -> str:
    spelt = " and ".join(f'spelt backwards "{gap.word[::-1]}"' for gap in picked)
    return pair.question.replace("stand", f"{spelt}, stand", 1)


_ASKS: dict[str, Callable[[Pair, Sequence[Gap]], str]] = {
    "answered": lambda _, picked: f"Which words stand {', and '.join(gap.between for gap in picked)}?",
    "giveaway": lambda pair, picked: f"Is it {pair.answer} that stands {picked[0].between}?",
    "known": _backwards,
    "leans": lambda pair, _: f"According to this passage, {pair.question[0].lower()}{pair.question[1:]}",
    "vague": lambda _, __: "Which word does he use there about it?",
}
"""How a defect of the question changes it."""
_FAMILY = {
    "summary": "two",
    "comparison": "two",
    "multi_hop": "two",
    "cross_document": "two",
    "interpretation": "points",
    "absent": "none",
    "partly_absent": "none",
    "false_premise": "none",
}
_DEFECTS = {
    "one": ("quote", "giveaway", "wrong", "known", "leans", "vague", "duplicate"),
    "two": ("quote", "giveaway", "wrong", "known", "leans", "vague", "duplicate"),
    "points": ("quote", "wrong", "leans", "vague", "duplicate"),
    "none": ("quote", "answered", "leans", "vague", "duplicate"),
}


# --- what is asked, and the reply in its form

_BLOCK = re.compile(r"^-{3,} (\w+)\b[^\n]*\n(.*?)\n-{3,} \1\b[^\n]*$", re.DOTALL | re.MULTILINE)
"""What stands between two lines with a mark of its own: nothing in it is taken for what is asked."""
_EARLIER = re.compile(r': "([^"\n]+)"')
_WANTED = re.compile(r'^- (\d+) of kind "(\w+)":', re.MULTILINE)
_FACET = re.compile(r"^- ([^:\n]{1,80}): ", re.MULTILINE)
_FACETS = ("procedures", "quantities", "definitions", "conditions", "people", "events")


def drafted(asked: str, seed: int, rate: float) -> str:
    """The reply to a prompt that asks for facets or for drafts; empty where it asks for neither."""
    blocks = list(_BLOCK.finditer(asked))
    if not blocks:
        return ""
    texts = [block[2].partition("\n\n")[2] for block in blocks if "\n\n" in block[2]]  # a title stands before
    told = [block[2] for block in blocks if "\n\n" not in block[2]]
    draw = rng("fake author", asked, seed, rate)
    wanted = [(int(count), kind) for count, kind in _WANTED.findall(asked[blocks[-1].end() :])]
    if not wanted:
        return _facets(texts[-1] if texts else "", draw)
    earlier = "\n\n".join(quote for text in told if not text.startswith("- ") for quote in _EARLIER.findall(text))
    names = [name for text in told if text.startswith("- ") for name in _FACET.findall(text)]
    author = Drafter([earlier, *texts] if earlier else texts, draw, rate)
    return _drafts(author, wanted, names or ["events"])


def _facets(text: str, draw: Random) -> str:
    held = gaps(text) or [Gap("", "", "", text.strip()[:200])]
    draw.shuffle(held)
    found = [
        {"facet": name, "summary": f"It says this: {gap.left} {gap.word}. More follows.", "quote": gap.sentence}
        for name, gap in zip(draw.sample(_FACETS, 4), held, strict=False)
    ]
    return json.dumps({"facets": found}, ensure_ascii=False)


def _drafts(author: Drafter, wanted: Sequence[tuple[int, str]], names: Sequence[str]) -> str:
    made = [
        _written(pair, kind, author.draw.choice(names))
        for count, kind in wanted
        for _ in range(count)
        if (pair := author.pair(kind)) is not None
    ]
    text = json.dumps({"questions": made}, ensure_ascii=False)
    return broken(text) if author.draw.random() < BROKEN * author.rate else text


def _written(pair: Pair, kind: str, facet: str) -> Json:
    guess = "none" if pair.answer is None else "list" if isinstance(pair.answer, list) else "text"
    return {
        "kind": kind, "facet": facet, "question": pair.question, "answer": pair.answer, "answer_type": guess,
        "accepted": [], "quotes": list(pair.quotes),
    }  # fmt: skip


def broken(text: str) -> str:
    """JSON that no reader can mend: half of it, without its brackets."""
    return re.sub(r"[{}\[\]]", "", text[: len(text) // 2])


# --- checking

_ENTRY = re.compile(r"^\[(q\w{4,16})\]\n(.*?)\n\[end of \1\]", re.DOTALL | re.MULTILINE)
_PASSAGES = re.compile(r"^\[passages (\w+)\]\n(.*?)\n\[end of passages \1\]", re.DOTALL | re.MULTILINE)
_POINT = re.compile(r"^(point_\d+): (.+)$", re.MULTILINE)
_ASKED = re.compile(r'between "([^"]+)" and "([^"]+)"')


def checked(asked: str) -> str:
    """The reply to a prompt of the gates, by what is shown and nothing else; empty where it is none."""
    entries = _ENTRY.findall(asked)
    if not entries:
        return ""
    shared = "\n".join(match[2] for match in _PASSAGES.finditer(asked))
    task = asked[: asked.find(f"[{entries[0][0]}]")]
    says = next(says for sign, says in _TASKS if sign in task)
    return json.dumps({mark: says(text, shared) for mark, text in entries}, ensure_ascii=False)


def _reads_well(text: str, _shared: str) -> Json:
    clear = "no: of whom or what?" if "does he use there" in text else "yes"
    return {"self_contained": clear, "unambiguous": clear, "natural": "yes"}


def _premise(text: str, shared: str) -> Json:
    answered = bool(solved(text, shared))
    return {"contradicted": "no" if answered else "yes: other words", "supported": "yes" if answered else "no"}


def _two_parts(text: str, shared: str) -> Json:
    parts = [bool(solved(f'between "{left}" and "{right}"', shared)) for left, right in _ASKED.findall(text)]
    first, second = (*parts, False, False)[:2]
    return {"first": "yes" if first else "no", "second": "yes" if second else "no"}


def _points(text: str, _shared: str) -> Json:
    points = dict(_POINT.findall(text))
    rest = " ".join(_POINT.sub("", text).split())
    return {name: "yes" if " ".join(point.split()) in rest else "no: not said" for name, point in points.items()}


def _answered(text: str, shared: str) -> str:
    found = solved(text, shared)
    return f"yes: {found}" if found else "no"


def _answer(text: str, shared: str) -> str:
    return solved(text, f"{text}\n{shared}") or known(text) or "not stated"


_TASKS: tuple[tuple[str, Callable[[str, str], Any]], ...] = (
    ('"self_contained"', _reads_well),
    ('"contradicted"', _premise),
    ('"first"', _two_parts),
    ("a field for each point", _points),
    ('"no", or "yes: "', _answered),
    ("", _answer),
)
"""By what the task asks for."""


def replied(asked: str, seed: int, rate: float) -> str:
    """What the fake author says to a prompt: facets, drafts, or verdicts; else that it has nothing to say."""
    return checked(asked) or drafted(asked, seed, rate) or "There is nothing to draft from, and nothing to check."


def adversary(asked: str, seed: int) -> tuple[str, Stop]:
    """What the bad collaborator says, and why it stopped.

    Raises:
        ProviderError: as at a rate limit.
        TimeoutError: as at a time-out.
        ModelError: as when a model is gone.
    """
    return act(replied(asked, seed, 0.2), asked, rng("fake adversary", asked, seed))
