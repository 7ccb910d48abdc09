"""Families of benign programs whose texts differ in drawn numbers, words and shapes."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

from benchwright.seeding import rng

Parts = tuple[str, tuple[Any, ...]]
WORDS = ["amber", "birch", "cedar", "delta", "ember", "fjord", "grove", "heath", "inlet", "jetty", "knoll", "ledge"]


def _numbers(r: random.Random, count: int, low: int = -50, high: int = 99) -> list[int]:
    return [r.randint(low, high) for _ in range(count)]


def expression(r: random.Random) -> Parts:
    """Arithmetic with brackets, printed and returned."""
    text = str(r.randint(1, 9))
    for _ in range(r.randint(3, 7)):
        text = f"({text} {r.choice(['+', '-', '*', '//', '%', '/'])} {r.choice([2, 3, 7, 10, 0.5, 1.25])})"
    return f"value = {text}\nprint(value)\nanswer = value\n", ()


def word_problem(r: random.Random) -> Parts:
    """Shopping sums, as a model would write them."""
    a, b, c = r.randint(2, 40), r.randint(2, 12), r.choice([0.05, 0.1, 0.25])
    source = f"""apples = {a}
price = {b}.{r.randint(10, 99)}
discount = {c}
def solve():
    total = apples * price
    total -= total * discount
    return round(total, 2)
"""
    return source, ()


def floats(r: random.Random) -> Parts:
    """Float formatting at every size."""
    values = [r.uniform(-1, 1) * 10 ** r.randint(-12, 18) for _ in range(6)]
    spec = r.choice([".2f", ".3e", "g", ".10g", "12.4f", "+.1f", ",.2f", ".0f", "08.3f", ".1%"])
    return f"values = {values!r}\nprint(*values)\nanswer = [f'{{v:{spec}}}' for v in values] + [sum(values)]\n", ()


def text_work(r: random.Random) -> Parts:
    """String methods in a row."""
    text = " ".join(r.choices(WORDS, k=8))
    steps = r.sample(
        ["upper()", "title()", "replace('e', '3')", "swapcase()", "strip('a')", "zfill(60)", "center(70, '.')"], 3
    )
    body = "".join(f"s = s.{step}\nprint(s)\n" for step in steps)
    return f"s = {text!r}\n{body}answer = [s, len(s), s.split(), s[::-2], s.count('r'), s.find('r')]\n", ()


def counting(r: random.Random) -> Parts:
    """Counts of words, ordered."""
    source = """from collections import Counter
def solve(words):
    counts = Counter(words)
    for word, n in counts.most_common():
        print(f"{word:>8}: {n}")
    return sorted(counts.items(), key=lambda p: (-p[1], p[0]))
"""
    return source, (r.choices(WORDS, k=20),)


def sorting(r: random.Random) -> Parts:
    """Records sorted by keys."""
    rows = [[r.choice(WORDS), r.randint(1, 5)] for _ in range(9)]
    key = r.choice(["x[1]", "(x[1], x[0])", "(-x[1], x[0])", "len(x[0])", "x[0][-1]", "(x[0][1], -x[1])"])
    return f"def solve(rows):\n    return sorted(rows, key=lambda x: {key}, reverse={r.random() < 0.5})\n", (rows,)


def set_work(r: random.Random) -> Parts:
    """Set algebra; the results are sets."""
    a, b = set(_numbers(r, 8, 0, 20)), set(_numbers(r, 8, 0, 20))
    made = f"a, b = set({sorted(a)}), set({sorted(b)})\n"
    return made + "answer = [a | b, a & b, a - b, a ^ b, sorted(a)[0] in b]\n", ()


def set_traps(r: random.Random) -> Parts:
    """The order in which a set of numbers is walked and printed."""
    values = r.sample(range(300), 6)
    return f"s = {{{', '.join(map(str, values))}}}\nprint(s)\nanswer = [n * 2 for n in s]\n", ()


def dict_work(r: random.Random) -> Parts:
    """Insertion order, updates and deletions."""
    keys = r.sample(WORDS, 6)
    body = "".join(
        r.choice([f"d[{k!r}] = {r.randint(0, 9)}\n", f"d.pop({k!r}, None)\n", f"d.setdefault({k!r}, -1)\n"])
        for k in keys * 2
    )
    return f"d = {{}}\n{body}print(d)\nanswer = [list(d), sum(d.values()), d]\n", ()


def comprehension(r: random.Random) -> Parts:
    """Comprehensions with conditions."""
    a, b = r.randint(2, 6), r.randint(2, 5)
    return f"answer = [[i * j for j in range({a}) if (i + j) % {b}] for i in range({a + b})]\nprint(answer[-1])\n", ()


def regex(r: random.Random) -> Parts:
    """Patterns over drawn text."""
    text = " ".join(f"{r.choice(WORDS)}{r.choice(['-', ':', '='])}{r.randint(0, 999)}" for _ in range(6))
    pattern = r.choice(
        [r"(\w+)[-:=](\d+)", r"\d{2,}", r"[aeiou]{2}", r"\b[a-d]\w*", r"(\w)\1", r"(?<=:)\d+", r"[^\s\d]+$"]
    )
    source = f"""import re
def solve(text):
    return [re.findall({pattern!r}, text), re.sub({pattern!r}, '<>', text, count=2)]
"""
    return source, (text,)


def dates(r: random.Random) -> Parts:
    """Days between and after."""
    y, m, d, k = r.randint(1990, 2030), r.randint(1, 12), r.randint(1, 28), r.randint(1, 400)
    source = f"""from datetime import date, timedelta
start = date({y}, {m}, {d})
end = start + timedelta(days={k})
print(start, end.strftime("%A %d %B %Y"))
answer = [end.isoformat(), (end - start).days, start.weekday(), end.month == start.month]
"""
    return source, ()


def recursion(r: random.Random) -> Parts:
    """A drawn recurrence, memoised."""
    a, b, n = r.randint(1, 4), r.randint(1, 4), r.randint(20, 60)
    source = f"""memo = {{}}
def f(n):
    if n < 2:
        return n + {a}
    if n not in memo:
        memo[n] = {a} * f(n - 1) + {b} * f(n - 2) {r.choice(["", "% 1000007", "- n"])}
    return memo[n]
answer = f({n})
"""
    return source, ()


def grid_paths(r: random.Random) -> Parts:
    """Paths through a grid with walls, by dynamic programming."""
    rows = ["".join(r.choice("....#") for _ in range(6)) for _ in range(5)]
    source = """def solve(grid):
    ways = [[0] * len(grid[0]) for _ in grid]
    ways[0][0] = 1
    for i, row in enumerate(grid):
        for j, cell in enumerate(row):
            if cell == "#":
                ways[i][j] = 0
            elif i or j:
                ways[i][j] = (ways[i - 1][j] if i else 0) + (ways[i][j - 1] if j else 0)
    return ways
"""
    return source, (rows,)


def graph(r: random.Random) -> Parts:
    """Breadth-first distances in a drawn graph."""
    edges = [r.sample(range(9), 2) for _ in range(11)]
    source = """def solve(edges):
    near = {}
    for a, b in edges:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    start = min(near)
    far, line = {start: 0}, [start]
    for node in line:
        for after in sorted(near[node]):
            if after not in far:
                far[after] = far[node] + 1
                line.append(after)
    return far
"""
    return source, (edges,)


def big_integers(r: random.Random) -> Parts:
    """Numbers beyond machine words."""
    a, b, m = r.randint(10**20, 10**30), r.randint(10**10, 10**18), r.randint(3, 10**6)
    made = f"a, b, m = {a}, {b}, {m}\n"
    return made + "answer = [a * b, a // b, a % b, pow(a, b, m), -a // b, a & b, a >> 17, a ** 3 - b, hex(a)]\n", ()


def simulation(r: random.Random) -> Parts:
    """A small machine, stepped."""
    source = f"""class Machine:
    def __init__(self, stock):
        self.stock, self.sold, self.log = stock, 0, []
    def step(self, tick):
        if self.stock < {r.randint(3, 9)}:
            self.stock += {r.randint(8, 20)}
            self.log.append(("order", tick))
        need = (tick * {r.randint(2, 7)} + {r.randint(0, 5)}) % {r.randint(4, 8)}
        taken = min(need, self.stock)
        self.stock -= taken
        self.sold += taken
machine = Machine({r.randint(5, 30)})
for tick in range({r.randint(8, 20)}):
    machine.step(tick)
answer = {{"stock": machine.stock, "sold": machine.sold, "log": machine.log}}
"""
    return source, ()


def inheritance(r: random.Random) -> Parts:
    """Overridden methods in a small hierarchy."""
    names = r.sample(WORDS, 3)
    kinds = "".join(
        f"class {n.title()}(Base):\n    size = {r.randint(1, 9)}\n"
        f"    def value(self):\n        return super().value() * {r.randint(2, 5)}\n"
        for n in names
    )
    made = ", ".join(f"{n.title()}()" for n in names)
    source = f"class Base:\n    size = 0\n    def value(self):\n        return self.size + 1\n{kinds}"
    return f"{source}answer = [(type(x).__name__, x.value(), isinstance(x, Base)) for x in ({made})]\n", ()


def generators(r: random.Random) -> Parts:
    """Lazy sequences, chained."""
    a, b = r.randint(1, 5), r.randint(2, 4)
    source = f"""def numbers(start, step):
    while True:
        yield start
        start += step
def some(source, count):
    for _ in range(count):
        yield next(source)
answer = list(some(filter(lambda n: n % {b}, numbers({a}, {r.randint(1, 6)})), {r.randint(5, 12)}))
"""
    return source, ()


def fractions(r: random.Random) -> Parts:
    """Exact sums."""
    terms = " + ".join(f"Fraction({r.randint(1, 20)}, {r.randint(1, 20)})" for _ in range(4))
    return f"from fractions import Fraction\nanswer = {terms}\nprint(answer, float(answer))\n", ()


def errors(r: random.Random) -> Parts:
    """A program that fails somewhere in its middle, on purpose."""
    bad = r.choice(
        ["1 // 0", "[][3]", "{}['k']", "int('x')", "None + 1", "'a'.nope", "undefined", "[1, 2].index(7)", "float('z')"]
    )
    source = f"""total = 0
for n in range(5):
    total += n
    print(n)
    if n == {r.randint(0, 4)}:
        total += {bad}
"""
    return source, ()


def caught(r: random.Random) -> Parts:
    """Failures that are handled, by type."""
    bad = r.sample(["1 / 0", "[][3]", "{}['k']", "int('x')", "None + 1", "'a'.nope", "undefined"], 4)
    tries = ", ".join(f"lambda: {text}" for text in bad)
    source = f"""answer = []
for attempt in ({tries}):
    try:
        attempt()
    except (ZeroDivisionError, ArithmeticError) as error:
        answer.append("arithmetic: " + str(error))
    except LookupError as error:
        answer.append(type(error).__name__)
    except Exception as error:
        answer.append([type(error).__name__, str(error)])
    finally:
        answer.append("done")
"""
    return source, ()


def match(r: random.Random) -> Parts:
    """Structural matching."""
    values = [
        r.choice([r.randint(-5, 5), r.choice(WORDS), _numbers(r, 2), _numbers(r, 3), {"k": 1}, None]) for _ in range(6)
    ]
    source = """def name(x):
    match x:
        case None:
            return "nothing"
        case bool() | int() as n if n > 0:
            return f"positive {n}"
        case int():
            return "number"
        case str() as s:
            return s.upper()
        case [a, b]:
            return a + b
        case [a, *rest]:
            return (a, rest)
        case {"k": k, **more}:
            return [k, more]
def solve(values):
    return [name(v) for v in values]
"""
    return source, (values,)


def seeded(r: random.Random) -> Parts:
    """Draws from a seed: the same everywhere, or not supported."""
    call = r.choice(
        ["random()", "randint(1, 1000)", "choice('abcdefgh')", "uniform(2, 5)", "randrange(0, 50, 3)", "gauss(0, 1)"]
    )
    return f"import random\nrandom.seed({r.randint(0, 999)})\nanswer = [random.{call} for _ in range(5)]\n", ()


def json_round(r: random.Random) -> Parts:
    """JSON out and in."""
    value = {
        w: r.choice([r.randint(0, 9), r.random(), None, True, [1, "é"], {"x": r.choice(WORDS)}])
        for w in r.sample(WORDS, 4)
    }
    extra = r.choice(["", ", indent=2", ", sort_keys=True", ", ensure_ascii=False", ", separators=(',', ':')"])
    source = f"""import json
value = {value!r}
text = json.dumps(value{extra})
print(text)
answer = [json.loads(text) == value, text]
"""
    return source, ()


def printing(r: random.Random) -> Parts:
    """Containers as they are printed."""
    odd = [1.0, -0.0, 1e20, "it's", 'q"', None, (1,), (), {"a": [1.5]}, [True], "é", 10**25]
    source = f"""value = {[r.choice(odd) for _ in range(6)]!r}
print(value)
print(*value, sep={r.choice([", ", " ", "|"])!r})
print(f'{{value!s:>5}}', str(value)[::3])
"""
    return source, ()


FAMILIES: tuple[Callable[[random.Random], Parts], ...] = (
    expression, word_problem, floats, text_work, counting, sorting, set_work, set_traps, dict_work, comprehension,
    regex, dates, recursion, grid_paths, graph, big_integers, simulation, inheritance, generators, fractions, errors,
    caught, match, seeded, json_round, printing,
)  # fmt: skip


def drawn(count: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """(name, source, inputs) of `count` programs, the families in turn."""
    seen: set[str] = set()
    index = 0
    while len(seen) < count:
        family = FAMILIES[index % len(FAMILIES)]
        source, inputs = family(rng("benign", family.__name__, index))
        index += 1
        if (key := f"{source}{inputs}") not in seen:
            seen.add(key)
            yield f"{family.__name__}_{index}", source, inputs
