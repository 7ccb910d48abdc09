"""Calendar scheduling: its laws over sampled problems, against a twin that goes minute by minute."""

import importlib.util
import json
import random
import re
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2] / "src" / "benchwright" / "specs" / "shipped" / "calendar"
LOADED = importlib.util.spec_from_file_location("shipped_calendar_code", HERE / "code.py")
code = importlib.util.module_from_spec(LOADED)
LOADED.loader.exec_module(code)
PLAN = json.loads((HERE / "plan.json").read_text("utf-8"))
RANGES = {name: said.get("range") or said["values"] for name, said in PLAN["parameters"].items()}
NO_SLOT = "ANSWER: No slot fits."
PROBLEMS = [code.sample(random.Random(f"calendar {i}"), RANGES) for i in range(300)]


# The twin: sets of minutes, every rule written again.


def busy_minutes(problem, day):
    blocks = [block for person in problem["people"] for block in person["meetings"].get(day, [])]
    return {minute for start, end in blocks for minute in range(start, end)}


def twin_rules(problem, day, start, end, busy):
    asked = problem["constraints"]
    inside = set(range(start, end))
    hours = set(range(problem["opens"], problem["closes"]))
    passed = {
        "availability": day in problem["days"] and bool(inside) and inside <= hours and not inside & busy,
        "duration": end - start == problem["duration"],
        "granularity": start % problem["granularity"] == 0,
    }
    if "buffer_before" in asked:
        passed["buffer_before"] = not busy & {start - n for n in range(1, asked["buffer_before"] + 1)}
    if "buffer_after" in asked:
        passed["buffer_after"] = not busy & {end - 1 + n for n in range(1, asked["buffer_after"] + 1)}
    if "not_before" in asked:
        passed["not_before"] = not start < asked["not_before"]
    if "not_after" in asked:
        passed["not_after"] = not end > asked["not_after"]
    if "no_weekends" in asked:
        passed["no_weekends"] = not day.startswith("S")
    if "blocked" in asked:
        gone = {m for b in asked["blocked"] if day in b["days"] for m in range(b["start"], b["end"])}
        passed["blocked"] = not inside & gone
    return passed


def twin_feasible(problem):
    """Feasible slots in order, and how many start times were looked at: every minute of every day."""
    found, total = [], 0
    for day in problem["days"]:
        busy = busy_minutes(problem, day)
        for start in range(24 * 60):
            end = start + problem["duration"]
            if start % problem["granularity"] == 0 and problem["opens"] <= start and end <= problem["closes"]:
                total += 1
                if all(twin_rules(problem, day, start, end, busy).values()):
                    found.append((day, start, end))
    return found, total


def twin_check(problem, slot, feasible):
    passed = twin_rules(problem, *slot, busy_minutes(problem, slot[0]))
    if "priority" in problem["constraints"]:
        passed["priority"] = feasible[:1] == [slot]
    return passed


TWINS = [twin_feasible(problem) for problem in PROBLEMS]


def clock(minutes):
    return f"{minutes // 60:02}:{minutes % 60:02}"


def worded(slot):
    return f"ANSWER: {slot[0]} {clock(slot[1])}-{clock(slot[2])}"


# Laws over sampled problems


def test_the_solvers_own_reply_meets_every_active_constraint():
    for problem in PROBLEMS:
        verdict = code.check(problem, code.solve(problem))
        assert set(verdict) == {"availability", "duration", "granularity", *problem["constraints"]}
        assert all(verdict.values())


def test_the_solver_finds_the_twins_first_slot_and_gives_up_only_where_there_is_none():
    for problem, (feasible, _) in zip(PROBLEMS, TWINS, strict=True):
        assert code.solve(problem) == (worded(feasible[0]) if feasible else NO_SLOT)


def test_problems_without_a_solution_are_there_about_as_often_as_the_plan_says():
    without = sum(not feasible for feasible, _ in TWINS)
    assert 0.08 < without / len(PROBLEMS) < 0.23  # 15 % planned; four standard errors either way


def test_every_mutant_is_read_and_caught():
    for i, (problem, (feasible, _)) in enumerate(zip(PROBLEMS, TWINS, strict=True)):
        mutants = code.mutate(problem, code.solve(problem), random.Random(i))
        assert len(set(mutants)) == len(mutants) >= 3
        assert (NO_SLOT in mutants) == bool(feasible)
        for mutant in mutants:
            assert not all((code.check(problem, mutant) or {"read": True}).values())


def test_mutants_of_enough_problems_break_each_constraint():
    broken = set()
    for i, problem in enumerate(PROBLEMS):
        for mutant in code.mutate(problem, code.solve(problem), random.Random(i)):
            if mutant != NO_SLOT:
                broken |= {name for name, passed in code.check(problem, mutant).items() if not passed}
    assert broken == {said["name"] for said in PLAN["constraints"]}


def candidates(problem, feasible, draw):
    """Slots anywhere, slots near the right ones, and right ones."""
    for _ in range(15):
        start = draw.randrange(0, 23 * 60, draw.choice((1, 5, 15, 60)))
        length = problem["duration"] + draw.choice((0, 0, 0, 5, -5))
        yield draw.choice(code.WEEK), start, min(start + length, 24 * 60)
    for day, start, end in draw.sample(feasible, min(3, len(feasible))):
        shift = draw.choice((0, 1, -1, problem["granularity"], -problem["granularity"]))
        yield day, start, end
        yield day, start + shift, end + shift


def test_check_agrees_with_the_twin_constraint_by_constraint():
    draw = random.Random("candidates")
    right = 0
    for problem, (feasible, _) in zip(PROBLEMS, TWINS, strict=True):
        for slot in candidates(problem, feasible, draw):
            verdict = code.check(problem, worded(slot))
            assert verdict == twin_check(problem, slot, feasible), (problem, slot)
            right += all(verdict.values())
    assert right > 100


def test_saying_that_there_is_no_slot_passes_everything_or_nothing():
    for problem, (feasible, _) in zip(PROBLEMS, TWINS, strict=True):
        assert set(code.check(problem, NO_SLOT).values()) == {not feasible}


def test_complexity_is_the_twins_count():
    for problem, (feasible, total) in zip(PROBLEMS, TWINS, strict=True):
        told = code.complexity(problem)
        assert (told["feasible"], told["total"]) == (len(feasible), total)
        assert told["score"] == pytest.approx(1 - len(feasible) / total)
        assert 0 <= told["score"] <= 1
        assert told["constraints"] == len(code.check(problem, NO_SLOT))


def test_complexity_is_spread_over_its_range():
    scores = [code.complexity(problem)["score"] for problem in PROBLEMS]
    for low, high in ((0, 0.5), (0.5, 0.7), (0.7, 0.8), (0.8, 0.9), (0.9, 1.01)):
        assert sum(low <= score < high for score in scores) > 10


def test_the_same_draw_gives_the_same_problem_and_json_keeps_it():
    for i, problem in enumerate(PROBLEMS[:60]):
        assert code.sample(random.Random(f"calendar {i}"), RANGES) == problem
        back = json.loads(json.dumps(problem))
        assert back == problem
        assert [code.render(back), code.solve(back)] == [code.render(problem), code.solve(problem)]
        assert code.complexity(back) == code.complexity(problem)


# The question


def shown_minutes(problem, question):
    """(name, day) -> busy minutes, read back from the question's lines."""
    hours = set(range(problem["opens"], problem["closes"]))
    read = {}
    for line in question.split("\n\n")[2].splitlines():
        head, _, rest = line.removeprefix("- ").partition(": ")
        for part in rest.split("; "):
            if head in code.WEEK:
                (name, shown), day, times = part.split(":")[0].split(), head, part.partition(": ")[2]
            else:
                name, shown = re.fullmatch(r"(\w+) \((\w+)\)", head).groups()
                day, times = part.split(" ", 1)
            blocks = re.findall(r"(\d\d):(\d\d)-(\d\d):(\d\d)", times)
            told = {m for a, b, c, d in blocks for m in range(60 * int(a) + int(b), 60 * int(c) + int(d))}
            read[name, day] = told if shown == "busy" else hours - told
    return read


def test_everybodys_meetings_can_be_read_back_from_the_question():
    for problem in PROBLEMS:
        assert shown_minutes(problem, code.render(problem)) == {
            (person["name"], day): {m for start, end in person["meetings"][day] for m in range(start, end)}
            for person in problem["people"]
            for day in problem["days"]
        }


MENTIONS = {
    "buffer_before": r"\b{} minutes before it",
    "buffer_after": r"\b{} minutes after it",
    "not_before": r"(must not start before|earliest allowed start is) {}",
    "not_after": r"(must not end after|over by) {}",
    "no_weekends": r"(not be on a|Weekends \()Saturday|Saturday or Sunday",
    "priority": r"High priority: .* (earliest|first)",
}


def test_the_question_states_every_active_constraint_and_no_other():
    for problem in PROBLEMS:
        question = code.render(problem)
        asked = problem["constraints"]
        for name, pattern in MENTIONS.items():
            value = asked.get(name, r"\S+")
            told = pattern.format(clock(value) if name.startswith("not_") and name in asked else value)
            assert bool(re.search(told, question)) == (name in asked), (name, question)
        for block in asked.get("blocked", []):
            assert f"{clock(block['start'])}-{clock(block['end'])} on {block['days'][0]}" in question
        assert re.search(rf"\b{problem['duration']}[ -]minute", question)
        assert re.search(rf"multiple of {problem['granularity']} minutes", question)
        assert not re.search(r"(\d\d:\d\d)-\1", question)
        assert question.endswith(NO_SLOT)
        assert "ANSWER: Day HH:MM-HH:MM" in question


def test_repeating_the_example_or_the_whole_question_is_never_right():
    for problem in PROBLEMS:
        question = code.render(problem)
        example = re.search(r"\(the form only\): (.*)", question)[1]
        assert not all(code.check(problem, example).values())
        assert code.check(problem, question) == {}


def test_questions_are_worded_in_several_ways():
    openings = {re.sub(r"\d+|[A-Z]\w+( and|,)?", "", code.render(p).split("\n")[0]).strip() for p in PROBLEMS}
    assert len(openings) >= 3


# Ranges


def test_ranges_are_honoured():
    fixed = {"days": 7, "participants": 1, "opens": 6, "closes": 22, "optional_count": 7, "unsolvable_share": 0}
    fixed |= {"not_before": 8, "not_after": 20, "blocked_count": 2}
    chosen = {"granularity": [20], "duration": [50], "buffer": [25], "shown": ["free"]}
    narrow = RANGES | {name: [value, value] for name, value in fixed.items()} | chosen
    problem = code.sample(random.Random("narrow"), narrow)
    asked = problem["constraints"]
    assert tuple(asked) == code.OPTIONAL
    assert (asked["buffer_before"], asked["buffer_after"]) == (25, 25)
    assert (asked["not_before"], asked["not_after"]) == (480, 1200)
    assert (problem["granularity"], problem["duration"], problem["opens"], problem["closes"]) == (20, 50, 360, 1320)
    assert (len(problem["days"]), len(problem["people"]), len(asked["blocked"])) == (7, 1, 2)
    assert sorted(problem["days"]) == sorted(code.WEEK)


@pytest.mark.parametrize("share", [0, 1])
def test_the_share_without_a_solution_can_be_set(share):
    ranges = RANGES | {"unsolvable_share": [share, share], "busy_share": [0, 0.99]}
    for i in range(60):
        problem = code.sample(random.Random(f"share {i}"), ranges)
        assert (not twin_feasible(problem)[0]) == bool(share)


def test_ranges_that_leave_no_slot_are_refused_by_name():
    with pytest.raises(ValueError, match="duration: too long for the hours"):
        code.sample(random.Random(0), RANGES | {"duration": [900]})
    with pytest.raises(ValueError, match="days: 8 given"):
        code.sample(random.Random(0), RANGES | {"days": [8, 8]})


@pytest.mark.parametrize(("granularity", "duration"), [(1, 1), (7, 5), (25, 240), (60, 15), (90, 90)])
def test_odd_steps_and_lengths_are_kept_to(granularity, duration):
    for share in (0, 1):
        wanted = {"granularity": [granularity], "duration": [duration], "unsolvable_share": [share, share]}
        problem = code.sample(random.Random("odd"), RANGES | wanted | {"days": [1, 2], "optional_count": [0, 2]})
        feasible, total = twin_feasible(problem)
        assert bool(feasible) != bool(share)
        assert code.complexity(problem)["total"] == total
        assert all(start % granularity == 0 for _, start, _ in feasible)


# By hand


def by_hand(granularity=15, duration=60, days=("Friday", "Saturday", "Sunday", "Monday"), **asked):
    """Ana is free on Friday 12-13, all weekend, and on Monday 16-17; Bo takes none of these times."""
    ana = {"Friday": [[540, 720], [780, 1020]], "Saturday": [], "Sunday": [], "Monday": [[540, 960]]}
    bo = {"Friday": [[540, 720]], "Saturday": [], "Sunday": [], "Monday": [[600, 660]]}
    people = [{"name": "Ana", "shown": "busy", "meetings": ana}, {"name": "Bo", "shown": "free", "meetings": bo}]
    return {
        "days": list(days), "opens": 540, "closes": 1020, "granularity": granularity, "duration": duration,
        "people": people, "constraints": asked, "wording": 1,
    }  # fmt: skip


def block(day, start, end):
    return [{"days": [day], "start": start, "end": end, "why": "cleaning"}]


FRIDAY, MONDAY = "ANSWER: Friday 12:00-13:00", "ANSWER: Monday 16:00-17:00"
HANDMADE = {
    # Friday and Monday have one start each, Saturday and Sunday all 29 from 9:00 to 16:00.
    "nothing else asked": (by_hand(), FRIDAY, 60, 116),
    "weekdays only": (by_hand(no_weekends=True), FRIDAY, 2, 116),
    "the meeting before ends at 12:00": (by_hand(no_weekends=True, buffer_before=15), NO_SLOT, 0, 116),
    "the next meeting is at 13:00, but closing time is none": (
        by_hand(no_weekends=True, buffer_after=15), MONDAY, 1, 116,
    ),
    "ends exactly at the limit": (by_hand(no_weekends=True, not_after=780), FRIDAY, 1, 116),
    "would end a minute after the limit": (by_hand(no_weekends=True, not_after=779), NO_SLOT, 0, 116),
    "starts exactly at the limit": (by_hand(no_weekends=True, not_before=720), FRIDAY, 2, 116),
    "a minute too early": (by_hand(no_weekends=True, not_before=721), MONDAY, 1, 116),
    "a blocked period that touches": (by_hand(no_weekends=True, blocked=block("Friday", 780, 840)), FRIDAY, 2, 116),
    "a blocked minute": (by_hand(no_weekends=True, blocked=block("Friday", 779, 840)), MONDAY, 1, 116),
    # Multiples of 45: 12:00 is one, 16:00 is none. From 9:00, 10 starts a day: 9:00, 9:45, ... 15:45.
    "every 45 minutes": (by_hand(no_weekends=True, granularity=45), FRIDAY, 1, 40),
    # Half an hour fits at 12:00, 12:15, 12:30 and at 16:00, 16:15, 16:30; 31 starts a day.
    "half an hour": (by_hand(no_weekends=True, duration=30), "ANSWER: Friday 12:00-12:30", 6, 124),
    "days in the calendar's order, not the week's": (
        by_hand(days=("Saturday", "Sunday", "Monday"), priority=True), "ANSWER: Saturday 09:00-10:00", 59, 87,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HANDMADE)
def test_worked_by_hand(name):
    problem, reply, feasible, total = HANDMADE[name]
    assert code.solve(problem) == reply
    assert set(code.check(problem, reply).values()) == {True}
    told = code.complexity(problem)
    assert (told["feasible"], told["total"]) == (feasible, total)
    assert told["score"] == pytest.approx(1 - feasible / total)


@pytest.mark.parametrize(
    ("asked", "reply", "failed"),
    [
        ({}, "ANSWER: Friday 11:45-12:45", {"availability"}),
        ({}, "ANSWER: Friday 12:00-12:45", {"duration"}),
        ({}, "ANSWER: Saturday 09:05-10:05", {"granularity"}),
        ({}, "ANSWER: Saturday 08:45-09:45", {"availability"}),
        ({}, "ANSWER: Saturday 16:15-17:15", {"availability"}),
        ({}, "ANSWER: Tuesday 10:00-11:00", {"availability"}),
        ({}, "ANSWER: Saturday 10:00-09:00", {"availability", "duration"}),
        ({}, NO_SLOT, {"availability", "duration", "granularity"}),
        ({"buffer_before": 5}, FRIDAY, {"buffer_before"}),
        ({"buffer_after": 5}, FRIDAY, {"buffer_after"}),
        ({"buffer_before": 60, "buffer_after": 60}, "ANSWER: Saturday 09:00-10:00", set()),
        ({"not_before": 600}, "ANSWER: Saturday 09:45-10:45", {"not_before"}),
        ({"not_before": 600}, "ANSWER: Saturday 10:00-11:00", set()),
        ({"not_after": 900}, "ANSWER: Saturday 14:00-15:00", set()),
        ({"not_after": 900}, "ANSWER: Saturday 14:15-15:15", {"not_after"}),
        ({"no_weekends": True}, "ANSWER: Sunday 10:00-11:00", {"no_weekends"}),
        ({"blocked": block("Sunday", 600, 630)}, "ANSWER: Sunday 10:30-11:30", set()),
        ({"blocked": block("Sunday", 600, 630)}, "ANSWER: Sunday 09:00-10:00", set()),
        ({"blocked": block("Sunday", 600, 630)}, "ANSWER: Sunday 10:15-11:15", {"blocked"}),
        ({"blocked": block("Sunday", 600, 630)}, "ANSWER: Saturday 10:15-11:15", set()),
        ({"priority": True}, MONDAY, {"priority"}),
        ({"priority": True}, "ANSWER: Saturday 09:00-10:00", {"priority"}),
        ({"priority": True}, FRIDAY, set()),
        ({"no_weekends": True, "buffer_before": 15}, FRIDAY, {"buffer_before"}),
        ({"no_weekends": True, "buffer_before": 15, "priority": True}, MONDAY, {"buffer_before", "priority"}),
    ],
)
def test_verdicts_by_hand(asked, reply, failed):
    verdict = code.check(by_hand(**asked), reply)
    assert verdict
    assert {name for name, passed in verdict.items() if not passed} == failed


# Reading


def only_wednesday():
    """A week in which nothing fits but Wednesday 13:00-13:45."""
    day = [[480, 1080]]
    week = dict.fromkeys(("Monday", "Tuesday", "Thursday", "Friday"), day)
    people = [{"name": "Ana", "shown": "free", "meetings": week | {"Wednesday": [[480, 780], [825, 1080]]}}]
    return {
        "days": list(code.WEEK[:5]), "opens": 480, "closes": 1080, "granularity": 15, "duration": 45,
        "people": people, "constraints": {}, "wording": 7,
    }  # fmt: skip


READ_RIGHT = [
    "ANSWER: Wednesday 13:00-13:45",
    "answer: wednesday 13:00-13:45.",
    "**ANSWER:** Wednesday 13:00–13:45",
    "**Answer: Wednesday, 13:00 - 13:45**",
    "### Final answer:\n\nWednesday 13:00 — 13:45\n",
    "ANSWER: `Wed 13:00-13:45`",
    "ANSWER: Weds. at 13.00 to 13.45",
    "ANSWER: Wednesday from 1:00 pm until 1:45 pm",
    "ANSWER: Wednesday 1:00-1:45 PM",
    "ANSWER: Wednesday 1 p.m. - 1:45 p.m.",
    "ANSWER: Wednesday (13:00-13:45)",
    "ANSWER: 13:00-13:45 on Wednesday",
    "ANSWER: Wednesday between 13:00 and 13:45",
    "ANSWER: \u00a0Wednesday\u00a013:00\u201113:45",
    "ANSWER：Wednesday 13:00-13:45",
    "$\\boxed{\\text{Wednesday } 13:00-13:45}$",
    "The answer is: Wednesday 13:00-13:45",
    "Wednesday 13:00-13:45",
    "No slot fits on Monday, so I take this.\nANSWER: No slot fits on Monday; take Wednesday 13:00-13:45",
    "I looked at all days. Wednesday 13:00-13:45 works for Ana.",
    "Wednesday 13:00-13:45. So: Wednesday, 1:00 PM to 1:45 PM.",
    "Day: Wednesday\nTime: 13:00-13:45",
    "Monday 09:00-09:45 clashes, so no.\nANSWER: Wednesday 13:00-13:45",
    "If no slot fits I would say so.\nANSWER: Wednesday 13:00-13:45\nThis respects 13:00-13:45 of Ana.",
    "ANSWER: Wednesday 13:00-13:45\nANSWER: Wednesday 13:00-13:45",
    "<think>ANSWER: Monday 09:00-09:45? no</think>ANSWER: Wednesday 13:00-13:45",
    '{"answer": "Wednesday 13:00-13:45"}',
    "x" * 200_000 + "\nANSWER: Wednesday 13:00-13:45",
]
READ_WRONG = [
    "ANSWER: Wednesday 13:00-13:40",
    "ANSWER: Wednesday 1:00-1:45",
    "ANSWER: Thursday 13:00-13:45",
    "ANSWER: Sunday 13:00-13:45",
    "ANSWER: Wednesday 13:45-13:00",
    "ANSWER: Wednesday 23:15-24:00",
    NO_SLOT,
    "**No slot fits.**",
    "answer: no slot fits",
    "ANSWER: none",
    "ANSWER: No common time slot.",
    "I checked every day: there is no slot that works.",
    "No time slot is available because Ana is busy.",
    "ANSWER: No slot fits, sorry.",
    "ANSWER: No slot fits - Ana is always busy.",
    "No slot works for everyone.",
    "There are no slots that satisfy all constraints.",
]
UNREAD = [
    "",
    "   \n",
    "I cannot help with that.",
    "ANSWER:",
    "ANSWER: Wednesday",
    "ANSWER: Wednesday 13:00",
    "ANSWER: 13:00-13:45",
    "ANSWER: Wednesday 25:00-26:00",
    "ANSWER: Wednesday 13:00-13:455",
    "ANSWER: Wednesday 13:00-13:45 or Thursday 13:00-13:45",
    "ANSWER: Wednesday 13:00-13:45 or 14:00-14:45",
    "ANSWER: Wednesday 13:00-13:45\nANSWER: Monday 09:00-09:45",
    "ANSWER: Wednesday 13:00-13:45\nANSWER: No slot fits.",
    "Wednesday 13:00-13:45 or Monday 09:00-09:45",
    "Perhaps Wednesday 13:00-13:45; otherwise no slot fits.",
    "ANSWER: not Wednesday 13:00-13:45",
    "Wednesday 13:00-13:45 does not work.",
    "Wednesday 13:00-13:45 clashes with Ana's meeting.",
    "Wednesday 13:00-13:45 looks good.\nANSWER: unsure",
    "I would tell you if no slot fits.",
    "It is not true that no slot fits.",
    "ANSWER: Day HH:MM-HH:MM",
    "ANSWER: Someday 13:00-13:45",
    "Ana has no time on Monday.",
]


def test_the_week_of_the_reading_tables_has_one_slot():
    assert twin_feasible(only_wednesday())[0] == [("Wednesday", 780, 825)]


@pytest.mark.parametrize("reply", READ_RIGHT)
def test_read_and_right(reply):
    assert set(code.check(only_wednesday(), reply).values()) == {True}


@pytest.mark.parametrize("reply", READ_WRONG)
def test_read_and_wrong(reply):
    assert False in code.check(only_wednesday(), reply).values()


@pytest.mark.parametrize("reply", UNREAD)
def test_not_readable(reply):
    assert code.check(only_wednesday(), reply) == {}


def test_a_calendar_of_one_day_needs_no_day_in_the_reply():
    problem = only_wednesday() | {"days": ["Wednesday"]}
    assert set(code.check(problem, "ANSWER: 13:00-13:45").values()) == {True}


HOSTILE = [
    "answer:",
    "answer: no ",
    "no time ",
    "mon 1",
    "monday ",
    "1:00-",
    "9:00-9:30 ",
    " ",
    "\n",
    "-",
    "(",
    "not ",
    "if ",
]


@pytest.mark.parametrize("part", HOSTILE)
def test_endless_replies_end_unread(part):
    assert code.check(only_wednesday(), part * 300_000) == {}


# The plan and the page


def test_the_page_shows_a_question_its_replies_and_their_verdicts_as_they_are():
    page = (HERE.parents[4] / "docs" / "specs" / "calendar.md").read_text("utf-8")
    problem = code.sample(random.Random("doc 2475"), RANGES)
    assert code.render(problem) in page
    told = code.complexity(problem)
    assert f"{told['feasible']:.0f} of {told['total']:.0f} start times" in page
    assert f"{told['score']:.3f}" in page
    right, wrong = re.findall(r"^    (ANSWER: (?!Day|No|Wed).*)$", page, re.MULTILINE)
    assert all(code.check(problem, right).values())
    assert [name for name, passed in code.check(problem, wrong).items() if not passed] == ["buffer_after"]


def test_the_plan_names_what_the_code_uses():
    assert [said["name"] for said in PLAN["constraints"]] == [*code.ALWAYS, *code.OPTIONAL]
    assert PLAN["parameters"]["optional"]["values"] == list(code.OPTIONAL)
    for said in PLAN["parameters"].values():
        assert said["type"] in {"integer", "number", "choice", "flag"}
        assert ("range" in said) == (said["type"] in {"integer", "number"})
        assert said["meaning"]


def test_problems_are_within_the_plans_ranges():
    for problem in PROBLEMS:
        assert 1 <= len(problem["days"]) <= 7
        assert problem["duration"] in RANGES["duration"]
        assert problem["granularity"] in RANGES["granularity"]
        assert RANGES["participants"][0] <= len(problem["people"]) <= RANGES["participants"][1]
        assert len(problem["constraints"]) <= RANGES["optional_count"][1]
