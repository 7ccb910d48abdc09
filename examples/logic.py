"""An answer with a proof, offline: a scripted model reads facts, one of them made up; logic derives what follows.

The fake model plays a script. It reads two founders, of whom one is a rumour, and it makes up a home with a quote that
is nowhere in the text: that fact is dropped, and the answer rests on spans of the document alone.
"""

from __future__ import annotations

import json
import tempfile

from inspect_ai import Task
from inspect_ai import eval as inspect_eval

from benchwright.attempts import Context, logic, present
from benchwright.inspect_bridge import to_sample
from benchwright.models.behaviours import constant
from benchwright.models.fake import fake_model
from benchwright.records import Answer, Document, Item, Lineage
from benchwright.verdicts.exact import graded

TEXT = (
    "Ada Fenwick founded the Sorrel Ropeworks in 1871. Some in the town say that it was founded by Bo Marl.\n"
    "Ada Fenwick lived in Oslo by then; Bo Marl lived in Rome."
)
RULES = """type founder(firm: str, value: str).  % Who founded FIRM?
type home(person: str, place: str).  % Where did PERSON live?
answer(X) :- founder("the Sorrel Ropeworks", P), home(P, X).
?- answer(X).
"""
FACTS = [
    {"relation": "founder", "values": ["the Sorrel Ropeworks", "Ada Fenwick"], "probability": 0.9,
     "quote": "Ada Fenwick founded the Sorrel Ropeworks"},
    {"relation": "founder", "values": ["Sorrel Ropeworks", "Bo Marl"], "probability": 0.3,
     "quote": "it was founded by Bo Marl"},
    {"relation": "home", "values": ["Ada Fenwick", "Oslo"], "probability": 0.95, "quote": "Ada Fenwick lived in Oslo"},
    {"relation": "home", "values": ["Bo Marl", "Rome"], "probability": 0.95, "quote": "Bo Marl lived in Rome"},
    {"relation": "home", "values": ["Ada Fenwick", "Lima"], "probability": 1.0, "quote": "Ada Fenwick moved to Lima"},
]  # fmt: skip


def main() -> None:
    """Run the solver on one question and print what it says."""
    document = Document(title="Ropes", source="ropes.txt", media_type="text/plain", language="en", text=TEXT)
    item = Item(
        question="Where did the founder of the Sorrel Ropeworks live?", kind="two_hop", answerable=True,
        answer=Answer(type="text", values=("Oslo",)), documents=(document.id,), cluster=document.id, rules=RULES,
        lineage=Lineage(maker="example", settings="", seed=0),
    )  # fmt: skip
    setup = present({item.id: item}, {document.id: document}, Context("full"))
    model = fake_model(constant(f"```json\n{json.dumps({'facts': FACTS})}\n```"), "reader")
    task = Task(dataset=[to_sample(item)], setup=setup, solver=logic(), scorer=graded())
    with tempfile.TemporaryDirectory() as folder:
        [log] = inspect_eval(task, model=model, log_dir=folder, display="none")
        [sample] = log.samples or []
    kept = sample.store["benchwright:logic"]
    print(sample.output.completion)
    print("\ngraded:", (sample.scores or {})["graded"].explanation)
    print("dropped:", *(one["detail"] for one in kept["dropped"]))
    for flip in kept["flips"]:
        print(f"flip: fact {flip['fact']} by {flip['margin']:.3f} to {flip['to']}")


if __name__ == "__main__":
    main()
