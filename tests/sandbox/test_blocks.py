"""Fenced blocks are read as models write them: indented, in the middle of a line, left open."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.sandbox.blocks import blocks_in

SOURCE = "def solve():\n    return 3 + 4\n"
INDENTED = "   def solve():\n       return 3 + 4\n"


@pytest.mark.parametrize(
    "reply",
    [
        f"```python\n{SOURCE}```",
        f"1. Do this:\n   ```python\n{INDENTED}   ```\n",
        f"1. ```python\n{INDENTED}   ```\n",
        f"Here: ```python\n{SOURCE}```",
        f"~~~py\n{SOURCE}~~~",
        f"````Python title=x\n{SOURCE}````",
        f"```python\n{SOURCE}",
        f"Wrong: ```python def solve(): return 8\n``` Right:\n```python3\n{SOURCE}```",
    ],
)
def test_the_last_block_is_the_program(reply):
    last = list(blocks_in(reply))[-1]
    assert last.label in {"python", "python3", "py"}
    assert last.body == SOURCE
    assert reply.splitlines()[last.line].strip() == "def solve():"


def test_ticks_in_the_middle_of_a_line_open_nothing():
    assert list(blocks_in("Write ``` around code.\nThen x = 1.")) == []


def test_white_space_inside_texts_of_a_program_is_left_alone():
    [block] = blocks_in('```python\nx = """a\n   \nb"""\n```')
    assert block.body == 'x = """a\n   \nb"""\n'


@given(st.text(alphabet="`~ \npyx", max_size=60))
def test_blocks_come_in_order_and_do_not_overlap(reply):
    starts = [block.start for block in blocks_in(reply)]
    assert starts == sorted(set(starts))
