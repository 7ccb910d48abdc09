"""Seats in a row."""

import re
from itertools import combinations, permutations

NAMES = ("Ada", "Ben", "Cleo", "Dan", "Eve")
NO_SOLUTION = "ROW: impossible"


def sample(draw, ranges):
    guests = list(NAMES[: draw.randint(*ranges["guests"])])
    pairs = [list(pair) for pair in combinations(guests, 2)]
    draw.shuffle(pairs)
    together = draw.randint(*ranges["together"])
    apart = draw.randint(*ranges["apart"])
    end = draw.choice(guests) if draw.choice(ranges["end"]) else ""
    return {
        "guests": guests,
        "together": pairs[:together],
        "apart": pairs[together : together + apart],
        "end": end,
        "number": draw.randrange(10**6),
    }


def rules(problem, row):
    at = {name: place for place, name in enumerate(row)}
    far = [abs(at.get(a, 99) - at.get(b, -99)) for a, b in problem["together"]]
    near = [abs(at.get(a, 99) - at.get(b, -99)) for a, b in problem["apart"]]
    found = {"everyone": sorted(row) == sorted(problem["guests"])}
    if far:
        found["together"] = all(gap == 1 for gap in far)
    if near:
        found["apart"] = all(gap != 1 for gap in near)
    if problem["end"]:
        found["end"] = problem["end"] in (row[0], row[-1])
    return found


def rows(problem):
    return [row for row in permutations(problem["guests"]) if all(rules(problem, row).values())]


def render(problem):
    wishes = [f"{a} and {b} want to sit side by side." for a, b in problem["together"]]
    wishes += [f"{a} and {b} must not sit side by side." for a, b in problem["apart"]]
    wishes += [f"{problem['end']} wants an end of the row."] * bool(problem["end"])
    return (
        f"Party {problem['number']}: seat {', '.join(problem['guests'])} in one row. {' '.join(wishes)}\n"
        f"Reply with one line, from left to right, such as: ROW: Zoe, Yan\nIf it cannot be done: {NO_SOLUTION}"
    )


def solve(problem):
    found = rows(problem)
    return "ROW: " + ", ".join(found[0]) if found else NO_SOLUTION


def check(problem, reply):
    found = re.findall(r"(?m)^ROW: *(.+?) *$", reply)
    if len(found) != 1:
        return {}
    if found[0] == "impossible":
        names = rules(problem, list(problem["guests"]))
        return dict.fromkeys(names, not rows(problem))
    return rules(problem, re.split(r" *, *", found[0]))


def mutate(problem, reply, draw):
    orders = list(permutations(problem["guests"]))
    draw.shuffle(orders)
    texts = [NO_SOLUTION, "ROW: " + ", ".join(problem["guests"][1:])]
    texts += ["ROW: " + ", ".join(row) for row in orders[:20]]
    return [text for text in texts if not all(check(problem, text).values())]


def complexity(problem):
    total = 1
    for number in range(2, len(problem["guests"]) + 1):
        total *= number
    return {"score": 1 - len(rows(problem)) / total, "orders": total}
