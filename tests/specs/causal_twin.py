"""The code of planning over a causal graph, and a slow, obvious twin of it.

Values are asked for on demand, rules go by their form, and conditions look at the whole history at its end.
"""

import importlib.util
import itertools
import json
from functools import cache
from pathlib import Path

import benchwright

FOLDER = Path(benchwright.__file__).parent / "specs" / "shipped" / "causal_planning"
PLAN = json.loads((FOLDER / "plan.json").read_text("utf-8"))
RANGES = {name: given.get("range") or given["values"] for name, given in PLAN["parameters"].items()}


def loaded():
    spec = importlib.util.spec_from_file_location("causal_planning_code", FOLDER / "code.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


code = loaded()


def limits(problem):
    return dict(problem["constraints"])


def is_so(literal, value):
    return value(literal[0]) in literal[1]


def twin_settled(problem, pinned, before):
    factors = problem["factors"]

    @cache
    def value(index):
        if index in pinned:
            return pinned[index]
        rule = factors[index]["rule"]
        truths = [is_so(literal, value) for literal in rule["when"]]
        if rule["form"] == "levels":
            return truths.count(True)
        if rule["stays"] and before is not None and before[index] == 1:
            return 1
        forms = {"all": all(truths), "unless": all(truths), "any": any(truths)}
        forms |= {"one": truths.count(True) == 1, "two": truths.count(True) > 1}
        return int(forms[rule["form"]])

    return {index: value(index) for index in range(len(factors))}


def twin_start(problem):
    pinned = {i: factor["start"] for i, factor in enumerate(problem["factors"]) if not factor["rule"]}
    return pinned, twin_settled(problem, pinned, None)


def twin_step(problem, pinned, values, index):
    """What is pinned and so after an action, and whether it could be done."""
    action = problem["actions"][index]
    if action["needs"] and not is_so(action["needs"], values.get):
        return pinned, values, False
    pinned = {**pinned, action["factor"]: action["value"]}
    if action["value"] == -1:
        del pinned[action["factor"]]
    return pinned, twin_settled(problem, pinned, values), True


def twin_judged(problem, plan, seen, *, possible):
    """Every condition but `cheapest`; `seen`: the values at the start and after every action."""
    cost = sum(problem["actions"][index]["cost"] for index in plan)
    found = {"listed": True, "possible": possible}
    for name, given in problem["constraints"]:
        after, end = seen[1:], seen[-1]
        found[name] = {
            "goal": lambda given, end=end: all(is_so(literal, end.get) for literal in given),
            "avoid": lambda given, end=end: end[given[0]] not in given[1],
            "never": lambda given, after=after: not any(is_so(given, values.get) for values in after),
            "keep": lambda given, after=after: {values[given[0]] for values in after} == {seen[0][given[0]]},
            "max_actions": lambda given: len(plan) <= given,
            "budget": lambda given: cost <= given,
            "order": lambda given: given[1] not in plan or given[0] in plan[: plan.index(given[1])],
            "once": lambda given: plan.count(given) < 2,
            "unused": lambda given: given not in plan,
            "cheapest": lambda _given: True,
        }[name](given)
    return found


def twin_verdict(problem, plan):
    pinned, values = twin_start(problem)
    seen, possible = [values], True
    for index in plan:
        pinned, values, could = twin_step(problem, pinned, values, index)
        seen.append(values)
        possible &= could
    return twin_judged(problem, list(plan), seen, possible=possible)


def every_plan(problem, longest):
    for length in range(1, longest + 1):
        yield from itertools.product(range(len(problem["actions"])), repeat=length)


def cost_of(problem, plan):
    return sum(problem["actions"][index]["cost"] for index in plan)


STEPWISE = {"possible", "never", "keep", "order", "once", "unused", "max_actions", "budget"}


def twin_solvable(problem, below=None):
    """Whether any plan of any length meets the conditions (and costs less than `below`).

    Two plans are taken for one only where they agree on what is so, what is held, which actions were done at all, and
    on length and cost as far as those are bounded.
    """
    bounded = limits(problem)
    queue, known = [[]], set()
    while queue:
        for index in range(len(problem["actions"])):
            plan = [*queue[0], index]
            verdict = twin_verdict(problem, plan)
            cost = cost_of(problem, plan)
            if not all(passed for name, passed in verdict.items() if name in STEPWISE) or (below and cost >= below):
                continue
            if all(verdict.values()):
                return True
            pinned, values = twin_start(problem)
            for done in plan:
                pinned, values, _ = twin_step(problem, pinned, values, done)
            spent = cost if below or "budget" in bounded else 0
            length = len(plan) if "max_actions" in bounded else 0
            key = (*sorted(pinned.items()), *values.values(), frozenset(plan), length, spent)
            if key not in known:
                known.add(key)
                queue.append(plan)
        queue.pop(0)
    return False
