"""What guessing gets on generated worlds, per family, against chance.

No guess reads the text: the commonest answer, the best fixed option, the longest and shortest option, options in the
order named, and a naive Bayes classifier over the words of the question, each judged on worlds it has not seen. One
guess only counts words of the text: the candidate of the right kind that is named most often. Chance is one over the
number of candidates: the options, or the values that the text gives for what is asked.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from made import Case
from replay import bare, touches

from benchwright.records import Item
from benchwright.stats import wilson

Pair = tuple[Case, Item]
FOLDS = 5
UNKNOWN = {"absent", "false_premise"}


def baselines(cases: Sequence[Case]) -> Iterator[str]:
    """Lines of a table: what each guess gets in each family, its interval, and the gap where it is above chance."""
    families: dict[str, list[Pair]] = defaultdict(list)
    for case in cases:
        for item in case.items:
            families[item.kind].append((case, item))
    yield "guessing (share right, 95 % interval; * above chance)"
    for kind, pairs in families.items():
        if kind not in UNKNOWN:
            yield from _family(kind, pairs)
    known = families["fact"] + families["absent"] + families["false_premise"]
    yield _answerable("answerable or not: fact, absent, false_premise", known)
    yield _answerable("answerable or not: fact, absent", families["fact"] + families["absent"])
    both = families["two_part"] + families["partly_absent"]
    yield _line(
        "both halves stated or not", both, _learnt(both, lambda item: item.kind), _prior(both, lambda i: i.kind)
    )


def _answerable(what: str, pairs: list[Pair]) -> str:
    def known(item: Item) -> str:
        return str(item.answerable)

    return _line(what, pairs, _learnt(pairs, known), _prior(pairs, known))


def _prior(pairs: list[Pair], label: Callable[[Item], str]) -> float:
    return Counter(label(item) for _, item in pairs).most_common(1)[0][1] / len(pairs)


def _gold(item: Item) -> str:
    return " | ".join(item.answer.values)


def _family(kind: str, pairs: list[Pair]) -> Iterator[str]:
    for sort in ("choice", "list", "text", "number", "set"):
        some = [(case, item) for case, item in pairs if item.answer.type == sort]
        if len(some) < 10:
            continue
        counts = [len(_candidates(case, item)) for case, item in some]
        chance = sum(1 / count for count in counts if count) / len(some)
        guesses = {
            "commonest answer": _commonest(some),
            "words of the question": _learnt(some, _gold),
            **(_options(some) if sort == "choice" else {}),
            **({"as named": sum(_as_named(item) for _, item in some)} if kind == "order" and sort == "list" else {}),
            **({"named most often": _frequent(some)} if sort == "text" else {}),
        }
        for name, right in guesses.items():
            yield _line(f"{kind} ({sort}): {name}", some, right, chance)


def _line(what: str, pairs: Sequence[Pair], right: int, chance: float) -> str:
    found = wilson(right, len(pairs))
    above = found.low > chance
    gap = f"  * {found.value - chance:+.3f}" if above else ""
    share = f"{found.value:.3f} [{found.low:.3f}, {found.high:.3f}]"
    return f"  {what:55} n={len(pairs):4} chance {chance:.3f}  {share}{gap}"


def _candidates(case: Case, item: Item) -> list[str]:
    """What could be answered: the options, or what the text gives for the same of others; empty where that is open."""
    if item.answer.options:
        return list(item.answer.options)
    if item.kind == "order":
        return ["order"] * math.factorial(len(item.answer.values))
    asked = case.ask(item)
    return sorted(set(_values(case, asked)))


def _values(case: Case, asked: Any) -> list[str]:  # Any: a question read back, a nested tuple
    if asked[0] == "value":
        subjects = {entry.get("subject") for entry in case.seen} | {
            n for s in case.told.world.casts.values() for n in s
        }
        found = (value for e in case.seen for name in subjects & _words(e) for value in _of(case, e, asked[1], name))
        return [value for value in found if value]
    if asked[0] == "moment":
        kind, role = case.rules.recalled[asked[1]]
        return [str(entry[role]) for entry in case.seen if entry.get("event") == kind and role in entry]
    if asked[0] == "motive":
        return [entry["value"] for entry in case.seen if entry.get("motive") == asked[1]]
    if asked[0] == "count":
        kinds, role = case.rules.counted[asked[1]]
        most = Counter(entry[role] for entry in case.seen if entry.get("event") in kinds).most_common(1)
        return [str(number + 1) for number in range(most[0][1])]
    if asked[0] == "surcharge":
        relation, kind, role = case.rules.surcharge
        extra = {0} | {int(entry["value"]) for entry in case.seen if entry.get("fact") == relation}
        bare_sums = {int(entry[role]) for entry in case.seen if entry.get("event") == kind and role in entry}
        return [str(one + more) for one in bare_sums for more in extra]
    return []


def _words(entry: dict[str, Any]) -> set[str]:  # Any: names, and days as tuples
    return {text for text in entry.values() if isinstance(text, str)}


def _of(case: Case, entry: dict[str, Any], relation: str, name: str) -> list[str | None]:  # Any: as above
    return touches(entry, relation, name, case.rules)  # type: ignore[no-any-return]


def _fold(item: Item) -> int:
    return int(item.cluster[-6:], 16) % FOLDS if re.fullmatch(r"[0-9a-f]{6}", item.cluster[-6:]) else 0


def _commonest(pairs: Sequence[Pair]) -> int:
    """Right answers of whoever gives the commonest answer of the other worlds."""
    right = 0
    for fold in range(FOLDS):
        others = Counter(_gold(item) for _, item in pairs if _fold(item) != fold)
        best = others.most_common(1)[0][0] if others else ""
        right += sum(_gold(item) == best for _, item in pairs if _fold(item) == fold)
    return right


def _options(pairs: Sequence[Pair]) -> dict[str, int]:
    """Fixed options, and those told by their length."""
    found = {f"always {letter}": sum(item.answer.values[0] == letter for _, item in pairs) for letter in "ABC"}
    for name, pick in (("longest option", max), ("shortest option", min)):
        found[name] = sum(
            item.answer.options["ABCDEFGH".index(item.answer.values[0])] == pick(item.answer.options, key=len)
            for _, item in pairs
        )
    return found


def _as_named(item: Item) -> bool:
    places = [item.question.find(value) for value in item.answer.values]
    return places == sorted(places)


def _frequent(pairs: Sequence[Pair]) -> int:
    """Right answers of whoever gives the candidate that the text names most often."""
    right = 0
    for case, item in pairs:
        names = [bare(name) for name in _candidates(case, item)]
        best = max(names, key=case.text.count, default="")
        right += best.casefold() == bare(item.answer.values[0]).casefold()
    return right


def _learnt(pairs: Sequence[Pair], label: Callable[[Item], str]) -> int:
    """Right answers of naive Bayes over the words of the question, trained on other worlds."""
    right = 0
    for fold in range(FOLDS):
        model = _Bayes([(item.question, label(item)) for _, item in pairs if _fold(item) != fold])
        right += sum(model.guess(item.question) == label(item) for _, item in pairs if _fold(item) == fold)
    return right


class _Bayes:
    """Multinomial naive Bayes with words seen at least three times."""

    def __init__(self, pairs: Sequence[tuple[str, str]]) -> None:
        seen = Counter(word for text, _ in pairs for word in _tokens(text))
        self._known = {word for word, number in seen.items() if number >= 3}
        self._labels = Counter(label for _, label in pairs)
        self._words: dict[str, Counter[str]] = defaultdict(Counter)
        for text, label in pairs:
            self._words[label].update(word for word in _tokens(text) if word in self._known)

    def guess(self, text: str) -> str:
        words = [word for word in _tokens(text) if word in self._known]
        size = len(self._known)

        def score(label: str) -> float:
            counts = self._words[label]
            total = math.log(counts.total() + size)
            return math.log(self._labels[label]) + sum(math.log(counts[word] + 1) - total for word in words)

        return max(sorted(self._labels), key=score, default="")


def _tokens(text: str) -> list[str]:
    return re.findall(r"[a-z]+|[?“”;]|\d+", text.lower())
