"""Golds found from the questions alone, the slow and obvious way."""

import math
import re
from itertools import permutations, product


def numbers(text):
    return [int(part) for part in re.findall(r"-?\d+", text)]


def is_prime(number):
    return number > 1 and all(number % other for other in range(2, math.isqrt(number) + 1))


def count_primes(question):
    low, high = numbers(question)
    return str(sum(map(is_prime, range(low, high + 1))))


def letter_counting(question):
    letter, text = question.split('letter "')[1][0], question.split('in the text: "')[1]
    return str(text.lower().count(letter.lower()))


def grid(question):
    return [line.split() for line in question.splitlines() if re.fullmatch(r"\d+( \d+)+", line.strip())]


def places(rows):
    return {(r, c): cell for r, row in enumerate(rows) for c, cell in enumerate(row)}


def beside(place):
    return [(place[0] + 1, place[1]), (place[0] - 1, place[1]), (place[0], place[1] + 1), (place[0], place[1] - 1)]


def reached(starts, passable):
    """Steps to each place that can be reached."""
    steps = dict.fromkeys(starts, 0)
    queue = list(starts)
    for place in queue:
        for other in beside(place):
            if other in passable and other not in steps:
                steps[other] = steps[place] + 1
                queue.append(other)
    return steps


def largest_island(question):
    land = {place for place, cell in places(grid(question)).items() if cell == "1"}
    return str(max((len(reached([place], land)) for place in land), default=0))


def rotten_oranges(question):
    cells = places(grid(question))
    steps = reached([place for place, cell in cells.items() if cell == "2"], {p for p in cells if cells[p] == "1"})
    fresh = [place for place, cell in cells.items() if cell == "1"]
    return str(max((steps[place] for place in fresh), default=0)) if all(p in steps for p in fresh) else "-1"


def maze(question):
    drawn = question.split("```\n", 1)[1].rsplit("\n```\nLegend", 1)[0]
    start, goal = re.search(r"from '(.)' \(start\) to '(.)' \(goal\)", question).groups()
    cells = places(drawn.splitlines())
    at = {cell: place for place, cell in cells.items()}
    wall = re.search(r"Legend: '(.)' = Wall", question)[1]
    return str(reached([at[start]], {place for place, cell in cells.items() if cell != wall})[at[goal]])


def written(rows):
    return "\n".join(" ".join(map(str, row)) for row in rows)


def turned(rows):
    return [list(row) for row in zip(*rows[::-1], strict=True)]


def rotate_matrix(question):
    rows = grid(question)
    for _ in range(int(re.search(r"by (\d+) degrees", question)[1]) // 90 % 4):
        rows = turned(rows)
    return written(rows)


def spiral_matrix(question):
    rows, found = grid(question.split("spiral order?")[-1]), []
    while rows:
        found += rows.pop(0)
        rows = turned(turned(turned(rows))) if rows else []
    return " ".join(found)


def binary_matrix(question):
    rows = grid(question)
    zeros = [place for place, cell in places(rows).items() if cell == "0"]
    size = range(len(rows))
    return written([[min(abs(r - a) + abs(c - b) for a, b in zeros) for c in size] for r in size])


def mini_sudoku(question):
    """Every solution there is, so that a puzzle with two has another gold than one."""
    rows = [line.split() for line in question.splitlines() if re.fullmatch(r"[1-4_]( [1-4_]){3}", line.strip())]
    fits = [[p for p in permutations("1234") if all(c in {"_", p[i]} for i, c in enumerate(row))] for row in rows]
    return " or ".join(written(found) for found in product(*fits) if _sound(found))


def _sound(rows):
    columns = [{row[c] for row in rows} for c in range(4)]
    blocks = [{rows[r + a][c + b] for a in (0, 1) for b in (0, 1)} for r in (0, 2) for c in (0, 2)]
    return all(len(part) == 4 for part in columns + blocks)


def course_schedule(question):
    needs = set(re.findall(r"\((\d+), (\d+)\)", question))
    while free := {pair for pair in needs if not any(pair[1] == other[0] for other in needs)}:
        needs -= free
    return str(not needs)


def self_reference(question):
    said = re.findall(r"Statement \d+: '(.*)'", question)
    worlds = product([False, True], repeat=len(said))
    return str(sum(all(_true(one, world) == holds for one, holds in zip(said, world, strict=True)) for world in worlds))


def _true(said, world):
    if said.startswith("Either"):
        one, other = numbers(said)
        return world[one - 1] != world[other - 1]
    count = sum(world) if "true" in said else len(world) - sum(world)
    if "number of" in said:
        return is_prime(count) if "prime" in said else count > 1 and not is_prime(count)
    wanted = numbers(said)[0]
    return {"least": count >= wanted, "most": count <= wanted}.get(said.split()[1], count == wanted)


TWINS = {
    "binary_matrix": binary_matrix,
    "chain_sum": lambda question: str(sum(numbers(question.replace("- ", "-").replace("+ ", "")))),
    "count_bits": lambda question: str(f"{numbers(question)[-1]:b}".count("1")),
    "count_primes": count_primes,
    "course_schedule": course_schedule,
    "gcd": lambda question: str(math.gcd(*numbers(question))),
    "largest_island": largest_island,
    "lcm": lambda question: str(math.lcm(*numbers(question))),
    "letter_counting": letter_counting,
    "maze": maze,
    "mini_sudoku": mini_sudoku,
    "products": lambda question: str(math.prod(numbers(question))),
    "rotate_matrix": rotate_matrix,
    "rotten_oranges": rotten_oranges,
    "self_reference": self_reference,
    "spell_backward": lambda question: question.split(": ")[-1][::-1],
    "spiral_matrix": spiral_matrix,
    "word_sequence_reversal": lambda question: ", ".join(reversed(question.split("words: ")[1].split(", "))),
}


def follows(question):
    """Whether a syllogism's conclusion holds in every world of three kinds, none of them empty."""
    names = {}
    *premises, conclusion = [
        _claim(found, names) for found in re.findall(r"(All|No|Some) (\w+) are (not )?(\w+)", question)
    ]
    rooms = list(product([0, 1], repeat=3))
    worlds = ([room for room, used in zip(rooms, chosen, strict=True) if used] for chosen in product([0, 1], repeat=8))
    peopled = (world for world in worlds if all(any(room[kind] for room in world) for kind in range(3)))
    return all(_holds(conclusion, world) for world in peopled if all(_holds(one, world) for one in premises))


def _claim(found, names):
    how, one, denied, other = found
    return how + denied.strip(), names.setdefault(one, len(names)), names.setdefault(other, len(names))


def _holds(claim, world):
    how, one, other = claim
    inside = [bool(room[other]) for room in world if room[one]]
    return {"All": all(inside), "No": not any(inside), "Some": any(inside), "Somenot": not all(inside)}[how]
