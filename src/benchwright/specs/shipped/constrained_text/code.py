"""Constrained text: write a few sentences that keep every rule of a list.

A problem is {"scene", "wording", "rules": [{"kind", "words", "at", "low", "high"}]}, at most one rule of a kind, always
with one on the number of sentences and one on the number of words. `JUDGES` decides each rule on the parsed text.

Whether a text exists is decided exactly. Only words that the rules name and the first letters of sentences matter;
every other word may be any filler. `plan` walks over word slots from left to right and tries, for each, every named
word that could matter there and a filler, ending the sentence or not, and remembers where it failed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from benchwright.specs.shipped.constrained_text import words as language
from benchwright.specs.shipped.constrained_text.words import NO_TEXT, Rule, Slot, Text, compose, parse, read, write

NO_SOLUTION = NO_TEXT
TOUCHES = {
    **dict.fromkeys(("sentences", "if_long"), ("#sentences",)),
    **dict.fromkeys(("length", "nth"), ("#words",)),
    **dict.fromkeys(("first", "opening", "alphabet"), ("#starts",)),
    **dict.fromkeys(("last", "closing"), ("#ends",)),
    "size": ("#sentences", "#words"),
}
TRIES = 60  # drafts of a problem before one is forced


JUDGES: dict[str, Callable[[Rule, Text], bool]] = {
    "sentences": lambda r, t: r.low <= len(t.sentences) <= r.high,
    "length": lambda r, t: r.low <= len(t.words) <= r.high,
    "include": lambda r, t: set(r.words) <= set(t.words),
    "count": lambda r, t: t.words.count(r.words[0]) == r.at,
    "avoid": lambda r, t: not set(r.words) & set(t.words),
    # Letters of other alphabets look like forbidden ones, so none passes.
    "letter": lambda r, t: all(r.words[0] not in w and w.isascii() for w in t.words),
    "comma": lambda _, t: "," not in t.plain,
    "first": lambda r, t: t.words[:1] == r.words,
    "last": lambda r, t: t.words[-1:] == r.words,
    "opening": lambda r, t: [s[0] for s in t.sentences][r.at - 1 : r.at] == [*r.words],
    "closing": lambda r, t: [s[-1] for s in t.sentences][r.at - 1 : r.at] == [*r.words],
    "nth": lambda r, t: t.words[r.at - 1 : r.at] == r.words,
    "order": lambda r, t: [*dict.fromkeys(w for w in t.words if w in r.words)] == [*r.words],
    "alphabet": lambda _, t: all(one[0][0] <= two[0][0] for one, two in pairwise(t.sentences)),
    "if_word": lambda r, t: r.words[0] not in t.words or r.words[1] in t.words,
    "if_long": lambda r, t: len(t.sentences) <= r.at or r.words[0] in t.words,
    "every": lambda r, t: all(set(s) & set(r.words) for s in t.sentences[r.at - 1 :: r.at]),
    "size": lambda r, t: all(r.low <= len(s) <= r.high for s in t.sentences),
}


class Case(NamedTuple):
    """What the rules ask, once the number of sentences and the side taken in "if X then Y" are chosen."""

    many: int
    low: int
    high: int
    size: Rule
    pins: dict[tuple[str, int], set[str]]  # ("nth" | "opening" | "closing", number) -> the word that must stand there
    needs: tuple[str, ...]  # words still to be placed, as often as they must be
    bans: frozenset[str]
    letter: str
    capped: str  # the word whose number of uses is fixed
    order: tuple[str, ...]
    every: Rule
    alphabet: bool


class Place(NamedTuple):
    """How far the walk has come: all that the slots to come can depend on."""

    sentence: int
    inside: int
    total: int
    needs: tuple[str, ...]
    listed: bool
    start: str


def _pins(rules: Mapping[str, Rule], many: int) -> dict[tuple[str, int], set[str]]:
    """The word that each pinned slot must hold; two words for a slot cannot be had."""
    slots = {"first": ("opening", 1), "last": ("closing", many)}
    slots |= {kind: (kind, rules[kind].at) for kind in ("opening", "closing", "nth") if kind in rules}
    pins: dict[tuple[str, int], set[str]] = {}
    for kind in slots.keys() & rules.keys():
        pins.setdefault(slots[kind], set()).update(rules[kind].words)
    return pins


def _needs(rules: Mapping[str, Rule], many: int, *, mention: bool) -> list[str]:
    """Words that must stand somewhere, as often as they must."""
    needs = {word for kind in ("include", "order") if kind in rules for word in rules[kind].words}
    if mention:
        needs.update(rules["if_word"].words)
    if "if_long" in rules and many > rules["if_long"].at:
        needs.update(rules["if_long"].words)
    counted = rules.get("count", Rule(""))
    return sorted(needs - {*counted.words * counted.at}) + [*counted.words] * counted.at


def _case(rules: Mapping[str, Rule], many: int, *, mention: bool) -> Case | None:
    """The case, or None where it fails at sight."""
    none, length = Rule(""), rules["length"]
    counted, order = rules.get("count", none), rules.get("order", none).words
    letter = "".join(rules.get("letter", none).words)
    bans = {*rules.get("avoid", none).words, *(counted.words if not counted.at else ())}
    bans.update(rules["if_word"].words[:1] if "if_word" in rules and not mention else ())
    pins, needs = _pins(rules, many), _needs(rules, many, mention=mention)
    pinned = {word for words in pins.values() for word in words}
    clash = any(len(words) > 1 or (kind != "nth" and number > many) for (kind, number), words in pins.items())
    if clash or any(word in bans or (letter and letter in word) for word in (*needs, *pinned)):
        return None
    sure = pinned - {*order, *counted.words}  # the pins place these, whatever the walk does
    return Case(
        many=many,
        low=max([length.low, *(number for kind, number in pins if kind == "nth")]),
        high=length.high,
        size=rules.get("size", Rule("", low=1, high=length.high)),
        pins=pins,
        needs=tuple(word for word in needs if word not in sure),
        bans=frozenset(bans),
        letter=letter,
        capped="".join(counted.words),
        order=order,
        every=rules.get("every", none),
        alphabet="alphabet" in rules,
    )


def _allowed(case: Case, place: Place, word: str) -> bool:
    """Whether a named word may stand in the next slot, by what has been written so far."""
    if word in case.bans or (case.letter and case.letter in word) or (word == case.capped and word not in place.needs):
        return False
    if case.order and word == case.order[1] and case.needs.count(case.order[0]) == place.needs.count(case.order[0]):
        return False
    return not (case.alphabet and place.inside == 0 and word[0] < place.start)


def _choices(case: Case, place: Place, *, ends: bool) -> list[str | None]:
    """What may fill the next slot, the likeliest first: the pinned word, or named words that matter, or a filler."""
    spots = {("nth", place.total + 1)}
    spots |= {("opening", place.sentence)} if place.inside == 0 else set()
    spots |= {("closing", place.sentence)} if ends else set()
    pinned = {word for spot in spots for word in case.pins.get(spot, ())}
    if pinned:
        return [word for word in pinned if len(pinned) == 1 and _allowed(case, place, word)]
    special = {*case.order, *case.every.words, case.capped}
    loose = [word for word in place.needs if word not in special]
    # Loose words are alike unless one opens a sentence in alphabetical order: trying one stands for all.
    wanted = [word for word in dict.fromkeys(place.needs) if case.alphabet or word not in loose[1:]]
    listing = bool(case.every.at) and place.sentence % case.every.at == 0 and not place.listed
    words = dict.fromkeys([*wanted, *(case.every.words if listing else ())])
    named: list[str | None] = [word for word in words if _allowed(case, place, word)]
    return [*named, None] if place.inside % len(language.PATTERN) in {2, 6} else [None, *named]


def _after(case: Case, place: Place, slot: Slot) -> Place | None:
    """Where the walk stands after a slot; None where no text can go on from there."""
    word, ends = slot
    needs = list(place.needs)
    if word in needs:
        needs.remove(word)
    listed = place.listed or word in case.every.words
    start = word[0] if word and place.inside == 0 and case.alphabet else place.start
    inside, total = place.inside + 1, place.total + 1
    missing = bool(case.every.at) and place.sentence % case.every.at == 0 and not listed
    if ends and (missing or inside < case.size.low):
        return None
    left = case.many - place.sentence  # whole sentences to come
    fewest = left * case.size.low + (0 if ends else max(1, case.size.low - inside))
    most = left * case.size.high + (0 if ends else case.size.high - inside)
    if total + max(fewest, len(needs)) > case.high or total + most < case.low or most < len(needs):
        return None
    if not ends:
        return Place(place.sentence, inside, total, tuple(needs), listed, start) if inside < case.size.high else None
    return Place(place.sentence + 1, 0, total, tuple(needs), listed=False, start=start)


def _walk(case: Case, place: Place, dead: set[Place]) -> list[Slot] | None:
    """Slots that complete the text from here; None where there are none."""
    if place.sentence > case.many:
        return [] if not place.needs and case.low <= place.total <= case.high else None
    # Without a rule on the size of sentences, slots inside a sentence differ only in number, which `total` tells.
    key = place if case.size.kind else place._replace(inside=min(place.inside, 1))
    if key in dead:
        return None
    target = max(case.size.low, min(case.size.high, (case.low + case.high) // (2 * case.many)))
    done = place.inside + 1 >= target
    for ends in (done, not done):
        for word in _choices(case, place, ends=ends):
            following = _after(case, place, (word, ends))
            rest = None if following is None else _walk(case, following, dead)
            if rest is not None:
                return [(word, ends), *rest]
    dead.add(key)
    return None


def plan(rules: Mapping[str, Rule]) -> list[Slot] | None:
    """A text that keeps all rules, as slots; None is a proof that there is none."""
    span, most = rules["sentences"], rules["length"].high
    for many in range(max(1, span.low), min(span.high, most) + 1):
        for mention in (False, True) if "if_word" in rules else (False,):
            case = _case(rules, many, mention=mention)
            slots = _walk(case, Place(1, 0, 0, case.needs, listed=False, start="a"), set()) if case else None
            if slots is not None:
                return slots
    return None


def _rules(problem: Mapping[str, Any]) -> dict[str, Rule]:
    """The rules of a problem by kind."""
    return {
        rule["kind"]: Rule(rule["kind"], tuple(rule["words"]), rule["at"], rule["low"], rule["high"])
        for rule in problem["rules"]
    }


def solve(problem: Mapping[str, Any]) -> str:
    """A right reply: a text that keeps every rule, or the sentence that says there is none."""
    rules = _rules(problem)
    slots = plan(rules)
    return NO_TEXT if slots is None else compose(write(rules, slots))


def check(problem: Mapping[str, Any], reply: str) -> dict[str, bool]:
    """Each active rule by its kind, and whether the reply keeps it; empty where the reply cannot be read."""
    text = read(reply)
    if text is None:
        return {}
    rules = _rules(problem)
    if text == NO_TEXT:
        return dict.fromkeys(rules, plan(rules) is None)
    parsed = parse(text)
    return {kind: JUDGES[kind](rule, parsed) for kind, rule in rules.items()}


class Sketch(NamedTuple):
    """What the rules of one problem are drawn from."""

    draw: random.Random
    cast: list[str]  # nouns, so few that rules meet
    group: tuple[str, ...]
    many: int
    each: int

    def some(self, low: int, high: int) -> tuple[str, ...]:
        """Between `low` and `high` different words of the cast."""
        return tuple(self.draw.sample(self.cast, self.draw.randint(low, high)))

    def around(self, kind: str, middle: int, spread: int) -> Rule:
        """A rule with an interval around a number, often the number alone."""
        less, more = (self.draw.randint(0, spread) for _ in range(2)) if self.draw.random() < 0.5 else (0, 0)
        return Rule(kind, low=max(1, middle - less), high=middle + more)

    def avoided(self) -> tuple[str, ...]:
        """Words to keep away from: common ones, of the cast, or of the group."""
        words = sorted({*language.COMMON, *self.cast[:4], *self.group[:2]})
        return tuple(self.draw.sample(words, self.draw.randint(2, 4)))


MAKERS: dict[str, Callable[[Sketch], Rule]] = {
    "sentences": lambda k: k.around("sentences", k.many, 1),
    "length": lambda k: k.around("length", k.many * k.each, k.each),
    "include": lambda k: Rule("include", k.some(1, 3)),
    "count": lambda k: Rule("count", k.some(1, 1), at=k.draw.randint(2, 3)),
    "avoid": lambda k: Rule("avoid", k.avoided()),
    "letter": lambda k: Rule("letter", (k.draw.choice("aeiosthbcdfgkmpuvw"),)),
    "comma": lambda _: Rule("comma"),
    "first": lambda k: Rule("first", k.some(1, 1)),
    "last": lambda k: Rule("last", k.some(1, 1)),
    "opening": lambda k: Rule("opening", k.some(1, 1), at=k.draw.randint(1, k.many)),
    "closing": lambda k: Rule("closing", k.some(1, 1), at=k.draw.randint(1, k.many)),
    "nth": lambda k: Rule("nth", k.some(1, 1), at=k.draw.randint(2, k.many * k.each)),
    "order": lambda k: Rule("order", k.some(2, 2)),
    "alphabet": lambda _: Rule("alphabet"),
    "if_word": lambda k: Rule("if_word", k.some(2, 2)),
    "if_long": lambda k: Rule("if_long", k.some(1, 1), at=max(1, k.many - k.draw.randint(0, 1))),
    "every": lambda k: Rule("every", k.group, at=k.draw.randint(1, 2)),
    "size": lambda k: k.around("size", k.each, 1),
}


def _draft(draw: random.Random, ranges: Mapping[str, Any], count: int) -> list[Rule]:
    """Rules drawn without a look at whether they can be met together."""
    many, each = draw.randint(*ranges["sentences"]), draw.randint(*ranges["sentence_words"])
    sketch = Sketch(draw, draw.sample(language.NOUNS, 8), draw.choice(language.GROUPS), many, each)
    kinds = [kind for family, kinds in language.FAMILIES.items() if family in ranges["families"] for kind in kinds]
    chosen = draw.sample(kinds, min(len(kinds), count))
    return [MAKERS[kind](sketch) for kind in ("sentences", "length", *chosen)]


def _force(rules: list[Rule], *, solvable: bool) -> list[Rule]:
    """Rules made solvable by leaving out the last ones, or not by a text shorter than its number of sentences."""
    if not solvable:
        fewest = max(2, rules[0].low)
        return [Rule("sentences", low=fewest, high=fewest), Rule("length", low=1, high=fewest - 1), *rules[2:]]
    while plan({rule.kind: rule for rule in rules}) is None:
        rules = rules[:-1]
    return rules


def sample(draw: random.Random, ranges: Mapping[str, Any]) -> dict[str, Any]:
    """A problem within the ranges; whether it has a solution is drawn first, by `unsolvable_share`."""
    solvable = draw.random() >= draw.uniform(*ranges["unsolvable_share"])
    count = draw.randint(*ranges["rules"])  # drawn before the search, so that it tells nothing about the answer
    for _ in range(TRIES):
        rules = _draft(draw, ranges, count)
        if (plan({rule.kind: rule for rule in rules}) is not None) == solvable:
            break
    else:
        rules = _force(rules, solvable=solvable)
    shown = [{**rule._asdict(), "words": [*rule.words]} for rule in rules]
    return {"scene": draw.choice(language.SCENES), "wording": draw.randrange(60), "rules": shown}


def render(problem: Mapping[str, Any]) -> str:
    """The question."""
    wording = problem["wording"]
    intro = language.INTROS[wording % len(language.INTROS)].format(scene=problem["scene"])
    rules = (language.phrase(rule, wording + spot) for spot, rule in enumerate(_rules(problem).values()))
    listed = "\n".join(f"{number}. {phrase}" for number, phrase in enumerate(rules, 1))
    return f"{intro} It must keep all of these rules:\n\n{listed}\n\n{language.FORM.format(none=NO_TEXT)}"


def _spoil(sentences: list[list[str]], named: list[str], draw: random.Random) -> list[list[str]]:
    """The sentences after one small edit: a word or a sentence dropped, added, replaced or moved."""
    spoilt = [[*words] for words in sentences]
    first, other = draw.choice(spoilt), draw.choice(spoilt)
    spot, far = draw.randrange(len(first)), draw.randrange(len(other))
    edit = draw.choice(("cut", "put", "swap", "blur", "double", "drop", "turn"))
    if edit == "cut":
        del first[spot]
    elif edit == "put":
        first.insert(spot, draw.choice(named or [*language.FILLERS]))
    elif edit == "swap":
        first[spot], other[far] = other[far], first[spot]
    elif edit == "blur":
        first[spot] = draw.choice(language.FILLERS)
    elif edit == "double":
        spoilt.append([*first])
    elif edit == "drop":
        spoilt.remove(first)
    else:
        spoilt.reverse()
    return [words for words in spoilt if words]


def _nearest(rules: Mapping[str, Rule], draw: random.Random) -> list[list[str]]:
    """A text that keeps some of the rules: others are left out, in an order drawn, until there is one."""
    kept = dict(rules)
    for kind in draw.sample(sorted(rules), len(rules)):
        slots = plan(kept)
        if slots is not None:
            return write(kept, slots)
        kept[kind] = Rule(kind, low=1, high=40)
        if kind not in {"sentences", "length"}:
            del kept[kind]
    return [[language.FILLERS[0]]]


def mutate(problem: Mapping[str, Any], reply: str, draw: random.Random) -> list[str]:
    """Wrong replies near a right one, at least three; each was seen to fail."""
    rules = _rules(problem)
    text = read(reply) or NO_TEXT
    sentences = _nearest(rules, draw) if text == NO_TEXT else [[*words] for words in parse(text).sentences]
    named = sorted({word for kind, rule in rules.items() if kind != "letter" for word in rule.words})
    longer = [*sentences[:-1], sentences[-1] + ["slowly"] * rules["length"].high]
    drafts = [NO_TEXT, compose(longer), compose(sentences * (rules["sentences"].high + 1))]
    drafts += [compose(sentences), compose(sentences).replace(" ", ", ", 1)]
    drafts += [compose(_spoil(sentences, named, draw)) for _ in range(8)]
    return [draft for draft in dict.fromkeys(drafts) if not all(check(problem, draft).values())]


def _touched(rule: Rule, named: set[str]) -> set[str]:
    """What a rule is about: words (for a letter, the named words that hold it), counts, starts and ends."""
    if rule.kind == "letter":
        return {word for word in named if rule.words[0] in word}
    return {*rule.words, *TOUCHES.get(rule.kind, ())}


def complexity(problem: Mapping[str, Any]) -> dict[str, float]:
    """`score`: mean of the share of kinds of rules that are active and the share of pairs of rules that touch."""
    rules = _rules(problem)
    named = {word for kind, rule in rules.items() if kind != "letter" for word in rule.words}
    touched = [_touched(rule, named) for rule in rules.values()]
    pairs = list(combinations(touched, 2))
    meeting = sum(1 for one, other in pairs if one & other)
    score = (len(rules) / len(JUDGES) + meeting / len(pairs)) / 2
    return {"score": score, "constraints": float(len(rules)), "pairs": float(len(pairs)), "touching": float(meeting)}
