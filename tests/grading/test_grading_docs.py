"""Every row of the tables in the documentation is true."""

import re
from pathlib import Path

import pytest

from benchwright.grading import grade, slip_of
from benchwright.records import Answer, Decoy, Item, Lineage

PAGE = Path(__file__).parents[2] / "docs" / "grading.md"
ROW = re.compile(r"\| (\w+(?:: .+?)?) \| (whole|marker|auto) \| (.+) \| ([\w.]+) \|")
SLIP = re.compile(r"\| (\w+(?:: .+?)?) \| ([\w ]+) = (.+?) \| (.+) \| ([\w –]+) \|")
OPTIONS = ("Oslo", "Paris", "The Hague", "The document does not say")


def rows(form=ROW):
    return [match.groups() for match in map(form.fullmatch, PAGE.read_text("utf-8").splitlines()) if match]


def gold(text):
    kind, _, value = text.partition(": ")
    number, _, tolerance = value.partition(" ± ")
    match kind:
        case "none":
            return Answer(type="none")
        case "number":
            return Answer(type="number", values=(number,), tolerance=float(tolerance or 0))
        case "choice":
            return Answer(type="choice", values=(value,), options=OPTIONS)
        case "text":
            first, *others = value.split(" / ")
            return Answer(type="text", values=(first,), accepted=tuple(others))
    return Answer(type=kind, values=tuple(value.split("; ")))


def said(verdict):
    if verdict.state != "graded":
        return {"abstained": "refused", "failed": "unparsed"}[verdict.state]
    return {1.0: "right", 0.0: "wrong"}.get(verdict.value, f"{verdict.value:.2f}".rstrip("0"))


@pytest.mark.parametrize(("answer", "reading", "reply", "expected"), rows())
def test_a_row_is_true(answer, reading, reply, expected):
    verdict = grade(gold(answer), reply.replace("⏎", "\n"), reading=reading)
    assert said(verdict) == expected, verdict
    assert verdict.value == 1.0 or verdict.reason


@pytest.mark.parametrize(("answer", "slip", "wrong", "reply", "expected"), rows(SLIP))
def test_a_row_of_slips_is_true(answer, slip, wrong, reply, expected):
    right = gold(answer)
    asked = Item(
        question="?", kind="k", answer=right, answerable=right.type != "none", cluster="c",
        lineage=Lineage(maker="m", settings="s", seed=0), decoys=(Decoy(slip=slip, answer=gold(wrong)),),
    )  # fmt: skip
    assert (slip_of(asked, reply) or "–") == expected


def test_the_page_has_its_rows():
    body = PAGE.read_text("utf-8").splitlines()
    assert len(rows(SLIP)) >= 13
    assert (
        len(rows()) + len(rows(SLIP))
        == sum(line.count(" | ") >= 3 and not line.startswith("| Gold |") for line in body)
        >= 80
    )


def test_the_example_is_true():
    assert grade(gold("number: 30"), "It took thirty days.").value == 1.0
