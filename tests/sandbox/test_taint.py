"""Does the answer depend on the symbols? Followed on the tree, held against programs that are really run."""

import ast
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox.checks.taint import trace

A = {"a"}


def followed(body, *, symbols=None):
    return trace(ast.parse(textwrap.dedent(body)), symbols=symbols)


def keys_of(body):
    """Symbols that the returned values are made of or chosen by."""
    found = followed(body)
    return set().union(*(result.taint | result.under for result in found.results)) - {"*"}


def solve(*lines):
    return "def solve(s):\n" + "".join(f"    {line}\n" for line in lines)


@pytest.mark.parametrize(
    "lines",
    [
        ["return s['a']"],
        ["x = y = s['a']", "return y"],
        ["x, y = 1, s['a']", "return y"],
        ["(x, *rest) = [0, s['a']]", "return rest"],
        ["x = 0", "x += s['a']", "return x"],
        ["d = {}", "d['k'] = s['a']", "return d"],
        ["d = {}", "d[s['a']] = 1", "return d"],
        ["d = {}", "d.setdefault('k', []).append(s['a'])", "return d"],
        ["d = dict(k=s['a'])", "return d['k']"],
        ["xs = ys = []", "xs.append(s['a'])", "return ys"],
        ["xs = []", "xs += [s['a']]", "return len(xs) + sum(xs)"],
        ["xs = []", "xs[0:0] = [s['a']]", "return xs"],
        ["return [x for x in range(s['a'])]"],
        ["return {x: 1 for x in range(9) if x > s['a']}"],
        ["return sum(1 for _ in range(s['a']))"],
        ["n = 0", "for _ in range(s['a']):", "    n += 1", "return n"],
        ["n = 0", "while n < s['a']:", "    n += 1", "return n"],
        ["for n in range(9):", "    if n == s['a']:", "        break", "return n"],
        ["n = 0", "for i in range(9):", "    if i == s['a']:", "        continue", "    n += i", "return n"],
        ["n = 1", "for i in range(9):", "    if i == s['a']:", "        n = 2", "return n"],
        ["for i in range(9):", "    if i == s['a']:", "        return 1", "return 2"],
        ["if s['a']:", "    return 1", "else:", "    return 2"],
        ["return 1 if s['a'] else 2"],
        ["return s['a'] and 5 or 6"],
        ["return f'{s[\"a\"]}'"],
        ["return '%d' % s['a']"],
        ["return '{}'.format(s['a'])"],
        ["return (lambda x: x + 1)(s['a'])"],
        ["f = lambda: s['a']", "return f()"],
        ["return list(map(lambda x: x * s['a'], [1, 2]))"],
        ["return sorted([3, 1], key=lambda x: x * s['a'])"],
        ["if (n := s['a']) > 3:", "    return n", "return 0"],
        ["try:", "    x = 1 // s['a']", "except ZeroDivisionError:", "    x = 7", "return x"],
        ["with open_nothing() as f:", "    x = s['a']", "return x"],
        ["match s['a']:", "    case 1:", "        return 'x'", "    case _:", "        return 'y'"],
        ["match s:", "    case {'a': n}:", "        return n"],
        ["def add(xs, x):", "    xs.append(x)", "out = []", "add(out, s['a'])", "return out"],
        ["n = 0", "def bump():", "    nonlocal n", "    n = s['a']", "bump()", "return n"],
        ["def pick(*args, **kw):", "    return kw['x']", "return pick(1, x=s['a'])"],
        ["def pick(*args):", "    return args[1]", "return pick(*[1, s['a']])"],
        ["def gen():", "    yield s['a']", "return next(gen())"],
        ["def gen():", "    yield from [s['a']]", "return list(gen())"],
        ["import heapq", "h = []", "heapq.heappush(h, s['a'])", "return h[0]"],
        ["from heapq import heappush", "h = []", "heappush(h, s['a'])", "return h[0]"],
        ["q = Queue()", "q.put(s['a'])", "return q.get()"],
        ["xs = []", "add = xs.append", "add(s['a'])", "return xs"],
        ["for i in range(9):", "    if i == s['a']:", "        break", "else:", "    return None", "return i"],
        [
            "for i in range(9):",
            "    if i == s['a']:",
            "        x = 1",
            "        break",
            "else:",
            "    x = 2",
            "return x",
        ],
        ["class P:", "    pass", "p = P()", "p.x = s['a']", "return p.x"],
        ["class P:", "    pass", "p = P()", "setattr(p, 'x', s['a'])", "return getattr(p, 'x')"],
        ["class P:", "    def __init__(self, x):", "        self.x = x", "return P(s['a']).x"],
        ["d = {'k': lambda: s['a']}", "return d['k']()"],
        ["from functools import partial", "return partial(max, s['a'])(1)"],
        ["return eval(\"s['a'] + 1\")"],
        ["t = s.copy()", "return t['a']"],
        ["key = 'a'", "return s[key]"],
        ["return s.get('a', 0)"],
    ],
)
def test_dependence_is_seen(lines):
    assert keys_of(solve(*lines)) == A


@pytest.mark.parametrize(
    "lines",
    [
        ["return 5"],
        ["x = s['a']", "x = 5", "return x"],
        ["x = s['a']", "return 5"],
        ["if s['a'] > 2:", "    x = 5", "else:", "    x = 5", "return x"],
        ["for _ in range(s['a']):", "    x = 5", "return 5"],
        ["xs = [s['a']]", "xs = [1]", "return xs"],
        ["def f(x):", "    return 5", "return f(s['a'])"],
        ["return 0 * s['a'] + 5"],
        ["return s['a'] - s['a'] + 5"],
        ["if not s:", "    return None", "return 5"],
        ["if 'a' not in s:", "    raise KeyError('a')", "return 5"],
        ["if isinstance(s, dict):", "    return 5", "return 5"],
        ["x = s['a'] if False else 5", "return 5"],
        ["s = {'a': 3}", "return s['a']"],
        ["print(s['a'])", "return 5"],
        ["try:", "    n = s['a']", "except KeyError:", "    pass", "return 5"],
        ["del s['a']", "return 5"],
        ["x = (lambda s: s)(5)", "return x"],
        ["[s for s in [1, 2]]", "return [3][0]"],
    ],
)
def test_what_does_not_depend_is_not_said_to(lines):
    found = followed(solve(*lines))
    counted = [r for r in found.results if not (r.is_literal and r.literal is None)]
    assert not set().union(*(r.taint for r in counted))
    assert len({repr(r.literal) for r in counted}) == 1


def test_each_value_knows_its_own_symbols():
    assert keys_of(solve("x = s['a'] + s['b']", "y = s['c']", "return x")) == {"a", "b"}


@pytest.mark.parametrize(
    ("lines", "read"),
    [
        (["return s['a']"], {"a"}),
        (["return s.get('a'), s.pop('b')"], {"a", "b"}),
        (["return sum(s.values())"], {"*"}),
        (["for k in s:", "    pass"], {"*"}),
        (["return helper(s)"], {"*"}),
        (["return 'a' in s"], set()),
        (["t = s", "return t['b']"], {"b"}),
    ],
)
def test_symbols_that_are_read(lines, read):
    assert followed(solve(*lines)).read == read


@pytest.mark.parametrize("call", ["exec('x = 1')", "globals()['x']"])
def test_what_cannot_be_followed_is_a_doubt(call):
    assert followed(solve(f"y = {call}", "return y")).doubts


def test_a_program_without_end_is_given_up():
    calls = [f"def f{n}(x):\n    return f{n - 1}(x) + f{n - 1}(x + 1) + f{n - 1}(x + 2)" for n in range(1, 20)]
    found = followed("\n".join(["def f0(x):\n    return x", *calls, "def solve(s):\n    return f19(s['a'])"]))
    assert found.found
    assert "too large" in found.doubts[0][1]


# Programs of a small language, made at random: what moves when it is run must be seen to depend.

NAMES = ("x", "y", "z")
expressions = st.recursive(
    st.sampled_from(["s['a']", "s['b']", "1", "2", *NAMES]),
    lambda inner: (
        st.builds("({} {} {})".format, inner, st.sampled_from(["+", "*", "-"]), inner)
        | st.builds("({} if {} > 3 else {})".format, inner, inner, inner)
        | st.builds("len([{} for i in range(abs({}) % 4)])".format, inner, inner)
        | st.builds("(lambda n: n + {})({})".format, inner, inner)
    ),
    max_leaves=5,
)
simple = st.builds("{} {} {}".format, st.sampled_from(NAMES), st.sampled_from(["=", "+="]), expressions)


def nested(inner):
    block = st.lists(inner, min_size=1, max_size=3).map(lambda parts: textwrap.indent("\n".join(parts), "    "))
    return (
        st.builds("if {} > 2:\n{}\nelse:\n{}".format, expressions, block, block)
        | st.builds("for i in range(abs({}) % 4):\n{}".format, expressions, block)
        | st.builds("for i in range(4):\n{}\n    if {} > 5:\n        break".format, block, expressions)
        | st.builds("try:\n{}\n    x = 1 // ({} % 2)\nexcept ZeroDivisionError:\n{}".format, block, expressions, block)
    )


programs = st.lists(st.recursive(simple, nested, max_leaves=6), min_size=1, max_size=5).map(
    lambda parts: "def solve(s):\n    x = y = z = 0\n" + textwrap.indent("\n".join(parts), "    ") + "\n    return x\n"
)


def outcome(source, symbols):
    space = {}
    exec(source, space)  # noqa: S102  # of the small language above
    return space["solve"](symbols)


@given(programs, st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_what_moves_when_run_is_seen_to_depend(source, a, b, other):
    moves = outcome(source, {"a": a, "b": b}) != outcome(source, {"a": other, "b": b})
    if moves:
        [result] = trace(ast.parse(source)).results
        assert {"a", "*"} & (result.taint | result.under)


@given(programs)
def test_a_literal_that_is_told_is_what_a_run_gives(source):
    [result] = trace(ast.parse(source)).results
    if result.is_literal:
        assert outcome(source, {"a": 3, "b": 8}) == result.literal
