"""Scripted conversations with the solver `logic`: a small world, what the model says of it, and what comes of it."""

import json
from dataclasses import dataclass

from inspect_ai import Task
from inspect_ai import eval as inspect_eval

from benchwright.attempts import Context, logic, present
from benchwright.inspect_bridge import to_sample
from benchwright.models.fake import fake_model
from benchwright.records import Answer, Document, Item, Lineage
from benchwright.verdicts.exact import graded

TEXT = (
    "Ada Fenwick founded the Sorrel Ropeworks.\nSome say that Bo Marl founded it.\n\n"
    "Ada Fenwick lived in  Oslo. Bo Marl lived in Rome. Cy Orr lived in Rome."
)
RULES = """type founder(firm: str, value: str).  % Who founded FIRM?
type home(person: str, value: str).  % Where did PERSON live?
answer(X) :- founder("the Sorrel Ropeworks", P), home(P, X).
?- answer(X).
"""
PEOPLE = 'type home(person: str, value: str).\nanswer(P) :- home(P, "Rome").\n?- answer(P).'
ADA = "Ada Fenwick founded the Sorrel Ropeworks."
BO = "Bo Marl founded it"
OSLO = "Ada Fenwick lived in Oslo."
ROME = "Bo Marl lived in Rome."
CY = "Cy Orr lived in Rome."
NONE = Answer(type="none")
IN_OSLO = Answer(type="text", values=("Oslo",))


def fact(relation, *values, p=1.0, quote="", **more):
    return {"relation": relation, "values": list(values), "probability": p, "quote": quote, **more}


def founder(name, p=1.0, quote=ADA, firm="the Sorrel Ropeworks"):
    return fact("founder", firm, name, p=p, quote=quote)


def home(name, place, p=1.0, quote=OSLO):
    return fact("home", name, place, p=p, quote=quote)


SURE = (founder("Ada Fenwick", 0.9), home("Ada Fenwick", "Oslo", 0.8))
RIVALS = (*SURE, founder("Bo Marl", 0.3, BO), home("Bo Marl", "Rome", 0.9, ROME))


def reply(*facts, **more):
    return "```json\n" + json.dumps({"facts": list(facts), **more}) + "\n```"


@dataclass(frozen=True)
class Case:
    """What the model says, one reply after the other; the last is repeated."""

    replies: tuple
    answer: Answer = IN_OSLO
    rules: str = RULES
    text: str = TEXT
    method: object = None
    context: str = "full"
    question: str = "Where did the founder of the Sorrel Ropeworks live?"
    asked: bool = True
    """Whether there is a document."""


class Script:
    """Plays a case's replies, and keeps what was asked."""

    def __init__(self, replies):
        self.replies, self.heard = replies, []

    def __call__(self, prompt):
        self.heard.append([message.text for message in prompt.messages])
        return self.replies[min(len(self.heard), len(self.replies)) - 1]


def document(case):
    return Document(title="t", source="s", media_type="text/plain", language="en", text=case.text)


def task(name, case, script):
    held = document(case)
    item = Item(
        question=case.question, kind="k", answer=case.answer, cluster=name, answerable=case.answer.type != "none",
        documents=(held.id,) if case.asked else (), rules=case.rules, lineage=Lineage(maker="m", settings="s", seed=0),
    )  # fmt: skip
    setup = present({item.id: item}, {held.id: held}, Context.parse(case.context))
    return Task(
        dataset=[to_sample(item)], setup=setup, solver=case.method or logic(), scorer=graded(),
        name="play", model=fake_model(script, f"logic-{name}"),
    )  # fmt: skip


@dataclass(frozen=True)
class Played:
    """What came of a case."""

    sample: object
    heard: list
    text: str

    @property
    def kept(self):
        return self.sample.store["benchwright:logic"]

    @property
    def outcome(self):
        assert self.sample.error is None, self.sample.error.message
        return self.sample.scores["graded"].metadata["outcome"]

    @property
    def completion(self):
        return self.sample.output.completion

    def reasons(self):
        return [dropped["reason"] for dropped in self.kept["dropped"]]


def play(cases, folder):
    """Play every case."""
    scripts = {name: Script(case.replies) for name, case in cases.items()}
    tasks = [task(name, case, scripts[name]) for name, case in cases.items()]
    logs = inspect_eval(tasks, model=None, log_dir=str(folder), display="none", max_tasks=8, log_realtime=False)
    return {
        name: Played(log.samples[0], scripts[name].heard, cases[name].text)
        for name, log in zip(cases, logs, strict=True)
    }
