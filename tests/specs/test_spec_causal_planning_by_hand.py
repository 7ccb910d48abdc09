"""Planning over a causal graph: a world worked out by hand, and how replies are read."""

import pytest
from causal_twin import code

# The world: power and valve are set; the pump runs when both are there; the alarm, once on, stays on; the level
# is high with power and pump, medium with one of them.

TWO, THREE = ["off", "on"], ["low", "medium", "high"]
POWER_ON, POWER_OFF, VALVE_OPEN, VALVE_SHUT, PUMP_ON, PUMP_OFF, PUMP_FREE, ALARM_OFF = range(8)
NAMES = ["set the power to on", "set the power to off", "set the valve to open", "set the valve to closed"]
NAMES += ["hold the pump at on", "hold the pump at off", "release the pump", "hold the alarm at off"]


def driven(name, values, form, when, *, stays=False):
    table = {"all": [0] * len(when) + [1], "levels": [0, 1, 2]}[form]
    rule = {"form": form, "when": when, "table": table, "stays": stays}
    return {"name": name, "values": values, "start": -1, "rule": rule}


def station(*constraints, needs=()):
    factors = [
        {"name": "power", "values": TWO, "start": 0, "rule": None},
        {"name": "valve", "values": ["closed", "open"], "start": 0, "rule": None},
        driven("pump", TWO, "all", [[0, [1]], [1, [1]]]),
        driven("alarm", TWO, "all", [[2, [1]]], stays=True),
        driven("level", THREE, "levels", [[0, [1]], [2, [1]]]),
    ]
    moves = [(0, 1, 2), (0, 0, 1), (1, 1, 3), (1, 0, 1), (2, 1, 9), (2, 0, 2), (2, -1, 1), (3, 0, 1)]
    actions = [
        {"name": name, "factor": factor, "value": value, "cost": cost, "needs": dict(needs).get(index)}
        for index, (name, (factor, value, cost)) in enumerate(zip(NAMES, moves, strict=True))
    ]
    given = [list(one) for one in constraints]
    return {"opening": "You run a pumping station.", "factors": factors, "actions": actions, "constraints": given}


PUMPING, SILENT = ["goal", [[2, [1]]]], ["goal", [[2, [0]], [3, [1]]]]
GOLDEN = [  # conditions, plans that are right, plans that are wrong with what they break
    ([PUMPING], [[POWER_ON, VALVE_OPEN], [VALVE_OPEN, POWER_ON], [PUMP_ON]], [([POWER_ON], "goal")]),
    (
        [PUMPING, ["cheapest", True]],
        [[POWER_ON, VALVE_OPEN], [VALVE_OPEN, POWER_ON]],
        [([PUMP_ON], "cheapest"), ([POWER_ON, POWER_ON, VALVE_OPEN], "cheapest")],
    ),
    (
        [PUMPING, ["never", [4, [2]]]],
        [[PUMP_ON], [VALVE_OPEN, PUMP_ON]],
        [([POWER_ON, VALVE_OPEN], "never"), ([PUMP_ON, POWER_ON, POWER_OFF], "never")],
    ),
    (
        [SILENT],
        [[POWER_ON, VALVE_OPEN, POWER_OFF], [PUMP_ON, PUMP_OFF], [PUMP_ON, PUMP_FREE]],
        [([POWER_ON, VALVE_OPEN], "goal"), ([PUMP_ON, ALARM_OFF, PUMP_FREE], "goal")],
    ),
    (
        [PUMPING, ["keep", [3, [0]]]],
        [[ALARM_OFF, PUMP_ON], [POWER_ON, ALARM_OFF, VALVE_OPEN]],
        [([PUMP_ON], "keep"), ([PUMP_ON, ALARM_OFF], "keep")],
    ),
    ([SILENT, ["max_actions", 2]], [[PUMP_ON, PUMP_OFF]], [([POWER_ON, VALVE_OPEN, POWER_OFF], "max_actions")]),
    (
        [SILENT, ["budget", 6]],
        [[POWER_ON, VALVE_OPEN, POWER_OFF], [VALVE_OPEN, POWER_ON, VALVE_SHUT]],
        [([POWER_ON, VALVE_OPEN, PUMP_OFF], "budget"), ([PUMP_ON, PUMP_OFF], "budget")],
    ),
    (
        [PUMPING, ["order", [VALVE_OPEN, POWER_ON]]],
        [[VALVE_OPEN, POWER_ON], [PUMP_ON]],
        [([POWER_ON, VALVE_OPEN], "order"), ([POWER_ON, VALVE_OPEN, POWER_ON], "order")],
    ),
    ([SILENT, ["once", POWER_ON]], [[PUMP_ON, PUMP_OFF]], [([POWER_ON, VALVE_OPEN, POWER_ON, POWER_OFF], "once")]),
    ([PUMPING, ["unused", PUMP_ON]], [[POWER_ON, VALVE_OPEN]], [([PUMP_ON], "unused")]),
    (
        [PUMPING, ["avoid", [4, [2]]]],
        [[PUMP_ON], [PUMP_ON, POWER_ON, POWER_OFF]],
        [([POWER_ON, VALVE_OPEN], "avoid")],
    ),
    (  # what was done earlier counts even where it changed nothing
        [PUMPING, ["order", [VALVE_SHUT, VALVE_OPEN]], ["unused", PUMP_ON]],
        [[VALVE_SHUT, POWER_ON, VALVE_OPEN]],
        [([POWER_ON, VALVE_OPEN], "order")],
    ),
    (  # more actions for less cost, by one
        [["goal", [[0, [0]], [1, [0]], [2, [0]], [3, [1]]]], ["cheapest", True]],
        [[POWER_ON, VALVE_OPEN, VALVE_SHUT, POWER_OFF], [VALVE_OPEN, POWER_ON, POWER_OFF, VALVE_SHUT]],
        [([PUMP_ON, PUMP_FREE], "cheapest"), ([POWER_ON, VALVE_OPEN, POWER_OFF, VALVE_SHUT, POWER_OFF], "cheapest")],
    ),
    ([PUMPING, ["unused", PUMP_ON], ["never", [0, [1]]]], [], [([PUMP_ON], "unused")]),
    ([SILENT, ["max_actions", 2], ["budget", 9]], [], [([PUMP_ON, PUMP_FREE], "budget")]),
]


@pytest.mark.parametrize(("given", "right", "wrong"), GOLDEN)
def test_worlds_worked_out_by_hand(given, right, wrong):
    problem = station(*given)
    assert (code.solve(problem) == code.NO_SOLUTION) == (not right)
    assert all(code.check(problem, code.solve(problem)).values())
    for plan in right:
        assert all(code.check(problem, code.say(problem, plan)).values()), plan
    for plan, broken in wrong:
        assert code.check(problem, code.say(problem, plan))[broken] is False, plan
    claim = code.check(problem, code.NO_SOLUTION)
    assert set(claim.values()) == {not right}


def test_an_action_that_cannot_be_done_changes_nothing_but_counts():
    problem = station(PUMPING, ["budget", 14], ["max_actions", 2], needs=[(VALVE_OPEN, [0, [1]])])
    done, early = [POWER_ON, VALVE_OPEN], [VALVE_OPEN, POWER_ON]
    assert all(code.check(problem, code.say(problem, done)).values())
    verdict = code.check(problem, code.say(problem, early))
    assert [name for name, passed in verdict.items() if not passed] == ["possible", "goal"]
    verdict = code.check(problem, code.say(problem, [VALVE_OPEN, POWER_ON, PUMP_ON]))
    assert [name for name, passed in verdict.items() if not passed] == ["possible", "max_actions"]


def test_the_station_in_words():
    text = code.render(station(SILENT, ["order", [POWER_ON, PUMP_ON]], needs=[(PUMP_ON, [4, [1, 2]])]))
    for line in (
        "- the valve: closed (it can be closed or open)",
        "- The pump is on exactly when the power is on and the valve is open. Now: off.",
        "- The alarm comes on when the pump is on; once on, it stays on. Now: off.",
        "- The level is high when both of these are so, medium when only one is, low when neither is: the power is on",
        "- hold the pump at on (cost 9, possible only while the level is medium or high)",
        "- at the end, the pump is off and the alarm is on",
        '- "hold the pump at on" is done only after "set the power to on" has been done at least once',
    ):
        assert line in text


def test_unless_is_said_with_what_must_not_be():
    rule = {"form": "unless", "when": [[0, [1]], [4, [2]]], "table": [0, 0, 1], "stays": False}
    said = code.mechanism(station(PUMPING), rule)
    assert said == "is on exactly when the power is on, unless the level is low or medium"


def test_the_share_of_sequences_by_hand():
    assert code.complexity(station(PUMPING))["feasible_share"] == 1 / 8  # the pump is held on
    cheap = code.complexity(station(PUMPING, ["cheapest", True]))
    assert (cheap["plan_length"], cheap["feasible_share"]) == (2, 2 / 72)  # power and valve, in either order
    none = code.complexity(station(PUMPING, ["budget", 4]))
    assert (none["plan_length"], none["feasible_share"]) == (0, 0)
    assert none["score"] == pytest.approx((1 / 8 + (5 + 5) / 30 + 1) / 3, abs=1e-6)


# Reading

BOTH = (POWER_ON, VALVE_OPEN)
READ = [
    ("ANSWER: set the power to on; set the valve to open", BOTH),
    ("answer: Set power to ON; set the valve to open.", BOTH),
    ("Thinking it over.\n\n**Answer:** `set the power to on`; `set the valve to open`\n", BOTH),
    ("**ANSWER: set the power to on; set the valve to open**", BOTH),
    ("The final answer is: set the power to on, then set the valve to open. This runs the pump.", BOTH),
    ("> ANSWER: set the power to on -> set the valve to open", BOTH),
    ("ANSWER:\n1. set the power to on\n2. set the valve to open\n\nThat is all.", BOTH),
    ("ANSWER:\n\n1. set the power to on (cost 2)\n\n2. set the valve to open (cost 3)", BOTH),
    ("ANSWER: 1. set the power to on 2. set the valve to open", BOTH),
    ("ANSWER: Step 1: set the power to on; Step 2: set the valve to open", BOTH),
    ('ANSWER: ["set the power to on", "set the valve to open"]', BOTH),
    ("\\boxed{ANSWER: set the power to on; set the valve to open}", BOTH),
    ("As ANSWER: first action.\nANSWER: set the power to on; set the valve to open", BOTH),
    ("ANSWER: set the power to on; set the valve to open\n" * 2, BOTH),
    ("I would do this:\n- set the power to on\n- set the valve to open\nand be done.", BOTH),
    ("set the power to on; set the valve to open", BOTH),
    ("ANSWER: set the power to on; set the valve to open\nHere, set the power to on, costs 2", BOTH),
    ("ANSWER: set the power to on; open the valve", (POWER_ON, -1)),
    ("ANSWER: no plan meets every condition", ()),
    ("ANSWER: There is no such plan.", ()),
    ("So no plan meets every condition.", ()),
    ("", None),
    ("ANSWER:", None),
    ("ANSWER: I do not know", None),
    ("ANSWER: open everything; close everything", None),
    ("I would set the power to on and see.", None),
    ("ANSWER: set the power to on\nANSWER: set the valve to open", None),
    ("ANSWER: set the power to on ANSWER: no plan meets every condition", None),
    ("set the power to on\n\nor\n\nset the valve to open", None),
    ("set the power to on; set the valve to open\nBut no plan meets every condition.", None),
]


@pytest.mark.parametrize(("reply", "plan"), READ)
def test_replies_are_read_or_left_unread(reply, plan):
    problem = station(PUMPING)
    assert code.read(problem, reply) == plan
    assert (code.check(problem, reply) == {}) == (plan is None)


@pytest.mark.parametrize("piece", ["(", "\n", "ANSWER:", "answer \n", " 1.", "->", "`", "ANSWER: set the power to on;"])
def test_hostile_replies_are_judged_without_fuss(piece):
    problem = station(PUMPING, ["cheapest", True])
    for reply in (piece * (190_000 // len(piece)), piece * 100_000):
        assert not all(code.check(problem, reply).values()) or code.check(problem, reply) == {}
