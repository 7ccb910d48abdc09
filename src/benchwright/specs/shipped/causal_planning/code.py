"""Planning over a causal graph: sampling, wording, exact solving and judging of problems.

A world is a list of factors in causal order. A free factor keeps the value it was given; a driven factor takes
`table[n]`, where n of the conditions of its rule hold, unless it is held at a value. `LIMITS` (after every action) and
`ENDS` (after the last) are the only places where a condition is judged: search, check and complexity go through them.
A literal, [factor, [values that satisfy it]], is a condition on one factor; factors and actions go by position.
"""

from __future__ import annotations

import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby, permutations
from typing import Any, NamedTuple

NO_SOLUTION = "ANSWER: no plan meets every condition"
SCALES = ("off on", "closed open", "low medium high", "off on", "low medium high")  # switch, gate, dial, effect, gauge
MARKS = [rf"(?im){where}answer ?(?:is ?)?[:\uff1a]" for where in (r"^(?:my |the )?(?:final )?", r"\b")]
CLAIM = r"(?i)\s*(?:there is )?(?:no (?:such |valid |possible )?(?:plan|solution|list)\b|impossible\b)"
BREAKS = r"(?i)\([^()]{0,60}\)|\n?(?:\bstep )?\b\d{1,3}[.):]|[-=]>|\bthen\b"  # stand between actions as ";" does
NOISE = r"\\(?:boxed|text)\b|(?<![-=])>|[*_`$#\"“”'‘’\[\]{}]"
Problem = Mapping[str, Any]
Memo = dict[tuple[tuple[int, ...], tuple[int, ...]], tuple[int, ...]]  # what settles to what, in one graph


class Node(NamedTuple):
    """Where a plan has led: what is set or held (-1: left to its rule), what is so, what the conditions remember."""

    settings: tuple[int, ...]
    values: tuple[int, ...]
    done: tuple[bool, bool]  # the action that must come first; the action to be done at most once
    length: int
    cost: int  # stays 0 where no condition is about cost


def holds(literal: Sequence[Any], values: Sequence[int]) -> bool:
    """Whether a factor has one of the values named."""
    return values[literal[0]] in literal[1]


LIMITS: dict[str, Callable[[Any, Node, int, Node], bool]] = {  # given, before, action, after
    "max_actions": lambda most, _before, _action, after: after.length <= most,
    "budget": lambda most, _before, _action, after: after.cost <= most,
    "never": lambda literal, _before, _action, after: not holds(literal, after.values),
    "keep": lambda literal, _before, _action, after: holds(literal, after.values),
    "order": lambda pair, before, action, _after: action != pair[1] or before.done[0],
    "once": lambda only, before, action, _after: action != only or not before.done[1],
    "unused": lambda barred, _before, action, _after: action != barred,
}
ENDS: dict[str, Callable[[Any, Sequence[int]], bool]] = {  # given, values
    "goal": lambda literals, values: all(holds(literal, values) for literal in literals),
    "avoid": lambda literal, values: not holds(literal, values),
}


class World:
    """A problem made ready for doing actions; a memo may be shared by problems with the same factors."""

    def __init__(self, problem: Problem, memo: Memo | None = None) -> None:
        self.factors, self.actions = problem["factors"], problem["actions"]
        self.conditions = dict(problem["constraints"])
        self.limits = [(name, LIMITS[name], given) for name, given in self.conditions.items() if name in LIMITS]
        self.priced = "budget" in self.conditions or "cheapest" in self.conditions
        self.watched = (self.conditions.get("order", [-1])[0], self.conditions.get("once", -1))
        self.memo = {} if memo is None else memo
        settings = tuple(factor["start"] for factor in self.factors)
        values = self.settle(settings, (0,) * len(settings))
        self.start = Node(settings, values, (False, False), 0, 0)

    def settle(self, settings: tuple[int, ...], before: tuple[int, ...]) -> tuple[int, ...]:
        """What every factor comes to, in causal order."""
        if (settings, before) in self.memo:
            return self.memo[settings, before]
        values: list[int] = []
        for factor, setting, old in zip(self.factors, settings, before, strict=True):
            rule = factor["rule"]
            if setting < 0:  # left to its rule
                met = sum(holds(literal, values) for literal in rule["when"])
                values.append(1 if rule["stays"] and old == 1 else rule["table"][met])
            else:
                values.append(setting)
        return self.memo.setdefault((settings, before), tuple(values))

    def act(self, node: Node, index: int) -> tuple[Node, list[str]]:
        """The node after an action, and the conditions it breaks; an action that cannot be done changes no factor."""
        action, settings, values = self.actions[index], node.settings, node.values
        possible = action["needs"] is None or holds(action["needs"], values)
        if possible:
            settings = (*settings[: action["factor"]], action["value"], *settings[action["factor"] + 1 :])
            values = self.settle(settings, values)
        done = (node.done[0] or index == self.watched[0], node.done[1] or index == self.watched[1])
        after = Node(settings, values, done, node.length + 1, node.cost + self.priced * action["cost"])
        faults = [name for name, passes, given in self.limits if not passes(given, node, index, after)]
        return after, faults if possible else ["possible", *faults]

    def allowed(self, node: Node) -> list[tuple[int, Node]]:
        """Every action that breaks nothing here, with the node it leads to."""
        every = [(index, *self.act(node, index)) for index in range(len(self.actions))]
        return [(index, after) for index, after, faults in every if not faults]

    def ends(self, node: Node) -> dict[str, bool]:
        """The conditions on the end of a plan."""
        return {name: ENDS[name](given, node.values) for name, given in self.conditions.items() if name in ENDS}

    def reach(self) -> Iterator[tuple[list[int], Node]]:
        """Plans that break nothing, shortest first, with the node each leads to, if none better led there before."""
        least = {self.start[:3]: 0}
        layer: dict[tuple[Any, ...], tuple[list[int], Node]] = {self.start[:3]: ([], self.start)}
        while layer:
            following: dict[tuple[Any, ...], tuple[list[int], Node]] = {}
            for plan, node in layer.values():
                for index, after in self.allowed(node):
                    key = after[:3]
                    if key not in least or after.cost < least[key]:
                        least[key], following[key] = after.cost, ([*plan, index], after)
            yield from following.values()
            layer = following


def search(problem: Problem, memo: Memo | None = None) -> list[int] | None:
    """A shortest plan that meets the conditions (with `cheapest`, a shortest of the cheapest); None: there is none."""
    world, found, cost = World(problem, memo), None, math.inf
    for plan, node in world.reach():
        if node.cost < cost and all(world.ends(node).values()):
            if "cheapest" not in world.conditions:
                return plan
            found, cost = plan, node.cost
    return found


def say(problem: Problem, plan: Sequence[int] | None) -> str:
    """The reply that proposes a plan, or that there is none."""
    return "ANSWER: " + "; ".join(problem["actions"][index]["name"] for index in plan) if plan else NO_SOLUTION


def solve(problem: Problem) -> str:
    """A right reply."""
    return say(problem, search(problem))


def words(text: str) -> str:
    """What of a name must agree: its words but for fillers, in any order."""
    return " ".join(sorted(set(re.findall(r"[a-z]+", text.lower())) - {"the", "and", "then", "first", "next"}))


def reading(keys: Mapping[str, int], text: str) -> tuple[int, ...] | None:
    """The actions (-1: not listed) that a text gives before and after prose; () for "no plan", None for no action."""
    if re.match(CLAIM, text):
        return ()
    plan: list[int] = []
    for sentence in re.split(r"\.(?:\s|$)|\n", re.sub(BREAKS, ";", text)):
        found = [keys.get(piece, -1) for piece in map(words, re.split(r"[;,→|]", sentence)) if piece]
        if plan and -1 in found:
            break
        plan += found if any(index >= 0 for index in found) else []
    return tuple(plan) or None


def read(problem: Problem, reply: str) -> tuple[int, ...] | None:
    """The one candidate: after "ANSWER:" at the head of a line, else after it anywhere, else the one list there is."""
    keys = {words(action["name"]): index for index, action in enumerate(problem["actions"])}
    plain = re.sub(NOISE, " ", reply if len(reply) <= 200_000 else "")  # a longer one is not read
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(" ".join(line.split()) for line in plain.splitlines()))
    for mark in MARKS:
        parts = [re.split(r"\n\n(?!\d)", part.strip())[0] for part in re.split(mark, text)[1:]]
        if found := {reading(keys, part) for part in parts} - {None}:
            return found.pop() if len(found) == 1 else None
    unmarked = [] if re.search(MARKS[1], text) else [line for line in text.lower().split("\n") if line]
    groups = groupby(unmarked, lambda line: -1 not in (reading(keys, line) or [-1]))
    found = {reading(keys, "\n".join(lines)) for is_list, lines in groups if is_list}
    found |= {() for line in unmarked if NO_SOLUTION[8:] in line}
    return found.pop() if len(found) == 1 else None


def judge(problem: Problem, plan: Sequence[int], memo: Memo | None = None) -> dict[str, bool]:
    """Every active condition and whether a plan meets it; an action that is not listed or not possible does nothing."""
    world = World(problem, memo)
    node, passed = world.start, {"listed": -1 not in plan, "possible": True, **dict.fromkeys(world.conditions, True)}
    for index in [index for index in plan if index >= 0]:
        node, faults = world.act(node, index)
        passed |= dict.fromkeys(faults, False)
    passed |= world.ends(node)
    if "cheapest" in passed:
        cheaper = {**problem, "constraints": [*problem["constraints"], ["budget", node.cost - 1]]}
        passed["cheapest"] = all(passed.values()) and search(cheaper, memo) is None
    return passed


def check(problem: Problem, reply: str) -> dict[str, bool]:
    """What a reply meets, {} if it cannot be read; "no plan" meets everything where there is none, else nothing."""
    plan = read(problem, reply)
    if plan is None:
        return {}
    return judge(problem, plan) if plan else dict.fromkeys(judge(problem, ()), search(problem) is None)


def mutate(problem: Problem, reply: str, draw: random.Random) -> list[str]:
    """At least three wrong replies such as a careless planner gives, each refused by `check`."""
    careless = search({**problem, "constraints": problem["constraints"][:1]})  # sees nothing but the goal
    base = list(read(problem, reply) or careless or draw.choices(range(len(problem["actions"])), k=3))
    spot, other = draw.randrange(len(base)), draw.randrange(len(problem["actions"]))
    less, swapped = base[:spot] + base[spot + 1 :], [*base[:spot], other, *base[spot + 1 :]]
    plans = [careless, base, base[:-1], less, base[::-1], [*base, other], swapped, None]
    texts = [say(problem, plan) for plan in plans if plan != []]
    free = next(factor["name"] for factor in problem["factors"] if factor["rule"] is None)  # so no action releases it
    texts += [f"{say(problem, base)}; release the {free}", f"ANSWER: release the {free}; {say(problem, base)[8:]}"]
    return [text for text in dict.fromkeys(texts) if False in check(problem, text).values()]


def complexity(problem: Problem) -> dict[str, float]:
    """The number described in the plan, with its parts."""
    plan, factors, actions, given = search(problem), problem["factors"], problem["actions"], problem["constraints"]
    length = len(plan or search({**problem, "constraints": given[:1]}) or range(8))
    if plan and "cheapest" in dict(given):  # then what costs more does not count
        given = [*given, ["budget", sum(actions[index]["cost"] for index in plan)]]
    world, met = World({**problem, "constraints": given}), 0
    layer = {world.start: 1}  # nodes after so many actions, and how many sequences lead there
    for _ in range(length if plan else 0):
        following: dict[Node, int] = {}
        for node, ways in layer.items():
            for _, after in world.allowed(node):
                following[after] = following.get(after, 0) + ways
        met += sum(ways for node, ways in following.items() if all(world.ends(node).values()))
        layer = following
    share = met / sum(len(actions) ** n for n in range(1, length + 1))
    arrows = sum(len(factor["rule"]["when"]) for factor in factors if factor["rule"])
    rarity = min(1.0, -math.log10(share) / 6) if share else 1.0
    score = round((min(1.0, length / 8) + min(1.0, (len(factors) + arrows) / 30) + rarity) / 3, 6)
    parts = {"plan_length": len(plan or []), "feasible_share": share, "factors": len(factors), "arrows": arrows}
    return {"score": score, "constraints": len(problem["constraints"]), "actions": len(actions), **parts}


def clause(problem: Problem, literal: Sequence[Any], *, so: bool = True) -> str:
    """A literal, or the opposite of it, in words."""
    factor = problem["factors"][literal[0]]
    values = [value for place, value in enumerate(factor["values"]) if (place in literal[1]) == so]
    return f"the {factor['name']} is {' or '.join(values)}"


def mechanism(problem: Problem, rule: Mapping[str, Any]) -> str:
    """The rule of a driven factor in words."""
    parts = [clause(problem, literal) for literal in rule["when"]]
    listed, last = ", ".join(parts), clause(problem, rule["when"][-1], so=False)
    text = {
        "all": f"is on exactly when {' and '.join(parts)}",
        "unless": f"is on exactly when {' and '.join(parts[:-1])}, unless {last}",
        "any": f"is on exactly when at least one of these is so: {listed}",
        "one": f"is on exactly when one and only one of these is so: {listed}",
        "two": f"is on exactly when two or more of these are so: {listed}",
        "levels": f"is high when both of these are so, medium when only one is, low when neither is: {listed}",
    }[rule["form"]]
    return text.replace("is on exactly when", "comes on when") + "; once on, it stays on" if rule["stays"] else text


DEMANDS = {
    "goal": "at the end, {so}",
    "max_actions": "the number of its actions is at most {given}",
    "budget": "its actions cost at most {given} in all, each counted as often as it is done",
    "never": "after none of its actions, the last included, is it so that {so}",
    "keep": "after every one of its actions, {so}, as now",
    "order": '"{1}" is done only after "{0}" has been done at least once, if it is done at all',
    "once": '"{0}" is done at most once',
    "unused": '"{0}" is not done at all',
    "avoid": "at the end, it is not so that {so}",
    "cheapest": "no plan that meets all the other conditions costs less in all",
}
QUESTION = (
    "{opening}\n\nSet by hand, as they are now:\n{free}\n\nFollowing from the others, in this order:\n{driven}\n\n"
    "How it works: what is set by hand stays so until an action sets it again. After every action, before the next, "
    "the things that follow settle, one after another in the order in which they are listed, each by its rule and by "
    "how the things before it now are. (Where something is on exactly when this or that is so, it is off whenever that "
    "is not so; 'this, unless that' means that this is so and that is not.) What stays on once on is not turned off by "
    "its rule any more. A thing that is held has the value it is held at, whatever its rule says, until it is held at "
    "another or released; once released it settles by its rule at once, except that what stays on once on, and is on "
    "when it is released, stays on.\n\nActions:\n{actions}\n\nAn action can be done whenever the condition beside it, "
    "if there is one, holds just before it, and as often as you like where nothing below forbids it. One that changes "
    "nothing still counts and costs.\n\nFind a plan, a list of one or more of these actions in the order in which they "
    "are done, such that:\n{demands}\n\nEnd your reply with one line of this form, with the names of the actions as "
    "they are written above:\nANSWER: first action; second action; third action\n"
    "If no plan meets every condition, end it with this line instead:\n" + NO_SOLUTION
)


def render(problem: Problem) -> str:
    """The whole question."""
    lists: dict[str, list[str]] = {"free": [], "driven": [], "actions": [], "demands": []}
    for factor, value in zip(problem["factors"], World(problem).start.values, strict=True):
        name, values, rule = factor["name"], factor["values"], factor["rule"]
        if rule:
            lists["driven"].append(f"- The {name} {mechanism(problem, rule)}. Now: {values[value]}.")
        else:
            lists["free"].append(f"- the {name}: {values[value]} (it can be {' or '.join(values)})")
    for action in problem["actions"]:
        needs = f", possible only while {clause(problem, action['needs'])}" if action["needs"] else ""
        lists["actions"].append(f"- {action['name']} (cost {action['cost']}{needs})")
    for kind, given in problem["constraints"]:
        literals = given if kind == "goal" else [given] if kind in {"never", "keep", "avoid"} else []
        indices = given if kind == "order" else [given] if kind in {"once", "unused"} else []
        so = " and ".join(clause(problem, literal) for literal in literals)
        names = [problem["actions"][index]["name"] for index in indices]
        lists["demands"].append("- " + DEMANDS[kind].format(*names, given=given, so=so))
    return QUESTION.format(opening=problem["opening"], **{name: "\n".join(lines) for name, lines in lists.items()})


def literal_on(draw: random.Random, factors: Sequence[Problem], index: int) -> list[Any]:
    """A condition on a factor that some of its values meet and some do not."""
    two = len(factors[index]["values"]) == 2
    return [index, draw.choice([[1], [1], [0]] if two else [[0], [1], [2], [0, 1], [1, 2]])]


def factors_for(draw: random.Random, ranges: Mapping[str, Any], bags: Sequence[list[str]]) -> list[dict[str, Any]]:
    """Free factors at random values, then driven ones, each following from a few of those before it."""
    dials, gauges, free, driven = (draw.randint(*ranges[name]) for name in ("dials", "gauges", "free", "driven"))
    kinds = ([2] * dials + draw.sample([0] * 5 + [1] * 3, 8))[:free]
    kinds += draw.sample([4] * gauges + [3] * (driven - gauges), driven)
    factors: list[dict[str, Any]] = [{"name": bags[kind].pop(), "values": SCALES[kind].split()} for kind in kinds]
    for place, (factor, kind) in enumerate(zip(factors, kinds, strict=True)):
        factor |= {"start": draw.randrange(len(factor["values"])) if place < free else -1, "rule": None}
        if place >= free:
            size = 2 if kind == 4 else min(place, draw.choice([1, 2, 2, 2, 3]))
            when = [literal_on(draw, factors, i) for i in draw.sample(range(max(0, place - 6), place), size)]
            forms = [["all"], ["all", "unless", "any", "one"], ["all", "any", "two"]][size - 1]
            form = "levels" if kind == 4 else draw.choice(forms)
            least, most = {"any": (1, size), "one": (1, 1), "two": (2, size)}.get(form, (size, size))
            table = [met if kind == 4 else int(least <= met <= most) for met in range(size + 1)]
            stays = kind == 3 and draw.random() < draw.uniform(*ranges["lasting"])
            factor["rule"] = {"form": form, "when": when, "table": table, "stays": stays}
    return factors


def actions_for(draw: random.Random, ranges: Mapping[str, Any], factors: Sequence[Problem]) -> list[dict[str, Any]]:
    """Some of the actions that the factors allow, a few of them under a condition."""
    held, guarded = (draw.uniform(*ranges[name]) for name in ("held", "guarded"))
    every = []
    for index, factor in enumerate(factors):
        if not factor["rule"] or draw.random() < held:
            every += [(index, value) for value in range(-1 if factor["rule"] else 0, len(factor["values"]))]
    actions = []
    for index, value in draw.sample(every, min(draw.randint(*ranges["actions"]), len(every))):
        name, said, rule = factors[index]["name"], factors[index]["values"][value], factors[index]["rule"]
        named = f"{'hold' if rule else 'set'} the {name} {'at' if rule else 'to'} {said}"
        other = draw.choice([place for place in range(len(factors)) if place != index])
        needs = literal_on(draw, factors, other) if draw.random() < guarded else None
        named, cost = named if value >= 0 else f"release the {name}", draw.randint(*ranges["cost"])
        actions.append({"name": named, "factor": index, "value": value, "cost": cost, "needs": needs})
    return actions


def bind(draw: random.Random, task: dict[str, Any], names: list[str], guide: list[int], memo: Memo) -> list[int] | None:
    """Add conditions to a goal, by chance such as `guide`, a plan for the goal, breaks; gives a plan that meets all."""
    now, actions = World(task).start.values, range(len(task["actions"]))
    given, aims = list(task["constraints"]), [literal[0] for literal in task["constraints"][0][1]]
    other = [index for index in range(len(now)) if index not in aims]
    kept = [[index, [now[index]]] for index in other]
    new = [[i, [v]] for i in other for v in range(len(task["factors"][i]["values"])) if v != now[i]]
    options: dict[str, Sequence[Any]] = {"never": new, "avoid": new, "keep": kept, "once": actions, "unused": actions}
    options["order"] = [list(pair) for pair in permutations(actions, 2)]
    for name in (name for name in names if name in options):
        few = draw.sample(options[name], min(4, len(options[name])))
        telling = [one for one in few if not judge({**task, "constraints": [[name, one]]}, guide, memo)[name]]
        given.append([name, draw.choice(telling if telling and draw.random() < 0.4 else few)])
    cheapest = [["cheapest", True]] if {"budget", "cheapest"} & set(names) else []
    plan = search({**task, "constraints": given + cheapest}, memo)
    limits = {"budget": sum(task["actions"][i]["cost"] for i in plan or guide), "max_actions": len(plan or guide)}
    tight = [[name, max(1, limits[name] + draw.choice([-1, 0, 0, 1]))] for name in names if name in limits]
    task["constraints"] = given + tight + (cheapest if "cheapest" in names else [])
    return search(task, memo) if plan and tight else plan


def sample(draw: random.Random, ranges: Mapping[str, Any]) -> dict[str, Any]:
    """A problem, drawn until it is as wanted; ValueError where the ranges seem to leave none."""
    hopeless, (low, high) = draw.random() < draw.uniform(*ranges["unsolvable_share"]), ranges["plan_length"]
    for attempt in range(400):
        if attempt % 20 == 0:  # some kinds of conditions and some lengths hardly go together
            wanted, many = draw.randint(low, high), draw.randint(*ranges["constraints"])
            kinds = draw.sample(ranges["kinds"], min(many, len(ranges["kinds"])))
        place, *bags = [part.split(", ") for part in draw.choice(ranges["place"]).split("; ")]
        factors = factors_for(draw, ranges, [draw.sample(bag, len(bag)) for bag in bags])
        actions, opening = actions_for(draw, ranges, factors), draw.choice(ranges["opening"])
        problem = {"opening": opening.replace("{place}", place[0]), "factors": factors, "actions": actions}
        memo: Memo = {}
        world = World({**problem, "constraints": []}, memo)
        states = [([], world.start), *world.reach()]
        deep = [node for plan, node in states if len(plan) >= max(low, wanted - 1)]
        for _ in range(80 if deep else 0):
            end, mixed = draw.choice(deep), draw.random() < 0.2  # mixed: values that may be out of reach together
            aims = sorted(draw.sample(range(len(factors)), draw.randint(*ranges["goals"])))
            goal = [[i, [(draw.choice(deep) if mixed else end).values[i]]] for i in aims]
            guide = next((plan for plan, node in states if all(holds(literal, node.values) for literal in goal)), None)
            if not max(low, wanted - 1) <= len(guide) <= wanted if guide is not None else not hopeless:
                continue
            task = {**problem, "constraints": [["goal", goal]]}
            plan = bind(draw, task, kinds, guide or states[-1][0], memo)
            fits = plan is None if hopeless else plan and low <= len(plan) <= high
            if fits and (plan != guide or draw.random() < 0.3):
                return task
    raise ValueError("No problem found in 400 worlds with these ranges; widen plan_length, actions or kinds")
