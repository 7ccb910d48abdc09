"""What is read out of a reply is there in so many words, or is not read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.attempts._replies import answer_in, object_in, program_in, scores_in, verdict_in
from benchwright.attempts._spans import locate, locate_value
from benchwright.attempts._symbols import read_symbols, value_at

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
ANY = st.text() | st.text(alphabet='{}[]"`\n:,.01PASFIL ', max_size=80)


@given(ANY)
def test_no_reply_is_too_odd_to_read(text):
    program_in(text)
    object_in(text)
    scores_in(text)
    assert verdict_in(text).verdict in {"pass", "fail", "none"}
    read_symbols(text, text)
    answer_in(text)


@given(st.dictionaries(st.text(min_size=1), JSON, min_size=1, max_size=4), st.text(alphabet="abc \n", max_size=20))
def test_an_object_is_read_back_from_whatever_stands_around_it(value, around):
    found, problem = object_in(f"{around}\n```json\n{json.dumps(value)}\n```\n{around}")
    assert (found, problem) == (value, "")


@pytest.mark.parametrize("text", ['{"a": NaN}', '{"a": Infinity}', "{'a': 1}", '{"a": 1', "[1, 2]", "", "{" * 5000])
def test_what_is_no_object_is_not_read(text):
    found, problem = object_in(text)
    assert found is None
    assert problem


WHOLE = '{"symbols": {"a": 3, "b": 4}, "spans": {"a": "3 red"}}'


@pytest.mark.parametrize(
    "reply",
    [
        WHOLE,
        f'As in {{"symbols": {{"a": 1}}}}, hence:\n{WHOLE}',
        f'{WHOLE}\n```python\ntable = {{"x": 1}}\n```',
        WHOLE[:-6],
        f"For {{a, b}}: {WHOLE}",
        '{"symbols": {"a": 3, "b": 4}, // both\n "spans": {"a": "3 red"}}',
        '{a, b} are {"a": 3, "b": 4}',
    ],
)
def test_symbols_are_those_of_the_object_that_has_them(reply):
    symbols, problem = read_symbols(reply, "3 red")
    assert (problem, symbols.values) == ("", {"a": 3, "b": 4})


@pytest.mark.parametrize(
    ("reply", "problem"),
    [
        ('{"symbols": {"a": {"x": 3}, "b": 4,}, "spans": {"a": "3 red"}}', "cannot be read"),
        ('{"symbols": {"people": [{"age": 3}, {"age": 4}, {"ag', "cannot be read"),
        ('[{"a": 3}, {"b": 4}]', "2 JSON objects"),
        ('{"symbols": {"a": ' + "[" * 900 + "]" * 900 + "}}", "more than 40 deep"),
        ('{"symbols": {"a": 1e999}}', "1e999 is no JSON value"),
        ('{"symbols": {"a": ' + "9" * 5000 + "}}", "cannot be read"),
    ],
)
def test_a_piece_of_broken_json_is_not_taken_for_the_symbols(reply, problem):
    symbols, said = read_symbols(reply, "3 red")
    assert symbols is None
    assert problem in said


def test_an_object_inside_another_is_not_taken_for_it():
    assert object_in('{"a": {"b": 1}}')[0] == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("reply", "wanted"),
    [
        ("```python\nx = 1\n```", "x = 1\n"),
        ("```py\nx = 1\n```\nor\n```python\ny = 2\n```", "y = 2\n"),
        ("```python\ndef solve():\n    return 1\n```\nUse it:\n```python\nprint(solve())\n```",
         "def solve():\n    return 1\n"),
        ("```python\ndef solve():\n    return 1", "def solve():\n    return 1\n"),
        ("def solve():\n    return 1", "def solve():\n    return 1\n"),
        ("def solve():\n    return 1\n```", "def solve():\n    return 1\n"),
        ("So:\n  ```python\n  def solve():\n      return 1\n  ```", "def solve():\n    return 1\n"),
        ("```javascript\nlet x = 1\n```", ""),
        ("```json\n{}\n```", ""),
        ("seven", ""),
        ("It is 7.", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_the_program_of_a_reply(reply, wanted):
    assert program_in(reply) == wanted


TEN = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]


@pytest.mark.parametrize("reply", [str(TEN), f"Here: {TEN}.", f"```\n{TEN}\n```", f"{TEN} again {TEN}"])
def test_ten_scores_are_read(reply):
    assert scores_in(reply) == tuple(map(float, TEN))


@pytest.mark.parametrize(
    "reply",
    [str(TEN[:9]), str([*TEN, 0.1]), str([*TEN[:9], 1.5]), str([*TEN[:9], -0.1]), str([*TEN[:9], True]).lower(),
     f"{TEN} or {TEN[::-1]}", "0.5 " * 10, str(["a"] * 10), ""],
)  # fmt: skip
def test_anything_else_is_no_score(reply):
    assert scores_in(reply) is None


@pytest.mark.parametrize(
    ("reply", "verdict", "reasons"),
    [
        ("PASS", "pass", ""),
        ("It adds both.\n**PASS**", "pass", ""),
        ("FAIL: it forgets b", "fail", "it forgets b"),
        ("Hm.\nFAIL - it forgets b", "fail", "it forgets b"),
        ("PASS or FAIL: which?", "none", ""),
        ("PASS\nFAIL: no", "none", ""),
        ("I think it would PASS", "none", ""),
        ("pass", "none", ""),
        ("", "none", ""),
    ],
)
def test_a_verdict_is_a_line_of_its_own(reply, verdict, reasons):
    assert (verdict_in(reply).verdict, verdict_in(reply).reasons) == (verdict, reasons)


def test_an_answer_in_words_is_read_as_grading_reads_it():
    assert answer_in("Think.\nANSWER: **Rome**.") == "Rome"
    assert answer_in("Rome, I think.") == ""
    assert answer_in("ANSWER:\n- a\n- b", "list") == "- a - b"


@given(st.text(alphabet="ab \n.", max_size=60), st.data())
def test_a_quote_of_the_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    span = locate(quote, text)
    assert (span.start is not None) == bool(quote.strip())
    if span.start is not None:
        assert text[span.start : span.end] == quote


def test_a_quote_is_found_over_other_white_space_and_not_with_other_words():
    assert locate("twelve  red\napples", "He had twelve red apples.").start == 7
    assert locate("twelve green apples", "He had twelve red apples.").start is None


VALUES = "In 1,200 rooms, two of them free (the 3rd floor), rent is 12.50: Anna\nBell paid 3 * (4 + 6), -7 and 0.5."


@pytest.mark.parametrize(
    ("value", "quote"),
    [
        (1200, "1,200"), (12.5, "12.50"), (2, "two"), (3, "3"), ("anna bell", "Anna\nBell"), ("3 * (4 + 6)",) * 2,
        (7, "7"), (-7, "7"), (0.5, "0.5"), ("rent", "rent"), (12, None), (200, "200"), (5, None), ("ann", None),
        ("", None), (1e30, None), (1, "1"), (2.0, "two"), (50, None), (10**20, None), (0.00001, None), (3.0, "3"),
    ],
)  # fmt: skip
def test_a_value_leads_back_to_where_the_text_states_it(value, quote):
    span = locate_value(value, VALUES)
    assert (span and VALUES[span.start : span.end]) == quote


@pytest.mark.parametrize(
    ("value", "text", "quote"),
    [
        (1, "Sort 3,1,2", "1"), (2, "(1,2)", "2"), (200, "100,200,300", "200"), (0.00001, "add 0.00001 g", "0.00001"),
        (0.5, "only .5 of it", ".5"), (10**20, "100,000,000,000,000,000,000", "100,000,000,000,000,000,000"),
        (21, "Twenty-one of them", "Twenty-one"), (20, "twenty-one", None), (1, "twenty-one", None),
        (100, "a hundred", "a hundred"), (5, "gpt5", None), (5, "5kg", "5"),
        (1e16, "10000000000000000", "10000000000000000"),
        (7, "7.5", None), (2, "the second", "second"), (0, "zero", "zero"),
    ],
)  # fmt: skip
def test_numbers_are_found_however_they_are_written(value, text, quote):
    span = locate_value(value, text)
    assert (span and text[span.start : span.end]) == quote


@given(st.one_of(st.integers(-(10**12), 10**12), st.floats(-1e6, 1e6).map(lambda x: round(x, 3)), st.text(max_size=20)))
def test_a_value_is_found_where_it_is_written(value):
    written = str(value)
    span = locate_value(value, f"before {written} after")
    if written.strip():
        assert span is not None
        assert f"before {written} after"[span.start : span.end] in {written.strip(), written.strip().lstrip("-")}


@pytest.mark.parametrize(
    ("reply", "fault"),
    [
        ('{"symbols": {"a": 1}, "spans": {"b": "x"}}', "names no symbol"),
        ('{"symbols": {"a": 1}, "spans": {"a": "nowhere"}}', "not in the text"),
        ('{"symbols": {"a": [1, 17]}}', "value of a[1], 17, stands nowhere"),
        ('{"symbols": {"a": "one"}, "types": {"a": "number"}}', "declared number"),
        ('{"symbols": {"a": true}, "types": {"a": "integer"}}', "declared integer"),
    ],
)
def test_symbols_that_lie_are_seen_to(reply, fault):
    symbols, _ = read_symbols(reply, "x y z")
    assert fault in " ".join(symbols.faults)


@pytest.mark.parametrize("reply", ['{"symbols": {}}', "{}", '{"spans": {"a": "x"}}', f'{{"a": "{"x" * 60_000}"}}'])
def test_no_symbols_and_too_many_are_refused_with_a_reason(reply):
    symbols, problem = read_symbols(reply, "x")
    assert symbols is None
    assert problem


def test_a_plain_object_is_taken_for_the_symbols():
    assert read_symbols('{"a": 1, "spans": {"a": "x"}}', "x")[0].values == {"a": 1}


def test_paths_lead_into_lists_and_objects():
    values = {"people": [{"age": 3}, {"age": 4}], "a.b": 5}
    assert value_at(values, "people[1].age") == 4
    assert value_at(values, "symbols.people.0.age") == 3
    assert value_at(values, "a.b") == 5
    assert value_at(values, "people[7].age") is None


@pytest.mark.parametrize(
    ("given", "typed"),
    [
        ('"79"', 79), ('"-4"', -4), ('"0.5"', 0.5), ('["63", {"a": "28"}]', [63, {"a": 28}]), ('"007"', "007"),
        ('"1,200"', "1,200"), ('"-0"', 0), ('"3 * 4"', "3 * 4"), ('"1e5"', "1e5"), ('"' + "9" * 16 + '"', "9" * 16),
        ('" 7"', " 7"), ("true", True), ('"1101"', "1101"), ('"1.50"', "1.50"), ('["63", "28"]', [63, 28]),
        ('["110", "011"]', ["110", "011"]), ('["1,200", "800"]', ["1,200", "800"]), ('["a", "7"]', ["a", "7"]),
        ('"1"', 1),
    ],
)  # fmt: skip
def test_numbers_come_as_numbers(given, typed):
    assert read_symbols(f'{{"symbols": {{"a": {given}}}}}', "")[0].values == {"a": typed}


@pytest.mark.parametrize("kind", ["text", "string", "str"])
def test_a_text_that_is_declared_one_stays(kind):
    reply = f'{{"symbols": {{"a": [{{"b": "79"}}], "c": "7"}}, "types": {{"a[0].b": "{kind}", "c": "{kind}"}}}}'
    symbols, _ = read_symbols(reply, "79 and 7")
    assert symbols.values == {"a": [{"b": "79"}], "c": "7"}
    assert not symbols.faults


@pytest.mark.parametrize("path", ["people[0].age", "people.0.age", "symbols.people[0].age", "people", "people[0]"])
def test_a_quote_covers_its_value_however_its_path_is_spelt(path):
    reply = f'{{"symbols": {{"people": [{{"age": 12}}]}}, "spans": {{"{path}": "a dozen"}}}}'
    assert read_symbols(reply, "He is a dozen years old.")[0].faults == ()


def test_a_long_text_is_not_searched_for_hundreds_of_values():
    values = {f"a{number}": number + 0.5 for number in range(500)}
    symbols, _ = read_symbols(json.dumps({"symbols": values}), "7 " * 500_000)
    assert len(symbols.faults) == 5
