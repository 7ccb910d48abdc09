"""Calendar scheduling: find a time for a meeting that suits everybody.

A problem is JSON. Times are minutes since midnight. A calendar has days, in order, and hours (`opens` to `closes`);
each person has meetings in it, which the question shows either as busy times or, turned round, as free times. A slot
is (day, start, end). `_rules` is the one place that says what a slot must satisfy: `sample` makes problems with it,
`solve` searches with it, `check` judges with it and `complexity` counts with it. High priority is no property of a
slot alone: it asks for the first slot that meets every rule, and `_feasible` lists slots in that order.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Problem = dict[str, Any]  # JSON
Slot = tuple[str, int, int]  # day, start, end
Block = list[int]  # start, end
Rule = Callable[[Slot], bool]

WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKEND = ("Saturday", "Sunday")
ALWAYS = ("availability", "duration", "granularity")
OPTIONAL = ("buffer_before", "buffer_after", "not_before", "not_after", "no_weekends", "blocked", "priority")
NO_SLOT = NO_SOLUTION = "ANSWER: No slot fits."
NOTHING: Slot = ("", 0, 0)  # what is read from a reply that says that no slot fits
TAIL = 50_000  # characters of a reply that are read, from its end


def _merged(blocks: Iterable[Block]) -> list[Block]:
    """The same times as disjoint blocks in order; blocks that touch become one."""
    merged: list[Block] = []
    for start, end in sorted(blocks):
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged


def _clear(blocks: list[Block], start: int, end: int) -> bool:
    """Whether nothing of the time from start to end lies in a block; touching is allowed."""
    return all(end <= first or last <= start for first, last in blocks)


def _rules(problem: Problem) -> dict[str, Rule]:
    """The test behind every active constraint except priority, in the order in which they are reported."""
    asked = problem["constraints"]
    opens, closes = problem["opens"], problem["closes"]
    duration, granularity = problem["duration"], problem["granularity"]
    meetings = {day: _merged(b for p in problem["people"] for b in p["meetings"][day]) for day in problem["days"]}
    blocked = {day: [[b["start"], b["end"]] for b in asked.get("blocked", ()) if day in b["days"]] for day in WEEK}
    every: dict[str, Rule] = {
        "availability": lambda s: (
            s[0] in meetings and opens <= s[1] < s[2] <= closes and _clear(meetings[s[0]], s[1], s[2])
        ),
        "duration": lambda s: s[2] - s[1] == duration,
        "granularity": lambda s: s[1] % granularity == 0,
        "buffer_before": lambda s: _clear(meetings.get(s[0], []), s[1] - asked["buffer_before"], s[1]),
        "buffer_after": lambda s: _clear(meetings.get(s[0], []), s[2], s[2] + asked["buffer_after"]),
        "not_before": lambda s: s[1] >= asked["not_before"],
        "not_after": lambda s: s[2] <= asked["not_after"],
        "no_weekends": lambda s: s[0] not in WEEKEND,
        "blocked": lambda s: _clear(blocked[s[0]], s[1], s[2]),
    }
    return {name: rule for name, rule in every.items() if name in asked or name in ALWAYS}


def _starts(problem: Problem) -> Iterator[Slot]:
    """Every slot of the right length that starts on the grid and lies within the calendar's hours, in order."""
    step, duration = problem["granularity"], problem["duration"]
    for day in problem["days"]:
        for start in range(-(-problem["opens"] // step) * step, problem["closes"] - duration + 1, step):
            yield day, start, start + duration


def _feasible(problem: Problem) -> Iterator[Slot]:
    """The slots that meet every rule, earliest first."""
    rules = list(_rules(problem).values())
    return (slot for slot in _starts(problem) if all(rule(slot) for rule in rules))


def sample(draw: random.Random, ranges: Mapping[str, Any]) -> Problem:
    """A problem, solvable or not by the chance `unsolvable_share`; ValueError where the ranges leave no slot."""
    solvable = draw.random() >= draw.uniform(*ranges["unsolvable_share"])
    for _ in range(100):
        problem = _empty(draw, ranges)
        if room := list(_feasible(problem)):  # nobody has a meeting yet
            break
    else:
        raise ValueError("duration: too long for the hours that opens, not_before, blocked, not_after and closes leave")
    problem["people"] = _people(draw, ranges, problem)
    if solvable and next(_feasible(problem), None) is None:
        _make_room(problem, draw.choice(room))
    while not solvable and (found := next(_feasible(problem), None)):
        _book(problem, found, draw)
    return problem


def _empty(draw: random.Random, ranges: Mapping[str, Any]) -> Problem:
    """A problem without people."""
    kinds = draw.sample(ranges["optional"], min(len(ranges["optional"]), draw.randint(*ranges["optional_count"])))
    problem: Problem = {
        "days": _days(draw, draw.randint(*ranges["days"]), mixed="no_weekends" in kinds),
        "opens": 60 * draw.randint(*ranges["opens"]),
        "closes": 60 * draw.randint(*ranges["closes"]),
        "granularity": draw.choice(ranges["granularity"]),
        "duration": draw.choice(ranges["duration"]),
        "people": [],
        "wording": draw.randrange(1_000_000),
    }
    problem["constraints"] = _constraints(draw, ranges, kinds, problem)
    return problem


def _people(draw: random.Random, ranges: Mapping[str, Any], problem: Problem) -> list[Problem]:
    """The people with their meetings; each has so many that together they take about the share of time drawn."""
    names = draw.sample(ranges["names"], draw.randint(*ranges["participants"]))
    share = 1 - (1 - draw.uniform(*ranges["busy_share"])) ** (1 / len(names))
    all_meetings = [{day: _meetings(draw, problem, share) for day in problem["days"]} for _ in names]
    return [
        {"name": name, "shown": draw.choice(ranges["shown"]), "meetings": meetings}
        for name, meetings in zip(names, all_meetings, strict=True)
    ]


def _days(draw: random.Random, count: int, *, mixed: bool) -> list[str]:
    """Days in a row from any day of the week; `mixed`: with a weekend's day and another, where count allows."""
    if count > 7:
        raise ValueError(f"days: {count} given, a calendar has at most 7")
    runs = [[WEEK[(first + i) % 7] for i in range(count)] for first in range(7)]
    both = [run for run in runs if 0 < sum(day in WEEKEND for day in run) < count]
    return draw.choice(both if mixed and both else runs)


def _constraints(draw: random.Random, ranges: Mapping[str, Any], kinds: list[str], problem: Problem) -> Problem:
    """Values for the optional constraints that this problem has, in the order of OPTIONAL."""
    make: dict[str, Callable[[], Any]] = {
        "buffer_before": lambda: draw.choice(ranges["buffer"]),
        "buffer_after": lambda: draw.choice(ranges["buffer"]),
        "not_before": lambda: 60 * draw.randint(*ranges["not_before"]),
        "not_after": lambda: 60 * draw.randint(*ranges["not_after"]),
        "blocked": lambda: [_blocked(draw, ranges, problem) for _ in range(draw.randint(*ranges["blocked_count"]))],
    }
    if set(problem["days"]) <= set(WEEKEND):  # it would leave nothing to ask
        kinds = [kind for kind in kinds if kind != "no_weekends"]
    return {kind: make[kind]() if kind in make else True for kind in OPTIONAL if kind in kinds}


def _blocked(draw: random.Random, ranges: Mapping[str, Any], problem: Problem) -> Problem:
    """A period of one day, or of every day, in which nothing may take place."""
    length = draw.choice((30, 60, 90, 120))
    start = draw.randrange(problem["opens"], max(problem["closes"] - length, problem["opens"]) + 1, 30)
    days = list(problem["days"]) if draw.random() < 0.3 else [draw.choice(problem["days"])]
    return {"days": days, "start": start, "end": start + length, "why": draw.choice(ranges["reasons"])}


def _step(problem: Problem) -> int:
    """Meetings begin and end at multiples of so many minutes."""
    return min(15, int(problem["granularity"]))


def _meetings(draw: random.Random, problem: Problem, share: float) -> list[Block]:
    """One person's meetings on one day, which take about the given share of the calendar's hours."""
    opens, closes, step = problem["opens"], problem["closes"], _step(problem)
    wanted = round(min(share * draw.uniform(0.5, 1.5), 1) * (closes - opens) / step) * step
    blocks: list[Block] = []
    for _ in range(40):
        left = wanted - sum(end - start for start, end in blocks)
        if left > 0:
            length = min(left, draw.choice((30, 30, 60, 60, 90, 120)))
            start = draw.randrange(opens, closes - length + 1, step)
            blocks = _merged([*blocks, [start, start + length]])
    return blocks


def _make_room(problem: Problem, slot: Slot) -> None:
    """Take out of everybody's meetings what stands in the slot or its buffers, and the rest of a step at either end."""
    day, start, end = slot
    start -= problem["constraints"].get("buffer_before", 0)
    end += problem["constraints"].get("buffer_after", 0)
    start, end = start - start % _step(problem), end + -end % _step(problem)
    for person in problem["people"]:
        blocks = person["meetings"][day]
        cut = [[a, min(b, start)] for a, b in blocks] + [[max(a, end), b] for a, b in blocks]
        person["meetings"][day] = _merged(block for block in cut if block[0] < block[1])


def _book(problem: Problem, slot: Slot, draw: random.Random) -> None:
    """Give somebody a meeting that overlaps the slot."""
    day, start, end = slot
    length = draw.choice((30, 30, 60, 60, 90))
    low = max(problem["opens"], start - length + 1)
    first = draw.choice(range(low + -low % _step(problem), end, _step(problem)) or [start])
    meetings = draw.choice(problem["people"])["meetings"]
    meetings[day] = _merged([*meetings[day], [first, min(first + length, problem["closes"])]])


OPENINGS = (
    "Find a time for a meeting of {n} minutes with {people}.",
    "{people} need to meet for {n} minutes. Pick a slot.",
    "Please schedule a {n}-minute meeting that {people} can all attend.",
)
SAYINGS = {  # two ways to say each
    "granularity": "Its start is a multiple of {} minutes after midnight.|Start a multiple of {} minutes after 00:00.",
    "buffer_before": "Nobody may have a meeting in the {} minutes before it.|Keep {} minutes before it free for all.",
    "buffer_after": "Nobody may have a meeting in the {} minutes after it.|Keep {} minutes after it free for all.",
    "not_before": "It must not start before {}; {} itself is fine.|The earliest allowed start is {}.",
    "not_after": "It must not end after {}; ending at {} exactly is fine.|It has to be over by {} at the latest.",
    "no_weekends": "It must not be on a Saturday or Sunday.|Weekends (Saturday, Sunday) are ruled out.",
    "blocked": "It must not overlap a blocked period: {}.|Nothing may take place in these blocked periods: {}.",
    "priority": "High priority: only the earliest slot that fits is right.|High priority: take the first that fits.",
}


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _span(start: int, end: int) -> str:
    return f"{_clock(start)}-{_clock(end)}"


def _listed(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _times(problem: Problem, person: Problem, day: str) -> str:
    """A person's times on a day as the question shows them: busy ones, or the free ones between."""
    blocks = person["meetings"][day]
    if person["shown"] == "free":
        edges = [problem["opens"], *(time for block in blocks for time in block), problem["closes"]]
        blocks = [[a, b] for a, b in zip(edges[::2], edges[1::2], strict=True) if a < b]
    return ", ".join(_span(*block) for block in blocks) or {"busy": "nothing", "free": "never"}[person["shown"]]


def _calendars(problem: Problem, *, by_day: bool) -> list[str]:
    """Lines with everybody's times, person by person or day by day."""
    days, people = problem["days"], problem["people"]
    if by_day:
        told = [[f"{p['name']} {p['shown']}: {_times(problem, p, day)}" for p in people] for day in days]
        return [f"- {day}: {'; '.join(row)}" for day, row in zip(days, told, strict=True)]
    told = [[f"{day} {_times(problem, p, day)}" for day in days] for p in people]
    return [f"- {p['name']} ({p['shown']}): {'; '.join(row)}" for p, row in zip(people, told, strict=True)]


def _value(name: str, value: Any) -> str:
    """A constraint's value in words."""
    if name in ("not_before", "not_after"):
        return _clock(value)
    if name == "blocked":
        return "; ".join(f"{_span(b['start'], b['end'])} on {_listed(b['days'])} ({b['why']})" for b in value)
    return str(value)


def render(problem: Problem) -> str:
    """The question: calendar, people, constraints, and the form of the reply."""
    words = random.Random(problem["wording"])
    asked = problem["constraints"]
    shown = {p["shown"] for p in problem["people"]}
    told = [
        words.choice(OPENINGS).format(n=problem["duration"], people=_listed([p["name"] for p in problem["people"]])),
        f"\n\nThe calendar's days, earliest first: {_listed(problem['days'])}. The whole meeting must lie between",
        f" {_clock(problem['opens'])} and {_clock(problem['closes'])} of one day, and all must be free throughout.",
        ' Whoever is marked "busy" is in meetings then, and free at all other times.' * ("busy" in shown),
        ' Whoever is marked "free" is free only then, and in meetings at all other times.' * ("free" in shown),
        " A meeting may start the minute another one ends, unless a buffer is asked for.",
    ]
    points = [("granularity", problem["granularity"]), *asked.items()]
    words.shuffle(points)
    lines = [f"- {words.choice(SAYINGS[name].split('|')).replace('{}', _value(name, value))}" for name, value in points]
    if {"buffer_before", "buffer_after"} & set(asked):
        lines.append("- A buffer may reach into a blocked period or past the calendar's hours: these are no meetings.")
    form = [
        "Reply with one line of this form, 24-hour clock:\nANSWER: Day HH:MM-HH:MM",
        # The example is never as long as the meeting, so that repeating it is no answer.
        f"for instance (the form only): ANSWER: Wednesday 13:00-{'13:45' if problem['duration'] != 45 else '13:30'}",
        f"If there is no slot that satisfies everything, reply exactly:\n{NO_SLOT}",
    ]
    calendars = _calendars(problem, by_day=words.random() < 0.5)
    return "\n".join(["".join(told), "", *calendars, "", "Requirements for the meeting:", *lines, "", *form])


_PLAIN = str.maketrans("–—‑‒−→\\{}$|>", "------      ", '*_`#"')
_TIME = r"(?<![0-9:.])([01]?[0-9]|2[0-4])(?:[:.h]([0-5][0-9]))?h? ?(am\b|pm\b|a\.m\.|p\.m\.)?"
_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs?|ur)?(?:day)?\b\.?"
_RANGE = re.compile(
    rf"(?:{_DAY}[\s,:;(@-]{{0,4}}(?:at |from |between |time:? ?)?\(?)?"
    rf"{_TIME} ?(?:-{{1,3}}|to|until|till|and) ?{_TIME}(?!:?[0-9])"
)
_DAY_AFTER = re.compile(rf"[\s,;(]{{0,3}}(?:on )?{_DAY}")
_MARK = re.compile(r"\banswer(?: is)? ?[:=]\s*([^\n]*)")
_KIND = "common|suitable|available|possible|valid|feasible|such|free|time|meeting"
_NOUN = rf"\bno (?:(?:{_KIND}) ){{0,3}}(?:slot|time|solution)s?"
_VERB = r"(?:fits?|works?|exists?|satisf(?:y|ies)|is (?:available|possible|feasible)|(?:was|is|can be) found)"
_ALL = r"(?: for)?(?: all| everything| everyone| everybody)?(?: (?:the )?(?:constraints|requirements))?"
_END = r"(?=\s*(?:[.!;,)\n-]|$)| because| since)"
_CLAIM = re.compile(rf"(?:there(?: is|'s| are) {_NOUN}(?: that {_VERB})?|{_NOUN}(?: that)? {_VERB}){_ALL}{_END}")
_BARE_CLAIM = re.compile(rf"(?:none|impossible|not possible|{_NOUN})[ .!]*")
_HEDGED = re.compile(r"\b(?:if|whether|unless|not|false|when)\b[^.\n]*$")
_REFUSED_BEFORE = re.compile(r"\b(?:not|except|avoid|than|instead of)(?: on| at)? ?$")
_REFUSED_AFTER = re.compile(r"[ ,)]{0,3}(?:(?:is|are|does|will|would|can|could)? ?(?:not\b|n't)|clash|fail|conflict)")


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    """Minutes since midnight; `half` is am or pm, or None for the 24-hour clock."""
    number = int(hour)
    if half and number <= 12:
        number = number % 12 + 12 * (half[0] == "p")
    return 60 * number + int(minute or 0)


def _slot(problem: Problem, text: str, found: re.Match[str]) -> Slot | None:
    """The slot that a range of times in the text names; None where it names no day, no hour, or is refused."""
    day, hour, minute, half, hour2, minute2, half2 = found.groups()
    before, after = text[max(0, found.start() - 20) : found.start()], text[found.end() : found.end() + 20]
    if _REFUSED_BEFORE.search(before) or _REFUSED_AFTER.match(after):
        return None
    start, end = _minutes(hour, minute, half or half2), _minutes(hour2, minute2, half2)
    if half2 and not half and start >= end:  # 11:00-12:30 pm starts in the morning
        start = _minutes(hour, minute, "a")
    if day is None:
        late = _DAY_AFTER.match(text, found.end())
        day = late.group(1) if late else problem["days"][0][:3].lower() if len(problem["days"]) == 1 else None
    if day is None or max(start, end) > 24 * 60:
        return None
    return next(name for name in WEEK if name.lower().startswith(day)), start, end


def _named(problem: Problem, text: str) -> set[Slot | None]:
    """Every slot that a text names, NOTHING where it says that there is none, None for what cannot be placed."""
    slots = {_slot(problem, text, found) for found in _RANGE.finditer(text) if any(found.group(3, 4, 6, 7))}
    before = [text[max(0, claim.start() - 40) : claim.start()] for claim in _CLAIM.finditer(text)]
    return slots | {None if _HEDGED.search(words) else NOTHING for words in before}


def _read(problem: Problem, reply: str) -> Slot | None:
    """The one slot (or NOTHING) that a reply proposes; None where it proposes none, or several.

    Where lines are marked "answer:", only they count; else the whole reply does.
    """
    text = reply.rpartition("</think>")[2][-TAIL:].translate(_PLAIN).replace("’", "'").lower()
    text = re.sub(r"[^\S\n]+", " ", text)
    marked = [line.strip() for line in _MARK.findall(text)]
    named = set().union(*(_named(problem, line) for line in marked or [text]))
    if any(_BARE_CLAIM.fullmatch(line) for line in marked):
        named.add(NOTHING)
    return named.pop() if len(named) == 1 else None


def check(problem: Problem, reply: str) -> dict[str, bool]:
    """Which active constraints the reply meets; {} where no one answer can be read from it."""
    slot = _read(problem, reply)
    if slot is None:
        return {}
    rules = _rules(problem)
    names = [*rules, *(("priority",) if "priority" in problem["constraints"] else ())]
    if slot == NOTHING:
        return dict.fromkeys(names, next(_feasible(problem), None) is None)
    passed = {name: rule(slot) for name, rule in rules.items()}
    if "priority" in names:
        passed["priority"] = slot == next(_feasible(problem), None)
    return passed


def _reply(slot: Slot) -> str:
    return f"ANSWER: {slot[0]} {_span(slot[1], slot[2])}"


def solve(problem: Problem) -> str:
    """A right reply: the earliest slot that meets every rule, by looking at every start time in order."""
    found = next(_feasible(problem), None)
    return NO_SLOT if found is None else _reply(found)


def mutate(problem: Problem, reply: str, draw: random.Random) -> list[str]:
    """Wrong replies: near the given one (length, day, grid), one more per constraint that breaks it, and no slot."""
    starts = list(_starts(problem))
    slot = _read(problem, reply)
    day, start, end = draw.choice(starts) if slot is None or slot == NOTHING else slot
    wrong = [(day, start, end + 5 if end + 5 <= 24 * 60 else end - 5), (day, start, end - 10), (day, start - 5, end)]
    wrong += [(day, start + 1, end + 1), (draw.choice(WEEK), start, end)]
    if "priority" in problem["constraints"]:
        wrong += [later for later in _feasible(problem) if later != slot][:1]
    draw.shuffle(starts)
    for rule in _rules(problem).values():
        wrong += [other for other in starts if not rule(other)][:1]
    replies = [NO_SLOT, *(_reply(other) for other in wrong)]
    return [text for text in dict.fromkeys(replies) if (verdict := check(problem, text)) and not all(verdict.values())]


def complexity(problem: Problem) -> dict[str, float]:
    """`score`: 1 - feasible start times / all start times of the calendar at its granularity; and its parts."""
    total, feasible = sum(1 for _ in _starts(problem)), sum(1 for _ in _feasible(problem))
    share = feasible / total if total else 0.0
    parts = {"feasible_share": share, "feasible": float(feasible), "total": float(total)}
    return {"score": 1 - share, **parts, "constraints": float(len(ALWAYS) + len(problem["constraints"]))}
