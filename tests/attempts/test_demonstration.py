"""What a model puts at the end of a program to show its use goes; what the program needs stays."""

import pytest

from benchwright.attempts._demonstration import undemonstrated

DEFINED = "LIMIT = 3\n\ndef solve(symbols):\n    total = symbols['a'] + LIMIT\n    return total"


def read(source):
    return undemonstrated(source, "solve")


@pytest.mark.parametrize(
    "shown",
    [
        "print(solve(symbols))", "result = solve({'a': 1})\nprint(result)", "solve({'a': 1})", "assert solve({}) == 4",
        "if __name__ == '__main__':\n    total = solve({'a': 4})\n    print(total)", "print([1,\n2])",
        "# Example usage\nprint(solve(symbols))\n# gives 4",
    ],
)  # fmt: skip
def test_an_example_at_the_end_goes(shown):
    assert read(f"{DEFINED}\n\n{shown}") == DEFINED


@pytest.mark.parametrize(
    "needed",
    [
        "LIMIT = 7", "for n in [1]:\n    LIMIT = n", "solve.seen = {}", "import math", "base = 3\nLIMIT = base * 2",
        "build()", "t = [1]\nLIMIT = t\nt.append(5)", "solve = twice(solve)", "sys.setrecursionlimit(10000)",
        "if True:\n    def helper():\n        return 1", "x = 1; LIMIT = 2", "helper = lambda x: x * LIMIT",
        "LIMIT = solve({'a': 2})", "CACHE['a'] = solve({'a': 2})", "print([1,\n2]); R = 2",
    ],
)  # fmt: skip
def test_what_a_program_may_need_stays(needed):
    assert needed in read(f"{DEFINED}\n{needed}\nprint(solve({{'a': 1}}))")


def test_what_a_later_line_reads_stays():
    source = f"{DEFINED}\nfirst = solve({{'a': 1}})\nLIMIT = first"
    assert read(source) == source


def test_lines_keep_their_numbers():
    assert read(f"{DEFINED}\nprint(1)\nLIMIT = 2") == f"{DEFINED}\n\nLIMIT = 2"


@pytest.mark.parametrize(
    "source",
    ["def other():\n    return 1\nprint(other())", "def solve(:", "x = 1", "", f"{DEFINED}\r\nprint(solve(1))"],
)
def test_what_cannot_be_told_stays(source):
    assert read(source) == source
